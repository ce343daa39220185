//! Who may import whom: the story of the data as a table, compared with cargo's own answer.

use super::{Finding, Member};

/// Finds edges between our crates that the table does not allow.
pub(super) fn check(members: &[Member]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in members {
        let manifest = format!("{}/Cargo.toml", member.folder);
        let Some(allowed) = allowed(&member.name) else {
            findings.push(Finding::new(
                manifest,
                format!("the crate `{}` is not in the import table", member.name),
                format!("say in {TABLE} what it may import"),
            ));
            continue;
        };
        for dependency in &member.dependencies {
            let name = dependency.name.as_str();
            let kind = dependency.kind.as_deref();
            let is_ours = self::allowed(name).is_some() || members.iter().any(|m| m.name == name);
            if !is_ours || allowed.contains(&name) || is_test_help(member, name, kind) {
                continue;
            }
            findings.push(Finding::new(
                &manifest,
                format!(
                    "`{}` imports `{name}` as a {} dependency, which the import table forbids",
                    member.name,
                    kind.unwrap_or("normal"),
                ),
                hint(name, kind),
            ));
        }
    }
    findings
}

fn allowed(name: &str) -> Option<&'static [&'static str]> {
    MAY_IMPORT
        .iter()
        .find(|(importer, _)| *importer == name)
        .map(|(_, imported)| *imported)
}

fn is_test_help(member: &Member, name: &str, kind: Option<&str>) -> bool {
    let is_help = name == LAB || name == WITNESS;
    is_help && kind == Some("dev") && member.name != XTASK && member.name != LAB
}

fn hint(name: &str, kind: Option<&str>) -> String {
    match name {
        LAB if kind != Some("dev") => {
            "the lab mints hostile certificates: make it a dev-dependency".to_owned()
        }
        "anchorwatch" => "move what is needed from the command line into a library".to_owned(),
        XTASK => "nothing depends on the chores: move what is needed into a library".to_owned(),
        _ => format!("pass the value in from a caller that may see both, or change {TABLE}"),
    }
}

const LAB: &str = "anchorwatch-lab";
/// A server with a database: tests of whoever asks it run it.
const WITNESS: &str = "anchorwatch-witness";
const XTASK: &str = "xtask";
const FUZZ: &str = "anchorwatch-fuzz";
const TABLE: &str = "MAY_IMPORT in crates/xtask/src/tidy/imports.rs";

