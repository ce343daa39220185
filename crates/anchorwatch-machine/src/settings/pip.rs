//! pip's configuration: `cert`, `trusted-host` and `proxy`, for all commands or one.
//!
//! Keys may have underscores, capitals and leading dashes. Source: pip's user guide,
//! «Configuration», and measured with pip 23.0.1.

use std::path::Path;

use super::{ini, scope::Value, sink::Sink};
use crate::{Client, SettingKind};

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for entry in ini::read(sink, at, text) {
        let key = entry.key.replace('_', "-");
        let value = Value::plain(&entry.value);
        let what = format!("[{}] {} = {}", entry.section, entry.key, entry.value);
        match key.trim_start_matches('-') {
            "cert" => sink.name_file(at, &what, &value, &[Client::Pip]),
            "trusted-host" if !entry.value.is_empty() => {
                sink.setting(at, SettingKind::PipTrustedHost, &what, &[Client::Pip]);
            }
            "proxy" => {
                let kind = SettingKind::ProxyConfiguration;
                sink.proxy(at, kind, &what, &value, &[Client::Pip]);
            }
            _ => {}
        }
    }
}
