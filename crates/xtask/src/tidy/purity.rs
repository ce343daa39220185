//! Pure crates stay pure: each has the clippy.toml that bans clocks, files, sockets and the
//! environment, and disables those bans only in its tests and its build script.

use super::attribute;
use super::source::code_only;
use super::{Finding, Member, TextFile, find};

/// Finds pure crates without their bans.
pub(super) fn check(members: &[Member], files: &[TextFile]) -> Vec<Finding> {
    let mut findings = shared_keys(files);
    for member in members.iter().filter(|member| is_pure(member)) {
        findings.extend(bans(member, files));
        findings.extend(switched_off(member, files));
    }
    findings
}

pub(super) fn is_pure(member: &Member) -> bool {
    PURE.contains(&member.name.as_str())
}

pub(super) fn clippy_path(member: &Member) -> String {
    format!("{}/clippy.toml", member.folder)
}

/// The text of every pure crate's clippy.toml.
pub(super) const CANONICAL: &str = include_str!("../../pure-clippy.toml");

fn bans(member: &Member, files: &[TextFile]) -> Vec<Finding> {
    let path = clippy_path(member);
    let hidden = format!("{}/.clippy.toml", member.folder);
    let mut findings = Vec::new();
    if find(files, &hidden).is_some() {
        findings.push(Finding::new(
            hidden,
            "clippy reads this file instead of the clippy.toml beside it",
            "delete it",
        ));
    }
    match find(files, &path) {
        None => findings.push(Finding::new(
            path,
            format!("the pure crate `{}` has no clippy.toml", member.name),
            FIX,
        )),
        Some(file) if file.text != CANONICAL => {
            let missing = missing(&file.text);
            let what = if missing.is_empty() {
                format!("differs from {SOURCE}")
            } else {
                format!(
                    "differs from {SOURCE} and does not ban {}",
                    missing.join(", ")
                )
            };
            findings.push(Finding::new(path, what, FIX));
        }
        Some(_) => {}
    }
    findings
}

/// Returns the required bans that a clippy.toml does not contain.
fn missing(text: &str) -> Vec<&'static str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    REQUIRED
        .iter()
        .copied()
        .filter(|ban| {
            let entry = format!("{{ path = \"{ban}\",");
            !lines.iter().any(|line| line.starts_with(&entry))
        })
        .collect()
}

/// Finds keys of the root's clippy.toml that the canonical text does not repeat, because clippy
/// merges nothing.
fn shared_keys(files: &[TextFile]) -> Vec<Finding> {
    let Some(root) = find(files, "clippy.toml") else {
        return Vec::new();
    };
    let setting = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    root.text
        .lines()
        .filter(setting)
        .filter(|line| !CANONICAL.lines().any(|own| own == *line))
        .map(|line| {
            Finding::new(
                SOURCE,
                format!("does not repeat `{line}` of the root's clippy.toml"),
                "add the line, then run `cargo xtask tidy --fix`",
            )
        })
        .collect()
}

