//! Every crate documents itself, and takes its lints from the workspace.

use super::{Finding, Member, TextFile, find};

/// Finds crate roots without documentation and manifests without the shared lints.
pub(super) fn check(members: &[Member], files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in members {
        for root in &member.roots {
            let text = find(files, root).map(|file| file.text.as_str());
            if !text.is_some_and(|text| text.starts_with("//!")) {
                findings.push(Finding::new(
                    root,
                    "does not begin with a `//!` comment",
                    "say in its first sentence where it belongs in the story of the data",
                ));
            }
        }
        let manifest = format!("{}/Cargo.toml", member.folder);
        let text = find(files, &manifest).map(|file| file.text.as_str());
        if !text.is_some_and(inherits_lints) {
            findings.push(Finding::new(
                manifest,
                "does not take its lints from the workspace",
                "add `[lints]` with `workspace = true`",
            ));
        }
    }
    findings
}

fn inherits_lints(manifest: &str) -> bool {
    let mut section = "";
    for line in manifest.lines() {
        let line = line.split('#').next().unwrap_or("").trim();
        if line.starts_with('[') {
            section = line;
            continue;
        }
        let setting: String = line.split_whitespace().collect();
        if section == "[lints]" && setting == "workspace=true" {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::{file, member};
    use super::*;

    const LINTS: &str = "[package]\nname = \"x\"\n\n[lints]\nworkspace = true\n";

    fn findings(manifest: &str, lib: &str) -> Vec<Finding> {
        let files = [
            file("crates/anchorwatch-home/Cargo.toml", manifest),
            file("crates/anchorwatch-home/src/lib.rs", lib),
        ];
        check(&[member("anchorwatch-home", &[])], &files)
    }

    #[test]
    fn a_documented_crate_with_shared_lints_passes() {
        assert_eq!(findings(LINTS, "//! Our own files.\n"), []);
    }

    #[test]
    fn a_crate_root_without_documentation_is_refused() {
        let findings = findings(LINTS, "// Our own files.\n");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "crates/anchorwatch-home/src/lib.rs");
    }

    #[test]
    fn a_manifest_without_shared_lints_is_refused() {
        let own = LINTS.replace("[lints]", "[lints.rust]");
        assert_eq!(findings(&own, "//! Our own files.\n").len(), 1);
        let off = LINTS.replace("workspace = true", "# workspace = true");
        assert_eq!(findings(&off, "//! Our own files.\n").len(), 1);
    }

    #[test]
    fn a_member_outside_of_version_control_is_refused() {
        assert_eq!(check(&[member("anchorwatch-home", &[])], &[]).len(), 2);
    }
}
