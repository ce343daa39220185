//! What a Rust file names: the modules that it declares, its imports, and the paths in its code.
//!
//! Tests are not shipped and not read.
//!
//! **Not checked:** what macros make, and that the text is valid Rust.

use super::source::code_only;

/// What one file names.
pub(super) struct FileNames {
    /// The modules that have files of their own.
    pub(super) modules: Vec<String>,
    pub(super) imports: Vec<Import>,
    /// The paths in its code, outside imports.
    pub(super) paths: Vec<Vec<String>>,
}

impl FileNames {
    pub(super) fn read(text: &str) -> Self {
        let code = code_only(text);
        let tokens = without_tests(tokens(&code));
        let (imports, rest) = imports(&tokens);
        Self {
            modules: declared_modules(&tokens),
            imports,
            paths: paths(&rest),
        }
    }
}

/// One name that a `use` brings.
pub(super) struct Import {
    pub(super) path: Vec<String>,
    pub(super) name: String,
    pub(super) is_reexport: bool,
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Splits code into words, `::`, and single signs.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_part(first) {
            rest.find(|c| !is_part(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// Removes every item that is compiled for tests only.
fn without_tests(tokens: Vec<&str>) -> Vec<&str> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut shipped = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if let Some(item) = rest.strip_prefix(&MARK) {
            rest = &item[item_length(item)..];
        } else {
            shipped.push(*first);
            rest = after;
        }
    }
    shipped
}

/// Returns the length of an item: up to its semicolon, or to the end of its braces.
fn item_length(tokens: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" | "(" | "[" => depth += 1,
            // The end of what contains it: a field.
            "}" if depth == 0 => return at,
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                if *token == "}" && depth == 0 {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn declared_modules(tokens: &[&str]) -> Vec<String> {
    let declarations = tokens.windows(3).filter_map(|three| match three {
        ["mod", name, ";"] => Some((*name).to_owned()),
        _ => None,
    });
    declarations.collect()
}

/// Returns the imports, and the code without them.
fn imports<'t>(tokens: &[&'t str]) -> (Vec<Import>, Vec<&'t str>) {
    let mut imports = Vec::new();
    let mut others = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        let is_import = *first == "use" && after.first().is_some_and(|next| *next != "<");
        if is_import {
            let end = after.iter().position(|token| *token == ";");
            let (tree, left) = after.split_at(end.unwrap_or(after.len()));
            let before = others.last().copied();
            let is_reexport = before == Some("pub") || before == Some(")");
            take_tree(tree, &[], is_reexport, &mut imports);
            rest = left;
        } else {
            others.push(*first);
            rest = after;
        }
    }
    (imports, others)
}

/// Reads `a::{b, c::d as e}` below `prefix`.
fn take_tree(tree: &[&str], prefix: &[String], is_reexport: bool, imports: &mut Vec<Import>) {
    let end = tree.iter().position(|token| matches!(*token, "{" | "as"));
    let (head, tail) = tree.split_at(end.unwrap_or(tree.len()));
    let mut path = prefix.to_vec();
    let names = head.iter().filter(|token| is_word(token));
    path.extend(names.map(|name| (*name).to_owned()));
    if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
        path.pop();
    }
    if let ["{", inner @ ..] = tail {
        for part in parts(inner) {
            take_tree(part, &path, is_reexport, imports);
        }
        return;
    }
    let is_glob = head.last() == Some(&"*");
    let last = match tail {
        ["as", name, ..] => Some((*name).to_owned()),
        _ => path.last().cloned(),
    };
    let Some(name) = last else { return };
    if is_glob {
        path.push("*".to_owned());
    }
    imports.push(Import {
        name: if is_glob { "*".to_owned() } else { name },
        path,
        is_reexport,
    });
}

/// Splits the inside of braces at its own commas; the closing brace ends it.
fn parts<'t, 's>(tokens: &'s [&'t str]) -> Vec<&'s [&'t str]> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" => depth += 1,
            "," | "}" if depth == 0 => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            "}" => depth -= 1,
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns the paths of two names or more.
fn paths(tokens: &[&str]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        let mut path = Vec::new();
        while is_word(tokens[at]) {
            path.push(tokens[at].to_owned());
            if tokens.get(at + 1) != Some(&"::") || at + 2 >= tokens.len() {
                break;
            }
            at += 2;
        }
        at += 1;
        let before = &tokens[..start];
        // `pub(in a::b)` says who sees an item.
        let is_visibility = before.ends_with(&["(", "in"]);
        if path.len() > 1 && !is_visibility && before.last() != Some(&"::") {
            paths.push(path);
        }
    }
    paths
}
