//! Node.js: its options, and how a distribution builds it.
//!
//! Node.js brings Mozilla's roots, unless it is built with `--openssl-use-def-ca-store`:
//! then it trusts what OpenSSL trusts, without an option. Debian has built it so since
//! version 12, with the program's code in a library, which keeps the build options as text
//! (read in `libnode108` 18.20.4, and absent from NodeSource's `nodejs` 20.20.2).

use std::path::Path;

use super::{glob, sink::Sink};
use crate::Client;
use crate::settings::remark::{SettingsRemark, Unclear};

/// The largest library that is searched, in bytes; Debian's has 47 MB.
const MAX_LIBRARY_BYTES: u64 = 256 << 20;

/// The build option, as the library keeps it.
const MARK: &[u8] = b"NODE_OPENSSL_CERT_STORE";

const LIBRARIES: [&str; 4] = [
    "/usr/lib/*/libnode.so.*",
    "/usr/lib/libnode.so.*",
    "/usr/lib64/libnode.so.*",
    "/usr/local/lib/libnode.so.*",
];

/// Whether a Node.js of the system trusts what OpenSSL trusts.
pub(super) fn trusts_what_openssl_trusts(sink: &mut Sink<'_>) -> bool {
    for pattern in LIBRARIES {
        for path in glob::expand(sink, pattern.as_ref()) {
            match sink.tree.read(&path, MAX_LIBRARY_BYTES) {
                Ok(content) if has_mark(&content) => return true,
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => {
                    let why = (&error).into();
                    sink.unread(&path, &SettingsRemark::Unread { why });
                }
            }
        }
    }
    false
}

/// Node.js manual, «NODE_OPTIONS»: underscores equal hyphens; quotes and backslashes keep
/// blanks.
pub(super) fn options(sink: &mut Sink<'_>, at: &Path, name: &str, text: &str) {
    for option in text.split_whitespace() {
        let option: String = option
            .chars()
            .filter(|c| !matches!(c, '"' | '\'' | '\\'))
            .map(|c| if c == '_' { '-' } else { c })
            .collect();
        let key = option.split('=').next().unwrap_or_default();
        match key {
            "--use-openssl-ca" => sink.node_follows_openssl(),
            "--use-system-ca" => sink.follow_system(Client::Node),
            "--require"
            | "-r"
            | "--import"
            | "--loader"
            | "--experimental-loader"
            | "--openssl-config" => {
                let what = format!("{name}={text}");
                sink.unclear(at, &what, Unclear::Code);
            }
            _ => {}
        }
    }
}

fn has_mark(content: &[u8]) -> bool {
    // Most positions differ in the first byte, so search for it before comparing the rest.
    let mut rest = content;
    while let Some(at) = rest.iter().position(|byte| *byte == MARK[0]) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(MARK) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_of_the_build_is_found_anywhere_and_nothing_like_it() {
        for (text, has) in [
            (
                "\"defines\": [\"NODE_OPENSSL_CONF_NAME=x\", \"NODE_OPENSSL_CERT_STORE\"]",
                true,
            ),
            ("NODE_OPENSSL_CERT_STORE", true),
            ("_NODE_OPENSSL_CERT_STORE_", true),
            ("NODE_OPENSSL_CERT_STOR", false),
            ("NODE_OPENSSL_CERTS_STORE", false),
            ("NODE_OPENSSL__CERT_STORE", false),
            ("", false),
        ] {
            assert_eq!(has_mark(text.as_bytes()), has, "{text}");
        }
    }
}
