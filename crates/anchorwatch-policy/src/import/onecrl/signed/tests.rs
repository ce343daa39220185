//! Changesets and chains that `tests/vectors/make_onecrl.py` made, which shares no code with this.

use std::sync::LazyLock;

use anchorwatch_identity::CertificateFile;
use serde_json::Value;

use super::*;
use crate::import::{self, ChainProblem, ListFormat, NotVerified};

static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../../tests/vectors/onecrl.json");
    serde_json::from_str(text).unwrap()
});

/// 2027-01-01.
const NOW: i64 = 1_798_761_600;

fn vector(group: &str, name: &str) -> &'static str {
    let text = VECTORS[group][name].as_str();
    text.unwrap_or_else(|| panic!("{group} {name}"))
}

fn signer() -> Signer {
    let root = VECTORS["root_sha256"].as_str().unwrap();
    Signer {
        name: SIGNER.name,
        root: root.parse().unwrap(),
    }
}

fn read_at(changeset: &str, chains: &[&str], now: i64) -> Result<Imported, Error> {
    let chains: Vec<Vec<u8>> = chains
        .iter()
        .map(|it| vector("chains", it).as_bytes().to_vec())
        .collect();
    let check = SignatureCheck {
        chains: &chains,
        now: UnixSeconds::new(now),
    };
    read_signed_by(changeset.as_bytes(), &check, &signer())
}

fn with_chain(chain: &str) -> Result<Imported, Error> {
    read_at(vector("changesets", "good"), &[chain], NOW)
}

fn of(changeset: &str) -> Result<Imported, Error> {
    read_at(vector("changesets", changeset), &["good"], NOW)
}

#[test]
fn a_signed_changeset_is_verified_and_says_what_it_says_unsigned() {
    let signed = of("good").unwrap();
    assert_eq!(signed.carrier.code(), "content_signature");
    assert_eq!(signed.carrier.verified_keys().len(), 1);
    assert_eq!(signed.not_verified(), None);
    let plain = import::read(vector("changesets", "good").as_bytes()).unwrap();
    assert_eq!(plain.format, ListFormat::OneCrl);
    assert_eq!(plain.carrier, Carrier::Unverified);
    assert_eq!(plain.not_verified(), Some(NotVerified::ChainNotGiven));
    assert_eq!((signed.dated, signed.entries.len()), (plain.dated, 2));
    // The signed text has its own order.
    assert!(plain.entries.iter().all(|it| signed.entries.contains(it)));
    assert_eq!(of("empty"), Err(Error::OtherCollection));
}

