//! A process that kills itself at each step of a block.

use std::{env, os::unix::process::ExitStatusExt as _, process::Command};

use anchorwatch_identity::pem;

use super::*;

/// Tell the child test where the machine is, and at which step to die.
const TREE: &str = "ANCHORWATCH_TEST_TREE";
const STEP: &str = "ANCHORWATCH_TEST_STEP";

const BAD: &str = "usr/local/share/ca-certificates/bad.crt";

fn a_machine() -> Machine {
    Machine::new(&certificate("Imposed"), &certificate("Good").1)
}

/// Temporary files, with their sizes.
fn leftovers(machine: &Machine) -> Vec<(PathBuf, u64)> {
    let mut all = BTreeMap::new();
    walk(machine.folder.path(), machine.folder.path(), &mut all);
    let is_temporary = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(".anchorwatch-") || name.starts_with('.') && name.ends_with(".new")
    };
    let names = all.into_keys().filter(is_temporary);
    names
        .map(|name| {
            let size = machine.path(name.to_str().unwrap());
            let size = size.symlink_metadata().unwrap().len();
            (name, size)
        })
        .collect()
}

#[test]
fn a_block_of_its_own_process_may_die() {
    let Some(root) = env::var_os(TREE) else {
        let machine = a_machine();
        machine.block(&machine.tree()).unwrap();
        assert_eq!(leftovers(&machine), []);
        return;
    };
    let tree = Tree::open(root.as_ref()).unwrap();
    let text = fs::read(Path::new(&root).join(BAD)).unwrap();
    let imposed = pem::blocks(&text).remove(0).certificates.unwrap().remove(0);
    let step = env::var(STEP).unwrap().parse().unwrap();
    drop(block_of(
        &tree.dangerous_with(Fault::DiesAt(step)),
        &imposed,
    ));
}

fn block_and_die(machine: &Machine, step: u64) {
    let ended = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--test-threads=1"])
        .arg("block::tests::killed::a_block_of_its_own_process_may_die")
        .env(TREE, machine.folder.path())
        .env(STEP, step.to_string())
        .output()
        .unwrap()
        .status;
    assert_eq!(ended.signal(), Some(9), "{step}: {ended}");
}

#[test]
fn a_block_that_is_killed_leaves_no_copy_and_the_next_run_takes_away_what_it_left() {
    let steps = steps_of(
        |machine, tree| drop(machine.block(tree).unwrap()),
        &a_machine(),
    );
    let mut in_between = 0;
    for step in 0..steps {
        let machine = a_machine();
        let before = machine.snapshot();
        block_and_die(&machine, step);
        let left = leftovers(&machine);
        in_between += usize::from(!left.is_empty());
        // Only a replaced file briefly has two names; a program never does.
        assert!(left.len() <= 1, "{step}: {left:?}");
        let is_copy = |(path, _): &(PathBuf, u64)| path.starts_with("usr/local/lib/anchorwatch");
        assert!(!left.iter().any(is_copy), "{step}: {left:?}");
        machine.block(&machine.tree()).unwrap();
        assert_eq!(leftovers(&machine), [], "{step}");
        let journal = machine.path("var/lib/anchorwatch/journal");
        for receipt in fs::read_dir(journal).unwrap() {
            let receipt = receipt.unwrap().path();
            assert!(receipt.join("receipt.json").exists(), "{step}: {receipt:?}");
        }
        machine.undo(&machine.tree()).unwrap();
        assert_eq!(machine.snapshot(), before, "{step}");
    }
    assert!(in_between > 0, "no kill hit a file that replaces another");
}

#[test]
fn a_file_system_without_nameless_files_keeps_what_a_block_does() {
    let (one, other) = (a_machine(), a_machine());
    let tree = other.tree().dangerous_with(Fault::NoNamelessFiles);
    let names = |machine: &Machine| machine.snapshot().into_keys().collect::<Vec<_>>();
    one.block(&one.tree()).unwrap();
    other.block(&tree).unwrap();
    assert!(tree.step_count() > 0);
    let is_reject = |path: &PathBuf| !path.to_string_lossy().contains("etc/ssl/certs");
    let kept = |names: Vec<PathBuf>| names.into_iter().filter(is_reject).collect::<Vec<_>>();
    assert_eq!(kept(names(&one)), kept(names(&other)));
    assert!(!is_trusted(&other));
    other.undo(&tree).unwrap();
    assert_eq!(leftovers(&other), []);
}
