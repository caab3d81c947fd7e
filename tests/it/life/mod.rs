//! The whole life of a case, under supervision.

mod answers;
mod callback;
mod commands;
mod delegation;
mod dispute;
mod extension;
mod face;
mod joint;
mod linked;
mod membership;
mod menus;
mod notices;
mod numbers;
mod outside;
mod people;
mod quiet;
mod review;
mod rights;
mod spot;
mod supervision;
mod topics;
mod walk;
