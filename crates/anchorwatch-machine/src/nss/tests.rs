use std::path::PathBuf;

use super::*;
use crate::Store;
use database::tests::a_signed_database;
use signature::tests::CERTUTIL;

const FOLDER: &str = "/home/a/.pki/nssdb";
const TRUSTED: u32 = 0xce53_4352;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A database whose trust value is signed, or not.
    fn with(object: u32) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir_all(place.path("")).unwrap();
        std::fs::write(place.path("cert9.db"), a_signed_database(object, TRUSTED)).unwrap();
        std::fs::write(place.path("key4.db"), CERTUTIL.database()).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        let folder = FOLDER.trim_start_matches('/');
        self.folder.path().join(folder).join(name)
    }

    fn read(&self) -> Store {
        let tree = Tree::open(self.folder.path()).unwrap();
        let mut found = Inventory::default();
        take(
            &tree,
            None,
            FOLDER.as_ref(),
            &[Client::Chromium],
            &mut found,
        );
        assert_eq!(found.stores.len(), 1);
        found.stores.remove(0)
    }
}

#[test]
fn a_forged_value_is_told_and_not_trusted() {
    let store = Place::with(CERTUTIL.object).read();
    assert_eq!((store.trusted_count(), store.unreadable.len()), (1, 0));
    let store = Place::with(CERTUTIL.object + 1).read();
    assert_eq!((store.trusted_count(), store.unreadable.len()), (0, 1));
}

#[test]
fn a_value_whose_signature_may_lie_elsewhere_is_trusted() {
    let forged = CERTUTIL.object + 1;
    for name in ["key4.db-journal", "key4.db-wal"] {
        let place = Place::with(forged);
        std::fs::write(place.path(name), "x").unwrap();
        assert_eq!(place.read().trusted_count(), 1, "{name}");
        std::fs::write(place.path(name), "").unwrap();
        assert_eq!(place.read().trusted_count(), 0, "{name}");
    }
    let place = Place::with(forged);
    std::fs::remove_file(place.path("key4.db")).unwrap();
    assert_eq!(place.read().trusted_count(), 1);
    std::fs::write(place.path("key4.db"), "broken").unwrap();
    assert_eq!(place.read().trusted_count(), 1);
}

#[test]
fn changes_that_are_not_merged_yet_are_told() {
    for name in ["cert9.db-journal", "cert9.db-wal"] {
        let place = Place::with(CERTUTIL.object);
        std::fs::write(place.path(name), "").unwrap();
        assert_eq!(place.read().unreadable.len(), 0, "{name}");
        std::fs::write(place.path(name), "x").unwrap();
        assert_eq!(place.read().unreadable.len(), 1, "{name}");
    }
}

#[test]
fn a_database_of_two_programs_is_one_store() {
    let place = Place::with(CERTUTIL.object);
    let tree = Tree::open(place.folder.path()).unwrap();
    let mut found = Inventory::default();
    for client in [Client::Thunderbird, Client::Chromium, Client::Chromium] {
        take(&tree, None, FOLDER.as_ref(), &[client], &mut found);
    }
    assert_eq!(found.stores.len(), 1);
    let clients = &found.stores[0].anchors[0].effective_for;
    assert_eq!(clients, &[Client::Chromium, Client::Thunderbird]);
}

#[test]
fn a_database_of_the_old_form_is_told_where_there_is_no_new_one() {
    let place = Place::with(CERTUTIL.object);
    std::fs::write(place.path("cert8.db"), "x").unwrap();
    let store = place.read();
    assert_eq!((store.unreadable.len(), store.remarks.len()), (0, 1));
    std::fs::remove_file(place.path("cert9.db")).unwrap();
    let store = place.read();
    assert!(store.path.ends_with("cert8.db") && store.unreadable.len() == 1);
}
