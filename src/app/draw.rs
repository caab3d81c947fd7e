//! A spot check's draw computed again, from its record and nothing else: no database, no key, no token.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::desk::drawn;
use crate::id::CaseNumber;

/// Prints what is drawn with a seed from the numbers in a file, one a line.
///
/// # Errors
/// A file that cannot be read, a line that is no case number, a share that is none.
pub fn again(seed: &str, share: f64, numbers: &Path) -> Result<ExitCode> {
    if !(share > 0.0 && share <= 1.0) {
        bail!("--share: use a figure above 0 and at most 1, such as 0.05");
    }
    let text = std::fs::read_to_string(numbers).with_context(|| format!("cannot read {}", numbers.display()))?;
    let mut pot = Vec::new();
    for (line, written) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let number = CaseNumber::parse(written);
        pot.push(number.with_context(|| format!("{}:{line}: not a case number", numbers.display()))?);
    }
    if pot.is_empty() {
        bail!("{}: no numbers in it; one a line", numbers.display());
    }
    for number in drawn(seed, &pot, share) {
        println!("{number}");
    }
    Ok(ExitCode::SUCCESS)
}
