//! curl's configuration: `cacert`, `capath`, `insecure`, proxies, and the files that
//! `config` names.
//!
//! Within one file the last `insecure` or `no-insecure` wins, and a value after it has no
//! effect (measured with curl 7.88.1).

use std::path::Path;

use super::{program::Program, scope::Value, sink::Sink};
use crate::settings::remark::Unclear;
use crate::{Client, SettingKind};

mod syntax;

use syntax::{Given, Meaning};

const CURL: &[Client] = &[Client::Curl];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    take(sink, at, syntax::options(text));
}

/// Records the arguments of a command line, each as a line of the configuration.
pub(super) fn take_command(sink: &mut Sink<'_>, at: &Path, arguments: &[Value]) {
    let mut given = Vec::new();
    for (index, word) in arguments.iter().enumerate() {
        let next = arguments
            .get(index + 1)
            .map_or("", |next| next.text.as_str());
        let escaped = next.replace('\\', "\\\\").replace('"', "\\\"");
        let is_option = word.text.starts_with('-') && !word.text.contains(char::is_whitespace);
        given.extend(
            is_option
                .then(|| syntax::options(&format!("{} \"{escaped}\"", word.text)))
                .into_iter()
                .flatten(),
        );
    }
    take(sink, at, given);
}

fn take(sink: &mut Sink<'_>, at: &Path, options: Vec<Given>) {
    let mut insecure = Vec::new();
    for given in options {
        let Given {
            meaning,
            name,
            value: text,
        } = given;
        let value = Value::plain(&text);
        let what = if text.is_empty() {
            name.clone()
        } else {
            format!("{name} = {text}")
        };
        match meaning {
            Meaning::Insecure => {
                insecure.retain(|other| *other != name);
                insecure.push(name);
            }
            Meaning::Secure => insecure.retain(|other| *other != name),
            Meaning::File => sink.name_file(at, &what, &value, CURL),
            Meaning::Folder => sink.name_folder(at, &what, &value, CURL),
            Meaning::Proxy => {
                let kind = SettingKind::ProxyConfiguration;
                sink.proxy(at, kind, &what, &value, CURL);
            }
            Meaning::Configuration => match sink.path(&value) {
                Some(path) => sink.later(Program::Curl, path),
                None => sink.unclear(at, &what, Unclear::Place),
            },
        }
    }
    for name in insecure {
        sink.setting(at, SettingKind::CurlInsecure, &name, CURL);
    }
}
