//! The house rules as a program. Each rule is a function from the source tree to what breaks it; each is tried on the
//! house itself, and on a few bad lines, because a check that cannot fail checks nothing.

mod leftovers;
mod limits;
mod rooms;
mod source;
mod texts;
mod watchlist;
mod words;

use source::{Finding, Tree};

/// Fails with every place that breaks the rule.
fn keeps(says: &str, rule: fn(&Tree) -> Vec<Finding>) {
    let tree = Tree::of_the_house();
    assert!(tree.files.len() > 10, "too few files: run the tests from the root of the project");
    let found = rule(tree);
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{says}\n{}\n", lines.join("\n"));
}

/// Fails unless the rule finds exactly these places (`file:line`) in these sources.
fn finds(rule: fn(&Tree) -> Vec<Finding>, sources: &[(&str, &str)], expected: &[&str]) {
    let found = rule(&Tree::of(sources));
    let mut places: Vec<String> = found.iter().map(Finding::place).collect();
    places.sort();
    assert_eq!(places, expected, "found: {found:#?}");
}
