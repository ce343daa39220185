//! Removes our part from someone else's AutoConfig script, or restores its older version.

use anchorwatch_home::EditItem;
use anchorwatch_machine::mozilla::autoconfig::script::Script;

use anchorwatch_remark::{Remark as _, Told};

use super::obscure_value;
use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    mozilla::remark::MozillaRemark,
    reverted::Reverted,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let [item] = items else {
        return Err(MozillaRemark::ScriptBadReceipt.told());
    };
    let without_value = || MozillaRemark::ScriptReceiptWithoutValue.told();
    let value = obscure_value(item).ok_or_else(without_value)?;
    let script = Script::read(content, value).map_err(|why| why.told())?;
    let present = script.ours();
    Ok(if present == item.before {
        Reverted::Nothing
    } else if present == item.after {
        Reverted::Content(script.with(item.before.as_deref(), value))
    } else {
        Reverted::Conflict(MozillaRemark::PartChanged.told())
    })
}

/// Our part of the script.
pub(crate) fn view(item: &EditItem) -> ItemView {
    ItemView::of(item, &ItemChange::ScriptPart, ItemValue::first_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(before: Option<&str>, after: &str, value: i64) -> EditItem {
        EditItem {
            name: format!("our part, obscured by {value}"),
            before: before.map(str::to_owned),
            after: Some(after.to_owned()),
        }
    }

    #[test]
    fn our_part_goes_wherever_it_stands_now_and_the_rest_stays() {
        let ours = anchorwatch_machine::mozilla::autoconfig::script::part(&Default::default());
        for value in [0, 13] {
            let theirs = b"// theirs\nlockPref(\"a\", 1);\n";
            let plain = Script::read(theirs, 0).unwrap().with(None, 0);
            let moved: Vec<u8> = plain
                .iter()
                .map(|octet| octet.wrapping_add(u8::try_from(value).unwrap()))
                .collect();
            let content = Script::read(&moved, value)
                .unwrap()
                .with(Some(&ours), value);
            let back = revert(&content, &[item(None, &ours, value)]).unwrap();
            assert_eq!(back, Reverted::Content(moved.clone()));
            assert_eq!(
                revert(&moved, &[item(None, &ours, value)]).unwrap(),
                Reverted::Nothing
            );
        }
    }

    #[test]
    fn a_part_that_was_changed_since_is_a_conflict() {
        let ours = anchorwatch_machine::mozilla::autoconfig::script::part(&Default::default());
        let content = Script::read(b"//\n", 0).unwrap().with(Some(&ours), 0);
        let older = ours.replace("Refuses", "Refused");
        assert_eq!(
            revert(&content, &[item(Some(&older), &ours, 0)]).unwrap(),
            Reverted::Content(Script::read(b"//\n", 0).unwrap().with(Some(&older), 0))
        );
        let back = revert(&content, &[item(None, &older, 0)]).unwrap();
        assert!(matches!(back, Reverted::Conflict(_)));
        assert!(revert(&content, &[]).is_err());
        let nameless = EditItem {
            name: "x".to_owned(),
            ..item(None, &ours, 0)
        };
        assert!(revert(&content, &[nameless]).is_err());
    }
}
