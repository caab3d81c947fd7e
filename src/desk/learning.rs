//! What staff settle teaches: a lesson is written down with the act, and a worker beside the work learns from it.
//!
//! What is sealed, held, frozen or kept from anybody never teaches. What a case taught is forgotten with the case, once it
//! becomes such, and once its subject is corrected.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::words::joined;
use super::{Desk, Done, Halt, Work};
use crate::case::Case;
use crate::case::event::{Actor, Event, Fact};
use crate::classify::model::Model;
use crate::classify::{Reader, Reading};
use crate::id::{CaseId, SubjectId};
use crate::notice::gate::Exclusion;
use crate::roster::Lead;
use crate::store::{Learning, LessonRow, StoreFault, WhichModel};

/// How many lessons are taken before the model is saved.
const AT_ONCE: u32 = 32;

/// The model in use; all clones share it.
#[derive(Clone)]
pub(super) struct Learned(Arc<RwLock<Arc<Known>>>);

/// A model with the version it was saved as.
pub(super) struct Known {
    version: i64,
    pub(super) model: Model,
}

/// What became of lessons.
#[derive(Default)]
struct Taken {
    /// How many there were.
    all: usize,
    /// How many of them could not be read.
    unread: usize,
}

impl Default for Learned {
    fn default() -> Self {
        Self(Arc::new(RwLock::new(Arc::new(Known { version: 0, model: Model::new(0) }))))
    }
}

impl Learned {
    /// The model as it is now.
    pub(super) fn now(&self) -> Arc<Known> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn take(&self, known: Known) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
    }
}

impl Desk {
    /// Takes up a model that another process saved. Returns where learning stands.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn take_up(&self) -> Result<Learning, StoreFault> {
        let learning = self.store.learning().await?;
        if learning.version != self.learned.now().version {
            let kept = self.store.model(WhichModel::InUse).await?;
            let model = kept.map_or_else(|| Ok(self.blank()), |(_, _, bytes)| self.open(&bytes))?;
            self.learned.take(Known { version: learning.version, model });
        }
        Ok(learning)
    }

    /// Takes up a model that another process saved, and the lessons that are new. Returns how many lessons. A lesson whose
    /// case cannot be read is passed over, and the operators are told.
    ///
    /// # Errors
    /// Faults of the store; nothing is learned twice by them.
    pub async fn learn(&self) -> Result<usize, StoreFault> {
        let learning = self.store.learning().await?;
        if learning.stale > 0 {
            return self.learn_anew(learning).await;
        }
        let learning = match self.take_up().await {
            // One that cannot be read is made anew.
            Err(StoreFault::Corrupt(_)) => return self.learn_anew(learning).await,
            taken => taken?,
        };
        if learning.newest <= learning.cursor {
            return Ok(0);
        }
        let mut model = self.learned.now().model.clone();
        if model.is_blank() {
            model = self.blank();
        }
        self.learn_from(learning, learning.cursor, model).await
    }

    /// From the archive and every lesson that still stands, as if nothing else had ever been learned.
    async fn learn_anew(&self, learning: Learning) -> Result<usize, StoreFault> {
        let archive = self.store.model(WhichModel::Archive).await?;
        let model = archive.map_or_else(|| Ok(self.blank()), |(_, _, bytes)| self.open(&bytes))?;
        self.learn_from(learning, 0, model).await
    }

    /// Takes every lesson after this one, and saves once.
    async fn learn_from(&self, since: Learning, after: i64, mut model: Model) -> Result<usize, StoreFault> {
        let (mut cursor, mut taken) = (after, Taken::default());
        loop {
            let next = self.take_lessons(&mut model, cursor, &mut taken).await?;
            if next == cursor {
                break;
            }
            cursor = next;
            tokio::task::yield_now().await;
        }
        self.save_learned(since, cursor, model).await?;
        if taken.unread > 0 {
            let lessons = [("lessons", taken.unread.to_string())];
            Box::pin(self.report_trouble("ops-lessons-unread", &lessons)).await?;
        }
        Ok(taken.all)
    }

    async fn save_learned(&self, since: Learning, cursor: i64, model: Model) -> Result<(), StoreFault> {
        // Another process was first: seen to with the next look.
        if self.store.save_model(since, cursor, &model.to_bytes()).await? {
            self.learned.take(Known { version: since.version + 1, model });
        }
        Ok(())
    }

    fn blank(&self) -> Model {
        Model::new(self.store.model_key())
    }

    fn open(&self, bytes: &[u8]) -> Result<Model, StoreFault> {
        let broken = || StoreFault::Corrupt("the learned model cannot be read; minqing train makes it anew".to_owned());
        Model::from_bytes(self.store.model_key(), bytes).ok_or_else(broken)
    }

    /// Takes some lessons after this one, without writing anything. Returns the last.
    async fn take_lessons(&self, model: &mut Model, after: i64, taken: &mut Taken) -> Result<i64, StoreFault> {
        let mut work = self.work_in(self.store.view().await?);
        let lessons = work.tx.lessons_after(after, AT_ONCE).await?;
        for lesson in &lessons {
            match work.take_lesson(model, lesson).await {
                Ok(()) | Err(Halt::Refused(_)) => {}
                Err(Halt::Fault(StoreFault::Corrupt(_) | StoreFault::Missing(_))) => {
                    tracing::warn!(case = %lesson.case, "a lesson is passed over: its case cannot be read");
                    taken.unread += 1;
                }
                Err(Halt::Fault(fault)) => return Err(fault),
            }
        }
        taken.all += lessons.len();
        Ok(lessons.last().map_or(after, |lesson| lesson.seq))
    }
}

