//! The source tree as the rules see it: tokens without comments, the paths they name, functions, and what is only for tests.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, FnArg, ImplItem, Item, Lit, Meta, Signature, Visibility};

/// A place that breaks a rule.
#[derive(Debug)]
pub struct Finding {
    /// The file, from the root of the project.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

impl Finding {
    /// `file:line`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}:{}: {}", self.path, self.line, self.what)
    }
}

/// All sources, and the other files whose words matter.
pub struct Tree {
    /// The Rust files of `src` and `tests`.
    pub files: Vec<File>,
    /// `Cargo.toml`, and everything readable in `config`, `docs` and `migrations`.
    pub others: Vec<Other>,
}

/// A file that is not Rust.
pub struct Other {
    /// From the root of the project.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// A Rust file.
pub struct File {
    /// From the root of the project, such as `src/desk/mod.rs`.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// Flat, with groups opened; comments and doc comments left out.
    pub tokens: Vec<Token>,
    /// With those inside of types, traits and other functions.
    pub functions: Vec<Function>,
    /// Public items and methods outside of tests.
    pub public: Vec<(String, usize)>,
    /// The whole file is only for tests.
    pub only_tests: bool,
    /// Lines of `#[cfg(test)]` items, first and last.
    test_lines: Vec<(usize, usize)>,
    /// Files of `#[cfg(test)] mod name;`.
    test_modules: Vec<String>,
}

/// A function, method or `macro_rules!`.
pub struct Function {
    /// Its name.
    pub name: String,
    /// Where its signature starts.
    pub line: usize,
    /// From signature to closing brace.
    pub lines: usize,
    /// `self` not counted.
    pub parameters: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or keyword.
    Word,
    /// One sign.
    Sign,
    /// A string literal; its text is the value.
    Text,
    /// A number, a character.
    Literal,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
}

/// A token with its place.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// How it reads.
    pub text: String,
    /// Its line.
    pub line: usize,
    /// How many `mod x { … }` of this file it stands in.
    pub depth: usize,
    /// It is only for tests.
    pub test: bool,
}

impl Token {
    /// Whether it is this word.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    /// Whether it is this sign or bracket.
    pub fn is_sign(&self, sign: &str) -> bool {
        self.kind != Kind::Word && self.kind != Kind::Text && self.text == sign
    }
}

/// A path that is named somewhere, `super` and `self` resolved to `crate`.
pub struct Named {
    /// Such as `crate`, `store`, `Store`.
    pub segments: Vec<String>,
    /// Where.
    pub line: usize,
}

impl Tree {
    /// The project itself; tests run in its root.
    pub fn of_the_house() -> &'static Self {
        static TREE: OnceLock<Tree> = OnceLock::new();
        TREE.get_or_init(|| {
            let mut sources = Vec::new();
            for folder in ["src", "tests", "config", "migrations", "docs"] {
                walk(Path::new(folder), &mut sources);
            }
            sources.extend(fs::read_to_string("Cargo.toml").map(|text| ("Cargo.toml".to_owned(), text)));
            let sources: Vec<(&str, &str)> =
                sources.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            Self::of(&sources)
        })
    }

    /// A tree of these files.
    pub fn of(sources: &[(&str, &str)]) -> Self {
        let mut tree = Self { files: Vec::new(), others: Vec::new() };
        for (path, text) in sources {
            if path.ends_with(".rs") {
                tree.files.push(File::read(path, text));
            } else {
                tree.others.push(Other { path: (*path).to_owned(), text: (*text).to_owned() });
            }
        }
        let tests: Vec<String> = tree.files.iter().flat_map(|file| file.test_modules.clone()).collect();
        for file in &mut tree.files {
            let stem = file.path.trim_end_matches(".rs");
            if tests.iter().any(|test| stem == test || stem.starts_with(&format!("{test}/"))) {
                file.only_tests = true;
                file.tokens.iter_mut().for_each(|token| token.test = true);
                file.public.clear();
            }
        }
        tree
    }

    /// The files of `src` that are not only for tests.
    pub fn house(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.starts_with("src/") && !file.only_tests)
    }

    /// What stands in a file that is not Rust; nothing when there is none.
    pub fn other(&self, path: &str) -> &str {
        self.others.iter().find(|other| other.path == path).map_or("", |other| other.text.as_str())
    }

    /// The names of the crates that `Cargo.toml` lists.
    pub fn crates(&self) -> BTreeSet<String> {
        let table: toml::Table = self.other("Cargo.toml").parse().expect("Cargo.toml is TOML");
        let sections = ["dependencies", "dev-dependencies"];
        let names = sections.iter().filter_map(|section| table.get(*section)?.as_table());
        names.flat_map(|table| table.keys()).cloned().collect()
    }
}

