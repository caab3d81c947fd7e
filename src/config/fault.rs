//! What is wrong with a county's files: where, what, and how to mend it.

use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands.
    pub at: At,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file's path.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Everything that is wrong, in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl At {
    /// A fault on this line.
    pub(super) fn fault(&self, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { at: self.clone(), what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.at.file, self.at.line, self.what, self.mend)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
