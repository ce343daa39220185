//! A folder, such as a USB stick, and a bundle.

use std::{os::unix::fs::symlink, process::Command};

use anchorwatch_carrier::{CarrierProblem, Channel, Source};
use anchorwatch_list::{BundleProblem, UpdateProblem};

use crate::{client::*, log::logged_client, publisher::*, repository::*};

#[test]
fn a_folder_is_a_mirror() {
    let mut repository = grown(Repository::logged(), 3);
    repository.add_quick(1, &["a quick one"]);
    let folder = tempfile::tempdir().unwrap();
    repository.write(folder.path());
    let update = Client::new(logged_client()).ask(&[Source::Path(folder.path().to_owned())]);
    let visit = &update.visits[0];
    assert_eq!((&visit.problem, visit.channel), (&None, Channel::Local));
    assert!(refused(&update.state, "a quick one", NOW).is_some());
    assert_eq!(update.state.unseen_count(), 0);
}

#[test]
fn a_bundle_is_one_file() {
    let repository = grown(Repository::plain(), 2);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lists.bundle");
    std::fs::write(&path, repository.bundle()).unwrap();
    let mut client = Client::new(fresh());
    let source = Source::Path(path.clone());
    assert_eq!(client.take(&source), None);
    assert_eq!(client.sequence(), 2);
    let older = grown(Repository::plain(), 1);
    std::fs::write(&path, older.bundle()).unwrap();
    let why = UpdateProblem::Rollback { got: 1, held: 2 };
    let why = BundleProblem::Update { why };
    assert_eq!(client.take(&source), Some(CarrierProblem::Bundle { why }));
    assert_eq!(client.sequence(), 2);
}

#[test]
fn what_is_no_regular_file_is_not_read() {
    let repository = grown(Repository::plain(), 1);
    let folder = tempfile::tempdir().unwrap();
    repository.write(folder.path());
    let latest = folder.path().join("latest");
    let source = Source::Path(folder.path().to_owned());
    let refused = || {
        let got = Client::new(fresh()).take(&source);
        assert!(
            matches!(got, Some(CarrierProblem::Unreadable { .. })),
            "{got:?}"
        );
        std::fs::remove_file(&latest).unwrap();
    };
    std::fs::rename(&latest, folder.path().join("elsewhere")).unwrap();
    symlink("elsewhere", &latest).unwrap();
    refused();
    // A pipe that nobody writes to would never end.
    let made = Command::new("mkfifo").arg(&latest).status().unwrap();
    assert!(made.success());
    refused();
    symlink("/dev/zero", &latest).unwrap();
    refused();
    let file = "latest".to_owned();
    let missing = Some(CarrierProblem::Missing { file });
    assert_eq!(Client::new(fresh()).take(&source), missing);
    let nowhere = Source::Path(folder.path().join("nowhere"));
    let got = Client::new(fresh()).take(&nowhere);
    assert!(matches!(got, Some(CarrierProblem::Missing { .. })));
}
