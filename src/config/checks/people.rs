//! Checks of cadres, their roles and the chain of command.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::fault::Fault;
use crate::config::written::Written;
use crate::roster::{Role, UnitKind};

pub(super) fn units_have_people(written: &Written, faults: &mut Vec<Fault>) {
    let staffed: BTreeSet<&str> = written.cadres.iter().map(|cadre| cadre.unit.as_str()).collect();
    for unit in written.units.iter().filter(|unit| !staffed.contains(unit.id.as_str())) {
        faults.push(unit.fault(format!("nobody belongs to the unit `{}`", unit.id), "add its cadres to cadres.toml"));
    }
}

pub(super) fn units_have_one_head(written: &Written, faults: &mut Vec<Fault>) {
    for unit in &written.units {
        let people = written.cadres.iter().filter(|cadre| cadre.unit == unit.id);
        let heads: Vec<&str> =
            people.clone().filter(|cadre| cadre.roles.contains(&Role::Head)).map(|cadre| cadre.id.as_str()).collect();
        if people.count() > 0 && heads.len() != 1 {
            let found =
                if heads.is_empty() { "no head".to_owned() } else { format!("several heads: {}", heads.join(", ")) };
            faults.push(unit.fault(
                format!("the unit `{}` has {found}", unit.id),
                "give exactly one of its cadres the role \"head\"",
            ));
        }
    }
}

pub(super) fn chains_of_command_end(written: &Written, faults: &mut Vec<Fault>) {
    let superior: BTreeMap<&str, &str> =
        written.cadres.iter().filter_map(|cadre| Some((cadre.id.as_str(), cadre.superior.as_deref()?))).collect();
    for cadre in &written.cadres {
        let mut above = superior.get(cadre.id.as_str());
        let mut steps = 0;
        while let Some(id) = above.filter(|id| **id != cadre.id && steps <= superior.len()) {
            above = superior.get(id);
            steps += 1;
        }
        if above.is_some_and(|id| *id == cadre.id) {
            let what = format!("the chain of command above `{}` comes back to `{}`", cadre.id, cadre.id);
            faults.push(cadre.fault(what, "let the topmost of them have no superior"));
        }
    }
}

pub(super) fn absences_run_forwards(written: &Written, faults: &mut Vec<Fault>) {
    for cadre in &written.cadres {
        for absence in cadre.absences.iter().filter(|absence| absence.from > absence.until) {
            let what = format!("`{}` is back ({}) before leaving ({})", cadre.id, absence.until, absence.from);
            faults.push(cadre.fault(what, "let `from` be the earlier day"));
        }
    }
}

pub(super) fn somebody_screens_and_watches(written: &Written, faults: &mut Vec<Fault>) {
    let needed = [(Role::Screener, "screener"), (Role::OnCall, "on_call"), (Role::Operator, "operator")];
    for (role, word) in needed {
        let held = written.cadres.iter().any(|cadre| cadre.roles.contains(&role));
        if let Some(last) = written.cadres.last().filter(|_| !held) {
            faults.push(last.fault(format!("nobody holds the role \"{word}\""), "give it to at least one cadre"));
        }
    }
}

pub(super) fn sealed_readers_sit_in_the_discipline_unit(written: &Written, faults: &mut Vec<Fault>) {
    let lane: BTreeSet<&str> =
        written.units.iter().filter(|unit| unit.kind == UnitKind::Discipline).map(|unit| unit.id.as_str()).collect();
    let outside = |unit: &str| !lane.contains(unit);
    for cadre in written.cadres.iter().filter(|cadre| cadre.roles.contains(&Role::DisciplineReader)) {
        if outside(&cadre.unit) {
            let what = format!("`{}` reads sealed matters but belongs to `{}`", cadre.id, cadre.unit);
            faults.push(cadre.fault(what, "only cadres of the discipline unit may hold \"discipline_reader\""));
        }
    }
}

/// Whoever reads what accuses somebody works for nobody who may be accused, commands nobody, and answers for no other unit.
pub(super) fn sealed_readers_stand_outside_what_they_watch(written: &Written, faults: &mut Vec<Fault>) {
    let reads = |id: &str| {
        written.cadres.iter().find(|cadre| cadre.id == id).filter(|cadre| cadre.roles.contains(&Role::DisciplineReader))
    };
    let unit_of = |id: &str| written.cadres.iter().find(|cadre| cadre.id == id).map(|cadre| cadre.unit.as_str());
    for cadre in &written.cadres {
        let Some(superior) = cadre.superior.as_deref().filter(|id| unit_of(id).is_some_and(|unit| unit != cadre.unit))
        else {
            continue;
        };
        let mend = "end the chain of command of the discipline unit inside it: take `superior` out";
        if reads(&cadre.id).is_some() {
            let what =
                format!("`{}` reads sealed matters and stands below `{superior}`, whom they may concern", cadre.id);
            faults.push(cadre.fault(what, mend));
        } else if reads(superior).is_some() {
            let what =
                format!("`{superior}` reads sealed matters and stands above `{}`, whom they may concern", cadre.id);
            faults.push(cadre.fault(what, mend));
        }
    }
    for post in &written.posts {
        for id in [Some(&post.cadre), post.deputy.as_ref()].into_iter().flatten() {
            if let Some(reader) = reads(id).filter(|reader| reader.unit != post.unit) {
                let what = format!(
                    "`{}` reads sealed matters and answers here for `{}`, whom they may concern",
                    reader.id, post.unit
                );
                faults.push(post.fault(what, "name somebody of that unit"));
            }
        }
    }
}
