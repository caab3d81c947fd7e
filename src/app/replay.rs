//! Texts sent as residents through the sandbox.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

/// Replays.
///
/// # Errors
/// Faults.
pub async fn replay(_dir: &Path, _file: &Path, _residents: u32) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
