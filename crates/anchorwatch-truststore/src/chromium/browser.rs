//! Chromium and what is built on it: where each keeps its policies and its profiles.
//!
//! Chromium's places were measured (Debian's 148). The others' are the places that their
//! makers and packagers name, **not tried here**: Chrome's `/etc/opt/chrome` and Brave's
//! `/etc/brave` stand in their sources (`chrome_paths.cc`, `brave_main_delegate.cc`),
//! Edge's in Microsoft's «Configure Microsoft Edge policy settings on Linux», Vivaldi's in
//! deployment guides, which name two folders. `/etc/chromium-browser` is what the snap and
//! Ubuntu's older packages read. Opera has no policies and another profile layout and is
//! not looked for.

/// Folders that have policies, `managed` and `recommended` inside.
pub(super) const POLICY_FOLDERS: [&str; 7] = [
    "/etc/chromium/policies",
    "/etc/chromium-browser/policies",
    "/etc/opt/chrome/policies",
    "/etc/opt/edge/policies",
    "/etc/brave/policies",
    "/etc/vivaldi/policies",
    "/etc/opt/vivaldi/policies",
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
