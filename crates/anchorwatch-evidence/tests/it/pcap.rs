//! What TCP connections carried, from a capture in the classic format (libpcap, version 2.4;
//! pcap-savefile(5)).
//!
//! Only what the captures need: little-endian, Ethernet or Linux's cooked frames, IPv4 without
//! fragments.

use std::collections::BTreeMap;

/// A direction of a connection: addresses and ports.
type Direction = ([u8; 8], [u8; 4]);

const MAGIC: [u8; 4] = [0xd4, 0xc3, 0xb2, 0xa1];
const ETHERNET: u32 = 1;
const LINUX_COOKED: u32 = 113;
const TCP: u8 = 6;

/// Returns the octets from the first one on, of each direction that has any.
pub(crate) fn directions(capture: &[u8]) -> Vec<Vec<u8>> {
    let (head, mut rest) = capture.split_at(24);
    assert_eq!(head[..4], MAGIC);
    let link_type = u32_at(head, 20);
    let mut segments: BTreeMap<Direction, BTreeMap<u32, Vec<u8>>> = BTreeMap::new();
    while !rest.is_empty() {
        let length = usize::try_from(u32_at(rest, 8)).unwrap();
        let (frame, after) = rest[16..].split_at(length);
        rest = after;
        if let Some((direction, sequence, data)) = segment(frame, link_type) {
            let of_direction = segments.entry(direction).or_default();
            // Of a repeated segment the first one counts.
            of_direction.entry(sequence).or_insert(data);
        }
    }
    segments.into_values().map(joined).collect()
}

/// The data of one frame, if it has any.
fn segment(frame: &[u8], link_type: u32) -> Option<(Direction, u32, Vec<u8>)> {
    let header = match link_type {
        ETHERNET => 14,
        LINUX_COOKED => 16,
        other => panic!("a capture of link type {other}"),
    };
    if frame[header - 2..header] != [8, 0] {
        return None;
    }
    let packet = &frame[header..];
    // Frames are filled up: the packet says how long it is; 0 if the network card splits it.
    let packet = match u16_at(packet, 2) {
        0 => packet,
        length => &packet[..usize::from(length)],
    };
    if packet[9] != TCP {
        return None;
    }
    let segment = &packet[usize::from(packet[0] & 0x0f) * 4..];
    let data = &segment[usize::from(segment[12] >> 4) * 4..];
    let addresses = packet[12..20].try_into().unwrap();
    let ports = segment[..4].try_into().unwrap();
    let sequence = u32::from_be_bytes(segment[4..8].try_into().unwrap());
    (!data.is_empty()).then(|| ((addresses, ports), sequence, data.to_vec()))
}

/// Joins segments up to the first gap. No connection here wraps its numbers around.
fn joined(segments: BTreeMap<u32, Vec<u8>>) -> Vec<u8> {
    let mut octets = Vec::new();
    let start = segments.keys().next().copied().unwrap_or_default();
    for (sequence, data) in segments {
        let offset = usize::try_from(sequence - start).unwrap();
        if offset > octets.len() {
            break;
        }
        let known = octets.len() - offset;
        octets.extend_from_slice(data.get(known..).unwrap_or_default());
    }
    octets
}

fn u16_at(octets: &[u8], at: usize) -> u16 {
    u16::from_be_bytes(octets[at..at + 2].try_into().unwrap())
}

fn u32_at(octets: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(octets[at..at + 4].try_into().unwrap())
}
