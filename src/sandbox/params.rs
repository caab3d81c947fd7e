//! The parameters of a call, whether they came as JSON, as a form, in the address, or with files.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::calls::Refusal;
use super::methods::Method;

/// The most a call may carry: the real server takes files up to 50 MB.
const MOST_BYTES: usize = 52 << 20;

/// A file that came with a call.
pub(super) struct Upload {
    pub file_name: Option<String>,
    pub bytes: Vec<u8>,
}

/// The parameters of one call.
#[derive(Default)]
pub(super) struct Params {
    pub values: Map<String, Value>,
    pub files: BTreeMap<String, Upload>,
}

impl Params {
    /// Reads the address and the body of a request.
    pub async fn read(request: Request) -> Result<Self, Refusal> {
        let mut params = Self::default();
        if let Some(query) = request.uri().query() {
            params.add_form(query.as_bytes());
        }
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        if kind.starts_with("multipart/form-data") {
            let form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
            params.add_multipart(form).await?;
            return Ok(params);
        }
        let bytes = axum::body::to_bytes(request.into_body(), MOST_BYTES)
            .await
            .map_err(|_| Refusal::new(413, "Request Entity Too Large"))?;
        if kind.starts_with("application/json") {
            params.add_json(&bytes)?;
        } else {
            params.add_form(&bytes);
        }
        Ok(params)
    }

    fn add_json(&mut self, bytes: &Bytes) -> Result<(), Refusal> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(map)) => self.values.extend(map),
            Ok(_) | Err(_) => {
                return Err(Refusal::new(400, "Bad Request: can't parse JSON object"));
            }
        }
        // An absent parameter may be written as null.
        self.values.retain(|_, value| !value.is_null());
        Ok(())
    }

    fn add_form(&mut self, bytes: &[u8]) {
        for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = unescape(halves.next().unwrap_or_default());
            let value = unescape(halves.next().unwrap_or_default());
            self.values.insert(name, Value::String(value));
        }
    }

    async fn add_multipart(&mut self, mut form: Multipart) -> Result<(), Refusal> {
        while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let is_file = file_name.is_some() || field.content_type().is_some_and(|kind| !kind.starts_with("text/"));
            let bytes = field.bytes().await.map_err(|_| unreadable())?.to_vec();
            if is_file {
                self.files.insert(name, Upload { file_name, bytes });
            } else {
                self.values.insert(name, Value::String(String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(())
    }

    /// Turns the texts of forms into the types the method declares; refuses what does not fit.
    pub fn settle(&mut self, method: &Method) -> Result<(), Refusal> {
        for param in &method.params {
            if let Some(value) = self.values.get_mut(param.name) {
                *value = settle(value.take(), &param.types).ok_or_else(|| wrong_type(param.name, &param.types))?;
            }
        }
        Ok(())
    }

    /// A whole number.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.values.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// Whether a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        self.values.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A list; in a form it may still be text.
    pub fn array(&self, name: &str) -> Option<Vec<Value>> {
        match self.values.get(name)? {
            Value::Array(items) => Some(items.clone()),
            Value::String(text) => serde_json::from_str(text).ok(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
        }
    }

    /// An object.
    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.values.get(name)?.as_object()
    }

    /// The chat the call is about.
    pub fn chat(&self) -> Option<i64> {
        self.int("chat_id")
    }

    /// The parameters as they are kept in the journal, files by name.
    pub fn for_journal(&self) -> Value {
        let mut out = self.values.clone();
        for (name, upload) in &self.files {
            let file_name = upload.file_name.as_deref().unwrap_or("file");
            out.insert(name.clone(), Value::String(format!("file:{file_name} ({} bytes)", upload.bytes.len())));
        }
        Value::Object(out)
    }
}

fn unreadable() -> Refusal {
    Refusal::new(400, "Bad Request: can't parse the request body")
}

fn wrong_type(name: &str, types: &[&str]) -> Refusal {
    Refusal::bad(&format!("parameter \"{name}\" must be of type {}", types.join(" or ")))
}

/// The value as one of the types, read from text where it came as text.
fn settle(value: Value, types: &[&str]) -> Option<Value> {
    types.iter().find_map(|kind| settle_as(&value, kind))
}

fn settle_as(value: &Value, kind: &str) -> Option<Value> {
    match (kind, value) {
        ("Integer", Value::Number(number)) => number.as_i64().map(Value::from),
        ("Integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("Float", Value::Number(_)) => Some(value.clone()),
        ("Float", Value::String(text)) => text.trim().parse::<f64>().ok().map(Value::from),
        ("Boolean", Value::Bool(_)) => Some(value.clone()),
        ("Boolean", Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(Value::Bool(true)),
            "false" | "no" | "0" | "" => Some(Value::Bool(false)),
            _ => None,
        },
        ("String" | "InputFile", Value::String(_)) => Some(value.clone()),
        ("String", Value::Number(number)) => Some(Value::String(number.to_string())),
        (list, Value::Array(_)) if list.starts_with('[') => Some(value.clone()),
        (list, Value::String(text)) if list.starts_with('[') => serde_json::from_str(text).ok().filter(Value::is_array),
        (object, Value::Object(_)) if is_object(object) => Some(value.clone()),
        (object, Value::String(text)) if is_object(object) => serde_json::from_str(text).ok().filter(Value::is_object),
        _ => None,
    }
}

fn is_object(kind: &str) -> bool {
    !matches!(kind, "Integer" | "Float" | "Boolean" | "String" | "InputFile") && !kind.starts_with('[')
}

/// Undoes the escapes of an address or a form.
fn unescape(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => {
                out.push(b' ');
                rest = tail;
            }
            (byte, _) => {
                out.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
