use std::fs;

use super::*;
use crate::debian::may_touch;

/// A machine with these programs beside our hook.
fn machine(names: &[&str]) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let hooks = folder.path().join("etc/ca-certificates/update.d");
    fs::create_dir_all(&hooks).unwrap();
    for name in names {
        fs::write(hooks.join(name), "#!/bin/sh\n").unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    (folder, tree)
}

fn planned(tree: &Tree) -> Draft {
    let mut draft = Draft::default();
    changes(tree, &mut draft).unwrap();
    draft
}

fn apply(tree: &Tree, draft: &Draft) {
    for change in &draft.changes {
        assert!(may_touch(&change.path), "{:?}", change.path);
        tree.make(change, ".test").unwrap();
    }
}

fn names(tree: &Tree) -> Vec<String> {
    let entries = tree.list(FOLDER.as_ref()).unwrap();
    let mut names: Vec<String> = entries
        .into_iter()
        .map(|entry| entry.name.into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn our_hook_is_called_so_that_it_runs_last() {
    for (others, ours) in [
        (&["jks-keystore", "zz"][..], "zz-anchorwatch"),
        (&["zzz-mine"], "zzz-mine-zz-anchorwatch"),
        (
            &["zz-anchorwatch-mine"],
            "zz-anchorwatch-mine-zz-anchorwatch",
        ),
        // run-parts does not run it, so it does not matter.
        (&["zzz.dpkg-old"], "zz-anchorwatch"),
    ] {
        let (_folder, tree) = machine(others);
        assert!(!is_there(&tree));
        let draft = planned(&tree);
        apply(&tree, &draft);
        assert!(names(&tree).contains(&ours.to_owned()), "{others:?}");
        assert!(is_there(&tree));
        assert_eq!(planned(&tree).changes, []);
    }
}

#[test]
fn a_hook_that_came_later_is_followed_and_ours_stands_there_once() {
    let (folder, tree) = machine(&["jks-keystore"]);
    apply(&tree, &planned(&tree));
    let theirs = folder.path().join("etc/ca-certificates/update.d/zzz");
    fs::write(&theirs, "").unwrap();
    apply(&tree, &planned(&tree));
    assert_eq!(names(&tree), ["jks-keystore", "zzz", "zzz-zz-anchorwatch"]);
    fs::remove_file(theirs).unwrap();
    apply(&tree, &planned(&tree));
    assert_eq!(names(&tree), ["jks-keystore", "zz-anchorwatch"]);
}

#[test]
fn a_name_that_none_of_ours_can_follow_is_told() {
    let long = "z".repeat(MAX_NAME_BYTES);
    let (_folder, tree) = machine(&[&long]);
    let draft = planned(&tree);
    assert_eq!((draft.changes.len(), draft.warnings.len()), (1, 1));
}

#[test]
fn a_receipt_may_touch_a_hook_of_ours_and_no_other() {
    for name in ["zz-anchorwatch", "zzz-zz-anchorwatch"] {
        assert!(may_touch(&Path::new(FOLDER).join(name)), "{name}");
    }
    for name in [
        "zzz",
        "zzanchorwatch",
        "zz-anchorwatch-x",
        "x/zz-anchorwatch",
    ] {
        assert!(!may_touch(&Path::new(FOLDER).join(name)), "{name}");
    }
    assert!(may_touch(FOLDER.as_ref()));
    assert!(!may_touch("/etc/cron.daily/zz-anchorwatch".as_ref()));
}