fn switched_off(member: &Member, files: &[TextFile]) -> Vec<Finding> {
    let sources = format!("{}/src/", member.folder);
    let mut findings = Vec::new();
    for file in files {
        if !file.is_rust() || !file.path.starts_with(&sources) || is_test(&file.path) {
            continue;
        }
        let code = code_only(&file.text);
        for attribute in attribute::all(&code) {
            let lowers = attribute.has_word("allow") || attribute.has_word("expect");
            let banned =
                attribute.has_word("disallowed_methods") || attribute.has_word("disallowed_types");
            if lowers && banned {
                findings.push(Finding::new(
                    format!("{}:{}", file.path, attribute.line),
                    "switches off a ban of the pure crates outside of tests",
                    "take the value as an argument; tests that need it go into a file tests.rs",
                ));
            }
        }
    }
    findings
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

const FIX: &str = "run `cargo xtask tidy --fix`";
const SOURCE: &str = "crates/xtask/pure-clippy.toml";

const PURE: &[&str] = &[
    "anchorwatch-remark",
    "anchorwatch-identity",
    "anchorwatch-note",
    "anchorwatch-transparency",
    "anchorwatch-container",
    "anchorwatch-public-suffix",
    "anchorwatch-policy",
    "anchorwatch-list",
    "anchorwatch-publisher",
    "anchorwatch-verify",
    "anchorwatch-evidence",
    "anchorwatch-verdict",
    "anchorwatch-report",
];

/// The minimum that the canonical text bans; it may ban more.
const REQUIRED: &[&str] = &[
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "std::fs::File",
    "std::fs::OpenOptions",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::read_dir",
    "std::fs::metadata",
    "std::fs::write",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::net::UdpSocket",
    "std::net::ToSocketAddrs::to_socket_addrs",
    "std::env::var",
    "std::env::var_os",
    "std::env::vars",
    "std::env::vars_os",
    "std::env::args",
    "std::env::current_dir",
    "std::process::Command",
];

#[cfg(test)]
mod tests {
    use super::super::tests::{file, member};
    use super::*;

    const CLIPPY: &str = "crates/anchorwatch-policy/clippy.toml";
    const LIB: &str = "crates/anchorwatch-policy/src/lib.rs";

    fn findings(files: &[TextFile]) -> Vec<Finding> {
        check(&[member("anchorwatch-policy", &[])], files)
    }

    #[test]
    fn the_canonical_text_bans_all_that_is_required() {
        assert_eq!(missing(CANONICAL), [""; 0]);
    }

    #[test]
    fn every_ban_gives_its_reason() {
        for line in CANONICAL.lines().filter(|line| line.contains("path = ")) {
            assert!(line.contains("reason = \""), "{line}");
        }
    }

    #[test]
    fn a_pure_crate_with_the_canonical_text_passes() {
        assert_eq!(findings(&[file(CLIPPY, CANONICAL)]), []);
    }

    #[test]
    fn a_pure_crate_without_a_clippy_toml_is_refused() {
        assert_eq!(findings(&[]).len(), 1);
        assert_eq!(check(&[member("anchorwatch-probe", &[])], &[]), []);
    }

    #[test]
    fn a_lifted_ban_is_named() {
        let lifted: String = CANONICAL
            .lines()
            .filter(|line| !line.contains("std::time::Instant::now"))
            .collect::<Vec<_>>()
            .join("\n");
        let findings = findings(&[file(CLIPPY, &lifted)]);
        assert_eq!(
            findings[0].what,
            "differs from crates/xtask/pure-clippy.toml and does not ban std::time::Instant::now"
        );
    }

    #[test]
    fn a_ban_that_is_commented_out_counts_as_lifted() {
        let ban = "{ path = \"std::env::var\",";
        let lifted = CANONICAL.replace(ban, &format!("# {ban}"));
        assert_eq!(missing(&lifted), ["std::env::var"]);
    }

    #[test]
    fn one_added_line_is_refused() {
        let longer = format!("{CANONICAL}\n");
        assert_eq!(findings(&[file(CLIPPY, &longer)]).len(), 1);
    }

    #[test]
    fn a_hidden_file_that_would_win_is_refused() {
        let hidden = CLIPPY.replace("clippy.toml", ".clippy.toml");
        let files = [file(CLIPPY, CANONICAL), file(&hidden, CANONICAL)];
        assert_eq!(findings(&files).len(), 1);
    }

    #[test]
    fn every_key_of_the_root_is_repeated() {
        let root = "# shared\ntoo-many-lines-threshold = 60\n";
        assert_eq!(shared_keys(&[file("clippy.toml", root)]), []);
        let changed = root.replace("60", "61");
        assert_eq!(shared_keys(&[file("clippy.toml", &changed)]).len(), 1);
    }

    #[test]
    fn a_ban_is_switched_off_in_tests_only() {
        let off = "#![expect(clippy::disallowed_methods, reason = \"reads the corpus\")]\n";
        let in_tests = LIB.replace("lib.rs", "tests.rs");
        let bans = || file(CLIPPY, CANONICAL);
        assert_eq!(findings(&[bans(), file(&in_tests, off)]), []);
        assert_eq!(findings(&[bans(), file(LIB, off)]).len(), 1);
    }
}
