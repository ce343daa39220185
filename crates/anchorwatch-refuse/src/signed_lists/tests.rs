use std::path::PathBuf;

use anchorwatch_home::{BlockList, ListFiles};
use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_list::ListState;
use anchorwatch_machine::{Anchor, Client, Store, StoreKind, Trust};
use anchorwatch_policy::distrust::{DnsSuffix, Limits, NameLimit};

use super::*;
use crate::targets::Targets;
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

/// Has a tree follow an approved list with this key.
pub(crate) fn follow(tree: &Tree, key: SpkiSha256) {
    let entry = DistrustEntry {
        matches: Match::Key(key),
        ..publisher::local("")
    };
    let files = ListFiles::new(tree);
    files
        .replace(None, &state_of(&[entry]).encode(), "")
        .unwrap();
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
        .filter_map(|der| Certificate::from_der(der).ok())
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

fn blocked(key: SpkiSha256) -> BlockedKey {
    BlockedKey {
        key,
        because: BECAUSE.to_owned(),
        since: UnixSeconds::new(NOW),
        twins: Twins::default(),
    }
}

fn store_with(certificate: Certificate) -> Store {
    Store {
        id: "system-bundle".to_owned(),
        kind: StoreKind::SystemBundle,
        path: PathBuf::from("/etc/ssl/certs/ca-certificates.crt"),
        user: None,
        anchors: vec![Anchor {
            certificate,
            trust: Trust::Trusted,
            effective_for: vec![Client::Curl],
        }],
        error: None,
        unreadable: Vec::new(),
        remarks: Vec::new(),
        is_of_unknown_program: false,
    }
}

#[test]
fn a_listed_key_counts_only_where_a_store_has_its_root_and_is_never_the_owners() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let root = Certificate::from_der(&webpki_root_certs::TLS_SERVER_ROOT_CERTS[0]).unwrap();
    let (here, elsewhere) = (root.spki_sha256(), SpkiSha256::of(b"an intermediate's key"));
    let stores = [store_with(root)];
    let lists = [blocked(here), blocked(elsewhere)];
    let of = |owners: &[SpkiSha256]| {
        let owners = BlockList::default().with(owners.iter().map(|key| blocked(*key)));
        let targets = Targets::to_refuse(&tree, owners, &lists, &stores);
        let owners = targets.owners_list();
        let written: Vec<SpkiSha256> = owners.keys().iter().map(|it| it.key).collect();
        let refused: Vec<SpkiSha256> = targets.keys.iter().map(|it| it.key).collect();
        (refused, written)
    };
    assert_eq!(of(&[]), (vec![here], vec![]));
    let mut both = vec![here, elsewhere];
    both.sort();
    assert_eq!(of(&[elsewhere]), (both.clone(), vec![elsewhere]));
    assert_eq!(of(&both), (both.clone(), both));
}
