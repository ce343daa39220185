//! Yarn's configuration: `.yarnrc` of version 1, `.yarnrc.yml` of the later ones.
//!
//! ```text
//! cafile "/path"                    # version 1
//! httpsCaFilePath: "/path"          # later; the same below networkSettings for one host
//! ```
//!
//! Source: classic.yarnpkg.com, «.yarnrc»; yarnpkg.com, «.yarnrc.yml».

use std::path::Path;

use super::{gathering::Gathering, scope::Value};
use crate::{Client, SettingKind};

const YARN: &[Client] = &[Client::Node];

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    let scope = gathering.scope();
    for line in text.lines().map(str::trim) {
        if line.starts_with('#') {
            continue;
        }
        let Some((key, rest)) = line.split_once([':', ' ']) else {
            continue;
        };
        let text = without_remark(rest.trim()).trim_matches(['"', '\'']);
        let value = if text.contains("${") {
            scope.expand(text, None)
        } else {
            Value::plain(text)
        };
        take(gathering, at, key.trim_matches(['"', '\'']), &value);
    }
}

fn without_remark(text: &str) -> &str {
    text.split(" #").next().unwrap_or(text).trim_end()
}

fn take(gathering: &mut Gathering<'_>, at: &Path, key: &str, value: &Value) {
    let what = format!("{key}: {}", value.text);
    match key {
        "cafile" | "caFilePath" | "httpsCaFilePath" => gathering.name_file(at, &what, value, YARN),
        "strict-ssl" | "enableStrictSsl" if value.text == "false" => {
            gathering.setting(at, SettingKind::YarnStrictSsl, &what, YARN);
        }
        "proxy" | "https-proxy" | "httpProxy" | "httpsProxy"
            if !matches!(value.text.as_str(), "null" | "~" | "false") =>
        {
            let kind = SettingKind::ProxyConfiguration;
            gathering.proxy(at, kind, &what, value, YARN);
        }
        _ => {}
    }
}
