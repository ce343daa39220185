//! The users of a tree and their homes: those in its own `/etc/passwd`, and the owners of
//! other folders where homes are.

use std::{
    collections::HashSet,
    ffi::OsStr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Error, Node, Tree};

use crate::Inaccessible;

const PASSWD: &str = "/etc/passwd";
/// Where homes are, also of users that are not in the file but in another service.
const HOMES: &str = "/home";
/// Root's home, in a tree without a file of users.
const ROOT: &str = "/root";
const MAX_BYTES: u64 = 16 << 20;

/// A user who has a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The login name.
    pub name: String,
    /// The user number; `None` if the file has something other than a number.
    pub uid: Option<u32>,
    /// The number of the user's own group.
    pub gid: Option<u32>,
    /// The home folder, within the tree.
    pub home: PathBuf,
}

/// Every user, one for each home, and why others could not be read. A user who exists only
/// in LDAP, or whose line was removed from the file, still has a home.
///
/// **Not checked:** homes of such users outside `/home`, or behind a link there.
pub fn users(tree: &Tree) -> (Vec<User>, Vec<Inaccessible>) {
    let mut closed = Vec::new();
    let mut note = |place: &str, error: &Error| {
        if !error.is_not_found() {
            closed.push(Inaccessible::new(tree, place.as_ref(), None, error));
        }
    };
    let mut users = listed(tree).unwrap_or_else(|error| {
        note(PASSWD, &error);
        Vec::new()
    });
    let mut folders = vec![PathBuf::from(ROOT)];
    match tree.list(HOMES.as_ref()) {
        Ok(entries) => folders.extend(
            entries
                .into_iter()
                .filter(|entry| entry.kind == EntryKind::Directory)
                .map(|entry| PathBuf::from(HOMES).join(entry.name)),
        ),
        Err(error) => note(HOMES, &error),
    }
    // The same folder may have several names: `/home/ana` and where it is mounted.
    let identity = |home: &PathBuf| tree.identity(home).ok();
    let known: HashSet<_> = users.iter().map(|user| identity(&user.home)).collect();
    folders.retain(|folder| !known.contains(&identity(folder)));
    users.extend(folders.into_iter().filter_map(|home| of_folder(tree, home)));
    (users, closed)
}

/// The users who are people, or root, each with a shell (passwd(5)): numbers from 1000 on
/// (adduser.conf(5)), and a usable shell.
pub(crate) fn people(tree: &Tree) -> Vec<(User, PathBuf)> {
    let text = tree.read(PASSWD.as_ref(), MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let shells = text.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        Some((name, PathBuf::from(fields.nth(5)?.trim())))
    });
    let shells: std::collections::HashMap<String, PathBuf> = shells.collect();
    let is_person = |uid: u32| uid == 0 || (1_000..65_534).contains(&uid);
    listed(tree)
        .unwrap_or_default()
        .into_iter()
        .filter(|user| user.uid.is_some_and(is_person))
        .filter_map(|user| {
            let shell = shells.get(&user.name)?.clone();
            let is_shell = shell.to_string_lossy().ends_with("sh");
            is_shell.then_some((user, shell))
        })
        .collect()
}

/// The owner of a folder; `None` if the path leads to no folder.
pub(crate) fn of_folder(tree: &Tree, home: PathBuf) -> Option<User> {
    let (uid, gid) = tree.owner_of(&home).ok()?;
    let name = home.file_name()?.to_string_lossy().into_owned();
    Some(User {
        name,
        uid: Some(uid),
        gid: Some(gid),
        home,
    })
}

/// The owner of a path that cannot be read: the user, or the owner of the folder. Files
/// that the system's other users keep private do not concern the asking user's programs.
pub(crate) fn owner(tree: &Tree, path: &Path, user: Option<&User>) -> Option<u32> {
    if let Some(user) = user {
        return user.uid;
    }
    match tree.node(path) {
        Ok(Node::Directory(folder)) => Some(folder.uid),
        // An unreadable file is root's, like everything in the system's folders.
        _ => Some(0),
    }
}

/// The users of the file, in its order (passwd(5)).
fn listed(tree: &Tree) -> Result<Vec<User>, Error> {
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
            .0
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

    #[test]
    fn a_home_without_a_user_is_somebody_s_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        for home in ["root", "home/ana", "home/gone"] {
            std::fs::create_dir_all(folder.path().join(home)).unwrap();
        }
        std::fs::write(folder.path().join("home/file"), "").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let homes = || -> Vec<PathBuf> {
            let (users, closed) = users(&tree);
            assert!(closed.is_empty());
            users.into_iter().map(|user| user.home).collect()
        };
        let all = ["/root", "/home/ana", "/home/gone"].map(PathBuf::from);
        assert_eq!(homes(), all);
        std::fs::create_dir(folder.path().join("etc")).unwrap();
        let text = "ana:x:1000:1000:Ana:/home/ana/:/bin/sh\n";
        std::fs::write(folder.path().join("etc/passwd"), text).unwrap();
        assert_eq!(
            homes(),
            ["/home/ana", "/root", "/home/gone"].map(PathBuf::from)
        );
    }
}
