//! Settings of Visual Studio Code, and of programs built from it.
//!
//! ```text
//! "http.proxyStrictSSL": false           every certificate is accepted
//! "http.proxy": "http://host:port"
//! "http.systemCertificates": false       the system's roots are not taken; true by default
//! ```
//!
//! Variables that it sets for terminals are also found in this file. The file is JSON with
//! comments and trailing commas. Source: the manual, «Network Connections in Visual Studio
//! Code», «Default settings».

use std::path::Path;

use super::base::{Base, matching};
use crate::settings::sink::Sink;
use crate::{
    Client, SettingKind,
    chromium::json,
    settings::{mention, scope::Value},
};

const VSCODE: &[Client] = &[Client::Vscode];

/// The programs' configuration folders, and those inside Flatpak and Snap.
const FOLDERS: [&str; 3] = [".config", ".var/app/*/config", "snap/*/current/.config"];

/// The folder names of such programs.
const NAMES: [&str; 12] = [
    "Code",
    "Code - Insiders",
    "Code - OSS",
    "VSCodium",
    "VSCodium - Insiders",
    "Cursor",
    "Windsurf",
    "Positron",
    "Trae",
    "Void",
    "Antigravity",
    "Kiro",
];

/// Where the server variants keep their settings.
const SERVERS: [&str; 5] = [
    ".vscode-server/data/Machine",
    ".vscode-server-insiders/data/Machine",
    ".vscodium-server/data/Machine",
    ".cursor-server/data/Machine",
    ".local/share/code-server/User",
];

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    for folder in FOLDERS {
        for name in NAMES {
            for user in home.matching(sink, &format!("{folder}/{name}/User")) {
                take(sink, &user);
            }
        }
    }
    for server in SERVERS.into_iter().filter_map(|server| home.join(server)) {
        take(sink, &server);
    }
}

/// A folder with a settings file, and one for each profile.
fn take(sink: &mut Sink<'_>, folder: &Path) {
    if sink.tree.identity(folder).is_err() {
        return;
    }
    let mut files = vec![folder.join("settings.json")];
    let profiles = matching(sink, folder, "profiles/*");
    files.extend(profiles.iter().map(|profile| profile.join("settings.json")));
    let mut takes_the_systems = false;
    for at in files {
        takes_the_systems |= read(sink, &at);
    }
    if takes_the_systems {
        sink.follow_system(Client::Vscode);
    }
}

/// Whether the system's roots are used.
fn read(sink: &mut Sink<'_>, at: &Path) -> bool {
    let Some(text) = sink.read(at) else {
        // Without settings the defaults apply.
        return at.parent().is_some_and(|folder| folder.ends_with("User"));
    };
    if text.trim().is_empty() {
        return true;
    }
    // The environment of its terminals and tasks.
    mention::read(sink, at, &text);
    let settings = match json::dictionary(text.as_bytes()) {
        Ok(settings) => settings,
        Err(error) => {
            sink.not_parsed(at, &error);
            return true;
        }
    };
    let is_false =
        |key: &str| settings.get(key).and_then(serde_json::Value::as_bool) == Some(false);
    if is_false("http.proxyStrictSSL") {
        let what = "http.proxyStrictSSL: false";
        sink.setting(at, SettingKind::VscodeStrictSsl, what, VSCODE);
    }
    let proxy = settings.get("http.proxy").and_then(|value| value.as_str());
    if let Some(proxy) = proxy.filter(|proxy| !proxy.is_empty()) {
        let (what, kind) = (
            format!("http.proxy: {proxy}"),
            SettingKind::ProxyConfiguration,
        );
        sink.proxy(at, kind, &what, &Value::plain(proxy), VSCODE);
    }
    !is_false("http.systemCertificates")
}
