//! What the outside of a QUIC packet says: RFC 8999, and of version 1 RFC 9000 §17.2.
//!
//! ```text
//! long header         = 1 and 7 bits, version (4), length (1), destination, length (1), source
//! Version Negotiation = long header with version 0, then versions of 4 octets each
//! Initial             = long header with version 1 and type 0, then a token with its length
//! ```

use super::VERSION;

/// The parts of a long header.
struct LongHeader<'a> {
    first: u8,
    version: u32,
    destination: &'a [u8],
    source: &'a [u8],
    rest: &'a [u8],
}

impl<'a> LongHeader<'a> {
    fn read(packet: &'a [u8]) -> Option<Self> {
        let (first, rest) = packet.split_first()?;
        let (version, rest) = rest.split_first_chunk::<4>()?;
        let (destination, rest) = identifier(rest)?;
        let (source, rest) = identifier(rest)?;
        (first & 0x80 != 0).then_some(Self {
            first: *first,
            version: u32::from_be_bytes(*version),
            destination,
            source,
            rest,
        })
    }
}

/// A connection identifier behind its length, and what follows.
fn identifier(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = octets.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

/// The versions that a datagram offers, if it is a Version Negotiation packet in answer to the
/// packet that was sent: then it has the identifiers of that one.
///
/// **Not checked:** who sent it. Nothing in such a packet is protected.
#[must_use]
pub fn offered_versions(datagram: &[u8], sent: &[u8]) -> Option<Vec<u32>> {
    let (answer, sent) = (LongHeader::read(datagram)?, LongHeader::read(sent)?);
    let is_answer = answer.destination == sent.source && answer.source == sent.destination;
    let (versions, left) = answer.rest.as_chunks::<4>();
    let is_whole = left.is_empty() && !versions.is_empty();
    let versions = versions.iter().map(|it| u32::from_be_bytes(*it));
    (answer.version == 0 && is_answer && is_whole).then(|| versions.collect())
}

/// Whether a packet that was sent begins a connection.
pub(super) fn is_initial(sent: &[u8]) -> bool {
    LongHeader::read(sent).is_some_and(|it| it.version == VERSION && it.first & 0x30 == 0)
}

/// Whether such a packet has a token. A connection that is the first one to its server has none
/// before a Retry packet was accepted.
pub(super) fn has_token(sent: &[u8]) -> bool {
    let length = LongHeader::read(sent).and_then(|it| it.rest.first());
    length.is_some_and(|length| *length != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An Initial packet from `source` to `destination`, without its protected part.
    fn initial(destination: &[u8], source: &[u8], token: &[u8]) -> Vec<u8> {
        let length = |it: &[u8]| u8::try_from(it.len()).unwrap();
        let mut packet = vec![0xc0, 0, 0, 0, 1, length(destination)];
        packet.extend_from_slice(destination);
        packet.push(length(source));
        packet.extend_from_slice(source);
        packet.push(length(token));
        packet.extend_from_slice(token);
        packet
    }

    fn negotiation(destination: &[u8], source: &[u8], versions: &[u8]) -> Vec<u8> {
        let mut packet = initial(destination, source, &[]);
        packet.pop();
        packet[1..5].fill(0);
        packet.extend_from_slice(versions);
        packet
    }

    const VERSIONS: [u8; 8] = [0x6b, 0x33, 0x43, 0xcf, 0, 0, 0, 2];

    #[test]
    fn the_versions_of_an_answer_are_read() {
        let sent = initial(b"server", b"me", &[]);
        let answer = negotiation(b"me", b"server", &VERSIONS);
        assert_eq!(offered_versions(&answer, &sent), Some(vec![0x6b33_43cf, 2]));
    }

    #[test]
    fn what_is_no_answer_to_the_packet_offers_nothing() {
        let sent = initial(b"server", b"me", &[]);
        let mut short_header = negotiation(b"me", b"server", &VERSIONS);
        short_header[0] = 0x40;
        for other in [
            negotiation(b"you", b"server", &VERSIONS),
            negotiation(b"me", b"another", &VERSIONS),
            negotiation(b"me", b"server", &VERSIONS[..7]),
            negotiation(b"me", b"server", &[]),
            initial(b"me", b"server", &VERSIONS),
            short_header,
            Vec::new(),
        ] {
            assert_eq!(offered_versions(&other, &sent), None, "{other:02x?}");
        }
        let answer = negotiation(b"me", b"server", &VERSIONS);
        for length in 0..answer.len() - 4 {
            assert_ne!(
                offered_versions(&answer[..length], &sent).map(|it| it.len()),
                Some(2)
            );
        }
        assert_eq!(offered_versions(&answer, &[]), None);
    }

    #[test]
    fn a_token_is_seen_in_a_packet_of_ours() {
        let (with, without) = (initial(b"s", b"m", b"token"), initial(b"s", b"m", &[]));
        assert!(is_initial(&with) && is_initial(&without));
        assert!(has_token(&with) && !has_token(&without));
        // A Handshake packet, which has no place for a token.
        let mut other = without;
        other[0] = 0xe0;
        assert!(!is_initial(&other));
    }
}
