//! From what is written to what it means; called only with files in which nothing is wrong.

use std::collections::BTreeMap;

use super::written::{self, Keyword, Written};
use super::{BotSettings, Settings};
use crate::case::calendar::{Calendar, CalendarYear};
use crate::id::{CadreId, CountyId, OutsideId, PlaceId, SubjectId, UnitId};
use crate::roster::{
    Alias, Cadre, County, Lead, OutsideBody, Place, Post, Reception, Role, StandingPromise, Subject, Unit,
};

/// What the files mean; `None` when one of the tables without which nothing runs could not be read.
pub(super) fn understand(written: Written) -> Option<Settings> {
    let main = written.main;
    let head = main.county?.value;
    let service = written.service?.value;
    let bot = main.bot?.value;
    let years = written.years.into_iter().map(|year| CalendarYear {
        year: year.value.year,
        days: year.value.days.into_iter().map(Into::into).collect(),
    });
    let calendar = Calendar::new(years);
    let heads: BTreeMap<String, String> = written
        .cadres
        .iter()
        .filter(|cadre| cadre.roles.contains(&Role::Head))
        .map(|cadre| (cadre.unit.clone(), cadre.id.clone()))
        .collect();
    let posts = written.posts.into_iter().map(|entry| post(entry.value, &heads)).collect();
    let county = County {
        id: CountyId(head.id),
        name: head.name,
        places: written.places.into_iter().map(|entry| place(entry.value)).map(|it| (it.id.clone(), it)).collect(),
        units: written.units.into_iter().map(|entry| unit(entry.value)).map(|it| (it.id.clone(), it)).collect(),
        cadres: written.cadres.into_iter().map(|entry| cadre(entry.value)).map(|it| (it.id.clone(), it)).collect(),
        posts,
        subjects: written
            .subjects
            .into_iter()
            .map(|entry| subject(entry.value))
            .map(|it| (it.id.clone(), it))
            .collect(),
        receptions: written.receptions.into_iter().map(|entry| reception(entry.value)).collect(),
        outside: written.outside.into_iter().map(|entry| outside(entry.value)).collect(),
    };
    let bot = BotSettings {
        database: bot.database,
        key_file: bot.key_file,
        languages: bot.languages,
        routing_threshold: bot.routing_threshold,
        routing_precision: bot.routing_precision,
        above_county: bot.above_county,
        pacing: main.pacing?.value,
        collect: main.collect?.value,
        phones: main.phones?.value,
    };
    let notices = written.notices.table();
    Some(Settings { county, calendar, service, bot, notices, lexicon: written.lexicon?.value, texts: written.texts? })
}

fn reception(written: written::Reception) -> Reception {
    let minutes = |text: &str| written::Reception::minutes(text).unwrap_or_default();
    Reception {
        day: written.day,
        from: minutes(&written.from),
        until: minutes(&written.until),
        leader: CadreId(written.leader),
        place: written.place,
        places: written.places,
        id: written.id,
    }
}

fn outside(written: written::Outside) -> OutsideBody {
    OutsideBody {
        id: OutsideId(written.id),
        name: written.name,
        aliases: written.aliases,
        kind: written.kind,
        desk: written.desk,
        phone: written.phone,
        subjects: written.subjects.into_iter().map(SubjectId).collect(),
    }
}

fn place(written: written::Place) -> Place {
    Place { id: PlaceId(written.id), name: written.name, aliases: written.aliases, parent: written.parent.map(PlaceId) }
}

fn unit(written: written::Unit) -> Unit {
    let alias = |alias: written::Alias| Alias { name: alias.name, from: alias.from, until: alias.until };
    Unit {
        id: UnitId(written.id),
        name: written.name,
        kind: written.kind,
        place: written.place.map(PlaceId),
        aliases: written.aliases.into_iter().map(alias).collect(),
    }
}

fn cadre(written: written::Cadre) -> Cadre {
    Cadre {
        id: CadreId(written.id),
        name: written.name,
        title: written.title,
        unit: UnitId(written.unit),
        place: written.place.map(PlaceId),
        roles: written.roles,
        superior: written.superior.map(CadreId),
        absences: written.absences.into_iter().map(|absence| (absence.from, absence.until)).collect(),
        managed_above: written.managed_above,
    }
}

/// Where no deputy is written, the unit's head acts.
fn post(written: written::Post, heads: &BTreeMap<String, String>) -> Post {
    let deputy = written.deputy.or_else(|| heads.get(&written.unit).cloned()).unwrap_or_else(|| written.cadre.clone());
    Post {
        place: written.place.map(PlaceId),
        unit: UnitId(written.unit),
        subjects: written.subjects.into_iter().map(SubjectId).collect(),
        cadre: CadreId(written.cadre),
        deputy: CadreId(deputy),
    }
}

fn subject(written: written::Subject) -> Subject {
    let leaf = written.leaf;
    Subject {
        id: SubjectId(leaf.id),
        area: written.area,
        name: leaf.name,
        lead: lead(&leaf.lead),
        photo_evidence: leaf.evidence.is_some(),
        check: leaf.check,
        private: leaf.card.is_some(),
        service: matches!(leaf.card, Some(written::Card::Service)),
        needs_place: leaf.place,
        standing: leaf.promises.iter().map(standing).collect(),
        keywords: leaf.keywords.into_iter().map(keyword).collect(),
    }
}

fn standing(written: &written::Standing) -> StandingPromise {
    StandingPromise { text: written.what.name().to_owned(), wd: written.wd, when_asked: written.when_asked }
}

/// Who leads, by the word written: a rule, or else a unit's id.
pub(super) fn lead(word: &str) -> Lead {
    match word {
        "town" => Lead::Town,
        "discipline" => Lead::Discipline,
        "screener" => Lead::Screener,
        unit => Lead::Unit(UnitId::new(unit)),
    }
}

fn keyword(written: Keyword) -> (String, f64) {
    match written {
        Keyword::Plain(word) => (word, 1.0),
        Keyword::Weighted(word, weight) => (word, weight),
    }
}