impl File {
    fn read(path: &str, text: &str) -> Self {
        let stream: TokenStream = text.parse().unwrap_or_else(|fault| panic!("{path}: {fault}"));
        let parsed: syn::File = syn::parse2(stream.clone()).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        let mut reader = Reader { folder: folder_of(path), ..Reader::default() };
        reader.visit_file(&parsed);
        let mut tokens = Vec::new();
        flatten(stream, 0, &mut tokens);
        let only_tests = path.starts_with("tests/");
        for token in &mut tokens {
            token.test = only_tests || reader.tests.iter().any(|(first, last)| (*first..=*last).contains(&token.line));
        }
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens,
            functions: reader.functions,
            public: if only_tests { Vec::new() } else { reader.public },
            only_tests,
            test_lines: reader.tests,
            test_modules: reader.test_modules,
        }
    }

    /// The room it stands in: the first folder or file below `src`.
    pub fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
    }

    /// How many lines are not for tests.
    pub fn lines(&self) -> usize {
        let tests: usize = self.test_lines.iter().map(|(first, last)| last - first + 1).sum();
        self.text.lines().count() - tests
    }

    /// The tokens that are not for tests.
    pub fn own(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !token.test)
    }

    /// String literals that are not for tests.
    pub fn literals(&self) -> impl Iterator<Item = &Token> {
        self.own().filter(|token| token.kind == Kind::Text)
    }

    /// Whether a test stands on this line.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.only_tests || self.test_lines.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }

    /// A finding in this file.
    pub fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, what: what.into() }
    }

    /// Every path of two or more segments outside of tests, with the braces of `use` written out.
    pub fn paths(&self) -> Vec<Named> {
        let tokens: Vec<Token> = self.own().cloned().collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let continues = at > 2 && is_path_sign(&tokens, at - 2) && tokens[at - 3].is_sign(">");
            if tokens[at].kind == Kind::Word && !continues {
                at = read_path(&tokens, at, &[], &mut found);
            } else {
                at += 1;
            }
        }
        found.retain(|(segments, _)| segments.len() > 1);
        let named = |(segments, token): (Vec<String>, Token)| Named {
            segments: self.resolve(&segments, token.depth),
            line: token.line,
        };
        found.into_iter().map(named).collect()
    }

    /// Turns `super::x` into `crate::room::x`, and the crate's own name into `crate`.
    fn resolve(&self, segments: &[String], depth: usize) -> Vec<String> {
        let first = segments.first().map_or("", String::as_str);
        if first == "minqing" {
            return std::iter::once("crate".to_owned()).chain(segments[1..].iter().cloned()).collect();
        }
        if first != "self" && first != "super" {
            return segments.to_vec();
        }
        let mut module = vec!["crate".to_owned()];
        module.extend(module_of(&self.path));
        module.extend(std::iter::repeat_n("mod".to_owned(), depth));
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        module.truncate(module.len().saturating_sub(ups).max(1));
        let rest = segments.iter().filter(|segment| *segment != "super" && *segment != "self");
        module.into_iter().chain(rest.cloned()).collect()
    }
}

/// `src/desk/act.rs` → `desk`, `act`; `src/desk/mod.rs` → `desk`.
fn module_of(path: &str) -> Vec<String> {
    let stem = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    stem.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).map(str::to_owned).collect()
}

/// Where the child modules of a file stand.
fn folder_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
        other => format!("{folder}/{}", other.trim_end_matches(".rs")),
    }
}

fn is_path_sign(tokens: &[Token], at: usize) -> bool {
    tokens.len() > at + 1 && tokens[at].is_sign(":") && tokens[at + 1].is_sign(":")
}

/// Reads `a::b::{c, d::e}` from `at` on, and answers where it ends.
fn read_path(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<(Vec<String>, Token)>) -> usize {
    let start = tokens[at].clone();
    let mut segments = before.to_vec();
    loop {
        segments.push(tokens[at].text.clone());
        at += 1;
        if !is_path_sign(tokens, at) {
            break;
        }
        match tokens.get(at + 2) {
            Some(next) if next.kind == Kind::Word || next.is_sign("*") => at += 2,
            Some(next) if next.is_sign("{") => {
                at += 3;
                while at < tokens.len() && !tokens[at].is_sign("}") {
                    let starts = tokens[at].kind == Kind::Word || tokens[at].is_sign("*");
                    at = if starts { read_path(tokens, at, &segments, found) } else { at + 1 };
                }
                return at + 1;
            }
            Some(_) | None => break,
        }
    }
    found.push((segments, start));
    at
}