#[test]
fn the_signed_text_is_what_the_other_encoder_writes() {
    let collection = format::collection(vector("changesets", "good").as_bytes()).unwrap();
    let milliseconds = u64::try_from(collection.milliseconds.unwrap()).unwrap();
    let text = canonical::text(&collection.records, milliseconds).unwrap();
    let expected = VECTORS["canonical"].as_str().unwrap();
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn the_key_is_that_of_the_first_certificate() {
    let chain = CertificateFile::of_pem_and_der(vector("chains", "good").as_bytes());
    let leaf = chain.certificates().next().unwrap().spki_sha256();
    assert_eq!(of("good").unwrap().carrier.verified_keys(), [leaf]);
}

#[test]
fn each_chain_that_proves_nothing_is_refused_for_its_own_reason() {
    use ChainProblem as Why;
    for (chain, why) in [
        ("no_root", Why::OtherRoot),
        ("no_middle", Why::NoPath),
        ("of_another_root", Why::NoPath),
        ("other_name", Why::OtherName),
        ("for_servers", Why::Purpose),
        ("outside_constraint", Why::NoPath),
    ] {
        assert_eq!(with_chain(chain), Err(Error::Chain { why }), "{chain}");
    }
    assert!(with_chain("good").is_ok() && with_chain("root_first").is_ok());
}

#[test]
fn a_chain_counts_only_while_its_certificates_are_valid() {
    let why = ChainProblem::OutOfDate;
    for now in [-1, 0, NOW - 10 * 365 * 86_400, NOW + 150 * 365 * 86_400] {
        let read = read_at(vector("changesets", "good"), &["good"], now);
        assert_eq!(read, Err(Error::Chain { why: why.clone() }), "{now}");
    }
}

#[test]
fn a_chain_that_is_no_chain_is_refused() {
    let root = signer();
    let of = |text: &[u8]| SignerKey::of_chain(text, &root, UnixSeconds::new(NOW)).map(drop);
    assert_eq!(of(b""), Err(ChainProblem::Unreadable));
    assert_eq!(of(b"x509"), Err(ChainProblem::Unreadable));
    let chain = vector("chains", "good");
    let many = chain.repeat(3);
    let max = 8;
    assert_eq!(
        of(many.as_bytes()),
        Err(ChainProblem::TooManyCertificates { max })
    );
    let long = [chain.as_bytes(), &[b'\n'; 64 << 10]].concat();
    assert_eq!(of(&long), Err(ChainProblem::TooLong { max: 64 << 10 }));
    assert_eq!(of(chain.as_bytes()), Ok(()));
}

#[test]
fn a_signature_by_another_key_or_of_another_kind_is_refused() {
    for chain in ["stranger", "p256"] {
        assert_eq!(with_chain(chain), Err(Error::ContentSignatureInvalid));
    }
    for changeset in ["by_a_stranger", "other_mode"] {
        assert_eq!(of(changeset), Err(Error::ContentSignatureInvalid));
    }
    // One that is right suffices, as in Firefox.
    for chains in [["stranger", "good"], ["no_root", "good"]] {
        assert!(read_at(vector("changesets", "good"), &chains, NOW).is_ok());
    }
}

#[test]
fn a_changed_record_timestamp_or_signature_is_refused() {
    let good = vector("changesets", "good");
    for (old, new) in [
        ("AIEK", "AIEL"),
        (
            "1793208925525,\n \"changes\"",
            "1793208925526,\n \"changes\"",
        ),
        ("\"enabled\": false", "\"enabled\": true"),
        ("\"deleted\": true", "\"deleted\": false"),
        ("\"id\": \"a0", "\"id\": \"f0"),
    ] {
        let changed = good.replace(old, new);
        assert_ne!(changed, good, "{old}");
        let read = read_at(&changed, &["good"], NOW);
        assert_eq!(read, Err(Error::ContentSignatureInvalid), "{old}");
    }
    // What is not signed may differ: white space, the order of members, tombstones.
    let other = good.replace("c0000000", "c1111111").replace('\n', " ");
    assert!(read_at(&other, &["good"], NOW).is_ok());
}

#[test]
fn a_member_that_is_there_twice_is_read_as_it_was_signed() {
    let good = vector("changesets", "good");
    let twice = good.replace(
        "\"serialNumber\": \"AIEK\"",
        "\"serialNumber\": \"AAAA\", \"serialNumber\": \"AIEK\"",
    );
    assert_ne!(twice, good);
    let read = read_at(&twice, &["good"], NOW).unwrap();
    assert_eq!(read.entries, of("good").unwrap().entries);
}

#[test]
fn another_collection_of_the_same_signer_is_refused() {
    for changeset in ["intermediates", "named_otherwise", "of_another_bucket"] {
        assert_eq!(of(changeset), Err(Error::OtherCollection), "{changeset}");
    }
}

#[test]
fn without_a_timestamp_or_with_a_fraction_nobody_knows_what_was_signed() {
    let good = vector("changesets", "good");
    let changes = "1793208925525,\n \"changes\"";
    for new in [
        "null,\n \"changes\"",
        "-1,\n \"changes\"",
        "1.5,\n \"changes\"",
    ] {
        let changed = good.replace(changes, new);
        let read = read_at(&changed, &["good"], NOW);
        assert_eq!(read, Err(Error::NotCanonical), "{new}");
    }
}

#[test]
fn mozilla_s_own_root_is_asked_for_outside_the_tests() {
    let chains = [vector("chains", "good").as_bytes().to_vec()];
    let check = SignatureCheck {
        chains: &chains,
        now: UnixSeconds::new(NOW),
    };
    let read = import::read_checked(vector("changesets", "good").as_bytes(), &check);
    let why = ChainProblem::OtherRoot;
    assert_eq!(read, Err(Error::Chain { why }));
}

#[test]
fn a_list_without_a_signature_stays_unverified_beside_a_chain() {
    let chains = [vector("chains", "good").as_bytes().to_vec()];
    let check = SignatureCheck {
        chains: &chains,
        now: UnixSeconds::new(NOW),
    };
    for text in [
        "{\"data\":[]}",
        "{\"data\":[],\"metadata\":null}",
        "{\"data\":[],\"metadata\":{\"signatures\":[]}}",
        "{\"data\":[],\"metadata\":{\"signature\":{\"mode\":\"other\",\"signature\":\"AAAA\"}}}",
        "{\"data\":[],\"metadata\":{\"signature\":{\"signature\":\"\"}}}",
        "{\"data\":[],\"metadata\":7}",
    ] {
        let list = import::read_checked(text.as_bytes(), &check).unwrap();
        assert_eq!(list.not_verified(), Some(NotVerified::NotSigned), "{text}");
    }
}
