//! Roots in a profile that the script holds to names.

use anchorwatch_home::{BlockList, Unlisted, UnlistedTreatment, encode_consents};
use anchorwatch_machine::{Anchor, StoreKind, Trust, confined_cert};
use anchorwatch_policy::{
    Consents,
    consent::{Coverage, Terms},
};

use super::*;
use crate::{added_roots::AddedRoots, made};

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);
const UNTIL: UnixSeconds = UnixSeconds::new(1_800_100_000);
const CONSENTS: &str = "etc/anchorwatch/consent.toml";
const OURS: &str = "usr/lib/firefox-esr/anchorwatch.cfg";

fn a_root(name: &str) -> Certificate {
    made::root(name).0
}

/// A profile's database with these roots.
fn profile(roots: &[&Certificate]) -> Store {
    let anchors = roots.iter().map(|root| Anchor {
        certificate: (*root).clone(),
        trust: Trust::Trusted,
        effective_for: vec![Client::Firefox],
    });
    Store {
        id: "nss:/home/alice/.mozilla/firefox/a.default/cert9.db".to_owned(),
        kind: StoreKind::Nss,
        path: "/home/alice/.mozilla/firefox/a.default/cert9.db".into(),
        user: Some("alice".to_owned()),
        anchors: anchors.collect(),
        error: None,
        unreadable: Vec::new(),
        remarks: Vec::new(),
        is_of_unknown_program: false,
    }
}

fn list(treatment: UnlistedTreatment) -> BlockList {
    BlockList::default().limiting_unlisted(Unlisted::of(treatment, []))
}

