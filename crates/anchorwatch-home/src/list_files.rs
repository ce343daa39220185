//! What this machine remembers of signed distrust lists.
//!
//! The files are replaced as a whole: whoever reads one meanwhile, or after a power cut, sees the
//! old or the new one.
//!
//! Other users must not see the folder of the state, which also has the journal, so the state has a copy
//! in the folder of the owner's decisions, which programs read anyway. The copy is written after the
//! state, and again by the next run if it is another: a crash in between, or an older file that somebody
//! restored, does not last.

use std::path::Path;

use crate::{Change, Error, Lock, Node, Role, Tree, paths};

/// The longest state: two lists, and all that is on its way in or out.
pub(crate) const MAX_STATE_BYTES: u64 = 32 << 20;

/// The longest text about mirrors.
const MAX_VALIDATORS_BYTES: u64 = 64 << 10;

/// The files of the signed lists on one tree.
#[derive(Debug, Clone, Copy)]
pub struct ListFiles<'a> {
    tree: &'a Tree,
}

impl<'a> ListFiles<'a> {
    /// Those of this tree.
    #[must_use]
    pub const fn new(tree: &'a Tree) -> Self {
        Self { tree }
    }

    /// The state that is remembered; `None` if there is none yet.
    ///
    /// # Errors
    /// [`Error::NotOurs`] if somebody else could have written it: an older one in its place would
    /// bring back what was refused since.
    pub fn state(&self) -> Result<Option<Vec<u8>>, Error> {
        let path = Path::new(paths::LIST_STATE);
        self.tree.way().read(path, MAX_STATE_BYTES)
    }

    /// The copy that all programs read; `None` if there is none.
    ///
    /// # Errors
    /// As for [`state`](Self::state).
    pub fn published(&self) -> Result<Option<Vec<u8>>, Error> {
        let path = Path::new(paths::SIGNED_LISTS);
        self.tree.way().read(path, MAX_STATE_BYTES)
    }

    /// What mirrors said about their newest file, as text. It only saves traffic, so one that cannot
    /// be read is empty.
    #[must_use]
    pub fn validators(&self) -> String {
        let path = Path::new(paths::LIST_VALIDATORS);
        let text = self.tree.read_own(path, MAX_VALIDATORS_BYTES);
        text.map(|it| String::from_utf8_lossy(&it).into_owned())
            .unwrap_or_default()
    }

    /// Replaces both, if the state still is what was read before: two runs at the same time must
    /// not undo each other.
    ///
    /// # Errors
    /// [`Error::Busy`] if another run wrote, or writes, meanwhile; [`Error::Io`] if the files
    /// cannot be written.
    pub fn replace(
        &self,
        before: Option<&[u8]>,
        state: &[u8],
        validators: &str,
    ) -> Result<(), Error> {
        let _lock = Lock::take(self.tree)?;
        if self.state()?.as_deref() != before {
            let path = self.tree.display_path(paths::LIST_STATE.as_ref());
            return Err(Error::Busy { path });
        }
        self.tree.make_own_folder(paths::LISTS.as_ref())?;
        if before != Some(state) {
            self.tree.write_own(paths::LIST_STATE.as_ref(), state)?;
        }
        let text = validators.as_bytes();
        self.tree.write_own(paths::LIST_VALIDATORS.as_ref(), text)?;
        self.publish(state)
    }

    /// Whether there is a copy for programs, of whatever kind.
    #[must_use]
    pub fn is_published(&self) -> bool {
        let node = self.tree.node_without_content(paths::SIGNED_LISTS.as_ref());
        !matches!(node, Ok(Node::Absent))
    }

    /// Removes the copy: programs follow the lists no longer. What is remembered stays, so that
    /// nothing older is taken when they follow again.
    ///
    /// # Errors
    /// [`Error::Busy`] if another run writes, [`Error::Io`] if the file cannot be removed.
    pub fn withdraw(&self) -> Result<(), Error> {
        let _lock = Lock::take(self.tree)?;
        self.remove(paths::SIGNED_LISTS)
    }

    /// Removes all that is kept of signed lists.
    ///
    /// # Errors
    /// As for [`withdraw`](Self::withdraw).
    pub fn forget(&self) -> Result<(), Error> {
        let _lock = Lock::take(self.tree)?;
        self.remove(paths::SIGNED_LISTS)?;
        self.remove(paths::LIST_STATE)?;
        self.remove(paths::LIST_VALIDATORS)?;
        self.remove(paths::LISTS)
    }

