//! The identifiers of tlsfingerprint.io (Frolov and Wustrow, "The use of TLS in Censorship
//! Circumvention", NDSS 2019 §III; rust-src/src/tls_parser.rs of
//! <https://github.com/refraction-networking/tls-fingerprint> at e6522ca, read 2026-11-30).
//!
//! ```text
//! SHA-1 of: record version (2), legacy_version (2), then each behind its length (4):
//!   suites, compression methods, numbers of extensions,
//!   the bodies of supported_groups, ec_point_formats, signature_algorithms, ALPN,
//!   each key share's group and key length, psk_key_exchange_modes and supported_versions
//!   without their length, the bodies of compress_certificate and record_size_limit
//! ```
//!
//! The identifier is the first eight octets. A missing extension counts as an empty one. Each
//! number of GREASE counts as the first, except in signature algorithms.

use sha1::{Digest as _, Sha1};

use super::ClientHello;
use crate::hello::{TlsFingerprintId, id, is_grease};

/// What every number of GREASE counts as.
const GREASE: u16 = 0x0a0a;

impl ClientHello {
    /// The identifier at tlsfingerprint.io that keeps the order of extensions.
    ///
    /// That service reads only hellos in one record, and refuses some that are read here.
    #[must_use]
    pub fn tls_fingerprint_id(&self) -> TlsFingerprintId {
        let body = |id| self.extensions().body(id).unwrap_or_default();
        let suites: Vec<u16> = self.cipher_suites().collect();
        let extensions: Vec<u16> = self.extensions().map(|one| one.id).collect();
        let fields = [
            without_grease(&big_endian(&suites)),
            self.compression_methods().to_vec(),
            without_grease(&big_endian(&extensions)),
            without_grease(body(id::SUPPORTED_GROUPS)),
            body(id::EC_POINT_FORMATS).to_vec(),
            body(id::SIGNATURE_ALGORITHMS).to_vec(),
            body(id::APPLICATION_PROTOCOLS).to_vec(),
            self.key_share_lengths(),
            without_grease(behind_u8(body(id::PSK_KEY_EXCHANGE_MODES))),
            without_grease(behind_u8(body(id::SUPPORTED_VERSIONS))),
            body(id::COMPRESS_CERTIFICATE).to_vec(),
            body(id::RECORD_SIZE_LIMIT).to_vec(),
        ];
        let record_version = self.records.first().map_or(0, |record| record.version);
        let mut hash = Sha1::new();
        hash.update(big_endian(&[record_version, self.legacy_version()]));
        for field in fields {
            // No field of a hello is longer than 2^16 octets.
            hash.update(u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(field);
        }
        let hash: [u8; 20] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        TlsFingerprintId(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }

    fn key_share_lengths(&self) -> Vec<u8> {
        let shares = self.key_shares().ok().flatten().unwrap_or_default();
        let pairs = shares.into_iter().flat_map(|(group, key)| {
            let group = if is_grease(group) { GREASE } else { group };
            // A key is behind a length of two octets.
            [group, u16::try_from(key.len()).unwrap_or(u16::MAX)]
        });
        big_endian(&pairs.collect::<Vec<u16>>())
    }
}

fn big_endian(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|one| one.to_be_bytes()).collect()
}

fn behind_u8(body: &[u8]) -> &[u8] {
    body.get(1..).unwrap_or_default()
}

/// Replaces GREASE, looking at pairs of octets from the first one on. A last odd octet stays.
fn without_grease(octets: &[u8]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    for pair in octets.chunks_exact_mut(2) {
        if let [high, low] = *pair
            && is_grease(u16::from_be_bytes([high, low]))
        {
            pair.copy_from_slice(&GREASE.to_be_bytes());
        }
    }
    octets
}
