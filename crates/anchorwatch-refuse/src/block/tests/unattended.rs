//! Runs that nobody looks at write a bounded number of receipts, of bounded size.

use anchorwatch_home::{Actor, Change, File, Node, Role};
use anchorwatch_remark::Told;

use super::{confined::confine, *};
use crate::{block::unattended, signed_lists::tests::follow};

fn unattended_plan(machine: &Machine) -> Plan {
    let tree = machine.tree();
    let stores = survey::read(&tree, Rights::Own).stores;
    plan_unattended(&tree, Rights::Own, b"program", &stores, NOW).unwrap()
}

/// Receipts of such runs, each of which changed something for the user with this number, or
/// outside homes.
fn ran(machine: &Machine, uid: Option<u32>, count: i64) {
    ran_for(
        machine,
        uid,
        (0..count).map(|_| unattended::PURPOSE.to_owned()),
    );
}

fn ran_for(machine: &Machine, uid: Option<u32>, purposes: impl Iterator<Item = String>) {
    let tree = machine.tree();
    let change = Change {
        path: match uid {
            Some(uid) => format!("/home/{uid}/.pki/nssdb/cert9.db").into(),
            None => "/etc/chromium/policies/managed/zz-anchorwatch.json".into(),
        },
        role: Role::Own,
        actor: uid.map(|uid| Actor { uid, gid: uid }),
        before: Node::Database,
        after: Node::Database,
    };
    for (at, purpose) in (0..).zip(purposes) {
        let now = UnixSeconds::new(NOW.get() + at);
        let changes = std::slice::from_ref(&change);
        let open = Journal::new(&tree).begin(&purpose, changes, now);
        let made = open.unwrap().make(changes, |_, _| Ok::<(), ApplyError>(()));
        made.unwrap();
    }
}

fn used_up(machine: &Machine) -> Vec<Told> {
    unattended::used_up(&Journal::new(&machine.tree()).receipts().unwrap())
}

#[test]
fn a_user_who_uses_up_the_own_share_uses_up_nobody_else_s() {
    let machine = confined::machine(&confined::roots());
    ran(&machine, Some(4242), 29);
    ran(&machine, Some(4243), 29);
    assert_eq!(used_up(&machine), []);
    ran(&machine, Some(4242), 71);
    let told = |uid| BlockRemark::TooManyOfUser { uid, count: 30 }.told();
    assert_eq!(used_up(&machine), [told(4242)]);
    // Once the owner has looked, it begins anew.
    let tree = machine.tree();
    let now = UnixSeconds::new(NOW.get() + 1_000);
    let open = Journal::new(&tree).begin("block 1 key", &[], now).unwrap();
    open.make(&[], |_, _| Ok::<(), ApplyError>(())).unwrap();
    assert_eq!(used_up(&machine), []);
    ran(&machine, Some(4242), 30);
    assert_eq!(used_up(&machine), [told(4242)]);
    // What is undone does not count.
    let tree = machine.tree();
    let journal = Journal::new(&tree);
    for receipt in journal.receipts().unwrap() {
        journal.set_status(&receipt.id, Status::Undone).unwrap();
    }
    assert_eq!(used_up(&machine), []);
}

#[test]
fn the_machine_s_own_files_are_held_whoever_has_used_up_what() {
    let roots = confined::roots();
    let machine = confined::machine(&roots);
    confine(&machine.tree()).unwrap();
    assert!(unattended_plan(&machine).is_empty());
    ran(&machine, Some(4242), 30);
    ran(&machine, None, 100);
    machine.write("srv/ca.pem", &certificate("Newcomer").1);
    let plan = unattended_plan(&machine);
    let changed: Vec<&Path> = (plan.draft.changes.iter())
        .map(|change| &*change.path)
        .collect();
    assert_eq!(changed, [Path::new("/srv/ca.pem")]);
    for told in used_up(&machine) {
        assert!(plan.draft.blind_spots.contains(&told));
    }
    assert_eq!(used_up(&machine).len(), 2);
}

