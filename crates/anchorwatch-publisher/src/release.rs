//! The text that publishers sign, and their signatures under it.

use anchorwatch_list::{List, Publishers, Role, Statement, delta_bases};
use anchorwatch_note::{
    KeyName, KeyProblem, Signature, SignedNote, SigningKey, VerifierKey, key_id,
};

use crate::{Mirror, PublishProblem, SignProblem};

/// The signature type of Ed25519 in C2SP's signed-note.
const ED25519: u8 = 0x01;

/// The text about a list, and the deltas that it names. Each publisher makes it from the list and
/// from what was published before, and signs no text that came from elsewhere.
///
/// Numbers may be left out: one that somebody signed and that was never published is not used again.
///
/// # Errors
/// [`PublishProblem`] if the list does not follow what was published.
pub fn statement_text(
    publishers: &Publishers,
    mirror: &Mirror,
    list: &List<'_>,
) -> Result<(String, Vec<Vec<u8>>), PublishProblem> {
    let header = list.header();
    if header.epoch != publishers.epoch() {
        let (got, expected) = (header.epoch, publishers.epoch());
        return Err(PublishProblem::Epoch { got, expected });
    }
    let last = match header.role() {
        // Numbers begin again with each set of publishers.
        Role::Approved => mirror.sequence_in(header.epoch),
        Role::Quick => {
            let quick = mirror.quick();
            let same = quick.filter(|it| it.header().base == header.base);
            same.map_or(0, |it| it.header().sequence)
        }
    };
    let (got, expected) = (header.sequence, last.saturating_add(1));
    if got < expected {
        return Err(PublishProblem::NotNext { got, expected });
    }
    let deltas = deltas(mirror, list);
    let named: Vec<&[u8]> = deltas.iter().map(Vec::as_slice).collect();
    let text = Statement::of(publishers.origin().clone(), list, &named).encode();
    Ok((text, deltas))
}

/// The deltas to a list, from those of which clients may hold one.
fn deltas(mirror: &Mirror, list: &List<'_>) -> Vec<Vec<u8>> {
    let epoch = list.header().epoch;
    let between = |octets: &[u8]| {
        let base = List::parse(octets).ok()?;
        let base = Some(base).filter(|it| it.header().epoch == epoch)?;
        Some(anchorwatch_list::Delta::between(&base, list))
    };
    match list.header().role() {
        Role::Approved => {
            let bases = delta_bases(list.header().sequence);
            let is_base = |octets: &&Vec<u8>| {
                let base = List::parse(octets);
                base.is_ok_and(|it| bases.contains(&it.header().sequence))
            };
            let earlier = mirror.earlier.iter().filter(is_base);
            earlier.filter_map(|octets| between(octets)).collect()
        }
        Role::Quick => {
            let last = mirror.quick.iter();
            last.filter_map(|it| between(&it.octets)).collect()
        }
    }
}

/// Reads a publisher's private key. The set of publishers says what it is called.
///
/// # Errors
/// [`SignProblem::Key`] if it cannot be read, [`SignProblem::NotAPublisher`] if the set has
/// another key under each of its names.
pub fn own_key(pem: &[u8], publishers: &Publishers) -> Result<SigningKey, SignProblem> {
    key_among(pem, publishers.keys())
}

/// The same for whoever is in one of two sets: both have to sign the next one.
///
/// # Errors
/// As [`own_key`].
pub fn own_key_of(
    pem: &[u8],
    publishers: &Publishers,
    next: &Publishers,
) -> Result<SigningKey, SignProblem> {
    key_among(pem, &keys_of(publishers, next))
}

/// The keys of both sets, each once.
pub(crate) fn keys_of(publishers: &Publishers, next: &Publishers) -> Vec<VerifierKey> {
    let mut keys = publishers.keys().to_vec();
    let new = next.keys().iter();
    keys.extend(new.filter(|it| !publishers.keys().contains(it)).cloned());
    keys
}

fn key_among(pem: &[u8], keys: &[VerifierKey]) -> Result<SigningKey, SignProblem> {
    let unreadable = |why: KeyProblem| SignProblem::Key { why };
    let any = KeyName::parse("key").map_err(unreadable)?;
    let key = SigningKey::from_pkcs8_pem(pem, any).map_err(unreadable)?;
    let mut keys = keys.iter();
    let own = keys.find(|it| it.public_key() == key.verifier().public_key());
    match own.map(|it| it.name().clone()) {
        Some(name) => Ok(key.named(name)),
        None => Err(SignProblem::NotAPublisher),
    }
}

/// Signs a text about a list.
///
/// # Errors
/// [`SignProblem::Note`].
pub fn sign(key: &SigningKey, text: &str) -> Result<String, SignProblem> {
    key.sign(text).map_err(|why| SignProblem::Note { why })
}

/// One note with the signatures of all publishers, in the order of the set: the same for the same
/// signatures.
///
/// # Errors
/// [`PublishProblem`] if a note is about another text, or has no valid signature by a publisher.
pub(crate) fn assemble(
    text: &str,
    notes: &[Vec<u8>],
    keys: &[VerifierKey],
) -> Result<Vec<u8>, PublishProblem> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for octets in notes {
        let refused = |why| PublishProblem::Note { why };
        let note = SignedNote::parse(octets).map_err(refused)?;
        let verified = note.verify(keys).map_err(refused)?;
        if verified.text() != text {
            return Err(PublishProblem::OtherText);
        }
        for signature in note.signatures() {
            let named = keys.iter().enumerate();
            if let Some((at, key)) = named.into_iter().find(|(_, key)| is_by(signature, key)) {
                let line = Signature::line(key.name(), signature.key_id(), signature.octets());
                lines.push((at, line));
            }
        }
    }
    lines.sort();
    lines.dedup_by_key(|(at, _)| *at);
    let lines: String = lines.into_iter().map(|(_, line)| line).collect();
    Ok(format!("{text}\n{lines}").into_bytes())
}

fn is_by(signature: &Signature<'_>, key: &VerifierKey) -> bool {
    signature.key_name() == key.name().as_str()
        && signature.key_id() == key_id(key.name(), ED25519, key.public_key())
}
