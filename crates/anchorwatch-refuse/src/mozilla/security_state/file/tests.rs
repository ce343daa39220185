use proptest::prelude::*;

use super::*;

/// As written by Firefox 153.7: one database with entries of both kinds, made here by hand.
fn file(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut sorted = entries.to_vec();
    sorted.sort();
    let mut content = 1u64.to_le_bytes().to_vec();
    content.push(1);
    content.extend(12u64.to_le_bytes());
    content.extend(b"cert_storage");
    content.extend([0; 4]);
    content.extend((sorted.len() as u64).to_le_bytes());
    for (key, value) in sorted {
        for part in [key, value] {
            content.extend((part.len() as u64).to_le_bytes());
            content.extend(part);
        }
    }
    content
}

fn refusal(subject: &[u8], key: &[u8]) -> Refusal {
    Refusal::Key {
        subject: subject.to_vec(),
        key: SpkiSha256::of(key),
    }
}

fn enforced(key: Vec<u8>) -> (Vec<u8>, Vec<u8>) {
    (key, ENFORCED.to_vec())
}

/// Mozilla's own entries.
fn theirs() -> Vec<(Vec<u8>, Vec<u8>)> {
    vec![
        (b"datatype\x01".to_vec(), vec![1, 1]),
        enforced(b"is0\x0b1\x09serial".to_vec()),
        enforced(refused(&refusal(b"0 DigiNotar", b"their key"))),
    ]
}

fn with_ours(ours: &[Refusal]) -> Vec<u8> {
    let mut entries = theirs();
    for one in ours {
        entries.push(enforced(refused(one)));
        entries.push(enforced(marked(one)));
    }
    file(&entries)
}

#[test]
fn what_is_marked_is_ours_and_goes_and_the_rest_stays_byte_for_byte() {
    let certificate = Refusal::of_certificate(b"0\x041\x020\0\x09serial").unwrap();
    let ours = [
        certificate,
        refusal(b"0 one", b"k"),
        refusal(b"0 two", b"k"),
    ];
    let content = with_ours(&ours);
    let mut state = SecurityState::parse(&content).unwrap();
    assert_eq!(state.encode(), content);
    assert_eq!(state.ours(), ours);
    state.forget(&ours[..1]);
    assert_eq!(state.encode(), with_ours(&ours[1..]));
    state.forget(&ours);
    assert_eq!(state.encode(), file(&theirs()));
    state.refuse(&ours);
    assert_eq!(state.encode(), content);
    assert!(ours.iter().all(|one| state.enforces(one)));
}

#[test]
fn an_entry_that_is_there_and_not_enforced_does_not_count() {
    let one = refusal(b"0 one", b"k");
    let unset = vec![3, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut state = SecurityState::parse(&file(&[(refused(&one), unset)])).unwrap();
    assert!(!state.enforces(&one));
    state.refuse(std::slice::from_ref(&one));
    assert!(state.enforces(&one));
}

#[test]
fn what_has_no_mark_of_its_own_is_not_ours() {
    let (ours, theirs_too) = (refusal(b"0 one", b"k"), refusal(b"0 one", b"other"));
    let mut entries = theirs();
    entries.push(enforced(refused(&theirs_too)));
    entries.push(enforced(marked(&ours)));
    let state = SecurityState::parse(&file(&entries)).unwrap();
    assert_eq!(state.ours(), []);
}

#[test]
fn a_file_cut_anywhere_or_with_one_octet_more_is_refused() {
    let whole = with_ours(&[refusal(b"0 one", b"k")]);
    for length in 0..whole.len() {
        assert!(SecurityState::parse(&whole[..length]).is_err(), "{length}");
    }
    let more = [whole.as_slice(), &[0]].concat();
    assert!(SecurityState::parse(&more).is_err());
    // A length field alone allocates nothing.
    let mut huge = whole.clone();
    huge[33..41].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(SecurityState::parse(&huge).is_err());
    // The program never writes a database or a key twice.
    let twice = [enforced(b"spk".to_vec()), enforced(b"spk".to_vec())];
    assert!(SecurityState::parse(&file(&twice)).is_err());
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_as_it_was(content in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(state) = SecurityState::parse(&content) {
            prop_assert_eq!(state.encode(), content);
        }
    }

    #[test]
    fn taking_ours_out_leaves_what_was_there_before(names in prop::collection::btree_set("0[a-z]{0,9}", 0..8)) {
        let ours: Vec<Refusal> = names.iter().map(|name| refusal(name.as_bytes(), b"k")).collect();
        let mut state = SecurityState::parse(&with_ours(&ours)).unwrap();
        let found = state.ours();
        prop_assert_eq!(found.len(), ours.len());
        state.forget(&found);
        prop_assert_eq!(state.encode(), file(&theirs()));
    }
}
