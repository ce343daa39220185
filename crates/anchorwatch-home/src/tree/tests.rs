use std::{
    collections::BTreeMap,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
};

use super::*;
use crate::{Change, File, Node, Role};

fn a_tree() -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    (folder, tree)
}

fn a_file(content: &[u8]) -> Node {
    Node::File(File {
        content: content.to_vec(),
        mode: 0o640,
        uid: rustix::process::geteuid().as_raw(),
        gid: rustix::process::getegid().as_raw(),
        xattrs: BTreeMap::new(),
        modified: None,
    })
}

fn change(path: &str, before: Node, after: Node) -> Change {
    Change {
        path: path.into(),
        role: Role::Own,
        actor: None,
        before,
        after,
    }
}

#[test]
fn a_link_cannot_lead_out_of_the_tree() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "outside").unwrap();
    let (folder, tree) = a_tree();
    symlink(
        outside.path().join("secret"),
        folder.path().join("absolute"),
    )
    .unwrap();
    symlink(
        "../../../../../../../../../../etc/passwd",
        folder.path().join("relative"),
    )
    .unwrap();
    symlink(outside.path(), folder.path().join("folder")).unwrap();
    for path in ["/absolute", "/relative", "/folder/secret"] {
        assert!(
            tree.read(path.as_ref(), 1000).unwrap_err().is_not_found(),
            "{path}"
        );
    }
    assert!(tree.list("/folder".as_ref()).unwrap_err().is_not_found());
}

#[test]
fn paths_are_resolved_while_files_are_renamed_elsewhere() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (folder, tree) = a_tree();
    std::fs::write(folder.path().join("file"), "inside").unwrap();
    // As many as fit into a link: one rename during the walk makes the kernel give up.
    symlink("../".repeat(1_300) + "file", folder.path().join("up")).unwrap();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for name in ["1", "2", "3", "4"] {
            let (a, b) = (
                elsewhere.path().join(name),
                elsewhere.path().join("to").join(name),
            );
            std::fs::create_dir_all(b.parent().unwrap()).unwrap();
            std::fs::write(&a, "").unwrap();
            let is_over = &is_over;
            scope.spawn(move || {
                while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                    std::fs::rename(&a, &b).unwrap();
                    std::fs::rename(&b, &a).unwrap();
                }
            });
        }
        let reads: Vec<_> = (0..5_000)
            .map(|_| tree.read("/up".as_ref(), 1000))
            .collect();
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        let failed: Vec<_> = reads
            .iter()
            .filter_map(|read| read.as_ref().err())
            .collect();
        assert!(
            failed.is_empty(),
            "{} of {}: {:?}",
            failed.len(),
            reads.len(),
            failed.first()
        );
    });
}

#[test]
fn an_absolute_link_inside_an_image_is_followed_inside_it() {
    let (folder, tree) = a_tree();
    std::fs::create_dir(folder.path().join("usr")).unwrap();
    std::fs::write(folder.path().join("usr/a"), "inside").unwrap();
    symlink("/usr/a", folder.path().join("link")).unwrap();
    assert_eq!(tree.read("/link".as_ref(), 1000).unwrap(), b"inside");
}

#[test]
fn a_loop_of_links_is_an_error_and_not_a_hang() {
    let (folder, tree) = a_tree();
    symlink("two", folder.path().join("one")).unwrap();
    symlink("one", folder.path().join("two")).unwrap();
    assert!(matches!(
        tree.read("/one".as_ref(), 10),
        Err(Error::Io { .. })
    ));
}

#[test]
fn a_fifo_a_folder_and_a_large_file_are_refused_at_once() {
    let (folder, tree) = a_tree();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path().join("fifo"))
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::write(folder.path().join("large"), [0; 11]).unwrap();
    assert!(matches!(
        tree.read("/fifo".as_ref(), 10),
        Err(Error::NotARegularFile { .. })
    ));
    assert!(matches!(
        tree.read("/".as_ref(), 10),
        Err(Error::NotARegularFile { .. })
    ));
    assert!(matches!(
        tree.read("/large".as_ref(), 10),
        Err(Error::TooLarge { max: 10, .. })
    ));
    assert_eq!(tree.read("/large".as_ref(), 11).unwrap().len(), 11);
    assert_eq!(tree.node("/fifo".as_ref()).unwrap(), Node::Other);
}

