//! `~/.docker/config.json`: proxies that the client sets in the environment of every
//! container and build. Source: Docker manual, «Use a proxy server with the Docker CLI».

use std::path::Path;

use serde_json::Value as Json;

use super::{scope::Value, sink::Sink};
use crate::SettingKind;

const PROXIES: [&str; 4] = ["httpProxy", "httpsProxy", "ftpProxy", "allProxy"];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path) {
    let Some(text) = sink.read(at) else {
        return;
    };
    let document: Json = match serde_json::from_str(&text) {
        Ok(document) => document,
        Err(error) => return sink.not_parsed(at, &error),
    };
    let daemons = document.get("proxies").and_then(Json::as_object);
    for (daemon, proxies) in daemons.into_iter().flatten() {
        for key in PROXIES {
            if let Some(proxy) = proxies.get(key).and_then(Json::as_str) {
                let what = format!("proxies.{daemon}.{key} = {proxy}");
                let kind = SettingKind::ProxyConfiguration;
                // Programs inside containers have no `Client`.
                sink.proxy(at, kind, &what, &Value::plain(proxy), &[]);
            }
        }
    }
}
