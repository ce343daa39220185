//! pip's configuration: `cert`, `trusted-host` and `proxy`, for all commands or one.
//!
//! Keys may have underscores, capitals and leading dashes. Source: pip's user guide,
//! «Configuration», and measured with pip 23.0.1.

use std::path::Path;

use super::{gathering::Gathering, ini, scope::Value};
use crate::{Client, SettingKind};

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    for entry in ini::entries(text) {
        let key = entry.key.replace('_', "-");
        let value = Value::plain(&entry.value);
        let what = format!("[{}] {} = {}", entry.section, entry.key, entry.value);
        match key.trim_start_matches('-') {
            "cert" => gathering.name_file(at, &what, &value, &[Client::Pip]),
            "trusted-host" if !entry.value.is_empty() => {
                gathering.setting(at, SettingKind::PipTrustedHost, &what, &[Client::Pip]);
            }
            "proxy" => {
                let kind = SettingKind::ProxyConfiguration;
                gathering.proxy(at, kind, &what, &value, &[Client::Pip]);
            }
            _ => {}
        }
    }
}
