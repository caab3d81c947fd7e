//! The HTML of `parse_mode`, read as the real server reads it: text and marks out, or the place of the fault.

use serde_json::{Value, json};

/// The tags that may stand in a text.
const TAGS: [&str; 17] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "tg-spoiler",
    "span",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-emoji",
    "tg-time",
];

struct Open {
    tag: String,
    argument: String,
    offset: usize,
    text_at: usize,
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Value>,
}

/// Reads marked-up text into plain text and entities; the error says what is wrong and at which byte.
pub(super) fn parse(source: &str) -> Result<(String, Vec<Value>), String> {
    let mut reader = Reader { source, at: 0, text: String::new(), units: 0, open: Vec::new(), entities: Vec::new() };
    while let Some(c) = reader.peek() {
        match c {
            '<' if reader.source[reader.at + 1..].starts_with('/') => reader.end_tag()?,
            '<' => reader.start_tag()?,
            '&' => {
                let c = reader.reference();
                reader.push(c);
            }
            _ => {
                reader.at += c.len_utf8();
                reader.push(c);
            }
        }
    }
    if let Some(open) = reader.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    let mut entities = reader.entities;
    entities.sort_by_key(|entity| (entity["offset"].as_u64(), std::cmp::Reverse(entity["length"].as_u64())));
    Ok((reader.text, entities))
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn push(&mut self, c: char) {
        self.units += c.len_utf16();
        self.text.push(c);
    }

    /// Moves past characters while they fit; returns them.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> String {
        let rest = &self.source[self.at..];
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    fn skip_space(&mut self) {
        self.take_while(|c| c.is_ascii_whitespace());
    }

    /// A character reference such as `&lt;`; an unknown one stands for itself.
    fn reference(&mut self) -> char {
        let rest = &self.source[self.at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(rest.len());
        let name = &rest[..end];
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        let known = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            _ => number.filter(|code| *code != 0).and_then(char::from_u32),
        };
        match known {
            Some(c) => {
                let semicolon = usize::from(rest[end..].starts_with(';'));
                self.at += 1 + end + semicolon;
                c
            }
            None => {
                self.at += 1;
                '&'
            }
        }
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        self.at += 1;
        let tag = self.take_while(|c| !c.is_ascii_whitespace() && c != '>').to_ascii_lowercase();
        self.peek().ok_or_else(unclosed)?;
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        let mut argument = String::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Err(unclosed()),
                Some('>') => break,
                Some(_) => self.attribute(&tag, begin, &mut argument)?,
            }
        }
        self.at += 1;
        if tag == "span" && argument != "tg-spoiler" {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.open.push(Open { tag, argument, offset: self.units, text_at: self.text.len() });
        Ok(())
    }

    fn attribute(&mut self, tag: &str, begin: usize, argument: &mut String) -> Result<(), String> {
        let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {begin}");
        let name = self.take_while(|c| !c.is_ascii_whitespace() && c != '=' && c != '>' && c != '/' && c != '"');
        if name.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
        }
        self.skip_space();
        if self.peek().ok_or_else(unclosed)? != '=' {
            if (tag, name.as_str()) == ("blockquote", "expandable") {
                *argument = "expandable".to_owned();
                return Ok(());
            }
            return Err(format!(
                "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {begin}"
            ));
        }
        self.at += 1;
        self.skip_space();
        let value = self.attribute_value(tag, begin)?;
        let wanted = matches!(
            (tag, name.to_ascii_lowercase().as_str()),
            ("a", "href") | ("code" | "span", "class") | ("tg-emoji", "emoji-id") | ("tg-time", "unix")
        );
        if wanted {
            *argument = value.strip_prefix("language-").map(str::to_owned).unwrap_or(value);
        }
        Ok(())
    }

    fn attribute_value(&mut self, tag: &str, begin: usize) -> Result<String, String> {
        let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {begin}");
        let quote = self.peek().ok_or_else(unclosed)?;
        if quote != '"' && quote != '\'' {
            let at = self.at;
            let value = self.take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
            let next = self.peek().ok_or_else(unclosed)?;
            let ends = next.is_ascii_whitespace() || next == '>';
            return if ends { Ok(value) } else { Err(format!("Unexpected end of name token at byte offset {at}")) };
        }
        self.at += 1;
        let mut value = String::new();
        loop {
            match self.peek().ok_or_else(unclosed)? {
                c if c == quote => break,
                '&' => value.push(self.reference()),
                c => {
                    self.at += c.len_utf8();
                    value.push(c);
                }
            }
        }
        self.at += 1;
        Ok(value)
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else { return Err(format!("Unexpected end tag at byte offset {begin}")) };
        self.at += 2;
        let tag = self.take_while(|c| !c.is_ascii_whitespace() && c != '>').to_ascii_lowercase();
        self.skip_space();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !tag.is_empty() && tag != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{tag}>\"",
                open.tag
            ));
        }
        self.close(open);
        Ok(())
    }

    fn close(&mut self, open: Open) {
        let length = self.units - open.offset;
        if length == 0 {
            return;
        }
        let mut entity = json!({"type": entity_type(&open), "offset": open.offset, "length": length});
        match open.tag.as_str() {
            "a" => {
                let address = if open.argument.is_empty() { &self.text[open.text_at..] } else { &open.argument };
                match link(address) {
                    Some(link) => merge(&mut entity, link),
                    None => return,
                }
            }
            "tg-emoji" => merge(&mut entity, json!({"custom_emoji_id": open.argument})),
            "tg-time" => merge(&mut entity, json!({"unix_time": open.argument.parse::<i64>().unwrap_or(0)})),
            "pre" => {
                let inside = self.entities.pop_if(|last| {
                    last["type"] == "code" && last["offset"] == entity["offset"] && last["length"] == entity["length"]
                });
                if let Some(language) = inside.and_then(|code| code.get("language").cloned()) {
                    merge(&mut entity, json!({"language": language}));
                }
            }
            "code" if !open.argument.is_empty() => merge(&mut entity, json!({"language": open.argument})),
            _ => {}
        }
        self.entities.push(entity);
    }
}

