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
    /// Finds the same matter again in letters that people have looked at: pairs, groups, traps, speed.
    Alike {
        /// A folder laid out as the shared data.
        #[arg(long)]
        data: PathBuf,
        /// Pairs in another place.
        #[arg(long)]
        pairs: Option<PathBuf>,
        /// Groups in another place.
        #[arg(long)]
        groups: Option<PathBuf>,
        /// Letters in another place.
        #[arg(long)]
        messages: Option<PathBuf>,
    },
    /// How well subjects are told apart, on a folder of labelled texts.
    Classify {
        /// The folder, with split/train.jsonl and split/dev.jsonl.
        data: PathBuf,
        /// Judged in place of split/dev.jsonl.
        #[arg(long, value_name = "FILE")]
        split: Option<PathBuf>,
    },
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
            Self::Alike { data, pairs, groups, messages } => {
                bench::alike(dir, &bench::Files { data, pairs, groups, messages })
            }
            Self::Classify { data, split } => bench::classify(dir, &data, split),
            Self::Spec { spec } => bench::spec(&spec),
        }
    }
}
