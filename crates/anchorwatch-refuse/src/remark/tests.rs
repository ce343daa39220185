use std::{collections::BTreeSet, ffi::OsStr, os::unix::ffi::OsStrExt as _, path::PathBuf};

use anchorwatch_home::NodeState;

use super::*;
use crate::{mozilla::remark::MozillaRemark, undo::remark::UndoRemark};

fn crossed(told: &Told) -> Result<Told, Error> {
    let text = serde_json::to_string(&RemarkDocument::of(told)).unwrap();
    read(serde_json::from_str(&text).unwrap())
}

fn conflict() -> Told {
    let path = PathBuf::from(OsStr::from_bytes(b"/home/\xff/cert9.db"));
    let node = NodeState::Link {
        target: "/etc".into(),
    };
    let conflicts = vec![
        UndoRemark::PathIsNow { path, node }.told(),
        sentence("it is damaged"),
    ];
    PlanProblem::Conflicts {
        count: 2,
        conflicts: conflicts.into(),
    }
    .told()
}

#[test]
fn a_remark_crosses_between_processes_as_it_is() {
    let list = ResidualTrust::InStore {
        path: "/srv/ca.pem".into(),
        clients: vec!["curl".to_owned(), "git".to_owned()],
    };
    for told in [conflict(), list.told()] {
        assert_eq!(crossed(&told).unwrap(), told);
    }
}

#[test]
fn a_hostile_worker_can_say_only_what_a_list_declares() {
    let inside = |cause: Told| {
        let why = Value::Remark(cause);
        let path = Value::Path("/home/a".into());
        Told::of("at_path").with("path", path).with("why", why)
    };
    assert!(crossed(&inside(conflict())).is_ok());
    let number = Value::Number(1);
    for hostile in [
        Told::of("all_is_well"),
        // Another crate's, which no worker of this one has to say.
        Told::of("hint_be_root"),
        conflict().with("count", Value::Text("2".to_owned())),
        conflict().with("more", number.clone()),
        inside(Told::of("all_is_well")),
        inside(MozillaRemark::PartChanged.told().with("x", number)),
        PlanProblem::Conflicts {
            count: 1,
            conflicts: vec![Told::of("all_is_well")].into(),
        }
        .told(),
    ] {
        assert!(crossed(&hostile).is_err(), "{hostile:?}");
    }
    let endless = (0..20).fold(conflict(), |inner, _| inside(inner));
    assert!(crossed(&endless).is_err());
}

#[test]
fn a_long_remark_is_cut_to_a_length_and_stays_one_of_its_list() {
    let long = "ж".repeat(10_000);
    let told = ResidualTrust::InStore {
        path: PathBuf::from(&long),
        clients: vec![long.clone(); 100],
    };
    let short = shortened(&told.told(), 5_000);
    assert!(is_declared(&short));
    assert!(
        serde_json::to_vec(&RemarkDocument::of(&short))
            .unwrap()
            .len()
            < 10_000
    );
    let many = PlanProblem::Conflicts {
        count: 1,
        conflicts: vec![MozillaRemark::PartChanged.told(); 10_000].into(),
    };
    let short = shortened(&many.told(), 5_000);
    assert!(is_declared(&short));
    assert!(
        serde_json::to_vec(&RemarkDocument::of(&short))
            .unwrap()
            .len()
            < 20_000
    );
    assert_eq!(shortened(&conflict(), 5_000), conflict());
}

#[test]
fn no_two_lists_declare_the_same_code() {
    let codes = || REMARKS.iter().flat_map(|list| list.codes);
    let each: BTreeSet<&&str> = codes().collect();
    assert_eq!(codes().count(), each.len());
}
