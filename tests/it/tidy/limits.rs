//! How long things may be, and that each says what it is.

use super::rooms::PURE;
use super::source::{Finding, Tree};
use super::{finds, keeps};

const LINES_OF_A_FUNCTION: usize = 70;
const LINES_OF_A_PURE_FUNCTION: usize = 40;
const PARAMETERS: usize = 5;
const LINES_OF_A_FILE: usize = 500;

fn functions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for function in &file.functions {
            let pure =
                file.path.starts_with("src/") && PURE.contains(&file.room()) && !file.is_test_line(function.line);
            let limit = if pure { LINES_OF_A_PURE_FUNCTION } else { LINES_OF_A_FUNCTION };
            if function.lines > limit {
                let what = format!("`{}` has {} lines, {limit} are allowed", function.name, function.lines);
                findings.push(file.finding(function.line, what));
            }
        }
    }
    findings
}

fn parameters(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for function in file.functions.iter().filter(|function| function.parameters > PARAMETERS) {
            let what =
                format!("`{}` takes {} parameters, {PARAMETERS} are allowed", function.name, function.parameters);
            findings.push(file.finding(function.line, what));
        }
    }
    findings
}

fn files(tree: &Tree) -> Vec<Finding> {
    let long = tree.house().filter(|file| file.lines() > LINES_OF_A_FILE);
    long.map(|file| file.finding(1, format!("{} lines without tests, {LINES_OF_A_FILE} are allowed", file.lines())))
        .collect()
}

fn openings(tree: &Tree) -> Vec<Finding> {
    let silent = tree.files.iter().filter(|file| {
        let first = file.text.lines().next().unwrap_or("");
        first.strip_prefix("//! ").is_none_or(|sentence| sentence.trim().len() < 10)
    });
    silent.map(|file| file.finding(1, "a file begins with `//!` and one sentence that says what it is")).collect()
}

#[test]
fn tidy_functions_are_short() {
    keeps("A function does one thing: cut out the steps and name them.", functions);
}

#[test]
fn tidy_a_long_function_is_noticed() {
    let body = |lines: usize| format!("//! A.\nfn f() {{\n{}}}\n", "g();\n".repeat(lines - 2));
    let (desk, pure, short) = (body(71), body(41), body(40));
    finds(
        functions,
        &[("src/desk/a.rs", &desk), ("src/case/a.rs", &pure), ("src/case/b.rs", &short)],
        &["src/case/a.rs:2", "src/desk/a.rs:2"],
    );
    let method = format!("impl A {{\n/// Doc.\n#[must_use]\npub async fn f(&self) {{\n{}}}\n}}", "g();\n".repeat(69));
    finds(functions, &[("src/desk/a.rs", &method)], &["src/desk/a.rs:4"]);
    let nested = format!("mod m {{ trait T {{\nfn f() {{\n{}}}\n}} }}", "g();\n".repeat(69));
    finds(functions, &[("src/desk/a.rs", &nested)], &["src/desk/a.rs:2"]);
    let of_rules = format!("macro_rules! m {{\n{}}}", "() => {};\n".repeat(69));
    finds(functions, &[("src/desk/a.rs", &of_rules)], &["src/desk/a.rs:1"]);
    let test = format!("#[cfg(test)]\nmod tests {{\n#[test]\n{}}}", body(41).replace("//! A.\n", ""));
    finds(functions, &[("src/case/a.rs", &test), ("tests/it/a.rs", &pure)], &[]);
}

#[test]
fn tidy_functions_take_few_parameters() {
    keeps("Six things that travel together are a type.", parameters);
}

#[test]
fn tidy_a_sixth_parameter_is_noticed() {
    let five = "impl A { fn f(&self, a: A, b: A, c: A, d: A, e: A) {} }";
    let six = "impl A { fn f(&self, a: A, b: A, c: A, d: A, e: A, g: A) {} }";
    finds(parameters, &[("src/desk/a.rs", five), ("src/desk/b.rs", six)], &["src/desk/b.rs:1"]);
}

#[test]
fn tidy_files_are_short() {
    keeps("A file fits into a head: give a part of it a file and a name of its own.", files);
}

#[test]
fn tidy_a_long_file_is_noticed() {
    let long = "use a::b;\n".repeat(501);
    let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "use a::b;\n".repeat(400), "use a::b;\n".repeat(400));
    let aside = ("src/desk/mod.rs", "#[cfg(test)]\nmod tests;");
    let sources = [("src/desk/a.rs", long.as_str()), ("src/desk/b.rs", &tested), aside, ("src/desk/tests.rs", &long)];
    finds(files, &sources, &["src/desk/a.rs:1"]);
}

#[test]
fn tidy_files_say_what_they_are() {
    keeps("Whoever opens a file learns from its first line whether they are in the right place.", openings);
}

#[test]
fn tidy_a_silent_file_is_noticed() {
    let sources = [("src/a.rs", "use b::c;"), ("src/b.rs", "//! \nuse b::c;"), ("src/c.rs", "//! Tells the time.\n")];
    finds(openings, &sources, &["src/a.rs:1", "src/b.rs:1"]);
}
