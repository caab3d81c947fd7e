//! The whole life of a case, under supervision.

mod adoption;
mod answers;
mod callback;
mod commands;
mod delegation;
mod dispute;
mod extension;
mod face;
mod forum;
mod hot;
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
mod same;
mod spot;
mod supervision;
mod topics;
mod walk;
