//! The outside of a server's QUIC packets.

use anchorwatch_probe::offered_versions;

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[Target {
    name: "quic_versions",
    run,
    seeds,
    mutations: 2_000,
}];

/// Packets that were sent, without their protected part: to `ab`, from `me`.
const SENT: &[u8] = b"\xc0\0\0\0\x01\x02ab\x02me\0";
const SENT_TO_ANOTHER: &[u8] = b"\xc0\0\0\0\x01\x02cd\x02me\0";

/// Checks that what was read is what came, and answers one packet only.
fn run(bytes: &[u8]) {
    let Some(versions) = offered_versions(bytes, SENT) else {
        return;
    };
    let octets: Vec<u8> = versions.iter().flat_map(|it| it.to_be_bytes()).collect();
    assert!(!octets.is_empty() && bytes.ends_with(&octets));
    assert_eq!(bytes.len(), 11 + octets.len());
    assert_eq!(offered_versions(bytes, SENT_TO_ANOTHER), None);
}

fn seeds() -> Vec<Vec<u8>> {
    let answers: [&[u8]; 2] = [
        b"\x80\0\0\0\0\x02me\x02ab\x6b\x33\x43\xcf",
        b"\xff\0\0\0\0\x02me\x02ab\0\0\0\x02\0\0\0\x01",
    ];
    answers.map(<[u8]>::to_vec).to_vec()
}
