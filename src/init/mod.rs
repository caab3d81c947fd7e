//! A clerk's sheet → a county's folder: what it says, what was assumed where it is silent, and every fault at once.

mod draft;
mod files;
mod ids;
pub mod invites;
mod people;
mod places;
mod posts;
mod report;
mod rows;
mod staff;
mod subjects;
mod table;
mod words;

use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::NaiveDate;

use crate::config;
use crate::text::{Language, Texts};
use draft::County;
use files::File;
use ids::Old;
use people::Units;
use report::{Facts, Report, Said};
use words::{Duty, Words};

/// What `minqing init` is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The sheet: .xlsx or CSV.
    pub sheet: PathBuf,
    /// The folder to write.
    pub dir: PathBuf,
    /// The county's name, when the sheet does not tell it.
    pub county: Option<String>,
    /// The gas company's number, told to residents in danger.
    pub gas: Option<String>,
    /// The folder is there and takes in a corrected sheet.
    pub update: bool,
    /// The language to answer in.
    pub language: Language,
    /// Today, for the calendar.
    pub today: NaiveDate,
}

/// The number told for a gas leak while nobody has named the company's: the fire service's.
const GAS: &str = "119";

/// What a run has in hand.
struct Run<'w> {
    wish: &'w Wish,
    words: Words,
    texts: Texts,
    report: Report,
}

/// Reads the sheet and writes the folder; the lines to print.
///
/// # Errors
/// Every fault, one line each; nothing has been written then.
pub fn init(wish: &Wish) -> Result<Vec<String>, Vec<String>> {
    let mut run = Run::new(wish)?;
    let holds = wish.dir.join("minqing.toml").exists() || wish.dir.join("county").exists();
    let dir = wish.dir.display().to_string();
    match (holds, wish.update) {
        (true, false) => {
            run.report.fault(
                0,
                None,
                "init-fault-there",
                &[("dir", &dir), ("sheet", &wish.sheet.display().to_string())],
            );
            return Err(run.faults());
        }
        (false, true) => {
            run.report.fault(0, None, "init-fault-nothing-there", &[("dir", &dir)]);
            return Err(run.faults());
        }
        (true, true) | (false, false) => {}
    }
    let old = match wish.update.then(|| Old::read(&wish.dir)).transpose() {
        Ok(old) => old.unwrap_or_default(),
        Err(file) => {
            run.report.fault(0, None, "init-fault-old", &[("file", &file), ("dir", &dir)]);
            return Err(run.faults());
        }
    };
    let county = run.understand(&old)?;
    let files = run.render(&county, &old);
    let missing = run.prove(&files)?;
    if let Err(error) = write(&wish.dir, &files) {
        run.report.fault(0, None, "init-fault-write", &[("dir", &dir), ("error", &error.to_string())]);
        return Err(run.faults());
    }
    Ok(run.summary(&county, &old, missing))
}

/// Writes a sheet to fill in; the lines to print.
///
/// # Errors
/// Why it cannot be written.
pub fn sample(path: &Path, language: Language) -> Result<Vec<String>, Vec<String>> {
    let texts = texts()?;
    let name = path.display().to_string();
    let say = |key, facts: Facts<'_>| Said::new(key, facts).in_words(&texts, language);
    let csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if !csv {
        return Err(vec![say("init-fault-sample-name", &[("file", &name)])]);
    }
    // With a mark in front, or Excel would not know that it is UTF-8.
    let text = format!("\u{feff}{}", words::SAMPLE);
    let new = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = new.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
    match written {
        Ok(()) => Ok(vec![say("init-sample", &[("file", &name)])]),
        Err(error) => Err(vec![say("init-fault-sample", &[("file", &name), ("error", &error.to_string())])]),
    }
}

