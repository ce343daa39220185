use std::{ffi::OsString, os::unix::fs::symlink, path::PathBuf};

use proptest::prelude::*;
use rustix::fs::ResolveFlags;

use super::*;

/// Returns the kernel's answer, retried until nothing was renamed meanwhile.
fn by_the_kernel(root: BorrowedFd<'_>, path: &Path, flags: OFlags) -> Result<OwnedFd> {
    let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
    loop {
        match fs::openat2(root, path, flags, Mode::empty(), resolve) {
            Err(Errno::AGAIN) => std::thread::yield_now(),
            answer => return answer,
        }
    }
}

fn which(opened: Result<OwnedFd>) -> Result<(u64, u64)> {
    let stat = fs::fstat(opened?)?;
    Ok((stat.st_dev, stat.st_ino))
}

fn open_root(path: &Path) -> OwnedFd {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    fs::open(path, flags, Mode::empty()).unwrap()
}

#[track_caller]
fn assert_same(root: &OwnedFd, path: &Path) {
    let look = OFlags::PATH | OFlags::CLOEXEC;
    let read = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    for flags in [
        look,
        look | OFlags::DIRECTORY,
        look | OFlags::NOFOLLOW,
        read,
        read | OFlags::DIRECTORY,
        read | OFlags::NOFOLLOW,
    ] {
        let kernel = which(by_the_kernel(root.as_fd(), path, flags));
        let ours = which(open_in_root(root.as_fd(), path, flags, Mode::empty()));
        assert_eq!(ours, kernel, "{} with {flags:?}", path.display());
    }
}

/// Makes a root with files, folders and links of every kind, and files outside it.
fn a_machine() -> (tempfile::TempDir, OwnedFd) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("root");
    std::fs::create_dir_all(root.join("a/b/c")).unwrap();
    std::fs::create_dir(place.path().join("outside")).unwrap();
    std::fs::write(place.path().join("outside/secret"), b"outside").unwrap();
    for file in ["f", "a/f", "a/b/f", "a/b/c/f"] {
        std::fs::write(root.join(file), file).unwrap();
    }
    for (target, link) in [
        ("f", "near"),
        ("a/b", "folder"),
        ("/a/b/c", "absolute"),
        ("..", "a/up"),
        ("../../../../../f", "a/b/far"),
        ("/", "a/root"),
        ("a/b/", "slash"),
        ("f/", "file-slash"),
        ("f/.", "file-dot"),
        ("near", "twice"),
        ("round", "round"),
        ("nowhere", "dangling"),
        ("../outside/secret", "out"),
        (
            place.path().join("outside/secret").to_str().unwrap(),
            "absolute-out",
        ),
    ] {
        symlink(target, root.join(link)).unwrap();
    }
    let root = open_root(&root);
    (place, root)
}

#[test]
fn the_walk_gives_the_same_answers_as_the_kernel() {
    let (_place, root) = a_machine();
    for path in [
        ".",
        "..",
        "../..",
        "/",
        "f",
        "f/",
        "f/.",
        "f/..",
        "f/x",
        "a/",
        "a/.",
        "a/..",
        "a//b",
        "a/./b",
        "a/up",
        "a/up/",
        "a/up/f",
        "a/up/..",
        "a/root/a",
        "folder/..",
        "folder/c",
        "near",
        "near/",
        "twice",
        "slash",
        "slash/c",
        "file-slash",
        "file-dot",
        "round",
        "round/x",
        "dangling",
        "dangling/x",
        "none",
        "none/..",
        "out",
        "absolute-out",
        "absolute/f",
        "absolute/..",
        "a/b/far",
        "../f",
        "a/b/../../../../f",
    ] {
        assert_same(&root, path.as_ref());
    }
}

