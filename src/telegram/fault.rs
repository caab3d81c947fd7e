//! What Telegram's refusals mean for a letter; never the words of an answer, the address or the token.

/// Why a call had no effect, or why nobody can say whether it had one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// Too much for this chat; not before so many seconds.
    #[error("Telegram asks to wait {0} s")]
    RetryAfter(u32),
    /// The reader blocked the bot, is gone, or the bot is not (or no longer allowed to write) in the group.
    #[error("the reader cannot be reached")]
    Blocked,
    /// The reader never opened a chat with the bot.
    #[error("the reader has not opened a chat with the bot")]
    CannotInitiate,
    /// The group has another id now.
    #[error("the group has moved")]
    MigratedTo(i64),
    /// The message is already as it shall be: a success.
    #[error("the message is already so")]
    NotModified,
    /// The message to be edited is gone, or can no longer be edited.
    #[error("the message is gone or cannot be edited")]
    EditGone,
    /// The press is too old to be answered.
    #[error("the press is too old")]
    StalePress,
    /// The topic is closed or deleted.
    #[error("the topic is closed")]
    TopicClosed,
    /// Nobody answered after the request had left: it may have had its effect.
    #[error("the outcome is unknown")]
    UnknownOutcome,
    /// No connection: it surely had no effect.
    #[error("Telegram cannot be reached")]
    Unreachable,
    /// Telegram refuses the request itself; the fault is ours.
    #[error("Telegram refuses the request: {0}")]
    Rejected(&'static str),
    /// Telegram has a fault of its own.
    #[error("Telegram has a fault")]
    Server,
    /// The token is not (or no longer) valid.
    #[error("the token is not valid")]
    Unauthorized,
    /// Another process polls with the same token.
    #[error("another process polls with this token")]
    Conflict,
}

impl SendFault {
    /// The kind in one word, for logs, counts and the store.
    pub fn kind(self) -> &'static str {
        match self {
            Self::RetryAfter(_) => "retry_after",
            Self::Blocked => "blocked",
            Self::CannotInitiate => "cannot_initiate",
            Self::MigratedTo(_) => "migrated",
            Self::NotModified => "not_modified",
            Self::EditGone => "edit_gone",
            Self::StalePress => "stale_press",
            Self::TopicClosed => "topic_closed",
            Self::UnknownOutcome => "unknown_outcome",
            Self::Unreachable => "unreachable",
            Self::Rejected(_) => "rejected",
            Self::Server => "server",
            Self::Unauthorized => "unauthorized",
            Self::Conflict => "conflict",
        }
    }
}

/// A call that had its effect, or a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It had its effect; the message's id if the answer tells.
    Delivered(Option<i64>),
    /// It had not, or nobody knows.
    Fault(SendFault),
}

/// Whether a request that found no answer may have had its effect.
pub(super) fn network(error: &reqwest::Error) -> SendFault {
    if error.is_connect() || error.is_builder() { SendFault::Unreachable } else { SendFault::UnknownOutcome }
}

/// What the text of an answer means, however strange it is. A call that makes a message is answered with its number; an
/// `ok` with something else is some gateway's, or torn.
pub(super) fn answer(raw: &str, makes_message: bool) -> Outcome {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(raw) else {
        // A page of HTML is a gateway's; anything else may be the torn answer to a call that had its effect.
        let page = raw.trim_start().starts_with('<');
        return Outcome::Fault(if page { SendFault::Server } else { SendFault::UnknownOutcome });
    };
    match value.get("ok").and_then(serde_json::Value::as_bool) {
        Some(true) => match value.pointer("/result/message_id").and_then(serde_json::Value::as_i64) {
            Some(id) => Outcome::Delivered(Some(id)),
            None if !makes_message && value.pointer("/result").is_some_and(plausible) => Outcome::Delivered(None),
            None => Outcome::Fault(SendFault::UnknownOutcome),
        },
        Some(false) => Outcome::Fault(refused(&value)),
        None => Outcome::Fault(SendFault::Server),
    }
}

/// What methods that make no message are answered with: `true`, or a thing.
fn plausible(result: &serde_json::Value) -> bool {
    result.as_bool() == Some(true) || result.is_object()
}

