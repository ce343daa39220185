//! Our own certificates that OpenSSL refuses, and the links by which it finds them.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anchorwatch_home::{File, Node, Symlink};

use crate::block::openssl_reject::RejectFile;

/// Puts each file where it belongs, and a link of the first free number for it. The
/// other links stay as they are: OpenSSL opens every number up to the first that is
/// missing.
pub(super) fn place(
    rejects: &[RejectFile],
    (uid, gid): (u32, u32),
    wanted: &mut BTreeMap<OsString, Node>,
) {
    for reject in rejects {
        let file = Node::File(File {
            content: reject.content.clone(),
            mode: 0o644,
            uid,
            gid,
            xattrs: BTreeMap::new(),
            modified: None,
        });
        let is_there = wanted
            .get(&reject.name)
            .is_some_and(|node| node.is_same_as(&file));
        if !is_there {
            wanted.insert(reject.name.clone(), file);
        }
        link(reject, (uid, gid), wanted);
    }
}

fn link(reject: &RejectFile, (uid, gid): (u32, u32), wanted: &mut BTreeMap<OsString, Node>) {
    let mut numbers = 0_u32..;
    let target = Path::new(&reject.name);
    let free = numbers.find_map(|number| {
        let name = OsString::from(format!("{:08x}.{number}", reject.hash));
        match wanted.get(&name) {
            None => Some(Some(name)),
            Some(Node::Symlink(link)) if link.target == target => Some(None),
            Some(_) => None,
        }
    });
    if let Some(Some(name)) = free {
        let link = Symlink {
            target: PathBuf::from(target),
            uid,
            gid,
        };
        wanted.insert(name, Node::Symlink(link));
    }
}
