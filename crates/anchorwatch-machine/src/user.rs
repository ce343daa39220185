//! The users of a tree and their homes: those of its own `/etc/passwd`, and whoever else
//! has a folder where homes are.

use std::{
    collections::HashSet,
    ffi::OsStr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Error, Node, Tree};

use crate::Inaccessible;

const PASSWD: &str = "/etc/passwd";
/// Where homes are, of users that another service knows than the file too.
const HOMES: &str = "/home";
/// Root's home, in a tree that has no file of users.
const ROOT: &str = "/root";
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

/// Every user, one for each home, and what kept us from seeing one. A user whom only
/// LDAP knows, or whose line was taken out of the file, has a home all the same.
///
/// **Not checked:** such users' homes elsewhere than in `/home`, or behind a link there.
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

/// The users who are people, or root, with the shell that each has (passwd(5)): numbers
/// from 1000 on (adduser.conf(5)), and a shell that is one.
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

/// Whoever a folder belongs to; nobody, where it leads to no folder.
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

/// Whose place a path is, where it cannot be looked into: the user's, or that of whom
/// the folder belongs to. What the system's other users keep to themselves is no
/// program's of the asking user.
pub(crate) fn owner(tree: &Tree, path: &Path, user: Option<&User>) -> Option<u32> {
    if let Some(user) = user {
        return user.uid;
    }
    match tree.node(path) {
        Ok(Node::Directory(folder)) => Some(folder.uid),
        // A file that may not be read: root's, as everything below the system's folders.
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
