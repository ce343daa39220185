use super::*;

const ALICE: Actor = Actor {
    uid: 1000,
    gid: 1000,
};

#[test]
fn a_user_whose_changes_hang_keeps_no_other_user_waiting_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let applier = Applier::new(&tree, Rights::EachUsers);
    applier.taken.borrow_mut().insert(ALICE.uid, PATIENCE);
    let bob = Actor { uid: 1001, ..ALICE };
    let mut done = Vec::new();
    for actor in [ALICE, bob, ALICE] {
        let worked = applier.in_time(actor, || {
            done.push(actor.uid);
            Ok(())
        });
        assert_eq!(worked.is_ok(), actor == bob, "{worked:?}");
    }
    assert_eq!(done, [bob.uid]);
}
