//! The table of browsers: where each keeps its policies and its profiles.
//!
//! Sources, read on 2026-11-29 unless a row says otherwise:
//!
//! - Chromium: measured with Debian's 148 and 156.
//! - Chrome and Chrome for Testing: `policy_paths.cc` and `chrome_paths_linux.cc`. Chrome's
//!   channels share one policy folder; Chrome for Testing has its own.
//! - Brave: `brave_main_delegate.cc`. Edge: Microsoft's «Configure Microsoft Edge policy
//!   settings on Linux». Vivaldi: deployment guides, which name two folders.
//! - Ubuntu's Chromium: the snap and older packages read `/etc/chromium-browser`.
//! - Yandex Browser: the maker's «Браузер для организаций», and ALT's «Групповые
//!   политики/Yandex». The beta's folder is by analogy, as administrators' scripts write it.
//! - Iridium: its `policy_paths.cc`, as FreeBSD's port shows it.
//! - Opera, Thorium, Chromium-Gost, Helium, Slimjet: administrators' scripts alone; for Opera
//!   they disagree. Older Operas use the profile folder itself as the only profile.

use super::{Browser, Known};

/// What is known of one browser.
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) known: Known,
    pub(super) policies: &'static [&'static str],
    pub(super) profiles: &'static [&'static str],
    pub(super) programs: &'static [&'static str],
}

pub(super) const fn row(browser: Browser) -> &'static Row {
    match browser {
        Browser::Chromium => &CHROMIUM,
        Browser::UbuntuChromium => &UBUNTU_CHROMIUM,
        Browser::Chrome => &CHROME,
        Browser::ChromeForTesting => &CHROME_FOR_TESTING,
        Browser::Edge => &EDGE,
        Browser::Brave => &BRAVE,
        Browser::Vivaldi => &VIVALDI,
        Browser::Yandex => &YANDEX,
        Browser::YandexBeta => &YANDEX_BETA,
        Browser::Iridium => &IRIDIUM,
        Browser::Opera => &OPERA,
        Browser::Thorium => &THORIUM,
        Browser::ChromiumGost => &CHROMIUM_GOST,
        Browser::Helium => &HELIUM,
        Browser::Slimjet => &SLIMJET,
        Browser::Unknown => &UNKNOWN,
    }
}

const CHROMIUM: Row = Row {
    code: "chromium",
    name: "Chromium",
    known: Known::Measured,
    policies: &["/etc/chromium/policies"],
    profiles: &[".config/chromium"],
    programs: &[
        "/usr/bin/chromium",
        "/usr/lib/chromium/chromium",
        "/usr/lib64/chromium-browser",
    ],
};

const UBUNTU_CHROMIUM: Row = Row {
    code: "ubuntu_chromium",
    name: "Chromium (snap or Ubuntu's)",
    known: Known::Documented,
    policies: &["/etc/chromium-browser/policies"],
    profiles: &[".config/chromium"],
    programs: &[
        "/usr/bin/chromium-browser",
        "/usr/lib/chromium-browser",
        "/snap/bin/chromium",
    ],
};

const CHROME: Row = Row {
    code: "chrome",
    name: "Chrome",
    known: Known::Documented,
    policies: &["/etc/opt/chrome/policies"],
    profiles: &[
        ".config/google-chrome",
        ".config/google-chrome-beta",
        ".config/google-chrome-unstable",
        ".config/google-chrome-canary",
    ],
    programs: &[
        "/opt/google/chrome/chrome",
        "/opt/google/chrome-beta/chrome",
        "/opt/google/chrome-unstable/chrome",
        "/opt/google/chrome-canary/chrome",
    ],
};

/// It has no package: its folder of policies shows that a machine uses it.
const CHROME_FOR_TESTING: Row = Row {
    code: "chrome_for_testing",
    name: "Chrome for Testing",
    known: Known::Documented,
    policies: &["/etc/opt/chrome_for_testing/policies"],
    profiles: &[".config/google-chrome-for-testing"],
    programs: &[],
};

const EDGE: Row = Row {
    code: "edge",
    name: "Edge",
    known: Known::Documented,
    policies: &["/etc/opt/edge/policies"],
    profiles: &[
        ".config/microsoft-edge",
        ".config/microsoft-edge-beta",
        ".config/microsoft-edge-dev",
        ".config/microsoft-edge-canary",
    ],
    programs: &[
        "/opt/microsoft/msedge/msedge",
        "/opt/microsoft/msedge-beta/msedge",
        "/opt/microsoft/msedge-dev/msedge",
        "/opt/microsoft/msedge-canary/msedge",
    ],
};

