//! Texts that must fit: where to break a long one, and a stranger's name on one line.

/// The length in bytes of the longest beginning of at most `limit` UTF-16 units.
pub fn prefix(text: &str, limit: usize) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        seen += c.len_utf16();
        if seen > limit {
            return at;
        }
    }
    text.len()
}

/// The length in bytes of a beginning of at most `limit` UTF-16 units, as long as it can be: broken after a sentence,
/// else before a word, else anywhere but between a character and what belongs to it.
pub fn beginning(text: &str, limit: usize) -> usize {
    let hard = prefix(text, limit);
    if hard == text.len() {
        return hard;
    }
    let floor = prefix(text, limit / 2);
    let window = &text[floor..hard];
    let border = |c: char| matches!(c, '\n' | '。' | '！' | '？' | '；' | '…' | '!' | '?' | ';');
    window
        .char_indices()
        .rfind(|(_, c)| border(*c))
        .or_else(|| window.char_indices().rfind(|(_, c)| c.is_whitespace() || *c == '，'))
        .map_or_else(|| whole(text, hard), |(at, c)| floor + at + c.len_utf8())
}

/// The nearest place before `at` where no cluster of characters is torn; `at` itself when there is none near.
fn whole(text: &str, at: usize) -> usize {
    const FAR: usize = 32;
    let torn = |at: usize| {
        text[at..].chars().next().is_some_and(clings) || text[..at].chars().next_back().is_some_and(|c| c == '\u{200d}')
    };
    let before = text[..at].char_indices().rev().map(|(at, _)| at);
    std::iter::once(at).chain(before).take(FAR).find(|at| *at > 0 && !torn(*at)).unwrap_or(at)
}

/// Whether a character belongs to the one before it: marks, joiners, variants, skin colours.
fn clings(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// A name as somebody gave it, for others to read: on one line, at most `limit` characters, without what is invisible or
/// turns the order of letters, and set apart so that it changes nothing around it. None when there is nothing to see.
pub fn name_on_one_line(name: &str, limit: usize) -> Option<String> {
    let spaced: String = name.chars().filter(|c| !hides(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = line.chars().any(|c| !clings(c) && !c.is_whitespace());
    seen.then(|| format!("\u{2068}{}\u{2069}", super::shorten(&line, limit)))
}

/// Whether a character shows nothing, or changes how others are shown.
fn hides(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
    ) || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i4_a_break_tears_no_character_and_no_family() {
        let family = "👩\u{200d}👩\u{200d}👧";
        for (text, limit, end) in [
            ("字字字", 2, "字字"),
            ("😀😀", 3, "😀"),
            (family, 8, family),
            ("e\u{301}e\u{301}", 3, "e\u{301}"),
            ("一。二三四", 4, "一。二三"),
            ("一二。三四五", 4, "一二。"),
        ] {
            assert_eq!(&text[..beginning(text, limit)], end, "{text}");
        }
        let two = family.repeat(2);
        assert_eq!(beginning(&two, 12), family.len(), "a family stays together");
        assert_eq!(beginning(&format!("a{}", "\u{301}".repeat(500)), 100), 1 + 99 * 2, "unless it is beyond reason");
    }

    #[test]
    fn i12_a_name_is_one_line_and_turns_nothing() {
        let name = |name: &str| name_on_one_line(name, 64).map(|name| name.replace(['\u{2068}', '\u{2069}'], "|"));
        assert_eq!(name("常\n\r有\u{2028}田\u{0}").as_deref(), Some("|常 有 田|"));
        assert_eq!(name("\u{202e}知通统系\u{2069}\u{200b}").as_deref(), Some("|知通统系|"));
        assert_eq!(name("🇨🇳 \u{feff}").as_deref(), Some("|🇨🇳|"));
        assert_eq!(name("\u{200b}\u{3164} \u{200d}\n"), None);
        assert_eq!(name(&"长".repeat(65)).map(|name| name.chars().count()), Some(66));
    }
}
