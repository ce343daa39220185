//! Puts removed entries back into a Java keystore.

use anchorwatch_home::EditItem;

use anchorwatch_remark::{Remark as _, Told};

use super::filter::{self, PutBack};
use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    reverted::Reverted,
    undo::remark::UndoRemark,
};

/// **Not covered:** a keystore with its own password that others have written since: this reads
/// no configuration that would contain the password.
pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let entries: Option<Vec<&str>> = items.iter().map(|item| item.before.as_deref()).collect();
    let entries = entries.ok_or_else(|| UndoRemark::ItemWithoutBefore.told())?;
    Ok(match filter::with_again(content, &[], &entries)? {
        PutBack::Nothing => Reverted::Nothing,
        PutBack::Content(content) => Reverted::Content(content),
        PutBack::Conflict(why) => Reverted::Conflict(why),
    })
}

/// An entry of the keystore.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let entry = item.name.clone();
    let what = ItemChange::KeystoreEntry { entry };
    ItemView::of(item, &what, |_| ItemValue::Entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::java::made::keystore_of;

    fn item(entry: &str) -> EditItem {
        EditItem {
            name: "one".to_owned(),
            before: Some(entry.to_owned()),
            after: None,
        }
    }

    fn removed(file: &[u8]) -> (Vec<u8>, Vec<EditItem>) {
        let filtered = filter::without(file, &[], &|_| true).unwrap();
        let items = filtered.removed.iter().map(|removed| item(&removed.entry));
        (filtered.content.unwrap(), items.collect())
    }

    #[test]
    fn what_was_taken_out_comes_back_unless_it_is_there_already() {
        let file = keystore_of("a.test");
        let (rest, items) = removed(&file);
        assert_eq!(revert(&rest, &items), Ok(Reverted::Content(file.clone())));
        assert_eq!(revert(&file, &items), Ok(Reverted::Nothing));
    }

    #[test]
    fn another_certificate_of_the_same_name_is_a_conflict_and_a_cut_file_an_error() {
        let (rest, items) = removed(&keystore_of("a.test"));
        let other = keystore_of("b.test");
        assert!(matches!(revert(&other, &items), Ok(Reverted::Conflict(_))));
        assert!(revert(&rest[..rest.len() - 1], &items).is_err());
        assert!(revert(&rest, &[item("jks-2 AAAA")]).is_err());
        let nothing = EditItem {
            before: None,
            ..items[0].clone()
        };
        assert!(revert(&rest, &[nothing]).is_err());
    }
}
