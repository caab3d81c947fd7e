//! The board of a unit: one message in its group, pinned, edited when its figures change, at most once a minute.

use super::{Done, Work};
use crate::case::Case;
use crate::case::calendar::date_of;
use crate::id::UnitId;
use crate::notice::letter::{Act, Audience, Letter, Priority, Slot};
use crate::store::{GroupRole, TimerRow};
use crate::text::Language;

/// The clock of a board.
const BOARD: &str = "board";
/// A board changes at most once in this many milliseconds.
const PAUSE_MS: i64 = 60_000;
/// How many cases it names.
const NAMED: usize = 7;

impl Work<'_> {
    /// Something may have changed on the boards of these units.
    pub(super) async fn boards_later(&mut self, before: &Case, after: &Case) -> Done<()> {
        let mut units: Vec<UnitId> = before.unit().into_iter().chain(after.unit()).cloned().collect();
        units.dedup();
        for unit in units {
            self.board_later(&unit).await?;
        }
        Ok(())
    }

    async fn board_later(&mut self, unit: &UnitId) -> Done<()> {
        let key = format!("{BOARD}:{unit}");
        if self.tx.group_of(&GroupRole::Unit(unit.clone())).await?.is_none() || self.tx.timer_due(&key).await?.is_some()
        {
            return Ok(());
        }
        let due = self.now.plus_ms(PAUSE_MS);
        let timer = TimerRow { key, kind: BOARD.to_owned(), case: None, due, body: unit.to_string() };
        Ok(self.tx.set_timer(&timer).await?)
    }

    /// Whether the clock is a board's; then the board is written.
    pub(super) async fn is_board(&mut self, timer: &TimerRow) -> Done<bool> {
        if timer.kind != BOARD {
            return Ok(false);
        }
        let unit = UnitId::new(timer.key.trim_start_matches(BOARD).trim_start_matches(':'));
        self.write_board(&unit, false).await?;
        Ok(true)
    }

    /// Every board, since another day has begun.
    pub(super) async fn write_boards(&mut self) -> Done<()> {
        for (_, role) in self.tx.bound_groups().await? {
            if let GroupRole::Unit(unit) = role {
                self.write_board(&unit, false).await?;
            }
        }
        Ok(())
    }

    /// Edits the board, or sends it anew and pins it, where it shows something else than it should.
    pub(super) async fn write_board(&mut self, unit: &UnitId, again: bool) -> Done<()> {
        let Some(chat) = self.tx.group_of(&GroupRole::Unit(unit.clone())).await? else { return Ok(()) };
        let text = self.board_text(unit).await?;
        if !self.tx.board_changes(unit, chat, &text).await? && !again {
            return Ok(());
        }
        let mut message = self.message(text);
        message.quiet = true;
        let slot = Slot(format!("{BOARD}:{unit}"));
        self.post_board(unit, Act::Edit { slot: slot.clone(), message, or_send: true }).await?;
        if !self.tx.group_rights(chat).await?.pins {
            return Ok(());
        }
        self.post_board(unit, Act::Pin { slot, pinned: Slot(format!("pinned:{unit}")) }).await
    }

    /// The board of a unit stands in another group from now on.
    pub(super) async fn end_board(&mut self, role: &GroupRole, former: i64) -> Done<()> {
        let GroupRole::Unit(unit) = role else { return Ok(()) };
        let message = self.message(self.say(Language::default(), "board-moved", &[("unit", self.unit_name(unit))]));
        let act = Act::Edit { slot: Slot(format!("{BOARD}:{unit}")), message, or_send: false };
        let key = format!("{BOARD}:{unit}:{}", self.ids.hex());
        let to = Audience::Chat(former);
        self.post(Letter { to, act, priority: Priority::Digest, case: None, key, sealed: false }).await
    }

    async fn post_board(&mut self, unit: &UnitId, act: Act) -> Done<()> {
        let key = format!("{BOARD}:{unit}:{}", self.ids.hex());
        let to = Audience::UnitGroup(unit.clone());
        self.post(Letter { to, act, priority: Priority::Digest, case: None, key, sealed: false }).await
    }

    /// How many are open, due today and past their date, and which come next: numbers and dates. What keeps anybody out, and
    /// what only named readers see, stands in no count that several read.
    async fn board_text(&mut self, unit: &UnitId) -> Done<String> {
        let language = Language::default();
        let mut open = Vec::new();
        for row in self.tx.cases_of_unit(unit).await? {
            let case = self.load(&row.id).await?;
            if self.is_on_lists(&case).await? {
                open.push(case);
            }
        }
        open.sort_by_key(|case| (case.due, case.number));
        let late = open.iter().filter(|case| self.now >= case.due).count();
        let today = |case: &&Case| self.now < case.due && date_of(case.due.plus_ms(-1)) == self.today();
        let due = open.iter().filter(today).count();
        let count = |count: usize| count.to_string();
        let facts =
            [("unit", self.unit_name(unit)), ("open", count(open.len())), ("today", count(due)), ("late", count(late))];
        let mut lines = vec![self.say(language, "board-head", &facts), self.say(language, "board-counts", &facts)];
        for case in open.iter().take(NAMED) {
            let mut facts = self.facts(case, language);
            facts.push(("cardstate", self.card_state(case)));
            lines.push(self.say(language, "board-item", &facts));
        }
        if open.len() > NAMED {
            lines.push(self.say(language, "board-more", &[("count", count(open.len() - NAMED))]));
        }
        Ok(lines.join("\n"))
    }

    /// Whether a case stands on lists that a whole group reads: those are about many cases, and the gate looks at one.
    pub(super) async fn is_on_lists(&mut self, case: &Case) -> Done<bool> {
        if case.is_kept_apart() || case.marks.frozen || !case.state.is_being_worked_on() {
            return Ok(false);
        }
        if case.task.as_ref().is_none_or(|task| task.above) {
            return Ok(false);
        }
        let exclusion = self.tx.exclusion(&case.id).await?;
        Ok(!exclusion.names_anybody() && !exclusion.no_groups)
    }
}