#[test]
fn forty_links_are_followed_and_one_more_is_not() {
    let (place, root) = a_machine();
    let mut target = "f".to_owned();
    for number in 1..=41 {
        let link = format!("link{number}");
        symlink(&target, place.path().join("root").join(&link)).unwrap();
        target = link;
    }
    for link in ["link39", "link40", "link41"] {
        assert_same(&root, link.as_ref());
    }
    let look = OFlags::PATH | OFlags::CLOEXEC;
    let ours = |link: &str| open_in_root(root.as_fd(), link.as_ref(), look, Mode::empty());
    assert!(ours("link40").is_ok());
    assert_eq!(which(ours("link41")), Err(Errno::LOOP));
}

#[test]
fn magic_links_of_proc_are_refused_and_its_ordinary_ones_followed() {
    let root = open_root("/".as_ref());
    for path in [
        "proc/self/root",
        "proc/self/root/etc",
        "proc/self/cwd",
        "proc/self/exe",
        "proc/self/ns/net",
        "proc/self/fd/0",
        "proc/mounts",
        "proc/self/status",
        "proc/thread-self",
    ] {
        let look = OFlags::PATH | OFlags::CLOEXEC;
        let ours = open_in_root(root.as_fd(), path.as_ref(), look, Mode::empty());
        let kernel = by_the_kernel(root.as_fd(), path.as_ref(), look);
        assert_eq!(ours.map(drop), kernel.map(drop), "{path}");
    }
}

#[test]
fn a_link_that_another_user_put_into_an_open_folder_is_not_followed() {
    use std::os::unix::fs::PermissionsExt as _;
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let (place, root) = a_machine();
    let shared = place.path().join("root/shared");
    std::fs::create_dir(&shared).unwrap();
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o1777)).unwrap();
    symlink("../f", shared.join("planted")).unwrap();
    symlink("../f", shared.join("own")).unwrap();
    std::os::unix::fs::lchown(shared.join("planted"), Some(65_534), None).unwrap();
    let look = OFlags::PATH | OFlags::CLOEXEC;
    let ours = |path: &str| {
        which(open_in_root(
            root.as_fd(),
            path.as_ref(),
            look,
            Mode::empty(),
        ))
    };
    assert_eq!(ours("shared/planted"), Err(Errno::ACCESS));
    assert_eq!(ours("shared/own"), ours("f"));
}

#[test]
fn a_folder_moved_out_during_the_walk_does_not_lead_out() {
    let (place, root) = a_machine();
    let mut walk = Walk {
        root: root.as_fd(),
        above: Vec::new(),
        names: Vec::new(),
        links: 0,
    };
    let look = OFlags::PATH | OFlags::CLOEXEC;
    for name in ["a", "b"] {
        walk.names.push(b"more".to_vec());
        assert!(
            walk.step(name.as_bytes(), look, Mode::empty())
                .unwrap()
                .is_none()
        );
    }
    std::fs::rename(
        place.path().join("root/a/b"),
        place.path().join("outside/b"),
    )
    .unwrap();
    walk.names.clear();
    walk.above.pop();
    let now = walk.step(b"secret", look, Mode::empty()).map(drop);
    assert_eq!(
        now,
        Err(Errno::NOENT),
        "`..` is the folder that was walked through"
    );
    assert!(walk.step(b"f", look, Mode::empty()).unwrap().is_some());
}

fn a_name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a", "b", "c", "f", "..", ".", "", "up", "root", "folder", "absolute", "far", "slash",
        "near", "out", "none",
    ])
}

proptest! {
    #[test]
    fn any_path_is_resolved_as_the_kernel_does(
        names in prop::collection::vec(a_name(), 1..12),
        link in prop::collection::vec(a_name(), 1..6),
    ) {
        let (place, root) = a_machine();
        let target = link.join("/");
        if !target.is_empty() {
            symlink(&target, place.path().join("root/a/made")).unwrap();
        }
        let path: PathBuf = OsString::from(names.join("/")).into();
        if !path.as_os_str().is_empty() {
            assert_same(&root, path.strip_prefix("/").unwrap_or(&path));
        }
        let through: PathBuf = OsString::from(format!("a/made/{}", names.join("/"))).into();
        assert_same(&root, &through);
    }
}
