//! Restores the lines removed from `cert_override.txt`.

use anchorwatch_home::EditItem;
use anchorwatch_machine::mozilla::cert_override::Line;

use anchorwatch_remark::{Remark as _, Told};

use crate::{
    item_view::{ItemChange, ItemValue, ItemView},
    mozilla::remark::MozillaRemark,
    reverted::Reverted,
};

pub(crate) fn revert(content: &[u8], items: &[EditItem]) -> Result<Reverted, Told> {
    let mut content = content.to_vec();
    let mut is_changed = false;
    for item in items {
        let (Some(before), None) = (&item.before, &item.after) else {
            let host = item.name.clone();
            return Err(MozillaRemark::ExceptionsBadReceipt { host }.told());
        };
        let present: Vec<u8> = content
            .split_inclusive(|octet| *octet == b'\n')
            .filter(|raw| Line::read(raw).is_some_and(|line| line.host == item.name))
            .flatten()
            .copied()
            .collect();
        if present.is_empty() {
            if content.last().is_some_and(|octet| *octet != b'\n') {
                content.push(b'\n');
            }
            content.extend(before.as_bytes());
            is_changed = true;
        } else if present != before.as_bytes() {
            let host = item.name.clone();
            let why = MozillaRemark::ExceptionReplaced { host }.told();
            return Ok(Reverted::Conflict(why));
        }
    }
    Ok(if is_changed {
        Reverted::Content(content)
    } else {
        Reverted::Nothing
    })
}

/// An exception for a host.
pub(crate) fn view(item: &EditItem) -> ItemView {
    let host = item.name.clone();
    ItemView::of(item, &ItemChange::Exception { host }, ItemValue::first_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# PSM Certificate Override Settings file\n";

    fn line(host: &str, octet: &str) -> String {
        let print = vec![octet; 32].join(":");
        format!("{host}:443:\tOID.2.16.840.1.101.3.4.2.1\t{print}\t\n")
    }

    fn taken(host: &str, octet: &str) -> EditItem {
        EditItem {
            name: format!("{host}:443:"),
            before: Some(line(host, octet)),
            after: None,
        }
    }

    #[test]
    fn a_line_comes_back_and_others_stay() {
        let now = format!("{HEAD}{}", line("other.test", "01"));
        let items = [taken("a.test", "AA"), taken("b.test", "BB")];
        let back = format!("{now}{}{}", line("a.test", "AA"), line("b.test", "BB"));
        assert_eq!(
            revert(now.as_bytes(), &items).unwrap(),
            Reverted::Content(back.clone().into_bytes())
        );
        assert_eq!(revert(back.as_bytes(), &items).unwrap(), Reverted::Nothing);
    }

    #[test]
    fn another_exception_for_the_same_host_is_a_conflict() {
        let now = format!("{HEAD}{}", line("a.test", "CC"));
        let back = revert(now.as_bytes(), &[taken("a.test", "AA")]).unwrap();
        assert!(matches!(back, Reverted::Conflict(_)));
        let added = EditItem {
            before: None,
            ..taken("a.test", "AA")
        };
        assert!(revert(now.as_bytes(), &[added]).is_err());
    }
}
