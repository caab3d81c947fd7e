//! Faults on order: what the make-believe Telegram answers in place of the truth.

use serde::{Deserialize, Serialize};

use super::Sandbox;
use super::calls::Refusal;
use super::world::World;

/// A fault, where it strikes, and how often.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only calls of this method, in any letter case.
    #[serde(default)]
    pub method: Option<String>,
    /// Only calls about this chat.
    #[serde(default)]
    pub chat: Option<i64>,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many calls it strikes; `u32::MAX` until cleared.
    #[serde(default = "once")]
    pub times: u32,
}

fn once() -> u32 {
    1
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429 with so many seconds to wait.
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// 403 with this text after `Forbidden: `, for instance `bot was blocked by the user`.
    Forbidden(String),
    /// 400 with this text after `Bad Request: `.
    BadRequest(String),
    /// 500 with a JSON body.
    ServerError,
    /// 502 with an HTML body.
    Html502,
    /// No answer until the caller gives up, or the faults are cleared: then the connection is reset.
    Hang,
    /// The act is done, then the connection is dropped without an answer.
    AcceptThenReset,
    /// The act is done, and half of the answer comes.
    TruncatedJson,
    /// The act is done, and the result is of a type no method answers with.
    WrongType,
    /// The act is done, and the body is empty.
    EmptyBody,
    /// `ok: false` without a code.
    NoCode,
    /// The act is done, and the answer trickles, a byte at a time.
    SlowBody,
    /// The connection is reset before anything is done.
    Refuse,
    /// The group has become a supergroup with this number.
    MigrateTo(i64),
    /// The other fault, in so many of a hundred calls.
    Sometimes {
        /// Of a hundred.
        percent: u8,
        /// The fault.
        kind: Box<FaultKind>,
    },
}

impl FaultKind {
    /// Whether the act is done in spite of the fault.
    pub(super) fn acts(&self) -> bool {
        match self {
            Self::AcceptThenReset | Self::TruncatedJson | Self::WrongType | Self::EmptyBody | Self::SlowBody => true,
            Self::TooMany { .. }
            | Self::Forbidden(_)
            | Self::BadRequest(_)
            | Self::ServerError
            | Self::Html502
            | Self::Hang
            | Self::NoCode
            | Self::Refuse
            | Self::MigrateTo(_) => false,
            Self::Sometimes { kind, .. } => kind.acts(),
        }
    }

    /// The refusal it looks like, for faults that are a plain answer.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::TooMany { retry_after } => Some(Refusal::too_many(*retry_after)),
            Self::Forbidden(text) => Some(Refusal::forbidden(text)),
            Self::BadRequest(text) => Some(Refusal::bad(text)),
            Self::ServerError => Some(Refusal::new(500, "Internal Server Error")),
            Self::MigrateTo(to) => Some(Refusal::migrated(*to)),
            Self::Html502
            | Self::Hang
            | Self::AcceptThenReset
            | Self::TruncatedJson
            | Self::WrongType
            | Self::EmptyBody
            | Self::NoCode
            | Self::SlowBody
            | Self::Refuse => None,
            Self::Sometimes { kind, .. } => kind.refusal(),
        }
    }
}

impl World {
    /// Puts a fault in line.
    pub fn order(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.faults.push(fault);
        }
    }

    /// The fault that strikes this call, counted off.
    pub fn strike(&mut self, method: &str, chat: Option<i64>) -> Option<FaultKind> {
        let matches = |fault: &Fault| {
            fault.method.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(method))
                && (fault.chat.is_none() || fault.chat == chat)
        };
        let index = self.faults.iter().position(matches)?;
        let fault = self.faults.get_mut(index)?;
        let kind = match &fault.kind {
            FaultKind::Sometimes { percent, .. } if rand::random_range(0..100) >= *percent => return None,
            FaultKind::Sometimes { kind, .. } => kind.as_ref().clone(),
            plain => plain.clone(),
        };
        if fault.times != u32::MAX {
            fault.times = fault.times.saturating_sub(1);
        }
        if fault.times == 0 {
            self.faults.remove(index);
        }
        Some(kind)
    }
}

impl Sandbox {
    /// Orders a fault; several wait in line.
    pub fn fault(&self, fault: Fault) {
        self.shared.change(|world| world.order(fault));
    }

    /// Takes back every fault not yet struck.
    pub fn clear_faults(&self) {
        self.shared.change(|world| {
            world.faults.clear();
            world.mended += 1;
        });
    }

    /// Shuts the door: connections are cut, new ones refused. Or opens it again, at the same port.
    pub fn shut(&self, shut: bool) {
        self.shared.shut.send_replace(shut);
        self.shared.changed.notify_waiters();
    }
}
