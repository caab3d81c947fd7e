//! The way to Telegram: teloxide's bot on our own HTTP client, with a token that no error, log or Debug can show.

use std::fmt;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use teloxide::Bot;

use super::fault::{SendFault, network, refused};

/// Telegram's own server.
pub const OFFICIAL_API: &str = "https://api.telegram.org";

/// How long to wait for Telegram.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// For a connection.
    pub connect_timeout: Duration,
    /// For the answer to a request other than a poll, the connection included.
    pub send_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(5), send_timeout: Duration::from_secs(30) }
    }
}

/// Why there can be no way to Telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BotFault {
    /// The token is not of the form `digits:secret`.
    #[error("the bot's token is not of the form digits:secret")]
    Token,
    /// The address of the Bot API server is not one.
    #[error("the address of the Bot API server is not a valid http(s) address")]
    Address,
    /// Plain http would show the token to everybody on the way.
    #[error("the Bot API server must be reached by https, or stand on this machine")]
    Insecure,
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be built")]
    Client,
}

/// Who the bot is, as Telegram tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The bot's account.
    pub id: i64,
    /// Its name in links, without `@`.
    pub username: String,
    /// Whether it may be shown every message of a group without being an administrator.
    pub reads_groups: bool,
    /// Whether this is a make-believe Telegram, which says so.
    pub make_believe: bool,
}

/// The way to Telegram. Cloned freely.
#[derive(Clone)]
pub struct Telegram {
    bot: Bot,
    id: i64,
}

// teloxide's own Debug prints the token.
impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Telegram(..)")
    }
}

impl Telegram {
    /// A way to the server at `api_url`: https, or plain http on this machine. Nothing is sent yet.
    pub fn new(token: SecretString, api_url: &str, options: Options) -> Result<Self, BotFault> {
        let secret = token.expose_secret().trim();
        let id = bot_id(secret).ok_or(BotFault::Token)?;
        let url = reqwest::Url::parse(api_url.trim_end_matches('/')).map_err(|_| BotFault::Address)?;
        let loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(BotFault::Insecure),
            _ => return Err(BotFault::Address),
        }
        // HTTP/1 only and no redirects: the token is part of the path, and must appear nowhere but in the request line.
        let mut client = reqwest::Client::builder()
            .connect_timeout(options.connect_timeout)
            .timeout(options.send_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .tcp_nodelay(true)
            .http1_only();
        if loopback {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|_| BotFault::Client)?;
        Ok(Self { bot: Bot::with_client(secret, client).set_api_url(url), id })
    }

