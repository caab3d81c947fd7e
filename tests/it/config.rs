//! The county's files: what is there, who answers, and every fault with its line.

use std::fs;
use std::path::Path;

use minqing::config::{Settings, load};

/// A tiny subject tree, so that these tests do not depend on the real one.
const SUBJECTS: &str = r#"
[[area]]
id = "urban"
name = "城建"

[[area.subject]]
id = "urban.street_light"
name = "市政照明"
lead = "town"
evidence = "photo"
keywords = ["路灯", ["灯", 0.4]]

[[area]]
id = "health"
name = "医疗"

[[area.subject]]
id = "health.medicare"
name = "医保报销"
lead = "medicare"
card = "label"
place = false
keywords = ["新农合", "报销"]

[[area]]
id = "discipline"
name = "纪检监察"

[[area.subject]]
id = "discipline.graft"
name = "贪污贿赂"
lead = "discipline"
"#;

/// A copy of the county's files with the tiny subject tree.
fn copy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    for file in [
        "minqing.toml",
        "service.toml",
        "county/places.toml",
        "county/units.toml",
        "county/cadres.toml",
        "county/posts.toml",
        "holidays/2026.json",
    ] {
        let to = dir.path().join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from.join(file), to).unwrap();
    }
    fs::write(dir.path().join("subjects.toml"), SUBJECTS).unwrap();
    dir
}

/// The county as understood, with the tiny subject tree.
pub fn county() -> Settings {
    load(copy().path()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_county_of_the_repository_has_no_faults() {
    let settings = county();
    assert_eq!(settings.county.name, "青禾县");
}
