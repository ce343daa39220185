//! `containers.conf` of Podman: the environment of every container.
//! Source: containers.conf(5), `env`, `http_proxy`.

use std::path::Path;

use anchorwatch_home::toml_text;

use super::{
    content::Content,
    scope::{Scope, Value, is_name},
    sink::Sink,
    variable,
};

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let table: toml::Table = match toml_text::read(text.as_bytes()) {
        Ok(table) => table,
        Err(error) => return sink.not_parsed(at, &error),
    };
    let places = ["containers", "engine"];
    let lists = places
        .iter()
        .filter_map(|place| table.get(*place)?.get("env")?.as_array());
    let mut scope = Scope::new(None);
    let assignments: Vec<_> = lists
        .flatten()
        .filter_map(|entry| entry.as_str()?.split_once('='))
        .filter(|(name, _)| is_name(name))
        .filter_map(|(name, value)| variable::assigned(&mut scope, name, Value::plain(value)))
        .collect();
    sink.take(at, Content::Assignments(&assignments));
}
