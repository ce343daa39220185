use std::{
    io::Write as _,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use super::*;
use crate::{Change, Error, Lock, Node, Role, Tree, effective_user};

/// An image whose files are all in one temporary spool.
struct Build {
    image: Image,
    spool: File,
    length: u64,
}

impl Build {
    fn new() -> Self {
        let spool = tempfile::tempfile().unwrap();
        let image = Image::new(
            Arc::new(tempfile::tempfile().unwrap()),
            Arc::new(spool.try_clone().unwrap()),
        );
        let mut build = Self {
            image,
            spool,
            length: 0,
        };
        build.next_layer();
        build
    }

    fn next_layer(&mut self) {
        self.image.end_layer();
        self.image.begin_layer().unwrap();
    }

    fn put(&mut self, path: &str, content: Content<'_>) -> Effect {
        self.try_put(path, content).unwrap()
    }

    fn try_put(&mut self, path: &str, content: Content<'_>) -> Result<Effect, EntryError> {
        let (uid, gid) = effective_user();
        let inode = Inode {
            mode: 0o755,
            uid,
            gid,
            modified_at_unix_s: 1_700_000_000,
            content,
        };
        self.image.put(path.as_bytes(), &inode)
    }

    fn file(&mut self, path: &str, content: &str) -> Effect {
        let extent = self.extent(content);
        self.put(path, Content::File(extent))
    }

    fn extent(&mut self, content: &str) -> Extent {
        self.spool.write_all(content.as_bytes()).unwrap();
        let offset = self.length;
        self.length += content.len() as u64;
        Extent {
            place: Place::Spool,
            offset,
            size_bytes: content.len() as u64,
        }
    }

    fn folder(&mut self, path: &str) -> Effect {
        self.put(path, Content::Directory)
    }

    fn link(&mut self, path: &str, target: &str) -> Effect {
        self.put(path, Content::Symlink(target.as_bytes()))
    }

    fn tree(mut self) -> Tree {
        self.image.end_layer();
        Tree::of_image(self.image, "image.tar".as_ref())
    }
}

fn names(tree: &Tree, path: &str) -> Vec<String> {
    let entries = tree.list(path.as_ref()).unwrap().into_iter();
    entries
        .map(|entry| entry.name.into_string().unwrap())
        .collect()
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path.as_ref(), 100).unwrap()).unwrap()
}

fn is_missing(tree: &Tree, path: &str) -> bool {
    tree.read(path.as_ref(), 100)
        .is_err_and(|error| error.is_not_found())
}

/// Files, and links of every kind, on disk and in an image.
fn twins() -> (tempfile::TempDir, Tree, Tree) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("root");
    let mut image = Build::new();
    std::fs::create_dir(&root).unwrap();
    std::fs::write(place.path().join("secret"), "outside").unwrap();
    for folder in ["etc", "etc/deep", "home", "secret"] {
        std::fs::create_dir(root.join(folder)).unwrap();
        std::fs::set_permissions(root.join(folder), PermissionsExt::from_mode(0o755)).unwrap();
        image.folder(folder);
    }
    std::fs::set_permissions(&root, PermissionsExt::from_mode(0o755)).unwrap();
    image.folder(".");
    for (file, content) in [("etc/a", "alpha"), ("etc/deep/b", ""), ("home/c", "gamma")] {
        std::fs::write(root.join(file), content).unwrap();
        std::fs::set_permissions(root.join(file), PermissionsExt::from_mode(0o755)).unwrap();
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        let open = File::options().write(true).open(root.join(file)).unwrap();
        open.set_modified(time).unwrap();
        image.file(file, content);
    }
    for (link, target) in [
        ("absolute", "/etc/a"),
        ("etc/deep/up", "../a"),
        ("etc/folder", "deep"),
        ("etc/slash", "deep/"),
        ("file-slash", "etc/a/"),
        ("out", "../../../../secret"),
        ("escape", "/../../secret"),
        ("dangling", "/none/there"),
        ("loop", "loop2"),
        ("loop2", "loop"),
        ("chain", "etc/folder/up"),
    ] {
        symlink(target, root.join(link)).unwrap();
        image.link(link, target);
    }
    std::fs::hard_link(root.join("home/c"), root.join("etc/hard")).unwrap();
    image.image.put_hard_link(b"etc/hard", b"/home/c").unwrap();
    let folder = Tree::open(&root).unwrap();
    (place, folder, image.tree())
}

