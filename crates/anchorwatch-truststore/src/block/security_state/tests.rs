use std::fs;

use anchorwatch_home::{BlockedKey, Twins};
use anchorwatch_identity::UnixSeconds;

use super::*;

fn refusal(key: &[u8]) -> Refusal {
    Refusal {
        subject: b"0 name".to_vec(),
        key: SpkiSha256::of(key),
    }
}

/// A file as the script leaves it, with these refusals and one of Mozilla's.
fn state(refusals: &[Refusal]) -> Vec<u8> {
    let entry = |subject: &[u8], hash: &[u8]| [b"spk", subject, hash].concat();
    let mut keys = vec![entry(b"0 mozilla", &[7; 32])];
    for refusal in refusals {
        keys.push(entry(&refusal.subject, refusal.key.as_bytes()));
        keys.push(entry(b"anchorwatch", &refusal.mark()));
    }
    keys.sort();
    let mut content = [&1u64.to_le_bytes()[..], &[1], &12u64.to_le_bytes()].concat();
    content.extend(b"cert_storage\0\0\0\0");
    content.extend((keys.len() as u64).to_le_bytes());
    for key in keys {
        content.extend((key.len() as u64).to_le_bytes());
        content.extend(key);
        content.extend([&9u64.to_le_bytes()[..], &[3, 1, 0, 0, 0, 0, 0, 0, 0]].concat());
    }
    content
}

fn forgotten(content: &[u8], still: &[&[u8]]) -> Draft {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("home/ana/.mozilla/firefox/x.default");
    fs::create_dir_all(profile.join("security_state")).unwrap();
    fs::write(profile.join("security_state/data.safe.bin"), content).unwrap();
    fs::write(profile.join(".parentlock"), "").unwrap();
    let user = User {
        name: "ana".to_owned(),
        uid: None,
        gid: None,
        home: "/home/ana".into(),
    };
    let still = still.iter().map(|key| BlockedKey {
        key: SpkiSha256::of(b"a form of it"),
        because: "owner".to_owned(),
        since: UnixSeconds::new(0),
        twins: Twins {
            encodings: vec![key.to_vec()],
            ..Twins::default()
        },
    });
    let still = BlockList::default().with(still);
    forget(&Tree::open(folder.path()).unwrap(), &user, &still)
}

fn after(draft: &Draft) -> Vec<u8> {
    match draft.changes.as_slice() {
        [
            Change {
                after: Node::File(file),
                ..
            },
        ] => file.content.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_refused_no_longer_is_forgotten_and_the_rest_stays() {
    let both = state(&[refusal(b"one"), refusal(b"two")]);
    assert_eq!(after(&forgotten(&both, &[])), state(&[]));
    assert_eq!(
        after(&forgotten(&both, &[b"two"])),
        state(&[refusal(b"two")])
    );
    let kept = forgotten(&both, &[b"one", b"two"]);
    assert_eq!((kept.changes, kept.warnings), (vec![], vec![]));
    assert_eq!(forgotten(&state(&[]), &[]).changes, []);
}

#[test]
fn a_file_that_is_not_understood_is_left_and_told() {
    let mut cut = state(&[refusal(b"one")]);
    cut.pop();
    let draft = forgotten(&cut, &[]);
    assert_eq!((draft.changes, draft.warnings.len()), (vec![], 1));
}