fn texts() -> Result<Texts, Vec<String>> {
    let sources: BTreeMap<Language, String> = Language::ALL
        .into_iter()
        .map(|language| (language, words::base(&format!("text/{}.ftl", language.code())).to_owned()))
        .collect();
    Texts::parse(&sources).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

impl<'w> Run<'w> {
    fn new(wish: &'w Wish) -> Result<Self, Vec<String>> {
        let words = Words::embedded().map_err(|fault| vec![fault.to_string()])?;
        Ok(Self { wish, words, texts: texts()?, report: Report::default() })
    }

    fn say(&self, key: &'static str, facts: Facts<'_>) -> String {
        Said::new(key, facts).in_words(&self.texts, self.wish.language)
    }

    fn faults(&self) -> Vec<String> {
        self.report.faults(&self.wish.sheet.display().to_string(), &self.texts, self.wish.language)
    }

    fn sound(&self) -> Result<(), Vec<String>> {
        if self.report.is_sound() { Ok(()) } else { Err(self.faults()) }
    }

    /// The sheet as a county; every fault of it at once.
    fn understand(&mut self, old: &Old) -> Result<County, Vec<String>> {
        let sheets = std::fs::read(&self.wish.sheet)
            .map_err(|error| Said::new("init-fault-read", &[("error", &error.to_string())]));
        let sheets = sheets.and_then(|bytes| table::read(&bytes).map_err(|key| Said::new(key, &[])));
        let sheets = match sheets {
            Ok(sheets) => sheets,
            Err(said) => {
                let facts: Vec<(&'static str, &str)> =
                    said.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
                self.report.fault(0, None, said.key, &facts);
                return Err(self.faults());
            }
        };
        let sheet = rows::read(&sheets, &self.words, &mut self.report);
        let named = people::county_name(self.wish.county.as_deref(), &sheet.above, &sheet.lines, &self.words);
        if named.is_none() && !self.wish.update {
            self.report.note("init-note-nameless", &[("name", &self.words.kinds.nameless)]);
        }
        let name = named.unwrap_or_else(|| self.words.kinds.nameless.clone());
        let known = words::known_units();
        let ids: Vec<String> = known.iter().map(|unit| unit.id.clone()).collect();
        let units = Units { words: &self.words, known: &known, county: &name };
        let mut county = people::gather(&sheet.lines, &units, &mut self.report);
        if county.people.is_empty() {
            self.sound()?;
        }
        let leaves = subjects::leaves();
        places::resolve(&mut county, &units, &mut self.report);
        subjects::resolve(&mut county, &leaves, &ids, &mut self.report);
        staff::settle(&mut county, &self.words, &mut self.report);
        subjects::leads(&mut county, &leaves, &ids, &mut self.report);
        self.sound()?;
        posts::make(&mut county, &mut self.report);
        ids::assign(&mut county, &units, old, &mut self.report);
        let short = self.words.kinds.counties.iter().find_map(|end| name.strip_suffix(end.as_str()));
        county.id =
            if name == self.words.kinds.nameless { "county".to_owned() } else { ids::spelt(short.unwrap_or(&name)) };
        county.name = name;
        self.sound()?;
        Ok(county)
    }

    /// The files to write; on an update only those that the sheet decides.
    fn render(&mut self, county: &County, old: &Old) -> Vec<File> {
        let known = words::known_units();
        let here = |name: &str| std::fs::read_to_string(self.wish.dir.join(name)).ok().filter(|_| self.wish.update);
        let tree = here("subjects.toml").unwrap_or_else(|| words::base("subjects.toml").to_owned());
        let mut files = vec![
            files::places(county, old),
            files::units(county, &known, old),
            files::cadres(county, old),
            files::posts(county),
            files::subjects(county, &tree),
        ];
        if here("sandbox.toml").is_none_or(|text| !files::page_stands(county, &text)) {
            files.push(files::sandbox(county, &self.words));
        }
        files.extend(files::phones(county));
        files.extend(files::former(county, old));
        let gas = self.wish.gas.as_deref().unwrap_or(GAS);
        let rest = [files::main(county, gas)].into_iter();
        let rest = rest.chain(words::BASE.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        for (name, text) in rest {
            if here(&name).is_none() && !files.iter().any(|(known, _)| *known == name) {
                files.push((name, text));
            }
        }
        if self.wish.gas.is_none() && !self.wish.update {
            self.report.note("init-note-gas", &[("number", GAS)]);
        }
        files
    }

    /// Tries the folder as the bot would read it, in a place of its own; what is still missing there.
    fn prove(&mut self, files: &[File]) -> Result<Vec<String>, Vec<String>> {
        static TRIALS: AtomicU32 = AtomicU32::new(0);
        let number = TRIALS.fetch_add(1, Ordering::Relaxed);
        let trial = std::env::temp_dir().join(format!("minqing-init-{}-{number}", std::process::id()));
        let tried = (|| -> io::Result<_> {
            std::fs::DirBuilder::new().mode(0o700).create(&trial)?;
            if self.wish.update {
                copy_rest(&self.wish.dir, &trial)?;
            }
            write(&trial, files)?;
            Ok(config::check(&trial, self.wish.today).0)
        })();
        let _ = std::fs::remove_dir_all(&trial);
        let here = |fault: &config::Fault| {
            fault.to_string().replace(&trial.display().to_string(), &self.wish.dir.display().to_string())
        };
        match tried {
            // A calendar that has not been published yet keeps nobody from beginning.
            Ok(faults) if faults.iter().all(|fault| Path::new(&fault.at.file) == trial.join("holidays")) => {
                Ok(faults.iter().map(here).collect())
            }
            Ok(faults) => {
                let mut lines = vec![self.say("init-fault-made", &[])];
                lines.extend(faults.iter().map(here));
                Err(lines)
            }
            Err(error) => Err(vec![
                self.say("init-fault-write", &[("dir", &trial.display().to_string()), ("error", &error.to_string())]),
            ]),
        }
    }

    fn summary(&self, county: &County, old: &Old, missing: Vec<String>) -> Vec<String> {
        let dir = self.wish.dir.display().to_string();
        let towns = county.places.iter().filter(|place| place.town.is_none()).count();
        let count = |number: usize| number.to_string();
        let mut lines = vec![self.say(
            "init-made",
            &[
                ("dir", &dir),
                ("county", &county.name),
                ("towns", &count(towns)),
                ("villages", &count(county.places.len() - towns)),
                ("units", &count(county.units.len())),
                ("people", &count(county.people.iter().filter(|person| !person.open).count())),
                ("posts", &count(county.posts.len())),
            ],
        )];
        for (duty, key) in [
            (Duty::Screener, "init-made-screeners"),
            (Duty::DisciplineReader, "init-made-readers"),
            (Duty::OnCall, "init-made-on-call"),
            (Duty::Operator, "init-made-operators"),
        ] {
            lines.push(self.say(key, &[("people", &county.names(&county.with(duty)))]));
        }
        if self.wish.update {
            lines.extend(self.changes(county, old));
        }
        let notes = self.report.notes(&self.texts, self.wish.language);
        if !notes.is_empty() {
            lines.push(self.say("init-assumed", &[]));
            lines.extend(notes.into_iter().map(|note| format!("- {note}")));
        }
        let silent: Vec<usize> = (0..county.people.len())
            .filter(|at| county.people[*at].phone.is_none() && !county.people[*at].open)
            .collect();
        let mut wanting: Vec<String> = missing;
        if !silent.is_empty() {
            wanting.push(self.say("init-missing-phones", &[("people", &county.names(&silent))]));
        }
        if !wanting.is_empty() {
            lines.push(self.say("init-missing", &[]));
            lines.extend(wanting.into_iter().map(|line| format!("- {line}")));
        }
        lines.push(self.say("init-next", &[("dir", &dir), ("sheet", &self.wish.sheet.display().to_string())]));
        lines
    }

    /// Who came and who left since the last sheet.
    fn changes(&self, county: &County, old: &Old) -> Vec<String> {
        let new = |at: &usize| !old.cadres.iter().any(|old| old.id == county.people[*at].id);
        let came: Vec<usize> = (0..county.people.len()).filter(new).collect();
        let left: Vec<&str> = old.left(county).iter().map(|old| old.name.as_str()).collect();
        let mut lines = Vec::new();
        if !came.is_empty() {
            lines.push(self.say("init-came", &[("people", &county.names(&came))]));
        }
        if !left.is_empty() {
            lines.push(self.say("init-left", &[("people", &left.join(" "))]));
        }
        lines
    }
}

fn private_dir(dir: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Copies what the folder holds, so that an update is tried together with what it leaves as it is.
fn copy_rest(from: &Path, to: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if ["county", "text", "holidays"].iter().any(|known| entry.file_name() == *known) {
                std::fs::create_dir_all(&target)?;
                copy_rest(&entry.path(), &target)?;
            }
        } else if entry
            .path()
            .extension()
            .is_some_and(|ending| ["toml", "json", "ftl"].iter().any(|known| ending == *known))
        {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Writes each file beside its place and then moves it there; the one it replaces is kept in `before/`.
fn write(dir: &Path, files: &[File]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    for (name, text) in files {
        let path = dir.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let new = path.with_extension("new");
        let mode = if name == files::PHONES { 0o600 } else { 0o644 };
        let _ = std::fs::remove_file(&new);
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&new)?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        if path.exists() && std::fs::read(&path)? != text.as_bytes() {
            let before = dir.join("before").join(name);
            before.parent().map(private_dir).transpose()?;
            std::fs::copy(&path, before)?;
        }
        std::fs::rename(&new, &path)?;
    }
    Ok(())
}
