//! The bot under faults.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

/// Crash soak.
///
/// # Errors
/// Faults.
pub async fn crash(_dir: &Path, _updates: u32, _kills: u32, _seeds: std::ops::Range<u64>) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
