//! The whole life of a case, under supervision.

mod joint;
mod numbers;
mod spot;
mod supervision;
