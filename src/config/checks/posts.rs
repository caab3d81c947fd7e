//! Checks of who answers where for what, and of the subject tree.

use std::collections::BTreeMap;

use crate::config::fault::Fault;
use crate::config::understood::lead;
use crate::config::written::{Keyword, Written};
use crate::roster::{Lead, UnitKind};

pub(super) fn deputies_are_others(written: &Written, faults: &mut Vec<Fault>) {
    for post in written.posts.iter().filter(|post| post.deputy.as_ref() == Some(&post.cadre)) {
        faults.push(post.fault(format!("`{}` is their own deputy", post.cadre), "name somebody else as deputy"));
    }
}

pub(super) fn posts_do_not_collide(written: &Written, faults: &mut Vec<Fault>) {
    let mut taken: BTreeMap<(&str, Option<&str>, Option<&str>), usize> = BTreeMap::new();
    for post in &written.posts {
        let whole = post.subjects.is_empty().then_some(None);
        for subject in post.subjects.iter().map(|subject| Some(subject.as_str())).chain(whole) {
            let key = (post.unit.as_str(), post.place.as_deref(), subject);
            if let Some(line) = taken.get(&key) {
                let what = format!("the post on line {line} covers the same unit, place and subject");
                faults.push(post.fault(what, "keep one of the two"));
            } else {
                taken.insert(key, post.at.line);
            }
        }
    }
}

/// The town a place lies in.
fn town_of<'w>(written: &'w Written, place: &str) -> Option<&'w str> {
    let place = written.places.iter().find(|found| found.id == place)?;
    Some(place.parent.as_ref().unwrap_or(&place.id))
}

pub(super) fn town_posts_lie_in_the_town(written: &Written, faults: &mut Vec<Fault>) {
    for post in &written.posts {
        let town = written.units.iter().find(|unit| unit.id == post.unit).and_then(|unit| unit.place.as_deref());
        let place = post.place.as_deref().and_then(|place| town_of(written, place));
        if let Some(town) = town.filter(|town| place != Some(town)) {
            let what = format!("`{}` answers here for a place outside `{town}`, or for none", post.unit);
            faults.push(post.fault(what, "name the town, or one of its villages, as the place"));
        }
    }
}

pub(super) fn villages_are_answered_for(written: &Written, faults: &mut Vec<Fault>) {
    for place in &written.places {
        let town = place.parent.as_ref().unwrap_or(&place.id);
        let Some(unit) = written.units.iter().find(|unit| unit.place.as_ref() == Some(town)) else { continue };
        let covers = |id: &Option<String>| id.as_ref() == Some(&place.id) || id.as_ref() == Some(town);
        let answered =
            written.posts.iter().any(|post| post.unit == unit.id && post.subjects.is_empty() && covers(&post.place));
        if !answered {
            let what = format!("nobody of `{}` answers for `{}`", unit.id, place.id);
            faults.push(place.fault(what, "add a post without subjects for it, or for its town"));
        }
    }
}

pub(super) fn units_are_answered_for(written: &Written, faults: &mut Vec<Fault>) {
    for unit in written.units.iter().filter(|unit| unit.kind != UnitKind::Town) {
        let mut own = written.posts.iter().filter(|post| post.unit == unit.id);
        if !own.any(|post| post.place.is_none() && post.subjects.is_empty()) {
            let what = format!("nobody answers for the unit `{}` in the whole county", unit.id);
            faults.push(unit.fault(what, "add a post of this unit without place and subjects"));
        }
    }
}

pub(super) fn subjects_have_a_known_lead(written: &Written, faults: &mut Vec<Fault>) {
    for subject in &written.subjects {
        let Lead::Unit(unit) = lead(&subject.leaf.lead) else { continue };
        if !written.units.iter().any(|known| known.id == unit.as_str()) {
            let what = format!("`{}` is led by `{unit}`, which is no unit", subject.leaf.id);
            faults.push(subject.fault(what, "write \"town\", \"discipline\", \"screener\" or the id of a unit"));
        }
    }
}

pub(super) fn keywords_weigh_something(written: &Written, faults: &mut Vec<Fault>) {
    let sound = |keyword: &Keyword| match keyword {
        Keyword::Plain(word) => !word.trim().is_empty(),
        Keyword::Weighted(word, weight) => !word.trim().is_empty() && weight.is_finite() && *weight > 0.0,
    };
    for subject in written.subjects.iter().filter(|subject| !subject.leaf.keywords.iter().all(sound)) {
        let what = format!("a keyword of `{}` is empty or weighs nothing", subject.leaf.id);
        faults.push(subject.fault(what, "take it out or give it a weight above 0"));
    }
}