impl Work<'_> {
    /// What an act teaches: a screener's choice, or that a unit answered what was sent to it and did not pass it on.
    pub(super) async fn teach(&mut self, event: &Event, to: &Case) -> Done<()> {
        let by_cadre = matches!(event.actor, Actor::Cadre(_));
        let chosen = matches!(event.fact, Fact::Understood { .. });
        match &event.fact {
            Fact::Sealed { .. } | Fact::KeptOut { .. } | Fact::Held { .. } | Fact::Frozen => {
                return Ok(self.tx.unteach(&to.id).await?);
            }
            Fact::Understood { .. } if by_cadre => {}
            Fact::DoneReported { .. } => {}
            _ => return Ok(()),
        }
        if to.is_kept_apart() || to.marks.frozen {
            return Ok(());
        }
        // A correction: what it taught before was wrong.
        self.tx.unteach_but(&to.id, to.subject.as_ref()).await?;
        let Some(subject) = to.subject.clone().filter(|subject| self.may_guess(subject)) else { return Ok(()) };
        let settled = chosen || self.is_where_it_belongs(to, &subject);
        if settled && self.tx.exclusion(&to.id).await? == Exclusion::default() {
            self.tx.add_lesson(&to.id, &subject, chosen).await?;
        }
        Ok(())
    }

    /// Whether the unit that has a case is the one that leads its subject there.
    fn is_where_it_belongs(&self, case: &Case, subject: &SubjectId) -> bool {
        let Some(leaf) = self.county().subjects.get(subject) else { return false };
        match &leaf.lead {
            Lead::Unit(unit) => case.unit() == Some(unit),
            Lead::Town => {
                let town = case.place.as_ref().and_then(|place| self.county().town_unit(place));
                town.is_some() && case.unit() == town
            }
            Lead::Discipline | Lead::Screener => false,
        }
    }

    /// Whether a machine may guess this subject: not what is sealed, and not what a human must see.
    fn may_guess(&self, subject: &SubjectId) -> bool {
        self.county().subjects.get(subject).is_some_and(|leaf| leaf.lead.may_be_guessed())
    }

    /// Learns from one case; nothing when it is kept from anybody, erased, or has no words.
    async fn take_lesson(&mut self, model: &mut Model, lesson: &LessonRow) -> Done<()> {
        let Some(text) = self.words_that_teach(&lesson.case).await? else { return Ok(()) };
        let plain = self.rules.reader.read(&text);
        if !plain.accusations.is_empty() || !self.may_guess(&lesson.subject) {
            return Ok(());
        }
        let mut foretold = plain.clone();
        self.weigh(&mut foretold, &text, model);
        if let Some(best) = foretold.subjects.first() {
            model.judged.note(best.confidence, best.subject == lesson.subject);
        }
        let ahead = self.rules.reader.ahead(&plain, &text, model, |subject| self.may_guess(subject));
        ahead.into_iter().for_each(|(subject, lead)| model.note_lead(lead, subject == lesson.subject));
        let seen = self.rules.reader.see(&text, model);
        // Where somebody had to choose, the keywords were not enough.
        let beside = if lesson.chosen { BTreeMap::new() } else { Reader::alternatives(&plain, model) };
        model.learn(&seen, &lesson.subject, &beside);
        Ok(())
    }

    async fn words_that_teach(&mut self, id: &CaseId) -> Done<Option<String>> {
        let case = self.load(id).await?;
        if case.is_kept_apart() || case.marks.frozen || self.tx.is_erased(id).await? {
            return Ok(None);
        }
        if self.tx.exclusion(id).await? != Exclusion::default() {
            return Ok(None);
        }
        Ok(Some(joined(&self.said_about(id).await?)).filter(|text| !text.trim().is_empty()))
    }

    /// Takes what was learned into a reading; one that accuses stays as it was read.
    pub(super) fn weigh(&self, reading: &mut Reading, text: &str, model: &Model) {
        if !self.accuses(reading) && reading.smalltalk.is_none() {
            self.rules.reader.weigh(reading, text, model, |subject| self.may_guess(subject));
        }
    }

    /// From which confidence on a machine routes: as the county's own lessons say, never lower than the settings do.
    pub(super) fn threshold(&self) -> f64 {
        let (least, precision, model) = (self.rules.threshold, self.rules.precision, &self.memo.known.model);
        // Where confidence is a share that was right, that share is asked for before enough have borne it out.
        let untold = if model.trust().is_some() && model.judged.is_enough() { precision.max(least) } else { least };
        model.judged.threshold(precision, least).unwrap_or(untold)
    }
}
