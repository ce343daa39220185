//! A server's hello: what it chose, and its fingerprint.
//!
//! An interceptor answers with its own hello, whatever the site is; in TLS 1.3 it is the last
//! message that is not encrypted.
//!
//! Its fingerprint is JA3S. JA4S is not computed: its licence (FoxIO License 1.1) restricts who may
//! use it for what.

use std::ops::Range;

use crate::hello::{
    self, Extensions, Followers, HelloError, Ja3s, Message, Reader, RecordHeader, Shape, id,
    malformed,
};

/// The longest body: version, random, session identifier, suite, compression method, 65,535 octets
/// of extensions, and their lengths (RFC 8446 §4.1.3).
const MAX_LENGTH: usize = 2 + 32 + (1 + 32) + 2 + 1 + (2 + 65_535);

/// Up to TLS 1.2, the certificate can follow in the same record.
const SHAPE: Shape = Shape {
    message_type: 2,
    max_length: MAX_LENGTH,
    followers: Followers::Allowed,
};

/// The content type of its records (RFC 8446 §5.1).
const HANDSHAKE: u8 = 22;

/// Where the server's random is in every message: after type, length and version.
const RANDOM: Range<usize> = 6..38;

/// The random of a request for another hello: SHA-256 of `HelloRetryRequest` (RFC 8446 §4.1.3).
const RETRY_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// A `ServerHello` or a `HelloRetryRequest`, which has the same format (RFC 8446 §4.1.3, §4.1.4;
/// RFC 5246 §7.4.1.3).
///
/// Two are equal if the octets of their messages and the records around them are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerHello {
    records: Vec<RecordHeader>,
    message: Vec<u8>,
    layout: Layout,
}

/// The numbers, and where the fields of different lengths are in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Layout {
    version: u16,
    session_id: Range<usize>,
    cipher_suite: u16,
    compression_method: u8,
    extensions: Range<usize>,
}

impl ServerHello {
    /// A hello is complete or refused after this many octets, however its records split it. More
    /// can be in the last record, and need not be there.
    pub const MAX_OCTETS: usize = SHAPE.max_octets();

    /// Reads the octets that a server sent, from the first one of the connection on, in the form
    /// that [`crate::hello`] describes. What follows the hello is not read.
    ///
    /// Needs no more memory than the input has octets, and twelve octets for each record.
    ///
    /// **Not checked:** the values, the formats of extensions, that none is repeated, and that the
    /// client offered what was chosen. **Not read:** a hello after a warning, which a server of TLS
    /// 1.2 may send first (RFC 6066 §3).
    ///
    /// # Errors
    ///
    /// [`HelloError`], with the place. `Incomplete` means that more octets may make a hello;
    /// `NotHandshake` with the content type 21, that the server refused with an alert.
    pub fn parse(octets: &[u8]) -> Result<Self, HelloError> {
        let message = Message::read(octets, SHAPE)?;
        let mut reader = message.body();
        let layout = Layout::read(&mut reader).ok_or_else(|| malformed(reader.at()))?;
        Ok(Self {
            records: message.records,
            message: message.octets,
            layout,
        })
    }

    /// The heads of the records that carried it, at least one. The last one may have carried more.
    #[must_use]
    pub fn records(&self) -> &[RecordHeader] {
        &self.records
    }

