//! Proposals for the signed distrust list, which people write.

use anchorwatch_publisher::{Mirror, Proposal, review};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[Target {
    name: "proposal",
    run: proposal,
    seeds: proposals,
    mutations: 4_000,
}];

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
