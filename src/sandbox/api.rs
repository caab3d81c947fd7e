//! The Bot API over HTTP: `/bot{token}/{method}` and `/file/bot{token}/{path}`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::Value;

use super::Shared;
use super::calls::{Outcome, Refusal, known};
use super::faults::FaultKind;
use super::look::Call;
use super::methods;
use super::params::Params;
use super::wire::Cut;

/// How long a trickling answer rests between two bytes.
const TRICKLE: Duration = Duration::from_millis(500);

/// The routes of the Bot API.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/bot{token}/{method}", any(call))
        .route("/file/bot{token}/{kind}/{id}", get(file))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared)
}

async fn call(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    Path((token, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    if *shared.shut.borrow() {
        return cut_off(&cut);
    }
    if token != shared.token {
        return answer(&Err(Refusal::new(401, "Unauthorized")));
    }
    let mut params = match Params::read(request).await {
        Ok(params) => params,
        Err(refusal) => return answer(&Err(refusal)),
    };
    let method = methods::find(&method).map_or(method, |known| known.name.to_owned());
    let fault = shared.change_unseen(|world| world.strike(&method, params.chat()));
    let outcome = match &fault {
        Some(fault) if !fault.acts() => Err(fault.refusal().unwrap_or_else(|| Refusal::new(0, "no answer"))),
        Some(_) | None if method == "getUpdates" => updates(&shared, &mut params).await,
        Some(_) | None => shared.change(|world| world.call(&method, &mut params)),
    };
    if *shared.shut.borrow() {
        return cut_off(&cut);
    }
    note(&shared, method, &params, &outcome, fault.as_ref());
    match fault {
        Some(FaultKind::Hang) => {
            until_mended(&shared).await;
            cut_off(&cut)
        }
        Some(fault) => spoilt(&outcome, &fault, &cut).await,
        None => answer(&outcome),
    }
}

/// `getUpdates`: at once when there is something, else when there is, or when the time is up.
async fn updates(shared: &Shared, params: &mut Params) -> Outcome {
    let mut stopped = shared.stop.subscribe();
    known("getUpdates").and_then(|method| super::check::parameters(method, params))?;
    let ask = shared.change_unseen(|world| world.queue.begin(params));
    let deadline = tokio::time::Instant::now() + ask.wait;
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        {
            let mut world = shared.world();
            if world.queue.cut_off(&ask) {
                let text =
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(Refusal::new(409, text));
            }
            if *shared.shut.borrow() {
                return Err(Refusal::new(0, "the door is shut"));
            }
            let now_ms = world.clock.now_ms();
            let found = world.queue.take(&ask, now_ms);
            if !found.is_empty() || tokio::time::Instant::now() >= deadline || *stopped.borrow() {
                // The bytes of each update are passed on as they are: raw ones need not be JSON.
                return Ok(Value::String(format!("[{}]", found.join(","))));
            }
        }
        tokio::select! {
            () = changed => {}
            () = tokio::time::sleep_until(deadline) => {}
            _ = stopped.changed() => {}
        }
    }
}

fn note(shared: &Shared, method: String, params: &Params, outcome: &Outcome, fault: Option<&FaultKind>) {
    let error = match (outcome, fault) {
        (Err(refusal), _) if refusal.code > 0 => Some(refusal.text.clone()),
        (_, Some(fault)) => Some(format!("fault: {fault:?}")),
        (Ok(_), None) => None,
        (Err(refusal), None) => Some(refusal.text.clone()),
    };
    let result = match outcome {
        Ok(value) if method != "getUpdates" => value.clone(),
        Ok(_) | Err(_) => Value::Null,
    };
    let params = params.for_journal();
    shared.change_unseen(|world| {
        let at_ms = world.clock.now_ms();
        world.note(Call { at_ms, method, params, ok: error.is_none(), error, result });
    });
}

/// An answer as the Bot API sends it.
fn answer(outcome: &Outcome) -> Response {
    let (status, body) = written(outcome);
    json_response(status, body)
}

fn written(outcome: &Outcome) -> (u16, String) {
    match outcome {
        // Updates come as ready bytes.
        Ok(Value::String(raw)) => (200, format!("{{\"ok\":true,\"result\":{raw}}}")),
        Ok(value) => (200, format!("{{\"ok\":true,\"result\":{value}}}")),
        Err(refusal) => (refusal.code, refusal.body().to_string()),
    }
}

fn json_response(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

/// Drops the connection in place of an answer.
fn cut_off(cut: &Cut) -> Response {
    cut.pull();
    json_response(200, String::new())
}

/// Waits until somebody clears the faults.
async fn until_mended(shared: &Shared) {
    let struck = shared.world().mended;
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        if shared.world().mended != struck {
            return;
        }
        changed.await;
    }
}

/// An answer spoilt by a fault.
async fn spoilt(outcome: &Outcome, fault: &FaultKind, cut: &Cut) -> Response {
    let (status, body) = written(outcome);
    match fault {
        FaultKind::Hang | FaultKind::Refuse | FaultKind::AcceptThenReset => cut_off(cut),
        FaultKind::Html502 => {
            let page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";
            (StatusCode::BAD_GATEWAY, [(CONTENT_TYPE, HeaderValue::from_static("text/html"))], page).into_response()
        }
        FaultKind::TruncatedJson => {
            let half = body.len() / 2;
            let end = (0..=half).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
            json_response(status, body[..end].to_owned())
        }
        FaultKind::WrongType => json_response(200, r#"{"ok":true,"result":"what is this"}"#.to_owned()),
        FaultKind::EmptyBody => json_response(200, String::new()),
        FaultKind::NoCode => json_response(200, r#"{"ok":false}"#.to_owned()),
        FaultKind::SlowBody => {
            let bytes = futures::stream::unfold(body.into_bytes().into_iter(), |mut rest| async move {
                let byte = rest.next()?;
                tokio::time::sleep(TRICKLE).await;
                Some((Ok::<_, Infallible>(Bytes::from(vec![byte])), rest))
            });
            Response::new(Body::from_stream(bytes))
        }
        FaultKind::TooMany { .. }
        | FaultKind::Forbidden(_)
        | FaultKind::BadRequest(_)
        | FaultKind::ServerError
        | FaultKind::MigrateTo(_)
        | FaultKind::Sometimes { .. } => answer(outcome),
    }
}

async fn file(State(shared): State<Arc<Shared>>, Path((token, _, id)): Path<(String, String, String)>) -> Response {
    let world = shared.world();
    match world.files.get(&id) {
        Some(file) if token == shared.token => file.bytes.clone().into_response(),
        Some(_) | None => answer(&Err(Refusal::new(404, "Not Found"))),
    }
}
