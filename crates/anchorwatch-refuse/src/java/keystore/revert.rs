//! Puts removed entries back into a Java keystore, and takes those out that a run brought back.

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
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for item in items {
        match (item.before.as_deref(), item.after.as_deref()) {
            (Some(before), None) => removed.push(before),
            (None, Some(after)) => added.push(after),
            _ => return Err(UndoRemark::ItemWithoutBefore.told()),
        }
    }
    let without = filter::without_entries(content, &added)?;
    let now = without.as_deref().unwrap_or(content);
    Ok(match (filter::with_again(now, &[], &removed)?, without) {
        (PutBack::Nothing, None) => Reverted::Nothing,
        (PutBack::Nothing, Some(content)) | (PutBack::Content(content), _) => {
            Reverted::Content(content)
        }
        (PutBack::Conflict(why), _) => Reverted::Conflict(why),
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

    #[test]
    fn what_was_brought_back_is_taken_out_again_and_no_other_of_its_name() {
        let file = keystore_of("a.test");
        let (rest, mut items) = removed(&file);
        for item in &mut items {
            (item.before, item.after) = (None, item.before.take());
        }
        assert_eq!(revert(&file, &items), Ok(Reverted::Content(rest.clone())));
        assert_eq!(revert(&rest, &items), Ok(Reverted::Nothing));
        let other = keystore_of("b.test");
        assert_eq!(revert(&other, &items), Ok(Reverted::Nothing));
    }
}
