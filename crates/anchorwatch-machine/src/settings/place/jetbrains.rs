//! JetBrains' programs that accept every certificate without asking.
//!
//! ```text
//! <component name="CertificateManager">
//!   <option name="ACCEPT_AUTOMATICALLY" value="true" />
//! ```
//!
//! Source: IntelliJ's `CertificateManager` and `CertificateManagerComponent`
//! (`options/certificates.xml`). Certificates that were accepted one by one or added are
//! next to it in `ssl/cacerts`, a keystore ([`java`](crate::java)).

use std::path::Path;

use super::base::Base;
use crate::settings::sink::Sink;
use crate::{Client, SettingKind, settings::scope::Value};

/// The folders of each program and version.
const PLACES: [&str; 5] = [
    ".config/JetBrains/*",
    ".config/Google/*",
    ".var/app/com.jetbrains.*/config/JetBrains/*",
    ".var/app/com.google.*/config/Google/*",
    "snap/*/current/.config/JetBrains/*",
];

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    for pattern in PLACES {
        for folder in home.matching(sink, pattern) {
            if matches!(home, Base::Moved { .. }) {
                // Java's reader finds the one in the usual place.
                let keystore = folder.join("ssl/cacerts");
                let value = Value::plain(&keystore.to_string_lossy());
                sink.guess_keystore(&keystore, &value);
            }
            let at = folder.join("options/certificates.xml");
            if let Some(text) = sink.read(&at) {
                read(sink, &at, &text);
            }
        }
    }
}

fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for option in text.split("<option").skip(1) {
        let option = option.split('>').next().unwrap_or(option);
        let words: String = option.replace('\'', "\"").split_whitespace().collect();
        if words.contains("name=\"ACCEPT_AUTOMATICALLY\"") && words.contains("value=\"true\"") {
            let what = "ACCEPT_AUTOMATICALLY = true";
            sink.setting(at, SettingKind::JetbrainsAccept, what, &[Client::Java]);
        }
    }
}
