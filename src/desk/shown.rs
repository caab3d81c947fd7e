//! What a reader is shown of what was said: numbers masked, files and places withheld until the sender agrees
//! (个人信息保护法 art. 6: no more than the purpose needs).

use std::collections::BTreeMap;

use super::words::Entry;
use super::{Done, Work};
use crate::case::Case;
use crate::id::{CadreId, ContentId};
use crate::notice::letter::Media;
use crate::text::mask::{mask_accounts, mask_name, mask_numbers};

/// Kinds whose words name or place somebody.
const TELLING: [&str; 2] = ["contact", "venue"];

/// What was said, as one reader sees it.
#[derive(Default)]
pub(super) struct Shown {
    /// Message by message.
    pub(super) entries: Vec<Entry>,
    /// How many pieces are withheld.
    pub(super) withheld: usize,
    /// Whether numbers are masked.
    pub(super) masked: bool,
}

impl Work<'_> {
    /// What was said about a case, as this reader sees it. What the sender has agreed to is shown as it came.
    pub(super) async fn shown_to(&mut self, case: &Case, cadre: &CadreId) -> Done<Shown> {
        let mut latest: BTreeMap<i64, ContentId> = BTreeMap::new();
        for row in self.tx.entries(&case.id).await? {
            latest.insert(row.no, row.content);
        }
        let names = if case.hides_name() { self.names_behind(case).await? } else { Vec::new() };
        let phones = self.may_see_phones(case, cadre);
        let mut shown = Shown::default();
        for (no, content) in latest {
            let Some(entry) = self.kept::<Entry>(&content).await? else { continue };
            if no <= i64::from(case.showing.until) {
                shown.entries.push(entry);
            } else {
                shown.add(case, entry, phones, &names);
            }
        }
        Ok(shown)
    }

    /// A telephone somebody wrote is for whoever acts, and for those who must save a life; of a case that hides the name
    /// only once a call was asked for, and never when the sender wants to be anonymous.
    fn may_see_phones(&self, case: &Case, cadre: &CadreId) -> bool {
        let in_danger = case.danger.is_some() && self.on_call_people().contains(cadre);
        let called = !case.hides_name() || case.marks.call_asked_at.is_some();
        !case.is_anonymous_by_wish() && (in_danger || called && case.acting() == Some(cadre))
    }
}

impl Shown {
    fn add(&mut self, case: &Case, mut entry: Entry, phones: bool, names: &[String]) {
        let hidden = case.hides_name();
        let telling = TELLING.contains(&entry.kind.as_str());
        let media = entry.media.is_some() && if hidden { !is_bare(&entry) } else { entry.kind == "contact" && !phones };
        if media {
            entry.media = None;
            self.withheld += 1;
        }
        if hidden && telling {
            entry.text = None;
        }
        if let Some(text) = &entry.text {
            let mut shown = mask_numbers(text, !phones);
            if hidden {
                shown = names.iter().fold(mask_accounts(&shown), |shown, name| mask_name(&shown, name));
            }
            self.masked |= shown != *text;
            entry.text = Some(shown);
        }
        self.entries.push(entry);
    }
}

/// Whether Telegram has taken from it what it carried from the phone: pictures are re-encoded, voices recorded in it.
/// Whatever has a name, a place or another program's facts in it has not.
fn is_bare(entry: &Entry) -> bool {
    match &entry.media {
        Some(Media::Photo { .. } | Media::Voice { .. } | Media::VideoNote { .. } | Media::Sticker { .. }) | None => {
            true
        }
        Some(
            Media::Video { .. }
            | Media::Audio { .. }
            | Media::Animation { .. }
            | Media::Document { .. }
            | Media::Location { .. }
            | Media::Other { .. },
        ) => false,
    }
}
