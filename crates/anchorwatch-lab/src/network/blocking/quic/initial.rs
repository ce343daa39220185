//! Reads the first packets of a client, as everyone on the way can.
//!
//! Source: RFC 9000 §16, §17.2.2 and §19; RFC 9001 §5.

use rustls::Side;
use rustls::crypto::aws_lc_rs::cipher_suite::TLS13_AES_128_GCM_SHA256;
use rustls::quic::{Keys, Version};

/// The longest ClientHello that is put together.
const MAX_HELLO_BYTES: usize = 1 << 14;

/// An Initial packet of version 1.
pub(super) struct Initial {
    /// The identifier that the client chose.
    pub(super) source: Vec<u8>,
    /// Parts of TLS messages, with their places.
    pub(super) crypto: Vec<(usize, Vec<u8>)>,
}

impl Initial {
    /// Reads the packet at the start of a datagram. `None` if it is another one, or the keys do not
    /// follow from the destination in it: those of the first packet stay when the client takes over
    /// the server's identifier.
    pub(super) fn read(datagram: &[u8]) -> Option<Self> {
        let mut reader = Reader(datagram);
        let first = *reader.take(1)?.first()?;
        let is_initial = first & 0xf0 == 0xc0 && reader.take(4)? == [0, 0, 0, 1];
        let destination = reader.after_length()?;
        let source = reader.after_length()?.to_vec();
        let token = reader.varint()?;
        reader.take(token)?;
        let length = reader.varint()?;
        let start = datagram.len() - reader.0.len();
        let packet = datagram.get(..start + length).filter(|_| is_initial)?;
        let suite = TLS13_AES_128_GCM_SHA256.tls13()?.quic_suite()?;
        let keys = suite.keys(destination, Side::Server, Version::V1);
        let crypto = crypto_frames(&decrypted(packet, start, &keys)?);
        Some(Self { source, crypto })
    }
}

/// The content of a packet whose number is at `start`.
fn decrypted(packet: &[u8], start: usize, keys: &Keys) -> Option<Vec<u8>> {
    let (header, packet_key) = (&keys.remote.header, &keys.remote.packet);
    // RFC 9001 §5.4.2: as if the number had four octets.
    let sample = packet.get(start + 4..start + 4 + header.sample_len())?;
    let mut first = *packet.first()?;
    let mut number = packet.get(start..start + 4)?.to_vec();
    header
        .decrypt_in_place(sample, &mut first, &mut number)
        .ok()?;
    number.truncate(usize::from(first & 3) + 1);
    let body = start + number.len();
    let inside = packet.get(1..start)?;
    let associated = [&[first], inside, &number].concat();
    let count = number.iter().fold(0, |sum, it| sum << 8 | u64::from(*it));
    let mut payload = packet.get(body..)?.to_vec();
    let plain = packet_key.decrypt_in_place(count, &associated, &mut payload);
    plain.ok().map(<[u8]>::to_vec)
}

/// The frames that carry TLS messages, up to the first frame of another kind than clients send.
fn crypto_frames(payload: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut reader = Reader(payload);
    let mut found = Vec::new();
    while reader.frame(&mut found).is_some() {}
    found
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// What follows one octet with its length.
    fn after_length(&mut self) -> Option<&'a [u8]> {
        let length = *self.take(1)?.first()?;
        self.take(usize::from(length))
    }

    fn varint(&mut self) -> Option<usize> {
        let first = *self.0.first()?;
        let octets = self.take(1 << (first >> 6))?;
        let start = usize::from(first & 0x3f);
        let rest = octets.iter().skip(1);
        Some(rest.fold(start, |sum, it| sum << 8 | usize::from(*it)))
    }

    fn frame(&mut self, found: &mut Vec<(usize, Vec<u8>)>) -> Option<()> {
        match self.varint()? {
            // PADDING and PING.
            0 | 1 => {}
            // ACK, without counts of congestion.
            2 => {
                let (_largest, _delay) = (self.varint()?, self.varint()?);
                let ranges = self.varint()?;
                for _ in 0..=ranges.checked_mul(2)? {
                    self.varint()?;
                }
            }
            6 => {
                let (start, length) = (self.varint()?, self.varint()?);
                let part = self.take(length)?.to_vec();
                if start < MAX_HELLO_BYTES {
                    found.push((start, part));
                }
            }
            _ => return None,
        }
        Some(())
    }
}
