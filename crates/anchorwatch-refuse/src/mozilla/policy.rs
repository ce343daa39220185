//! A policy of Firefox and Thunderbird that prevents clicking through certificate errors.
//!
//! `DisableSecurityBypass.InvalidCertificate` hides the button that makes an exception.
//! Measured with Firefox ESR 153.7: a revoked certificate allows no exception anyway; but if
//! another root with the same name is installed, the error is an unknown issuer, which allows
//! one. Earlier exceptions remain valid under the policy: see
//! [`cert_override`](super::cert_override).
//!
//! The file in force is changed: `/etc/firefox/policies/policies.json` if it exists, or else
//! the one in the program's `distribution` folder; if neither exists, the first is created.
//! Thunderbird has the same in `/etc/thunderbird` (measured with 153.7). A file that the
//! program cannot read is not changed, because a readable one in its place might set more than
//! this policy.
//!
//! **Not covered:** Thunderbird's exceptions for mail servers, which have their own dialog that
//! no policy disables.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, Edit, EditFormat, EditItem, File, Node, NodeState, Role, Tree};
use anchorwatch_machine::mozilla::program::{PROGRAMS, Program};
use anchorwatch_remark::{Remark as _, Told};

use super::remark::MozillaRemark;
use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    plan_file,
    targets::Targets,
};

mod edit;
pub(crate) mod revert;

use edit::{PolicyState, PolicyText};

pub(crate) const MECHANISM: Mechanism = Mechanism {
    code: "mozilla_policy",
    reach: Reach::NoWayAround,
    reaches_all: false,
    ends_exceptions: true,
};

/// The format of the edit, which determines its items.
pub(crate) const FORMAT: &str = "mozilla_policies";

/// Plans the installed programs.
pub(crate) fn of_system(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    if targets.keys.is_empty() && targets.added_roots.is_none() {
        return;
    }
    if !targets.override_origins.is_empty() {
        draft.warn(&MozillaRemark::WithoutOrigins);
    }
    for program in &PROGRAMS {
        for path in files(tree, program) {
            if let Err(why) = switch_on(tree, program, &path, draft) {
                draft.cannot_see(&MozillaRemark::PolicyNotSet {
                    path: tree.display_path(&path),
                    why: why.into(),
                    client: program.client.id().to_owned(),
                });
            }
        }
    }
}

/// The files that are or will be in force.
fn files(tree: &Tree, program: &Program) -> Vec<PathBuf> {
    let machines = Path::new(program.settings).join(POLICIES);
    let installs = program.installs(tree);
    let distributions: Vec<PathBuf> = installs
        .iter()
        .map(|install| Path::new(install).join(DISTRIBUTION))
        .collect();
    let is_there = |path: &Path| tree.identity(path).is_ok();
    // A file for the whole machine would override those of single programs.
    if !is_there(&machines) && distributions.iter().any(|path| is_there(path)) {
        return distributions;
    }
    if installs.is_empty() {
        return Vec::new();
    }
    vec![machines]
}

fn switch_on(tree: &Tree, program: &Program, path: &Path, draft: &mut Draft) -> Result<(), Told> {
    let before = tree.node(path).map_err(|error| error.told())?;
    let (content, item) = match &before {
        Node::Absent => (Some(edit::WHOLE.to_owned()), Some(whole_policy())),
        // The program treats an empty file as one without policies.
        Node::File(file) if file.content.is_empty() => {
            (Some(edit::WHOLE.to_owned()), Some(whole_policy()))
        }
        Node::File(file) => switched_on(&file.content)?,
        other => {
            let node = NodeState::from(other);
            return Err(MozillaRemark::NotAPlainFile { node }.told());
        }
    };
    draft.covered.push(Covered {
        mechanism: MECHANISM,
        path: path.to_owned(),
        clients: vec![program.client],
    });
    let (Some(content), Some(item)) = (content, item) else {
        return Ok(());
    };
    let owner = tree.owner();
    plan_file::plan_folders_above(tree, draft, path, owner).map_err(|error| error.told())?;
    let content = content.into_bytes();
    let after = match &before {
        Node::File(file) => File {
            content,
            modified: None,
            ..file.clone()
        },
        _ => File {
            content,
            mode: 0o644,
            uid: owner.0,
            gid: owner.1,
            xattrs: BTreeMap::new(),
            modified: None,
        },
    };
    draft.changes.push(Change {
        path: path.to_owned(),
        role: Role::Shared(Edit {
            format: EditFormat::new(FORMAT),
            items: vec![item],
        }),
        actor: None,
        before,
        after: Node::File(after),
    });
    Ok(())
}

fn switched_on(content: &[u8]) -> Result<(Option<String>, Option<EditItem>), Told> {
    let text = PolicyText::read(content)?;
    let item = match text.state() {
        PolicyState::Switch(value) if value == "true" => return Ok((None, None)),
        PolicyState::Switch(value) => switch(Some(value)),
        PolicyState::NoSwitch => switch(None),
        PolicyState::NoPolicy => whole_policy(),
        PolicyState::Other(_) => {
            let policy = edit::POLICY.to_owned();
            return Err(MozillaRemark::PolicyNotAnObject { policy }.told());
        }
    };
    let not_understood = || MozillaRemark::PoliciesNotUnderstood.told();
    let content = text.switched_on().ok_or_else(not_understood)?;
    Ok((Some(content), Some(item)))
}

fn switch(before: Option<String>) -> EditItem {
    EditItem {
        name: edit::SWITCH.to_owned(),
        before,
        after: Some("true".to_owned()),
    }
}

fn whole_policy() -> EditItem {
    EditItem {
        name: edit::POLICY.to_owned(),
        before: None,
        after: Some(edit::POLICY_VALUE.to_owned()),
    }
}

/// Whether a block writes the path, or creates it as a parent folder.
pub(crate) fn may_touch(path: &Path) -> bool {
    PROGRAMS.iter().any(|program| {
        program.places().any(|folder| {
            let folder = Path::new(folder);
            [POLICIES, DISTRIBUTION]
                .iter()
                .any(|file| folder.join(file).starts_with(path))
        })
    })
}

const POLICIES: &str = "policies/policies.json";
const DISTRIBUTION: &str = "distribution/policies.json";

#[cfg(test)]
mod tests;
