//! A Rust file is short enough to be read in one sitting, unless it is a table.

use super::{Finding, TextFile, find};

/// Finds Rust files that are too long, and exceptions that are no longer needed.
pub(super) fn check(files: &[TextFile], exceptions: &[LongFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let line_count = file.text.lines().count();
        let is_listed = exceptions.iter().any(|long| long.path == file.path);
        if line_count > LINE_LIMIT && !is_listed {
            findings.push(Finding::new(
                &file.path,
                format!("has {line_count} lines; the limit is {LINE_LIMIT}"),
                format!("split it by idea, or list it with a reason in {TABLE} if it is a table"),
            ));
        }
    }
    for long in exceptions {
        let line_count = find(files, long.path).map_or(0, |file| file.text.lines().count());
        if line_count <= LINE_LIMIT || long.reason.is_empty() {
            findings.push(Finding::new(
                long.path,
                format!("is listed as a long file but has {line_count} lines, or no reason"),
                format!("remove it from {TABLE}, or give the reason"),
            ));
        }
    }
    findings
}

/// A file that may be longer, and the reason.
pub(super) struct LongFile {
    path: &'static str,
    reason: &'static str,
}

/// Only tables belong here.
pub(super) const LONG_FILES: &[LongFile] = &[];

/// Above this, the models of this code base split their files too.
const LINE_LIMIT: usize = 800;
const TABLE: &str = "LONG_FILES in crates/xtask/src/tidy/length.rs";

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    const LISTED: &[LongFile] = &[LongFile {
        path: "a.rs",
        reason: "a table of names",
    }];

    fn lines(count: usize) -> String {
        "//\n".repeat(count)
    }

    #[test]
    fn a_file_at_the_limit_passes_and_one_line_more_is_refused() {
        assert_eq!(check(&[file("a.rs", &lines(800))], &[]), []);
        assert_eq!(check(&[file("a.rs", &lines(801))], &[]).len(), 1);
    }

    #[test]
    fn data_may_be_long() {
        assert_eq!(check(&[file("a.toml", &lines(801))], &[]), []);
    }

    #[test]
    fn a_listed_file_may_be_long_until_it_is_short_again() {
        assert_eq!(check(&[file("a.rs", &lines(801))], LISTED), []);
        assert_eq!(check(&[file("a.rs", &lines(800))], LISTED).len(), 1);
    }

    #[test]
    fn an_exception_needs_a_reason() {
        let silent = [LongFile {
            path: "a.rs",
            reason: "",
        }];
        assert_eq!(check(&[file("a.rs", &lines(801))], &silent).len(), 1);
    }
}
