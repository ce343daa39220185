//! What a user's process may say.

use std::collections::BTreeMap;

use anchorwatch_home::{Edit, EditFormat, EditItem, File};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::{Client, StoreKind};

use super::*;
use crate::{
    coverage::Covered,
    draft::{Withheld, document::DraftDocument},
    privsep::WorkerReply,
    remark::{documents, sentence},
    targets::{AffectedStore, Goal},
};

const ALICE: Actor = Actor {
    uid: 1000,
    gid: 1000,
};

fn alice() -> User {
    User {
        name: "alice".to_owned(),
        uid: Some(ALICE.uid),
        gid: Some(ALICE.gid),
        home: "/home/alice".into(),
    }
}

fn change(path: &str) -> Change {
    Change {
        path: path.into(),
        role: anchorwatch_home::Role::Own,
        actor: None,
        before: Node::Absent,
        after: Node::File(File {
            content: Vec::new(),
            mode: 0o4755,
            uid: 0,
            gid: 0,
            xattrs: BTreeMap::new(),
            modified: None,
        }),
    }
}

fn covered(path: &str, mechanism: &str) -> Covered {
    Covered {
        mechanism: mechanism::with_code(mechanism).unwrap(),
        path: path.into(),
        clients: vec![Client::Java],
    }
}

fn root() -> Certificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let made = rcgen::CertificateParams::new([]).unwrap();
    Certificate::from_der(made.self_signed(&key).unwrap().der()).unwrap()
}

#[test]
fn a_users_process_speaks_of_the_users_home_alone() {
    let held = |path: &str| Withheld {
        certificate: root().into(),
        path: path.into(),
    };
    let draft = Draft {
        changes: [
            "/home/alice/a",
            "/etc/passwd",
            "/home/alice/../bob/a",
            "/home/alicent/a",
        ]
        .map(change)
        .into(),
        withheld: vec![held("/home/alice/a"), held("/etc/ssl/certs/b.pem")],
        covered: vec![
            covered("/home/alice/a", "pem_bundle"),
            covered("/opt/java/cacerts", "java_keystore"),
            // It would silence every warning about programs that still trust the key.
            covered("/home/alice/a", "chromium_policy"),
        ],
        ..Draft::default()
    };
    let draft = belonging(draft, &alice(), ALICE).unwrap();
    let [change] = draft.changes.as_slice() else {
        panic!("{:?}", draft.changes);
    };
    assert_eq!(change.path, Path::new("/home/alice/a"));
    assert_eq!(change.actor, Some(ALICE));
    assert_eq!(draft.withheld, [held_at(&draft)]);
    assert_eq!(draft.covered, [covered("/home/alice/a", "pem_bundle")]);
}

fn held_at(draft: &Draft) -> Withheld {
    Withheld {
        certificate: draft.withheld[0].certificate.clone(),
        path: "/home/alice/a".into(),
    }
}

#[test]
fn megabytes_of_a_users_words_leave_room_for_others() {
    let said = vec![sentence("x".repeat(1 << 20)); 1_000];
    let draft = Draft {
        blind_spots: said.clone(),
        warnings: said,
        ..Draft::default()
    };
    let draft = belonging(draft, &alice(), ALICE).unwrap();
    for remarks in [&draft.blind_spots, &draft.warnings] {
        assert_eq!(remarks.len(), MOST_REMARKS + 1);
        let document = documents(remarks);
        assert!(serde_json::to_vec(&document).unwrap().len() < 2 << 20);
        let further = WorkerRemark::FurtherRemarks { count: 800 };
        assert_eq!(remarks.last(), Some(&further.told()));
    }
    let few = vec![sentence("short")];
    assert_eq!(bounded(few.clone()), few);
}

#[test]
fn a_users_part_that_would_fill_the_receipt_is_left_out_and_told() {
    let item = |bytes: usize| EditItem {
        name: "a".repeat(bytes),
        before: None,
        after: None,
    };
    let draft = |bytes| Draft {
        changes: vec![Change {
            role: anchorwatch_home::Role::Shared(Edit {
                format: EditFormat::new("pem_bundle"),
                items: vec![item(bytes)],
            }),
            ..change("/home/alice/a")
        }],
        ..Draft::default()
    };
    let why = belonging(draft(5 << 20), &alice(), ALICE).unwrap_err();
    assert_eq!(why.code(), "worker_plan_too_large");
    assert!(belonging(draft(1 << 20), &alice(), ALICE).is_ok());
}

#[test]
fn what_a_users_process_takes_back_is_what_it_was_asked_about() {
    let paths = [PathBuf::from("/home/alice/a")];
    let outcome = |path: &str| Outcome {
        change: Some(change(path)),
        ..Outcome::default()
    };
    assert!(about(&paths, vec![outcome("/home/alice/a")]).is_ok());
    for lie in [
        vec![outcome(anchorwatch_home::paths::BLOCK_LIST)],
        vec![outcome("/home/bob/a")],
        vec![outcome("/home/alice/a"), outcome("/home/alice/a")],
        Vec::new(),
    ] {
        assert!(about(&paths, lie).is_err());
    }
}

#[test]
fn whoever_has_no_number_is_nobody_and_never_root() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let without_number = User {
        uid: None,
        gid: None,
        home: "/home/gone".into(),
        ..alice()
    };
    let nobody = Actor {
        uid: NOBODY,
        gid: NOBODY,
    };
    let planner = Planner::new(&tree, Rights::EachUsers);
    assert_eq!(planner.actor_for(&without_number), Some(nobody));
    assert_eq!(planner.actor_for(&alice()), Some(ALICE));
    let root = User {
        uid: Some(0),
        ..alice()
    };
    assert_eq!(planner.actor_for(&root), None);
}

#[test]
fn a_users_process_cannot_plan_or_take_back_an_edit_of_an_unknown_format() {
    let edited = |format| Change {
        role: anchorwatch_home::Role::Shared(Edit {
            format: EditFormat::new(format),
            items: Vec::new(),
        }),
        ..change("/home/alice/a")
    };
    for (format, is_known) in [("pem_bundle", true), ("later", false)] {
        let draft = Draft {
            changes: vec![edited(format)],
            ..Draft::default()
        };
        let planned = WorkerReply::Planned(DraftDocument::of(&draft));
        assert_eq!(planned.draft().is_ok(), is_known);
        let outcome = Outcome {
            change: Some(edited(format)),
            ..Outcome::default()
        };
        let taken = vec![crate::undo::document::OutcomeDocument::of(&outcome)];
        let taken = WorkerReply::TakenBack(taken).outcomes(ALICE);
        assert_eq!(taken.is_ok(), is_known);
    }
}

#[test]
fn a_users_worker_is_told_of_no_other_users_stores() {
    let place = |user: Option<&str>, path: &str| AffectedStore {
        kind: StoreKind::Certifi,
        path: path.into(),
        user: user.map(str::to_owned),
        limited: Vec::new(),
        clients: vec![Client::PythonRequests],
    };
    let places = vec![
        place(None, "/opt/venv/cacert.pem"),
        place(Some("bob"), "/home/bob/cacert.pem"),
        place(Some("alice"), "/home/alice/cacert.pem"),
    ];
    let targets = Targets::for_places(Goal::Refuse, BlockList::default(), places.clone());
    let WorkerRequest::Plan { places: told, .. } = WorkerRequest::plan(&alice(), &targets) else {
        panic!("it is not a request to plan");
    };
    let told: Vec<AffectedStore> = told
        .into_iter()
        .map(|document| document.read(&alice()).unwrap())
        .collect();
    assert_eq!(told, places[2..]);
}
