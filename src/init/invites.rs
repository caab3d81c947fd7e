//! `minqing invite --all`: one line with name, number and link for each cadre who has not joined.

use std::collections::BTreeMap;

use super::words::Words;
use crate::desk::Desk;
use crate::id::CadreId;
use crate::roster::{Cadre, County};
use crate::store::{Store, StoreFault};
use crate::text::{Language, Texts};

/// What the lines are made of.
pub struct Invites<'i> {
    /// Whom to invite.
    pub county: &'i County,
    /// The words.
    pub texts: &'i Texts,
    /// The language to answer in.
    pub language: Language,
    /// People's numbers, as far as they are known.
    pub phones: &'i BTreeMap<CadreId, String>,
    /// The bot's name in links; without it the line to send to the bot is given.
    pub bot: Option<String>,
}

impl Invites<'_> {
    /// What an invite looks like: a link, or what to write to the bot.
    pub fn link(&self, token: &str) -> String {
        match &self.bot {
            Some(bot) => format!("https://t.me/{bot}?start=j-{token}"),
            None => format!("/start j-{token}"),
        }
    }

    /// Makes an invite for each cadre who has not joined; the lines to print.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn all(&self, desk: &Desk, store: &Store) -> Result<Vec<String>, StoreFault> {
        let joined = store.view().await?.bound_cadres().await?;
        let people = joinable(self.county);
        let people: Vec<&CadreId> = people.map(|cadre| &cadre.id).collect();
        let waiting: Vec<&CadreId> = people.iter().copied().filter(|id| !joined.contains(id)).collect();
        let facts = [("waiting", waiting.len().to_string()), ("all", people.len().to_string())];
        let mut lines = vec![self.texts.say(self.language, "init-invited", &facts)];
        for id in waiting {
            let Some(cadre) = self.county.cadres.get(id) else { continue };
            let unit = self.county.units.get(&cadre.unit).map_or("", |unit| unit.name.as_str());
            let phone = self.phones.get(id).map_or("-", String::as_str);
            lines.push(format!("{} ({unit})\t{phone}\t{}", cadre.name, self.link(&desk.invite(id).await?)));
        }
        Ok(lines)
    }
}

/// Everyone of a roster who could join: a seat kept open is nobody.
pub fn joinable(county: &County) -> impl Iterator<Item = &Cadre> {
    let open_seat = Words::embedded().map(|words| words.kinds.open_seat).unwrap_or_default();
    county.cadres.values().filter(move |cadre| cadre.name != open_seat)
}
