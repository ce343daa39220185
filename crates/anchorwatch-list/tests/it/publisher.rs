//! Publishers for the tests: five keys, of which one signs quick lists and three approved ones.

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_list::{
    Base, Delta, Header, List, ListDraft, ListHash, ListState, Publishers, Role, Statement,
    UpdateProblem, VerifyProblem, verify,
};
use anchorwatch_note::{KeyName, SigningKey};
use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{Limits, Match, Threshold},
};
use data_encoding::BASE64;

pub(crate) const DAY: i64 = 86_400;
/// When the first lists are issued.
pub(crate) const START: i64 = 1_796_000_000;
pub(crate) const DELAY: i64 = 7 * DAY;
/// Who signs approved lists, and quick ones.
pub(crate) const HIGH: &[u8] = &[1, 2, 3];
pub(crate) const QUICK: &[u8] = &[1];

pub(crate) fn at(seconds: i64) -> UnixSeconds {
    UnixSeconds::new(seconds)
}

/// A private key: this seed in PKCS #8 (RFC 8410 §7).
pub(crate) fn key_named(name: &str, seed: u8) -> SigningKey {
    let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let der = BASE64.encode(&[head.as_slice(), &[seed; 32]].concat());
    let kind = "PRIVATE KEY";
    let pem = format!("-----BEGIN {kind}-----\n{der}\n-----END {kind}-----\n");
    SigningKey::from_pkcs8_pem(pem.as_bytes(), KeyName::parse(name).unwrap()).unwrap()
}

pub(crate) fn key(seed: u8) -> SigningKey {
    key_named(&format!("publisher-{seed}.example"), seed)
}

pub(crate) fn origin(name: &str) -> KeyName {
    KeyName::parse(name).unwrap()
}

/// When sets of publishers expire.
pub(crate) const SET_EXPIRES: i64 = START + 2000 * DAY;

/// The lines of a policy that define these keys, `p1` and so on.
pub(crate) fn witnesses(seeds: &[u8]) -> String {
    let line = |seed: &u8| format!("witness p{seed} {}\n", key(*seed).verifier());
    seeds.iter().map(line).collect()
}

/// A set of publishers: the lines above the policy, and the policy.
pub(crate) fn set_text(epoch: u64, expires: i64, delay: u64, policy: &str) -> String {
    format!(
        "anchorwatch.publishers/1\norigin example.org/distrust\nepoch {epoch}\n\
         expires {}\ndelay {delay}\nquick 1\n\n{policy}",
        at(expires)
    )
}

/// Three of these have to sign.
pub(crate) fn three_of(seeds: &[u8]) -> String {
    let names: Vec<_> = seeds.iter().map(|seed| format!("p{seed}")).collect();
    let witnesses = witnesses(seeds);
    format!(
        "{witnesses}group three 3 {}\nquorum three\n",
        names.join(" ")
    )
}

pub(crate) fn publishers_of_epoch(epoch: u64, seeds: &[u8]) -> Publishers {
    Publishers::parse(&set_text(epoch, SET_EXPIRES, 7, &three_of(seeds))).unwrap()
}

pub(crate) fn publishers() -> Publishers {
    publishers_of_epoch(1, &[1, 2, 3, 4, 5])
}

pub(crate) fn keys(seeds: &[u8]) -> Vec<SigningKey> {
    seeds.iter().map(|seed| key(*seed)).collect()
}

/// The text with the signatures of all these keys under it.
pub(crate) fn signed_by(text: &str, keys: &[SigningKey]) -> Vec<u8> {
    let mut note = format!("{text}\n");
    for key in keys {
        let one = key.sign(text).unwrap();
        note.push_str(one.rsplit_once("\n\n").unwrap().1);
    }
    note.into_bytes()
}

pub(crate) fn statement(list: &[u8], deltas: &[&[u8]]) -> Statement {
    let list = List::parse(list).unwrap();
    Statement::of(origin("example.org/distrust"), &list, deltas)
}

