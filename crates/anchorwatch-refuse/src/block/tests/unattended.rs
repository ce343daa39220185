//! Runs that nobody looks at write a bounded number of receipts, of bounded size.

use anchorwatch_home::{Actor, Change, File, Node, Role};

use super::{confined::confine, *};
use crate::block::unattended;

fn unattended_plan(machine: &Machine) -> Plan {
    let tree = machine.tree();
    let stores = survey::read(&tree, Rights::Own).stores;
    plan_unattended(&tree, Rights::Own, b"program", &stores, NOW).unwrap()
}

#[test]
fn what_came_since_is_held_until_such_runs_have_left_too_many_receipts() {
    let roots = confined::roots();
    let machine = confined::machine(&roots);
    confine(&machine.tree()).unwrap();
    assert!(unattended_plan(&machine).is_empty());
    machine.write("srv/ca.pem", &certificate("Newcomer").1);
    let plan = unattended_plan(&machine);
    assert_eq!(plan.draft.changes.len(), 1);

    let tree = machine.tree();
    for at in 0..100 {
        let now = UnixSeconds::new(NOW.get() + at);
        let open = Journal::new(&tree).begin(unattended::PURPOSE, &[], now);
        let made = open.unwrap().make(&[], |_, _| Ok::<(), ApplyError>(()));
        made.unwrap();
    }
    let plan = unattended_plan(&machine);
    assert!(plan.is_empty());
    let told = BlockRemark::TooManyUnattended { count: 100 }.told();
    assert!(plan.draft.blind_spots.contains(&told));
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
