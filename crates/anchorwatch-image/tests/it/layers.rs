use anchorwatch_home::{EntryKind, Error as HomeError, Node};
use anchorwatch_lab::image::{Entry, Tar};

use super::*;

#[test]
fn a_root_that_a_later_layer_removes_is_gone() {
    let roots = "usr/local/share/ca-certificates";
    let base = Tar::new()
        .file(&format!("{roots}/evil.crt"), b"evil")
        .file(&format!("{roots}/kept.crt"), b"kept");
    let above = Tar::new().file(&format!("{roots}/.wh.evil.crt"), b"");
    let both = tree(of_layers(vec![base.clone().bytes(), above.bytes()]).unwrap());
    assert_eq!(names(&both, &format!("/{roots}")), ["kept.crt"]);
    // Without the whiteout, and with it in the same layer, the root stays.
    let same = base.clone().file(&format!("{roots}/.wh.evil.crt"), b"");
    for layer in [base, same] {
        let tree = of_layer(layer);
        assert_eq!(names(&tree, &format!("/{roots}")), ["evil.crt", "kept.crt"]);
    }
}

#[test]
fn an_opaque_folder_hides_all_layers_below() {
    let base = Tar::new()
        .file("etc/ssl/a", b"1")
        .file("etc/ssl/sub/b", b"2");
    let middle = Tar::new().file("etc/ssl/c", b"3");
    let top = Tar::new()
        .file("etc/ssl/d", b"4")
        .file("etc/ssl/.wh..wh..opq", b"");
    let layers = [base, middle, top].map(Tar::bytes);
    let tree = tree(of_layers(layers.to_vec()).unwrap());
    assert_eq!(names(&tree, "/etc/ssl"), ["d"]);
    let without = super::tree(of_layers(layers[..2].to_vec()).unwrap());
    assert_eq!(names(&without, "/etc/ssl"), ["a", "c", "sub"]);
}

#[test]
fn names_that_only_look_like_whiteouts_hide_nothing() {
    let base = Tar::new().file("etc/a", b"1").file("etc/.wh", b"2");
    let top = Tar::new()
        .file("etc/.wh.", b"")
        .file("etc/.wh..", b"")
        .file("etc/.wh...", b"")
        .file("etc/.wh..wh.plnk/x", b"")
        .file("etc/.wh..wh.aufs", b"")
        .file("etc/wh.a", b"3");
    let tree = tree(of_layers(vec![base.bytes(), top.bytes()]).unwrap());
    assert_eq!(names(&tree, "/etc"), [".wh", ".wh..wh.plnk", "a", "wh.a"]);
}

#[test]
fn a_hard_link_across_layers_and_a_link_out_of_the_image_stay_inside() {
    let base = Tar::new()
        .file("etc/a", b"content")
        .symlink("out", "../../../../etc/a")
        .symlink("etc/up", "/../../out");
    let top = Tar::new()
        .hard_link("b", "etc/a")
        .hard_link("../c", "/etc/../etc/a")
        .file("etc/.wh.a", b"");
    let tree = tree(of_layers(vec![base.bytes(), top.bytes()]).unwrap());
    assert_eq!(text(&tree, "/b"), "content");
    assert_eq!(text(&tree, "/c"), "content");
    let broken = tree.read("/out".as_ref(), 10).unwrap_err();
    assert!(broken.is_not_found(), "{broken}");
}

#[test]
fn absolute_names_and_dots_are_read_below_the_root() {
    let tree = of_layer(
        Tar::new()
            .file("/abs", b"1")
            .file("../../up", b"2")
            .file("a/../b", b"3")
            .file("./c//d", b"4"),
    );
    assert_eq!(names(&tree, "/"), ["abs", "b", "c", "up"]);
    assert_eq!(text(&tree, "/c/d"), "4");
}

#[test]
fn of_a_name_that_comes_twice_the_later_counts() {
    let tree = of_layer(Tar::new().file("a", b"first").file("./a", b"later"));
    assert_eq!(text(&tree, "/a"), "later");
}

