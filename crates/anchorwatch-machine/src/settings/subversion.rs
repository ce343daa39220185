//! The servers whose certificate Subversion was told to accept permanently.
//!
//! ```text
//! K 10
//! ascii_cert
//! V 1234
//! MIID…                            the certificate, in base64
//! K 8
//! failures
//! V 1
//! 8                                what was wrong with it; 0: nothing
//! K 15
//! svn:realmstring
//! V 26
//! https://svn.example.org:443
//! END
//! ```
//!
//! Subversion accepts it for that server from then on. Source: `ssl_server_trust_providers.c` and
//! `svn_hash.h` of Subversion.

use std::path::Path;

use super::sink::Sink;
use crate::{Client, settings::remark::Unclear};

/// Records the accepted certificate.
pub(super) fn server(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let (Some(certificate), Some(failures)) = (value(text, "ascii_cert"), value(text, "failures"))
    else {
        return sink.unclear(at, "ascii_cert", Unclear::Syntax);
    };
    if failures.trim() == "0" {
        return;
    }
    let realm = value(text, "svn:realmstring").unwrap_or("a server");
    let pem = format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n");
    sink.inline(at, realm, &pem, &[Client::Subversion]);
}

/// Returns the line after a key and the length of its value.
fn value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let mut lines = text.lines();
    lines.find(|line| line.trim_end() == key)?;
    lines.next()?.strip_prefix("V ")?;
    lines.next()
}
