//! A consent to a root for every name brings it back into files, keystores and databases, in whatever
//! order that is undone, and killed at every single step.

use anchorwatch_policy::{
    Consent,
    consent::{Coverage, Terms},
};

use super::{
    confined::{confine, machine, roots},
    *,
};
use crate::{
    consent::{self, Step},
    java::made::keystore_with,
    nss::edit::tests::database_with,
    signed_lists::tests::follow,
};

const NAMED: &str = "srv/ca.pem";
const BINARY: &str = "srv/imposed.der";
const KEYSTORE: &str = "srv/keystore";
const DATABASE: &str = "etc/pki/nssdb/cert9.db";

/// A machine whose settings name the root in a file that cannot hold it to names, and in a keystore,
/// and which has it in a database.
fn with_all(roots: &[(Certificate, String); 3]) -> Machine {
    let machine = machine(roots);
    let imposed = &roots[0].0;
    fs::write(machine.path(BINARY), imposed.der()).unwrap();
    fs::write(machine.path(KEYSTORE), keystore_with("one", imposed.der())).unwrap();
    let options = format!("JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=/{KEYSTORE}");
    machine.write(
        "etc/environment",
        &format!("SSL_CERT_FILE=/{NAMED}\nCURL_CA_BUNDLE=/{BINARY}\n{options}\n"),
    );
    database_with(imposed, machine.path(DATABASE).parent().unwrap());
    machine
}

fn for_every_name(roots: &[(Certificate, String); 3]) -> Consent {
    let terms = Terms {
        coverage: Coverage::AllNames,
        not_before: NOW,
        until: UnixSeconds::new(NOW.get() + 1_000),
        by: "an owner".to_owned(),
        why: "a test".to_owned(),
    };
    Consent::new(roots[0].0.spki_sha256(), terms).unwrap()
}

fn give(tree: &Tree, consent: &Consent) -> Result<ReceiptId, ApplyError> {
    let plan = consent::plan(tree, Step::Give(Box::new(consent.clone())))?;
    plan.apply(tree, Rights::Own, NOW)
}

fn withdraw(tree: &Tree, consent: &Consent) {
    let plan = consent::plan(tree, Step::Withdraw(consent.key())).unwrap();
    plan.apply(tree, Rights::Own, NOW).unwrap();
    // The watch does so within seconds.
    again(tree);
}

fn again(tree: &Tree) {
    let stores = survey::read(tree, Rights::Own).stores;
    let plan = plan_unattended(tree, Rights::Own, b"program", &stores, NOW).unwrap();
    if !plan.is_empty() {
        plan.apply(tree, Rights::Own, NOW).unwrap();
    }
}

impl Machine {
    /// In how many of the four places something trusts the imposed root itself.
    fn trusted_in(&self) -> Vec<&'static str> {
        let stores = survey::read(&self.tree(), Rights::Own).stores;
        let mut places = vec![NAMED, BINARY, KEYSTORE, DATABASE];
        places.retain(|place| {
            let mut at = stores.iter().filter(|store| store.path == self.path(place));
            at.any(|store| {
                let mut anchors = store.anchors.iter();
                anchors.any(|anchor| {
                    anchor.certificate == self.imposed
                        && anchor.trust == anchorwatch_machine::Trust::Trusted
                })
            })
        });
        places
    }

    /// What is at each path, without the databases: SQLite chooses their bytes.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = self.snapshot();
        files.retain(|path, _| !path.ends_with("cert9.db") && !path.ends_with("key4.db"));
        files
    }

    /// The contents of the files, without when they were written.
    fn contents(&self) -> (BTreeMap<PathBuf, String>, Vec<String>) {
        let mut files = self.files();
        // A folder stays if the consent was in it when its receipt was undone.
        files.remove(Path::new("etc/anchorwatch"));
        for (path, content) in &mut files {
            if let Ok(read) = fs::read(self.folder.path().join(path)) {
                *content = String::from_utf8_lossy(&read).into_owned();
            }
        }
        (files, self.rows())
    }

    /// The trust of each certificate in the database.
    fn rows(&self) -> Vec<String> {
        let stores = survey::read(&self.tree(), Rights::Own).stores;
        let at = stores
            .iter()
            .filter(|store| store.path == self.path(DATABASE));
        let anchors = at.flat_map(|store| &store.anchors);
        let mut rows: Vec<String> = anchors
            .map(|anchor| format!("{} {:?}", anchor.certificate.sha256(), anchor.trust))
            .collect();
        rows.sort();
        rows
    }

    fn state(&self) -> (BTreeMap<PathBuf, String>, Vec<String>) {
        (self.files(), self.rows())
    }

    fn receipts(&self) -> Vec<ReceiptId> {
        let receipts = Journal::new(&self.tree()).receipts().unwrap().into_iter();
        receipts.map(|receipt| receipt.id).collect()
    }
}

const EVERYWHERE: [&str; 4] = [NAMED, BINARY, KEYSTORE, DATABASE];

