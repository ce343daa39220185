//! A client's hello: what it says, its fingerprints, and how two of them differ.
//!
//! A site that is given a visitor's hello can see an interceptor in it: the hello is the
//! interceptor's own, and not that of the visitor's program ([`differences`],
//! [`known_interceptor`]).

mod difference;
mod ja3;
mod ja4;
mod known;
mod tls_fingerprint;
mod value;

use std::ops::Range;

use crate::hello::{
    Extensions, Followers, HelloError, Message, Reader, RecordHeader, Shape, is_list_of_numbers,
    malformed, numbers,
};

pub use difference::{HelloDifference, differences};
pub use known::{KNOWN_INTERCEPTORS, KnownHello, known_interceptor};

/// The longest body: version, random, session identifier, 32,767 suites, 255 compression
/// methods, 65,535 octets of extensions, and their lengths (RFC 8446 §4.1.2). OpenSSL has the same
/// limit.
const MAX_LENGTH: usize = 2 + 32 + (1 + 32) + (2 + 65_534) + (1 + 255) + (2 + 65_535);

const SHAPE: Shape = Shape {
    message_type: 1,
    max_length: MAX_LENGTH,
    followers: Followers::Refused,
};

/// Where the client's random is in every message: after type, length and version.
const RANDOM: Range<usize> = 6..38;

/// A `ClientHello` (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
///
/// Two are equal if the octets of their messages and the records around them are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientHello {
    records: Vec<RecordHeader>,
    message: Vec<u8>,
    layout: Layout,
}

/// Where the fields of different lengths are in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Layout {
    version: u16,
    session_id: Range<usize>,
    cipher_suites: Range<usize>,
    compression_methods: Range<usize>,
    extensions: Option<Range<usize>>,
}

impl ClientHello {
    /// A hello is complete or refused after this many octets, however its records split it.
    pub const MAX_OCTETS: usize = SHAPE.max_octets();

    /// Reads the octets that a client sent, from the first one of the connection on, in the form
    /// that [`crate::hello`] describes. What follows the hello's last record is not read.
    ///
    /// Needs no more memory than the input has octets, and twelve octets for each record.
    ///
    /// **Not checked:** the values, the formats of extensions, and that none is repeated. A hello
    /// that no server would accept is evidence too.
    ///
    /// # Errors
    ///
    /// [`HelloError`], with the place. `Incomplete` means that more octets may make a hello.
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

    /// The heads of the records that carried it, at least one.
    #[must_use]
    pub fn records(&self) -> &[RecordHeader] {
        &self.records
    }

    /// The handshake message, from its type on.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// `legacy_version`: the highest version that the client supports, up to TLS 1.2 (`0303`).
    #[must_use]
    pub const fn legacy_version(&self) -> u16 {
        self.layout.version
    }

    /// The client's random, 32 octets.
    #[must_use]
    pub fn random(&self) -> &[u8] {
        self.field(RANDOM)
    }

    /// `legacy_session_id`, at most 32 octets.
    #[must_use]
    pub fn session_id(&self) -> &[u8] {
        self.field(self.layout.session_id.clone())
    }

    /// The cipher suites in the client's order, at least one, with GREASE and the values that only
    /// signal something (`00ff`, `5600`).
    pub fn cipher_suites(&self) -> impl Iterator<Item = u16> + '_ {
        numbers(self.field(self.layout.cipher_suites.clone()))
    }

    /// `legacy_compression_methods`, at least one.
    #[must_use]
    pub fn compression_methods(&self) -> &[u8] {
        self.field(self.layout.compression_methods.clone())
    }

    /// The extensions in the client's order, with GREASE.
    #[must_use]
    pub fn extensions(&self) -> Extensions<'_> {
        let list = self.layout.extensions.clone();
        Extensions::of(list.map(|span| self.field(span)).unwrap_or_default())
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
        let cipher_suites = reader.vector16().filter(|list| is_list_of_numbers(list))?;
        let cipher_suites = reader.span(cipher_suites);
        let compression_methods = reader.vector8().filter(|list| !list.is_empty())?;
        let compression_methods = reader.span(compression_methods);
        let extensions = if reader.is_empty() {
            None
        } else {
            let list = reader
                .vector16()
                .filter(|one| Extensions::are_complete(one))?;
            Some(reader.span(list))
        };
        reader.ending_with(Self {
            version,
            session_id,
            cipher_suites,
            compression_methods,
            extensions,
        })
    }
}

#[cfg(test)]
mod tests;
