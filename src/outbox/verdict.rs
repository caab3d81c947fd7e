//! What becomes of a letter that did not arrive. Pure.

use crate::notice::letter::{Act, Letter};
use crate::telegram::fault::SendFault;

/// A letter that failed this often, Telegram being reachable, has failed for good.
pub const MAX_ATTEMPTS: u32 = 20;
/// Telegram keeps a press this long; an answer after that reaches nobody.
const PRESS_LIVES_MS: i64 = 150_000;

/// What to do with the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is left to be done.
    Done,
    /// Again after so many milliseconds; with `hold`, nothing else to this chat before then.
    Retry {
        /// How long to wait.
        after_ms: i64,
        /// Whether the whole chat waits.
        hold: bool,
        /// Whether it counts as a failure of this letter.
        counted: bool,
    },
    /// Its chat is out of reach: it is held until the chat is back.
    Hold,
    /// It will not arrive.
    Fail,
}

/// What is known of a letter that did not arrive.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// How often it failed before.
    pub attempts: u32,
    /// How long ago it was written.
    pub waited_ms: i64,
    /// For how many steps of growing distance nothing at all has arrived.
    pub foul: u32,
    /// Whether that is an outage, and no letter's fault.
    pub outage: bool,
}

/// Judges a fault of a letter. `chance` draws a number below its argument.
pub fn verdict(fault: SendFault, letter: &Letter, tried: Try, chance: impl Fn(u64) -> u64) -> Verdict {
    let Try { attempts, waited_ms, foul, outage } = tried;
    let press = matches!(letter.act, Act::AnswerPress { .. });
    if press && waited_ms >= PRESS_LIVES_MS {
        return Verdict::Done;
    }
    let after_ms = backoff(attempts.max(foul.saturating_sub(1)), &chance);
    let again = |counted| Verdict::Retry { after_ms, hold: false, counted };
    match fault {
        SendFault::NotModified | SendFault::StalePress => Verdict::Done,
        SendFault::RetryAfter(seconds) => {
            let after_ms = i64::from(seconds.max(1)) * 1000 + 50 + chance(1000) as i64;
            Verdict::Retry { after_ms, hold: !press, counted: false }
        }
        // Nothing was wrong with the letter: it waits as long as Telegram is away.
        SendFault::Unreachable | SendFault::Unauthorized | SendFault::Conflict => again(false),
        SendFault::Server | SendFault::UnknownOutcome if outage => again(false),
        SendFault::Server | SendFault::UnknownOutcome | SendFault::MigratedTo(_) if attempts + 1 < MAX_ATTEMPTS => {
            again(true)
        }
        SendFault::Server | SendFault::UnknownOutcome | SendFault::MigratedTo(_) => Verdict::Fail,
        SendFault::Blocked | SendFault::CannotInitiate | SendFault::TopicClosed if press => Verdict::Done,
        SendFault::Blocked | SendFault::CannotInitiate | SendFault::TopicClosed => Verdict::Hold,
        SendFault::EditGone | SendFault::Rejected(_) => Verdict::Fail,
    }
}

/// 2 s, doubling to 5 min, with up to a quarter more by chance.
fn backoff(attempts: u32, chance: &impl Fn(u64) -> u64) -> i64 {
    let base = (2_000u64 << attempts.min(8)).min(300_000);
    (base + chance(base / 4)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::letter::{Audience, Priority};

    fn letter(act: Act) -> Letter {
        Letter {
            to: Audience::Chat(5),
            act,
            priority: Priority::Status,
            case: None,
            key: "k".to_owned(),
            sealed: false,
        }
    }

    const FIRST: Try = Try { attempts: 0, waited_ms: 0, foul: 0, outage: false };

    fn judge(fault: SendFault, attempts: u32) -> Verdict {
        verdict(fault, &letter(Act::Leave), Try { attempts, ..FIRST }, |_| 0)
    }

    #[test]
    fn the_distance_grows_and_ends() {
        let after = |attempts| match judge(SendFault::Server, attempts) {
            Verdict::Retry { after_ms, hold: false, counted: true } => Some(after_ms / 1000),
            Verdict::Retry { .. } | Verdict::Done | Verdict::Hold | Verdict::Fail => None,
        };
        assert_eq!([0, 1, 2, 7, 8, 18].map(after), [2, 4, 8, 256, 300, 300].map(Some));
        assert_eq!(judge(SendFault::Server, 19), Verdict::Fail);
        assert_eq!(judge(SendFault::UnknownOutcome, 19), Verdict::Fail);
    }

    #[test]
    fn d9_an_outage_fails_no_letter() {
        for fault in [SendFault::Unreachable, SendFault::RetryAfter(3), SendFault::Unauthorized] {
            assert!(matches!(judge(fault, 1_000), Verdict::Retry { counted: false, .. }));
        }
        let outage = Try { attempts: 19, foul: 9, outage: true, ..FIRST };
        for fault in [SendFault::Server, SendFault::UnknownOutcome] {
            let judged = verdict(fault, &letter(Act::Leave), outage, |_| 0);
            assert_eq!(judged, Verdict::Retry { after_ms: 300_000, hold: false, counted: false });
        }
    }

    #[test]
    fn d10_only_a_429_holds_the_chat_and_longer_than_asked() {
        let press = letter(Act::AnswerPress { press: "1".to_owned(), text: None, alert: false });
        assert_eq!(judge(SendFault::RetryAfter(7), 0), Verdict::Retry { after_ms: 7050, hold: true, counted: false });
        assert_eq!(
            verdict(SendFault::RetryAfter(7), &press, FIRST, |_| 0),
            Verdict::Retry { after_ms: 7050, hold: false, counted: false }
        );
        assert_eq!(verdict(SendFault::Server, &press, Try { waited_ms: 150_000, ..FIRST }, |_| 0), Verdict::Done);
    }

    #[test]
    fn d14_a_recipient_out_of_reach_is_tried_once() {
        for fault in [SendFault::Blocked, SendFault::CannotInitiate, SendFault::TopicClosed] {
            assert_eq!(judge(fault, 0), Verdict::Hold);
        }
        assert_eq!(judge(SendFault::Rejected("other"), 0), Verdict::Fail);
    }
}
