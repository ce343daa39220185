//! The part of a block that Firefox and Thunderbird keep in each profile.
//!
//! Revocations set by our script stay in the profile after the script is gone (measured with
//! Firefox ESR 153.7). Each has a mark. After a block is undone, the mark identifies them, even
//! in profiles that no receipt knows, and they are removed.
//!
//! In profiles that no script reaches, the revocations are written as the script would set
//! them; Firefox ESR 153.7 obeys and keeps them. This concerns programs from snap and Flatpak,
//! and those with someone else's sandboxed script. Profiles created later are not covered
//! there.
//!
//! A running program rewrites the file from memory, so a profile in use is not changed, and
//! this is reported.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{BlockList, Change, Edit, EditFormat, EditItem, File, Node, Role, Tree};
use anchorwatch_identity::SpkiSha256;
use anchorwatch_machine::{
    User,
    mozilla::{profile, refusal::Refusal},
};
use anchorwatch_remark::{Remark as _, Told};
use data_encoding::HEXLOWER;

use super::{autoconfig, remark::MozillaRemark};
use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    mozilla::security_state::file::SecurityState,
    pem_filter::FilterRemark,
    targets::{Goal, Targets},
};

mod file;
pub(crate) mod revert;

pub(crate) const MECHANISM: Mechanism = Mechanism::of_places("security_state", Reach::ByNameAndKey);

/// The format of the edit, which determines its items.
pub(crate) const FORMAT: &str = "security_state";

/// The file in a profile.
pub(crate) const NAME: &str = "security_state/data.safe.bin";

/// Plans a user's profiles that no script reaches.
pub(crate) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    let mut refusals: Vec<Refusal> = autoconfig::rows(targets)
        .into_iter()
        .map(|row| row.refusal())
        .collect();
    refusals.dedup();
    for (client, folder) in profile::of_user(tree, user) {
        if refusals.is_empty() || autoconfig::reaches_profile(tree, client, &folder) {
            continue;
        }
        let path = tree.display_path(&folder);
        let program = client.id().to_owned();
        match refusing(tree, &folder, &refusals) {
            // Not a profile, or one that was never used: every other has a `prefs.js`.
            Ok(None) if matches!(tree.node(&folder.join("prefs.js")), Ok(Node::Absent)) => {}
            Ok(None) => draft.cannot_see(&MozillaRemark::ProfileWithoutList {
                path,
                client: program,
            }),
            Ok(Some(_)) if !folder.starts_with(&user.home) => {
                draft.cannot_see(&MozillaRemark::ProfileOutsideHome {
                    path,
                    client: program,
                });
            }
            Ok(Some(Some(_))) if profile::in_use(tree, &folder) => {
                draft.cannot_see(&MozillaRemark::ProfileInUse {
                    path,
                    client: program,
                });
            }
            Ok(Some(change)) => {
                draft.changes.extend(change);
                draft.covered.push(Covered {
                    mechanism: MECHANISM,
                    // The store whose roots it refuses.
                    path: folder.join("cert9.db"),
                    clients: vec![client],
                });
            }
            Err(why) => draft.cannot_see(&MozillaRemark::ProfileNotChanged {
                path,
                why: why.into(),
                client: program,
            }),
        }
    }
}

/// The change of an existing profile, if it needs one.
fn refusing(
    tree: &Tree,
    folder: &Path,
    refusals: &[Refusal],
) -> Result<Option<Option<Change>>, Told> {
    let Some((path, file, mut state)) = read(tree, folder)? else {
        return Ok(None);
    };
    let missing: Vec<Refusal> = refusals
        .iter()
        .filter(|refusal| !state.enforces(refusal))
        .cloned()
        .collect();
    if missing.is_empty() {
        return Ok(Some(None));
    }
    state.refuse(&missing);
    let items = missing.iter().map(|refusal| EditItem {
        name: name(refusal),
        before: None,
        after: Some(REFUSED.to_owned()),
    });
    let items = items.collect();
    Ok(Some(Some(change(path, file, &state, items))))
}

