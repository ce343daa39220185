//! `/etc/anchorwatch/config.toml`: the settings of this machine's owner.
//!
//! ```toml
//! [names]
//! private = ["corp.example.com", "192.0.2.0/24"]
//!
//! [roots]
//! public-programs = "all"
//!
//! [programs]
//! public-roots = "/etc/anchorwatch/public-roots.pem"
//! left-alone = ["/usr/sbin/openvpn"]
//!
//! [lists]
//! from = ["https://lists.example/", "https://other.example/"]
//! ```
//!
//! Unknown tables and keys are errors, so a misspelt setting is never silently ignored.

use std::path::{Path, PathBuf};

use anchorwatch_policy::{
    PublicPrograms,
    consent::{ConsentScope, MAX_SCOPES},
};
use serde::Deserialize;

use crate::{ContentProblem, Error, Tree, paths, toml_text};

/// The largest file that is read, in bytes. A setting takes about 80.
pub(crate) const MAX_BYTES: u64 = 64 << 10;

/// The settings of this machine's owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Names and networks that are private here, in addition to the closed list: every local root
    /// may vouch for them. At most [`MAX_SCOPES`].
    pub private_names: Vec<ConsentScope>,
    /// Which root programs make a root public.
    pub public_programs: PublicPrograms,
    /// For programs that use the C library or have it preloaded: a PEM file with the roots that
    /// count as public, instead of the set that ships with this program. It takes effect only if
    /// it is as well protected as this file ([`Tree::read_own_securely`]).
    pub public_roots: Option<PathBuf>,
    /// Programs, by path of their file, that the preloaded library does not check.
    pub left_alone: Vec<PathBuf>,
    /// Where signed lists come from, if the command does not say so: mirrors, folders and bundles. At
    /// most [`MAX_LIST_SOURCES`]; whoever reads them says what is wrong with one.
    pub list_sources: Vec<String>,
}

