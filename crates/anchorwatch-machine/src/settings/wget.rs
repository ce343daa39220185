//! GNU Wget's configuration.
//!
//! ```text
//! command = value      # case, hyphens and underscores in the command do not matter
//! ```
//!
//! There are no quotes and no expansions. Source: Wget manual, «Wgetrc Syntax», «Wgetrc
//! Commands»; which values switch off was measured with 1.21.3.

use std::path::Path;

use super::{scope::Value, sink::Sink};
use crate::{Client, SettingKind};

const WGET: &[Client] = &[Client::Wget];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let settings: Vec<(String, &str)> = text.lines().filter_map(setting).collect();
    let uses_proxy = !settings
        .iter()
        .any(|(command, value)| command == "useproxy" && is_off(value));
    for (command, text) in settings {
        let what = format!("{command} = {text}");
        let value = Value::plain(text);
        match command.as_str() {
            "checkcertificate" if is_off(text) => {
                sink.setting(at, SettingKind::WgetCheckCertificate, &what, WGET);
            }
            "cacertificate" => sink.name_file(at, &what, &value, WGET),
            "cadirectory" => sink.name_folder(at, &what, &value, WGET),
            "httpproxy" | "httpsproxy" | "ftpproxy" if uses_proxy => {
                let kind = SettingKind::ProxyConfiguration;
                sink.proxy(at, kind, &what, &value, WGET);
            }
            _ => {}
        }
    }
}

fn setting(line: &str) -> Option<(String, &str)> {
    let line = line.trim();
    let (command, value) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
    let command = command.trim().replace(['-', '_'], "").to_lowercase();
    Some((command, value.trim()))
}

/// `quiet` also switches off.
fn is_off(value: &str) -> bool {
    ["off", "no", "0", "quiet"]
        .iter()
        .any(|off| value.eq_ignore_ascii_case(off))
}
