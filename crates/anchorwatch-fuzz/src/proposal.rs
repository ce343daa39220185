//! Proposals for the signed distrust list, which people write, and what a publisher's key signed.

use anchorwatch_publisher::{Mirror, Proposal, SignedMemory, review};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "proposal",
        run: proposal,
        seeds: proposals,
        mutations: 4_000,
    },
    Target {
        name: "signed_memory",
        run: signed_memory,
        seeds: signed_memories,
        mutations: 4_000,
    },
];

/// What is read is written in one spelling, and can be reviewed.
fn proposal(bytes: &[u8]) {
    let Ok(read) = Proposal::decode(bytes) else {
        return;
    };
    let text = read.encode();
    let again = Proposal::decode(text.as_bytes());
    assert_eq!(again.as_ref(), Ok(&read), "another proposal was read");
    assert_eq!(review(&read, &Mirror::empty()).len(), read.len());
}

/// What is read is written octet for octet as it was.
fn signed_memory(bytes: &[u8]) {
    if let Ok(read) = SignedMemory::decode(bytes) {
        assert_eq!(read.encode().as_bytes(), bytes, "another text was read");
    }
}

fn signed_memories() -> Vec<Vec<u8>> {
    let (origin, hash) = ("example.org/distrust", "1f".repeat(32));
    let all = format!(
        "anchorwatch.signed/1\napproved {origin} 1 7 {hash}\nquick {origin} 1 7 2 {hash}\n\
         set {origin} 2 {hash}\n"
    );
    let empty = "anchorwatch.signed/1\n".to_owned();
    [all, empty].map(String::into_bytes).into()
}

fn proposals() -> Vec<Vec<u8>> {
    let (one, other) = ("1f".repeat(32), "e0".repeat(32));
    let every_kind = format!(
        "anchorwatch.proposal/1\n\nadd key {one}\npublic\n# why not\n\nadd certificate {one}\n\
         issued_after 2026-01-01T00:00:00Z\n\nadd subject_key {one} {other}\n\
         sct_not_after 2026-01-01T00:00:00Z\n\nremove subject_unless_key {one} {other} {one}\n\
         permitted_dns_names gov.kz kz\n\nadd issuer_serial {one} 0080\nnames_inside kz\n\n\
         withdraw issuer_key_serial {one} 80\n"
    );
    let empty = "anchorwatch.proposal/1\n".to_owned();
    [every_kind, empty].map(String::into_bytes).into()
}