#[test]
fn a_file_that_others_can_write_is_not_ours() {
    let (folder, tree) = a_tree();
    let path = folder.path().join("list");
    std::fs::write(&path, "keys").unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(tree.read_own("/list".as_ref(), 10).unwrap(), b"keys");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o664)).unwrap();
    assert!(matches!(
        tree.read_own("/list".as_ref(), 10),
        Err(Error::NotOurs { mode: 0o664, .. })
    ));
}

#[test]
fn a_file_comes_back_with_its_mode_and_time() {
    let (folder, tree) = a_tree();
    let path = folder.path().join("file");
    std::fs::write(&path, "old").unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o4751)).unwrap();
    let before = tree.node("/file".as_ref()).unwrap();
    let seen = std::fs::metadata(&path).unwrap();
    tree.make(&change("/file", before.clone(), a_file(b"new")), ".t")
        .unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    tree.make(&change("/file", a_file(b"new"), before), ".t")
        .unwrap();
    let again = std::fs::metadata(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(
        (seen.mode(), seen.mtime(), seen.mtime_nsec()),
        (again.mode(), again.mtime(), again.mtime_nsec())
    );
}

#[test]
fn a_path_that_changed_since_the_plan_is_left_alone() {
    let (folder, tree) = a_tree();
    std::fs::write(folder.path().join("file"), "someone else's").unwrap();
    let refused = tree.make(&change("/file", a_file(b"planned"), a_file(b"new")), ".t");
    assert!(matches!(refused, Err(Error::Changed { .. })));
    assert_eq!(
        std::fs::read(folder.path().join("file")).unwrap(),
        b"someone else's"
    );
}

#[test]
fn a_link_is_replaced_itself_and_never_what_it_points_to() {
    let (folder, tree) = a_tree();
    std::fs::write(folder.path().join("target"), "precious").unwrap();
    symlink("target", folder.path().join("link")).unwrap();
    let before = tree.node("/link".as_ref()).unwrap();
    tree.make(&change("/link", before.clone(), a_file(b"file")), ".t")
        .unwrap();
    assert_eq!(
        std::fs::read(folder.path().join("target")).unwrap(),
        b"precious"
    );
    assert_eq!(std::fs::read(folder.path().join("link")).unwrap(), b"file");
    tree.make(&change("/link", a_file(b"file"), before), ".t")
        .unwrap();
    assert_eq!(
        std::fs::read_link(folder.path().join("link")).unwrap(),
        Path::new("target")
    );
}

#[test]
fn nothing_is_left_of_a_write_that_failed() {
    let (folder, tree) = a_tree();
    std::fs::create_dir(folder.path().join("taken")).unwrap();
    std::fs::write(folder.path().join("taken/child"), "").unwrap();
    // Renaming a file over a folder fails after the temporary file was written.
    let failed = tree.place("/taken".as_ref(), &a_file(b"x"), &Node::Absent, ".t");
    assert!(matches!(failed, Err(Error::Io { .. })));
    let names: Vec<_> = tree
        .list("/".as_ref())
        .unwrap()
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    assert_eq!(names, ["taken"]);
}

#[test]
fn a_new_file_never_replaces_an_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evidence.json");
    write_new_file(&path, b"first").unwrap();
    assert!(matches!(
        write_new_file(&path, b"second"),
        Err(Error::Io { .. })
    ));
    assert_eq!(std::fs::read(&path).unwrap(), b"first");
}