fn entity_type(open: &Open) -> &'static str {
    match open.tag.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if open.argument == "expandable" => "expandable_blockquote",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        "tg-time" => "date_time",
        _ => "text_link",
    }
}

/// What an address marks: a user or a page; `None` when it is no address at all.
fn link(address: &str) -> Option<Value> {
    if let Some(id) = address.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
        return Some(json!({"type": "text_mention", "user": {"id": id}}));
    }
    let whole = address.contains("://") || address.starts_with("tg:");
    let page = if whole { address.to_owned() } else { format!("http://{address}/") };
    let plausible = whole || (address.contains('.') && !address.contains(char::is_whitespace));
    plausible.then(|| json!({"url": page}))
}

fn merge(entity: &mut Value, more: Value) {
    if let (Some(entity), Value::Object(more)) = (entity.as_object_mut(), more) {
        entity.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn marks(source: &str) -> String {
        let (text, entities) = parse(source).unwrap();
        let marks: Vec<String> = entities
            .iter()
            .map(|e| format!("{}@{}+{}", e["type"].as_str().unwrap(), e["offset"], e["length"]))
            .collect();
        format!("{text}|{}", marks.join(" "))
    }

    #[test]
    fn marks_and_references_are_read_in_utf16_units() {
        assert_eq!(marks("a &lt;b&gt; &amp;&quot;&#33;&unknown;"), "a <b> &\"!&unknown;|");
        assert_eq!(marks("😀<b>路灯<i>坏</i></b>了"), "😀路灯坏了|bold@2+3 italic@4+1");
        assert_eq!(marks("<a href=\"tg://user?id=7\">钱进</a>"), "钱进|text_mention@0+2");
        assert_eq!(marks("<a href='https://a.example/?x=1&amp;y'>x</a>"), "x|text_link@0+1");
        assert_eq!(marks("<pre><code class=\"language-rust\">x</code></pre>"), "x|pre@0+1");
        assert_eq!(marks("<blockquote expandable>x</blockquote><b></b>"), "x|expandable_blockquote@0+1");
        assert_eq!(marks("<b>x</>"), "x|bold@0+1");
    }

    #[test]
    fn faults_are_named_with_their_place() {
        let fault = |source: &str| parse(source).unwrap_err();
        assert_eq!(fault("<b>x"), "Can't find end tag corresponding to start tag \"b\"");
        assert_eq!(fault("x</b>"), "Unexpected end tag at byte offset 1");
        assert_eq!(fault("<b>x</i>"), "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"");
        assert_eq!(fault("<h1>x</h1>"), "Unsupported start tag \"h1\" at byte offset 0");
        assert_eq!(fault("1 < 2"), "Unsupported start tag \"\" at byte offset 2");
        assert_eq!(fault("1 <2"), "Unclosed start tag at byte offset 2");
        assert_eq!(fault("<3 >"), "Unsupported start tag \"3\" at byte offset 0");
        assert_eq!(fault("<a href=\"x"), "Unclosed start tag \"a\" at byte offset 0");
        assert_eq!(fault("<span>x</span>"), "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0");
    }
}
