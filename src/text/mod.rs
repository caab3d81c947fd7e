//! Key, facts and language in, words out; the words themselves stand in `config/text`.

pub mod basis;
pub mod dates;
pub mod fit;
pub mod guide;
pub mod mask;
pub mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language people may be spoken to in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// Chinese, the default.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language there is.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The code, as in the file names of `config/text`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language for an app's language code (`en-GB` → English); Chinese when unknown.
    pub fn from_code(code: Option<&str>) -> Self {
        match code {
            Some(code) if code.starts_with("en") => Self::English,
            Some(_) | None => Self::Chinese,
        }
    }
}

/// The facts a text is filled with.
pub type Args<'a> = [(&'a str, String)];

/// All texts in all languages.
#[derive(Clone)]
pub struct Texts {
    bundles: Arc<BTreeMap<Language, FluentBundle<FluentResource>>>,
}

/// What is wrong with the texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct TextFault {
    /// The file, such as `text/en.ftl`.
    pub file: String,
    /// What is wrong, and how to mend it.
    pub what: String,
}

impl Texts {
    /// Reads the sources of all languages; every key must exist in every language.
    ///
    /// # Errors
    /// All faults at once: what cannot be parsed, and keys that one language has and another lacks.
    pub fn parse(sources: &BTreeMap<Language, String>) -> Result<Self, Vec<TextFault>> {
        let mut faults = Vec::new();
        let mut bundles = BTreeMap::new();
        let mut keys: BTreeMap<Language, BTreeSet<String>> = BTreeMap::new();
        for language in Language::ALL {
            let source = sources.get(&language).cloned().unwrap_or_default();
            keys.insert(language, keys_of(&source));
            match bundle(language, source) {
                Ok(bundle) => {
                    bundles.insert(language, bundle);
                }
                Err(what) => faults.push(fault(language, what)),
            }
        }
        faults.extend(missing(&keys));
        if faults.is_empty() { Ok(Self { bundles: Arc::new(bundles) }) } else { Err(faults) }
    }

    /// Whether there is a text under this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundles.values().all(|bundle| bundle.has_message(key))
    }

    /// The text under `key`, filled with `args`; the key itself when there is no such text (a test keeps that from happening).
    pub fn say(&self, language: Language, key: &str, args: &Args<'_>) -> String {
        let Some(bundle) = self.bundles.get(&language) else { return key.to_owned() };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { return key.to_owned() };
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set(*name, value.as_str());
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned()
    }

    /// Which of `keys` (the words of the permanent keyboard, say) this text is, in any language.
    pub fn recognise<'k>(&self, text: &str, keys: &[&'k str]) -> Option<&'k str> {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        keys.iter().copied().find(|key| Language::ALL.iter().any(|language| self.say(*language, key, &[]) == text))
    }
}

fn bundle(language: Language, source: String) -> Result<FluentBundle<FluentResource>, String> {
    let resource = FluentResource::try_new(source).map_err(|(_, errors)| {
        let first = errors.first().map(ToString::to_string).unwrap_or_default();
        format!("cannot be read as Fluent ({first}); mend the syntax")
    })?;
    let id: LanguageIdentifier = language.code().parse().map_err(|_| "has an unknown language code".to_owned())?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).map_err(|_| "has a key twice; remove one".to_owned())?;
    Ok(bundle)
}

fn keys_of(source: &str) -> BTreeSet<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

fn missing(keys: &BTreeMap<Language, BTreeSet<String>>) -> Vec<TextFault> {
    let all: BTreeSet<&String> = keys.values().flatten().collect();
    let mut faults = Vec::new();
    for (language, own) in keys {
        for key in all.iter().filter(|key| !own.contains(**key)) {
            faults.push(fault(*language, format!("lacks the key `{key}` that another language has; add it")));
        }
    }
    faults
}

fn fault(language: Language, what: String) -> TextFault {
    TextFault { file: format!("text/{}.ftl", language.code()), what }
}

/// `text` cut to at most `limit` characters, with … where something was cut.
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The length of a text as Telegram counts it: in UTF-16 units.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The longest message Telegram takes, in UTF-16 units.
pub const MESSAGE_LIMIT: usize = 4096;