    /// The bot's own account, as its token tells.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Asks Telegram who the bot is; also the proof that the token is valid.
    pub async fn get_me(&self) -> Result<Me, SendFault> {
        let me = self.ask("getMe", &serde_json::json!({})).await?;
        Ok(Me {
            id: me.get("id").and_then(Value::as_i64).unwrap_or(self.id),
            username: me.get("username").and_then(Value::as_str).unwrap_or_default().to_owned(),
            make_believe: me.get("make_believe").and_then(Value::as_bool).unwrap_or(false),
            reads_groups: me.get("can_read_all_group_messages").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// How many members a group has, the bot included.
    pub async fn members(&self, chat: i64) -> Result<i64, SendFault> {
        let count = self.ask("getChatMemberCount", &serde_json::json!({ "chat_id": chat })).await?;
        count.as_i64().ok_or(SendFault::Server)
    }

    /// Whether somebody is in a group, as Telegram knows it.
    pub async fn is_member(&self, chat: i64, user: i64) -> Result<bool, SendFault> {
        let member = self.ask("getChatMember", &serde_json::json!({ "chat_id": chat, "user_id": user })).await?;
        Ok(super::members::is_member(&member))
    }

    /// teloxide's typed requests; what they say is sent by [`Telegram::raw`].
    pub(super) fn bot(&self) -> &Bot {
        &self.bot
    }

    /// Asks for something and reads the result leniently; for what teloxide's types are too narrow for.
    pub(super) async fn ask(&self, method: &str, parameters: &Value) -> Result<Value, SendFault> {
        let text = self.raw(method, parameters, None).await?;
        let mut value: Value = serde_json::from_str(&text).map_err(|_| SendFault::Server)?;
        match value.get("ok").and_then(Value::as_bool) {
            Some(true) => Ok(value.get_mut("result").map(Value::take).unwrap_or_default()),
            Some(false) | None => Err(refused(&value)),
        }
    }

    /// Calls a method through the bot's own client and hands back the answer's text as it came.
    pub(super) async fn raw(
        &self,
        method: &str,
        parameters: &Value,
        timeout: Option<Duration>,
    ) -> Result<String, SendFault> {
        let mut request = self.bot.client().post(self.address(method)).json(parameters);
        if let Some(timeout) = timeout {
            request = request.timeout(timeout);
        }
        read(request).await
    }

    /// Calls a method with a file: its field, its name, its bytes.
    pub(super) async fn upload(
        &self,
        method: &str,
        parameters: &[(&'static str, String)],
        (field, name, bytes): (&'static str, &str, Vec<u8>),
    ) -> Result<String, SendFault> {
        let mut form = Form::new();
        for (name, value) in parameters {
            form = form.text(*name, value.clone());
        }
        let part = Part::bytes(bytes).file_name(name.to_owned()).mime_str("text/plain; charset=utf-8");
        let form = form.part(field, part.map_err(|_| SendFault::Rejected("file"))?);
        read(self.bot.client().post(self.address(method)).multipart(form)).await
    }

    fn address(&self, method: &str) -> reqwest::Url {
        let mut url = self.bot.api_url();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&format!("bot{}", self.bot.token())).push(method);
        }
        url
    }
}

/// Sends a request and hands back the answer's text as it came.
async fn read(request: reqwest::RequestBuilder) -> Result<String, SendFault> {
    let response = request.send().await.map_err(|error| network(&error))?;
    let server_fault = response.status().is_server_error();
    let bytes = response.bytes().await.map_err(|error| network(&error))?;
    if server_fault {
        return Err(SendFault::Server);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A token begins with the bot's account; the secret must be safe to stand in a path.
fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let safe = !secret.is_empty() && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    id.parse().ok().filter(|id| safe && *id > 0)
}

fn is_loopback(url: &reqwest::Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "4242:canary-token-AAAAAAAAAAAAAAAAAAAAAAAA";

    fn telegram(url: &str) -> Result<Telegram, BotFault> {
        Telegram::new(SecretString::from(TOKEN), url, Options::default())
    }

    #[test]
    fn b8_plain_http_is_for_this_machine_only() {
        assert!(telegram("https://telegram.example").is_ok());
        assert!(telegram("http://127.0.0.1:8081/").is_ok());
        assert!(telegram("http://[::1]:8081").is_ok());
        assert!(telegram("http://localhost:8081").is_ok());
        assert_eq!(telegram("http://telegram.example").err(), Some(BotFault::Insecure));
        assert_eq!(telegram("ftp://127.0.0.1").err(), Some(BotFault::Address));
        assert_eq!(telegram("nonsense").err(), Some(BotFault::Address));
        assert_eq!(
            Telegram::new(SecretString::from("no token"), OFFICIAL_API, Options::default()).err(),
            Some(BotFault::Token)
        );
    }

    #[tokio::test]
    async fn p4_no_error_shows_the_token() {
        let telegram = telegram("http://127.0.0.1:1").unwrap();
        let error = telegram.get_me().await.unwrap_err();
        assert_eq!(error, SendFault::Unreachable);
        let shown = format!("{telegram:?} {error:?} {error}");
        assert!(!shown.contains("canary") && !shown.contains("4242"), "{shown}");
    }
}
