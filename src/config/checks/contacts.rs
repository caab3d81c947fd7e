//! Checks of the people's telephone numbers: whose they are, and who else could read them.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::config::fault::Fault;
use crate::config::source::Entry;
use crate::config::written::Written;

/// Each number belongs to a cadre and can be dialled.
pub(crate) fn numbers_make_sense(written: &Written, contacts: &[Entry<(String, String)>], faults: &mut Vec<Fault>) {
    for entry in contacts {
        let (id, number) = &entry.value;
        if !written.cadres.iter().any(|cadre| cadre.id == *id) {
            faults.push(entry.fault(format!("there is no cadre `{id}`"), "correct the id or remove the line"));
        }
        let digits = number.chars().filter(char::is_ascii_digit).count();
        if !(5..=20).contains(&digits) || !number.chars().all(|c| c.is_ascii_digit() || "+- ".contains(c)) {
            faults.push(
                entry.fault(format!("the number of `{id}` cannot be dialled"), "use digits, spaces, `-` and `+`"),
            );
        }
    }
}

/// Nobody else on the machine reads them.
pub(crate) fn numbers_are_private(path: &Path, contacts: &[Entry<(String, String)>], faults: &mut Vec<Fault>) {
    let mode = std::fs::metadata(path).map_or(0, |found| found.permissions().mode() & 0o777);
    if let Some(first) = contacts.first().filter(|_| mode & 0o007 != 0) {
        let what = format!("everybody on this machine can read people's numbers (mode {mode:o})");
        faults.push(first.fault(what, format!("type: chmod 600 {}", path.display())));
    }
}
