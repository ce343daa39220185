use std::sync::LazyLock;

use anchorwatch_identity::SpkiSha256;
use anchorwatch_machine::java::keystore;
use proptest::prelude::*;

use super::*;
use crate::java::made::{Made, der};

const KEY: u32 = 1;
const TRUSTED: u32 = 2;
const SECRET: u32 = 3;

/// Certificates of six keys; making keys takes time.
static DERS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| (0..6).map(|n| der(&format!("{n}.test"))).collect());

fn key(der: &[u8]) -> SpkiSha256 {
    Certificate::from_der(der).unwrap().spki_sha256()
}

fn refuse(ders: &[&[u8]]) -> impl Fn(&Certificate) -> bool + use<> {
    let keys: Vec<SpkiSha256> = ders.iter().map(|der| key(der)).collect();
    move |certificate| keys.contains(&certificate.spki_sha256())
}

/// A keystore with these entries, each a name and a certificate.
fn jks(entries: &[(&str, &[u8])], password: &str) -> Vec<u8> {
    let count = u32::try_from(entries.len()).unwrap();
    let made = entries
        .iter()
        .fold(Made::new(2, count), |made, (alias, der)| {
            made.entry(TRUSTED, alias).certificate(der)
        });
    made.sealed(password)
}

fn encodings(bytes: &[u8]) -> Vec<Vec<u8>> {
    let entries = jks::read(bytes);
    assert_eq!(entries.cut, None);
    assert!(entries.is_sealed_with("changeit"));
    let certificates = entries.certificates.iter();
    certificates.map(|entry| entry.encoding.to_vec()).collect()
}

fn texts(filtered: &Filtered) -> Vec<&str> {
    filtered
        .removed
        .iter()
        .map(|removed| removed.entry.as_str())
        .collect()
}

#[test]
fn a_refused_certificate_goes_and_comes_back_and_the_others_stay() {
    let [good, bad, other] = [&DERS[0], &DERS[1], &DERS[2]];
    let file = jks(
        &[("good", good), ("gov", bad), ("other", other)],
        "changeit",
    );
    let filtered = without(&file, &[], &refuse(&[bad])).unwrap();
    let rest = filtered.content.clone().unwrap();
    assert_eq!(encodings(&rest), [good.clone(), other.clone()]);
    assert_eq!(rest, jks(&[("good", good), ("other", other)], "changeit"));
    assert_eq!(filtered.removed[0].alias, "gov");
    assert_eq!(filtered.removed[0].certificate.as_ref().unwrap().der(), bad);
    assert!(filtered.blind_spots.is_empty());
    let again = with_again(&rest, &[], &texts(&filtered)).unwrap();
    let expected = jks(
        &[("good", good), ("other", other), ("gov", bad)],
        "changeit",
    );
    assert_eq!(again, PutBack::Content(expected));
    // Twin: nothing in the file is refused.
    let filtered = without(&file, &[], &refuse(&[&DERS[3]])).unwrap();
    assert!(filtered.content.is_none() && filtered.removed.is_empty());
}

#[test]
fn an_entry_that_is_there_already_is_passed_over_and_another_of_its_name_is_a_conflict() {
    let [good, bad] = [&DERS[0], &DERS[1]];
    let file = jks(&[("gov", bad)], "changeit");
    let filtered = without(&file, &[], &refuse(&[bad])).unwrap();
    let texts = texts(&filtered);
    assert_eq!(with_again(&file, &[], &texts), Ok(PutBack::Nothing));
    let other = jks(&[("gov", good)], "changeit");
    assert_eq!(with_again(&other, &[], &texts), Ok(taken(Some("gov"))));
    let jceks = [&0xcece_cece_u32.to_be_bytes(), &file[4..]].concat();
    assert_eq!(with_again(&jceks, &[], &texts), Ok(PutBack::Nothing));
    let version_1 = Made::new(1, 0).sealed("changeit");
    assert_eq!(
        with_again(&version_1, &[], &texts),
        Ok(other_format("jks-2"))
    );
    let locked = jks(&[], "sesame");
    assert!(with_again(&locked, &[], &texts).is_err());
    assert!(with_again(&locked, &["sesame".to_owned()], &texts).is_ok());
    for text in ["", "jks-2", "jks-2 !", "jks-2 AAAA"] {
        assert!(with_again(&file, &[], &[text]).is_err(), "{text}");
    }
}

