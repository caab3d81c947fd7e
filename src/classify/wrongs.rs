//! The `[charge]` of the lexicon: what is a wrong in office, who is accused, and what else must be heard beside it.

use serde::Deserialize;

/// Everything the reader knows about charges beside the words of `[accusation]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargeWords {
    /// 我要举报 …: accusations by themselves.
    pub alone: Vec<String>,
    /// 社区, 村委 …: those in office who are spoken of as a body.
    pub bodies: Vec<String>,
    /// Taking, and conduct, beside the words of `[accusation]`.
    pub graft: Vec<String>,
    /// Not acting.
    pub inaction: Vec<String>,
    /// Say the first of a person in office only when they stand close after them.
    pub weak_graft: Vec<String>,
    /// The same of the second.
    pub weak_inaction: Vec<String>,
    /// Words of `[accusation]` that make no charge.
    pub mild: Vec<String>,
    /// Look like one of these and are none.
    pub masks: Vec<String>,
    /// Shops, employers, neighbours: who is reported when nobody in office is.
    pub private: Vec<String>,
    /// 县委书记 …: whom the county does not manage.
    pub above: Vec<String>,
    /// Right before somebody in office: they are only addressed, or help.
    pub asked: Vec<String>,
    /// Right after somebody in office: they help.
    pub helps: Vec<String>,
    /// Right after somebody in office: they only pass on what is so, or are ill or dead.
    pub tells: Vec<String>,
    /// Right after a body: it did something.
    pub acts: Vec<String>,
    /// Work and tools whose names hold such a word (收割机).
    #[serde(default)]
    pub crafts: Vec<String>,
    /// 他, 有些人: somebody who is not named.
    pub somebody: Vec<String>,
    /// Whom such a word may mean instead of somebody in office.
    pub others: Vec<String>,
    /// Begin a sentence about somebody who shall not take part; the name follows.
    pub keep_out: Vec<String>,
    /// What they shall not do; stands after the name.
    pub take_part: Vec<String>,
    /// What they shall do instead; stands after the name.
    pub step_aside: Vec<String>,
    /// Retaliation.
    pub threats: Vec<String>,
    /// Blocking roads, besieging offices, and what looks like it and is none.
    pub unlawful: Heard,
    /// 哪个告我.
    pub who_accused: Vec<String>,
    /// 罢免.
    pub recall: Vec<String>,
    /// Health, belief, money and children under 14: 个人信息保护法 art. 28.
    pub sensitive: Heard,
}

/// Words to hear, and what only looks like them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// The words.
    pub words: Vec<String>,
    /// Look like one of them and are none.
    pub masks: Vec<String>,
}

/// What is left of a text that accuses, for those who handle the need.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestWords {
    /// A clause with one of these is cut, beside what accuses.
    pub cut: Vec<String>,
    /// Harmless words that hold one of those.
    pub masks: Vec<String>,
    /// Pairs: the first is said neutrally by the second.
    pub neutral: Vec<(String, String)>,
}