    /// The handshake message, from its type on.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The message in its records, without what followed in the last one, whose length is then
    /// shorter than it was.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        let mut rest = self.message.as_slice();
        let mut octets = Vec::with_capacity(rest.len() + 8 * self.records.len());
        for record in &self.records {
            let length = record
                .length
                .min(u16::try_from(rest.len()).unwrap_or(u16::MAX));
            let (fragment, after) = rest.split_at_checked(length.into()).unwrap_or((rest, &[]));
            octets.push(HANDSHAKE);
            octets.extend(record.version.to_be_bytes());
            octets.extend(length.to_be_bytes());
            octets.extend(fragment);
            rest = after;
        }
        octets
    }

    /// Whether the server asks for another hello of the client instead of choosing.
    #[must_use]
    pub fn is_retry_request(&self) -> bool {
        self.random() == RETRY_RANDOM
    }

    /// `legacy_version`: the version up to TLS 1.2 (`0303`), which it also is for TLS 1.3.
    #[must_use]
    pub const fn legacy_version(&self) -> u16 {
        self.layout.version
    }

    /// The version that the server chose: that of `supported_versions`, or `legacy_version`
    /// without that extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn version(&self) -> Result<u16, HelloError> {
        let chosen = hello::value(self.extensions(), id::SUPPORTED_VERSIONS, |body| {
            body.try_into().ok().map(u16::from_be_bytes)
        })?;
        Ok(chosen.unwrap_or(self.layout.version))
    }

    /// The server's random, 32 octets.
    #[must_use]
    pub fn random(&self) -> &[u8] {
        self.field(RANDOM)
    }

    /// The session identifier, at most 32 octets: in TLS 1.3 the client's own.
    #[must_use]
    pub fn session_id(&self) -> &[u8] {
        self.field(self.layout.session_id.clone())
    }

    /// The cipher suite that the server chose.
    #[must_use]
    pub const fn cipher_suite(&self) -> u16 {
        self.layout.cipher_suite
    }

    /// The compression method that the server chose; 0 means no compression.
    #[must_use]
    pub const fn compression_method(&self) -> u8 {
        self.layout.compression_method
    }

    /// The extensions in the server's order. In TLS 1.3 most of its extensions are encrypted, and
    /// not here.
    #[must_use]
    pub fn extensions(&self) -> Extensions<'_> {
        Extensions::of(self.field(self.layout.extensions.clone()))
    }

    /// The group that the server chose for the key exchange of TLS 1.3. `None` without the
    /// extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format.
    pub fn key_share_group(&self) -> Result<Option<u16>, HelloError> {
        hello::value(self.extensions(), id::KEY_SHARE, |body| {
            let mut reader = Reader::new(body);
            let group = reader.u16()?;
            if !self.is_retry_request() {
                let _key = reader.vector16().filter(|key| !key.is_empty())?;
            }
            reader.ending_with(group)
        })
    }

    /// The application protocol that the server chose, up to TLS 1.2 (ALPN, RFC 7301 §3.1). `None`
    /// without the extension.
    ///
    /// # Errors
    ///
    /// The extension's body does not have its format, or names several.
    pub fn application_protocol(&self) -> Result<Option<&[u8]>, HelloError> {
        hello::value(self.extensions(), id::APPLICATION_PROTOCOLS, |body| {
            match hello::application_protocols(body)?.as_slice() {
                [only] => Some(*only),
                _ => None,
            }
        })
    }

    /// What distinguishes the program that answers, for a comparison of answers to one ClientHello:
    /// whether it is a request for another hello, the versions, the suite, and the extensions in
    /// order. Left out are those that a server adds or not by the name it is asked for, because each
    /// name has its own settings: `server_name` (RFC 6066 §3), `status_request`, ALPN, SCTs and
    /// tickets.
    ///
    /// **Limits:** the suite depends on the kind of key that the certificate has, up to TLS 1.2.
    #[must_use]
    pub fn habit(&self) -> String {
        let by_name = [0, 5, id::APPLICATION_PROTOCOLS, 18, 35];
        let extensions = self.extensions().map(|one| one.id);
        let extensions = extensions.filter(|id| !by_name.contains(id));
        let extensions: Vec<String> = extensions.map(|id| id.to_string()).collect();
        format!(
            "{},{},{},{},{}",
            u8::from(self.is_retry_request()),
            self.legacy_version(),
            self.version().unwrap_or_default(),
            self.cipher_suite(),
            extensions.join("-")
        )
    }

    /// JA3S: MD5 of `legacy_version`, suite and extensions, in the server's order (Salesforce,
    /// BSD-3-Clause; <https://github.com/salesforce/ja3>, read 2026-11-30).
    #[must_use]
    pub fn ja3s(&self) -> Ja3s {
        Ja3s::of(&self.ja3s_text())
    }

    /// What [`Self::ja3s`] hashes: three fields between commas, decimal, with the extensions
    /// between hyphens (`771,4865,51-43`).
    #[must_use]
    pub fn ja3s_text(&self) -> String {
        let extensions = self.extensions().map(|one| one.id.to_string());
        format!(
            "{},{},{}",
            self.legacy_version(),
            self.cipher_suite(),
            extensions.collect::<Vec<String>>().join("-")
        )
    }

    fn field(&self, span: Range<usize>) -> &[u8] {
        self.message.get(span).unwrap_or_default()
    }
}

impl Layout {
    /// Reads a whole message, after its type and length.
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let version = reader.u16()?;
        let _random = reader.take(RANDOM.len())?;
        let session_id = reader.vector8().filter(|id| id.len() <= 32)?;
        let session_id = reader.span(session_id);
        let cipher_suite = reader.u16()?;
        let compression_method = reader.u8()?;
        let extensions = if reader.is_empty() {
            &[]
        } else {
            let list = reader.vector16();
            list.filter(|list| Extensions::are_complete(list))?
        };
        let extensions = reader.span(extensions);
        reader.ending_with(Self {
            version,
            session_id,
            cipher_suite,
            compression_method,
            extensions,
        })
    }
}

#[cfg(test)]
mod tests;
