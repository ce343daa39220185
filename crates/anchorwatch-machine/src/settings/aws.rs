//! `~/.aws/config`: `ca_bundle` in any profile. Source: AWS CLI User Guide,
//! «Configuration and credential file settings».

use std::path::Path;

use super::{ini, scope::Value, sink::Sink};
use crate::Client;

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for entry in ini::read(sink, at, text) {
        if entry.key == "ca_bundle" {
            let what = format!("[{}] ca_bundle = {}", entry.section, entry.value);
            let value = Value::plain(&entry.value);
            sink.name_file(at, &what, &value, &[Client::AwsCli]);
        }
    }
}
