//! What a log does with a witness's answer.

use anchorwatch_note::{KeyName, Signature, SignedNote};

use super::request::refused;
use crate::{
    CheckpointKey, CheckpointProblem, MAX_AHEAD_SECONDS, SignedCheckpoint, WitnessProblem, decimal,
};

/// Adds a witness's answer to the note of a checkpoint, in place of what the same keys signed
/// before. Lines by other keys than these are left out.
///
/// **Not checked:** the log's own signature, and that of any line that the note has already.
///
/// # Errors
/// [`WitnessProblem::Answer`] if it is not lines of signatures, or has none by these keys with a
/// time up to a day ahead of this one; [`WitnessProblem::Checkpoint`] if a signature by one of the
/// keys is wrong, or the note would be too long.
pub fn add_cosignatures(
    note: &str,
    response: &[u8],
    cosigners: &[&CheckpointKey],
    now_unix_seconds: u64,
) -> Result<String, WitnessProblem> {
    let before = SignedCheckpoint::parse(note.as_bytes()).map_err(refused)?;
    let text = before.unverified().to_string();
    let response = std::str::from_utf8(response).map_err(|_| WitnessProblem::Answer)?;
    let answer = format!("{text}\n{response}");
    let answer = SignedNote::parse(answer.as_bytes()).map_err(|_| WitnessProblem::Answer)?;
    // An empty line in the answer would end the text later, so that a part of the answer counts as text.
    if answer.unverified_text() != text {
        return Err(WitnessProblem::Answer);
    }
    let latest = now_unix_seconds.saturating_add(MAX_AHEAD_SECONDS);
    let mut added: Vec<(&CheckpointKey, u64, &Signature<'_>)> = Vec::new();
    for key in cosigners {
        let mut newest = None;
        for signature in answer.signatures().iter().filter(|it| key.is_named_by(it)) {
            let name = || key.name().to_string();
            let at = key.signed_at(before.unverified(), signature.octets());
            let at = at.ok_or_else(|| refused(CheckpointProblem::Signature { key: name() }))?;
            let is_newer = newest.is_none_or(|(newest, _)| at > newest);
            if is_newer && (1..=latest).contains(&at) {
                newest = Some((at, signature));
            }
        }
        added.extend(newest.map(|(at, signature)| (*key, at, signature)));
    }
    if added.is_empty() {
        return Err(WitnessProblem::Answer);
    }
    let kept = before.signatures().iter();
    let kept = kept.filter(|it| !added.iter().any(|(key, ..)| key.is_named_by(it)));
    let kept = kept.filter_map(|it| {
        let name = KeyName::parse(it.key_name()).ok()?;
        Some(Signature::line(&name, it.key_id(), it.octets()))
    });
    let added = added
        .iter()
        .map(|(key, _, signature)| Signature::line(key.name(), key.id(), signature.octets()));
    let lines: String = kept.chain(added).collect();
    let note = format!("{text}\n{lines}");
    SignedCheckpoint::parse(note.as_bytes()).map_err(refused)?;
    Ok(note)
}

/// The size in a witness's answer with the status 409: what it cosigned last.
#[must_use]
pub fn conflict_size(body: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(body).ok()?;
    decimal::parse(text.strip_suffix('\n')?)
}
