//! Cargo's configuration: `http.cainfo` and `http.proxy`. A relative path is one from the
//! folder above the file's (The Cargo Book, «Configuration», measured with 1.95.0).

use std::path::Path;

use anchorwatch_home::toml_text;

use super::{gathering::Gathering, scope::Value};
use crate::{Client, SettingKind};

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    let table: toml::Table = match toml_text::read(text.as_bytes()) {
        Ok(table) => table,
        Err(error) => return gathering.unread(at, error.to_string()),
    };
    let setting = |key: &str| table.get("http")?.get(key)?.as_str();
    if let Some(file) = setting("cainfo") {
        let what = format!("http.cainfo = {file:?}");
        let base = at.parent().and_then(Path::parent);
        let path = base.unwrap_or(at).join(file);
        let value = Value::plain(&path.to_string_lossy());
        gathering.name_file(at, &what, &value, &[Client::Cargo]);
    }
    if let Some(proxy) = setting("proxy") {
        let what = format!("http.proxy = {proxy:?}");
        let value = Value::plain(proxy);
        let kind = SettingKind::ProxyConfiguration;
        gathering.proxy(at, kind, &what, &value, &[Client::Cargo]);
    }
}
