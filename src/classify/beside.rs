//! What is heard beside kind, subject and place: tales of service, vows, advice that is due at once, and what the county's
//! records need of a case (信访目的, 历史遗留).

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::phrases::Phrases;
use super::spelling::{CLAUSE, SENTENCE, Speller};
use super::{Kind, Reading, years};
use crate::id::{SubjectId, UnitId};

/// A matter in passing is told of from this confidence on.
const BESIDE: f64 = 0.25;

/// The `[beside]` of the lexicon.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BesideWords {
    /// Sent from door to door without an explanation.
    pub tale: TaleWords,
    /// What nobody of a unit can decide alone.
    pub vow: VowWords,
    /// What the sender is told in the receipt.
    pub advice: Vec<AdviceWords>,
    /// 信访目的.
    pub purpose: PurposeWords,
    /// What a case touches beside its own matter.
    pub tag: Vec<TagWords>,
}

/// Words of tales, and of the answers to them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaleWords {
    /// A tale by themselves.
    pub strong: Vec<String>,
    /// Somebody had to come again and again …
    pub runs: Vec<String>,
    /// … and was sent away.
    pub sent: Vec<String>,
    /// Look like one of these and are none.
    pub masks: Vec<String>,
    /// What a complaint about service is filed under.
    pub subject: String,
    /// In an answer: what can be given.
    pub can: Vec<String>,
    /// In an answer: what cannot.
    pub cannot: Vec<String>,
}

/// Words that vow what nobody can vow.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VowWords {
    /// 保证贷款 …
    pub words: Vec<String>,
    /// 不保证 …
    pub masks: Vec<String>,
}

/// When something is advised at once.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceWords {
    /// The message is about one of these …
    pub subjects: Vec<String>,
    /// … and holds one of these.
    pub words: Vec<String>,
    /// Look like one of these and are none.
    pub masks: Vec<String>,
    /// Whom to call.
    pub unit: String,
    /// The end of the text's key, `advice-…`.
    pub text: String,
}

/// Words by which the purpose of a petition is told.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeWords {
    /// 申诉: does not accept what was decided.
    pub appeal: Vec<String>,
    /// 求决: wants something decided or given.
    pub seek: Vec<String>,
    /// So many years back a matter is one of long ago.
    pub old_years: i32,
}

/// Words that tell of another matter beside the first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagWords {
    /// The other matter.
    pub subject: String,
    /// How people speak of it.
    pub words: Vec<String>,
}

/// What somebody who writes wants of the county (信访目的), as its records have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// 申诉.
    Appeal,
    /// 求决.
    Seek,
    /// 意见建议.
    Suggest,
    /// 揭发控告.
    Accuse,
    /// 其他.
    Other,
}

impl Purpose {
    /// The name in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Appeal => "appeal",
            Self::Seek => "seek",
            Self::Suggest => "suggest",
            Self::Accuse => "accuse",
            Self::Other => "other",
        }
    }
}

/// What the county's records need of a case beside kind and subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// 信访目的, one at least.
    pub purposes: Vec<Purpose>,
    /// The first year it speaks of.
    pub since: Option<i32>,
    /// Whether that is long ago (历史遗留).
    pub old: bool,
    /// The matters it touches beside its own.
    pub tags: Vec<SubjectId>,
}

/// Something that is advised at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The end of the text's key, `advice-…`.
    pub text: String,
    /// Whom to call.
    pub unit: UnitId,
}

/// Hears all of it.
#[derive(Clone, Debug)]
pub struct Beside {
    speller: Speller,
    service: SubjectId,
    strong: Phrases<bool>,
    runs: Phrases<bool>,
    sent: Phrases<bool>,
    can: Phrases<bool>,
    cannot: Phrases<bool>,
    vows: Phrases<bool>,
    advice: Vec<(Vec<SubjectId>, Phrases<bool>, Advice)>,
    appeal: Phrases<bool>,
    seek: Phrases<bool>,
    old_years: i32,
    tags: Phrases<SubjectId>,
}