    fn remove(&self, path: &str) -> Result<(), Error> {
        let before = self.tree.node(path.as_ref())?;
        if before == Node::Absent {
            return Ok(());
        }
        let change = Change {
            path: path.into(),
            role: Role::Own,
            actor: None,
            before,
            after: Node::Absent,
        };
        self.tree.make(&change, ".anchorwatch-forget")
    }

    /// Writes the copy, unless it is right already. One that cannot be read is replaced.
    fn publish(&self, state: &[u8]) -> Result<(), Error> {
        if let Ok(Some(published)) = self.published()
            && published == state
        {
            return Ok(());
        }
        let path = Path::new(paths::SIGNED_LISTS);
        if let Some(folder) = path.parent() {
            self.tree.make_open_folder(folder)?;
        }
        self.tree.write_own_for_all(path, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_replaced_only_if_nobody_wrote_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let files = ListFiles::new(&tree);
        assert_eq!(files.state().unwrap(), None);
        files.replace(None, b"one", "mirrors").unwrap();
        assert_eq!(files.state().unwrap().as_deref(), Some(&b"one"[..]));
        assert_eq!(files.validators(), "mirrors");
        let busy = files.replace(None, b"other", "");
        assert!(matches!(busy, Err(Error::Busy { .. })));
        files.replace(Some(b"one"), b"two", "").unwrap();
        assert_eq!(files.state().unwrap().as_deref(), Some(&b"two"[..]));
    }

    #[test]
    fn the_copy_is_for_every_program_and_the_folder_of_the_state_is_not() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let files = ListFiles::new(&tree);
        files.replace(None, b"one", "").unwrap();
        assert_eq!(files.published().unwrap().as_deref(), Some(&b"one"[..]));
        let mode = |path: &str| {
            let seen = folder.path().join(path).metadata().unwrap();
            seen.permissions().mode() & 0o777
        };
        assert_eq!(mode("etc/anchorwatch"), 0o755);
        assert_eq!(mode("etc/anchorwatch/signed-lists"), 0o644);
        assert_eq!(mode("var/lib/anchorwatch"), 0o700);
        assert_eq!(mode("var/lib/anchorwatch/list/state"), 0o600);
    }

    #[test]
    fn what_is_withdrawn_comes_back_with_its_memory_and_what_is_forgotten_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let files = ListFiles::new(&tree);
        files.withdraw().unwrap();
        files.replace(None, b"one", "").unwrap();
        files.withdraw().unwrap();
        assert!(!files.is_published());
        assert_eq!(files.state().unwrap().as_deref(), Some(&b"one"[..]));
        files.replace(Some(b"one"), b"one", "").unwrap();
        assert!(files.is_published());
        files.forget().unwrap();
        files.forget().unwrap();
        assert!(!files.is_published() && files.state().unwrap().is_none());
        assert!(!folder.path().join(&paths::LISTS[1..]).exists());
    }

    #[test]
    fn a_copy_that_is_another_is_replaced_even_if_nothing_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let files = ListFiles::new(&tree);
        files.replace(None, b"one", "").unwrap();
        let copy = folder.path().join(&paths::SIGNED_LISTS[1..]);
        let bad: [&dyn Fn(); 4] = [
            &|| std::fs::write(&copy, "an older one").unwrap(),
            &|| std::fs::remove_file(&copy).unwrap(),
            &|| {
                use std::os::unix::fs::PermissionsExt as _;
                let open = std::fs::Permissions::from_mode(0o666);
                std::fs::set_permissions(&copy, open).unwrap();
            },
            &|| {
                let other = folder.path().join("etc/other");
                std::fs::write(&other, "another").unwrap();
                std::fs::remove_file(&copy).unwrap();
                std::os::unix::fs::symlink("../other", &copy).unwrap();
            },
        ];
        for spoil in bad {
            spoil();
            files.replace(Some(b"one"), b"one", "").unwrap();
            assert_eq!(files.published().unwrap().as_deref(), Some(&b"one"[..]));
            assert!(!copy.is_symlink());
        }
    }

    #[test]
    fn a_state_that_others_can_write_is_not_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let files = ListFiles::new(&tree);
        files.replace(None, b"one", "").unwrap();
        let path = folder.path().join(&paths::LIST_STATE[1..]);
        let open = std::fs::Permissions::from_mode(0o666);
        std::fs::set_permissions(path, open).unwrap();
        assert!(matches!(files.state(), Err(Error::NotOurs { .. })));
    }
}
