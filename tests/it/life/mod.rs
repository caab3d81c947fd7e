//! The whole life of a case, under supervision.

mod dispute;
mod extension;
mod joint;
mod review;
mod spot;
mod supervision;