/// What an answer `"ok": false` means.
pub(super) fn refused(value: &serde_json::Value) -> SendFault {
    let number = |path: &str| value.pointer(path).and_then(serde_json::Value::as_i64);
    if let Some(seconds) = number("/parameters/retry_after") {
        return SendFault::RetryAfter(u32::try_from(seconds).unwrap_or(1));
    }
    if let Some(chat) = number("/parameters/migrate_to_chat_id") {
        return SendFault::MigratedTo(chat);
    }
    let text = value.get("description").and_then(serde_json::Value::as_str).unwrap_or_default();
    refusal(text, number("/error_code"))
}

/// Wordings that tell more than the code does, most telling first; matched without regard to case.
const WORDINGS: &[(&str, SendFault)] = &[
    ("is not modified", SendFault::NotModified),
    ("query is too old", SendFault::StalePress),
    ("query id is invalid", SendFault::StalePress),
    ("query_id_invalid", SendFault::StalePress),
    ("message to edit not found", SendFault::EditGone),
    ("message can't be edited", SendFault::EditGone),
    ("message_id_invalid", SendFault::EditGone),
    ("message_edit_time_expired", SendFault::EditGone),
    ("message to react not found", SendFault::EditGone),
    ("message to delete not found", SendFault::EditGone),
    ("message to be replied not found", SendFault::Rejected("reply_not_found")),
    ("can't initiate conversation", SendFault::CannotInitiate),
    ("chat not found", SendFault::CannotInitiate),
    ("peer_id_invalid", SendFault::CannotInitiate),
    ("topic_closed", SendFault::TopicClosed),
    ("topic_deleted", SendFault::TopicClosed),
    ("topic_id_invalid", SendFault::TopicClosed),
    ("topic_not_modified", SendFault::NotModified),
    ("message thread not found", SendFault::TopicClosed),
    ("deactivated", SendFault::Blocked),
    ("bot was blocked", SendFault::Blocked),
    ("bot was kicked", SendFault::Blocked),
    ("not a member", SendFault::Blocked),
    ("user_is_blocked", SendFault::Blocked),
    ("chat_write_forbidden", SendFault::Blocked),
    ("no rights to send", SendFault::Blocked),
    ("not enough rights to send", SendFault::Blocked),
    ("group chat was deleted", SendFault::Blocked),
    ("chat was deleted", SendFault::Blocked),
    ("message is too long", SendFault::Rejected("too_long")),
    ("message_too_long", SendFault::Rejected("too_long")),
    ("caption is too long", SendFault::Rejected("caption_too_long")),
    ("text must be non-empty", SendFault::Rejected("empty")),
    ("text is empty", SendFault::Rejected("empty")),
    ("can't parse", SendFault::Rejected("cannot_parse")),
    ("button_data_invalid", SendFault::Rejected("button_data")),
    ("file identifier", SendFault::Rejected("file_id")),
    ("wrong file", SendFault::Rejected("file_id")),
    ("can't be copied", SendFault::Rejected("cannot_copy")),
    ("message to copy not found", SendFault::Rejected("copy_gone")),
    ("reaction_invalid", SendFault::Rejected("reaction")),
    ("not enough rights to manage", SendFault::Rejected("rights")),
];

/// What a refusal means, by its code and its words: the code is what lasts, the words tell one 400 from another.
pub(super) fn refusal(text: &str, code: Option<i64>) -> SendFault {
    let text = text.to_lowercase();
    if let Some((_, fault)) = WORDINGS.iter().find(|(words, _)| text.contains(words)) {
        return *fault;
    }
    match code.or_else(|| code_of(&text)) {
        Some(401 | 404) => SendFault::Unauthorized,
        Some(403) => SendFault::Blocked,
        Some(409) => SendFault::Conflict,
        Some(429) => SendFault::RetryAfter(seconds_in(&text).unwrap_or(5)),
        Some(400..=499) => SendFault::Rejected("other"),
        Some(_) | None => SendFault::Server,
    }
}

