//! Keys and ciphers: what is readable only with the key file beside the database.
//!
//! The key file wraps one data key per county; from it come one key for sealing and one for keyed hashes.
//! Nothing here can be printed: no type of this module has a `Debug` that shows bytes.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use super::StoreFault;
use crate::id::Ids;

const NONCE: usize = 24;
const SALT: usize = 16;
/// Marks what was sealed under the county's key.
const VERSION: u8 = 1;
/// Marks what was sealed under the key of its case.
const OF_CASE: u8 = 2;

/// 32 secret bytes.
pub(super) struct Secret([u8; 32]);

impl Secret {
    /// Fresh from the operating system's randomness.
    pub(super) fn fresh() -> Self {
        Self(Ids::from_system().bytes())
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut out = [0; 32];
        if let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) {
            mac.update(purpose.as_bytes());
            out.copy_from_slice(&mac.finalize().into_bytes());
        }
        out
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.derive(purpose).into())
    }
}

/// Reads the key file; makes one (mode 0600) when there is none and the database is new.
pub(super) fn key_file(path: &Path, database_is_new: bool) -> Result<Secret, StoreFault> {
    let refuse = |line: &str| StoreFault::Config(format!("the key file {} {line}", path.display()));
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && database_is_new => {
            return make_key_file(path).map_err(|error| refuse(&format!("cannot be written: {}", error.kind())));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(refuse("is missing; without it the database cannot be read. Put the key back"));
        }
        Err(error) => return Err(refuse(&format!("cannot be read: {}", error.kind()))),
    };
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(refuse("can be read by others; chmod 600 it, and think about who has read it"));
    }
    let text = fs::read_to_string(path).map_err(|error| refuse(&format!("cannot be read: {}", error.kind())))?;
    parse_key(text.trim()).map(Secret).ok_or_else(|| refuse("does not hold 32 bytes in hex or base64"))
}