/// The most sources of signed lists.
pub const MAX_LIST_SOURCES: usize = 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    names: NamesDocument,
    #[serde(default)]
    roots: RootsDocument,
    #[serde(default)]
    programs: ProgramsDocument,
    #[serde(default)]
    lists: ListsDocument,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesDocument {
    #[serde(default)]
    private: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RootsDocument {
    public_programs: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProgramsDocument {
    public_roots: Option<PathBuf>,
    #[serde(default)]
    left_alone: Vec<PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListsDocument {
    #[serde(default)]
    from: Vec<String>,
}

impl Configuration {
    /// Reads the tree's settings. A tree without the file has none.
    ///
    /// # Errors
    /// [`Error::NotOurs`] if someone else could have written it, [`Error::Format`] if any part
    /// of it cannot be parsed, or if it names a file by a path that is not absolute.
    pub fn read(tree: &Tree) -> Result<Self, Error> {
        tree.read_setting(Path::new(paths::CONFIGURATION), MAX_BYTES, Self::of_text)
    }

    pub(crate) fn of_text(text: &[u8]) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let document: Document = toml_text::read(text)?;
        let ProgramsDocument {
            public_roots,
            left_alone,
        } = document.programs;
        let mut named = public_roots.iter().chain(&left_alone);
        if let Some(path) = named.find(|path| path.is_relative()) {
            let path = path.display().to_string();
            return Err(ContentProblem::NotAbsolute { path }.into());
        }
        let private = document.names.private;
        let list_sources = document.lists.from;
        let too_many = |setting: &str, most: usize| ContentProblem::TooMany {
            setting: setting.to_owned(),
            most: most as u64,
        };
        if private.len() > MAX_SCOPES {
            return Err(too_many("names.private", MAX_SCOPES).into());
        }
        if list_sources.len() > MAX_LIST_SOURCES {
            return Err(too_many("lists.from", MAX_LIST_SOURCES).into());
        }
        let private_names: Result<Vec<ConsentScope>, _> = private
            .iter()
            .map(|it| ConsentScope::of_owner(it))
            .collect();
        let public_programs = match document.roots.public_programs {
            None => PublicPrograms::default(),
            Some(code) => {
                PublicPrograms::from_code(&code).ok_or_else(|| ContentProblem::NotAWord {
                    setting: "roots.public-programs".to_owned(),
                    got: code.escape_debug().to_string(),
                })?
            }
        };
        Ok(Self {
            private_names: private_names?,
            public_programs,
            public_roots,
            left_alone,
            list_sources,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    const SETTING: &str = "[programs]\npublic-roots = \"/etc/anchorwatch/public.pem\"\n\
        left-alone = [\"/usr/sbin/openvpn\"]\n";

    fn tree(text: &str, mode: u32) -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("etc/anchorwatch/config.toml");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        (folder, tree)
    }

    #[test]
    fn a_setting_is_read_and_a_missing_file_sets_nothing() {
        let (folder, tree) = tree(SETTING, 0o644);
        let read = Configuration::read(&tree).unwrap();
        assert_eq!(
            read.public_roots.as_deref(),
            Some(Path::new("/etc/anchorwatch/public.pem"))
        );
        assert_eq!(read.left_alone, [Path::new("/usr/sbin/openvpn")]);
        fs::remove_file(folder.path().join("etc/anchorwatch/config.toml")).unwrap();
        assert_eq!(
            Configuration::read(&tree).unwrap(),
            Configuration::default()
        );
    }

    #[test]
    fn sources_of_lists_are_read_and_too_many_are_refused() {
        let text = |count: usize| {
            let one = "\"https://lists.example/\",".repeat(count);
            format!("[lists]\nfrom = [{one}]\n")
        };
        let read = Configuration::of_text(text(16).as_bytes()).unwrap();
        assert_eq!(read.list_sources.len(), 16);
        assert!(Configuration::of_text(text(17).as_bytes()).is_err());
        assert!(Configuration::of_text(b"[lists]\nmirrors = []\n").is_err());
    }

    #[test]
    fn a_file_that_others_can_write_is_refused() {
        let (_folder, tree) = tree(SETTING, 0o666);
        assert!(matches!(
            Configuration::read(&tree),
            Err(Error::NotOurs { .. })
        ));
    }

    #[test]
    fn misspelt_settings_and_relative_paths_are_refused() {
        assert!(Configuration::of_text(SETTING.as_bytes()).is_ok());
        for (from, to) in [
            ("public-roots", "public-root"),
            ("[programs]", "[program]"),
            ("left-alone", "leave-alone"),
            ("/usr/sbin/openvpn", "openvpn"),
            ("/etc/anchorwatch/public.pem", "public.pem"),
            ("\"/etc/anchorwatch/public.pem\"", "7"),
        ] {
            let changed = SETTING.replacen(from, to, 1);
            assert_ne!(changed, SETTING);
            assert!(Configuration::of_text(changed.as_bytes()).is_err(), "{to}");
        }
    }

    #[test]
    fn private_names_of_many_owners_and_unknown_programs_are_refused() {
        let read = |text: &str| Configuration::of_text(text.as_bytes());
        let text = "[names]\nprivate = [\"Corp.Example.com.\", \"192.0.2.0/24\"]\n\
                    [roots]\npublic-programs = \"all\"\n";
        let set = read(text).unwrap();
        let names: Vec<String> = set.private_names.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["corp.example.com", "192.0.2.0/24"]);
        assert_eq!(set.public_programs, PublicPrograms::All);
        for refused in [
            "*",
            "com",
            "kz",
            "co.uk",
            "*.example.com",
            "0.0.0.0/0",
            "8.0.0.0/8",
            "",
            "a b",
        ] {
            let text = format!("[names]\nprivate = [\"{refused}\"]\n");
            assert!(read(&text).is_err(), "{refused}");
        }
        for refused in [
            "[roots]\npublic-programs = \"chrome\"\n",
            "[names]\npublic = []\n",
        ] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }
}
