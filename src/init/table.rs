//! A clerk's file as rows of cells: CSV in whatever encoding and with whatever separator a spreadsheet wrote it, or a workbook.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use encoding_rs::{Encoding, GB18030, UTF_8};

/// A row and its number as the clerk sees it, from 1.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: Vec<String>,
}

/// More than this is no roster.
const LONGEST_FILE: usize = 20_000_000;
/// A cell with more lines than this began with a quote that was never closed.
const LINES_OF_A_CELL: usize = 20;

/// What a file may hold, the likeliest first: the sheets of a workbook, or a CSV by each separator it may have.
///
/// # Errors
/// The key of the text that says why nothing can be read.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Vec<Row>>, &'static str> {
    if bytes.len() > LONGEST_FILE {
        return Err("init-fault-huge");
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return workbook(bytes);
    }
    let text = decode(bytes)?;
    let readings: Vec<Vec<Row>> = [',', '\t', ';', '，'].into_iter().map(|mark| separated(&text, mark)).collect();
    Ok(readings)
}

/// UTF-8 or UTF-16 with a mark, UTF-8 without one, or what Excel in China writes.
fn decode(bytes: &[u8]) -> Result<String, &'static str> {
    let (encoding, marked) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        None => (GB18030, 0),
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes.get(marked..).unwrap_or_default());
    if broken || text.contains('\0') {
        return Err("init-fault-encoding");
    }
    Ok(text.into_owned())
}

fn separated(text: &str, mark: char) -> Vec<Row> {
    let replaced = text.replace(mark, ",");
    let (text, separator) = match u8::try_from(mark) {
        Ok(separator) => (text, separator),
        Err(_) => (replaced.as_str(), b','),
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut number, mut counted) = (1, 0);
    for record in reader.records().flatten() {
        // The reader's own count stands at the blank lines before a record.
        let began = record.position().map_or(0, csv::Position::byte) as usize;
        let blank = text.get(began..).unwrap_or_default().bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        number += text.get(counted..began + blank).unwrap_or_default().matches('\n').count();
        counted = began + blank;
        rows.push(Row { number, cells: record.iter().map(clean).collect() });
    }
    rows
}

/// The row in which a quote was opened and never closed.
pub(super) fn open_quote(rows: &[Row]) -> Option<usize> {
    let endless = |cell: &String| cell.matches('\n').count() > LINES_OF_A_CELL;
    rows.iter().find(|row| row.cells.iter().any(endless)).map(|row| row.number)
}

fn workbook(bytes: &[u8]) -> Result<Vec<Vec<Row>>, &'static str> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| "init-fault-workbook")?;
    let mut sheets = Vec::new();
    for (_, range) in book.worksheets() {
        let (top, left) = range.start().unwrap_or_default();
        let rows = range.rows().enumerate().map(|(index, cells)| {
            let blanks = (0..left).map(|_| String::new());
            Row { number: top as usize + index + 1, cells: blanks.chain(cells.iter().map(cell)).collect() }
        });
        sheets.push(rows.collect());
    }
    if sheets.is_empty() { Err("init-fault-workbook") } else { Ok(sheets) }
}

fn cell(data: &Data) -> String {
    match data {
        // A telephone number that the spreadsheet took for a figure.
        Data::Float(figure) if figure.fract() == 0.0 => format!("{figure:.0}"),
        Data::Empty | Data::Error(_) => String::new(),
        other => clean(&other.to_string()),
    }
}

/// A cell without what cannot be seen: full-width letters, digits and signs become ordinary ones, blanks at the edges go.
fn clean(cell: &str) -> String {
    let ordinary = cell.chars().filter_map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{3000}' | '\u{a0}' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        other => Some(other),
    });
    ordinary.collect::<String>().trim().to_owned()
}
