//! A decision in one sentence.

use anchorwatch_identity::can_control_terminal;
use anchorwatch_policy::{EntrySource, ReferenceName, distrust::SignedPart};
use anchorwatch_verify::{Attribution, Deciding, Decision, Inconclusive};

/// Returns the decision as one sentence without a full stop, safe to print: nothing in a
/// certificate can move a terminal's cursor.
pub(crate) fn of(decision: &Decision, name: Option<&ReferenceName>) -> String {
    let name = name.map_or_else(|| "an unknown name".to_owned(), ReferenceName::to_string);
    let sentence = match decision {
        Decision::Trusted(verified) => {
            format!(
                "trusted for {name}: {} vouches for it",
                verified.anchor().subject
            )
        }
        Decision::Refused(refusal) => {
            let signer = refusal.attribution.as_ref().map(signed_by);
            let list = refusal.deciding.as_ref().and_then(listed_by);
            let says = refusal.reason.says();
            format!(
                "refused for {name}: {says}{}{}",
                list.unwrap_or_default(),
                signer.unwrap_or_default()
            )
        }
        Decision::Inconclusive(Inconclusive::NoCertificate) => {
            format!("not decided for {name}: there is no certificate")
        }
        Decision::Inconclusive(Inconclusive::NoAnchor) => {
            format!("not decided for {name}: there is no root that could vouch for it")
        }
    };
    printable(&sentence)
}

/// Replaces every character that controls a terminal.
pub(crate) fn printable(text: &str) -> String {
    let safe = |character| {
        if can_control_terminal(character) {
            char::REPLACEMENT_CHARACTER
        } else {
            character
        }
    };
    text.chars().map(safe).collect()
}

/// The signed list that refuses it, if one does.
fn listed_by(deciding: &Deciding) -> Option<String> {
    let Some(EntrySource::Signed(signed)) = &deciding.entry_source else {
        return None;
    };
    let list = &signed.list;
    let (sequence, origin) = (list.sequence, &list.origin);
    let which = match list.part {
        SignedPart::Approved => format!("the approved list {sequence} of {origin}"),
        SignedPart::Quick => format!("the quick list {sequence} of {origin}"),
        SignedPart::Gone => format!("an earlier list than {sequence} of {origin}"),
    };
    let (needed, count) = (list.signers_needed, list.publisher_count);
    Some(format!(
        ", by {which}, which at least {needed} of {count} publishers signed"
    ))
}

fn signed_by(attribution: &Attribution) -> String {
    let known = attribution
        .known
        .map(|known| format!(", known as {}", known.id));
    let subject = &attribution.subject;
    format!("; signed by {subject}{}", known.unwrap_or_default())
}