#[test]
fn a_root_that_a_list_refuses_stays_out_whatever_is_consented_to() {
    let roots = roots();
    let machine = with_all(&roots);
    let tree = machine.tree();
    confine(&tree).unwrap();
    give(&tree, &for_every_name(&roots)).unwrap();
    assert_eq!(machine.trusted_in(), EVERYWHERE);
    follow(&tree, machine.imposed.spki_sha256());
    again(&tree);
    assert_eq!(machine.trusted_in(), [""; 0]);
    // Then no store has it any more, and only receipts know of it.
    for file in fs::read_dir(machine.path("usr/local/share/ca-certificates")).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    for gone in [
        DATABASE,
        "etc/chromium/policies/managed/zz-anchorwatch.json",
    ] {
        fs::remove_file(machine.path(gone)).unwrap();
    }
    for file in fs::read_dir(machine.path("etc/ssl/certs")).unwrap() {
        let file = file.unwrap().path();
        if !file.ends_with("ca-certificates.crt") {
            fs::remove_file(file).unwrap();
        }
    }
    let stores = survey::read(&tree, Rights::Own).stores;
    let has_it = |store: &&Store| {
        let mut anchors = store.anchors.iter();
        anchors.any(|it| it.certificate.spki_sha256() == machine.imposed.spki_sha256())
    };
    let with_it: Vec<PathBuf> = stores
        .iter()
        .filter(has_it)
        .map(|it| it.path.clone())
        .collect();
    assert!(with_it.is_empty(), "{with_it:?}");
    for _ in 0..3 {
        again(&tree);
        assert_eq!(machine.trusted_in(), [""; 0]);
    }
}

#[test]
fn a_root_comes_back_at_once_and_goes_with_the_consent_and_undo_brings_every_byte_back() {
    let roots = roots();
    let machine = with_all(&roots);
    let (before, tree) = (machine.state(), machine.tree());
    assert_eq!(machine.trusted_in(), EVERYWHERE);
    confine(&tree).unwrap();
    let confined = machine.state();
    assert!(
        machine.trusted_in().is_empty(),
        "{:?}",
        machine.trusted_in()
    );

    let consent = for_every_name(&roots);
    give(&tree, &consent).unwrap();
    assert_eq!(machine.trusted_in(), EVERYWHERE);
    // What stood in its place is gone, and every byte is as it was.
    assert_eq!(machine.rows().len(), before.1.len());
    for place in [BINARY, KEYSTORE] {
        assert_eq!(
            machine.files().get(Path::new(place)),
            before.0.get(Path::new(place)),
            "{place}"
        );
    }
    // Chromium's policy takes the root in.
    again(&tree);
    let count = machine.receipts().len();
    again(&tree);
    assert_eq!(machine.receipts().len(), count, "nothing is left to do");

    withdraw(&tree, &consent);
    assert!(
        machine.trusted_in().is_empty(),
        "{:?}",
        machine.trusted_in()
    );
    assert_eq!(machine.rows(), confined.1);

    give(&tree, &consent).unwrap();
    assert_eq!(machine.trusted_in(), EVERYWHERE);
    machine.undo(&tree).unwrap();
    assert_eq!(machine.state(), before);
}

#[test]
fn receipts_are_undone_in_whatever_order() {
    let roots = roots();
    let consent = for_every_name(&roots);
    let made = || {
        let machine = with_all(&roots);
        let before = machine.contents();
        let tree = machine.tree();
        confine(&tree).unwrap();
        give(&tree, &consent).unwrap();
        (machine, before)
    };
    let count = made().0.receipts().len();
    assert!(count >= 3, "{count}");
    let mut undone = 0;
    for first in 0..count {
        for second in 0..count {
            let (machine, before) = made();
            let tree = machine.tree();
            let receipts = machine.receipts();
            for id in [&receipts[first], &receipts[second]] {
                let which = undo::Which::One(id.clone());
                // One on which a later one builds may be refused: then nothing is changed.
                let plan = undo::plan(&tree, Rights::Own, &which);
                undone += usize::from(
                    plan.map(|plan| plan.apply(&tree, Rights::Own).unwrap())
                        .is_ok(),
                );
            }
            machine
                .undo(&tree)
                .unwrap_or_else(|error| panic!("{first}, {second}: {error}"));
            assert_eq!(machine.contents(), before, "{first}, {second}");
        }
    }
    assert!(undone > count * count, "{undone}");
}

#[test]
fn what_the_owner_removed_or_others_took_out_since_stays_out() {
    let roots = roots();
    let consent = for_every_name(&roots);
    let machine = with_all(&roots);
    let tree = machine.tree();
    confine(&tree).unwrap();
    give(&tree, &consent).unwrap();
    // The owner of the keystore takes the root out again.
    let file = fs::read(machine.path(KEYSTORE)).unwrap();
    let without = crate::java::keystore::filter::without(&file, &[], &|_| true).unwrap();
    fs::write(machine.path(KEYSTORE), without.content.unwrap()).unwrap();
    again(&tree);
    assert_eq!(machine.trusted_in(), [NAMED, BINARY, DATABASE]);

    let stores = survey::read(&tree, Rights::Own).stores;
    let keys = wish_of(&machine.imposed).keys;
    let removed = crate::remove::plan(&tree, Rights::Own, keys, &stores).unwrap();
    removed.apply(&tree, Rights::Own, NOW).unwrap();
    again(&tree);
    assert!(
        machine.trusted_in().is_empty(),
        "{:?}",
        machine.trusted_in()
    );
}

