use std::{ffi::OsString, os::unix::ffi::OsStringExt as _, path::PathBuf};

use super::*;
use anchorwatch_identity::{certificate::MalformedPart, problem::CertificateProblem};

use crate::{nss::NssRemark, read_problem::ReadProblem};
use anchorwatch_remark::{IoProblem, Remark as _, Value};

/// A remark with a cause and a path of any bytes.
fn denied() -> Told {
    let path = OsString::from_vec(b"/home/ana/\xd1t".to_vec());
    let why = IoProblem::PermissionDenied;
    let action = "read".to_owned();
    let path = path.into();
    ReadProblem::Failed { action, path, why }.told()
}

fn inventory() -> Inventory {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    let der = params.self_signed(&key).unwrap().der().to_vec();
    Inventory {
        stores: vec![Store {
            id: "nss:/home/ana/cert9.db".to_owned(),
            kind: StoreKind::Nss,
            path: "/mnt/home/ana/cert9.db".into(),
            user: Some("ana".to_owned()),
            anchors: vec![Anchor {
                certificate: Certificate::from_der(&der).unwrap(),
                trust: Trust::Trusted,
                effective_for: Client::ALL.to_vec(),
            }],
            error: Some(denied()),
            unreadable: vec![NssRemark::OldFormat.told()],
            remarks: vec![NssRemark::ListIsP11KitProxy.told()],
            is_of_unknown_program: false,
        }],
        settings: vec![Setting {
            kind: SettingKind::CurlInsecure,
            store_id: "settings:/home/ana/.curlrc".to_owned(),
            literal: "insecure".to_owned(),
            effective_for: vec![Client::Curl],
        }],
        followers: [(StoreKind::DebianBundle, Client::Node)].into(),
        browsers: Browser::ALL.into(),
        homes: std::collections::BTreeSet::new(),
        closed: vec![Inaccessible {
            place: "/home/ana/.mozilla".into(),
            uid: Some(1000),
            is_denied: true,
            why: denied(),
        }],
    }
}

#[test]
fn what_is_written_is_read_back() {
    let inventory = inventory();
    assert_eq!(parse(&write(&inventory).unwrap()).unwrap(), inventory);
}

#[test]
fn a_name_that_is_no_unicode_costs_nothing_of_the_reading() {
    let mut inventory = inventory();
    let odd = OsString::from_vec(b"/home/ana/\xd1t".to_vec());
    inventory.stores[0].path = PathBuf::from(&odd);
    inventory.closed[0].place = odd.into();
    assert_eq!(parse(&write(&inventory).unwrap()).unwrap(), inventory);
    let text = String::from_utf8(write(&inventory).unwrap()).unwrap();
    let path = path_text(&inventory.closed[0].place);
    assert!(parse(text.replace(&path, "/home/ana").as_bytes()).is_err());
}

#[test]
fn an_answer_cut_at_any_byte_is_refused() {
    let bytes = write(&inventory()).unwrap();
    for length in 0..bytes.len() {
        assert!(parse(&bytes[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_word_outside_its_closed_list_is_refused() {
    let text = String::from_utf8(write(&inventory()).unwrap()).unwrap();
    for (word, other) in [
        ("\"nss\"", "\"nessie\""),
        ("\"trusted\"", "\"credited\""),
        ("\"curl_insecure\"", "\"curl\""),
        ("\"aws_cli\"", "\"aws\""),
        ("\"vivaldi\"", "\"mosaic\""),
    ] {
        let changed = text.replace(word, other);
        assert_ne!(changed, text);
        assert!(
            matches!(
                parse(changed.as_bytes()),
                Err(Error::UnknownWord { word }) if format!("{word:?}") == other
            ),
            "{word}"
        );
    }
}

/// The reading with another error of its store.
fn with_error(error: Told) -> Inventory {
    let mut inventory = inventory();
    inventory.stores[0].error = Some(error);
    inventory
}

#[test]
fn a_worker_can_say_only_what_a_list_declares() {
    let cut = CertificateProblem::Malformed {
        part: MalformedPart::Der,
    };
    let row = NssRemark::CertificateRow { why: cut }.told();
    assert!(parse(&write(&with_error(row)).unwrap()).is_ok());
    let foreign = Told::of("nss_certificate_row").with("why", Value::Remark(Told::of("home_busy")));
    // Deeper than remarks are nested, and less deep than the parser of JSON refuses.
    let mut endless = Told::of("nss_old_format");
    for _ in 0..20 {
        endless = Told::of("store_part").with("why", Value::Remark(endless));
    }
    let more = Value::Number(1);
    for told in [
        // Messages of this program that are no remark of a reading.
        Told::of("hint_be_root"),
        Told::of("home_busy"),
        Told::of("of_tomorrow"),
        Told::of("io_permission_denied"),
        // A code of a list, with other facts.
        Told::of("nss_old_format").with("count", more.clone()),
        Told::of("nss_certificate_row"),
        Told::of("nss_certificate_row").with("why", more),
        foreign,
        endless,
    ] {
        let code: String = told.code().to_owned();
        let bytes = write(&with_error(told)).unwrap();
        let read = parse(&bytes);
        assert!(
            matches!(&read, Err(Error::UnknownRemark { .. })),
            "{code}: {read:?}"
        );
    }
}

#[test]
fn an_unknown_code_without_end_is_cut() {
    let bytes = write(&with_error(Told::of("x".repeat(1 << 20)))).unwrap();
    let Err(Error::UnknownRemark { code }) = parse(&bytes) else {
        panic!();
    };
    assert_eq!(code.len(), 100);
}
