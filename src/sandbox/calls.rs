//! What comes of a call: the answer or the refusal of each method.

use serde_json::{Value, json};

use super::methods::{self, Method};
use super::params::Params;
use super::world::World;
use super::{check, look::Call};

/// The real server's way of saying no.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub code: u16,
    pub text: String,
    pub retry_after: Option<i64>,
    pub migrate_to: Option<i64>,
}

impl Refusal {
    /// A refusal with its whole text.
    pub fn new(code: u16, text: &str) -> Self {
        Self { code, text: text.to_owned(), retry_after: None, migrate_to: None }
    }

    /// `400 Bad Request: …`
    pub fn bad(text: &str) -> Self {
        Self::new(400, &format!("Bad Request: {text}"))
    }

    /// `403 Forbidden: …`
    pub fn forbidden(text: &str) -> Self {
        Self::new(403, &format!("Forbidden: {text}"))
    }

    /// `429 Too Many Requests` with the seconds to wait.
    pub fn too_many(seconds: i64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(429, &format!("Too Many Requests: retry after {seconds}")) }
    }

    /// The group has become a supergroup under another number.
    pub fn migrated(to: i64) -> Self {
        Self { migrate_to: Some(to), ..Self::bad("group chat was upgraded to a supergroup chat") }
    }

    /// The answer's body.
    pub fn body(&self) -> Value {
        let mut out = json!({"ok": false, "error_code": self.code, "description": self.text});
        if let Some(seconds) = self.retry_after {
            out["parameters"] = json!({"retry_after": seconds});
        }
        if let Some(to) = self.migrate_to {
            out["parameters"] = json!({"migrate_to_chat_id": to});
        }
        out
    }
}

pub(super) type Outcome = Result<Value, Refusal>;

impl World {
    /// Checks a call against the table and performs it.
    pub fn call(&mut self, name: &str, params: &mut Params) -> Outcome {
        let method = known(name)?;
        check::parameters(method, params)?;
        self.perform(method, params)
    }

    fn perform(&mut self, method: &Method, params: &Params) -> Outcome {
        match method.name {
            "getMe" => Ok(self.me()),
            "getWebhookInfo" => Ok(json!({
                "url": "", "has_custom_certificate": false, "pending_update_count": self.queue.pending(),
                "allowed_updates": self.queue.allowed()
            })),
            "deleteWebhook" => {
                if params.flag("drop_pending_updates") {
                    self.queue.drop_pending();
                }
                Ok(json!(true))
            }
            "setMyCommands" | "setMyDescription" | "setMyShortDescription" => self.set_mine(method.name, params),
            "answerCallbackQuery" => self.answer_press(params),
            "editMessageText" | "editMessageCaption" | "editMessageReplyMarkup" => self.edit(method.name, params),
            "deleteMessage" => self.delete_message(params),
            "setMessageReaction" => self.set_reaction(params),
            "sendMediaGroup" => self.send_album(params),
            "copyMessage" => self.copy_message(params),
            name if name.starts_with("send") && name != "sendChatAction" => self.send_one(name, params),
            _ => self.perform_on_chat(method.name, params),
        }
    }

    fn me(&self) -> Value {
        let mut me = self.user_json(self.bot.id);
        me["can_join_groups"] = json!(true);
        me["make_believe"] = json!(true);
        me["can_read_all_group_messages"] = json!(!self.privacy);
        me["supports_inline_queries"] = json!(false);
        me["can_connect_to_business"] = json!(false);
        me["has_main_web_app"] = json!(false);
        me
    }

    /// Writes a call into the journal.
    pub fn note(&mut self, call: Call) {
        self.journal.push(call);
    }
}

/// The method of that name; refuses those that do not exist and those the bot must never call.
pub(super) fn known(name: &str) -> Result<&'static Method, Refusal> {
    let method = methods::find(name).ok_or_else(|| Refusal::new(404, "Not Found: method not found"))?;
    if methods::NEVER.contains(&method.name) {
        return Err(Refusal::bad(&format!("{} shows who wrote; this bot must never call it", method.name)));
    }
    Ok(method)
}
