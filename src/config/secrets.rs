//! What comes from the environment and never stands in a file of the county: the token and the database's address.
//! A fault says which variable and how to mend it, never what stands in it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use secrecy::SecretString;

/// Tokens printed in manuals begin with these.
const PRINTED_IDS: &[&str] = &["123456", "1234567", "12345678", "123456789", "1234567890", "110201543", "0", "1"];
/// Said where a secret should stand.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "example",
    "your-",
    "your_",
    "your token",
    "xxxxxx",
    "<",
    "…",
];
/// Passwords that are none.
const PASSWORDS: &[&str] =
    &["password", "passwort", "secret", "admin", "postgres", "minqing", "123456", "test", "pass"];
/// Others than the owner and the group.
const EVERYBODY: u32 = 0o007;

/// The bot's token, from TELOXIDE_TOKEN_FILE or else TELOXIDE_TOKEN; none when neither is set.
///
/// # Errors
/// One line for what is wrong with it.
pub fn token() -> Result<Option<SecretString>, String> {
    let (name, text) = match (std::env::var("TELOXIDE_TOKEN_FILE"), std::env::var("TELOXIDE_TOKEN")) {
        (Ok(path), _) => ("TELOXIDE_TOKEN_FILE", private_text(&path)?),
        (Err(_), Ok(token)) if !token.trim().is_empty() => ("TELOXIDE_TOKEN", token),
        (Err(_), _) => return Ok(None),
    };
    let token = text.trim();
    let shaped = token.split_once(':').is_some_and(|(id, secret)| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) && !secret.is_empty() && secret.bytes().all(plain)
    });
    if is_placeholder(token) {
        return Err(format!(
            "{name}: holds the example of a token, not yours; ask @BotFather for a bot and put its token there"
        ));
    }
    if !shaped {
        return Err(format!("{name}: holds no token, which looks like 4242424242:AA…; copy it again from @BotFather"));
    }
    Ok(Some(SecretString::from(token.to_owned())))
}

/// The database's address from DATABASE_URL; none when it is not set.
///
/// # Errors
/// One line when its password is a placeholder.
pub fn database() -> Result<Option<String>, String> {
    let Ok(url) = std::env::var("DATABASE_URL") else { return Ok(None) };
    let weak = password(&url).is_some_and(|word| {
        let word = word.to_lowercase();
        PASSWORDS.contains(&word.as_str()) || PLACEHOLDERS.iter().any(|known| word.contains(known))
    });
    if weak {
        return Err(
            "DATABASE_URL: the password in it is a placeholder; give the database's user a password of its own"
                .to_owned(),
        );
    }
    Ok(Some(url))
}

/// Whether an address has a password in it.
pub(super) fn holds_password(url: &str) -> bool {
    password(url).is_some()
}

fn password(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let (user, _) = rest.split('/').next()?.rsplit_once('@')?;
    user.split_once(':').map(|(_, password)| password).filter(|password| !password.is_empty())
}

fn is_placeholder(token: &str) -> bool {
    let lower = token.to_lowercase();
    let printed = lower.split_once(':').is_some_and(|(id, secret)| {
        PRINTED_IDS.contains(&id) || ["abc-def", "abcdef"].iter().any(|start| secret.starts_with(start))
    });
    printed || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// The text of a file that nobody else may read.
fn private_text(path: &str) -> Result<String, String> {
    let file = Path::new(path);
    let read = |error: std::io::Error| {
        format!("TELOXIDE_TOKEN_FILE: {path} cannot be read ({}); correct the path or its rights", error.kind())
    };
    let mode = std::fs::metadata(file).map_err(read)?.permissions().mode() & 0o777;
    if mode & EVERYBODY != 0 {
        return Err(format!(
            "TELOXIDE_TOKEN_FILE: everybody on this machine can read {path} (mode {mode:o}); type: chmod 600 {path}"
        ));
    }
    std::fs::read_to_string(file).map_err(read)
}
