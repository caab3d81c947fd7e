//! Whether the books keep what they promise: the events give the case, every deadline has its clock, every event its letters.

use std::collections::BTreeSet;

use super::act::{case_of, case_row};
use super::letters::{flood_stamp, name_of};
use super::{Desk, Done, Halt, Work};
use crate::case::Case;
use crate::case::apply::apply;
use crate::case::event::{Actor, Event, Fact};
use crate::case::timers::{Clock, running};
use crate::id::{CaseId, ContentId};
use crate::notice::letter::Audience;
use crate::notice::plan::{Notice, Who, plan};
use crate::store::{CaseRow, EventRow, StoreFault};

/// How many cases are looked up at a time.
const PAGE: u32 = 200;

impl Desk {
    /// Checks every case against its events; one line per finding, by the case's id.
    ///
    /// Whoever changes what `plan` says about facts that are stored already must make this ask from then on only.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn audit(&self) -> Result<Vec<String>, StoreFault> {
        let tx = self.store.view().await?;
        let mut work = self.work_in(tx);
        let mut findings = Vec::new();
        let mut after = None;
        loop {
            let page = work.tx.case_ids_after(after.as_ref(), PAGE).await?;
            for id in &page {
                match work.audit_case(id).await {
                    Ok(found) => findings.extend(found.into_iter().map(|what| format!("case {id}: {what}"))),
                    Err(Halt::Fault(StoreFault::Corrupt(what))) => findings.push(format!("case {id}: {what}")),
                    Err(Halt::Fault(fault)) => return Err(fault),
                    Err(Halt::Refused(refusal)) => findings.push(format!("case {id}: {refusal}")),
                }
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok(findings),
            }
        }
    }
}