/// Plans to remove what a block refused in a user's profiles and `still`, the future list of
/// refused keys, no longer refuses.
pub(crate) fn forget(tree: &Tree, user: &User, still: &BlockList) -> Draft {
    let mut draft = Draft::default();
    let targets = Targets::of(Goal::Refuse, tree, still.clone(), &[]);
    let encodings = targets.keys.iter().flat_map(|key| &key.encodings);
    let kept: BTreeSet<SpkiSha256> = encodings
        .map(|spki| SpkiSha256::of(spki))
        .chain(targets.keys.iter().map(|key| key.key))
        .collect();
    let is_kept = |refusal: &Refusal| match refusal {
        Refusal::Key { key, .. } => kept.contains(key),
        // The script refuses it again at the next start, but not before the first page.
        Refusal::Certificate { .. } => still.confines_unlisted(),
    };
    for (client, folder) in profile::of_user(tree, user) {
        match of_profile(tree, &folder, is_kept) {
            Ok(None) => {}
            // A running program overwrites the file with what it remembers.
            Ok(Some(_)) if profile::in_use(tree, &folder) => {
                draft.cannot_see(&MozillaRemark::ProfileInUseStillRefuses {
                    path: tree.display_path(&folder),
                    client: client.id().to_owned(),
                });
            }
            Ok(Some(_)) if !folder.starts_with(&user.home) => {
                draft.cannot_see(&MozillaRemark::ProfileOutsideHomeStillRefuses {
                    path: tree.display_path(&folder),
                });
            }
            Ok(Some(change)) => draft.changes.push(change),
            Err(why) => draft.blind_spots.push(why),
        }
    }
    draft
}

/// The change of one profile, if it contains something of ours.
fn of_profile(
    tree: &Tree,
    folder: &Path,
    is_kept: impl Fn(&Refusal) -> bool,
) -> Result<Option<Change>, Told> {
    let Some((path, file, mut state)) = read(tree, folder)? else {
        return Ok(None);
    };
    let mut ours = state.ours();
    ours.retain(|refusal| !is_kept(refusal));
    if ours.is_empty() {
        return Ok(None);
    }
    state.forget(&ours);
    let items = ours.iter().map(|refusal| EditItem {
        name: name(refusal),
        before: Some(REFUSED.to_owned()),
        after: None,
    });
    let items = items.collect();
    Ok(Some(change(path, file, &state, items)))
}

/// A profile's file, if there is one.
fn read(tree: &Tree, folder: &Path) -> Result<Option<(PathBuf, File, SecurityState)>, Told> {
    let path = folder.join(NAME);
    let file = match tree.node(&path) {
        Ok(Node::File(file)) => file,
        // The program ignores anything else.
        Ok(_) => return Ok(None),
        Err(error) => return Err(error.told()),
    };
    let state = SecurityState::parse(&file.content).map_err(|why| {
        let (path, why) = (tree.display_path(&path), why.into());
        FilterRemark::AtPath { path, why }.told()
    })?;
    Ok(Some((path, file, state)))
}

fn change(path: PathBuf, file: File, state: &SecurityState, items: Vec<EditItem>) -> Change {
    let after = File {
        content: state.encode(),
        modified: None,
        ..file.clone()
    };
    Change {
        path,
        role: Role::Shared(Edit {
            format: EditFormat::new(FORMAT),
            items,
        }),
        actor: None,
        before: Node::File(file),
        after: Node::File(after),
    }
}

/// The item name of a refusal: the subject's octets and the key's hash, or those of a
/// certificate's issuer and serial number.
fn name(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Key { subject, key } => format!("{} {key}", HEXLOWER.encode(subject)),
        Refusal::Certificate { issuer, serial } => {
            format!(
                "{CERTIFICATE}{}",
                HEXLOWER.encode(&[&**issuer, serial].concat())
            )
        }
    }
}

const CERTIFICATE: &str = "certificate ";

/// The refusal with this name.
pub(crate) fn refusal_of(name: &str) -> Option<Refusal> {
    if let Some(octets) = name.strip_prefix(CERTIFICATE) {
        return Refusal::of_certificate(&HEXLOWER.decode(octets.as_bytes()).ok()?);
    }
    let (subject, key) = name.split_once(' ')?;
    Some(Refusal::Key {
        subject: HEXLOWER.decode(subject.as_bytes()).ok()?,
        key: key.parse().ok()?,
    })
}

const REFUSED: &str = "refused";

#[cfg(test)]
mod tests;
