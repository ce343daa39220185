//! Chromium and what is built on it: where each keeps its policies and its profiles.
//!
//! Chromium's places were measured (Debian's 148). The others' are the places that their
//! makers and packagers name, **not tried here**: Chrome's `/etc/opt/chrome` and Brave's
//! `/etc/brave` stand in their sources (`chrome_paths.cc`, `brave_main_delegate.cc`),
//! Edge's in Microsoft's «Configure Microsoft Edge policy settings on Linux», Vivaldi's in
//! deployment guides, which name two folders. `/etc/chromium-browser` is what the snap and
//! Ubuntu's older packages read. Opera has no policies and another profile layout and is
//! not looked for.

/// A browser that reads policies of one folder.
pub(crate) struct Browser {
    /// Its name, for people.
    pub(crate) name: &'static str,
    /// The folder that has policies, `managed` and `recommended` inside.
    pub(crate) policies: &'static str,
    /// Its programs; any of them shows that it is installed.
    pub(crate) programs: &'static [&'static str],
    /// How we know that it reads that folder.
    pub(crate) known: Known,
}

/// How a browser's places are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Its effect was measured with the real program.
    Measured,
    /// Its maker or packager says so.
    Documented,
}

/// Every browser whose policies are read and written.
pub(crate) const BROWSERS: [Browser; 7] = [
    Browser {
        name: "Chromium",
        policies: "/etc/chromium/policies",
        programs: &["/usr/bin/chromium", "/usr/lib/chromium/chromium"],
        known: Known::Measured,
    },
    Browser {
        name: "Chromium (snap or Ubuntu's)",
        policies: "/etc/chromium-browser/policies",
        programs: &["/usr/bin/chromium-browser", "/snap/bin/chromium"],
        known: Known::Documented,
    },
    Browser {
        name: "Chrome",
        policies: "/etc/opt/chrome/policies",
        programs: &[
            "/opt/google/chrome/chrome",
            "/opt/google/chrome-beta/chrome",
            "/opt/google/chrome-unstable/chrome",
        ],
        known: Known::Documented,
    },
    Browser {
        name: "Edge",
        policies: "/etc/opt/edge/policies",
        programs: &[
            "/opt/microsoft/msedge/msedge",
            "/opt/microsoft/msedge-beta/msedge",
            "/opt/microsoft/msedge-dev/msedge",
        ],
        known: Known::Documented,
    },
    Browser {
        name: "Brave",
        policies: "/etc/brave/policies",
        programs: &[
            "/opt/brave.com/brave/brave",
            "/opt/brave.com/brave-beta/brave",
            "/opt/brave.com/brave-nightly/brave",
            "/snap/bin/brave",
        ],
        known: Known::Documented,
    },
    Browser {
        name: "Vivaldi",
        policies: "/etc/vivaldi/policies",
        programs: &VIVALDI,
        known: Known::Documented,
    },
    Browser {
        name: "Vivaldi",
        policies: "/etc/opt/vivaldi/policies",
        programs: &VIVALDI,
        known: Known::Documented,
    },
];

const VIVALDI: [&str; 2] = [
    "/opt/vivaldi/vivaldi-bin",
    "/opt/vivaldi-snapshot/vivaldi-bin",
];

/// Folders of profiles within a home: one sub-folder is one profile.
pub(super) const PROFILE_FOLDERS: [&str; 12] = [
    ".config/chromium",
    ".config/google-chrome",
    ".config/google-chrome-beta",
    ".config/google-chrome-unstable",
    ".config/BraveSoftware/Brave-Browser",
    ".config/BraveSoftware/Brave-Browser-Beta",
    ".config/BraveSoftware/Brave-Browser-Nightly",
    ".config/microsoft-edge",
    ".config/microsoft-edge-beta",
    ".config/microsoft-edge-dev",
    ".config/vivaldi",
    ".config/vivaldi-snapshot",
];
