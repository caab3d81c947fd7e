//! What is built: from the lock file alone, one of each of the heavy libraries, nothing from outside the registry.

use std::fs;
use std::process::Command;

use toml::{Table, Value};

fn table(path: &str) -> Table {
    let text = fs::read_to_string(path).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    text.parse().unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// Name, version, source and checksum of every package in the lock file.
fn locked() -> Vec<(String, String, Option<String>, bool)> {
    let lock = table("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages").iter();
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let read = |package: &Value| {
        let checksum = text(package, "checksum").is_some();
        (
            text(package, "name").unwrap_or_default(),
            text(package, "version").unwrap_or_default(),
            text(package, "source"),
            checksum,
        )
    };
    packages.map(read).collect()
}

fn versions(name: &str) -> Vec<String> {
    locked().into_iter().filter(|package| package.0 == name).map(|package| package.1).collect()
}

fn parts(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

/// Runs cargo and gives what it prints.
fn cargo(arguments: &[&str]) -> String {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let answer = Command::new(program).args(arguments).output().expect("cargo runs");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

#[test]
fn b1_the_lock_file_is_complete_and_needs_no_network() {
    let version = cargo(&["--version", "--verbose"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    let metadata = cargo(&["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host]);
    assert!(metadata.contains("\"name\":\"teloxide\""));
}

#[test]
fn b1_the_manifest_says_edition_compiler_and_resolver() {
    let manifest = table("Cargo.toml");
    let package = manifest["package"].as_table().expect("a package");
    assert_eq!(package["edition"].as_str(), Some("2024"));
    assert_eq!(package["rust-version"].as_str(), Some("1.95"));
    assert_eq!(package["resolver"].as_str(), Some("3"));
    assert!(!manifest.contains_key("patch"), "no patched crates");
}

#[test]
fn b1_every_package_is_from_the_registry_with_its_checksum() {
    let packages: Vec<_> = locked().into_iter().filter(|package| package.0 != "minqing").collect();
    let first = packages[0].2.clone();
    assert!(first.as_deref().is_some_and(|source| source.starts_with("registry+")), "{first:?}");
    for (name, version, source, checksum) in packages {
        assert_eq!(source, first, "{name} {version} comes from somewhere else");
        assert!(checksum, "{name} {version} has no checksum");
    }
}

#[test]
fn b1_there_is_one_of_each_heavy_library() {
    for name in ["sqlx", "sqlx-core", "libsqlite3-sys", "rustls", "ring", "tokio", "axum", "teloxide", "reqwest"] {
        assert_eq!(versions(name).len(), 1, "{name}: {:?}", versions(name));
    }
    for name in ["openssl", "openssl-sys", "native-tls", "aws-lc-sys"] {
        assert_eq!(versions(name), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn b1_takecell_is_one_our_compiler_can_build() {
    let found = versions("takecell");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(parts(&found[0]) <= parts("0.1.1"), "takecell {} needs a newer compiler than rust-version", found[0]);
}
