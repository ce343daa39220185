//! The crate that reads a machine cannot change it.
//!
//! `anchorwatch-machine` cannot import `anchorwatch-refuse` (see `imports.rs`). This rule closes
//! the other ways: the writing functions of `anchorwatch-home` and of the standard library.
//! Tests are not shipped and may write.

use super::source::{code_only, line_at, words};
use super::{Finding, TextFile};

const READER: &str = "crates/anchorwatch-machine/src/";

/// Files that may write: one makes the socket that it asks curl about, in a folder of its own
/// below `TMPDIR`; the other is compiled for tests only.
const MAY_WRITE: [&str; 2] = [
    "crates/anchorwatch-machine/src/ask/run.rs",
    "crates/anchorwatch-machine/src/settings/planted.rs",
];

/// The names of functions and types that write.
const WRITERS: [&str; 22] = [
    // anchorwatch-home
    "make",
    "discard_beside",
    "write_new_file",
    "Journal",
    "Lock",
    // std::fs and std::os::unix::fs
    "File::create",
    "File::create_new",
    "OpenOptions",
    "fs::copy",
    "fs::create_dir",
    "fs::create_dir_all",
    "fs::hard_link",
    "fs::remove_dir",
    "fs::remove_dir_all",
    "fs::remove_file",
    "fs::rename",
    "fs::set_permissions",
    "fs::write",
    "symlink",
    "chown",
    "lchown",
    "DirBuilder",
];

/// Finds writing functions in the shipped code of the reader.
pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let read = files.iter().filter(|file| {
        let path = &file.path;
        path.starts_with(READER)
            && !MAY_WRITE.contains(&path.as_str())
            && file.is_rust()
            && !is_test(path)
    });
    read.flat_map(in_file).collect()
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn in_file(file: &TextFile) -> Vec<Finding> {
    let code = code_only(&file.text);
    let end = code.find("#[cfg(test)]\nmod tests").unwrap_or(code.len());
    let shipped = &code[..end];
    let mut found = Vec::new();
    for writer in WRITERS {
        for at in words(shipped, writer) {
            found.push((line_at(shipped, at), writer));
        }
    }
    found.sort_unstable();
    let finding = |(line, writer)| {
        Finding::new(
            format!("{}:{line}", file.path),
            format!("the crate that reads a machine uses `{writer}`, which can change it"),
            "plan the change in anchorwatch-refuse",
        )
    };
    found.into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    fn places(path: &str, text: &str) -> Vec<String> {
        let found = check(&[file(path, text)]);
        found.into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn shipped_code_of_the_reader_may_not_write() {
        let path = "crates/anchorwatch-machine/src/a.rs";
        for code in [
            "fs::write(path, b\"\")",
            "std::fs::remove_file(path)",
            "tree.make(&change, name)",
            "Journal::new(&tree)",
            "File::create(path)",
            "std::os::unix::fs::symlink(a, b)",
        ] {
            let text = format!("fn a() {{\n    {code};\n}}\n");
            assert_eq!(places(path, &text), [format!("{path}:2")], "{code}");
        }
    }

    #[test]
    fn reading_comments_and_tests_are_fine() {
        let path = "crates/anchorwatch-machine/src/a.rs";
        for text in [
            "fn a() { fs::read(path); tree.read(path, 10); } // fs::write(path)",
            "fn makes() { let remake = maker; }",
            "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() { fs::write(p, b\"\"); }\n}\n",
        ] {
            assert!(places(path, text).is_empty(), "{text}");
        }
        let text = "fn a() { fs::write(path, b\"\"); }";
        for path in [
            "crates/anchorwatch-machine/src/a/tests.rs",
            "crates/anchorwatch-machine/src/ask/run.rs",
            "crates/anchorwatch-refuse/src/a.rs",
        ] {
            assert!(places(path, text).is_empty(), "{path}");
        }
    }
}
