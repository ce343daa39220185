//! Chromium and the browsers built on it: where each keeps its policies and its profiles.
//!
//! Chromium's places were measured (Debian's 148 and 156). The others' are the places that
//! their makers and packagers name, **not tried here**: Chrome's `/etc/opt/chrome` and
//! Brave's `/etc/brave` are in their sources (`chrome_paths.cc`, `brave_main_delegate.cc`),
//! Edge's in Microsoft's «Configure Microsoft Edge policy settings on Linux», Vivaldi's in
//! deployment guides, which name two folders. The snap and Ubuntu's older packages read
//! `/etc/chromium-browser`. Opera has no policies and another profile layout, and is not
//! searched for.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

anchorwatch_remark::closed_list! {
    /// A browser with its own policy folder.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Browser {
        /// Chromium.
        Chromium,
        /// Chromium as a snap or in Ubuntu's older packages.
        UbuntuChromium,
        /// Google Chrome.
        Chrome,
        /// Microsoft Edge.
        Edge,
        /// Brave.
        Brave,
        /// Vivaldi.
        Vivaldi,
    }
}

impl Browser {
    /// Its name in messages between processes.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::UbuntuChromium => "ubuntu_chromium",
            Self::Chrome => "chrome",
            Self::Edge => "edge",
            Self::Brave => "brave",
            Self::Vivaldi => "vivaldi",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|browser| browser.code() == code)
    }

    /// Policy folders; each has `managed` and `recommended` inside.
    pub(super) const fn policy_folders(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["/etc/chromium/policies"],
            Self::UbuntuChromium => &["/etc/chromium-browser/policies"],
            Self::Chrome => &["/etc/opt/chrome/policies"],
            Self::Edge => &["/etc/opt/edge/policies"],
            Self::Brave => &["/etc/brave/policies"],
            Self::Vivaldi => &["/etc/vivaldi/policies", "/etc/opt/vivaldi/policies"],
        }
    }

    /// Profile folders within a home; each subfolder is one profile.
    pub(super) const fn profile_folders(self) -> &'static [&'static str] {
        match self {
            Self::Chromium | Self::UbuntuChromium => &[".config/chromium"],
            Self::Chrome => &[
                ".config/google-chrome",
                ".config/google-chrome-beta",
                ".config/google-chrome-unstable",
            ],
            Self::Edge => &[
                ".config/microsoft-edge",
                ".config/microsoft-edge-beta",
                ".config/microsoft-edge-dev",
            ],
            Self::Brave => &[
                ".config/BraveSoftware/Brave-Browser",
                ".config/BraveSoftware/Brave-Browser-Beta",
                ".config/BraveSoftware/Brave-Browser-Nightly",
            ],
            Self::Vivaldi => &[".config/vivaldi", ".config/vivaldi-snapshot"],
        }
    }

    /// Its programs; any of them shows that it is installed.
    pub const fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "/usr/bin/chromium",
                "/usr/lib/chromium/chromium",
                "/usr/lib64/chromium-browser",
            ],
            Self::UbuntuChromium => &[
                "/usr/bin/chromium-browser",
                "/usr/lib/chromium-browser",
                "/snap/bin/chromium",
            ],
            Self::Chrome => &[
                "/opt/google/chrome/chrome",
                "/opt/google/chrome-beta/chrome",
                "/opt/google/chrome-unstable/chrome",
            ],
            Self::Edge => &[
                "/opt/microsoft/msedge/msedge",
                "/opt/microsoft/msedge-beta/msedge",
                "/opt/microsoft/msedge-dev/msedge",
            ],
            Self::Brave => &[
                "/opt/brave.com/brave/brave",
                "/opt/brave.com/brave-beta/brave",
                "/opt/brave.com/brave-nightly/brave",
                "/snap/bin/brave",
            ],
            Self::Vivaldi => &[
                "/opt/vivaldi/vivaldi-bin",
                "/opt/vivaldi-snapshot/vivaldi-bin",
            ],
        }
    }

    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::UbuntuChromium => "Chromium (snap or Ubuntu's)",
            Self::Chrome => "Chrome",
            Self::Edge => "Edge",
            Self::Brave => "Brave",
            Self::Vivaldi => "Vivaldi",
        }
    }

    /// How it is known that it reads its policy folder.
    pub const fn known(self) -> Known {
        match self {
            Self::Chromium => Known::Measured,
            _ => Known::Documented,
        }
    }

    /// Whether the system has the program, or policies for it.
    pub(super) fn is_of_system(self, tree: &Tree) -> bool {
        let places = self.policy_folders().iter().chain(self.programs());
        places
            .into_iter()
            .any(|place| is_there(tree, place.as_ref()))
    }

    /// Whether it has been started from this home. Two browsers share a profile folder and
    /// cannot be told apart there, so it counts for the one that any system may have.
    pub(super) fn is_of_home(self, tree: &Tree, home: &Path) -> bool {
        let mut places = self.profile_folders().iter();
        self != Self::UbuntuChromium && places.any(|place| is_there(tree, &home.join(place)))
    }
}

/// How a browser's places are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Its effect was measured with the real program.
    Measured,
    /// Its maker or packager documents it.
    Documented,
}

/// A policy folder and its browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyFolder {
    /// Which browser reads it.
    pub browser: Browser,
    /// Where it is; `managed` and `recommended` are inside.
    pub path: &'static str,
}

/// Every folder of policies.
pub fn policy_folders() -> impl Iterator<Item = PolicyFolder> {
    let of = |browser: Browser| {
        let paths = browser.policy_folders().iter();
        paths.map(move |path| PolicyFolder { browser, path })
    };
    Browser::ALL.into_iter().flat_map(of)
}

/// Every profile folder, each once.
pub(crate) fn profile_folders() -> impl Iterator<Item = &'static str> {
    Browser::ALL
        .into_iter()
        .filter(|browser| *browser != Browser::UbuntuChromium)
        .flat_map(Browser::profile_folders)
        .copied()
}

/// The folders of programs that have a folder of their own.
pub(crate) fn program_folders() -> impl Iterator<Item = PathBuf> {
    let programs = Browser::ALL.into_iter().flat_map(Browser::programs);
    programs.filter_map(|program| {
        let program = Path::new(program);
        let is_shared = |folder: &Path| folder.ends_with("bin") || folder.ends_with("lib");
        let folder = program.parent().filter(|folder| !folder.ends_with("bin"))?;
        // Some are listed by their folder.
        let own = if is_shared(folder) || folder.ends_with("lib64") {
            program
        } else {
            folder
        };
        Some(own.to_owned())
    })
}

/// A place that cannot be read may exist.
fn is_there(tree: &Tree, place: &Path) -> bool {
    match tree.identity(place) {
        Ok(_) => true,
        Err(error) => !error.is_not_found(),
    }
}
