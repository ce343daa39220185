//! The owner's settings as bytes: read at one time, parsed at another.

use std::path::Path;

use anchorwatch_policy::Consents;

use crate::{
    BlockList, Configuration, Error, Tree, block_list, config_file, consent_file, decode_consents,
    list_files::MAX_STATE_BYTES, paths,
};

/// The bytes of the owner's files.
///
/// For a process that can still read them and may never need them, such as one that is about
/// to enter a chroot: reading is cheap, parsing is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    configuration: Option<Vec<u8>>,
    block_list: Option<Vec<u8>>,
    consents: Option<Vec<u8>>,
    signed_lists: Option<Vec<u8>>,
}

impl Settings {
    /// Reads every file that exists.
    ///
    /// # Errors
    /// [`Error::NotOurs`] if someone else could have written or placed one of them; otherwise
    /// those of [`Tree::read`].
    pub fn read(tree: &Tree) -> Result<Self, Error> {
        let mut way = tree.way();
        let mut of = |path, max| way.read(Path::new(path), max);
        Ok(Self {
            configuration: of(paths::CONFIGURATION, config_file::MAX_BYTES)?,
            block_list: of(paths::BLOCK_LIST, block_list::MAX_BYTES)?,
            consents: of(paths::CONSENTS, consent_file::MAX_CONSENT_BYTES)?,
            signed_lists: of(paths::SIGNED_LISTS, MAX_STATE_BYTES)?,
        })
    }

    /// Parses the owner's settings.
    ///
    /// # Errors
    /// [`Error::Format`].
    pub fn configuration(&self) -> Result<Configuration, Error> {
        parse_or_default(&self.configuration, paths::CONFIGURATION, |text, shown| {
            format(Configuration::of_text(text), shown)
        })
    }

    /// Parses the keys that the owner refuses.
    ///
    /// # Errors
    /// [`Error::Format`].
    pub fn block_list(&self) -> Result<BlockList, Error> {
        parse_or_default(&self.block_list, paths::BLOCK_LIST, |text, shown| {
            format(BlockList::of_text(text), shown)
        })
    }

    /// The signed lists that this machine follows, as `list update` wrote them; `None` if it follows
    /// none.
    #[must_use]
    pub fn signed_lists(&self) -> Option<&[u8]> {
        self.signed_lists.as_deref()
    }

    /// Parses the owner's consents.
    ///
    /// # Errors
    /// [`Error::Format`].
    pub fn consents(&self) -> Result<Consents, Error> {
        parse_or_default(&self.consents, paths::CONSENTS, decode_consents)
    }
}

fn parse_or_default<T: Default>(
    text: &Option<Vec<u8>>,
    path: &str,
    understand: impl FnOnce(&[u8], &Path) -> Result<T, Error>,
) -> Result<T, Error> {
    let text = text.as_deref();
    text.map_or_else(
        || Ok(T::default()),
        |text| understand(text, Path::new(path)),
    )
}

fn format<T>(
    parse_or_default: Result<T, Box<dyn std::error::Error + Send + Sync>>,
    shown: &Path,
) -> Result<T, Error> {
    parse_or_default.map_err(|source| Error::Format {
        path: shown.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        os::unix::fs::{PermissionsExt as _, symlink},
        path::PathBuf,
    };

    use super::*;

    fn tree() -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("etc/anchorwatch")).unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        (folder, tree)
    }

    fn mode(path: PathBuf, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn settings_are_parsed_later_and_missing_files_give_defaults() {
        let (folder, tree) = tree();
        let none = Settings::read(&tree).unwrap();
        assert_eq!(none, Settings::default());
        assert_eq!(none.configuration().unwrap(), Configuration::default());
        let text = "[programs]\nleft-alone = [\"/usr/sbin/openvpn\"]\n";
        fs::write(folder.path().join("etc/anchorwatch/config.toml"), text).unwrap();
        let read = Settings::read(&tree).unwrap();
        fs::remove_dir_all(folder.path().join("etc")).unwrap();
        let configuration = read.configuration().unwrap();
        assert_eq!(configuration.left_alone.len(), 1);
        assert_eq!(read.consents().unwrap(), Consents::default());
        assert_eq!(Settings::read(&tree).unwrap(), Settings::default());
    }

    #[test]
    fn damage_is_found_when_settings_are_parsed() {
        let (folder, tree) = tree();
        for name in ["config.toml", "blocked.toml", "consent.toml"] {
            let file = folder.path().join("etc/anchorwatch").join(name);
            fs::write(file, "count = \"two\"\n").unwrap();
        }
        let read = Settings::read(&tree).unwrap();
        assert!(matches!(read.configuration(), Err(Error::Format { .. })));
        assert!(matches!(read.block_list(), Err(Error::Format { .. })));
        assert!(matches!(read.consents(), Err(Error::Format { .. })));
    }

    #[test]
    fn folders_that_others_can_write_are_refused_even_without_the_file() {
        for folder_mode in [0o775, 0o757, 0o777, 0o1777] {
            for above in ["", "etc", "etc/anchorwatch"] {
                let (folder, tree) = tree();
                let place = folder.path().join(above);
                Settings::read(&tree).unwrap();
                mode(place.clone(), folder_mode);
                let refused = Settings::read(&tree);
                assert!(
                    matches!(refused, Err(Error::NotOurs { .. })),
                    "{above} {folder_mode:o}: {refused:?}"
                );
                mode(place, 0o755);
                Settings::read(&tree).unwrap();
            }
        }
    }

    #[test]
    fn a_link_is_followed_and_the_folders_to_its_target_are_checked() {
        let (folder, tree) = tree();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("srv/kept/here")).unwrap();
        fs::write(
            at("srv/kept/here/config.toml"),
            "[names]\nprivate = [\"lan.example\"]\n",
        )
        .unwrap();
        symlink("/srv/kept", at("opt")).unwrap();
        fs::remove_dir(at("etc/anchorwatch")).unwrap();
        for link in ["folder", "file"] {
            match link {
                "folder" => symlink("../opt/here", at("etc/anchorwatch")).unwrap(),
                _ => {
                    fs::create_dir(at("etc/anchorwatch")).unwrap();
                    symlink("/opt/here/config.toml", at("etc/anchorwatch/config.toml")).unwrap();
                }
            }
            let read = Settings::read(&tree).unwrap().configuration().unwrap();
            assert_eq!(read.private_names.len(), 1, "{link}");
            for place in ["srv", "srv/kept", "srv/kept/here"] {
                mode(at(place), 0o757);
                let refused = Settings::read(&tree);
                assert!(
                    matches!(refused, Err(Error::NotOurs { .. })),
                    "{link} {place}"
                );
                mode(at(place), 0o755);
            }
            fs::remove_file(at("etc/anchorwatch")).unwrap_or_default();
        }
    }

    #[test]
    fn a_loop_of_links_is_an_error() {
        let (folder, tree) = tree();
        let at = |path: &str| folder.path().join(path);
        symlink("config.toml", at("etc/anchorwatch/config.toml")).unwrap();
        assert!(Settings::read(&tree).unwrap_err().is_loop_of_links());
    }
}
