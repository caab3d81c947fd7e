//! Round tables (座谈会): what they are, and the pot from which residents are drawn.

use std::collections::BTreeMap;

use super::engine::{Row, Value};
use super::{StoreFault, Tx};
use crate::id::{CaseId, MatterId, Moment, PersonId, PlaceId};

/// How many labels there are: six digits.
const LABELS: i64 = 1_000_000;

/// A round table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForumRow {
    /// Its number in the county, from 1.
    pub id: String,
    /// When somebody opened it; its pot is of that moment.
    pub opened_at: Moment,
    /// When it is drawn.
    pub draw_at: Moment,
    /// When it was.
    pub drawn_at: Option<Moment>,
    /// When it was called off.
    pub cancelled_at: Option<Moment>,
    /// What it is about, as JSON; kept encrypted.
    pub body: String,
}

/// One label in a pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForumGuest {
    /// What stands for the resident: nobody can trace it without the key.
    pub label: String,
    /// Who it is; none once they are erased.
    pub owner: Option<PersonId>,
    /// The case by which they stand in it; none once it is erased, or anybody must not learn of it.
    pub case: Option<CaseId>,
    /// Whether it was drawn.
    pub drawn: bool,
    /// Whether the invitation went out.
    pub asked: bool,
    /// What an invited one said.
    pub coming: Option<bool>,
}