/// Paths that lead somewhere and nowhere, in every spelling.
const PATHS: [&str; 31] = [
    "",
    "/",
    "/etc",
    "/etc/",
    "/etc/a",
    "/etc/a/",
    "/etc/a/x",
    "/etc/none",
    "/none/x",
    "/etc/deep/b",
    "/absolute",
    "/etc/deep/up",
    "/etc/folder",
    "/etc/folder/b",
    "/etc/slash",
    "/etc/slash/b",
    "/file-slash",
    "/out",
    "/escape",
    "/dangling",
    "/loop",
    "/loop/x",
    "/chain",
    "/etc/hard",
    "/../etc/a",
    "/etc/../home/c",
    "/etc/deep/..",
    "/etc/./a",
    "etc/a",
    "/secret",
    "/etc/a/../a",
];

#[test]
fn an_image_answers_as_a_folder_with_the_same_files_does() {
    let (_place, folder, image) = twins();
    let kind = |error: Error| match error {
        Error::Io { source, .. } => format!("{:?}", source.kind()),
        other => format!("{:?}", std::mem::discriminant(&other)),
    };
    for path in PATHS {
        let at = Path::new(path);
        macro_rules! same {
            ($call:expr) => {
                let answer = |tree: &Tree| {
                    let call: fn(&Tree, &Path) -> _ = $call;
                    call(tree, at).map_err(kind)
                };
                assert_eq!(
                    answer(&image),
                    answer(&folder),
                    "{path:?}: {}",
                    stringify!($call)
                );
            };
        }
        same!(|tree, path| tree.list(path));
        same!(|tree, path| tree.read(path, 100));
        same!(|tree, path| tree.read(path, 4));
        same!(|tree, path| tree.node(path));
        same!(|tree, path| tree.node_without_content(path));
        same!(|tree, path| tree.owner_of(path));
        same!(|tree, path| tree.resolve_final(path));
        same!(|tree, path| tree.is_open_to_all(path));
        same!(|tree, path| tree.read_own(path, 100));
        same!(|tree, path| tree.read_own_securely(path, 100));
        same!(|tree, path| tree.folder(path)?.list());
        same!(|tree, path| Ok::<_, Error>(tree.is_pipe(path)));
        for other in PATHS {
            let is_same = |tree: &Tree| {
                let identity = |path: &str| tree.identity(path.as_ref()).ok();
                identity(path).zip(identity(other)).map(|(a, b)| a == b)
            };
            assert_eq!(is_same(&image), is_same(&folder), "{path:?} {other:?}");
        }
    }
}

#[test]
fn a_folder_of_an_image_is_walked_name_by_name_and_never_through_a_link() {
    let (_place, _, image) = twins();
    let etc = image.folder("/etc".as_ref()).unwrap();
    assert_eq!(etc.list().unwrap(), image.list("/etc".as_ref()).unwrap());
    let identity = etc.identity_of("deep".as_ref()).unwrap();
    assert_eq!(identity, image.identity("/etc/deep".as_ref()).unwrap());
    assert!(etc.below("deep".as_ref()).is_ok());
    for name in ["folder", "a", "none", "..", "", "deep/b"] {
        assert!(etc.below(name.as_ref()).is_err(), "{name}");
    }
}

#[test]
fn nothing_can_be_changed_or_locked_in_an_image() {
    let (_place, _, tree) = twins();
    let change = Change {
        path: "/etc/a".into(),
        role: Role::Own,
        actor: None,
        before: tree.node("/etc/a".as_ref()).unwrap(),
        after: Node::Absent,
    };
    let is_refused = |error: Error| matches!(error, Error::InAnImage { .. });
    assert!(is_refused(tree.make(&change, "x").unwrap_err()));
    assert!(is_refused(Lock::take(&tree).unwrap_err()));
    assert!(is_refused(tree.root_folder().unwrap_err()));
    assert!(is_refused(tree.open_folder("/etc".as_ref()).unwrap_err()));
    let said = tree.root_folder().unwrap_err().to_string();
    assert_eq!(said, "image.tar is in an image, which is never changed");
    assert!(tree.check(&change).is_ok(), "and is still read");
    // An image is not the running system, whatever it calls itself.
    assert!(!Tree::of_image(Build::new().image, "/".as_ref()).is_live());
}

