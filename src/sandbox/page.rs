//! The page in the browser: a resident's phone on the left, groups and cadres on the right; it speaks to `control`.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse};
use axum::routing::get;

/// The routes of the page.
pub(super) fn router() -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("page.html"))))
        .route("/page.css", get(async || typed("text/css; charset=utf-8", include_str!("page.css"))))
        .route("/page.js", get(async || typed("text/javascript; charset=utf-8", include_str!("page.js"))))
        .route("/draw.js", get(async || typed("text/javascript; charset=utf-8", include_str!("draw.js"))))
        .route("/favicon.ico", get(async || typed("image/png", "")))
}

fn typed(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, HeaderValue::from_static(kind))], text)
}
