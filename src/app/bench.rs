//! Measurements that print ratios against a baseline of the same run.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

/// Durable intake beside the raw commit rate of the same disk.
///
/// # Errors
/// Faults of the disk.
pub async fn intake(_messages: u32) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}

/// Compares the sandbox's table of methods with the Bot API as data.
///
/// # Errors
/// When the file cannot be read.
pub fn spec(_file: &Path) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