fn flatten(stream: TokenStream, depth: usize, tokens: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        let mut push = |kind, text: String, line| tokens.push(Token { kind, text, line, depth, test: false });
        match tree {
            TokenTree::Ident(word) => push(Kind::Word, word.to_string(), line),
            TokenTree::Punct(sign) => push(Kind::Sign, sign.as_char().to_string(), line),
            TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
                Lit::Str(text) => push(Kind::Text, text.value(), line),
                Lit::ByteStr(text) => push(Kind::Text, String::from_utf8_lossy(&text.value()).into_owned(), line),
                Lit::CStr(text) => push(Kind::Text, text.value().to_string_lossy().into_owned(), line),
                _ => push(Kind::Literal, literal.to_string(), line),
            },
            TokenTree::Group(group) => {
                let Some((open, close)) = brackets(group.delimiter()) else {
                    flatten(group.stream(), depth, tokens);
                    continue;
                };
                if is_doc(&group.stream()) {
                    continue;
                }
                push(Kind::Open, open.to_owned(), line);
                let [.., before, _, _] = tokens.as_slice() else {
                    flatten(group.stream(), depth, tokens);
                    push_close(tokens, close, group.span_close().end().line, depth);
                    continue;
                };
                let inner = if before.is_word("mod") && open == "{" { depth + 1 } else { depth };
                flatten(group.stream(), inner, tokens);
                push_close(tokens, close, group.span_close().end().line, depth);
            }
        }
    }
}

fn push_close(tokens: &mut Vec<Token>, close: &str, line: usize, depth: usize) {
    tokens.push(Token { kind: Kind::Close, text: close.to_owned(), line, depth, test: false });
}

fn brackets(delimiter: Delimiter) -> Option<(&'static str, &'static str)> {
    match delimiter {
        Delimiter::Parenthesis => Some(("(", ")")),
        Delimiter::Bracket => Some(("[", "]")),
        Delimiter::Brace => Some(("{", "}")),
        Delimiter::None => None,
    }
}

/// Whether the inside of `#[…]` is a doc comment.
fn is_doc(stream: &TokenStream) -> bool {
    let mut trees = stream.clone().into_iter();
    let doc = matches!(trees.next(), Some(TokenTree::Ident(word)) if word == "doc");
    doc && matches!(trees.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '=')
}

/// Collects what needs the grammar.
#[derive(Default)]
struct Reader {
    folder: String,
    functions: Vec<Function>,
    public: Vec<(String, usize)>,
    tests: Vec<(usize, usize)>,
    test_modules: Vec<String>,
    in_tests: bool,
}

impl Reader {
    fn function(&mut self, signature: &Signature, last: usize) {
        let line = signature.span().start().line;
        let parameters = signature.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_))).count();
        self.functions.push(Function { name: signature.ident.to_string(), line, lines: last + 1 - line, parameters });
    }

    fn public(&mut self, visibility: &Visibility, name: &syn::Ident) {
        if matches!(visibility, Visibility::Public(_)) && !self.in_tests {
            self.public.push((name.to_string(), name.span().start().line));
        }
    }

    /// Notes an item that is only for tests, then goes on.
    fn within(&mut self, test: bool, lines: (usize, usize), go: impl FnOnce(&mut Self)) {
        let outer = self.in_tests;
        if test && !outer {
            self.tests.push(lines);
        }
        self.in_tests |= test;
        go(self);
        self.in_tests = outer;
    }
}

fn lines_of(spanned: &impl Spanned) -> (usize, usize) {
    (spanned.span().start().line, spanned.span().end().line)
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let test = attributes(item).iter().any(is_for_tests);
        match item {
            Item::Mod(module) if test && module.content.is_none() => {
                self.test_modules.push(format!("{}/{}", self.folder, module.ident));
            }
            Item::Fn(item) => self.public(&item.vis, &item.sig.ident),
            Item::Struct(item) => self.public(&item.vis, &item.ident),
            Item::Enum(item) => self.public(&item.vis, &item.ident),
            Item::Trait(item) => self.public(&item.vis, &item.ident),
            Item::Type(item) => self.public(&item.vis, &item.ident),
            Item::Const(item) => self.public(&item.vis, &item.ident),
            Item::Static(item) => self.public(&item.vis, &item.ident),
            _ => {}
        }
        self.within(test, lines_of(item), |reader| visit::visit_item(reader, item));
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let test = matches!(item, ImplItem::Fn(method) if method.attrs.iter().any(is_for_tests));
        self.within(test, lines_of(item), |reader| visit::visit_impl_item(reader, item));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, item.block.span().end().line);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.public(&item.vis, &item.sig.ident);
        self.function(&item.sig, item.block.span().end().line);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.function(&item.sig, item.span().end().line);
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = &item.ident {
            let (line, last) = (item.mac.span().start().line, item.span().end().line);
            self.functions.push(Function { name: format!("{name}!"), line, lines: last + 1 - line, parameters: 0 });
        }
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`, `#[cfg(all(test, …))]`, `#[test]`, `#[tokio::test]`.
fn is_for_tests(attribute: &Attribute) -> bool {
    if attribute.path().segments.last().is_some_and(|last| last.ident == "test") {
        return true;
    }
    let Meta::List(list) = &attribute.meta else { return false };
    let condition = list.tokens.to_string().replace(' ', "");
    list.path.is_ident("cfg") && (condition == "test" || condition.starts_with("all(test,"))
}

fn walk(folder: &Path, sources: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() && name != "tests/data" {
            walk(&path, sources);
        } else if let Ok(text) = fs::read_to_string(&path) {
            sources.push((name, text));
        }
    }
}
