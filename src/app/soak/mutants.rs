//! The exclusion and the gate broken on purpose, one place at a time: each break must be noticed by a test.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

/// What is broken, and which tests are asked.
const PLAN: &str = ".cargo/mutants.toml";
/// Where the results stand afterwards.
const RESULTS: &str = "target/mutants";

/// Runs cargo-mutants as `.cargo/mutants.toml` says, one at a time, from the folder of the source.
///
/// # Errors
/// One line that says what is missing: the source, or the tool.
pub fn mutants() -> Result<ExitCode> {
    if !Path::new(PLAN).exists() {
        bail!("{PLAN} is not here; run it from the folder of the source");
    }
    let asked =
        Command::new("cargo").args(["mutants", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !asked.is_ok_and(|status| status.success()) {
        bail!("cargo-mutants is missing; install it with: cargo install --locked cargo-mutants");
    }
    // What is built stays there, so that the next run need not begin with everything.
    let status = Command::new("cargo")
        .args(["mutants", "--jobs", "1", "--colors", "never", "--output", RESULTS])
        .env("CARGO_TARGET_DIR", std::env::current_dir()?.join(RESULTS).join("build"))
        .status()
        .context("cargo mutants cannot be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
