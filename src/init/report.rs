//! What there is to say about a sheet: faults that stop everything, and what was assumed where the sheet was silent.

use super::words::Column;
use crate::text::{Language, Texts};

/// A key of `config/text` and its facts.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) key: &'static str,
    pub(super) facts: Vec<(&'static str, String)>,
}

/// A fault and where it stands.
#[derive(Clone, Debug)]
struct Fault {
    row: usize,
    column: Option<Column>,
    said: Said,
}

/// Everything said so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    faults: Vec<Fault>,
    notes: Vec<Said>,
    /// The headers as the clerk wrote them.
    pub(super) headers: Vec<(Column, String)>,
}

/// The facts of a text.
pub(super) type Facts<'f> = &'f [(&'static str, &'f str)];

impl Said {
    pub(super) fn new(key: &'static str, facts: Facts<'_>) -> Self {
        Self { key, facts: facts.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
    }

    pub(super) fn in_words(&self, texts: &Texts, language: Language) -> String {
        texts.say(language, self.key, &self.facts)
    }
}

impl Report {
    /// Something is wrong in a cell (or the row, or with row 0 the file): nothing will be written.
    pub(super) fn fault(&mut self, row: usize, column: impl Into<Option<Column>>, key: &'static str, facts: Facts<'_>) {
        self.faults.push(Fault { row, column: column.into(), said: Said::new(key, facts) });
    }

    /// Something was assumed, or left out.
    pub(super) fn note(&mut self, key: &'static str, facts: Facts<'_>) {
        self.notes.push(Said::new(key, facts));
    }

    pub(super) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// The notes, one line each.
    pub(super) fn notes(&self, texts: &Texts, language: Language) -> Vec<String> {
        self.notes.iter().map(|said| said.in_words(texts, language)).collect()
    }

    /// The faults in the order of rows, one line each: `FILE:ROW (COLUMN): WHAT; MEND`.
    pub(super) fn faults(&self, file: &str, texts: &Texts, language: Language) -> Vec<String> {
        let mut faults: Vec<&Fault> = self.faults.iter().collect();
        faults.sort_by_key(|fault| (fault.row, fault.column));
        let line = |fault: &&Fault| {
            let said = fault.said.in_words(texts, language);
            let header = fault.column.and_then(|column| self.headers.iter().find(|(known, _)| *known == column));
            match (fault.row, header) {
                (0, _) => format!("{file}: {said}"),
                (row, None) => format!("{file}:{row}: {said}"),
                (row, Some((_, header))) => format!("{file}:{row} ({header}): {said}"),
            }
        };
        faults.iter().map(line).collect()
    }
}
