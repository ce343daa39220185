use anchorwatch_home::{Edit, EditFormat};

use super::*;
use crate::{mechanism::items, mozilla::security_state, nss};

fn view(format: &'static str, name: &str, before: Option<&str>, after: Option<&str>) -> ItemView {
    let item = EditItem {
        name: name.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    let edit = Edit {
        format: EditFormat::new(format),
        items: vec![item],
    };
    let [view] = items(&edit).try_into().unwrap();
    view
}

#[test]
fn every_format_of_an_edit_has_words_of_its_own() {
    for format in crate::block::edit_formats() {
        let name = match format {
            security_state::FORMAT => format!("30 {}", "00".repeat(32)),
            _ => "CKO_TRUST 00000001 of 0011223344556677889900".to_owned(),
        };
        let view = view(format, &name, None, Some("x"));
        assert_ne!(view.what.code(), "item_other", "{format}");
        assert_eq!(view.before, ItemValue::Absent.told(), "{format}");
        assert_ne!(view.after, ItemValue::Absent.told(), "{format}");
    }
    assert_eq!(view("later", "x", None, None).what.code(), "item_other");
}

#[test]
fn a_row_of_a_database_says_which_values_of_trust_change_and_no_others() {
    let view = view(
        nss::FORMAT,
        "CKO_NSS_TRUST 18e21afd of 00112233445566778899",
        Some(
            "CKA_SERIAL_NUMBER=01 CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_TRUSTED_DELEGATOR \
             CKA_NSS_TRUST_CLIENT_AUTH=CKT_NSS_NOT_TRUSTED \
             signed.CKA_NSS_TRUST_SERVER_AUTH=3081",
        ),
        Some(
            "CKA_SERIAL_NUMBER=01 CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_NOT_TRUSTED \
             CKA_NSS_TRUST_CLIENT_AUTH=CKT_NSS_NOT_TRUSTED \
             CKA_NSS_TRUST_CODE_SIGNING=CKT_NSS_NOT_TRUSTED signature=new",
        ),
    );
    let row = ItemChange::Row {
        object: "CKO_NSS_TRUST 18e21afd".to_owned(),
        certificate: "0011223344556677".to_owned(),
    };
    assert_eq!(view.what, row.told());
    let field = |name: &str, before: Option<&str>| FieldChange {
        name: name.to_owned(),
        before: before.map(str::to_owned),
        after: "NOT_TRUSTED".to_owned(),
    };
    let server = field("SERVER_AUTH", Some("TRUSTED_DELEGATOR"));
    assert_eq!(view.fields, [server, field("CODE_SIGNING", None)]);
}

#[test]
fn a_row_that_comes_or_goes_has_no_single_values() {
    let trust = "CKA_NSS_TRUST_SERVER_AUTH=CKT_NSS_NOT_TRUSTED signature=new";
    let of = "a certificate that is not in the database";
    let name = format!("CKO_NSS_TRUST 00000001 of {of}");
    let new = view(nss::FORMAT, &name, None, Some(trust));
    assert_eq!(new.what.code(), "item_row_without_certificate");
    assert_eq!((new.before, new.fields), (ItemValue::Absent.told(), vec![]));
    let gone = view(nss::FORMAT, &name, Some("CKA_VALUE=30"), None);
    assert_eq!(gone.before, ItemValue::Certificate.told());
    assert_eq!(gone.after, ItemValue::Absent.told());
}
