use std::{ffi::OsStr, fs, os::unix::fs::symlink, path::Path};

use anchorwatch_home::{BlockList, BlockedKey, Tree, Twins};
use anchorwatch_identity::UnixSeconds;

use super::*;

fn root(name: &str) -> Certificate {
    let mut params = rcgen::CertificateParams::default();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    let key = rcgen::KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

/// A folder with a root under so many names, and as many of another.
fn folder_of(names: usize) -> (tempfile::TempDir, BlockList) {
    let folder = tempfile::tempdir().unwrap();
    let (refused, other) = (root("refused"), root("other"));
    let roots = folder.path().join("roots");
    fs::create_dir_all(&roots).unwrap();
    for (name, hash, root) in [
        ("refused", "0a0a0a0a", &refused),
        ("other", "0b0b0b0b", &other),
    ] {
        let file = format!("{name}.der");
        fs::write(folder.path().join(&file), root.der()).unwrap();
        for number in 0..names {
            symlink(
                Path::new("..").join(&file),
                roots.join(format!("{hash}.{number}")),
            )
            .unwrap();
        }
    }
    let key = BlockedKey {
        key: refused.spki_sha256(),
        because: "a test".to_owned(),
        since: UnixSeconds::new(0),
        twins: Twins::default(),
    };
    (folder, BlockList::default().with(vec![key]))
}

#[test]
fn of_more_names_than_a_receipt_holds_some_are_filtered_and_the_rest_is_said() {
    let (folder, list) = folder_of(3);
    let tree = Tree::open(folder.path()).unwrap();
    let allowlist = Allowlist::by_key(&list);
    let planned = |max| {
        let mut draft = Draft::default();
        let states = within(max, &tree, "/roots".as_ref(), &allowlist, &[], &mut draft).unwrap();
        let codes: Vec<String> = draft
            .blind_spots
            .iter()
            .map(|told| told.code().to_owned())
            .collect();
        (states.0.len(), states.1.len(), draft.withheld.len(), codes)
    };
    assert_eq!(planned(3), (3, 0, 3, vec![]));
    let said = vec!["home_too_many_changes".to_owned()];
    assert_eq!(planned(2), (2, 0, 2, said));
}

#[test]
fn a_folder_or_a_fifo_under_a_hash_name_keeps_its_number() {
    let (folder, list) = folder_of(2);
    let roots = folder.path().join("roots");
    // The refused root is under .1 and .2, an allowed one under the same hash behind it.
    fs::remove_file(roots.join("0a0a0a0a.0")).unwrap();
    fs::create_dir(roots.join("0a0a0a0a.0")).unwrap();
    symlink("../refused.der", roots.join("0a0a0a0a.2")).unwrap();
    symlink("../other.der", roots.join("0a0a0a0a.3")).unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let allowlist = Allowlist::by_key(&list);
    let mut draft = Draft::default();
    let (current, wanted) =
        within(9, &tree, "/roots".as_ref(), &allowlist, &[], &mut draft).unwrap();
    let names: Vec<(&str, bool)> = wanted
        .iter()
        .filter(|(name, _)| name.to_str().unwrap().starts_with("0a0a0a0a"))
        .map(|(name, node)| (name.to_str().unwrap(), matches!(node, Node::Directory(_))))
        .collect();
    assert_eq!(names, [("0a0a0a0a.0", true), ("0a0a0a0a.1", false)]);
    assert_eq!(
        current.get("0a0a0a0a.0".as_ref() as &OsStr),
        wanted.get("0a0a0a0a.0".as_ref() as &OsStr)
    );
}
