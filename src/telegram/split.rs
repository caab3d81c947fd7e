//! Long texts in parts Telegram accepts, measured in UTF-16 units as Telegram measures them.

use crate::notice::letter::Mention;
use crate::text::fit::{beginning, prefix};

/// The longest text of one message.
pub const TEXT_LIMIT: usize = 4096;
/// The longest caption.
pub const CAPTION_LIMIT: usize = 1024;
/// The longest answer to a press.
pub const ANSWER_LIMIT: usize = 200;
/// The longest placeholder of a reply box.
pub const PLACEHOLDER_LIMIT: usize = 64;
/// The most messages one text becomes.
pub const MAX_PARTS: usize = 3;

/// One message's worth of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The words.
    pub text: String,
    /// The mentions within, counted from the part's beginning.
    pub mentions: Vec<Mention>,
}

/// How many UTF-16 units a text has.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The text itself when short enough, else its beginning with an ellipsis; never half a character.
pub fn cut(text: &str, limit: usize) -> String {
    if units(text) <= limit {
        return text.to_owned();
    }
    let end = prefix(text, limit.saturating_sub(1));
    format!("{}…", text[..end].trim_end())
}

/// The text in at most `max` parts of at most [`TEXT_LIMIT`] units, broken after sentences where it can be and
/// never inside a mention; what is left over is cut.
pub fn parts(text: &str, mentions: &[Mention], max: usize) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut start = 0;
    while !rest.is_empty() {
        let last = out.len() + 1 >= max;
        let end = match units(rest) <= TEXT_LIMIT {
            true => rest.len(),
            false => break_at(rest, start, mentions, if last { TEXT_LIMIT - 1 } else { TEXT_LIMIT }),
        };
        let size = units(&rest[..end]);
        let mut words = rest[..end].to_owned();
        if last && end < rest.len() {
            words.push('…');
        }
        out.push(Part { text: words, mentions: within(mentions, start, size) });
        if last {
            break;
        }
        rest = &rest[end..];
        start += size;
    }
    out
}

/// Where to break: where the text allows it, and never inside a mention.
fn break_at(rest: &str, start: usize, mentions: &[Mention], limit: usize) -> usize {
    let end = beginning(rest, limit);
    let at = start + units(&rest[..end]);
    match mentions.iter().find(|m| m.offset < at && at < m.offset + m.length) {
        Some(mention) if mention.offset > start => prefix(rest, mention.offset - start),
        Some(_) | None => end,
    }
}

fn within(mentions: &[Mention], start: usize, size: usize) -> Vec<Mention> {
    let inside = |m: &&Mention| m.offset >= start && m.offset + m.length <= start + size;
    mentions.iter().filter(inside).map(|m| Mention { offset: m.offset - start, ..m.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CadreId;
    use proptest::prelude::*;

    fn sizes(text: &str) -> Vec<usize> {
        parts(text, &[], MAX_PARTS).iter().map(|p| units(&p.text)).collect()
    }

    #[test]
    fn i5_texts_at_the_border() {
        assert_eq!(sizes(&"字".repeat(4095)), [4095]);
        assert_eq!(sizes(&"字".repeat(4096)), [4096]);
        assert_eq!(sizes(&"字".repeat(4097)), [4096, 1]);
        assert_eq!(sizes(&"😀".repeat(2048)), [4096]);
        assert_eq!(sizes(&format!("a{}", "😀".repeat(2048))), [4095, 2]);
        assert_eq!(sizes(&"字".repeat(20_000)), [4096, 4096, 4096]);
        assert!(parts(&"字".repeat(20_000), &[], MAX_PARTS)[2].text.ends_with('…'));
        assert_eq!(units(&cut(&"😀".repeat(600), CAPTION_LIMIT)), 1023);
        assert_eq!(units(&cut(&"字".repeat(1024), CAPTION_LIMIT)), 1024);
    }

    #[test]
    fn a_break_stands_after_a_sentence_and_never_in_a_mention() {
        let text = format!("{}。{}", "前".repeat(4000), "后".repeat(200));
        assert_eq!(sizes(&text), [4001, 200]);
        let mention = Mention { offset: 4094, length: 4, cadre: CadreId::new("qian") };
        let split = parts(&"字".repeat(5000), &[mention], MAX_PARTS);
        assert_eq!(units(&split[0].text), 4094);
        assert_eq!(split[1].mentions[0].offset, 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_part_is_too_long_and_nothing_short_is_lost(
            runs in prop::collection::vec((prop::sample::select(vec!["a", "字", "😀", "。", "\n", " ", "👩‍👧"]), 1usize..900), 0..16),
        ) {
            let text: String = runs.iter().map(|(piece, times)| piece.repeat(*times)).collect();
            let split = parts(&text, &[], MAX_PARTS);
            prop_assert!(split.len() <= MAX_PARTS);
            prop_assert!(split.iter().all(|p| units(&p.text) <= TEXT_LIMIT));
            if units(&text) <= TEXT_LIMIT * 3 / 2 {
                let whole: String = split.iter().map(|p| p.text.as_str()).collect();
                prop_assert_eq!(whole, text);
            }
        }
    }
}
