//! Runs that hold roots to names, killed at every single step.

use anchorwatch_container::certificate_file;
use anchorwatch_policy::{
    Consent,
    consent::{Coverage, Terms},
};
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

use super::*;
use crate::consent::{self, Step};

const BUNDLE: &str = "etc/ssl/certs/ca-certificates.crt";
const NAMED: &str = "srv/ca.pem";

/// The machine of the other tests, with a package that ships another root.
pub(super) fn machine(roots: &[(Certificate, String); 3]) -> Machine {
    let [imposed, good, shipped] = roots;
    let machine = Machine::new(imposed, &good.1);
    let path = "usr/share/ca-certificates/mozilla/shipped.crt";
    machine.write(path, &shipped.1);
    let sum = HEXLOWER.encode(&Md5::digest(&shipped.1));
    let records = "var/lib/dpkg/info/ca-certificates";
    machine.write(&format!("{records}.list"), &format!("/{path}\n"));
    machine.write(&format!("{records}.md5sums"), &format!("{sum}  {path}\n"));
    machine
}

pub(super) fn roots() -> [(Certificate, String); 3] {
    ["Imposed", "Good", "Shipped"].map(certificate)
}

pub(super) fn confine(tree: &Tree) -> Result<ReceiptId, ApplyError> {
    let stores = survey::read(tree, Rights::Own).stores;
    let wish = BlockOptions {
        keys: Vec::new(),
        unlisted_roots: UnlistedRoots::Confine,
        override_origins: Vec::new(),
    };
    plan(tree, Rights::Own, wish, b"program", &stores, NOW)?.apply(tree, Rights::Own, NOW)
}

impl Machine {
    fn shown(&self, path: &str) -> Vec<Certificate> {
        let file = certificate_file(&fs::read(self.path(path)).unwrap());
        file.certificates().cloned().collect()
    }

    /// Whether the bundle and the named file show the two roots, each held to names.
    fn is_confined(&self) -> bool {
        [BUNDLE, NAMED].iter().all(|path| {
            let shown = self.shown(path);
            shown.len() == 2 && shown.iter().all(confined_cert::is_one)
        })
    }
}

#[test]
fn a_block_of_the_unlisted_that_is_killed_at_any_step_can_go_on_and_back() {
    let roots = roots();
    let whole = machine(&roots);
    let steps = steps_of(|_, tree| drop(confine(tree).unwrap()), &whole);
    assert!(whole.is_confined() && steps > 50, "{steps}");
    for at in 0..steps {
        let machine = machine(&roots);
        let before = machine.snapshot();
        let _cut_off = confine(&machine.tree().dangerous_with(Fault::KilledAt(at)));
        machine
            .undo(&machine.tree())
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert_eq!(machine.snapshot(), before, "killed at {at}");
        confine(&machine.tree()).unwrap();
        assert!(machine.is_confined(), "killed at {at}");
    }
}

/// What the distribution's tool does at an update.
fn update(machine: &Machine, roots: &[(Certificate, String); 3]) {
    let [imposed, good, _] = roots;
    machine.write(BUNDLE, &format!("{}{}", good.1, imposed.1));
}

#[test]
fn a_hook_that_is_killed_at_any_step_is_finished_by_the_next_run() {
    let roots = roots();
    let updated = || {
        let machine = machine(&roots);
        confine(&machine.tree()).unwrap();
        update(&machine, &roots);
        machine
    };
    let hook = |tree: &Tree| reapply(tree, NOW, Trigger::Update);
    let whole = updated();
    let steps = steps_of(|_, tree| drop(hook(tree).unwrap()), &whole);
    assert!(whole.is_confined() && steps > 3, "{steps}");
    for at in 0..steps {
        let machine = updated();
        let _cut_off = hook(&machine.tree().dangerous_with(Fault::KilledAt(at)));
        hook(&machine.tree()).unwrap();
        assert!(machine.is_confined(), "killed at {at}");
        assert_eq!(machine.shown(BUNDLE), whole.shown(BUNDLE), "killed at {at}");
    }
}

#[test]
fn a_consent_that_is_killed_at_any_step_is_in_force_or_not_and_all_is_undone() {
    let roots = roots();
    let terms = Terms {
        coverage: Coverage::Scopes(vec!["works.example".parse().unwrap()]),
        not_before: NOW,
        until: UnixSeconds::new(NOW.get() + 1_000),
        by: "an owner".to_owned(),
        why: "a test".to_owned(),
    };
    let given = Consent::new(roots[0].0.spki_sha256(), terms).unwrap();
    let give = |tree: &Tree| {
        let plan = consent::plan(tree, Step::Give(Box::new(given.clone())))?;
        plan.apply(tree, Rights::Own, NOW)
    };
    let blocked = || {
        let machine = machine(&roots);
        let before = machine.snapshot();
        confine(&machine.tree()).unwrap();
        (machine, before)
    };
    let (whole, _) = blocked();
    let without = whole.shown(NAMED);
    let steps = steps_of(|_, tree| drop(give(tree).unwrap()), &whole);
    let with = whole.shown(NAMED);
    assert!(with != without && steps > 5, "{steps}");
    for at in 0..steps {
        let (machine, before) = blocked();
        let _cut_off = give(&machine.tree().dangerous_with(Fault::KilledAt(at)));
        assert!(machine.is_confined(), "killed at {at}");
        let _given = give(&machine.tree()).unwrap();
        reapply(&machine.tree(), NOW, Trigger::Consent).unwrap();
        assert_eq!(machine.shown(NAMED), with, "killed at {at}");
        assert_eq!(machine.shown(BUNDLE), whole.shown(BUNDLE), "killed at {at}");
        machine
            .undo(&machine.tree())
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert_eq!(machine.snapshot(), before, "killed at {at}");
    }
}