#[test]
fn a_file_that_keeps_changing_is_an_error() {
    use std::{
        io::Write as _,
        sync::{
            Barrier,
            atomic::{AtomicBool, Ordering},
        },
    };
    let (folder, tree) = a_tree();
    let path = folder.path().join("busy");
    let mut file = std::fs::File::create(&path).unwrap();
    // Reading this takes far longer than one write.
    file.set_len(32 << 20).unwrap();
    let is_over = AtomicBool::new(false);
    let begun = Barrier::new(2);
    let read = std::thread::scope(|scope| {
        scope.spawn(|| {
            file.write_all(b"the first line\n").unwrap();
            begun.wait();
            while !is_over.load(Ordering::Relaxed) {
                file.write_all(b"one more line\n").unwrap();
            }
        });
        begun.wait();
        // On a busy machine the writer may not run during one particular read.
        let mut reads = std::iter::repeat_with(|| tree.read("busy".as_ref(), 64 << 20)).take(100);
        let read = reads.find(|read| read.is_err());
        is_over.store(true, Ordering::Relaxed);
        read
    });
    assert!(matches!(read, Some(Err(Error::ChangesWhileRead { .. }))));
    assert!(tree.read("busy".as_ref(), 64 << 20).is_ok());
}

#[test]
fn a_folder_swapped_for_a_link_during_a_change_redirects_nothing() {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    let (folder, tree) = a_tree();
    let root = folder.path();
    for folder in ["mine", "theirs"] {
        std::fs::create_dir(root.join(folder)).unwrap();
    }
    symlink("theirs", root.join("other")).unwrap();
    let (mine, changed) = (a_file(b"mine"), a_file(b"changed"));
    let create = change("/mine/passwd", Node::Absent, mine.clone());
    tree.make(&create, ".new").unwrap();
    std::fs::write(root.join("theirs/passwd"), "theirs").unwrap();
    let there_and_back = [
        change("/mine/passwd", mine.clone(), changed.clone()),
        change("/mine/passwd", changed, mine),
    ];
    let (is_over, swaps) = (AtomicBool::new(false), AtomicU32::new(0));
    let swap = || {
        let [one, two] = [root.join("mine"), root.join("other")];
        while !is_over.load(Ordering::Relaxed) {
            fs::renameat_with(fs::CWD, &one, fs::CWD, &two, fs::RenameFlags::EXCHANGE).unwrap();
            swaps.fetch_add(1, Ordering::Relaxed);
        }
    };
    let made = std::thread::scope(|scope| {
        scope.spawn(swap);
        let mut made = 0;
        for _ in 0..1_000_000 {
            made += usize::from(tree.make(&there_and_back[made % 2], ".new").is_ok());
            if made == 200 {
                break;
            }
        }
        is_over.store(true, Ordering::Relaxed);
        made
    });
    let theirs = std::fs::read(root.join("theirs/passwd")).unwrap();
    assert_eq!(theirs, b"theirs");
    assert_eq!(made, 200);
    assert!(swaps.into_inner() > 100, "nothing was swapped");
}

#[test]
fn what_a_reader_looks_at_is_noted_whether_or_not_it_is_there() {
    let (folder, tree) = a_tree();
    std::fs::create_dir(folder.path().join("there")).unwrap();
    std::fs::write(folder.path().join("there/file"), "x").unwrap();
    tree.read("/before".as_ref(), 10).unwrap_err();
    let (answer, looked) = tree.noting(|| {
        tree.list("/gone".as_ref()).unwrap_err();
        assert_eq!(tree.node("/also/gone".as_ref()).unwrap(), Node::Absent);
        tree.read("/there/file".as_ref(), 10).unwrap()
    });
    assert_eq!(answer, b"x");
    let how = |path: &str| {
        let one = looked.iter().find(|one| one.path == Path::new(path));
        one.map(|one| (one.is_read, one.is_listed))
    };
    assert_eq!(how("/gone"), Some((false, true)));
    assert_eq!(how("/also/gone"), Some((true, false)));
    assert_eq!(how("/there/file"), Some((true, false)));
    assert_eq!(how("/there"), None);
    assert_eq!(how("/before"), None);
    let looked = tree.noting(|| tree.identity("/there".as_ref()).unwrap()).1;
    let way = LookedAt {
        path: "/there".into(),
        is_read: false,
        is_listed: false,
    };
    assert_eq!(looked, [way]);
    assert_eq!(tree.noting(|| ()).1, []);
}
