//! Who is told when work stays undone: up the line, one person a rung, and somebody named even where the line is broken.

use super::{Cadre, County, Role, UnitKind};
use crate::id::{CadreId, UnitId};

impl County {
    /// Those above whoever acts, nearest first: the head of the unit that has it, the chain, those who supervise. While nobody
    /// acts, those above the screeners.
    pub fn line_up(&self, unit: Option<&UnitId>, acting: Option<&CadreId>) -> Vec<CadreId> {
        let Some(acting) = acting else {
            return once_each(self.above_screeners().into_iter().chain(self.with_role(Role::Supervisor)));
        };
        let head = unit.and_then(|unit| self.head_of(unit));
        let above_head = head.map(|head| self.chain_above(head)).unwrap_or_default();
        let line = head.cloned().into_iter().chain(self.chain_above(acting)).chain(above_head);
        once_each(line.chain(self.with_role(Role::Supervisor)).filter(|above| above != acting))
    }

    /// Whom to tell where nobody of the line is left: vacant posts, no superior, nobody who supervises.
    pub fn last_resort(&self) -> Vec<CadreId> {
        let mut line = self.with_role(Role::Supervisor);
        line.extend(self.above_screeners());
        let of_the_county = self.units.values().filter(|unit| unit.kind == UnitKind::County);
        line.extend(of_the_county.filter_map(|unit| self.head_of(&unit.id)).cloned());
        line.extend(self.leaders());
        line.extend(self.with_role(Role::Screener));
        once_each(line)
    }

    /// The county's leaders: whoever stands above the head of a unit that is not their own.
    pub fn leaders(&self) -> Vec<CadreId> {
        let heads: Vec<&Cadre> = self.units.keys().filter_map(|unit| self.cadres.get(self.head_of(unit)?)).collect();
        let leads = |cadre: &&Cadre| {
            let above = |head: &&Cadre| head.unit != cadre.unit && self.chain_above(&head.id).contains(&cadre.id);
            !self.is_of_a_lane(cadre) && heads.iter().any(above)
        };
        self.cadres.values().filter(leads).map(|cadre| cadre.id.clone()).collect()
    }

    fn above_screeners(&self) -> Vec<CadreId> {
        let screeners = self.with_role(Role::Screener);
        let head = |screener: &CadreId| self.head_of(&self.cadres.get(screener)?.unit).cloned();
        let heads: Vec<CadreId> = screeners.iter().filter_map(head).collect();
        heads.into_iter().chain(screeners.iter().flat_map(|screener| self.chain_above(screener))).collect()
    }

    /// The discipline lane and the level above the county lead no ordinary work.
    fn is_of_a_lane(&self, cadre: &Cadre) -> bool {
        let kind = self.units.get(&cadre.unit).map(|unit| unit.kind);
        matches!(kind, Some(UnitKind::Discipline | UnitKind::City))
    }
}

/// Who is told on a rung: of the first line in which anybody can be reached, that many up; at its end the last one again.
pub fn told_on(lines: &[Vec<CadreId>], rung: u32, can_be_told: impl Fn(&CadreId) -> bool) -> Option<CadreId> {
    let rung = usize::try_from(rung).unwrap_or(usize::MAX);
    let reached = lines.iter().map(|line| line.iter().filter(|cadre| can_be_told(cadre)).collect::<Vec<_>>());
    let line = reached.into_iter().find(|line| !line.is_empty())?;
    line.get(rung).or(line.last()).map(|cadre| (*cadre).clone())
}

fn once_each(line: impl IntoIterator<Item = CadreId>) -> Vec<CadreId> {
    let mut once = Vec::new();
    for cadre in line {
        if !once.contains(&cadre) {
            once.push(cadre);
        }
    }
    once
}
