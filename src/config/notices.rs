//! `notices.toml` as it is written, beside the table that the program itself carries.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fault::At;
use super::source::{Entry, Reader};
use crate::notice::table::{Line, Listener, Table};

/// The file.
const FILE: &str = "notices.toml";

/// A line of the table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    pub(super) notice: Option<String>,
    pub(super) to: Option<Listener>,
    pub(super) text: Option<String>,
    pub(super) silent: bool,
    pub(super) quiet: bool,
    pub(super) nobody: Option<String>,
    pub(super) elsewhere: Option<String>,
}

impl Row {
    /// The words it means.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref().or(self.notice.as_deref())
    }

    /// Why no line of the table tells it.
    pub(super) fn reason(&self) -> Option<&str> {
        self.nobody.as_deref().or(self.elsewhere.as_deref())
    }
}

/// The table the program carries: which events there are, which notices each has, and whom the program means by them.
static OWN: LazyLock<BTreeMap<String, Vec<Row>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../config/notices.toml")).unwrap_or_default());

/// The lines of every event there is, as the program means them.
pub(super) fn own() -> &'static BTreeMap<String, Vec<Row>> {
    &OWN
}

/// The file, by event.
pub(super) struct Notices {
    pub(super) events: BTreeMap<String, Vec<Entry<Row>>>,
    /// Where a missing event belongs.
    pub(super) at: At,
}

/// Reads the file; a county without one goes by the program's own.
pub(super) fn read(reader: &mut Reader<'_>) -> Notices {
    let at = reader.at(FILE, 1);
    let as_own = |rows: &Vec<Row>| rows.iter().map(|row| Entry { at: at.clone(), value: row.clone() }).collect();
    if !reader.has(FILE) {
        let events = own().iter().map(|(event, rows)| (event.clone(), as_own(rows))).collect();
        return Notices { events, at };
    }
    let events = reader.document(FILE, |reader, file| {
        own().keys().map(|event| (event.clone(), file.entries(reader, event))).collect()
    });
    Notices { events: events.unwrap_or_default(), at }
}

impl Notices {
    /// The table, of lines in which nothing is wrong.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::default();
        for (event, rows) in &self.events {
            for (row, meant) in paired(event, rows) {
                let (Some(notice), Some(to), Some(text)) = (&row.notice, row.to, row.text()) else { continue };
                let line = Line { to, text: text.to_owned(), silent: row.silent, quiet: row.quiet };
                table.0.insert((event.clone(), notice.clone(), meant), line);
            }
        }
        table
    }
}

/// Each line of an event with whom the program means by it: the first of a notice in the file is the first in the program.
pub(super) fn paired<'n>(event: &str, rows: &'n [Entry<Row>]) -> Vec<(&'n Entry<Row>, Listener)> {
    let mut left: Vec<(&str, Listener)> = own_notices(event);
    let mut pairs = Vec::new();
    for row in rows {
        let found = left.iter().position(|(notice, _)| Some(*notice) == row.notice.as_deref());
        if let Some(found) = found {
            pairs.push((row, left.remove(found).1));
        }
    }
    pairs
}

/// The notices of an event in the program's own table.
pub(super) fn own_notices(event: &str) -> Vec<(&'static str, Listener)> {
    let rows = own().get(event).map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter_map(|row| Some((row.notice.as_deref()?, row.to?))).collect()
}
