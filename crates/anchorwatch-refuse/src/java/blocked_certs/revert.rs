//! Removes the lines that were added to a JDK's list of blocked certificates.

use anchorwatch_home::EditItem;
use anchorwatch_identity::CertSha256;

use anchorwatch_remark::{Remark as _, Told};

use super::lines;
use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    java::remark::JavaRemark,
    reverted::Reverted,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let mut ours = Vec::new();
    for item in items {
        let hash: Option<CertSha256> = item.after.as_ref().and_then(|text| text.parse().ok());
        ours.push(hash.ok_or_else(|| JavaRemark::BlockedCertsBadItem.told())?);
    }
    Ok(match lines::without(content, &ours) {
        Ok(Some(content)) => Reverted::Content(content),
        Ok(None) => Reverted::Nothing,
        Err(why) => Reverted::Conflict(why),
    })
}

/// A line of the list.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let certificate = item.name.clone();
    let what = ItemChange::BlockedCertificate { certificate };
    ItemView::of(item, &what, |_| ItemValue::Entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOCK: &str =
        "Algorithm=SHA-256\n03DB9E5E79FE6117177F81C11595AF598CB176AF766290DBCEB2C318B32E39A2\n";

    fn added(seed: &str) -> (Vec<u8>, Vec<EditItem>) {
        let hash = CertSha256::of(seed.as_bytes());
        let (content, added) = lines::with(STOCK.as_bytes(), &[hash]).unwrap().unwrap();
        let items = added.iter().map(|hash| EditItem {
            name: hash.to_string(),
            before: None,
            after: Some(hash.to_string()),
        });
        (content, items.collect())
    }

    #[test]
    fn lines_that_were_added_go_and_what_others_wrote_since_stays() {
        let (content, items) = added("a");
        let newer = [content.as_slice(), b"# somebody else's\n"].concat();
        let expected = format!("{STOCK}# somebody else's\n").into_bytes();
        assert_eq!(revert(&newer, &items), Ok(Reverted::Content(expected)));
        assert_eq!(revert(STOCK.as_bytes(), &items), Ok(Reverted::Nothing));
        let (_, other) = added("b");
        assert_eq!(revert(&newer, &other), Ok(Reverted::Nothing));
    }

    #[test]
    fn a_list_that_java_cannot_read_by_now_is_a_conflict() {
        let (content, items) = added("a");
        let broken = [content.as_slice(), b"\\u00g\n"].concat();
        assert!(matches!(revert(&broken, &items), Ok(Reverted::Conflict(_))));
        let algorithm = String::from_utf8(content).unwrap().replace("256", "512");
        let reverted = revert(algorithm.as_bytes(), &items);
        assert!(matches!(reverted, Ok(Reverted::Conflict(_))));
        let odd = EditItem {
            after: Some("x".to_owned()),
            ..items[0].clone()
        };
        assert!(revert(&broken, &[odd]).is_err());
    }
}