fn make_key_file(path: &Path) -> std::io::Result<Secret> {
    let secret = Secret::fresh();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", hex(&secret.0))?;
    file.sync_all()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()?;
    Ok(secret)
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    let bytes = match text.len() {
        64 => (0..32)
            .map(|i| text.get(2 * i..2 * i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect::<Option<Vec<u8>>>()?,
        _ => STANDARD.decode(text).ok()?,
    };
    bytes.try_into().ok()
}

/// Wraps a county's data key under the key file's key.
pub(super) fn wrap(master: &Secret, county: &str, data: &Secret) -> Result<Vec<u8>, StoreFault> {
    seal_with(
        (VERSION, &master.cipher("minqing wrap")),
        &Ids::from_system(),
        &format!("{county}|county_key|1"),
        &data.0,
    )
}

/// Unwraps a county's data key; none when the key file is not the right one.
pub(super) fn unwrap(master: &Secret, county: &str, wrapped: &[u8]) -> Option<Secret> {
    let plain = open_with((VERSION, &master.cipher("minqing wrap")), &format!("{county}|county_key|1"), wrapped)?;
    plain.try_into().ok().map(Secret)
}

/// The county's keys, ready for use.
pub(super) struct KeyRing {
    county: String,
    cipher: XChaCha20Poly1305,
    index: Hmac<Sha256>,
    random: Ids,
}

impl KeyRing {
    /// The keys derived from a county's data key.
    pub(super) fn new(county: &str, data: &Secret) -> Result<Self, StoreFault> {
        let index = <Hmac<Sha256> as KeyInit>::new_from_slice(&data.derive("minqing index"))
            .map_err(|_| StoreFault::Config("the data key has the wrong length".into()))?;
        Ok(Self { county: county.to_owned(), cipher: data.cipher("minqing seal"), index, random: Ids::from_system() })
    }

    /// Seals bytes for one row of one table; they open nowhere else.
    pub(super) fn seal(&self, table: &str, row: &str, plain: &[u8]) -> Result<Vec<u8>, StoreFault> {
        seal_with((VERSION, &self.cipher), &self.random, &self.place(table, row), plain)
    }

    /// Opens what was sealed for this row.
    pub(super) fn open(&self, table: &str, row: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreFault> {
        open_with((VERSION, &self.cipher), &self.place(table, row), sealed)
            .ok_or_else(|| StoreFault::Corrupt(format!("{table} {row} does not open with its key")))
    }

    /// Seals a text.
    pub(super) fn seal_text(&self, table: &str, row: &str, plain: &str) -> Result<Vec<u8>, StoreFault> {
        self.seal(table, row, plain.as_bytes())
    }

    /// Opens a text.
    pub(super) fn open_text(&self, table: &str, row: &str, sealed: &[u8]) -> Result<String, StoreFault> {
        String::from_utf8(self.open(table, row, sealed)?)
            .map_err(|_| StoreFault::Corrupt(format!("{table} {row} is not text")))
    }

    /// Seals a number, always to the same length.
    pub(super) fn seal_int(&self, table: &str, row: &str, number: i64) -> Result<Vec<u8>, StoreFault> {
        self.seal(table, row, &number.to_be_bytes())
    }

    /// Opens a number.
    pub(super) fn open_int(&self, table: &str, row: &str, sealed: &[u8]) -> Result<i64, StoreFault> {
        let plain = self.open(table, row, sealed)?;
        plain
            .try_into()
            .map(i64::from_be_bytes)
            .map_err(|_| StoreFault::Corrupt(format!("{table} {row} is not a number")))
    }

    /// A fresh key for the content of one case, and the same wrapped by the county's key, to be kept.
    pub(super) fn fresh_case_key(&self, case: &str) -> Result<(CaseKey, Vec<u8>), StoreFault> {
        let secret = Secret::fresh();
        let wrapped = self.seal("content_key", case, &secret.0)?;
        Ok((CaseKey(secret.cipher("minqing case")), wrapped))
    }

    /// The key of a case's content, unwrapped.
    pub(super) fn case_key(&self, case: &str, wrapped: &[u8]) -> Result<CaseKey, StoreFault> {
        let plain: [u8; 32] = self
            .open("content_key", case, wrapped)?
            .try_into()
            .map_err(|_| StoreFault::Corrupt(format!("content_key {case} is no key")))?;
        Ok(CaseKey(Secret(plain).cipher("minqing case")))
    }

    /// Seals content behind a fresh salt and commits to it. The salt is sealed too: in clear it would let a thief
    /// of the database confirm a guess against the commitment.
    pub(super) fn seal_content(
        &self,
        key: Option<&CaseKey>,
        id: &str,
        plain: &[u8],
    ) -> Result<(Vec<u8>, String), StoreFault> {
        let salt: [u8; SALT] = self.random.bytes();
        let salted = [&salt[..], plain].concat();
        let commitment = hex(&Sha256::digest(&salted));
        let (version, cipher) = key.map_or((VERSION, &self.cipher), |key| (OF_CASE, &key.0));
        Ok((seal_with((version, cipher), &self.random, &self.place("content", id), &salted)?, commitment))
    }

    /// Opens content, without its salt; with the key of its case when it has one.
    pub(super) fn open_content(&self, key: Option<&CaseKey>, id: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreFault> {
        let place = self.place("content", id);
        let of_case = sealed.first() == Some(&OF_CASE);
        let opened = match key.filter(|_| of_case) {
            Some(key) => open_with((OF_CASE, &key.0), &place, sealed),
            None => open_with((VERSION, &self.cipher), &place, sealed),
        };
        let mut salted =
            opened.ok_or_else(|| StoreFault::Corrupt(format!("content {id} does not open with its key")))?;
        if salted.len() < SALT {
            return Err(StoreFault::Corrupt(format!("content {id} is too short")));
        }
        Ok(salted.split_off(SALT))
    }

    /// A keyed hash to find a row by: 128 bits in hex, of no use without the key.
    pub(super) fn blind(&self, purpose: &str, what: &str) -> String {
        let mut mac = self.index.clone();
        mac.update(purpose.as_bytes());
        mac.update(b"\x1f");
        mac.update(what.as_bytes());
        hex(&mac.finalize().into_bytes()[..16])
    }

    /// The same as a number: 64 bits of it.
    pub(super) fn blind_number(&self, purpose: &str, what: &str) -> i64 {
        let mut mac = self.index.clone();
        mac.update(purpose.as_bytes());
        mac.update(b"\x1f");
        mac.update(what.as_bytes());
        let bytes = mac.finalize().into_bytes();
        bytes.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte))
    }

    /// The keyed hash of two numbers, such as a chat and a message.
    pub(super) fn blind_pair(&self, purpose: &str, first: i64, second: i64) -> String {
        self.blind(purpose, &format!("{first}\x1f{second}"))
    }

    fn place(&self, table: &str, row: &str) -> String {
        format!("{}|{table}|{row}", self.county)
    }
}

/// The cipher of one case's content.
pub(super) struct CaseKey(XChaCha20Poly1305);

/// A cipher with the mark of what it seals.
type Marked<'c> = (u8, &'c XChaCha20Poly1305);

fn seal_with((version, cipher): Marked<'_>, random: &Ids, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreFault> {
    let nonce: [u8; NONCE] = random.bytes();
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place.as_bytes() })
        .map_err(|_| StoreFault::Config("something too large to be sealed".into()))?;
    Ok([&[version][..], &nonce, &sealed].concat())
}

fn open_with((mark, cipher): Marked<'_>, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
    (*version == mark).then_some(())?;
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: place.as_bytes() }).ok()
}

/// Bytes in hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}
