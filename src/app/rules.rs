//! The rules the desk goes by, from the county's files.

use std::sync::{Arc, Mutex, PoisonError};

use crate::case::timers::Window;
use crate::classify::{Lexicon, Reader};
use crate::config::Settings;
use crate::desk::Rules;
use crate::roster::County;

/// How many readers are remembered.
const KEPT: usize = 4;
/// The readers built last, with what they were built from. Building one costs as much as reading some hundred messages, and a
/// reload seldom changes a word of it.
static BUILT: Mutex<Vec<(County, Lexicon, Arc<Reader>)>> = Mutex::new(Vec::new());

/// The rules the desk goes by.
pub fn rules(settings: &Settings, bot_name: String) -> Rules {
    let phones = &settings.bot.phones;
    Rules {
        county: settings.county.clone(),
        calendar: settings.calendar.clone(),
        service: settings.service.clone(),
        reader: reader(settings),
        texts: settings.texts.clone(),
        notices: settings.notices.clone(),
        window: Window {
            quiet_s: i64::from(settings.bot.collect.quiet_seconds),
            max_s: i64::from(settings.bot.collect.max_seconds),
        },
        threshold: settings.bot.routing_threshold,
        precision: settings.bot.routing_precision,
        phones: vec![
            ("police", phones.police.clone()),
            ("fire", phones.fire.clone()),
            ("ambulance", phones.ambulance.clone()),
            ("traffic", phones.traffic.clone()),
            ("gas", phones.gas.clone()),
        ],
        above_county: settings.bot.above_county,
        bot_name,
    }
}

/// The reader of a county, built only when its files differ from those of a reader at hand.
fn reader(settings: &Settings) -> Arc<Reader> {
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let same = |(county, lexicon, _): &&(County, Lexicon, Arc<Reader>)| {
        *county == settings.county && *lexicon == settings.lexicon
    };
    if let Some((_, _, reader)) = built.iter().find(same) {
        return Arc::clone(reader);
    }
    let reader = Arc::new(Reader::new(&settings.county, &settings.lexicon));
    if built.len() == KEPT {
        built.remove(0);
    }
    built.push((settings.county.clone(), settings.lexicon.clone(), Arc::clone(&reader)));
    reader
}
