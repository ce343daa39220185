//! JA4 for clients of TLS over TCP (FoxIO, BSD-3-Clause; technical_details/JA4.md of
//! <https://github.com/FoxIO-LLC/ja4> at 0e54bc8, read 2026-11-30).
//!
//! Written from that description. FoxIO's other fingerprints, JA4S among them, are not here: their
//! licence excludes commercial use, and ours does not.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::ClientHello;
use crate::hello::{Ja4, id, is_grease};

/// The hash of an empty list.
const NOTHING: &str = "000000000000";

/// Two digits, and no more.
const MAX_COUNT: usize = 99;

impl ClientHello {
    /// JA4: what the client offers, the hash of its sorted suites, and the hash of its sorted
    /// extensions with its signature algorithms, all without GREASE.
    ///
    /// What a malformed extension says does not count.
    #[must_use]
    pub fn ja4(&self) -> Ja4 {
        let suites = sorted(self.cipher_suites());
        let extensions = sorted(self.extensions().map(|one| one.id));
        let has_server_name = extensions.contains(&id::SERVER_NAME);
        let offer = format!(
            "t{}{}{:02}{:02}{}",
            version_code(self.highest_version()),
            if has_server_name { 'd' } else { 'i' },
            suites.len().min(MAX_COUNT),
            extensions.len().min(MAX_COUNT),
            self.first_protocol_code(),
        );
        let of_suites = truncated_hash(&hexadecimal(&suites));
        let of_extensions = self.extensions_hash(extensions);
        Ja4(format!("{offer}_{of_suites}_{of_extensions}"))
    }

    fn highest_version(&self) -> u16 {
        let versions = self.supported_versions().ok().flatten();
        let versions = versions.unwrap_or_default().into_iter();
        let highest = versions.filter(|version| !is_grease(*version)).max();
        highest.unwrap_or_else(|| self.legacy_version())
    }

    /// The first and the last character of the first protocol's name, or of its hexadecimal form.
    fn first_protocol_code(&self) -> String {
        let protocols = self.application_protocols().ok().flatten();
        let protocols = protocols.unwrap_or_default();
        let name = protocols.first().copied().unwrap_or_default();
        let (Some(first), Some(last)) = (name.first(), name.last()) else {
            return "00".to_owned();
        };
        if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
            [char::from(*first), char::from(*last)].iter().collect()
        } else {
            format!("{:x}{:x}", first >> 4, last & 0x0f)
        }
    }

    /// Hashes the extensions that the first part does not show, and the signature algorithms in
    /// the client's order.
    fn extensions_hash(&self, mut extensions: Vec<u16>) -> String {
        extensions.retain(|one| ![id::SERVER_NAME, id::APPLICATION_PROTOCOLS].contains(one));
        let mut text = hexadecimal(&extensions);
        let algorithms = self.signature_algorithms().ok().flatten();
        let mut algorithms = algorithms.unwrap_or_default();
        algorithms.retain(|algorithm| !is_grease(*algorithm));
        if !algorithms.is_empty() {
            text = format!("{text}_{}", hexadecimal(&algorithms));
        }
        truncated_hash(&text)
    }
}

fn sorted(numbers: impl Iterator<Item = u16>) -> Vec<u16> {
    let mut kept: Vec<u16> = numbers.filter(|number| !is_grease(*number)).collect();
    kept.sort_unstable();
    kept
}

fn hexadecimal(numbers: &[u16]) -> String {
    let texts: Vec<String> = numbers.iter().map(|one| format!("{one:04x}")).collect();
    texts.join(",")
}

/// The first twelve hexadecimal digits of SHA-256.
fn truncated_hash(text: &str) -> String {
    if text.is_empty() {
        return NOTHING.to_owned();
    }
    let hash: [u8; 32] = Sha256::digest(text).into();
    let [a, b, c, d, e, f, ..] = hash;
    HEXLOWER.encode(&[a, b, c, d, e, f])
}

const fn version_code(version: u16) -> &'static str {
    match version {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        _ => "00",
    }
}