/// Telegram's descriptions begin with the name of their code, which teloxide does not pass on.
fn code_of(text: &str) -> Option<i64> {
    const NAMES: &[(&str, i64)] = &[
        ("bad request", 400),
        ("unauthorized", 401),
        ("forbidden", 403),
        ("not found", 404),
        ("conflict", 409),
        ("too many requests", 429),
        ("internal server error", 500),
    ];
    NAMES.iter().find(|(name, _)| text.starts_with(name)).map(|(_, code)| *code)
}

fn seconds_in(text: &str) -> Option<u32> {
    text.rsplit_once("retry after ").and_then(|(_, seconds)| seconds.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d14_every_403_is_a_recipient_out_of_reach_also_in_unknown_words() {
        for text in [
            "Forbidden: bot was blocked by the user",
            "Forbidden: user is deactivated",
            "Forbidden: bot was kicked from the supergroup chat",
            "Forbidden: bot is not a member of the supergroup chat",
            "Forbidden: the group chat was deleted",
            "Forbidden: words nobody has seen yet",
            "Bad Request: not enough rights to send text messages to the chat",
        ] {
            assert_eq!(refusal(text, None), SendFault::Blocked, "{text}");
        }
        assert_eq!(refusal("gone fishing", Some(403)), SendFault::Blocked);
        assert_eq!(
            refusal("Forbidden: bot can't initiate conversation with a user", Some(403)),
            SendFault::CannotInitiate
        );
        assert_eq!(refusal("Bad Request: chat not found", None), SendFault::CannotInitiate);
    }

    #[test]
    fn d17_edit_troubles_are_told_apart() {
        let check = |text: &str, fault| assert_eq!(refusal(text, Some(400)), fault, "{text}");
        check("Bad Request: message is not modified: specified new message content", SendFault::NotModified);
        check("Bad Request: message to edit not found", SendFault::EditGone);
        check("Bad Request: message can't be edited", SendFault::EditGone);
        check("Bad Request: TOPIC_CLOSED", SendFault::TopicClosed);
        check("Bad Request: TOPIC_ID_INVALID", SendFault::TopicClosed);
        check("Bad Request: TOPIC_NOT_MODIFIED", SendFault::NotModified);
        check("Bad Request: not enough rights to manage topics in the chat", SendFault::Rejected("rights"));
        check(
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
            SendFault::StalePress,
        );
        check("Bad Request: can't parse entities: Unsupported start tag", SendFault::Rejected("cannot_parse"));
        check("Bad Request: something else", SendFault::Rejected("other"));
    }

    #[test]
    fn d11_strange_bodies_are_never_a_delivery() {
        for (raw, fault) in [
            ("<html>502 Bad Gateway</html>", SendFault::Server),
            ("", SendFault::UnknownOutcome),
            (r#"{"ok":true,"result":{"message_id":7"#, SendFault::UnknownOutcome),
            (r#"{"ok":false}"#, SendFault::Server),
            (r#"{"ok":"yes"}"#, SendFault::Server),
            (r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#, SendFault::Server),
            (
                r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7"}"#,
                SendFault::RetryAfter(7),
            ),
            (r#"{"ok":false,"description":"x","parameters":{"retry_after":9,"more":1}}"#, SendFault::RetryAfter(9)),
            (r#"{"ok":false,"parameters":{"migrate_to_chat_id":-1001}}"#, SendFault::MigratedTo(-1001)),
        ] {
            assert_eq!(answer(raw, true), Outcome::Fault(fault), "{raw}");
        }
    }

    #[test]
    fn d11_an_ok_counts_only_with_what_the_call_is_answered_with() {
        let sent = r#"{"ok":true,"result":{"message_id":7,"new":{}}}"#;
        assert_eq!(answer(sent, true), Outcome::Delivered(Some(7)));
        assert_eq!(answer(r#"{"ok":true,"result":true}"#, false), Outcome::Delivered(None));
        for (raw, makes_message) in [
            (r#"{"ok":true,"result":"what is this"}"#, true),
            (r#"{"ok":true,"result":"what is this"}"#, false),
            (r#"{"ok":true,"result":true}"#, true),
            (r#"{"ok":true}"#, false),
        ] {
            assert_eq!(answer(raw, makes_message), Outcome::Fault(SendFault::UnknownOutcome), "{raw}");
        }
    }
}
