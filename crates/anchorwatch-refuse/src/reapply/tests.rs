use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anchorwatch_home::{BlockedKey, Node, Twins};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::debian::NEXT_BUNDLE;

use super::*;
use crate::undo;

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);
const CERTS: &str = "etc/ssl/certs";

/// A machine with a refused root that was installed with the distribution's tool.
struct Machine {
    folder: tempfile::TempDir,
    /// The bundle that the tool makes of both roots.
    bundle: String,
    refused: String,
}

fn root(name: &str) -> (Certificate, String) {
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let names = &mut params.distinguished_name;
    names.push(rcgen::DnType::CommonName, name);
    let made = params.self_signed(&rcgen::KeyPair::generate().unwrap());
    let made = made.unwrap();
    (Certificate::from_der(made.der()).unwrap(), made.pem())
}

impl Machine {
    fn blocked() -> Self {
        let (refused, good) = (root("Imposed"), root("Good"));
        let machine = Self {
            folder: tempfile::tempdir().unwrap(),
            bundle: format!("{}{}", good.1, refused.1),
            refused: refused.1.clone(),
        };
        for folder in [
            CERTS,
            "etc/ca-certificates/update.d",
            "usr/local/share/ca-certificates",
        ] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        fs::write(
            machine.path("usr/local/share/ca-certificates/bad.crt"),
            &refused.1,
        )
        .unwrap();
        fs::write(machine.in_store("ca-certificates.crt"), &machine.bundle).unwrap();
        let tree = machine.tree();
        let key = BlockedKey {
            key: refused.0.spki_sha256(),
            because: "owner: a test".to_owned(),
            since: NOW,
            twins: Twins::default(),
        };
        let options = crate::block::BlockOptions {
            keys: vec![key],
            unlisted_roots: crate::block::UnlistedRoots::Allow,
            override_origins: Vec::new(),
        };
        let stores = anchorwatch_machine::survey::read(&tree, Rights::Own).stores;
        let plan = crate::block::plan(&tree, Rights::Own, options, b"program", &stores, NOW);
        plan.unwrap().apply(&tree, Rights::Own, NOW).unwrap();
        machine
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join(inner)
    }

    fn in_store(&self, name: &str) -> PathBuf {
        self.path(CERTS).join(name)
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    fn shows_refused(&self, path: &Path) -> bool {
        fs::read_to_string(path).is_ok_and(|text| text.contains(&self.refused))
    }
}

#[test]
fn a_watch_that_runs_while_the_tool_writes_its_next_bundle_leaves_undo_possible() {
    let machine = Machine::blocked();
    let (next, bundle) = (
        machine.in_store("ca-certificates.crt.new"),
        machine.in_store("ca-certificates.crt"),
    );
    fs::write(&next, &machine.bundle).unwrap();
    reapply(&machine.tree(), NOW, Trigger::Watched).unwrap();
    assert!(!machine.shows_refused(&next), "left there, it is filtered");
    fs::rename(&next, &bundle).unwrap();
    let plan = undo::plan(&machine.tree(), Rights::Own, &undo::Which::All).unwrap();
    plan.apply(&machine.tree(), Rights::Own).unwrap();
}

#[test]
fn a_file_that_the_watch_filtered_and_that_is_gone_or_rewritten_since_is_told_and_left() {
    for rewritten in [None, Some("something else")] {
        let machine = Machine::blocked();
        let passing = machine.in_store("passing.pem");
        fs::write(&passing, &machine.bundle).unwrap();
        reapply(&machine.tree(), NOW, Trigger::Watched).unwrap();
        assert!(!machine.shows_refused(&passing));
        fs::remove_file(&passing).unwrap();
        if let Some(text) = rewritten {
            fs::write(&passing, text).unwrap();
        }
        let plan = undo::plan(&machine.tree(), Rights::Own, &undo::Which::All).unwrap();
        let path = machine
            .tree()
            .display_path("/etc/ssl/certs/passing.pem".as_ref());
        let told = match rewritten {
            None => undo::remark::UndoRemark::FileGone { path },
            Some(_) => undo::remark::UndoRemark::FileRewritten { path },
        };
        assert_eq!(plan.warnings, [told.told()]);
        plan.apply(&machine.tree(), Rights::Own).unwrap();
        let left = fs::read_to_string(&passing).ok();
        assert_eq!(left.as_deref(), rewritten);
    }
}

#[test]
fn the_tool_is_at_work_while_its_next_bundle_is_new() {
    let machine = Machine::blocked();
    let tree = machine.tree();
    let next = machine.in_store("ca-certificates.crt.new");
    assert!(!system_store::is_updating(&tree, NOW));
    fs::write(&next, "").unwrap();
    let Node::File(file) = tree.node(NEXT_BUNDLE.as_ref()).unwrap() else {
        panic!("no file");
    };
    let (written, _) = file.modified.unwrap();
    let at = |later: i64| system_store::is_updating(&tree, UnixSeconds::new(written + later));
    assert!(at(0) && at(60));
    assert!(!at(61) && !at(-61));

    // What the tool installs after the watch began is filtered by the watch.
    let bundle = machine.in_store("ca-certificates.crt");
    fs::write(&next, &machine.bundle).unwrap();
    let root = machine.folder.path().to_owned();
    let watch = thread::spawn(move || {
        let tree = Tree::open(&root).unwrap();
        reapply(&tree, UnixSeconds::new(written), Trigger::Watched).unwrap();
    });
    fs::rename(&next, &bundle).unwrap();
    watch.join().unwrap();
    assert!(!machine.shows_refused(&bundle));
}

#[test]
fn a_folder_in_the_place_of_a_link_of_ours_keeps_nothing_else_from_being_filtered() {
    let machine = Machine::blocked();
    let is_ours = |path: &PathBuf| path.extension().is_some_and(|number| number == "0");
    let entries = fs::read_dir(machine.path(CERTS)).unwrap();
    let mut links = entries.map(|entry| entry.unwrap().path()).filter(is_ours);
    let link = links.next().expect("a link to what OpenSSL rejects");
    let target = fs::read_link(&link).unwrap();
    fs::remove_file(&link).unwrap();
    fs::create_dir(&link).unwrap();
    let late = machine.in_store("zz-late.pem");
    symlink("/usr/local/share/ca-certificates/bad.crt", &late).unwrap();
    let reapplied = reapply(&machine.tree(), NOW, Trigger::Update).unwrap();
    assert!(
        late.symlink_metadata().is_err(),
        "it sorts after the folder"
    );
    // OpenSSL finds ours under the next free number.
    assert_eq!(reapplied.blind_spots, []);
    let entries = fs::read_dir(machine.path(CERTS)).unwrap();
    let leads = entries.map(|entry| fs::read_link(entry.unwrap().path()).ok());
    assert!(leads.flatten().any(|leads| leads == target));

    fs::remove_dir(&link).unwrap();
    let reapplied = reapply(&machine.tree(), NOW, Trigger::Update).unwrap();
    assert_eq!(reapplied.blind_spots, []);
    assert!(link.symlink_metadata().is_ok());
}
