//! The whole life of a case, under supervision.

mod answers;
mod callback;
mod joint;
mod spot;
mod supervision;