#[test]
fn a_fifo_and_a_device_are_known_and_not_read() {
    let tree = of_layer(
        Tar::new()
            .entry(&Entry::new("fifo", b'6'), b"")
            .entry(&Entry::new("null", b'3'), b"")
            .entry(&Entry::new("disk", b'4'), b""),
    );
    for path in ["/fifo", "/null", "/disk"] {
        let read = tree.read(path.as_ref(), 10);
        assert!(matches!(read, Err(HomeError::NotARegularFile { .. })));
    }
    assert!(tree.is_pipe("/fifo".as_ref()));
    let kinds = tree.list("/".as_ref()).unwrap();
    assert!(kinds.iter().all(|entry| entry.kind == EntryKind::Other));
}

#[test]
fn long_names_sparse_files_and_numbers_of_every_form_are_read() {
    let long = format!("{}/{}", "d".repeat(200), "f".repeat(200));
    let other = "p".repeat(150);
    let pax = format!("pax/{}", "q".repeat(180));
    let big_owner = Entry {
        uid: 0o7_777_777,
        gid: 7,
        mode: 0o4750,
        modified_at_unix_s: 1_234_567_890,
        ..Entry::new("owned", b'0')
    };
    let tree = of_layer(
        Tar::new()
            .file(&long, b"gnu")
            .symlink("to", &other)
            .pax(&[
                ("path", pax.as_bytes()),
                ("mtime", b"12.5"),
                ("uid", b"70000"),
            ])
            .file("short", b"pax")
            .pax(&[("size", b"4")])
            .entry(
                &Entry {
                    size_bytes: Some(0),
                    ..Entry::new("sized", b'0')
                },
                b"four",
            )
            .sparse("sparse", &[(512, b"in the middle"), (2048, b"end")], 3000)
            .entry(&big_owner, b""),
    );
    assert_eq!(text(&tree, &format!("/{long}")), "gnu");
    assert_eq!(text(&tree, &format!("/{pax}")), "pax");
    assert_eq!(tree.owner_of(format!("/{pax}").as_ref()).unwrap().0, 70_000);
    assert_eq!(text(&tree, "/sized"), "four");
    let Node::Symlink(link) = tree.node("/to".as_ref()).unwrap() else {
        panic!("no link");
    };
    assert_eq!(link.target.to_str(), Some(other.as_str()));
    let sparse = tree.read("/sparse".as_ref(), 3000).unwrap();
    let mut expected = vec![0; 3000];
    expected[512..525].copy_from_slice(b"in the middle");
    expected[2048..2051].copy_from_slice(b"end");
    assert_eq!(sparse, expected);
    let Node::File(owned) = tree.node("/owned".as_ref()).unwrap() else {
        panic!("no file");
    };
    assert_eq!((owned.uid, owned.gid, owned.mode), (0o7_777_777, 7, 0o4750));
    assert_eq!(owned.modified, Some((1_234_567_890, 0)));
}

#[test]
fn a_path_through_a_link_of_a_lower_layer_is_named_where_it_replaces_something() {
    let base = Tar::new()
        .file("usr/lib/roots.pem", b"below")
        .symlink("lib", "usr/lib");
    let replacing = Tar::new().file("lib/roots.pem", b"above").bytes();
    let adding = Tar::new().file("lib/more.pem", b"above").bytes();
    let overlay = Tar::new()
        .pax(&[("SCHILY.xattr.trusted.overlay.opaque", b"y")])
        .folder("usr")
        .bytes();
    let ambiguous = |layer: Vec<u8>| {
        let opened = of_layers(vec![base.clone().bytes(), layer]).unwrap();
        opened.ambiguous
    };
    assert_eq!(
        ambiguous(replacing),
        ["lib/roots.pem".into()] as [std::path::PathBuf; 1]
    );
    assert_eq!(
        ambiguous(overlay),
        ["usr".into()] as [std::path::PathBuf; 1]
    );
    assert!(ambiguous(adding).is_empty());
}
