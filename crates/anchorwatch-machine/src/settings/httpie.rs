//! HTTPie's `config.json`: options put before every command line. Source: httpie.io/docs,
//! «Config».

use std::path::Path;

use serde_json::Value as Json;

use super::{invocation, scope::Value, sink::Sink, tool::Tool};

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let document: Json = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => return sink.not_parsed(at, &error),
    };
    let options = document.get("default_options").and_then(Json::as_array);
    let options = options.into_iter().flatten().filter_map(Json::as_str);
    let words: Vec<Value> = ["http"]
        .into_iter()
        .chain(options)
        .map(Value::plain)
        .collect();
    invocation::take(sink, at, Tool::Httpie, &words);
}
