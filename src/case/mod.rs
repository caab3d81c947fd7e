//! What a grievance is and what it may become; this far, the days and clocks it runs on.

pub mod calendar;
pub mod service;
