use anchorwatch_home::ListFiles;
use anchorwatch_identity::SpkiSha256;
use anchorwatch_list::ListState;
use anchorwatch_policy::distrust::{DnsSuffix, Limits, NameLimit};

use super::*;
use publisher::{HIGH, START};

#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the tests of the list need more")]
mod publisher;

const NOW: i64 = START + 90 * publisher::DAY;

fn tree_with(state: &ListState) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let files = ListFiles::new(&tree);
    files.replace(None, &state.encode(), "").unwrap();
    (folder, tree)
}

fn state_of(entries: &[DistrustEntry]) -> ListState {
    let octets = publisher::approved(1, entries);
    publisher::take(&publisher::fresh(), &octets, HIGH).unwrap()
}

fn keys_at(tree: &Tree, now: i64) -> Vec<SpkiSha256> {
    let keys = keys_of_lists(tree, UnixSeconds::new(now)).unwrap();
    keys.iter().map(|it| it.key).collect()
}

#[test]
fn keys_without_conditions_are_refused_in_stores_and_nothing_else() {
    let key = |text: &str| SpkiSha256::of(text.as_bytes());
    let only_kz = Limits {
        names: Some(NameLimit::Inside(vec![DnsSuffix::parse("kz").unwrap()])),
        ..Limits::default()
    };
    let limited = DistrustEntry {
        limits: only_kz,
        ..publisher::local("limited")
    };
    let certificate = DistrustEntry {
        matches: Match::Certificate(anchorwatch_identity::CertSha256::of(b"one")),
        ..publisher::local("")
    };
    let entries = [publisher::local("a"), limited, certificate];
    let (_folder, tree) = tree_with(&state_of(&entries));
    let keys = keys_of_lists(&tree, UnixSeconds::new(NOW)).unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].key, key("a"));
    assert_eq!(
        keys[0].because,
        "signed list: example.org/distrust, approved 1"
    );
}

#[test]
fn a_public_key_is_refused_in_stores_only_when_its_entry_refuses_public_paths() {
    let public = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .filter_map(|der| anchorwatch_identity::Certificate::from_der(der).ok())
        .map(|root| root.spki_sha256())
        .find(registry::in_public_program)
        .unwrap();
    let entry = |threshold| DistrustEntry {
        matches: Match::Key(public),
        threshold,
        ..publisher::local("")
    };
    let (_folder, tree) = tree_with(&state_of(&[entry(Threshold::Quick)]));
    assert_eq!(keys_at(&tree, NOW), []);
    let (_folder, tree) = tree_with(&state_of(&[entry(Threshold::High)]));
    let taken = START + publisher::DAY + 60;
    assert_eq!(keys_at(&tree, taken), []);
    assert_eq!(keys_at(&tree, taken + publisher::DELAY), [public]);
}

#[test]
fn without_lists_there_are_no_keys_and_damaged_lists_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    assert_eq!(keys_at(&tree, NOW), []);
    let files = ListFiles::new(&tree);
    files.replace(None, b"damaged", "").unwrap();
    assert!(keys_of_lists(&tree, UnixSeconds::new(NOW)).is_err());
}
