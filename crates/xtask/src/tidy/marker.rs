//! Nothing is postponed silently: no ignored tests, no unwritten code, no lint allowed without a
//! reason.

use super::attribute::{self, Attribute};
use super::source::{code_only, line_at, words};
use super::{Finding, TextFile};

/// Finds marks of unfinished work in Rust code; comments and strings may mention them.
pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let code = code_only(&file.text);
        let mut found: Vec<_> = attribute::all(&code).iter().filter_map(mark_of).collect();
        found.extend(unwritten(&code));
        found.sort();
        findings.extend(
            found.into_iter().map(|(line, what, hint)| {
                Finding::new(format!("{}:{line}", file.path), what, hint)
            }),
        );
    }
    findings
}

/// The line of a mark, what is wrong with it, and what to do.
type Marked = (usize, &'static str, &'static str);

fn mark_of(attribute: &Attribute<'_>) -> Option<Marked> {
    if attribute.applies("ignore") {
        return Some((
            attribute.line,
            "an ignored test",
            "assert today's behaviour and mark it FIXME, or delete the test",
        ));
    }
    let allows = attribute.arguments_of("allow")?;
    let has_reason = words(allows, "reason")
        .any(|at| allows[at + "reason".len()..].trim_start().starts_with('='));
    if has_reason {
        return None;
    }
    Some((
        attribute.line,
        "a lint is allowed without a reason",
        "write `#[expect(lint, reason = \"…\")]`",
    ))
}

fn unwritten(code: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    for name in ["todo", "unimplemented"] {
        for at in words(code, name) {
            let rest = code[at + name.len()..].trim_start();
            let arguments = rest.strip_prefix('!').map(str::trim_start);
            if arguments.is_some_and(|rest| rest.starts_with(['(', '[', '{'])) {
                found.push((
                    line_at(code, at),
                    "code that is not written yet",
                    "write it, or return an error that says what is not covered",
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        check(&[file("a.rs", text)])
            .into_iter()
            .map(|finding| finding.place)
            .collect()
    }

    fn passes(text: &str) {
        assert_eq!(lines(text), [""; 0], "{text}");
    }

    fn is_refused(text: &str) {
        assert_eq!(lines(text).len(), 1, "{text}");
    }

    #[test]
    fn an_ignored_test_is_refused() {
        passes("#[test]\nfn a() {}");
        is_refused("#[test]\n#[ignore]\nfn a() {}");
        is_refused("#[test]\n#[ignore = \"slow\"]\nfn a() {}");
        is_refused("#[cfg_attr(debug_assertions, ignore)]\nfn a() {}");
    }

    #[test]
    fn an_argument_called_ignore_is_not_an_ignored_test() {
        passes("#[arg(ignore)]\nfn a() {}");
    }

    #[test]
    fn unwritten_code_is_refused() {
        passes("fn a() { todo() }");
        is_refused("fn a() { todo!() }");
        is_refused("fn a() { unimplemented!(\"later\") }");
        is_refused("fn a() { todo! {} }");
    }

    #[test]
    fn comments_and_strings_may_mention_it() {
        passes(
            "// todo!()\n/* #[ignore] */ const A: &str = \"todo!()\";\n/// `#[allow(x)]`\nfn a() {}",
        );
    }

    #[test]
    fn a_lint_is_allowed_with_a_reason_only() {
        passes("#[allow(dead_code, reason = \"used by the C header\")]\nfn a() {}");
        passes("#[allow(\n    dead_code,\n    reason = \"used\"\n)]\nfn a() {}");
        is_refused("#[allow(dead_code)]\nfn a() {}");
        is_refused("#![allow(dead_code)]");
        is_refused("#[cfg_attr(test, allow(dead_code))]\nfn a() {}");
        is_refused("#[allow(reason)]\nfn a() {}");
    }

    #[test]
    fn findings_name_their_lines_in_order() {
        let text = "fn a() { todo!() }\n\n#[allow(x)]\nfn b() { todo!() }\n";
        assert_eq!(lines(text), ["a.rs:1", "a.rs:3", "a.rs:4"]);
    }
}
