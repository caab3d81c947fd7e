//! Compares the table of methods with a published description of the Bot API, as data.

use serde_json::Value;

use super::edits::REACTIONS;
use super::methods::{self, Method, Param};

/// Every difference between the table and the description, one line each; empty when they agree.
///
/// The description is an object with `methods` and `types` by name; a method has `fields`, a field `name`, `types`
/// (lists as `Array of X`) and `required`.
pub fn compare(spec: &Value) -> Vec<String> {
    let mut lines: Vec<String> = methods::all().iter().flat_map(|method| method_lines(spec, method)).collect();
    lines.extend(reaction_lines(spec));
    lines
}

fn method_lines(spec: &Value, method: &Method) -> Vec<String> {
    let Some(described) = spec["methods"].get(method.name) else {
        return vec![format!("{}: not in the description", method.name)];
    };
    let fields = described["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut lines = Vec::new();
    for field in fields {
        let name = field["name"].as_str().unwrap_or_default();
        match method.param(name) {
            Some(param) => lines.extend(param_lines(method.name, param, field)),
            None => lines.push(format!("{}.{name}: missing from the table", method.name)),
        }
    }
    for param in &method.params {
        if !fields.iter().any(|field| field["name"] == param.name) {
            lines.push(format!("{}.{}: only in the table", method.name, param.name));
        }
    }
    lines
}

fn param_lines(method: &str, param: &Param, field: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let required = field["required"].as_bool().unwrap_or(false);
    if required != param.required {
        let (table, described) = (need(param.required), need(required));
        lines.push(format!("{method}.{}: {table} in the table, {described} in the description", param.name));
    }
    let mut described: Vec<String> = field["types"].as_array().into_iter().flatten().map(spelled).collect();
    let mut table: Vec<String> = param.types.iter().map(|kind| (*kind).to_owned()).collect();
    described.sort();
    table.sort();
    if described != table {
        let (table, described) = (table.join("|"), described.join("|"));
        lines.push(format!("{method}.{}: {table} in the table, {described} in the description", param.name));
    }
    lines
}

fn need(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

/// A type as the table spells it: `Array of X` is `[X]`.
fn spelled(kind: &Value) -> String {
    let kind = kind.as_str().unwrap_or_default();
    match kind.strip_prefix("Array of ") {
        Some(inner) => format!("[{inner}]"),
        None => kind.to_owned(),
    }
}

/// The reactions a bot may set, as the description of the type lists them in quotes.
fn reaction_lines(spec: &Value) -> Vec<String> {
    let fields = spec["types"]["ReactionTypeEmoji"]["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let field = fields.iter().find(|field| field["name"] == "emoji");
    let Some(text) = field.and_then(|field| field["description"].as_str()) else {
        return vec!["ReactionTypeEmoji.emoji: not in the description".to_owned()];
    };
    let listed: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let only_there = listed.iter().filter(|emoji| !REACTIONS.contains(emoji));
    let only_here = REACTIONS.iter().filter(|emoji| !listed.contains(emoji));
    only_there
        .map(|emoji| format!("reaction {emoji}: missing from the table"))
        .chain(only_here.map(|emoji| format!("reaction {emoji}: only in the table")))
        .collect()
}