#[test]
fn a_whiteout_hides_what_is_below_it_and_nothing_of_its_own_layer() {
    for is_whiteout_first in [true, false] {
        let mut image = Build::new();
        image.file("etc/a", "below");
        image.file("etc/b", "below");
        image.file("etc/keep", "below");
        image.next_layer();
        let hide = |image: &mut Build| {
            for path in ["etc/a", "etc/b", "etc/none", "none/x"] {
                assert_eq!(image.image.whiteout(path.as_bytes()), Ok(Effect::Clear));
            }
        };
        if is_whiteout_first {
            hide(&mut image);
        }
        image.file("etc/b", "above");
        if !is_whiteout_first {
            hide(&mut image);
        }
        let tree = image.tree();
        assert_eq!(names(&tree, "/etc"), ["b", "keep"]);
        assert_eq!(text(&tree, "/etc/b"), "above");
        assert!(is_missing(&tree, "/etc/a"));
    }
}

#[test]
fn an_opaque_folder_shows_only_what_its_own_layer_and_later_ones_have() {
    for is_whiteout_first in [true, false] {
        let mut image = Build::new();
        for path in ["etc/a", "etc/sub/b", "etc/sub/deep/c", "other/d"] {
            image.file(path, "below");
        }
        image.next_layer();
        let hide = |image: &mut Build| {
            let hidden = image.image.whiteout_siblings(b"etc/.wh..wh..opq");
            assert_eq!(hidden, Ok(Effect::Clear));
        };
        if is_whiteout_first {
            hide(&mut image);
        }
        image.file("etc/sub/new", "above");
        if !is_whiteout_first {
            hide(&mut image);
        }
        image.next_layer();
        image.file("etc/last", "top");
        let tree = image.tree();
        assert_eq!(names(&tree, "/etc"), ["last", "sub"]);
        assert_eq!(names(&tree, "/etc/sub"), ["new"]);
        assert_eq!(names(&tree, "/other"), ["d"]);
    }
}

#[test]
fn what_was_removed_comes_back_empty() {
    let mut image = Build::new();
    image.file("etc/a", "one");
    image.next_layer();
    image.image.whiteout(b"etc").unwrap();
    image.next_layer();
    image.file("etc/b", "two");
    let tree = image.tree();
    assert_eq!(names(&tree, "/etc"), ["b"]);
    assert_eq!(names(&tree, "/"), ["etc"]);
}

#[test]
fn an_entry_replaces_what_is_not_a_folder_too_and_merges_folders() {
    let mut image = Build::new();
    image.file("a", "file");
    image.file("d/x", "kept");
    image.link("l", "d");
    image.file("gone/x", "gone");
    image.next_layer();
    image.folder("a");
    image.folder("d");
    image.folder("l");
    image.file("l/y", "in a folder of its own");
    image.file("gone", "file");
    image.file("twice", "first");
    image.file("twice", "second");
    let tree = image.tree();
    assert_eq!(names(&tree, "/"), ["a", "d", "gone", "l", "twice"]);
    assert_eq!(names(&tree, "/d"), ["x"]);
    assert_eq!(names(&tree, "/l"), ["y"]);
    assert_eq!(text(&tree, "/gone"), "file");
    assert_eq!(text(&tree, "/twice"), "second");
}

#[test]
fn a_hard_link_keeps_the_file_when_its_first_name_goes() {
    let mut image = Build::new();
    image.file("a", "content");
    image.link("soft", "a");
    image.next_layer();
    image.image.put_hard_link(b"b", b"a").unwrap();
    image.image.put_hard_link(b"also-soft", b"soft").unwrap();
    image.image.whiteout(b"a").unwrap();
    let tree = image.tree();
    assert_eq!(text(&tree, "/b"), "content");
    assert!(is_missing(&tree, "/a"));
    let soft = tree.node("/also-soft".as_ref()).unwrap();
    assert!(matches!(soft, Node::Symlink(_)), "{soft}");
    let mut image = Build::new();
    image.folder("d");
    for target in ["none", "d", "/", "."] {
        let linked = image.image.put_hard_link(b"x", target.as_bytes());
        assert_eq!(linked, Err(EntryError::HardLink), "{target}");
    }
}

