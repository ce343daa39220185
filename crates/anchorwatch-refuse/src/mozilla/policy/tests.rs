use std::fs;

use anchorwatch_identity::SpkiSha256;

use super::*;
use crate::targets::RefusedKey;

fn machine(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn plan(machine: &tempfile::TempDir) -> Draft {
    let key = RefusedKey {
        key: SpkiSha256::of(b"k"),
        encodings: Vec::new(),
        names: Vec::new(),
        certificates: Vec::new(),
    };
    let targets = Targets::of_keys(vec![key]);
    let mut draft = Draft::default();
    of_system(&Tree::open(machine.path()).unwrap(), &targets, &mut draft);
    draft
}

fn changed(draft: &Draft) -> Vec<&str> {
    let paths = draft
        .changes
        .iter()
        .map(|change| change.path.to_str().unwrap());
    paths.collect()
}

const FIREFOX: (&str, &str) = ("usr/lib/firefox-esr/application.ini", "");
const OTHER: (&str, &str) = ("opt/firefox/application.ini", "");
const MACHINE: &str = "etc/firefox/policies/policies.json";
const DISTRIBUTED: &str = "usr/lib/firefox-esr/distribution/policies.json";
const SOME: &str = "{\"policies\": {\"DisableTelemetry\": true}}";

#[test]
fn the_file_that_is_in_force_is_changed_and_a_second_run_changes_nothing() {
    let folders = ["/etc", "/etc/firefox", "/etc/firefox/policies"];
    let made = [&folders[..], &["/etc/firefox/policies/policies.json"]].concat();
    for (files, paths) in [
        (vec![FIREFOX], made),
        (
            vec![FIREFOX, (MACHINE, SOME), (DISTRIBUTED, SOME)],
            vec!["/etc/firefox/policies/policies.json"],
        ),
        (
            vec![FIREFOX, (MACHINE, "")],
            vec!["/etc/firefox/policies/policies.json"],
        ),
        (
            vec![FIREFOX, (DISTRIBUTED, SOME), OTHER],
            vec![
                "/usr/lib/firefox-esr/distribution/policies.json",
                "/opt/firefox/distribution",
                "/opt/firefox/distribution/policies.json",
            ],
        ),
        (vec![("usr/bin/x", "")], vec![]),
    ] {
        let machine = machine(&files);
        let draft = plan(&machine);
        assert_eq!(changed(&draft), paths);
        for change in &draft.changes {
            assert!(may_touch(&change.path));
            Tree::open(machine.path())
                .unwrap()
                .make(change, ".test")
                .unwrap();
        }
        let again = plan(&machine);
        assert_eq!(changed(&again), [""; 0]);
        assert_eq!(again.covered, draft.covered);
        assert_eq!(again.covered.is_empty(), paths.is_empty());
    }
}

#[test]
fn a_file_that_a_program_cannot_read_is_left_and_told() {
    for hostile in ["{", "[]", "{\"policies\": {\"DisableSecurityBypass\": 7}}"] {
        let draft = plan(&machine(&[FIREFOX, (MACHINE, hostile)]));
        assert_eq!((changed(&draft), draft.covered.len()), (vec![], 0));
        assert_eq!(draft.blind_spots.len(), 1, "{hostile}");
    }
    let linked = machine(&[FIREFOX, ("etc/x.json", SOME)]);
    fs::create_dir_all(linked.path().join("etc/firefox/policies")).unwrap();
    std::os::unix::fs::symlink("/etc/x.json", linked.path().join(MACHINE)).unwrap();
    let draft = plan(&linked);
    assert_eq!((changed(&draft), draft.blind_spots.len()), (vec![], 1));
}
