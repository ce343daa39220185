use std::fs;

use anchorwatch_home::{BlockedKey, Journal, Twins};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::{Anchor, Inventory, Rights, Trust, audit, survey};
use md5::{Digest as _, Md5};

use super::*;
use crate::{
    block::{BlockOptions, UnlistedRoots, plan},
    made::root,
    watch,
};

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);

/// A machine with an imposed root and another among its local certificates.
struct Machine {
    folder: tempfile::TempDir,
    imposed: (Certificate, String),
}

impl Machine {
    fn new() -> Self {
        let machine = Self {
            folder: tempfile::tempdir().unwrap(),
            imposed: root("Imposed"),
        };
        let bad = &machine.imposed.1;
        let (_, good) = root("Good");
        machine.write("etc/ssl/certs/ca-certificates.crt", &format!("{good}{bad}"));
        machine.write("usr/local/share/ca-certificates/bad.crt", bad);
        machine.write("usr/local/share/ca-certificates/good.crt", &good);
        machine.write("etc/ca-certificates/update.d/.keep", "");
        machine.write("usr/lib/firefox-esr/firefox-esr", "");
        machine
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    fn block(&self) {
        let stores = survey::read(&self.tree(), Rights::Own).stores;
        let key = BlockedKey {
            key: self.imposed.0.spki_sha256(),
            because: "x".to_owned(),
            since: NOW,
            twins: Twins::of(&self.imposed.0),
        };
        self.block_with(vec![key], UnlistedRoots::Allow, &stores);
    }

    fn block_with(&self, keys: Vec<BlockedKey>, unlisted_roots: UnlistedRoots, stores: &[Store]) {
        let tree = self.tree();
        let options = BlockOptions {
            keys,
            unlisted_roots,
            override_origins: Vec::new(),
        };
        let plan = plan(&tree, Rights::Own, options, b"program", stores, NOW).unwrap();
        plan.apply(&tree, Rights::Own, NOW).unwrap();
    }

    fn undo(&self) {
        let tree = self.tree();
        let plan = crate::undo::plan(&tree, Rights::Own, &crate::undo::Which::All).unwrap();
        plan.apply(&tree, Rights::Own).unwrap();
    }

    /// How many findings of the imposed root there are, and how many of them are refused.
    fn seen(&self) -> (usize, usize) {
        let tree = self.tree();
        let audit = audit(&tree, survey::read(&tree, Rights::Own), 0, NOW, None);
        let in_force = in_force(&tree, &audit.stores, NOW).unwrap();
        let of_it = audit
            .held()
            .filter(|(_, held)| held.certificate.sha256() == self.imposed.0.sha256());
        let found: Vec<&Finding> = of_it.map(|(finding, _)| finding).collect();
        let is_refused = |finding: &&&Finding| {
            let mut stores = audit.stores.iter();
            let store = stores.find(|store| store.id == finding.store_id).unwrap();
            in_force
                .as_ref()
                .is_some_and(|in_force| in_force.refuses(store, finding))
        };
        (found.len(), found.iter().filter(is_refused).count())
    }

    fn drift(&self) -> Vec<(String, DriftKind)> {
        let tree = self.tree();
        let receipts = Journal::new(&tree).receipts().unwrap();
        let stores = survey::read(&tree, Rights::Own).stores;
        let (found, said) = drift(&tree, &receipts, &stores, NOW).unwrap();
        assert_eq!(said, []);
        let shown = |drift: Drift| (drift.path.display().to_string(), drift.kind);
        found.into_iter().map(shown).collect()
    }
}

#[test]
fn what_is_refused_counts_as_refused_while_nobody_trusts_it_and_no_longer() {
    let machine = Machine::new();
    assert_eq!(machine.seen(), (2, 0), "bundle and local folder");
    assert!(in_force(&machine.tree(), &[], NOW).unwrap().is_none());
    machine.block();
    assert_eq!(machine.seen(), (1, 1), "the local file stays");

    // The hook is missing: the next update admits the file.
    machine.remove("etc/ca-certificates/update.d/zz-anchorwatch");
    assert_eq!(machine.seen(), (1, 0));
    machine.block();
    assert_eq!(machine.seen(), (1, 1));
    // The hook exists but does nothing, or cannot run.
    let hook = "etc/ca-certificates/update.d/zz-anchorwatch";
    machine.write(hook, "#!/bin/sh\nexit 0\n");
    assert_eq!(machine.seen(), (1, 0));
    machine.block();
    let plain = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    fs::set_permissions(machine.folder.path().join(hook), plain).unwrap();
    assert_eq!(machine.seen(), (1, 0));
    machine.block();
    machine.remove("usr/local/lib/anchorwatch/anchorwatch");
    assert_eq!(machine.seen(), (1, 0), "the hook has nothing to run");
    machine.block();
    assert_eq!(machine.seen(), (1, 1));

    // Someone adds it to the bundle again.
    machine.write("etc/ssl/certs/ca-certificates.crt", &machine.imposed.1);
    let (found, refused) = machine.seen();
    assert_eq!((found, refused), (2, 1), "the bundle is trusted");
}

#[test]
fn a_root_whose_key_is_not_refused_is_never_counted_as_refused() {
    let machine = Machine::new();
    machine.block();
    let tree = machine.tree();
    let audit = audit(&tree, survey::read(&tree, Rights::Own), 0, NOW, None);
    let in_force = in_force(&tree, &audit.stores, NOW).unwrap().unwrap();
    let good = audit
        .held()
        .filter(|(_, held)| held.certificate.sha256() != machine.imposed.0.sha256());
    for (finding, _) in good {
        let mut stores = audit.stores.iter();
        let store = stores.find(|store| store.id == finding.store_id).unwrap();
        assert!(!in_force.refuses(store, finding) && !in_force.concerns(finding));
    }
}

#[test]
fn a_fresh_block_has_no_drift_and_each_file_that_is_touched_is_named() {
    let machine = Machine::new();
    assert_eq!(machine.drift(), []);
    machine.block();
    assert_eq!(machine.drift(), []);
    for (path, kind) in [
        ("usr/local/lib/anchorwatch/anchorwatch", DriftKind::Changed),
        (
            "etc/ca-certificates/update.d/zz-anchorwatch",
            DriftKind::Changed,
        ),
        ("usr/lib/firefox-esr/anchorwatch.cfg", DriftKind::Changed),
    ] {
        let whole = machine.folder.path().join(path);
        let before = fs::read(&whole).unwrap();
        fs::write(&whole, "other").unwrap();
        assert_eq!(machine.drift(), [(format!("/{path}"), kind)]);
        fs::remove_file(&whole).unwrap();
        let gone = machine.drift();
        assert!(
            gone.contains(&(format!("/{path}"), DriftKind::Missing)),
            "{gone:?}"
        );
        fs::write(&whole, before).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        let plain = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        let is_run = !path.ends_with(".cfg");
        fs::set_permissions(&whole, if is_run { mode } else { plain }).unwrap();
        assert_eq!(machine.drift(), [], "{path} is as it was");
    }
}

#[test]
fn a_key_that_someone_takes_off_the_list_is_drift_though_the_list_can_be_read() {
    let machine = Machine::new();
    machine.block();
    machine.write("etc/anchorwatch/blocked.toml", "");
    let list = (
        "/etc/anchorwatch/blocked.toml".to_owned(),
        DriftKind::Changed,
    );
    assert!(machine.drift().contains(&list));
    assert_eq!(machine.seen(), (1, 0), "no key is refused any more");
    machine.remove("etc/anchorwatch/blocked.toml");
    let gone = (
        "/etc/anchorwatch/blocked.toml".to_owned(),
        DriftKind::Missing,
    );
    assert!(machine.drift().contains(&gone));
}

/// A block by an earlier version has other comments in its list.
#[test]
fn a_list_with_other_comments_is_not_outdated_and_one_with_another_mode_is() {
    let machine = Machine::new();
    machine.block();
    let path = machine.folder.path().join("etc/anchorwatch/blocked.toml");
    let now = fs::read_to_string(&path).unwrap();
    let entries = now.split_once("\n\n").unwrap().1;
    fs::write(&path, format!("# Other words.\n\n{entries}")).unwrap();
    let outdated = || {
        let tree = machine.tree();
        let stores = survey::read(&tree, Rights::Own).stores;
        // Without receipts nothing says how it was written.
        drift(&tree, &[], &stores, NOW).map(|(found, _)| found)
    };
    assert_eq!(outdated().unwrap(), []);
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(outdated().unwrap().len(), 1);
}

#[test]
fn a_browser_that_came_since_is_named_and_after_undo_nothing_is() {
    let machine = Machine::new();
    machine.block();
    machine.write("usr/lib/thunderbird/thunderbird", "");
    let drift = machine.drift();
    assert!(
        drift
            .iter()
            .any(|(path, kind)| path.starts_with("/usr/lib/thunderbird/")
                && *kind == DriftKind::Missing),
        "{drift:?}"
    );
    machine.undo();
    assert_eq!(machine.drift(), []);
    assert_eq!(machine.seen(), (2, 0));
}

#[test]
fn a_tree_without_our_units_is_not_watched() {
    let machine = Machine::new();
    machine.block();
    assert_eq!(watch::state(&machine.tree()), watch::Watch::Absent);
    machine.write("usr/lib/systemd/systemd", "");
    machine.block();
    // It cannot be seen from outside whether an image's units run.
    assert_eq!(watch::state(&machine.tree()), watch::Watch::Installed);
}

/// A profile's database that trusts the imposed root, as Firefox would read it.
fn profile(machine: &Machine, folder: &str) -> Store {
    let path = machine.folder.path().join(folder).join("cert9.db");
    Store {
        id: format!("nss:/{folder}/cert9.db"),
        kind: StoreKind::Nss,
        path,
        user: Some("alice".to_owned()),
        anchors: vec![Anchor {
            certificate: machine.imposed.0.clone(),
            trust: Trust::Trusted,
            effective_for: vec![Client::Firefox],
        }],
        error: None,
        unreadable: Vec::new(),
        remarks: Vec::new(),
        is_of_unknown_program: false,
    }
}

const AT_HOME: &str = "home/alice/.mozilla/firefox/a.default";
const IN_SNAP: &str = "home/alice/snap/firefox/common/.mozilla/firefox/b.default";

/// What is in force for the root in a profile.
fn in_profile(
    machine: &Machine,
    folder: &str,
    asked: fn(&InForce, &Store, &Finding) -> bool,
) -> bool {
    let tree = machine.tree();
    let store = profile(machine, folder);
    let mut inventory = Inventory::default();
    inventory.stores.push(store.clone());
    let audit = audit(&tree, inventory, 0, NOW, None);
    let in_force = in_force(&tree, std::slice::from_ref(&store), NOW).unwrap();
    let (finding, _) = audit.held().next().unwrap();
    in_force.is_some_and(|in_force| asked(&in_force, &store, finding))
}

#[test]
fn a_database_that_could_not_be_changed_is_refused_while_the_script_stands() {
    let machine = Machine::new();
    let is_refused = |folder: &str| in_profile(&machine, folder, InForce::refuses);
    assert!(!is_refused(AT_HOME));
    machine.block();
    assert!(is_refused(AT_HOME));
    assert!(!is_refused(IN_SNAP), "our script does not run there");
    machine.write("usr/lib/firefox-esr/anchorwatch.cfg", "// nothing");
    assert!(!is_refused(AT_HOME));
}

#[test]
fn a_root_in_a_profile_is_confined_while_the_script_stands() {
    let machine = Machine::new();
    let (_, shipped) = root("Shipped");
    let path = "usr/share/ca-certificates/mozilla/shipped.crt";
    machine.write(path, &shipped);
    let sum = data_encoding::HEXLOWER.encode(&Md5::digest(&shipped));
    let records = "var/lib/dpkg/info/ca-certificates";
    machine.write(&format!("{records}.list"), &format!("/{path}\n"));
    machine.write(&format!("{records}.md5sums"), &format!("{sum}  {path}\n"));
    let is_confined = |folder: &str| in_profile(&machine, folder, InForce::confines);
    assert!(!is_confined(AT_HOME));
    let stores = [profile(&machine, AT_HOME)];
    machine.block_with(Vec::new(), UnlistedRoots::Confine, &stores);
    assert!(is_confined(AT_HOME));
    assert!(!is_confined(IN_SNAP), "our script does not run there");
    machine.write("usr/lib/firefox-esr/anchorwatch.cfg", "// nothing");
    assert!(!is_confined(AT_HOME));
}