#[test]
fn a_keystore_whose_password_is_not_known_is_left_alone_and_said() {
    let bad = &DERS[1];
    for (password, named, is_filtered) in [
        ("changeit", "x", true),
        ("", "x", true),
        ("sesame", "sesame", true),
        ("sesame", "sesamf", false),
    ] {
        let file = jks(&[("gov", bad)], password);
        let filtered = without(&file, &[named.to_owned()], &refuse(&[bad]));
        assert_eq!(filtered.is_ok(), is_filtered, "{password}");
        assert!(is_filtered || filtered.unwrap_err() == JavaRemark::PasswordUnknown.told());
    }
    let file = jks(&[("good", &DERS[0])], "sesame");
    assert!(without(&file, &[], &refuse(&[bad])).is_ok());
}

#[test]
fn a_name_that_stands_twice_brings_nothing_to_light() {
    let [good, bad] = [&DERS[0], &DERS[1]];
    // Java uses the last entry of a name: here the refused one, which hides the other.
    let file = jks(&[("a", good), ("b", good), ("a", bad)], "changeit");
    let filtered = without(&file, &[], &refuse(&[bad])).unwrap();
    let rest = filtered.content.unwrap();
    assert_eq!(rest, jks(&[("b", good)], "changeit"));
    assert_eq!(filtered.removed.len(), 2);
    // Twin: the refused one is hidden, and the one that Java trusts stays.
    let file = jks(&[("a", bad), ("b", good), ("a", good)], "changeit");
    let filtered = without(&file, &[], &refuse(&[bad])).unwrap();
    let rest = filtered.content.unwrap();
    assert_eq!(rest, jks(&[("b", good), ("a", good)], "changeit"));
}

#[test]
fn private_keys_stay_and_a_refused_certificate_of_theirs_is_said() {
    let [good, bad] = [&DERS[0], &DERS[1]];
    let made = |own: &[u8]| {
        Made::new(2, 2)
            .entry(TRUSTED, "gov")
            .certificate(bad)
            .entry(KEY, "server")
            .bytes(b"protected")
            .number(2)
            .certificate(own)
            .certificate(bad)
            .sealed("changeit")
    };
    for (own, blind_spot_count) in [(good, 0), (bad, 1)] {
        let filtered = without(&made(own), &[], &refuse(&[bad])).unwrap();
        let rest = filtered.content.unwrap();
        assert_eq!(encodings(&rest), [own.clone(), bad.clone()]);
        assert_eq!(filtered.blind_spots.len(), blind_spot_count);
    }
}

#[test]
fn what_cannot_be_read_stays_and_is_said() {
    let [good, bad] = [&DERS[0], &DERS[1]];
    let file = jks(&[("odd", &good[1..]), ("gov", bad)], "changeit");
    let filtered = without(&file, &[], &refuse(&[bad])).unwrap();
    assert_eq!(
        filtered.content.unwrap(),
        jks(&[("odd", &good[1..])], "changeit")
    );
    let remark = JavaRemark::from_told(&filtered.blind_spots[0]);
    assert!(
        matches!(&remark, Some(JavaRemark::EntryUnreadable { entry, .. }) if entry == "odd"),
        "{remark:?}"
    );
    let behind_a_secret = Made::new(2, 2)
        .entry(TRUSTED, "gov")
        .certificate(bad)
        .entry(SECRET, "odd")
        .sealed("changeit");
    let filtered = without(&behind_a_secret, &[], &refuse(&[bad])).unwrap();
    assert!(filtered.content.is_some() && filtered.blind_spots.len() == 1);
}

#[test]
fn a_file_cut_at_any_byte_is_never_made_into_a_smaller_one() {
    let [good, bad] = [&DERS[0], &DERS[1]];
    let file = jks(&[("gov", bad), ("good", good)], "changeit");
    for length in 0..file.len() {
        let filtered = without(&file[..length], &[], &refuse(&[bad]));
        assert!(
            !matches!(
                filtered,
                Ok(Filtered {
                    content: Some(_),
                    ..
                })
            ),
            "{length}"
        );
    }
    let mut wrong_digest = file.clone();
    *wrong_digest.last_mut().unwrap() ^= 1;
    assert!(without(&wrong_digest, &[], &refuse(&[bad])).is_err());
    let mut huge_count = file;
    huge_count[8] = 0xff;
    assert!(without(&huge_count, &[], &refuse(&[bad])).is_err());
}

