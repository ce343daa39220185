use super::*;

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
            error: Some("why".to_owned()),
            unreadable: vec!["a part".to_owned()],
            remarks: vec!["a remark".to_owned()],
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
            why: "permission denied".to_owned(),
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
        ("\"trusted\"", "\"believed\""),
        ("\"curl_insecure\"", "\"curl\""),
        ("\"aws_cli\"", "\"aws\""),
        ("\"vivaldi\"", "\"opera\""),
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
