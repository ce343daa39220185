//! Yarn's configuration: `.yarnrc` of version 1, `.yarnrc.yml` of later versions.
//!
//! ```text
//! cafile "/path"                    # version 1
//! httpsCaFilePath: "/path"          # later; the same below networkSettings for one host
//! ```
//!
//! Source: classic.yarnpkg.com, «.yarnrc»; yarnpkg.com, «.yarnrc.yml».

use std::path::Path;

use super::{scope::Value, shell::expanded, sink::Sink};
use crate::{Client, SettingKind};

const YARN: &[Client] = &[Client::Node];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let scope = sink.scope();
    for line in text.lines().map(str::trim) {
        if line.starts_with('#') {
            continue;
        }
        let Some((key, rest)) = line.split_once([':', ' ']) else {
            continue;
        };
        let text = without_remark(rest.trim()).trim_matches(['"', '\'']);
        let value = if text.contains("${") {
            expanded(text, &scope, None)
        } else {
            Value::plain(text)
        };
        take(sink, at, key.trim_matches(['"', '\'']), &value);
    }
}

fn without_remark(text: &str) -> &str {
    text.split(" #").next().unwrap_or(text).trim_end()
}

fn take(sink: &mut Sink<'_>, at: &Path, key: &str, value: &Value) {
    let what = format!("{key}: {}", value.text);
    match key {
        "cafile" | "caFilePath" | "httpsCaFilePath" => sink.name_file(at, &what, value, YARN),
        "strict-ssl" | "enableStrictSsl" if value.text == "false" => {
            sink.setting(at, SettingKind::YarnStrictSsl, &what, YARN);
        }
        "proxy" | "https-proxy" | "httpProxy" | "httpsProxy"
            if !matches!(value.text.as_str(), "null" | "~" | "false") =>
        {
            let kind = SettingKind::ProxyConfiguration;
            sink.proxy(at, kind, &what, value, YARN);
        }
        _ => {}
    }
}
