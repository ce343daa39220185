//! The users of a tree and their homes, from its own `/etc/passwd`.

use std::{collections::HashSet, ffi::OsStr, os::unix::ffi::OsStrExt, path::PathBuf};

use anchorwatch_home::{Error, Tree};

pub(crate) const PASSWD: &str = "/etc/passwd";
const MAX_BYTES: u64 = 16 << 20;

/// A user who has a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The login name.
    pub name: String,
    /// Whose number it is; `None` where the file says something else than a number.
    pub uid: Option<u32>,
    /// The number of the user's own group.
    pub gid: Option<u32>,
    /// The home folder, within the tree.
    pub home: PathBuf,
}

/// Every user, one for each home, in the order of the file (passwd(5)).
///
/// **Not checked:** users who are known to another service than the file (LDAP).
pub(crate) fn users(tree: &Tree) -> Result<Vec<User>, Error> {
    let text = tree.read(PASSWD.as_ref(), MAX_BYTES)?;
    let mut users: Vec<User> = Vec::new();
    let mut homes = HashSet::new();
    for line in text.split(|byte| *byte == b'\n') {
        let fields: Vec<&[u8]> = line.split(|byte| *byte == b':').collect();
        let (Some(name), Some(home)) = (fields.first(), fields.get(5)) else {
            continue;
        };
        let home = PathBuf::from(OsStr::from_bytes(home));
        let is_home = home.is_absolute() && home.parent().is_some();
        if is_home && homes.insert(home.clone()) {
            let number = |place: usize| -> Option<u32> {
                std::str::from_utf8(fields.get(place)?).ok()?.parse().ok()
            };
            users.push(User {
                name: String::from_utf8_lossy(name).into_owned(),
                uid: number(2),
                gid: number(3),
                home,
            });
        }
    }
    Ok(users)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_home_is_named_once_and_odd_lines_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("etc")).unwrap();
        let text = "root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/root:/bin/sh\nbad line\n\nnobody:x:9:9::/:/x\nana:x:1000:1000:Ana:/home/ana:/bin/sh";
        std::fs::write(folder.path().join("etc/passwd"), text).unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let names: Vec<_> = users(&tree)
            .unwrap()
            .into_iter()
            .map(|user| (user.name, user.home))
            .collect();
        assert_eq!(
            names,
            [
                ("root".to_owned(), "/root".into()),
                ("ana".to_owned(), "/home/ana".into())
            ]
        );
    }
}
