//! What Firefox and Thunderbird keep of a block in each profile, forgotten after it.
//!
//! The revocations that our script sets stay in the profile when the script is gone
//! (measured with Firefox ESR 153.7). Each has a mark, by which it is found in profiles
//! that no receipt knows too. A program that is running writes the file anew from what it
//! remembers, so a profile in use is left, and its owner told.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_home::{BlockList, Change, Edit, EditItem, File, Node, Role, SharedFormat, Tree};
use anchorwatch_identity::SpkiSha256;
use data_encoding::HEXLOWER;

use super::{Aim, Draft, Request};
use crate::{
    User,
    mozilla::{
        profile,
        security_state::{Refusal, SecurityState},
    },
    reading::with_cause,
};

/// Plans to forget what a block refused in a user's profiles and `still`, the list of
/// refused keys as it will be, refuses no longer.
pub(crate) fn forget(tree: &Tree, user: &User, still: &BlockList) -> Draft {
    let mut draft = Draft::default();
    let request = Request::of(Aim::Refuse, tree, still.clone(), &[]);
    let encodings = request.keys.iter().flat_map(|key| &key.encodings);
    let kept: BTreeSet<SpkiSha256> = encodings
        .map(|spki| SpkiSha256::of(spki))
        .chain(request.keys.iter().map(|key| key.key))
        .collect();
    for (client, folder) in profile::of_user(tree, user) {
        match of_profile(tree, &folder, &kept) {
            Ok(None) => {}
            // A program that runs writes what it remembers over what we would write.
            Ok(Some(_)) if profile::in_use(tree, &folder) => draft.warnings.push(format!(
                "{} is in use: close {} and undo again, or it goes on refusing what was refused",
                tree.shown(&folder).display(),
                client.id()
            )),
            Ok(Some(_)) if !folder.starts_with(&user.home) => draft.warnings.push(format!(
                "{} lies outside its user's home: it goes on refusing what was refused",
                tree.shown(&folder).display()
            )),
            Ok(Some(change)) => draft.changes.push(change),
            Err(why) => draft.warnings.push(why),
        }
    }
    draft
}

/// The change of one profile, if it keeps something of ours.
fn of_profile(
    tree: &Tree,
    folder: &Path,
    kept: &BTreeSet<SpkiSha256>,
) -> Result<Option<Change>, String> {
    let path = folder.join("security_state/data.safe.bin");
    let file = match tree.node(&path) {
        Ok(Node::File(file)) => file,
        // To the program it is then nothing.
        Ok(_) => return Ok(None),
        Err(error) => return Err(with_cause(&error)),
    };
    let shown = tree.shown(&path);
    let mut state =
        SecurityState::parse(&file.content).map_err(|why| format!("{}: {why}", shown.display()))?;
    let mut ours = state.ours();
    ours.retain(|refusal| !kept.contains(&refusal.key));
    if ours.is_empty() {
        return Ok(None);
    }
    state.forget(&ours);
    let after = File {
        content: state.encode(),
        modified: None,
        ..file.clone()
    };
    Ok(Some(Change {
        path,
        role: Role::Shared(Edit {
            format: SharedFormat::SecurityState,
            items: ours.iter().map(item).collect(),
        }),
        actor: None,
        before: Node::File(file),
        after: Node::File(after),
    }))
}

fn item(refusal: &Refusal) -> EditItem {
    EditItem {
        name: format!("{} {}", HEXLOWER.encode(&refusal.subject), refusal.key),
        before: Some("refused".to_owned()),
        after: None,
    }
}

#[cfg(test)]
mod tests;
