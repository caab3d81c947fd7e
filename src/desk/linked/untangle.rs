//! What one case's course does to those it belongs with: whatever is sealed, taken back, or kept from other people than
//! they are, stands by itself from that moment; how far a part is, its whole knows.

use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::linked::LinkedFact;
use crate::case::{Case, State};
use crate::desk::same::BESIDE;
use crate::desk::{Done, Work};
use crate::id::CaseId;

impl Work<'_> {
    /// After everything else, before cards and status messages are brought up to date.
    pub(in crate::desk) async fn untangle(&mut self, before: &Case) -> Done<()> {
        let linked = &before.linked;
        if *linked == Default::default() {
            return Ok(());
        }
        let after = self.load(&before.id).await?;
        if let Some(into) = linked.into.as_ref().filter(|_| after.linked.into.is_none()) {
            self.let_out(into, &after.id).await?;
        }
        let apart = after.is_sealed() || after.marks.frozen || after.state == State::Withdrawn;
        for other in &after.linked.under {
            self.by_itself_again(&after, &other.case, apart).await?;
        }
        if let Some(into) = after.linked.into.clone() {
            let survivor = self.load(&into).await?;
            self.by_itself_again(&survivor, &after.id, false).await?;
        }
        let merged = linked.into.is_none() && after.linked.into.is_some();
        for other in &linked.related {
            self.beside_no_longer(&after, &other.case, merged).await?;
        }
        self.tell_whole(before, &after).await
    }

    async fn let_out(&mut self, survivor: &CaseId, member: &CaseId) -> Done<()> {
        let survivor = self.load(survivor).await?;
        if survivor.linked.under.iter().any(|other| other.case == *member) {
            let out = LinkedFact::LetOut { case: member.clone() };
            self.perform(survivor, Actor::Machine, Command::Linked(out, None)).await?;
        }
        Ok(())
    }

    /// A merged case goes on by itself when it must not, or cannot, go on under the other.
    async fn by_itself_again(&mut self, survivor: &Case, member: &CaseId, apart: bool) -> Done<()> {
        let member = self.load(member).await?;
        if member.state != State::Merged {
            return Ok(());
        }
        let differ = self.tx.exclusion(&survivor.id).await? != self.tx.exclusion(&member.id).await?;
        if apart || differ {
            let id = member.id.clone();
            self.unmerge(member, Actor::Machine).await?;
            self.let_out(&survivor.id, &id).await?;
        }
        Ok(())
    }

    /// No number of a case stands on the card of one whose readers must not know of it; and what goes on under another one
    /// stands beside nothing: that one does, in its place.
    async fn beside_no_longer(&mut self, case: &Case, other: &CaseId, merged: bool) -> Done<()> {
        let other = self.load(other).await?;
        let differ = self.tx.exclusion(&case.id).await? != self.tx.exclusion(&other.id).await?;
        let hidden = case.is_kept_apart() || other.is_kept_apart() || differ;
        if !hidden && !merged {
            return Ok(());
        }
        self.let_each_other_go(&case.id, &other.id).await?;
        let Some(into) = case.linked.into.as_ref().filter(|into| merged && !hidden && **into != other.id) else {
            return Ok(());
        };
        let survivor = self.load(into).await?;
        let room = |case: &Case| case.linked.related.len() < BESIDE;
        if room(&survivor) && room(&other) && other.state != State::Merged {
            Box::pin(self.relate(survivor, other)).await?;
        }
        Ok(())
    }

    /// Neither stands on the other's card any more.
    async fn let_each_other_go(&mut self, one: &CaseId, other: &CaseId) -> Done<()> {
        for (one, two) in [(one, other), (other, one)] {
            let one = self.load(one).await?;
            if one.linked.related.iter().any(|known| known.case == *two) {
                let gone = Command::Linked(LinkedFact::Unrelated { case: two.clone() }, None);
                self.perform(one, Actor::Machine, gone).await?;
            }
        }
        Ok(())
    }

    /// Stands beside nothing any more: its sender asked for erasure.
    pub(in crate::desk) async fn stand_alone(&mut self, case: Case) -> Done<Case> {
        for other in &case.linked.related {
            self.let_each_other_go(&case.id, &other.case).await?;
        }
        self.load(&case.id).await
    }

    /// How far a part is, and how content its sender.
    async fn tell_whole(&mut self, before: &Case, after: &Case) -> Done<()> {
        let Some(whole) = after.linked.whole.clone() else { return Ok(()) };
        let shown = |case: &Case| (case.state.is_open() || case.state == State::Merged, case.grade);
        let (open, grade) = shown(after);
        if shown(before) == (open, grade) {
            return Ok(());
        }
        let whole = self.load(&whole).await?;
        let changed = LinkedFact::PartChanged { case: after.id.clone(), over: !open, grade };
        self.perform(whole, Actor::Machine, Command::Linked(changed, None)).await?;
        Ok(())
    }
}
