//! The programs, and where each keeps what.
//!
//! Source: Gecko's `nsXREDirProvider.cpp` and `SpecialSystemDirectory.cpp` (the machine's
//! settings are in `/etc` and the program's name in small letters, for Firefox ESR too),
//! the file lists of Debian's packages, and what Firefox 140.10 ESR of Debian 12 was seen
//! to open. That one puts profiles into `~/.mozilla/firefox` in a fresh home; upstream
//! has moved them to `~/.config` where the old folder is not there (Firefox 147,
//! Thunderbird 150).

use anchorwatch_home::Tree;

use crate::Client;

/// A program of Mozilla's.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) client: Client,
    /// The machine's settings for it.
    pub(crate) settings: &'static str,
    /// Where the program itself may lie.
    folders: &'static [&'static str],
    /// Where profiles lie, below a home: Debian's packages, snap's, Flatpak's.
    pub(crate) profiles: &'static [&'static str],
}

pub(crate) const PROGRAMS: [Program; 2] = [
    Program {
        client: Client::Firefox,
        settings: "/etc/firefox",
        folders: &[
            "/usr/lib/firefox-esr",
            "/usr/lib/firefox",
            "/usr/lib64/firefox",
            "/opt/firefox",
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
        ],
        profiles: &[
            ".thunderbird",
            ".config/thunderbird",
            "snap/thunderbird/common/.thunderbird",
            ".var/app/org.mozilla.Thunderbird/.thunderbird",
        ],
    },
];

impl Program {
    /// Every folder in which its settings or the program itself may lie.
    pub(crate) fn places(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.settings).chain(self.folders.iter().copied())
    }

    /// The folders in which it is installed; a link to another of them is left out.
    pub(crate) fn installs(&self, tree: &Tree) -> Vec<&'static str> {
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
