//! Removes our refusals from a profile's `data.safe.bin`, and nothing else.

use anchorwatch_home::EditItem;

use anchorwatch_machine::mozilla::refusal::Refusal;
use anchorwatch_remark::{Remark as _, Told};
use data_encoding::HEXLOWER;

use super::{file::SecurityState, refusal_of};
use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    mozilla::remark::MozillaRemark,
    reverted::Reverted,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let mut state = SecurityState::parse(content)?;
    let mut ours = Vec::new();
    for item in items {
        // Removed refusals are set again by the next block, not by undoing a receipt.
        if item.before.is_some() || item.after.is_none() {
            return Err(MozillaRemark::SecurityStateBadReceipt.told());
        }
        let wrong = || {
            let name = item.name.clone();
            MozillaRemark::SecurityStateBadItem { name }.told()
        };
        ours.push(refusal_of(&item.name).ok_or_else(wrong)?);
    }
    // A refusal that lost its mark in the meantime is no longer ours.
    let marked = state.ours();
    ours.retain(|refusal| marked.contains(refusal));
    if ours.is_empty() {
        return Ok(Reverted::Nothing);
    }
    state.forget(&ours);
    Ok(Reverted::Content(state.encode()))
}

/// A revocation by name and key, or of one certificate.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let Some(refusal) = refusal_of(&item.name) else {
        return ItemView::other(item);
    };
    let what = match refusal {
        Refusal::Key { key, .. } => ItemChange::Revocation {
            key: key.to_string(),
        },
        Refusal::Certificate { serial, .. } => ItemChange::RevocationOfOne {
            serial: HEXLOWER.encode(&serial),
        },
    };
    ItemView::of(item, &what, |_| ItemValue::Revocation)
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::SpkiSha256;

    use super::*;

    /// A file without entries, as the program creates it.
    fn empty() -> SecurityState {
        let mut content = [&1u64.to_le_bytes()[..], &[1], &12u64.to_le_bytes()].concat();
        content.extend(b"cert_storage\0\0\0\0\0\0\0\0\0\0\0\0");
        SecurityState::parse(&content).unwrap()
    }

    fn refusal(key: &[u8]) -> Refusal {
        Refusal::Key {
            subject: b"0 name".to_vec(),
            key: SpkiSha256::of(key),
        }
    }

    fn set(key: &[u8]) -> EditItem {
        EditItem {
            name: format!("30206e616d65 {}", SpkiSha256::of(key)),
            before: None,
            after: Some("refused".to_owned()),
        }
    }

    #[test]
    fn what_was_set_goes_and_what_others_set_since_stays() {
        let (mut both, mut other) = (empty(), empty());
        both.refuse(&[refusal(b"ours"), refusal(b"other")]);
        other.refuse(&[refusal(b"other")]);
        let back = revert(&both.encode(), &[set(b"ours")]).unwrap();
        assert_eq!(back, Reverted::Content(other.encode()));
        let back = revert(&other.encode(), &[set(b"ours")]).unwrap();
        assert_eq!(back, Reverted::Nothing);
    }

    #[test]
    fn a_receipt_that_would_set_something_is_refused() {
        let content = empty().encode();
        let sets = EditItem {
            before: Some("refused".to_owned()),
            after: None,
            ..set(b"k")
        };
        assert!(revert(&content, &[sets]).is_err());
        let nameless = EditItem {
            name: "30 77".to_owned(),
            ..set(b"k")
        };
        assert!(revert(&content, &[nameless]).is_err());
        assert!(revert(&content[1..], &[set(b"k")]).is_err());
    }
}
