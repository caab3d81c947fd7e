//! Checks of the table of notices: every event in it, every line possible.

use crate::config::fault::Fault;
use crate::config::notices::{Row, own, own_notices, paired};
use crate::config::source::Entry;
use crate::config::written::Written;
use crate::notice::table::Listener;

/// Nothing happens of which the table does not say who is told, or why nobody is.
pub(super) fn every_event_has_its_lines(written: &Written, faults: &mut Vec<Fault>) {
    let notices = &written.notices;
    for event in own().keys() {
        let rows = notices.events.get(event).map(Vec::as_slice).unwrap_or_default();
        let Some(first) = rows.first() else {
            let mend = format!("add a line `{event} = [ … ]`, such as the one that `minqing init` writes");
            faults.push(notices.at.fault(format!("`{event}` says neither who is told nor why nobody is"), mend));
            continue;
        };
        for (notice, _) in own_notices(event) {
            let wanted = own_notices(event).iter().filter(|(one, _)| *one == notice).count();
            let written = rows.iter().filter(|row| row.notice.as_deref() == Some(notice)).count();
            if written < wanted {
                let what = format!("`{event}` lacks the notice `{notice}`");
                let fault = first.fault(what, "add its line: whoever waits for it would hear nothing");
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
    }
}

/// Every line is about a notice that the event has, tells somebody whom it may tell, and has words.
pub(super) fn lines_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    for (event, rows) in &written.notices.events {
        let pairs = paired(event, rows);
        for row in rows {
            let meant = pairs.iter().find(|(paired, _)| std::ptr::eq(*paired, row)).map(|(_, meant)| *meant);
            check(written, (event, row), meant, faults);
        }
    }
}

fn check(written: &Written, (event, row): (&str, &Entry<Row>), meant: Option<Listener>, faults: &mut Vec<Fault>) {
    let mut fault = |what: String, mend: &str| faults.push(row.fault(what, mend));
    let Some(notice) = &row.notice else {
        if row.reason().is_none_or(|reason| reason.trim().is_empty()) {
            fault(format!("a line of `{event}` has no notice and no reason"), "write nobody = \"why\", or the notice");
        }
        return;
    };
    if row.reason().is_some() {
        fault(format!("`{notice}` is told to somebody and to nobody"), "keep one of the two");
    }
    let Some(meant) = meant else {
        fault(format!("`{event}` has no notice `{notice}`"), "correct its spelling, or remove the line");
        return;
    };
    match row.to {
        None => fault(format!("`{notice}` does not say to whom"), "add `to`"),
        Some(to) if !to.may_stand_for(meant) => {
            fault(format!("`{notice}` is not for {}", name(to)), &format!("write to = \"{}\"", name(meant)));
        }
        Some(Listener::Resident) => {}
        Some(_) if row.quiet => {
            fault(format!("`{notice}` waits for the morning"), "only what residents read may be quiet")
        }
        Some(_) => {}
    }
    let (Some(texts), Some(text)) = (&written.texts, row.text()) else { return };
    if !texts.has(text) {
        fault(format!("no text `{text}`"), "add it to text/*.ftl, or correct its spelling");
    }
}

/// The word for a listener in the file.
fn name(listener: Listener) -> &'static str {
    match listener {
        Listener::Resident => "resident",
        Listener::UnitGroup => "unit_group",
        Listener::Acting => "acting",
        Listener::Head => "head",
        Listener::Named => "named",
        Listener::Readers => "readers",
        Listener::OnCall => "on_call",
        Listener::Helper => "helper",
        Listener::Supervisors => "supervisors",
    }
}
