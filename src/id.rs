//! Names for things: opaque ids, case numbers a person can speak, and moments in time.

use std::fmt;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// Wraps the text of an id.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_id! {
    /// A county (县); the first part of every key that grows.
    CountyId,
    /// A unit that handles cases (承办单位), as named in the county's files.
    UnitId,
    /// A cadre (干部), as named in the county's files.
    CadreId,
    /// A town, street, village or community, as named in the county's files.
    PlaceId,
    /// A leaf of the subject tree, as named in the county's files.
    SubjectId,
    /// A body outside the county's units, as named in the county's files.
    OutsideId,
    /// A case (事项): 128 random bits in hex. Never shown to people.
    CaseId,
    /// A resident (群众): 128 random bits in hex. Never shown to people.
    PersonId,
    /// What staff call the sender of one case by (联系号), such as `K7F3`: random, and another one for every case.
    ContactId,
    /// An encrypted piece of content: 128 random bits in hex.
    ContentId,
    /// A button on a message: 128 random bits, the whole of its callback data.
    ButtonId,
    /// A letter waiting to be sent: 128 random bits in hex.
    LetterId,
    /// An entry of the knowledge list: 128 random bits in hex.
    KnowledgeId,
    /// A request for an act that takes two persons: 128 random bits in hex.
    ApprovalId,
    /// A matter that people speak of (热点): as named in the lexicon, or a subject and a sign for one of its words.
    MatterId,
    /// A topic of the month (每月一题): 128 random bits in hex.
    TopicId,
}

impl ButtonId {
    /// What a press carries, if it has the shape of a button's id; people may send anything.
    pub fn pressed(data: &str) -> Option<Self> {
        let shaped = data.len() == 32 && data.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        shaped.then(|| Self::new(data))
    }
}

/// A moment, in milliseconds UTC since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// This moment, later by so many milliseconds.
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This moment, later by so many seconds.
    pub fn plus_s(self, seconds: i64) -> Self {
        self.plus_ms(seconds.saturating_mul(1000))
    }

    /// Milliseconds from `earlier` until this moment.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A case number (编号): eight random digits, the last a check digit, shown `3517-0426`.
///
/// Random, because a gap or an order in numbers would betray sealed cases and volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(u32);

impl CaseNumber {
    /// A number from seven free digits; the eighth is computed (ISO 7064 MOD 11,10: catches every single wrong digit).
    pub fn from_free_digits(free: u32) -> Self {
        let free = free % 10_000_000;
        Self(free * 10 + check_digit(free))
    }

    /// Reads a number as people type it: with or without a dash or spaces, full-width digits too.
    /// `None` when it is not eight digits or its check digit is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = 0u32;
        let mut count = 0;
        for c in text.trim().chars() {
            let digit = match c {
                '0'..='9' => c as u32 - '0' as u32,
                '\u{ff10}'..='\u{ff19}' => c as u32 - 0xff10,
                '-' | '－' | '—' | '–' | ' ' | '\u{3000}' => continue,
                _ => return None,
            };
            count += 1;
            if count > 8 {
                return None;
            }
            digits = digits * 10 + digit;
        }
        (count == 8 && check_digit(digits / 10) == digits % 10).then_some(Self(digits))
    }

    /// The eight digits as one number, for storage.
    pub fn as_i64(self) -> i64 {
        i64::from(self.0)
    }

    /// The number stored as `digits`; `None` when the check digit is wrong.
    pub fn from_i64(digits: i64) -> Option<Self> {
        let digits = u32::try_from(digits).ok().filter(|d| *d <= 99_999_999)?;
        (check_digit(digits / 10) == digits % 10).then_some(Self(digits))
    }
}

fn check_digit(free: u32) -> u32 {
    let mut product = 10;
    for place in (0..7).rev() {
        let digit = free / 10u32.pow(place) % 10;
        let sum = (digit + product) % 10;
        product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
    }
    (11 - product) % 10
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

/// The one source of randomness: ids, numbers, jitter. Seeded in tests, from the system otherwise.
#[derive(Clone)]
pub struct Ids(Arc<Mutex<StdRng>>);

impl Ids {
    /// Randomness from the operating system.
    pub fn from_system() -> Self {
        Self(Arc::new(Mutex::new(rand::make_rng())))
    }

    /// Repeatable randomness, for tests and soaks that print their seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// 128 random bits as 32 hex digits.
    pub fn hex(&self) -> String {
        format!("{:032x}", self.with(|rng| rng.random::<u128>()))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        self.with(|rng| {
            let mut out = [0u8; N];
            rng.fill(&mut out[..]);
            out
        })
    }

    /// A fresh case number; the store refuses one that is taken.
    pub fn case_number(&self) -> CaseNumber {
        CaseNumber::from_free_digits(self.below(10_000_000) as u32)
    }

    /// A fresh contact id, of letters and digits that nobody takes for one another.
    pub fn contact(&self) -> ContactId {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXY";
        const DIGITS: &[u8] = b"23456789";
        let draw = |from: &[u8]| char::from(from[self.below(from.len() as u64) as usize]);
        ContactId([LETTERS, DIGITS, LETTERS, DIGITS, DIGITS].into_iter().map(draw).collect())
    }

    /// A random whole number below `limit` (0 when the limit is 0).
    pub fn below(&self, limit: u64) -> u64 {
        self.with(|rng| rng.random_range(0..limit.max(1)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        let mut rng = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        draw(&mut rng)
    }
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids")
    }
}
