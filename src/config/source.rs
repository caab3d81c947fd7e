//! Reads files leniently: one unreadable entry leaves a fault with its line, and the rest is still read.

use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::fault::{At, Fault};

/// A value and the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct Entry<T> {
    pub(super) at: At,
    pub(super) value: T,
}

impl<T> Deref for Entry<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Entry<T> {
    /// A fault at this entry.
    pub(super) fn fault(&self, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        self.at.fault(what, mend)
    }
}

/// The folder being read and the faults found so far.
pub(super) struct Reader<'d> {
    dir: &'d Path,
    pub(super) faults: Vec<Fault>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(dir: &'d Path) -> Self {
        Self { dir, faults: Vec::new() }
    }

    /// Whether there is such a file below the folder.
    pub(super) fn has(&self, name: &str) -> bool {
        self.dir.join(name).exists()
    }

    /// The text of a file below the folder.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match std::fs::read_to_string(self.dir.join(name)) {
            Ok(text) => Some(text),
            Err(error) => {
                self.fault(self.at(name, 1), format!("cannot be read ({error})"), "put the file there, in UTF-8");
                None
            }
        }
    }

    /// The names of the files with that ending in a folder below the folder, in order.
    pub(super) fn names(&mut self, folder: &str, ending: &str) -> Vec<String> {
        let listed = std::fs::read_dir(self.dir.join(folder))
            .map(|entries| entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect::<Vec<PathBuf>>());
        let paths = listed.unwrap_or_else(|error| {
            self.fault(self.at(folder, 1), format!("cannot be listed ({error})"), "put the folder there");
            Vec::new()
        });
        let files = paths.iter().filter(|path| path.extension().is_some_and(|found| found == ending));
        let mut names: Vec<String> =
            files.filter_map(|path| Some(format!("{folder}/{}", path.file_name()?.to_str()?))).collect();
        names.sort();
        names
    }

    /// A line of a file below the folder.
    pub(super) fn at(&self, name: &str, line: usize) -> At {
        At { file: self.dir.join(name).display().to_string(), line }
    }

    pub(super) fn fault(&mut self, at: At, what: impl Into<String>, mend: impl Into<String>) {
        self.faults.push(at.fault(what, mend));
    }

    /// A TOML file that is one value.
    pub(super) fn whole<T: DeserializeOwned>(&mut self, name: &str) -> Option<Entry<T>> {
        let text = self.text(name)?;
        let table = Document::parse(self, name, &text).table;
        let value = Spanned::new(0..0, DeValue::Table(table));
        Document { name, text: &text, table: DeTable::new() }.entry(self, value)
    }

    /// A TOML file of texts by name, which need not be there.
    pub(super) fn pairs(&mut self, name: &str) -> Vec<Entry<(String, String)>> {
        if !self.has(name) {
            return Vec::new();
        }
        let Some(text) = self.text(name) else { return Vec::new() };
        let document = Document::parse(self, name, &text);
        let mut pairs = Vec::new();
        for (key, value) in &document.table {
            let at = document.at(self, key.span());
            match value.get_ref() {
                DeValue::String(text) => pairs.push(Entry { at, value: (key.get_ref().to_string(), text.to_string()) }),
                _ => self.fault(at, format!("`{}` is no text", key.get_ref()), "write it in quotation marks"),
            }
        }
        pairs
    }

    /// A TOML file of tables, read by `read`; keys `read` leaves behind are unknown.
    pub(super) fn document<R>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self, &mut Document<'_>) -> R,
    ) -> Option<R> {
        let text = self.text(name)?;
        let mut document = Document::parse(self, name, &text);
        let result = read(self, &mut document);
        for key in document.table.keys() {
            let at = document.at(self, key.span());
            self.fault(at, format!("unknown key `{}`", key.get_ref()), "remove it or correct its spelling");
        }
        Some(result)
    }
}

/// A parsed TOML file, emptied as it is read.
pub(super) struct Document<'t> {
    name: &'t str,
    text: &'t str,
    table: DeTable<'t>,
}

impl<'t> Document<'t> {
    fn parse(reader: &mut Reader<'_>, name: &'t str, text: &'t str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let document = Self { name, text, table: table.into_inner() };
        for error in errors {
            let at = document.at(reader, error.span().unwrap_or(0..0));
            reader.fault(at, format!("not TOML: {}", error.message()), "correct the line");
        }
        document
    }

    /// The entries of `[[key]]`.
    pub(super) fn entries<T: DeserializeOwned>(&mut self, reader: &mut Reader<'_>, key: &str) -> Vec<Entry<T>> {
        let Some((_, value)) = self.table.remove_entry(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(entries) = value.into_inner() else {
            let at = self.at(reader, span);
            reader.fault(at, format!("`{key}` is not a list"), format!("write [[{key}]] with two pairs of brackets"));
            return Vec::new();
        };
        entries.into_iter().filter_map(|entry| self.entry(reader, entry)).collect()
    }

    /// The table `[key]`; an absent one is read as if it were empty.
    pub(super) fn section<T: DeserializeOwned>(&mut self, reader: &mut Reader<'_>, key: &str) -> Option<Entry<T>> {
        let absent = || Spanned::new(0..0, DeValue::Table(DeTable::new()));
        let value = self.table.remove_entry(key).map_or_else(absent, |(_, value)| value);
        self.entry(reader, value)
    }

    /// Reads one entry; unknown keys are taken out one by one, so that all of them are reported.
    fn entry<T: DeserializeOwned>(&self, reader: &mut Reader<'_>, value: Spanned<DeValue<'_>>) -> Option<Entry<T>> {
        let mut value = value;
        let at = self.at(reader, value.span());
        loop {
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(read) => return Some(Entry { at, value: read }),
                Err(error) => error,
            };
            let span = error.span().unwrap_or(value.span());
            let unknown = error.message().starts_with("unknown field");
            let mend = if unknown {
                "remove it or correct its spelling"
            } else {
                "see the head of the file for what belongs here"
            };
            let place = self.at(reader, span.clone());
            reader.fault(place, without_value(error.message()), mend);
            if !unknown || !take_out(value.get_mut(), &span) {
                return None;
            }
        }
    }

    /// The line of a span of this file.
    pub(super) fn at(&self, reader: &Reader<'_>, span: Range<usize>) -> At {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        reader.at(self.name, before.matches('\n').count() + 1)
    }
}

/// A message about a text that should have been something else, without the text: a secret may have strayed there.
fn without_value(message: &str) -> String {
    let (before, after) = (message.find("string \""), message.rfind("\", expected"));
    match (before, after) {
        (Some(before), Some(after)) if before < after => {
            format!("{}{}", &message[..before + "string".len()], &message[after + 1..])
        }
        _ => message.to_owned(),
    }
}

/// Takes the key at that span out of a value; whether it was found.
fn take_out(value: &mut DeValue<'_>, span: &Range<usize>) -> bool {
    match value {
        DeValue::Array(values) => values.iter_mut().any(|inner| take_out(inner.get_mut(), span)),
        DeValue::Table(table) => {
            let key = table.keys().find(|key| key.span() == *span).map(|key| key.get_ref().clone());
            match key {
                Some(key) => table.remove(key.as_ref()).is_some(),
                None => table.iter_mut().any(|(_, inner)| take_out(inner.get_mut(), span)),
            }
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            false
        }
    }
}
