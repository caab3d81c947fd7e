//! Keyboards under messages: what the real server accepts.

use serde_json::{Map, Value};

use super::calls::Refusal;

/// The most buttons one keyboard may have.
const MOST_BUTTONS: usize = 100;
/// The most bytes of `callback_data`.
const DATA_BYTES: usize = 64;
/// What a button may do, besides carrying data.
const OTHER_ACTIONS: [&str; 9] = [
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// Reads a `reply_markup`; `inline_only` where nothing else may stand.
pub(super) fn read(markup: Option<&Map<String, Value>>, inline_only: bool) -> Result<Option<Value>, Refusal> {
    let Some(markup) = markup else { return Ok(None) };
    if let Some(rows) = markup.get("inline_keyboard") {
        let count = each_button(rows, "inline_keyboard", inline_button)?;
        if count > MOST_BUTTONS {
            return Err(Refusal::bad("reply markup is too long"));
        }
        return Ok((count > 0).then(|| Value::Object(markup.clone())));
    }
    if inline_only {
        return Err(Refusal::bad("inline keyboard expected"));
    }
    if let Some(rows) = markup.get("keyboard") {
        each_button(rows, "keyboard", plain_button)?;
        return Ok(Some(Value::Object(markup.clone())));
    }
    let set = |key: &str| markup.get(key).and_then(Value::as_bool).unwrap_or(false);
    if set("remove_keyboard") || set("force_reply") {
        return Ok(Some(Value::Object(markup.clone())));
    }
    if markup.is_empty() { Ok(None) } else { Err(Refusal::bad("object expected as reply markup")) }
}

fn each_button(rows: &Value, field: &str, check: fn(&Value) -> Result<(), Refusal>) -> Result<usize, Refusal> {
    let not_rows = || Refusal::bad(&format!("field \"{field}\" must be an Array of Arrays"));
    let mut count = 0;
    for row in rows.as_array().ok_or_else(not_rows)? {
        for button in row.as_array().ok_or_else(not_rows)? {
            check(button)?;
            count += 1;
        }
    }
    Ok(count)
}

fn plain_button(button: &Value) -> Result<(), Refusal> {
    match button.as_str().or_else(|| button.get("text")?.as_str()) {
        Some("") => Err(Refusal::bad("keyboard button text must be non-empty")),
        Some(_) => Ok(()),
        None => Err(Refusal::bad("can't parse keyboard button: Can't find field \"text\"")),
    }
}

fn inline_button(button: &Value) -> Result<(), Refusal> {
    let cannot = |why: &str| Refusal::bad(&format!("can't parse inline keyboard button: {why}"));
    let Some(fields) = button.as_object() else { return Err(cannot("InlineKeyboardButton must be an Object")) };
    match fields.get("text").and_then(Value::as_str) {
        Some("") => return Err(Refusal::bad("inline keyboard button text must be non-empty")),
        Some(_) => {}
        None => return Err(cannot("Can't find field \"text\"")),
    }
    if let Some(data) = fields.get("callback_data") {
        let length = data.as_str().map_or(0, str::len);
        let fits = (1..=DATA_BYTES).contains(&length);
        return if fits { Ok(()) } else { Err(Refusal::bad("BUTTON_DATA_INVALID")) };
    }
    if let Some(url) = fields.get("url") {
        let known = ["http://", "https://", "tg://"];
        let good = url
            .as_str()
            .is_some_and(|url| known.iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme)));
        return if good { Ok(()) } else { Err(Refusal::bad("BUTTON_URL_INVALID")) };
    }
    if OTHER_ACTIONS.iter().any(|action| fields.contains_key(*action)) {
        return Ok(());
    }
    Err(cannot("Text buttons are unallowed in the inline keyboard"))
}