impl Machine {
    fn consent(&self, root: &Certificate, coverage: Option<Coverage>) {
        let consents = coverage.map(|coverage| {
            let terms = Terms {
                coverage,
                not_before: NOW,
                until: UNTIL,
                by: "an owner".to_owned(),
                why: "a test".to_owned(),
            };
            Consent::new(root.spki_sha256(), terms).unwrap()
        });
        let text = encode_consents(
            &consents
                .into_iter()
                .fold(Consents::default(), |consents, consent| {
                    consents.with(consent)
                }),
        );
        let path = self.folder.path().join(CONSENTS);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a block plans for these roots in a profile.
    fn planned(&self, treatment: UnlistedTreatment, roots: &[&Certificate]) -> Draft {
        let (tree, list) = (self.tree(), list(treatment));
        let (allowlist, _) = Allowlist::of(&tree, &list, NOW);
        let mut targets = Targets::of(crate::targets::Goal::Refuse, &tree, list.clone(), &[]);
        targets.added_roots = AddedRoots::of(&allowlist, (&[profile(roots)], &[]), NOW);
        let mut draft = Draft::default();
        of_system(&tree, &targets, &mut draft);
        draft
    }

    fn updated(&self, now: UnixSeconds) -> Draft {
        let (tree, list) = (self.tree(), list(UnlistedTreatment::Confine));
        let (allowlist, _) = Allowlist::of(&tree, &list, now);
        let mut draft = Draft::default();
        after_update(&tree, &allowlist, now, &mut draft);
        draft
    }

    /// How many confined certificates our script has, and of which roots.
    fn confined(&self) -> (usize, Vec<Certificate>) {
        let text = String::from_utf8(self.read(OURS)).unwrap();
        let script = Script::read(text.as_bytes(), 0).unwrap();
        let (_, roots) = script::listed_in(&script.ours().unwrap()).unwrap();
        let rows = text.lines().filter_map(|line| line.split("\", \"").nth(2));
        let certificates = rows.filter_map(|text| {
            let der = data_encoding::BASE64.decode(text.as_bytes()).ok()?;
            confined_cert::root_of(&Certificate::from_der(&der).ok()?)
        });
        (certificates.count(), roots)
    }
}

fn some_names() -> Option<Coverage> {
    Some(Coverage::Scopes(vec!["works.example".parse().unwrap()]))
}

#[test]
fn it_holds_what_a_profile_has_and_no_accused_root() {
    let accused = a_root("Qaznet Trust Network");
    let root = a_root("Works");
    let machine = Machine::with(&[BESIDE]);
    let draft = machine.planned(UnlistedTreatment::Confine, &[&root, &accused]);
    machine.apply(&draft);
    assert_eq!(machine.confined(), (1, vec![root.clone()]));
    // Without names to hold them to, the script has none.
    let draft = machine.planned(UnlistedTreatment::HoldOut, &[&root]);
    machine.apply(&draft);
    assert_eq!(machine.confined(), (0, vec![]));
}

#[test]
fn the_hook_writes_what_the_next_block_would() {
    let (root, other) = (a_root("Works"), a_root("Others"));
    let roots = [&root, &other];
    let machine = Machine::with(&[BESIDE]);
    let plan = || machine.planned(UnlistedTreatment::Confine, &roots);
    machine.apply(&plan());
    let first = machine.read(OURS);
    assert_eq!(machine.updated(NOW).changes, []);
    // Names, every name, and none again: for each, the hook and a block agree.
    let everything = Some(Coverage::AllNames);
    for (coverage, count) in [(some_names(), 3), (everything, 2), (None, 2)] {
        machine.consent(&root, coverage.clone());
        let draft = machine.updated(NOW);
        assert_eq!(draft.changes.len(), 1, "{coverage:?}");
        assert_eq!(draft.changes[0].role, Role::Own);
        machine.apply(&draft);
        assert_eq!(machine.confined().0, count, "{coverage:?}");
        assert_eq!(plan().changes, [], "{coverage:?}");
        let is_for_all = String::from_utf8(machine.read(OURS)).unwrap();
        let key = data_encoding::BASE64.encode(root.spki_sha256().as_bytes());
        let row = format!("      [\"{key}\", ");
        let is_said = is_for_all.contains(&row);
        assert_eq!(is_said, coverage == Some(Coverage::AllNames));
    }
    assert_eq!(machine.read(OURS), first);
    // The end of a consent needs no hook: the script knows the day. The hook drops it later.
    machine.consent(&root, some_names());
    machine.apply(&machine.updated(NOW));
    machine.apply(&machine.updated(UnixSeconds::new(UNTIL.get() + 1)));
    assert_eq!(machine.read(OURS), first);
}

#[test]
fn a_part_in_someone_else_s_script_follows_too_and_a_changed_one_is_left() {
    let root = a_root("Works");
    let theirs = (THEIRS, b"// x\n".as_slice());
    let machine = Machine::with(&[PLAIN, theirs]);
    machine.apply(&machine.planned(UnlistedTreatment::Confine, &[&root]));
    machine.consent(&root, some_names());
    let draft = machine.updated(NOW);
    let [change] = draft.changes.as_slice() else {
        panic!("{:?}", draft.changes);
    };
    assert!(matches!(&change.role, Role::Shared(edit) if edit.items.len() == 1));
    machine.apply(&draft);
    let plan = machine.planned(UnlistedTreatment::Confine, &[&root]);
    assert_eq!(plan.changes, []);

    machine.consent(&root, None);
    let path = machine.folder.path().join(THEIRS);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("const set =", "const put =", 1)).unwrap();
    assert_eq!(machine.updated(NOW).changes, []);
}

#[test]
fn a_user_s_roots_are_bounded_and_the_rest_is_told() {
    let machine = Machine::with(&[BESIDE]);
    let roots: Vec<Certificate> = (0..103).map(|at| a_root(&format!("Root {at}"))).collect();
    let roots: Vec<&Certificate> = roots.iter().collect();
    let draft = machine.planned(UnlistedTreatment::Confine, &roots);
    let left = MozillaRemark::TooManyConfined { count: 3 }.told();
    assert!(draft.warnings.contains(&left), "{:?}", draft.warnings);
    machine.apply(&draft);
    assert_eq!(machine.confined().0, 100);
}

/// Users could fill it by adding and taking away roots, run after run.
#[test]
fn what_only_a_script_has_does_not_crowd_out_a_root_that_is_there() {
    let machine = Machine::with(&[BESIDE]);
    let (tree, list) = (machine.tree(), list(UnlistedTreatment::Confine));
    let (allowlist, _) = Allowlist::of(&tree, &list, NOW);
    let earlier: Vec<Certificate> = (0..1_000).map(|at| a_root(&format!("Root {at}"))).collect();
    let mine = a_root("Mine");
    let stores = [Store {
        user: None,
        ..profile(&[&mine])
    }];
    let added = AddedRoots::of(&allowlist, (&stores, &earlier), NOW).unwrap();
    let roots = added.by_script.confined.iter();
    let mut roots = roots.filter_map(|one| confined_cert::root_of(&one.confined));
    assert!(roots.any(|root| root == mine));
}
