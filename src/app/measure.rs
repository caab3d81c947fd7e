//! Soaks and measurements, as the command line names them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use super::{bench, soak};

/// What a soak does.
#[derive(Clone, Debug, Subcommand)]
pub enum Soak {
    /// Kills the bot again and again while messages pour in, and counts.
    Crash {
        /// Messages in each run.
        #[arg(long, default_value_t = 10_000)]
        updates: u32,
        /// Kills in each run.
        #[arg(long, default_value_t = 100)]
        kills: u32,
        /// The first seed.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many seeds, one run each.
        #[arg(long, default_value_t = 10)]
        seeds: u64,
    },
    /// Breaks the exclusion and the gate on purpose, one place at a time, and counts what no test notices.
    Mutants,
}

/// What is measured.
#[derive(Clone, Debug, Subcommand)]
pub enum Bench {
    /// Durable intake beside the raw commit rate of the same disk.
    Intake {
        /// Messages to take in.
        #[arg(long, default_value_t = 5_000)]
        messages: u32,
    },
    /// Answers to numbers that are not the asker's beside those to numbers of nobody: time and work.
    Lookup {
        /// People who ask, each for every kind of number.
        #[arg(long, default_value_t = 200)]
        asks: u32,
    },
    /// How well subjects are told apart and the same matter is found again, on labelled texts.
    Classify(bench::Files),
    /// Compares the sandbox's table of methods with the Bot API as data.
    Spec {
        /// The Bot API as data (JSON).
        #[arg(long)]
        spec: PathBuf,
    },
}

impl Soak {
    /// Holds it.
    ///
    /// # Errors
    /// When it cannot be held at all.
    pub async fn hold(self, dir: &Path) -> Result<ExitCode> {
        match self {
            Self::Crash { updates, kills, seed, seeds } => soak::crash(dir, updates, kills, seed..seed + seeds).await,
            Self::Mutants => soak::mutants::mutants(),
        }
    }
}

impl Bench {
    /// Measures.
    ///
    /// # Errors
    /// When it cannot be measured at all.
    pub async fn measure(self, dir: &Path) -> Result<ExitCode> {
        match self {
            Self::Intake { messages } => bench::intake(dir, messages).await,
            Self::Lookup { asks } => bench::lookup(dir, asks).await,
            Self::Classify(files) => bench::classify(dir, &files),
            Self::Spec { spec } => bench::spec(&spec),
        }
    }
}