impl Work<'_> {
    async fn audit_case(&mut self, id: &CaseId) -> Done<Vec<String>> {
        // Without a row the chains tell.
        let Some(row) = self.tx.load_case(id).await? else { return Ok(Vec::new()) };
        let case = case_of(&row)?;
        let events = self.tx.events(id).await?;
        let Some(steps) = replayed(&events) else {
            return Ok(vec!["its events cannot be replayed".to_owned()]);
        };
        let mut found = differences(&row, &case, &steps)?;
        // Of what was erased nobody is reminded and nobody asked.
        let erased = self.tx.is_erased(id).await?;
        let clocks = running(&case, &self.rules.service, self.rules.window);
        for (clock, due) in clocks.into_iter().filter(|_| !erased) {
            // A reminder that came too late, or for a case that has none, has rung in vain and is gone.
            let rang = clock == Clock::Reminder && due <= self.now;
            if !rang && !self.tx.timer_is_set(&format!("{}:{id}", clock.name())).await? {
                found.push(format!("its clock `{}` is not set", clock.name()));
            }
        }
        if !erased {
            found.extend(self.lost_words(id, &steps).await?);
        }
        let nobody_excluded = self.tx.exclusion(id).await? == Default::default();
        for (before, event, after) in &steps {
            for keys in self.letters_of(before, event, after, nobody_excluded) {
                if !self.any_written(&keys).await? {
                    found.push(format!("event {} ({}) has no letter", after.version, event.fact.name()));
                }
            }
        }
        Ok(found)
    }

    /// Words that events refer to are there, unless they were erased.
    async fn lost_words(&mut self, id: &CaseId, steps: &[(Case, Event, Case)]) -> Done<Vec<String>> {
        let whose = steps.last().map(|(_, _, last)| last.people.clone()).unwrap_or_default();
        let kept: BTreeSet<ContentId> = self.tx.content_of(id).await?.into_iter().collect();
        let lost = |(_, event, after): &(Case, Event, Case)| {
            let words = event.fact.words().filter(|words| !kept.contains(&words.content))?;
            if let Actor::Resident(person) = &event.actor
                && whose.forgot(person)
            {
                return None;
            }
            let what = format!("event {} ({})", after.version, event.fact.name());
            Some(format!("the words {} of {what} are lost, and nobody erased them", words.content))
        };
        Ok(steps.iter().filter_map(lost).collect())
    }

    async fn any_written(&mut self, keys: &[String]) -> Done<bool> {
        for key in keys {
            if self.tx.letter_is_written(key).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The letters that an event must have left, each under the keys it may have. Those whose readers depend on who had
    /// joined at that time are left out, and so are those the gate may have stopped.
    fn letters_of(&self, before: &Case, event: &Event, after: &Case, nobody_excluded: bool) -> Vec<Vec<String>> {
        let id = &after.id;
        let mut letters = Vec::new();
        match &event.fact {
            Fact::Registered { part: true, .. } => return Vec::new(),
            Fact::Registered { .. } => return vec![vec![format!("{id}:receipt")]],
            Fact::DoneReported { .. } if !after.people.waits_for_claim() => {
                letters.push(vec![format!("{id}:answer:{}", after.version)])
            }
            _ => {}
        }
        for (index, notice) in plan(before, after, event).iter().enumerate() {
            let to_resident = notice.who == Who::Resident;
            if notice.bundled || (!nobody_excluded && !to_resident) {
                continue;
            }
            // In a flood a notice is written once a minute.
            let usual = format!("{}:{index}", after.version);
            let stamps = [usual, flood_stamp(after, event.at)];
            let readers = readers_for_sure(notice, after);
            let key = |stamp: &String, to: &Audience| format!("{id}:{}:{stamp}:{}", notice.key, name_of(to));
            let keys: Vec<String> = stamps.iter().flat_map(|it| readers.iter().map(|to| key(it, to))).collect();
            letters.extend(Some(keys).filter(|keys| !keys.is_empty()));
        }
        letters
    }
}

/// One of these must have been written to.
fn readers_for_sure(notice: &Notice, case: &Case) -> Vec<Audience> {
    match (&notice.who, &case.task) {
        // What a recorder may not read is not written to them.
        (Who::Resident, _) if case.people.waits_for_claim() => Vec::new(),
        (Who::Resident, _) => vec![Audience::Resident(case.person.clone())],
        (Who::Cadre(cadre), _) => vec![Audience::Cadre(cadre.clone())],
        (Who::UnitGroup | Who::Acting, Some(task)) => {
            vec![Audience::UnitGroup(task.unit.clone()), Audience::Cadre(task.acting.clone())]
        }
        (Who::UnitGroup | Who::Acting, None)
        | (Who::Party(_) | Who::Head | Who::Readers | Who::OnCall | Who::Helper(_) | Who::Supervisors, _) => Vec::new(),
    }
}

/// Each event with the case before and after it; none when they make no story.
fn replayed(rows: &[EventRow]) -> Option<Vec<(Case, Event, Case)>> {
    let mut steps: Vec<(Case, Event, Case)> = Vec::with_capacity(rows.len());
    for row in rows {
        let actor = serde_json::from_str(&row.actor).ok()?;
        let event = Event { at: row.at, actor, fact: serde_json::from_str(&row.body).ok()? };
        let before = steps.last().map(|(_, _, after)| after.clone());
        let after = apply(before.clone(), &event)?;
        steps.push((before.unwrap_or_else(|| after.clone()), event, after));
    }
    Some(steps)
}

/// Where the row is not what the events lead to.
fn differences(row: &CaseRow, case: &Case, steps: &[(Case, Event, Case)]) -> Done<Vec<String>> {
    let Some((_, _, last)) = steps.last() else { return Ok(vec!["it has no events".to_owned()]) };
    let same_case = last == case;
    let same_row = CaseRow { body: row.body.clone(), ..case_row(last, row.updated_at)? } == *row;
    Ok(if same_case && same_row { Vec::new() } else { vec!["it is not what its events lead to".to_owned()] })
}