#[test]
fn names_with_dots_and_slashes_stay_below_the_root() {
    let mut image = Build::new();
    for path in ["/abs", "../up", "a/../../b", "./c", "d//e/"] {
        image.file(path, "x");
    }
    let tree = image.tree();
    assert_eq!(names(&tree, "/"), ["abs", "b", "c", "d", "up"]);
    assert_eq!(names(&tree, "/d"), ["e"]);
}

#[test]
fn an_entry_goes_through_links_of_the_image_and_says_where_programs_differ() {
    let mut image = Build::new();
    image.file("usr/lib/old", "below");
    image.link("lib", "usr/lib");
    image.link("out", "../../usr");
    assert_eq!(image.file("lib/same-layer", "x"), Effect::Clear);
    assert_eq!(image.file("lib/old", "same layer"), Effect::Clear);
    image.next_layer();
    assert_eq!(image.file("lib/new", "x"), Effect::Clear, "nothing hidden");
    assert_eq!(image.folder("out/lib"), Effect::Clear, "merged");
    assert_eq!(image.file("lib/old", "above"), Effect::Ambiguous);
    assert_eq!(image.image.whiteout(b"lib/none"), Ok(Effect::Clear));
    assert_eq!(
        image.image.whiteout(b"lib/same-layer"),
        Ok(Effect::Ambiguous)
    );
    let hidden = image.image.whiteout_siblings(b"lib/.wh..wh..opq");
    assert_eq!(hidden, Ok(Effect::Ambiguous));
    let tree = image.tree();
    assert_eq!(names(&tree, "/usr/lib"), ["new", "old"]);
    assert_eq!(text(&tree, "/usr/lib/old"), "above");
}

#[test]
fn what_no_file_system_can_hold_is_refused() {
    let long = "x".repeat(256);
    let mut image = Build::new();
    let put = |image: &mut Build, path: &str| image.try_put(path, Content::Fifo).map(drop);
    assert_eq!(put(&mut image, &long[1..]), Ok(()));
    assert_eq!(put(&mut image, &long), Err(EntryError::Name));
    assert_eq!(put(&mut image, "a\0b"), Err(EntryError::Name));
    let deep = "y/".repeat(2047);
    assert_eq!(put(&mut image, &deep), Ok(()));
    assert_eq!(
        put(&mut image, &format!("{deep}/z/")),
        Err(EntryError::Name)
    );
    for path in ["", "/", "."] {
        assert_eq!(put(&mut image, path), Err(EntryError::Root), "{path:?}");
    }
    assert_eq!(
        put(&mut image, &format!("{}/x", &long[1..])),
        Err(EntryError::NotAFolder)
    );
    image.link("loop", "loop");
    assert_eq!(put(&mut image, "loop/x"), Err(EntryError::Loop));
    for target in ["", &"t".repeat(4096)] {
        let link = image.try_put("l", Content::Symlink(target.as_bytes()));
        assert_eq!(link, Err(EntryError::Name));
    }
}

#[test]
fn a_fifo_a_device_and_a_file_too_large_to_keep_are_never_read() {
    let mut image = Build::new();
    image.put("fifo", Content::Fifo);
    image.put("device", Content::Other);
    let size_bytes = MAX_KEPT_BYTES + 1;
    let extent = Extent {
        place: Place::Spool,
        offset: u64::MAX >> 1,
        size_bytes,
    };
    image.put("large", Content::File(extent));
    let tree = image.tree();
    assert!(tree.is_pipe("/fifo".as_ref()) && !tree.is_pipe("/device".as_ref()));
    for path in ["/fifo", "/device"] {
        let read = tree.read(path.as_ref(), u64::MAX);
        assert!(matches!(read, Err(Error::NotARegularFile { .. })), "{path}");
    }
    let read = tree.read("/large".as_ref(), u64::MAX);
    assert!(matches!(read, Err(Error::TooLarge { .. })), "{read:?}");
}