#[test]
fn what_signed_lists_change_uses_up_no_share() {
    let machine = confined::machine(&confined::roots());
    confine(&machine.tree()).unwrap();
    assert_eq!(unattended_plan(&machine).purpose, unattended::PURPOSE);
    let lists = |number| format!("{} (signed lists: {number}, 0)", unattended::PURPOSE);
    ran_for(&machine, None, (0..200).map(lists));
    assert_eq!(used_up(&machine), []);
    // The same keys as before: something else changed.
    ran_for(&machine, None, (0..100).map(|_| lists(199)));
    assert_eq!(used_up(&machine).len(), 1);
}

#[test]
fn only_keys_of_signed_lists_in_the_machine_s_own_stores_are_named_in_the_receipt() {
    let machine = confined::machine(&confined::roots());
    confine(&machine.tree()).unwrap();
    let plan = |user: Option<&str>| {
        let tree = machine.tree();
        let mut stores = survey::read(&tree, Rights::Own).stores;
        for store in &mut stores {
            store.user = user.map(str::to_owned);
        }
        let plan = plan_unattended(&tree, Rights::Own, b"program", &stores, NOW);
        plan.unwrap().purpose
    };
    follow(&machine.tree(), machine.imposed.spki_sha256());
    let named = format!("{} (signed lists: 1, ", unattended::PURPOSE);
    assert!(plan(None).starts_with(&named), "{}", plan(None));
    assert_eq!(plan(Some("ana")), unattended::PURPOSE);
}

/// A root in a home has a browser's policy changed, which every user's browser reads.
#[test]
fn what_homes_change_outside_them_is_bounded() {
    let roots = confined::roots();
    let machine = confined::machine(&roots);
    confine(&machine.tree()).unwrap();
    let newcomer = certificate("Newcomer");
    let store = |user: &str| {
        let tree = machine.tree();
        let stores = survey::read(&tree, Rights::Own).stores;
        let mut store = stores
            .iter()
            .find(|store| store.path.ends_with("srv/ca.pem"))
            .cloned()
            .unwrap();
        let mut anchor = store.anchors.remove(0);
        anchor.certificate = newcomer.0.clone();
        anchor.effective_for = vec![anchorwatch_machine::Client::Chromium];
        store.anchors = vec![anchor];
        store.kind = anchorwatch_machine::StoreKind::Nss;
        store.user = Some(user.to_owned());
        store.path = machine.path(&format!("home/{user}/.pki/nssdb/cert9.db"));
        stores.into_iter().chain([store]).collect::<Vec<_>>()
    };
    let lines = "mallory:x:4242:4242::/home/mallory:/bin/sh\nana:x:4243:4243::/home/ana:/bin/sh\n";
    machine.write("etc/passwd", lines);
    let changed = |user: &str| {
        let plan = plan_unattended(&machine.tree(), Rights::Own, b"program", &store(user), NOW);
        let changes = plan.unwrap().draft.changes;
        changes.iter().any(|change| {
            let name = change.path.file_name().unwrap_or_default();
            name.to_string_lossy().contains("anchorwatch.json")
        })
    };
    assert!(changed("mallory") && changed("ana"));
    ran(&machine, Some(4242), 30);
    assert!(!changed("mallory") && changed("ana"));
    ran(&machine, None, 100);
    assert!(!changed("mallory") && !changed("ana"));
}

#[test]
fn a_user_s_large_files_are_left_and_others_files_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let change = |path: &str, uid: Option<u32>, size: usize| {
        let file = File {
            content: vec![0; size],
            mode: 0o644,
            uid: 0,
            gid: 0,
            xattrs: BTreeMap::new(),
            modified: None,
        };
        Change {
            path: path.into(),
            role: Role::Own,
            actor: uid.map(|uid| Actor { uid, gid: uid }),
            before: Node::File(file),
            after: Node::Absent,
        }
    };
    let draft = Draft {
        changes: vec![
            change("/home/mallory/one", Some(1), 3 << 20),
            change("/home/mallory/two", Some(1), 2 << 20),
            change("/home/alice/one", Some(2), 1 << 20),
            change("/srv/large", None, 5 << 20),
        ],
        ..Draft::default()
    };
    let mut plan = Plan::new(String::new(), draft, Vec::new(), runs(&tree));
    unattended::leave_large(&tree, &mut plan);
    let kept: Vec<_> = (plan.draft.changes.iter())
        .map(|change| change.path.display().to_string())
        .collect();
    assert_eq!(kept, ["/home/alice/one", "/srv/large"]);
    assert_eq!(plan.draft.blind_spots.len(), 2);
}
