//! curl's configuration: `cacert`, `capath`, `insecure`, proxies, and the files that
//! `config` names.
//!
//! Within one file the last `insecure` or `no-insecure` is in force, and a value beside
//! it changes nothing (measured with curl 7.88.1).

use std::path::Path;

use super::{gathering::Gathering, program::Program, scope::Value};
use crate::{Client, SettingKind};

mod syntax;

use syntax::{Given, Meaning};

const CURL: &[Client] = &[Client::Curl];

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    take(gathering, at, syntax::options(text));
}

/// Takes down the arguments of a command line: each as a line of the configuration.
pub(super) fn take_command(gathering: &mut Gathering<'_>, at: &Path, arguments: &[Value]) {
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
    take(gathering, at, given);
}

fn take(gathering: &mut Gathering<'_>, at: &Path, options: Vec<Given>) {
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
            Meaning::File => gathering.name_file(at, &what, &value, CURL),
            Meaning::Folder => gathering.name_folder(at, &what, &value, CURL),
            Meaning::Proxy => {
                let kind = SettingKind::ProxyConfiguration;
                gathering.proxy(at, kind, &what, &value, CURL);
            }
            Meaning::Configuration => match gathering.path(&value) {
                Some(path) => Program::Curl.later(gathering, path),
                None => gathering.unclear(at, &what, "names a place that is not known here"),
            },
        }
    }
    for name in insecure {
        gathering.setting(at, SettingKind::CurlInsecure, &name, CURL);
    }
}