/// OpenSSL stops at the first number that is missing, so others move up when a root is taken out.
#[test]
fn a_folder_in_which_others_moved_up_gets_nothing_back_and_is_told_and_a_folder_of_its_own_does() {
    let roots = roots();
    let consent = for_every_name(&roots);
    let [imposed, _, shipped] = &roots;
    for is_alone in [true, false] {
        let machine = machine(&roots);
        machine.write("etc/environment", "SSL_CERT_DIR=/srv/certs\n");
        let [first, second] = ["srv/certs/0b0b0b0b.0", "srv/certs/0b0b0b0b.1"];
        fs::create_dir_all(machine.path("srv/certs")).unwrap();
        fs::write(machine.path(first), imposed.0.der()).unwrap();
        if !is_alone {
            machine.write(second, &shipped.1);
        }
        let (before, tree) = (machine.snapshot(), machine.tree());
        confine(&tree).unwrap();
        assert!(!machine.path(second).exists(), "{is_alone}");
        assert_eq!(machine.path(first).exists(), !is_alone);
        give(&tree, &consent).unwrap();
        let stores = survey::read(&tree, Rights::Own).stores;
        let planned = plan_unattended(&tree, Rights::Own, b"program", &stores, NOW).unwrap();
        let path = tree.display_path("/srv/certs".as_ref());
        let told = BlockRemark::RootNotBroughtBack { path }.told();
        assert_eq!(planned.draft.warnings.contains(&told), !is_alone);
        let found = fs::read(machine.path(first)).unwrap();
        let expected = match is_alone {
            true => imposed.0.der(),
            false => shipped.1.as_bytes(),
        };
        assert!(found == expected, "{is_alone}");
        machine.undo(&tree).unwrap();
        assert_eq!(machine.snapshot(), before, "{is_alone}");
    }
}

#[test]
fn a_consent_that_is_killed_at_any_step_is_followed_by_the_next_run_and_undone() {
    let roots = roots();
    let consent = for_every_name(&roots);
    let blocked = || {
        let machine = with_all(&roots);
        let before = machine.state();
        confine(&machine.tree()).unwrap();
        (machine, before)
    };
    let (whole, _) = blocked();
    let steps = steps_of(|_, tree| drop(give(tree, &consent).unwrap()), &whole);
    assert!(steps > 20, "{steps}");
    for at in (0..steps).step_by(3) {
        let (machine, before) = blocked();
        let _cut_off = give(
            &machine.tree().dangerous_with(Fault::KilledAt(at)),
            &consent,
        );
        let _given = give(&machine.tree(), &consent).unwrap();
        reapply(&machine.tree(), NOW, Trigger::Consent).unwrap();
        again(&machine.tree());
        assert_eq!(machine.trusted_in(), EVERYWHERE, "killed at {at}");
        machine
            .undo(&machine.tree())
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert_eq!(machine.state(), before, "killed at {at}");
    }
}

#[test]
fn with_hold_out_a_consent_acts_at_once_and_its_withdrawal_too() {
    let roots = roots();
    let machine = machine(&roots);
    let (before, tree) = (machine.snapshot(), machine.tree());
    let stores = survey::read(&tree, Rights::Own).stores;
    let wish = BlockOptions {
        keys: Vec::new(),
        unlisted_roots: UnlistedRoots::HoldOut,
        override_origins: Vec::new(),
    };
    let planned = plan(&tree, Rights::Own, wish, b"program", &stores, NOW).unwrap();
    planned.apply(&tree, Rights::Own, NOW).unwrap();
    let shows = || {
        let bundle = fs::read_to_string(machine.path("etc/ssl/certs/ca-certificates.crt")).unwrap();
        let folder = fs::read_dir(machine.path("etc/ssl/certs")).unwrap();
        let targets = folder.filter_map(|entry| entry.unwrap().path().read_link().ok());
        let count =
            targets.filter(|target| target.ends_with("bad.crt") || target.ends_with("bad.pem"));
        (bundle.contains(&roots[0].1), count.count())
    };
    assert_eq!(shows(), (false, 0));
    let consent = for_every_name(&roots);
    give(&tree, &consent).unwrap();
    assert_eq!(
        shows(),
        (true, 2),
        "the bundle, the tool's link, and the one by hash"
    );
    let given = machine.snapshot();
    reapply(&tree, NOW, Trigger::Watched).unwrap();
    assert_eq!(machine.snapshot(), given);
    let plan = consent::plan(&tree, Step::Withdraw(consent.key())).unwrap();
    plan.apply(&tree, Rights::Own, NOW).unwrap();
    assert_eq!(shows(), (false, 0));
    machine.undo(&tree).unwrap();
    assert_eq!(machine.snapshot(), before);
}
