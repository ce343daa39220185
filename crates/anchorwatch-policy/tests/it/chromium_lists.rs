//! The real CRLSet 9941, its signed component, and Chromium's own test sets.

use std::{collections::BTreeSet, fs};

use anchorwatch_identity::{SpkiSha256, UnixSeconds, registry::known_roots};
use anchorwatch_policy::{
    distrust::{Match, MatchKind},
    import::{self, Carrier, Error, Imported, ListFormat},
};

use crate::{bytes, corpus, list};

const RAW: &str = "crlset/crl-set.raw";
const COMPONENT: &str = "crlset/crlset-9941.crx";

fn keys(list: &Imported) -> Vec<SpkiSha256> {
    let matches = list.entries.iter().map(|entry| &entry.matches);
    matches
        .filter_map(|matches| match matches {
            Match::Key(key) => Some(*key),
            _ => None,
        })
        .collect()
}

#[test]
fn the_real_set_has_its_184_parents_850_serials_and_43_keys() {
    let Some(list) = list(RAW) else { return };
    assert_eq!(
        (list.format, list.sequence),
        (ListFormat::CrlSet, Some(9941))
    );
    assert_eq!(list.carrier, Carrier::Unverified);
    assert_eq!(list.stale_after, Some(UnixSeconds::new(1_754_300_059)));
    assert_eq!(list.unusable, []);
    let serials = list.entries.iter().filter_map(|it| match &it.matches {
        Match::IssuerKeySerial { issuer_key, .. } => Some(issuer_key),
        _ => None,
    });
    let parents: BTreeSet<_> = serials.clone().collect();
    assert_eq!((serials.count(), parents.len()), (850, 184));
    assert_eq!(keys(&list).len(), 34 + 9);
    assert_eq!(list.known_interception.len(), 9);
    let blocked: BTreeSet<_> = keys(&list).into_iter().collect();
    assert!(
        list.known_interception
            .iter()
            .all(|key| blocked.contains(key))
    );
}

#[test]
fn the_component_verifies_and_holds_the_same_set() {
    let (Some(carried), Some(raw)) = (list(COMPONENT), list(RAW)) else {
        return;
    };
    let Carrier::Crx3(carrier) = &carried.carrier else {
        panic!("the component is not verified");
    };
    let keys: Vec<String> = carrier.keys().iter().map(ToString::to_string).collect();
    let begins: Vec<&str> = keys.iter().map(|key| &key[..16]).collect();
    assert_eq!(
        begins,
        ["b5e4096227b83f82", "75daf8cb77684033", "61f7f2a6bfcf74cd"]
    );
    assert_eq!(carried.entries, raw.entries);
    assert_eq!(carried.known_interception, raw.known_interception);
}

#[test]
fn the_component_with_any_octet_flipped_or_cut_is_refused() {
    let Some(whole) = bytes(COMPONENT) else {
        return;
    };
    for at in (0..whole.len()).step_by(211) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        assert!(import::read(&flipped).is_err(), "flipped at {at}");
        assert!(import::read(&whole[..at]).is_err(), "cut at {at}");
    }
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let refused = import::read(&flipped);
    assert!(matches!(
        refused,
        Err(Error::SignatureInvalid { index: 0, .. })
    ));
}

#[test]
fn the_real_set_cut_at_any_octet_is_an_error_or_says_what_is_missing() {
    let Some(whole) = bytes(RAW) else { return };
    let mut partial_count = 0;
    for length in 0..whole.len() {
        if let Ok(list) = import::read(&whole[..length]) {
            assert_eq!(list.unusable.len(), 1, "cut at {length}");
            partial_count += 1;
        }
    }
    assert_eq!(partial_count, 184, "one before each parent");
}

#[test]
fn nine_of_the_ten_roots_of_kazakhstan_are_blocked_by_the_set_as_interception() {
    let Some(list) = list(RAW) else { return };
    let kazakh = known_roots().iter().filter(|it| it.id.starts_with("kz-"));
    let missing: Vec<&str> = kazakh
        .filter(|known| !list.known_interception.contains(&known.spki_sha256))
        .map(|known| known.id)
        .collect();
    // Qaznet is in the list that is compiled into the browser.
    assert_eq!(missing, ["kz-qaznet-2016"]);
}

#[test]
fn chromium_s_26_test_sets_are_read_whole_and_say_what_their_names_say() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for folder in ["test_crlsets", "crlset_fuzzer_corpus"] {
        let folder = corpus.join("blocklists/chromium").join(folder);
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let list = import::read(&fs::read(&path).unwrap()).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            assert_eq!(list.unusable, [], "{name}");
            let kinds: BTreeSet<_> = list.entries.iter().map(|it| it.matches.kind()).collect();
            assert_eq!(kinds, kinds_of(name), "{name}");
            assert_eq!(
                !list.known_interception.is_empty(),
                name.contains("interception"),
                "{name}"
            );
            count += 1;
        }
    }
    assert_eq!(count, 26);
}

fn kinds_of(name: &str) -> BTreeSet<MatchKind> {
    BTreeSet::from_iter(match name {
        _ if name.contains("known_interception") => None,
        _ if name.contains("serial") => Some(MatchKind::IssuerKeySerial),
        _ if name.contains("CD-and-FE") || name.contains("unrelated") => {
            Some(MatchKind::IssuerKeySerial)
        }
        _ if name.contains("subject") => Some(MatchKind::SubjectUnlessKey),
        _ => Some(MatchKind::Key),
    })
}
