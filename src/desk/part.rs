//! One message, two matters: the accusation stays sealed, the ordinary need in it becomes a case of its own, without a word
//! of the accusation, kept back until the discipline lane lets it go (信访工作条例 art. 28, 30).

use super::press::Pressed;
use super::words::Entry;
use super::{Done, Work};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Fact};
use crate::case::naming::Naming;
use crate::classify::Reading;
use crate::id::CaseId;
use crate::notice::gate::Exclusion;
use crate::text::Language;

impl Work<'_> {
    /// Makes a case of the need that a sealed message holds, if anything is left of it once everything that accuses is gone.
    pub(super) async fn part_off(&mut self, case: Case, reading: &Reading) -> Done<Case> {
        let clean = reading.rest.clone().filter(|rest| self.rules.reader.is_clean(rest));
        let Some(rest) = clean.filter(|_| case.is_sealed() && case.part.is_none()) else { return Ok(case) };
        let mut about = self.read(&rest);
        if about.subjects.is_empty() || self.accuses(&about) {
            return Ok(case);
        }
        about.place = about.place.or_else(|| reading.place.clone()).or_else(|| case.place.clone());
        let part = self.open_part(&case, &rest, &about).await?;
        self.perform(case, Actor::Machine, Command::Part(part)).await
    }

    async fn open_part(&mut self, whole: &Case, rest: &str, about: &Reading) -> Done<CaseId> {
        let id = CaseId::new(self.ids.hex());
        let number = self.free_number().await?;
        let owner = self.tx.owner_of(&whole.person).await?;
        let person = self.tx.add_persona(&owner).await?;
        let contact = Some(self.ids.contact());
        let fact = Fact::Registered { id: id.clone(), number, person, notice: false, part: true, contact };
        let part = self.register(fact, Actor::Machine).await?;
        // Whom the whole keeps out the part keeps out, but for the groups: those in which nobody of them sits may have it.
        let exclusion = Exclusion { no_groups: false, ..self.tx.exclusion(&whole.id).await? };
        let exclusion = self.keep_out_of(&id, &exclusion).await?;
        let entry = Entry { text: Some(rest.to_owned()), media: None, kind: "text".to_owned(), forwarded: false };
        let words = self.keep("entry", &id, &entry).await?;
        // It came in no message of its own: its number stands for one.
        self.tx.add_entry((0, number.as_i64()), &id, &entry.kind, &words.content).await?;
        let (until, _) = self.working_days(self.rules.service.hold_wd);
        let mut commands = vec![
            Command::Join { words, what: entry.kind.clone() },
            // Whoever knows the name of one would know who wrote the other.
            Command::Name(Naming::Hidden),
            self.understanding(&part, about),
            Command::CloseWindow,
            Command::Hold(until),
        ];
        // Whoever takes the whole over takes this over with it.
        let recorded = whole.people.waits_for_claim().then(Self::recorded);
        commands.splice(1..1, recorded);
        let part = self.perform_all(part, Actor::Machine, commands).await?;
        self.log_exclusion(part, &exclusion).await?;
        Ok(id)
    }

    /// The discipline lane lets the need go its way.
    pub(super) async fn let_part_go(&mut self, whole: &Case, actor: Actor) -> Done<Pressed> {
        let part = whole.part.clone().ok_or(Refusal::NothingChanges)?;
        let part = self.load(&part).await?;
        let part = self.let_go(part, actor).await?;
        let line = self.say(Language::default(), "press-let-go", &self.facts(&part, Language::default()));
        Ok(Pressed::saying("let_go", line))
    }

    /// Goes on to whoever is responsible and not kept out; the sender hears who that is.
    pub(super) async fn let_go(&mut self, part: Case, actor: Actor) -> Done<Case> {
        let part = self.perform(part, actor, Command::LetGo).await?;
        let part = self.route_again(part).await?;
        self.send_status(&part).await?;
        Ok(part)
    }
}