impl Tx {
    /// The number of the next round table.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn next_forum(&mut self) -> Result<String, StoreFault> {
        Ok(self.take_numbers("forum", 1).await?.to_string())
    }

    /// Keeps a new round table.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn add_forum(&mut self, row: &ForumRow) -> Result<(), StoreFault> {
        let sealed = self.inner.keys.seal_text("forum", &row.id, &row.body)?;
        let args = [self.county(), row.id.as_str().into(), row.opened_at.into(), row.draw_at.into(), sealed.into()];
        let sql = "insert into forum (county, id, opened_at, draw_at, sealed) values ($1, $2, $3, $4, $5)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// It is drawn now, and its words say how. False, and nothing is written, when it was drawn or called off before.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn forum_is_drawn(&mut self, id: &str, body: &str) -> Result<bool, StoreFault> {
        let sealed = self.inner.keys.seal_text("forum", id, body)?;
        let args = [self.county(), id.into(), self.now().into(), sealed.into()];
        let sql = "update forum set drawn_at = $3, sealed = $4
            where county = $1 and id = $2 and drawn_at is null and cancelled_at is null";
        Ok(self.link.execute(sql, args).await? == 1)
    }

    /// It is called off now. False, and nothing is written, when it was before.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn forum_is_off(&mut self, id: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), id.into(), self.now().into()];
        let sql = "update forum set cancelled_at = $3 where county = $1 and id = $2 and cancelled_at is null";
        Ok(self.link.execute(sql, args).await? == 1)
    }

    /// A round table by its number.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn forum(&mut self, id: &str) -> Result<Option<ForumRow>, StoreFault> {
        let sql =
            "select id, opened_at, draw_at, drawn_at, cancelled_at, sealed from forum where county = $1 and id = $2";
        let row = self.link.fetch_optional(sql, [self.county(), id.into()]).await?;
        row.map(|row| self.forum_row(&row)).transpose()
    }

    /// The round tables opened since then, oldest first.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn forums_since(&mut self, since: Moment) -> Result<Vec<ForumRow>, StoreFault> {
        let sql = "select id, opened_at, draw_at, drawn_at, cancelled_at, sealed from forum
            where county = $1 and opened_at >= $2 order by opened_at, id";
        let rows = self.link.fetch_all(sql, [self.county(), since.into()]).await?;
        rows.iter().map(|row| self.forum_row(row)).collect()
    }

    fn forum_row(&self, row: &Row) -> Result<ForumRow, StoreFault> {
        let id = row.text(0)?;
        let body = self.inner.keys.open_text("forum", &id, &row.bytes(5)?)?;
        let (opened_at, draw_at) = (row.moment(1)?, row.moment(2)?);
        Ok(ForumRow { id, opened_at, draw_at, drawn_at: row.opt_moment(3)?, cancelled_at: row.opt_moment(4)?, body })
    }

    /// Whoever agreed to be asked under this kind of consent, did not take it back, and spoke in a place since a day: their cases
    /// that are counted and the matters of these, oldest first. No case is opened for it.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn agreed_and_spoke(
        &mut self,
        kind: &str,
        place: Option<&PlaceId>,
        since: Moment,
    ) -> Result<Vec<(PersonId, Vec<(CaseId, MatterId)>)>, StoreFault> {
        let sql = "select person from consent where county = $1 and kind = $2 and given = 1 order by person";
        let agreed = self.link.fetch_all(sql, [self.county(), kind.into()]).await?;
        let mut heard: BTreeMap<String, Vec<(CaseId, MatterId)>> = BTreeMap::new();
        for (sender, case, matter) in self.heard_in(place, since).await? {
            heard.entry(sender).or_default().push((case, matter));
        }
        let mut found = Vec::new();
        for row in &agreed {
            let person = row.text(0)?;
            if let Some(cases) = heard.remove(&self.inner.keys.blind("voice", &person)) {
                found.push((PersonId(person), cases));
            }
        }
        Ok(found)
    }

    /// Puts a resident into a pot, reached by themselves and one of their cases: a label of six digits, of nobody else in it.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn put_into_pot(&mut self, forum: &str, owner: &PersonId, case: &CaseId) -> Result<(), StoreFault> {
        for again in 0_u32.. {
            let number = self.inner.keys.blind_number("forum", &format!("{forum}\x1f{owner}\x1f{again}"));
            let label = format!("{:06}", number.rem_euclid(LABELS));
            let reach = self.reach(forum, &label, owner, case.as_str())?;
            let args = [self.county(), forum.into(), label.into(), self.pot_case(case), reach.into()];
            let sql = "insert into forum_guest (county, forum, label, case_hash, reach, drawn, asked)
                values ($1, $2, $3, $4, $5, 0, 0) on conflict (county, forum, label) do nothing";
            if self.link.execute(sql, args).await? == 1 {
                break;
            }
        }
        Ok(())
    }

    /// Under what a case is found in pots.
    fn pot_case(&self, case: &CaseId) -> Value {
        self.inner.keys.blind("forum-case", case.as_str()).into()
    }

    /// Who a guest is and by which case, sealed; an empty case when nothing may lead to it any more.
    fn reach(&self, forum: &str, label: &str, owner: &PersonId, case: &str) -> Result<Vec<u8>, StoreFault> {
        self.inner.keys.seal_text("forum_guest", &format!("{forum}|{label}"), &format!("{owner}\n{case}"))
    }

    /// A pot, in the order of its labels.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn pot_of(&mut self, forum: &str) -> Result<Vec<ForumGuest>, StoreFault> {
        let sql = "select label, reach, drawn, asked, coming from forum_guest where county = $1 and forum = $2
            order by label";
        let rows = self.link.fetch_all(sql, [self.county(), forum.into()]).await?;
        rows.iter().map(|row| self.guest(forum, row)).collect()
    }

    fn guest(&self, forum: &str, row: &Row) -> Result<ForumGuest, StoreFault> {
        let label = row.text(0)?;
        let (mut owner, mut case) = (None, None);
        if let Some(sealed) = row.opt_bytes(1)? {
            let reach = self.inner.keys.open_text("forum_guest", &format!("{forum}|{label}"), &sealed)?;
            let (person, by) = reach.split_once('\n').unwrap_or((reach.as_str(), ""));
            owner = Some(PersonId::new(person));
            case = Some(by).filter(|by| !by.is_empty()).map(CaseId::new);
        }
        let coming = row.opt_int(4)?.map(|coming| coming == 1);
        Ok(ForumGuest { label, owner, case, drawn: row.flag(2)?, asked: row.flag(3)?, coming })
    }

    /// From now on nothing in any pot leads to a case; its sender stays reached by themselves.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn leave_pots(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let sql = "select forum, label from forum_guest where county = $1 and case_hash = $2";
        for row in self.link.fetch_all(sql, [self.county(), self.pot_case(case)]).await? {
            let (forum, label) = (row.text(0)?, row.text(1)?);
            let found = self.pot_of(&forum).await?.into_iter().find(|guest| guest.label == label);
            let Some(owner) = found.and_then(|guest| guest.owner) else { continue };
            let reach = self.reach(&forum, &label, &owner, "")?;
            let args = [self.county(), forum.into(), label.into(), reach.into()];
            let sql =
                "update forum_guest set case_hash = '', reach = $4 where county = $1 and forum = $2 and label = $3";
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }

    /// A case's words are erased: nothing in any pot leads to it or its sender any more.
    pub(super) async fn erase_from_pots(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let sql = "update forum_guest set case_hash = '', reach = null where county = $1 and case_hash = $2";
        self.link.execute(sql, [self.county(), self.pot_case(case)]).await?;
        Ok(())
    }

    /// In which pots a case stands: the round table's number, the label, whether it was drawn.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn pots_of_case(&mut self, case: &CaseId) -> Result<Vec<(String, String, bool)>, StoreFault> {
        let sql = "select forum, label, drawn from forum_guest where county = $1 and case_hash = $2 order by forum";
        let rows = self.link.fetch_all(sql, [self.county(), self.pot_case(case)]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.flag(2)?))).collect()
    }

    /// A label is drawn; `asked` when its resident is invited.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn draw_label(&mut self, forum: &str, label: &str, asked: bool) -> Result<(), StoreFault> {
        let args = [self.county(), forum.into(), label.into(), asked.into()];
        let sql = "update forum_guest set drawn = 1, asked = $4 where county = $1 and forum = $2 and label = $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What an invited one said, or that nothing is said any more; false when they were not drawn.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn say_coming(&mut self, forum: &str, case: &CaseId, coming: bool) -> Result<bool, StoreFault> {
        let args = [self.county(), forum.into(), self.pot_case(case), Value::from(coming)];
        let sql =
            "update forum_guest set coming = $4 where county = $1 and forum = $2 and case_hash = $3 and drawn = 1";
        Ok(self.link.execute(sql, args).await? > 0)
    }
}