impl Beside {
    pub(super) fn new(words: &BesideWords, speller: &Speller) -> Self {
        let unless = |yes: &[String], no: &[String]| {
            let yes = yes.iter().map(|word| (word.as_str(), true));
            Phrases::new(speller, yes.chain(no.iter().map(|word| (word.as_str(), false))))
        };
        let tale = &words.tale;
        let advice = words.advice.iter().map(|it| {
            let subjects = it.subjects.iter().map(SubjectId::new).collect();
            let advice = Advice { text: it.text.clone(), unit: UnitId::new(it.unit.as_str()) };
            (subjects, unless(&it.words, &it.masks), advice)
        });
        let tags = words.tag.iter().flat_map(|tag| {
            let subject = SubjectId::new(tag.subject.as_str());
            tag.words.iter().map(move |word| (word.as_str(), subject.clone()))
        });
        Self {
            service: SubjectId::new(tale.subject.as_str()),
            strong: unless(&tale.strong, &tale.masks),
            runs: unless(&tale.runs, &tale.masks),
            sent: unless(&tale.sent, &tale.masks),
            can: unless(&tale.can, &tale.cannot),
            cannot: unless(&tale.cannot, &[]),
            vows: unless(&words.vow.words, &words.vow.masks),
            advice: advice.collect(),
            appeal: unless(&words.purpose.appeal, &[]),
            seek: unless(&words.purpose.seek, &[]),
            old_years: words.purpose.old_years,
            tags: Phrases::new(speller, tags),
            speller: speller.clone(),
        }
    }

    /// What a text tells of having been sent from door to door: those of its clauses; none when it tells of no such thing.
    /// Whether it accuses anybody is asked elsewhere, and first.
    pub fn tale(&self, text: &str) -> Option<String> {
        let normal = self.speller.normal(text);
        let strong = heard(&self.strong, &normal);
        if !(strong || heard(&self.runs, &normal) && heard(&self.sent, &normal)) {
            return None;
        }
        let tells = |clause: &&str| {
            let normal = self.speller.normal(clause);
            [&self.strong, &self.runs, &self.sent].into_iter().any(|words| heard(words, &normal))
        };
        let clauses: Vec<&str> = self.speller.clauses(text).into_iter().filter(tells).collect();
        Some(clauses.join("\n")).filter(|own| !own.is_empty()).or_else(|| Some(text.to_owned()))
    }

    /// What a complaint about service is filed under.
    pub fn service(&self) -> &SubjectId {
        &self.service
    }

    /// Whether an answer says what can be given, and what cannot.
    pub fn says_both(&self, answer: &str) -> (bool, bool) {
        let normal = self.speller.normal(answer);
        (heard(&self.can, &normal), heard(&self.cannot, &normal))
    }

    /// What a text vows that nobody of a unit can decide alone, as found.
    pub fn vow(&self, text: &str) -> Option<String> {
        let normal = self.speller.normal(text);
        self.vows.hits(normal.as_str()).iter().find(|hit| *hit.value).map(|hit| hit.word.to_owned())
    }

    /// Whether anything is ever advised about such a matter.
    pub fn advises(&self, subject: &SubjectId) -> bool {
        self.advice.iter().any(|(subjects, ..)| subjects.contains(subject))
    }

    /// What the sender is to be told at once.
    pub fn advice(&self, text: &str, reading: &Reading) -> Option<Advice> {
        let normal = self.speller.normal(text);
        let about = |subjects: &[SubjectId]| reading.subjects.iter().any(|guess| subjects.contains(&guess.subject));
        let due = self.advice.iter().find(|(subjects, words, _)| about(subjects) && heard(words, &normal));
        due.map(|(.., advice)| advice.clone())
    }

    /// What the county's records need of a case with these words, as of today; `own` is its own matter.
    pub fn record(&self, text: &str, reading: &Reading, own: Option<&SubjectId>, today: NaiveDate) -> Record {
        let normal = self.speller.normal(text);
        let since = years(text, today);
        let mut tags: Vec<SubjectId> = Vec::new();
        let told = self.tags.hits(normal.as_str()).into_iter().map(|hit| hit.value.clone());
        let beside = reading.subjects.iter().skip(1).filter(|guess| guess.confidence >= BESIDE);
        for subject in told.chain(beside.map(|guess| guess.subject.clone())) {
            if own != Some(&subject) && !tags.contains(&subject) {
                tags.push(subject);
            }
        }
        let old = since.is_some_and(|year| today.year() - year >= self.old_years);
        Record { purposes: self.purposes(&normal, reading.kind), since, old, tags }
    }

    fn purposes(&self, normal: &str, kind: Kind) -> Vec<Purpose> {
        match kind {
            Kind::Suggestion => vec![Purpose::Suggest],
            Kind::Report => vec![Purpose::Accuse],
            Kind::Consult | Kind::Praise => vec![Purpose::Other],
            Kind::Help | Kind::Complaint => {
                let appeals = heard(&self.appeal, normal).then_some(Purpose::Appeal);
                let seeks = (appeals.is_none() || heard(&self.seek, normal)).then_some(Purpose::Seek);
                appeals.into_iter().chain(seeks).collect()
            }
        }
    }
}

fn heard(words: &Phrases<bool>, normal: &str) -> bool {
    normal.split([CLAUSE, SENTENCE]).any(|clause| words.hits(clause).iter().any(|hit| *hit.value))
}