const BRAVE: Row = Row {
    code: "brave",
    name: "Brave",
    known: Known::Documented,
    policies: &["/etc/brave/policies"],
    profiles: &[
        ".config/BraveSoftware/Brave-Browser",
        ".config/BraveSoftware/Brave-Browser-Beta",
        ".config/BraveSoftware/Brave-Browser-Dev",
        ".config/BraveSoftware/Brave-Browser-Nightly",
    ],
    programs: &[
        "/opt/brave.com/brave/brave",
        "/opt/brave.com/brave-beta/brave",
        "/opt/brave.com/brave-dev/brave",
        "/opt/brave.com/brave-nightly/brave",
        "/snap/bin/brave",
    ],
};

const VIVALDI: Row = Row {
    code: "vivaldi",
    name: "Vivaldi",
    known: Known::Documented,
    policies: &["/etc/vivaldi/policies", "/etc/opt/vivaldi/policies"],
    profiles: &[".config/vivaldi", ".config/vivaldi-snapshot"],
    programs: &[
        "/opt/vivaldi/vivaldi-bin",
        "/opt/vivaldi-snapshot/vivaldi-bin",
    ],
};

const YANDEX: Row = Row {
    code: "yandex",
    name: "Yandex Browser",
    known: Known::Documented,
    policies: &["/etc/opt/yandex/browser/policies"],
    profiles: &[".config/yandex-browser"],
    programs: &["/opt/yandex/browser/yandex_browser"],
};

const YANDEX_BETA: Row = Row {
    code: "yandex_beta",
    name: "Yandex Browser (beta)",
    known: Known::Probable,
    policies: &["/etc/opt/yandex/browser-beta/policies"],
    profiles: &[".config/yandex-browser-beta"],
    programs: &["/opt/yandex/browser-beta/yandex_browser"],
};

const IRIDIUM: Row = Row {
    code: "iridium",
    name: "Iridium",
    known: Known::Documented,
    policies: &["/etc/iridium-browser/policies"],
    profiles: &[".config/iridium"],
    programs: &["/usr/bin/iridium-browser", "/usr/lib64/iridium-browser"],
};

const OPERA: Row = Row {
    code: "opera",
    name: "Opera",
    known: Known::Probable,
    policies: &["/etc/opt/opera/policies", "/etc/opera/policies"],
    profiles: &[
        ".config/opera",
        ".config/opera-beta",
        ".config/opera-developer",
    ],
    programs: &["/usr/bin/opera", "/snap/bin/opera"],
};

const THORIUM: Row = Row {
    code: "thorium",
    name: "Thorium",
    known: Known::Probable,
    policies: &["/etc/thorium/policies"],
    profiles: &[".config/thorium"],
    programs: &[
        "/opt/chromium.org/thorium/thorium",
        "/usr/bin/thorium-browser",
    ],
};

const CHROMIUM_GOST: Row = Row {
    code: "chromium_gost",
    name: "Chromium-Gost",
    known: Known::Probable,
    policies: &["/etc/chromium-gost/policies"],
    profiles: &[".config/chromium-gost"],
    programs: &["/opt/chromium-gost/chrome", "/usr/bin/chromium-gost"],
};

const HELIUM: Row = Row {
    code: "helium",
    name: "Helium",
    known: Known::Probable,
    policies: &["/etc/helium/policies"],
    profiles: &[".config/net.imput.helium"],
    programs: &["/opt/helium/helium", "/usr/bin/helium-browser"],
};

const SLIMJET: Row = Row {
    code: "slimjet",
    name: "Slimjet",
    known: Known::Probable,
    policies: &["/etc/opt/slimjet/policies"],
    profiles: &[".config/slimjet"],
    programs: &["/opt/slimjet/slimjet", "/usr/bin/slimjet"],
};

/// A browser that no row knows; see [`super::super::unknown`].
const UNKNOWN: Row = Row {
    code: "unknown",
    name: "an unknown browser",
    known: Known::Probable,
    policies: &[],
    profiles: &[],
    programs: &[],
};