/// Each crate with those of our crates that it may import, in the order of the story. The lab is
/// missing from every row except that of the fuzz targets: any crate except xtask may use it as a
/// dev-dependency, and none otherwise.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("anchorwatch-remark", &[]),
    ("anchorwatch-identity", &["anchorwatch-remark"]),
    ("anchorwatch-note", &["anchorwatch-remark"]),
    (
        "anchorwatch-transparency",
        &["anchorwatch-remark", "anchorwatch-note"],
    ),
    (
        "anchorwatch-container",
        &["anchorwatch-remark", "anchorwatch-identity"],
    ),
    ("anchorwatch-public-suffix", &[]),
    (
        "anchorwatch-policy",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-public-suffix",
        ],
    ),
    (
        "anchorwatch-list",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-policy",
        ],
    ),
    (
        "anchorwatch-publisher",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-policy",
            "anchorwatch-list",
        ],
    ),
    (
        "anchorwatch-verify",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-policy",
        ],
    ),
    (
        "anchorwatch-verify-ffi",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-policy",
            "anchorwatch-note",
            "anchorwatch-list",
            "anchorwatch-verify",
            "anchorwatch-home",
        ],
    ),
    (
        "anchorwatch-preload",
        &[
            "anchorwatch-identity",
            "anchorwatch-note",
            "anchorwatch-policy",
            "anchorwatch-list",
            "anchorwatch-verify-ffi",
            "anchorwatch-home",
        ],
    ),
    (
        "anchorwatch-evidence",
        &["anchorwatch-remark", "anchorwatch-identity"],
    ),
    (
        "anchorwatch-carrier",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-policy",
            "anchorwatch-list",
            "anchorwatch-verify",
            "anchorwatch-evidence",
        ],
    ),
    (
        WITNESS,
        &[
            "anchorwatch-remark",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-home",
        ],
    ),
    (
        "anchorwatch-verdict",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-public-suffix",
            "anchorwatch-policy",
            "anchorwatch-verify",
            "anchorwatch-evidence",
        ],
    ),
    (
        "anchorwatch-report",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-evidence",
            "anchorwatch-verdict",
        ],
    ),
    (
        "anchorwatch-probe",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-evidence",
        ],
    ),
    (
        "anchorwatch-machine",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-container",
            "anchorwatch-policy",
            "anchorwatch-home",
        ],
    ),
    (
        "anchorwatch-refuse",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-container",
            "anchorwatch-policy",
            "anchorwatch-note",
            "anchorwatch-list",
            "anchorwatch-home",
            "anchorwatch-machine",
        ],
    ),
    (
        "anchorwatch-home",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-policy",
        ],
    ),
    (
        "anchorwatch-image",
        &["anchorwatch-remark", "anchorwatch-home"],
    ),
    (
        "anchorwatch",
        &[
            "anchorwatch-remark",
            "anchorwatch-identity",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-container",
            "anchorwatch-policy",
            "anchorwatch-list",
            "anchorwatch-publisher",
            "anchorwatch-carrier",
            "anchorwatch-verify",
            "anchorwatch-verify-ffi",
            "anchorwatch-evidence",
            "anchorwatch-verdict",
            "anchorwatch-report",
            "anchorwatch-probe",
            "anchorwatch-machine",
            "anchorwatch-refuse",
            "anchorwatch-home",
            "anchorwatch-image",
        ],
    ),
    (
        LAB,
        &[
            "anchorwatch-identity",
            "anchorwatch-policy",
            "anchorwatch-evidence",
        ],
    ),
    (
        FUZZ,
        &[
            "anchorwatch-probe",
            "anchorwatch-identity",
            "anchorwatch-container",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-policy",
            "anchorwatch-list",
            "anchorwatch-publisher",
            "anchorwatch-verify",
            "anchorwatch-evidence",
            "anchorwatch-machine",
            "anchorwatch-refuse",
            "anchorwatch-home",
            "anchorwatch-image",
            LAB,
        ],
    ),
    (XTASK, &[]),
    (
        "anchorwatch-examples",
        &[
            "anchorwatch-identity",
            "anchorwatch-policy",
            "anchorwatch-verify",
        ],
    ),
    (
        "anchorwatch-bench",
        &[
            "anchorwatch-identity",
            "anchorwatch-policy",
            "anchorwatch-verify",
            "anchorwatch-evidence",
            "anchorwatch-note",
            "anchorwatch-transparency",
            "anchorwatch-list",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::super::tests::{dependency, member};
    use super::*;

    fn with_edge(importer: &str, imported: &str, kind: Option<&str>) -> Vec<Finding> {
        let mut member = member(importer, &[]);
        member.dependencies.push(dependency(imported, kind));
        check(&[member])
    }

    #[test]
    fn an_edge_of_the_table_is_allowed() {
        assert_eq!(
            with_edge("anchorwatch-verdict", "anchorwatch-verify", None),
            []
        );
    }

    #[test]
    fn the_reverse_edge_is_refused() {
        let findings = with_edge("anchorwatch-verify", "anchorwatch-verdict", None);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].what,
            "`anchorwatch-verify` imports `anchorwatch-verdict` as a normal dependency, \
             which the import table forbids"
        );
    }

    #[test]
    fn the_probe_does_not_judge_even_in_its_tests() {
        let findings = with_edge("anchorwatch-probe", "anchorwatch-verdict", Some("dev"));
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn the_lab_is_a_dev_dependency_only() {
        assert_eq!(with_edge("anchorwatch", LAB, Some("dev")), []);
        assert_eq!(with_edge("anchorwatch", LAB, None).len(), 1);
        assert_eq!(with_edge("anchorwatch", LAB, Some("build")).len(), 1);
    }

    #[test]
    fn only_tests_run_a_witness() {
        assert_eq!(with_edge("anchorwatch", WITNESS, Some("dev")), []);
        assert_eq!(with_edge("anchorwatch", WITNESS, None).len(), 1);
        assert_eq!(with_edge(LAB, WITNESS, Some("dev")).len(), 1);
    }

    #[test]
    fn nothing_depends_on_the_command_line_or_the_chores() {
        for kind in [None, Some("dev"), Some("build")] {
            assert_eq!(with_edge(LAB, "anchorwatch", kind).len(), 1);
            assert_eq!(with_edge("anchorwatch", XTASK, kind).len(), 1);
        }
        for (importer, imported) in MAY_IMPORT {
            let forbidden = [LAB, XTASK, FUZZ, "anchorwatch"];
            // The fuzz targets are never shipped, and the lab makes their seeds.
            let is_let = |name: &&str| *importer == FUZZ && *name == LAB;
            assert!(
                imported
                    .iter()
                    .all(|name| !forbidden.contains(name) || is_let(name)),
                "{importer}"
            );
        }
    }

    #[test]
    fn xtask_imports_none_of_our_crates() {
        assert_eq!(with_edge(XTASK, "serde_json", None), []);
        assert_eq!(with_edge(XTASK, "anchorwatch-identity", None).len(), 1);
        assert_eq!(with_edge(XTASK, LAB, Some("dev")).len(), 1);
    }

    #[test]
    fn a_crate_missing_from_the_table_is_refused() {
        assert_eq!(check(&[member("anchorwatch-home", &[])]), []);
        assert_eq!(check(&[member("anchorwatch-homes", &[])]).len(), 1);
    }

    #[test]
    fn an_edge_to_a_crate_missing_from_the_table_is_refused() {
        let members = [
            member("anchorwatch-home", &["helper"]),
            member("helper", &[]),
        ];
        assert_eq!(check(&members).len(), 2);
        assert_eq!(check(&members[..1]), [], "external crates are not checked");
    }

    #[test]
    fn the_table_has_no_cycle() {
        // Every importer can be removed once all that it imports are: then there is an order.
        let mut left: Vec<_> = MAY_IMPORT.to_vec();
        while !left.is_empty() {
            let names: Vec<&str> = left.iter().map(|(name, _)| *name).collect();
            let before = left.len();
            left.retain(|(_, imported)| imported.iter().any(|name| names.contains(name)));
            assert!(left.len() < before, "a cycle among {names:?}");
        }
    }
}