/// A note over a list by the keys of these seeds.
pub(crate) fn note(list: &[u8], seeds: &[u8]) -> Vec<u8> {
    note_with(list, &[], seeds)
}

pub(crate) fn note_with(list: &[u8], deltas: &[&[u8]], seeds: &[u8]) -> Vec<u8> {
    signed_by(&statement(list, deltas).encode(), &keys(seeds))
}

/// An entry by key, for local anchors only.
pub(crate) fn local(text: &str) -> DistrustEntry {
    entry(text, Threshold::Quick)
}

/// An entry by key that refuses every path.
pub(crate) fn public(text: &str) -> DistrustEntry {
    entry(text, Threshold::High)
}

fn entry(text: &str, threshold: Threshold) -> DistrustEntry {
    DistrustEntry {
        matches: Match::Key(SpkiSha256::of(text.as_bytes())),
        limits: Limits::default(),
        threshold,
        source: EntrySource::Owner,
    }
}

/// A list issued as many days after the start as its sequence says, valid for 30 days.
pub(crate) fn header(sequence: u64, base: Option<&[u8]>) -> Header {
    let days = i64::try_from(sequence.min(1000)).unwrap();
    Header {
        epoch: 1,
        sequence,
        issued: at(START + days * DAY),
        expires: at(START + (days + 30) * DAY),
        base: base.map(|base| Base {
            sequence: List::parse(base).unwrap().header().sequence,
            hash: ListHash::of(base),
        }),
    }
}

pub(crate) fn list(header: Header, entries: &[DistrustEntry]) -> Vec<u8> {
    let mut draft = ListDraft::new(header);
    entries.iter().for_each(|entry| draft.add(entry));
    draft.encode().unwrap()
}

pub(crate) fn approved(sequence: u64, entries: &[DistrustEntry]) -> Vec<u8> {
    list(header(sequence, None), entries)
}

pub(crate) fn quick(sequence: u64, base: &[u8], entries: &[DistrustEntry]) -> Vec<u8> {
    let of_base = List::parse(base).unwrap().header().sequence;
    let header = Header {
        issued: at(START + i64::try_from(of_base).unwrap() * DAY + 3600),
        expires: at(START + i64::try_from(of_base).unwrap() * DAY + 30 * DAY),
        ..header(sequence, Some(base))
    };
    list(header, entries)
}

pub(crate) fn between(base: &[u8], result: &[u8]) -> Vec<u8> {
    Delta::between(&List::parse(base).unwrap(), &List::parse(result).unwrap())
}

/// A client that has taken nothing yet.
pub(crate) fn fresh() -> ListState {
    ListState::new(publishers())
}

/// Why a client did not take what it was given.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Verify(VerifyProblem),
    Update(UpdateProblem),
}

/// A client, and a clock that stands a minute after the list was issued.
pub(crate) fn take(state: &ListState, octets: &[u8], seeds: &[u8]) -> Result<ListState, Refused> {
    let now = List::parse(octets).unwrap().header().issued.get() + 60;
    take_at(state, octets, &note(octets, seeds), now)
}

pub(crate) fn take_at(
    state: &ListState,
    octets: &[u8],
    note: &[u8],
    now: i64,
) -> Result<ListState, Refused> {
    let role = List::parse(octets).map_or(Role::Approved, |list| list.header().role());
    take_as(state, octets, note, role, now)
}

pub(crate) fn take_as(
    state: &ListState,
    octets: &[u8],
    note: &[u8],
    role: Role,
    now: i64,
) -> Result<ListState, Refused> {
    let list = verify(note, octets, state.publishers(), role).map_err(Refused::Verify)?;
    state.accept(&list, at(now)).map_err(Refused::Update)
}

/// The threshold with which a key is refused at a time; `None` if it is not.
pub(crate) fn refused(state: &ListState, text: &str, now: i64) -> Option<Threshold> {
    let set = state.distrust_set(at(now));
    let key = SpkiSha256::of(text.as_bytes());
    set.entry(&key).map(|entry| entry.threshold)
}
