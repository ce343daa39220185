//! `~/.aws/config`: `ca_bundle` in any profile. Source: AWS CLI User Guide,
//! «Configuration and credential file settings».

use std::path::Path;

use super::{ini, scope::Value, sink::Sink};
use crate::Client;
use crate::settings::remark::SettingsRemark;

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let entries = ini::entries(text);
    if entries.len() >= ini::MAX_ENTRIES {
        let max = ini::MAX_ENTRIES as u64;
        sink.unread(at, &SettingsRemark::Limit { max });
    }
    for entry in entries {
        if entry.key == "ca_bundle" {
            let what = format!("[{}] ca_bundle = {}", entry.section, entry.value);
            let value = Value::plain(&entry.value);
            sink.name_file(at, &what, &value, &[Client::AwsCli]);
        }
    }
}