/// Made by keytool 17, as described in `anchorwatch-identity`'s tests.
const USUAL: &[u8] =
    include_bytes!("../../../../../anchorwatch-container/src/bags/tests/usual.p12");

#[test]
fn pkcs12_is_filtered_and_comes_back_and_other_passwords_are_said() {
    let read = keystore::read(USUAL, &[]).unwrap();
    let (two, _) = &read.certificates[1];
    let refuse_two = refuse(&[two.der()]);
    let filtered = without(USUAL, &[], &refuse_two).unwrap();
    assert_eq!(filtered.removed[0].alias, "two");
    let rest = filtered.content.clone().unwrap();
    let left = keystore::read(&rest, &[]).unwrap();
    assert_eq!(left.certificates, read.certificates[..1]);
    let texts = texts(&filtered);
    let again = with_again(&rest, &[], &texts).unwrap();
    assert_eq!(again, PutBack::Content(USUAL.to_vec()));
    assert_eq!(with_again(USUAL, &[], &texts), Ok(PutBack::Nothing));
    let empty_jks = jks(&[], "changeit");
    assert_eq!(
        with_again(&empty_jks, &[], &texts),
        Ok(other_format("pkcs12"))
    );
    for length in 0..USUAL.len() {
        let cut = without(&USUAL[..length], &[], &refuse_two);
        assert!(
            !matches!(
                cut,
                Ok(Filtered {
                    content: Some(_),
                    ..
                })
            ),
            "{length}"
        );
    }
}

#[test]
fn what_is_no_keystore_is_an_error() {
    let refused = refuse(&[&DERS[0]]);
    for bytes in [&DERS[0][..], b"", b"x", &[0, 0, 0, 2, 0, 0, 0, 20]] {
        assert!(without(bytes, &[], &refused).is_err());
        assert!(with_again(bytes, &[], &["pkcs12 AAAA"]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn filtering_takes_the_refused_and_nothing_else_and_putting_back_gives_the_same_set(
        chosen in prop::collection::vec(0..6_usize, 0..12),
        refused in prop::collection::vec(0..6_usize, 0..4),
    ) {
        let names: Vec<String> = (0..chosen.len()).map(|n| format!("name {n}")).collect();
        let entries: Vec<(&str, &[u8])> = chosen
            .iter()
            .zip(&names)
            .map(|(at, name)| (name.as_str(), DERS[*at].as_slice()))
            .collect();
        let ders: Vec<&[u8]> = refused.iter().map(|at| DERS[*at].as_slice()).collect();
        let file = jks(&entries, "changeit");
        let filtered = without(&file, &[], &refuse(&ders)).unwrap();
        let stays: Vec<(&str, &[u8])> =
            entries.iter().filter(|(_, der)| !ders.contains(der)).copied().collect();
        prop_assert_eq!(filtered.removed.len(), entries.len() - stays.len());
        let rest = filtered.content.clone().unwrap_or_else(|| file.clone());
        prop_assert_eq!(&rest, &jks(&stays, "changeit"));
        let again = match with_again(&rest, &[], &texts(&filtered)).unwrap() {
            PutBack::Content(content) => content,
            PutBack::Nothing => rest,
            PutBack::Conflict(why) => panic!("{why:?}"),
        };
        let (mut one, mut two) = (encodings(&again), encodings(&file));
        one.sort();
        two.sort();
        prop_assert_eq!(one, two);
    }

    #[test]
    fn no_change_of_a_file_is_a_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        is_jks in any::<bool>(),
    ) {
        let mut file = if is_jks {
            jks(&[("gov", &DERS[1]), ("good", &DERS[0])], "changeit")
        } else {
            USUAL.to_vec()
        };
        for (index, byte) in changes {
            let at = index.index(file.len());
            file[at] = byte;
        }
        // A changed file matches no password, so it is never rewritten, whatever it contains.
        let filtered = without(&file, &[], &|_| true);
        if let Ok(Filtered { content: Some(content), .. }) = filtered {
            prop_assert!(content.len() < file.len());
        }
    }
}
