//! Chromium and the browsers built on it. Where each keeps its policies and its profiles,
//! and the source of that, is in its `row.rs`.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

mod row;

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
        /// Chrome for Testing, which Puppeteer and Playwright bring.
        ChromeForTesting,
        /// Microsoft Edge.
        Edge,
        /// Brave.
        Brave,
        /// Vivaldi.
        Vivaldi,
        /// Yandex Browser.
        Yandex,
        /// Yandex Browser's beta.
        YandexBeta,
        /// Iridium.
        Iridium,
        /// Opera.
        Opera,
        /// Thorium.
        Thorium,
        /// Chromium-Gost.
        ChromiumGost,
        /// Helium.
        Helium,
        /// Slimjet.
        Slimjet,
        /// A browser that is recognized by its files alone.
        Unknown,
    }
}

impl Browser {
    /// Its name in messages between processes.
    pub(crate) const fn code(self) -> &'static str {
        row::row(self).code
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|browser| browser.code() == code)
    }

    /// Policy folders; each has `managed` and `recommended` inside.
    pub(super) const fn policy_folders(self) -> &'static [&'static str] {
        row::row(self).policies
    }

    /// Profile folders within a home; each subfolder is one profile.
    pub(super) const fn profile_folders(self) -> &'static [&'static str] {
        row::row(self).profiles
    }

    /// Its programs; any of them shows that it is installed.
    pub const fn programs(self) -> &'static [&'static str] {
        row::row(self).programs
    }

    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        row::row(self).name
    }

    /// How it is known that it reads its policy folder.
    pub const fn known(self) -> Known {
        row::row(self).known
    }

    /// Whether a policy can be relied on to reach it.
    pub fn is_refusable(self) -> bool {
        self.known() != Known::Probable
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
    /// Others name it. What is there is read, and nothing is said to be refused by it.
    Probable,
}

/// A policy folder and its browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyFolder {
    /// Which browser reads it.
    pub browser: Browser,
    /// Where it is; `managed` and `recommended` are inside.
    pub path: &'static str,
}

impl PolicyFolder {
    /// Whether its program or its settings folder, which a package creates, exists.
    #[must_use]
    pub fn is_used(self, tree: &Tree) -> bool {
        let settings = Path::new(self.path).parent();
        let programs = self.browser.programs().iter().map(Path::new);
        let mut places = programs.chain(settings);
        places.any(|place| is_there(tree, place))
    }
}

/// Whether a policy of the machine reaches the browser that keeps its profiles under this name in
/// a folder of configurations. If the program is only in somebody's home, none is written for it.
pub(super) fn is_reached(tree: &Tree, profiles: &str) -> bool {
    let has_them = |folder: &&str| folder.strip_prefix(".config/") == Some(profiles);
    policy_folders()
        .filter(|place| place.browser.profile_folders().iter().any(has_them))
        .any(|place| place.browser.is_refusable() && place.is_used(tree))
}

/// Every folder of policies.
pub fn policy_folders() -> impl Iterator<Item = PolicyFolder> {
    let of = |browser: Browser| {
        let paths = browser.policy_folders().iter();
        paths.map(move |path| PolicyFolder { browser, path })
    };
    Browser::ALL.into_iter().flat_map(of)
}

/// Every profile folder, by its name in a folder of configurations, each once.
pub(crate) fn profile_names() -> impl Iterator<Item = (Browser, &'static str)> {
    let of = |browser: Browser| {
        let folders = browser.profile_folders().iter();
        let names = folders.filter_map(|folder| folder.strip_prefix(".config/"));
        names.map(move |name| (browser, name))
    };
    Browser::ALL
        .into_iter()
        .filter(|browser| *browser != Browser::UbuntuChromium)
        .flat_map(of)
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
