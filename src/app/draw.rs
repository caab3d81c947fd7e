//! A draw computed again, from its record and nothing else: no database, no key, no token.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::desk::{drawn, lowest};
use crate::id::CaseNumber;

/// Prints what is drawn with a seed from what stands in a file, one a line: a share of case numbers, or so many labels.
///
/// # Errors
/// A file that cannot be read, a line that is no case number, a share or a count that is none.
pub fn again(seed: &str, share: f64, count: Option<usize>, file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    if lines.iter().all(|line| line.is_empty()) {
        bail!("{}: nothing in it; one a line", file.display());
    }
    if let Some(count) = count {
        if count == 0 {
            bail!("--count: use a figure above 0");
        }
        let labels: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        lowest(seed, &labels, count).into_iter().for_each(|label| println!("{label}"));
        return Ok(ExitCode::SUCCESS);
    }
    if !(share > 0.0 && share <= 1.0) {
        bail!("--share: use a figure above 0 and at most 1, such as 0.05");
    }
    let mut pot = Vec::new();
    for (line, written) in (1..).zip(lines).filter(|(_, line)| !line.is_empty()) {
        let number = CaseNumber::parse(written);
        pot.push(number.with_context(|| format!("{}:{line}: not a case number", file.display()))?);
    }
    for number in drawn(seed, &pot, share) {
        println!("{number}");
    }
    Ok(ExitCode::SUCCESS)
}
