//! Removes exceptions that users made for certificates with a refused key.
//!
//! A line of `cert_override.txt` names a host and the SHA-256 of the server's certificate.
//! Measured with Firefox ESR 153.7: it lets the page load whenever the error is an unknown
//! issuer, even under the policy that closes the way around errors.
//!
//! The line does not say who issued that certificate, and the profile keeps no copy. So only
//! lines of certificates known to have a refused key are removed.
//!
//! **Not covered:** every other line. It may hide an interception, or be for the owner's own
//! router; the audit lists each as a finding.

use std::path::PathBuf;

use anchorwatch_home::{Change, Edit, EditFormat, EditItem, File, Node, NodeState, Role, Tree};
use anchorwatch_identity::CertSha256;
use anchorwatch_machine::{
    Client, User,
    mozilla::{cert_override::Line, profile},
};

use super::remark::MozillaRemark;
use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    targets::Targets,
    writable::PlaceRemark,
};

pub(crate) mod revert;

pub(crate) const MECHANISM: Mechanism =
    Mechanism::of_places("cert_override", Reach::EachCertificate);

/// The format of the edit, which determines its items.
pub(crate) const FORMAT: &str = "cert_override";

/// The file in a profile.
pub(crate) const NAME: &str = "cert_override.txt";

/// Plans a user's profiles.
pub(crate) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    let refused: Vec<CertSha256> = targets
        .keys
        .iter()
        .flat_map(|key| key.certificates.iter().copied())
        .collect();
    for (client, folder) in profile::of_user(tree, user) {
        let path = folder.join(NAME);
        match tree.node(&path) {
            Ok(Node::File(file)) => {
                let found = Found {
                    client,
                    folder,
                    path,
                    file,
                };
                found.plan(tree, user, &refused, draft);
            }
            Ok(Node::Absent) => {}
            Ok(other) => {
                draft.cannot_see(&MozillaRemark::ExceptionsNotAFile {
                    path: tree.display_path(&path),
                    node: NodeState::from(&other),
                });
            }
            Err(error) => draft.blind(&error),
        }
    }
}

/// The exceptions of one profile.
struct Found {
    client: Client,
    folder: PathBuf,
    path: PathBuf,
    file: File,
}

impl Found {
    fn plan(self, tree: &Tree, user: &User, refused: &[CertSha256], draft: &mut Draft) {
        let is_refused = |line: &Line<'_>| refused.contains(&line.certificate);
        let items = items(&self.file.content, is_refused);
        if items.is_empty() {
            return;
        }
        if !self.folder.starts_with(&user.home) {
            let path = tree.display_path(&self.path);
            return draft.cannot_see(&PlaceRemark::OutsideHome { path });
        }
        if profile::in_use(tree, &self.folder) {
            draft.warn(&MozillaRemark::ExceptionsInUse {
                path: tree.display_path(&self.folder),
                client: self.client.id().to_owned(),
            });
        }
        draft.covered.push(Covered {
            mechanism: MECHANISM,
            path: self.path.clone(),
            clients: vec![self.client],
        });
        let after = File {
            content: without(&self.file.content, is_refused),
            modified: None,
            ..self.file.clone()
        };
        draft.changes.push(Change {
            path: self.path,
            role: Role::Shared(Edit {
                format: EditFormat::new(FORMAT),
                items,
            }),
            actor: None,
            before: Node::File(self.file),
            after: Node::File(after),
        });
    }
}

/// The lines to remove, each named by its host, port and attributes. If several lines have the
/// same name, the program uses the last; they are removed together.
fn items(content: &[u8], is_refused: impl Fn(&Line<'_>) -> bool) -> Vec<EditItem> {
    let mut items: Vec<EditItem> = Vec::new();
    let lines = content.split_inclusive(|octet| *octet == b'\n');
    for (raw, line) in lines.filter_map(|raw| Some((raw, Line::read(raw)?))) {
        let Ok(text) = std::str::from_utf8(raw) else {
            continue;
        };
        if !is_refused(&line) {
            continue;
        }
        match items.iter_mut().find(|item| item.name == line.host) {
            Some(item) => item.before.get_or_insert_default().push_str(text),
            None => items.push(EditItem {
                name: line.host.to_owned(),
                before: Some(text.to_owned()),
                after: None,
            }),
        }
    }
    items
}

fn without(content: &[u8], is_refused: impl Fn(&Line<'_>) -> bool) -> Vec<u8> {
    content
        .split_inclusive(|octet| *octet == b'\n')
        .filter(|raw| !Line::read(raw).is_some_and(|line| is_refused(&line)))
        .flatten()
        .copied()
        .collect()
}

#[cfg(test)]
mod tests;
