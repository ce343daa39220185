use std::fs;

use anchorwatch_home::{BlockedKey, Twins, Unlisted, UnlistedTreatment};
use anchorwatch_identity::UnixSeconds;

use super::*;
use crate::targets::RefusedKey;

fn refusal(key: &[u8]) -> Refusal {
    Refusal::Key {
        subject: b"0 name".to_vec(),
        key: SpkiSha256::of(key),
    }
}

/// A file as the script leaves it, with these refusals and one of Mozilla's.
fn state(refusals: &[Refusal]) -> Vec<u8> {
    let entry = |subject: &[u8], hash: &[u8]| [b"spk", subject, hash].concat();
    let mut keys = vec![entry(b"0 mozilla", &[7; 32])];
    for refusal in refusals {
        keys.push(match refusal {
            Refusal::Key { subject, key } => entry(subject, key.as_bytes()),
            Refusal::Certificate { issuer, serial } => [b"is".as_slice(), issuer, serial].concat(),
        });
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

fn machine(place: &str, content: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join(place);
    fs::create_dir_all(profile.join("security_state")).unwrap();
    fs::write(profile.join("security_state/data.safe.bin"), content).unwrap();
    fs::write(profile.join("prefs.js"), "").unwrap();
    folder
}

fn ana() -> User {
    User {
        name: "ana".to_owned(),
        uid: None,
        gid: None,
        home: "/home/ana".into(),
    }
}

fn refused(machine: &tempfile::TempDir) -> Draft {
    let key = RefusedKey {
        key: SpkiSha256::of(b"one"),
        encodings: vec![b"one".to_vec()],
        names: vec![b"0 name".to_vec()],
        certificates: Vec::new(),
    };
    let targets = Targets {
        goal: Goal::Refuse,
        override_origins: Vec::new(),
        places: Vec::new(),
        list: BlockList::default(),
        of_lists: BTreeSet::new(),
        keys: vec![key],
        added_roots: None,
        limited: crate::limited::Limited::default(),
    };
    let mut draft = Draft::default();
    of_user(
        &Tree::open(machine.path()).unwrap(),
        &ana(),
        &targets,
        &mut draft,
    );
    draft
}

const DEBIANS: &str = "home/ana/.mozilla/firefox/x.default";
const SNAPS: &str = "home/ana/snap/firefox/common/.mozilla/firefox/x.default";

#[test]
fn a_profile_that_no_script_reaches_is_written_into_once() {
    for (place, further) in [(SNAPS, "usr/lib/firefox-esr"), (DEBIANS, "usr/bin")] {
        let machine = machine(place, &state(&[]));
        fs::create_dir_all(machine.path().join(further)).unwrap();
        let draft = refused(&machine);
        assert_eq!(after(&draft), state(&[refusal(b"one")]));
        assert_eq!(draft.covered.len(), 1);
        fs::write(
            machine
                .path()
                .join(place)
                .join("security_state/data.safe.bin"),
            after(&draft),
        )
        .unwrap();
        let again = refused(&machine);
        assert_eq!((again.changes, again.covered.len()), (vec![], 1));
    }
    let reached = machine(DEBIANS, &state(&[]));
    fs::create_dir_all(reached.path().join("usr/lib/firefox-esr")).unwrap();
    let draft = refused(&reached);
    assert_eq!((draft.changes, draft.covered), (vec![], vec![]));
}

#[test]
fn a_profile_that_cannot_be_written_into_is_told() {
    let cut = machine(SNAPS, &state(&[])[1..]);
    let gone = machine(SNAPS, &[]);
    fs::remove_dir_all(gone.path().join(SNAPS).join("security_state")).unwrap();
    for machine in [cut, gone] {
        let draft = refused(&machine);
        assert_eq!((draft.changes, draft.blind_spots.len()), (vec![], 1));
    }
}

fn forgotten(content: &[u8], still: &[&[u8]]) -> Draft {
    let folder = machine(DEBIANS, content);
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
    forget(&Tree::open(folder.path()).unwrap(), &ana(), &still)
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
fn a_certificate_stays_refused_while_roots_are_held_to_names() {
    let certificate = Refusal::of_certificate(b"0\x041\x020\0\x07").unwrap();
    let content = state(&[certificate]);
    let folder = machine(DEBIANS, &content);
    let tree = Tree::open(folder.path()).unwrap();
    for (treatment, is_kept) in [
        (Some(UnlistedTreatment::Confine), true),
        (Some(UnlistedTreatment::HoldOut), false),
        (None, false),
    ] {
        let mut still = BlockList::default();
        if let Some(treatment) = treatment {
            still = still.limiting_unlisted(Unlisted::of(treatment, []));
        }
        let draft = forget(&tree, &ana(), &still);
        assert_eq!(draft.changes.is_empty(), is_kept, "{treatment:?}");
        if !is_kept {
            assert_eq!(after(&draft), state(&[]));
        }
    }
}

#[test]
fn a_refusal_comes_back_from_its_name() {
    let certificate = Refusal::of_certificate(b"0\x041\x020\0\x07").unwrap();
    for refusal in [refusal(b"one"), certificate] {
        assert_eq!(refusal_of(&name(&refusal)), Some(refusal));
    }
}

#[test]
fn a_file_that_is_not_understood_is_left_and_told() {
    let mut cut = state(&[refusal(b"one")]);
    cut.pop();
    let draft = forgotten(&cut, &[]);
    assert_eq!((draft.changes, draft.blind_spots.len()), (vec![], 1));
}
