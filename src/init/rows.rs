//! Rows of cells → what each row says about a person; every cell that cannot be understood is a fault.

use super::report::Report;
use super::table::{Row, open_quote};
use super::words::{Column, Duty, Words};

/// What one row says.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) row: usize,
    pub(super) unit: String,
    pub(super) person: String,
    pub(super) duties: Vec<Duty>,
    pub(super) places: Vec<String>,
    pub(super) subjects: Vec<String>,
    pub(super) phone: Option<String>,
    pub(super) title: Option<String>,
    pub(super) superior: Option<String>,
}

/// A sheet as understood.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<Line>,
    /// What stands above the header, such as the table's title.
    pub(super) above: Vec<String>,
}

/// Reads the sheet that has a header, from all there are.
pub(super) fn read(sheets: &[Vec<Row>], words: &Words, report: &mut Report) -> Sheet {
    let found = sheets.iter().find_map(|rows| header_of(rows, words).map(|at| (rows, at)));
    let Some((rows, at)) = found else {
        report.fault(0, None, "init-fault-header", &[]);
        return Sheet::default();
    };
    let columns = columns(&rows[at], words, report);
    if let Some(row) = open_quote(rows) {
        report.fault(row, None, "init-fault-quote", &[]);
        return Sheet::default();
    }
    let above = rows[..at].iter().flat_map(|row| row.cells.clone()).filter(|cell| !cell.is_empty()).collect();
    let mut lines: Vec<Line> = Vec::new();
    let mut carried = Vec::new();
    let mut next = 0;
    for row in rows[at + 1..].iter().filter(|row| !is_idle(row)) {
        let cell = |column| columns.iter().find(|(known, _)| *known == column).and_then(|(_, at)| row.cells.get(*at));
        let cell = |column| cell(column).map(String::as_str).unwrap_or_default();
        let mut line = Line { row: row.number, unit: together(cell(Column::Unit)), ..Line::default() };
        line.person = together(cell(Column::Person));
        // Merged cells stand together: nothing is carried over a blank row.
        if let Some(last) = lines.last().filter(|_| row.number <= next) {
            carry(&mut line, last, &mut carried);
        }
        next = row.number + 1 + row.cells.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        fill(&mut line, cell, words, report);
        check(&line, words, report);
        if !words.is_vacant(&line.person) {
            lines.push(line);
        }
    }
    if !carried.is_empty() {
        report.note("init-note-carried", &[("rows", &carried.join(", "))]);
    }
    if lines.is_empty() && report.is_sound() {
        report.fault(0, None, "init-fault-empty", &[]);
    }
    Sheet { lines, above }
}

/// The row that names at least unit and person.
fn header_of(rows: &[Row], words: &Words) -> Option<usize> {
    let names = |row: &Row, column| row.cells.iter().any(|cell| words.column(cell) == Some(column));
    rows.iter().position(|row| names(row, Column::Unit) && names(row, Column::Person))
}

fn columns(header: &Row, words: &Words, report: &mut Report) -> Vec<(Column, usize)> {
    let mut columns: Vec<(Column, usize)> = Vec::new();
    let mut ignored = Vec::new();
    for (at, cell) in header.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        match words.column(cell) {
            Some(column) if columns.iter().any(|(known, _)| *known == column) => {
                report.fault(header.number, None, "init-fault-column-twice", &[("column", cell)]);
            }
            Some(column) => {
                columns.push((column, at));
                report.headers.push((column, cell.clone()));
            }
            None => ignored.push(cell.as_str()),
        }
    }
    if !ignored.is_empty() {
        report.note("init-note-ignored", &[("columns", &ignored.join(", "))]);
    }
    for (column, key) in [
        (Column::Role, "init-note-no-role-column"),
        (Column::Place, "init-note-no-place-column"),
        (Column::Phone, "init-note-no-phone-column"),
    ] {
        if !columns.iter().any(|(known, _)| *known == column) {
            report.note(key, &[]);
        }
    }
    columns
}

/// A blank row or a comment.
fn is_idle(row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_empty());
    first.is_none_or(|cell| cell.starts_with('#'))
}

/// Cells merged over several rows leave the lower ones blank: they mean what stands above.
fn carry(line: &mut Line, last: &Line, carried: &mut Vec<String>) {
    let same = line.person.is_empty() && (line.unit.is_empty() || line.unit == last.unit);
    if same {
        line.person.clone_from(&last.person);
    }
    if line.unit.is_empty() {
        line.unit.clone_from(&last.unit);
        carried.push(line.row.to_string());
    } else if same {
        carried.push(line.row.to_string());
    }
}

fn fill<'c>(line: &mut Line, cell: impl Fn(Column) -> &'c str, words: &Words, report: &mut Report) {
    for word in several(cell(Column::Role)) {
        match words.duty(&word) {
            Some(duty) => line.duties.push(duty),
            None => {
                let facts = [("word", word.as_str()), ("known", &words.duties())];
                report.fault(line.row, Column::Role, "init-fault-role", &facts);
            }
        }
    }
    line.places = several(cell(Column::Place));
    line.subjects = several(cell(Column::Subject)).into_iter().filter(|word| !words.is_vacant(word)).collect();
    let text = |column| Some(cell(column).to_owned()).filter(|text| !text.is_empty() && !words.is_vacant(text));
    line.title = text(Column::Title).map(|title| together(&title));
    line.superior = text(Column::Superior).map(|name| together(&name));
    line.phone = text(Column::Phone).map(|phone| phone.chars().filter(|c| !" -()".contains(*c)).collect());
}

fn check(line: &Line, words: &Words, report: &mut Report) {
    let vacant = words.is_vacant(&line.person);
    if line.unit.is_empty() {
        report.fault(line.row, Column::Unit, "init-fault-no-unit", &[("person", &line.person)]);
    }
    if line.unit.contains(['、', ',', ';']) {
        report.fault(line.row, Column::Unit, "init-fault-two-units-cell", &[]);
    }
    if line.person.is_empty() {
        report.fault(line.row, Column::Person, "init-fault-no-person", &[("unit", &line.unit)]);
    } else if vacant {
        let row = line.row.to_string();
        report.note("init-note-vacant", &[("unit", &line.unit), ("row", &row)]);
    } else if line.person.chars().any(|c| c.is_ascii_digit()) || line.person.chars().count() > 30 {
        report.fault(line.row, Column::Person, "init-fault-name", &[]);
    } else if line.person.contains(['、', ',', ';']) {
        report.fault(line.row, Column::Person, "init-fault-two-names", &[]);
    }
    let Some(phone) = &line.phone else { return };
    if phone.contains(['E', 'e']) && phone.contains('+') {
        report.fault(line.row, Column::Phone, "init-fault-phone-cut", &[]);
    } else if !(5..=20).contains(&phone.len()) || !phone.chars().all(|c| c.is_ascii_digit() || c == '+') {
        report.fault(line.row, Column::Phone, "init-fault-phone", &[]);
    }
}

/// The words of a cell that holds several.
fn several(cell: &str) -> Vec<String> {
    let words = cell.split(['、', ',', ';', '/', '|', '\n', ' ']).map(str::trim).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A name without the blanks that make two characters as wide as three; foreign names keep theirs.
fn together(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { name.chars().filter(|c| !c.is_whitespace()).collect() }
}
