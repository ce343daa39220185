//! The programs, and where each keeps its files.
//!
//! Source: Gecko's `nsXREDirProvider.cpp` and `SpecialSystemDirectory.cpp` (the machine's
//! settings are in `/etc` under the program's name in lower case, for Firefox ESR too), the
//! file lists of Debian's packages, and what Firefox 140.10 ESR of Debian 12 was seen to
//! open. It puts profiles into `~/.mozilla/firefox` in a fresh home; upstream has moved
//! them to `~/.config` if the old folder does not exist (Firefox 147, Thunderbird 150).
//!
//! Beta, Developer Edition and Nightly share Firefox's settings and profiles, and have
//! their own program folders (Mozilla's packages for Debian, Arch's). LibreWolf, Zen,
//! Waterfox and Floorp are Firefox under other names: the same files in folders with those
//! names, according to their packages' file lists and Flatpak's manifests. Not measured.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use crate::{Client, User};

/// The largest file that describes or names a program, in bytes.
pub(super) const MAX_BYTES: u64 = 64 << 10;

/// A Mozilla-based program.
#[derive(Debug)]
pub struct Program {
    /// Which program.
    pub client: Client,
    /// The machine's settings for it.
    pub settings: &'static str,
    /// Where the program itself may be.
    folders: &'static [&'static str],
    /// Profile folders, relative to a home: Debian's packages, snap's, Flatpak's.
    pub(crate) profiles: &'static [&'static str],
}

/// The programs that are searched for.
pub const PROGRAMS: [Program; 6] = [
    Program {
        client: Client::Firefox,
        settings: "/etc/firefox",
        folders: &[
            "/usr/lib/firefox-esr",
            "/usr/lib/firefox",
            "/usr/lib64/firefox",
            "/opt/firefox",
            "/opt/firefox-esr",
            "/usr/local/lib/firefox",
            "/usr/local/firefox",
            "/usr/lib/firefox-beta",
            "/usr/lib/firefox-devedition",
            "/usr/lib/firefox-developer-edition",
            "/usr/lib/firefox-nightly",
            "/opt/firefox-beta",
            "/opt/firefox-devedition",
            "/opt/firefox-dev",
            "/opt/firefox-developer-edition",
            "/opt/firefox-nightly",
        ],
        profiles: &[
            ".mozilla/firefox",
            ".config/mozilla/firefox",
            "snap/firefox/common/.mozilla/firefox",
            ".var/app/org.mozilla.firefox/.mozilla/firefox",
            ".var/app/org.mozilla.firefox/config/mozilla/firefox",
        ],
    },
    Program {
        client: Client::Thunderbird,
        settings: "/etc/thunderbird",
        folders: &[
            "/usr/lib/thunderbird",
            "/usr/lib64/thunderbird",
            "/opt/thunderbird",
            "/opt/thunderbird-beta",
            "/usr/lib/betterbird",
            "/opt/betterbird",
        ],
        profiles: &[
            ".thunderbird",
            ".config/thunderbird",
            "snap/thunderbird/common/.thunderbird",
            ".var/app/org.mozilla.Thunderbird/.thunderbird",
        ],
    },
    Program {
        client: Client::Firefox,
        settings: "/etc/librewolf",
        folders: &[
            "/usr/share/librewolf",
            "/usr/lib/librewolf",
            "/usr/lib64/librewolf",
            "/opt/librewolf",
        ],
        profiles: &[
            ".librewolf",
            ".config/librewolf/librewolf",
            ".config/librewolf",
            ".var/app/io.gitlab.librewolf-community/.librewolf",
            ".var/app/io.gitlab.librewolf-community/config/librewolf/librewolf",
        ],
    },
    Program {
        client: Client::Firefox,
        settings: "/etc/zen",
        folders: &[
            "/opt/zen",
            "/opt/zen-browser",
            "/opt/zen-browser-bin",
            "/usr/lib/zen",
            "/usr/lib/zen-browser",
            "/usr/lib64/zen-browser",
        ],
        profiles: &[
            ".zen",
            ".config/zen",
            ".var/app/app.zen_browser.zen/.zen",
            ".var/app/app.zen_browser.zen/config/zen",
        ],
    },
    Program {
        client: Client::Firefox,
        settings: "/etc/waterfox",
        folders: &[
            "/opt/waterfox",
            "/usr/lib/waterfox",
            "/usr/lib64/waterfox",
            "/usr/share/waterfox",
        ],
        profiles: &[
            ".waterfox",
            ".config/waterfox",
            ".var/app/net.waterfox.waterfox/.waterfox",
        ],
    },
    Program {
        client: Client::Firefox,
        settings: "/etc/floorp",
        folders: &[
            "/opt/floorp",
            "/usr/lib/floorp",
            "/usr/lib64/floorp",
            "/usr/share/floorp",
        ],
        profiles: &[
            ".floorp",
            ".config/floorp",
            ".var/app/one.ablaze.floorp/.floorp",
        ],
    },
];

impl Program {
    /// Every folder that may contain its settings or the program itself.
    pub fn places(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.settings).chain(self.folders.iter().copied())
    }

    /// Whether this profile is in one of its profile folders.
    pub fn has_profile(&self, profile: &Path) -> bool {
        let below = |place: &str| {
            let place: Vec<_> = Path::new(place).components().collect();
            let path: Vec<_> = profile.components().collect();
            path.windows(place.len()).any(|part| part == place)
        };
        self.profiles.iter().any(|place| below(place))
    }

    /// The installed copies, with the machine's settings.
    pub(crate) fn copies(&self, tree: &Tree) -> Copies<'static> {
        let installs = self.installs(tree).into_iter();
        self.copies_in(installs.map(PathBuf::from).collect())
    }

    /// The same, only for these folders.
    pub(crate) fn copies_in(&self, folders: Vec<PathBuf>) -> Copies<'static> {
        Copies {
            client: self.client,
            settings: PathBuf::from(self.settings),
            folders,
            user: None,
        }
    }

    /// The folders in which it is installed, without links to another of them.
    pub fn installs(&self, tree: &Tree) -> Vec<&'static str> {
        let mut known = Vec::new();
        let mut installs = Vec::new();
        for folder in self.folders {
            if let Ok(identity) = tree.identity(folder.as_ref())
                && !known.contains(&identity)
            {
                known.push(identity);
                installs.push(*folder);
            }
        }
        installs
    }
}

/// Programs of one name: their folders, and the machine's settings for them.
#[derive(Debug, Clone)]
pub(crate) struct Copies<'a> {
    pub(crate) client: Client,
    pub(crate) settings: PathBuf,
    pub(crate) folders: Vec<PathBuf>,
    /// Their owner; `None` for the system's.
    pub(crate) user: Option<&'a User>,
}

/// Whether the folder contains a Mozilla-based program.
pub(super) fn is_program(tree: &Tree, folder: &Path) -> bool {
    let is_there = |name: &str| tree.identity(&folder.join(name)).is_ok();
    is_there("application.ini") && (is_there("omni.ja") || is_there("libxul.so"))
}
