//! Words for people stand in `config/text`, where a clerk can mend them without a build.

use super::source::{Finding, Tree};
use super::{finds, keeps};

/// Chinese characters, and the signs that stand between them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn chinese(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.house() {
        for literal in file.literals().filter(|literal| literal.text.chars().any(is_chinese)) {
            findings.push(file.finding(literal.line, format!("words for people: {:?}", literal.text)));
        }
    }
    findings
}

#[test]
fn tidy_words_for_people_stand_in_config() {
    keeps("Put the words under a key into config/text/zh-CN.ftl and en.ftl, and say the key.", chinese);
}

#[test]
fn tidy_words_for_people_are_noticed_in_code() {
    for bad in [
        "const A: &str = \"已签收\";",
        "fn f() { g(format!(\"{x},好\")) }",
        "const A: &str = \"\\u{5df2}\";",
        "const A: &str = \"a\u{ff0c}b\";",
        "#[error(\"没有\")] struct A;",
    ] {
        finds(chinese, &[("src/desk/a.rs", bad)], &["src/desk/a.rs:1"]);
    }
    let good =
        "//! 民情\n/// 签收\nconst A: char = '签'; // 路灯\n#[cfg(test)] mod tests { const B: &str = \"路灯\"; }";
    finds(chinese, &[("src/desk/a.rs", good), ("tests/it/a.rs", "const A: &str = \"路灯\";")], &[]);
}
