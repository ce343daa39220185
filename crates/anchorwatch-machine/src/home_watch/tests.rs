//! inotify queues an event before the call that causes it returns, so nothing here waits for one.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::mpsc::channel,
};

use anchorwatch_home::LookedAt;
use anchorwatch_lab::{
    Root,
    tree::{NssAnchor, nss_database},
};

use super::*;

mod searched;

const HOME: &str = "home/ana";

struct Machine {
    folder: tempfile::TempDir,
    tree: Tree,
    user: User,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(HOME)).unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let user = User {
            name: "ana".to_owned(),
            uid: Some(1000),
            gid: Some(1000),
            home: format!("/{HOME}").into(),
        };
        Self { folder, tree, user }
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join(HOME).join(inner)
    }

    fn write(&self, inner: &str, text: &str) {
        fs::write(self.path(inner), text).unwrap();
    }

    fn database(&self, root: &Root) {
        let anchor = NssAnchor {
            certificate: root.der(),
            trust_flags: "C,,",
            nickname: "works",
        };
        nss_database(&self.path(".pki/nssdb"), &[anchor]).unwrap();
    }

    fn home(&self) -> Home<'_> {
        self.watched(Watched::Home(&self.user))
    }

    fn watched<'a>(&'a self, watched: Watched<'a>) -> Home<'a> {
        Home::new(&self.tree, watched).unwrap()
    }
}

/// What has happened since the last call.
fn happened(home: &mut Home<'_>) -> Happened {
    let mut happened = Happened::default();
    home.events.take(&mut happened).unwrap();
    happened
}

#[test]
fn what_no_reading_looks_at_does_not_matter_and_what_one_looks_at_does() {
    let machine = Machine::new();
    machine.write("notes.txt", "one\n");
    let mut home = machine.home();
    let before = home.reading();
    assert_eq!(home.events.extent(), Extent::Whole);
    machine.write("notes.txt", "another\n");
    assert!(!happened(&mut home).is_known);
    // A new name matters where names are listed, but the reading is the same.
    machine.write("more.txt", "");
    happened(&mut home);
    assert_eq!(home.reading(), before);

    machine.write(".curlrc", "# nothing\n");
    assert!(happened(&mut home).is_known);
    assert_eq!(home.reading(), before);
    machine.write(".curlrc", "insecure\n");
    assert!(happened(&mut home).is_known);
    assert_ne!(home.reading(), before);
}

#[test]
fn folders_that_come_are_watched_too() {
    let machine = Machine::new();
    let mut home = machine.home();
    let before = home.reading();
    for folder in [".pki", ".pki/nssdb"] {
        fs::create_dir(machine.path(folder)).unwrap();
        assert!(happened(&mut home).is_known, "{folder}");
        home.reading();
        assert!(!happened(&mut home).is_known, "{folder}");
    }
    machine.database(&Root::company("Example Works").unwrap());
    assert!(happened(&mut home).is_known);
    assert_ne!(home.reading(), before);
    // A folder that takes the other's place is another one.
    let (old, aside) = (machine.path(".pki"), machine.path(".old"));
    fs::rename(&old, &aside).unwrap();
    assert!(happened(&mut home).is_known);
    fs::create_dir_all(machine.path(".pki/nssdb")).unwrap();
    home.reading();
    happened(&mut home);
    fs::copy(
        aside.join("nssdb/cert9.db"),
        machine.path(".pki/nssdb/cert9.db"),
    )
    .unwrap();
    assert!(happened(&mut home).is_known);
}

#[test]
fn a_file_behind_a_link_is_watched_where_it_is() {
    let machine = Machine::new();
    let elsewhere = machine.folder.path().join("srv");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("curl"), "# nothing\n").unwrap();
    symlink("/srv/curl", machine.path(".curlrc")).unwrap();
    let mut home = machine.home();
    let before = home.reading();
    fs::write(elsewhere.join("other"), "").unwrap();
    assert!(!happened(&mut home).is_known);
    fs::write(elsewhere.join("curl"), "insecure\n").unwrap();
    assert!(happened(&mut home).is_known);
    assert_ne!(home.reading(), before);
}

#[test]
fn names_that_are_no_text_are_watched_too() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let machine = Machine::new();
    let odd = machine.path("").join(OsStr::from_bytes(b"a \xff%n\n\"'"));
    fs::create_dir(&odd).unwrap();
    let inner = Path::new(&machine.user.home).join(odd.file_name().unwrap());
    let looked = [LookedAt {
        path: inner.join("ca.pem"),
        is_read: true,
        is_listed: false,
    }];
    let mut events = Events::new().unwrap();
    let places = places::of(&machine.tree, &machine.user.home, &looked);
    assert!(events.watch(&machine.tree, places, None));
    fs::write(odd.join("ca.pem"), "x").unwrap();
    let mut happened = Happened::default();
    events.take(&mut happened).unwrap();
    assert!(happened.is_known);
}

#[test]
fn the_wait_ends_when_a_root_comes_and_not_before() {
    let machine = Machine::new();
    let (sender, ready) = channel();
    thread::scope(|scope| {
        let waits = scope.spawn(|| {
            let told = |extent| {
                sender.send(extent).unwrap();
                Ok(())
            };
            wait_for_change(&machine.tree, Watched::Home(&machine.user), told).unwrap();
            !machine.path(".pki/nssdb/cert9.db").exists()
        });
        assert_eq!(ready.recv().unwrap(), Extent::Whole);
        machine.write("notes.txt", "");
        machine.database(&Root::company("Example Works").unwrap());
        let ended_before = waits.join().unwrap();
        assert!(!ended_before);
    });
}

#[test]
fn what_comes_outside_homes_matters_wherever_a_program_will_look() {
    let machine = Machine::new();
    let root = Root::company("Example Works").unwrap();
    let inner = |path: &str| machine.folder.path().join(path);
    let write = |path: &str, content: &[u8]| {
        fs::create_dir_all(inner(path).parent().unwrap()).unwrap();
        fs::write(inner(path), content).unwrap();
    };
    for folder in ["etc", "opt", "usr/lib/jvm", "srv"] {
        fs::create_dir_all(inner(folder)).unwrap();
    }
    write("srv/ca.pem", root.pem().as_bytes());
    let mut home = machine.watched(Watched::OutsideHomes);
    let mut before = home.reading();
    assert_eq!(home.events.extent(), Extent::Whole);
    let mut changed = |what: &str| {
        let is_seen = happened(&mut home).is_known;
        let now = home.reading();
        let is_another = now != before;
        before = now;
        happened(&mut home);
        assert!(is_seen && is_another, "{what}");
    };
    // A program that no table knows.
    write("etc/unheard-of/main.conf", b"ssl_cafile = /srv/ca.pem\n");
    changed("a setting");
    let other = Root::company("Nobody knows me").unwrap();
    write("srv/ca.pem", other.pem().as_bytes());
    changed("the file that a setting names");
    let jdk = "usr/lib/jvm/later/lib/security/cacerts";
    write(jdk, b"one");
    changed("a later JDK");
    write(jdk, b"another");
    changed("its keystore");
    write("opt/jdk/jre/lib/security/cacerts", b"one");
    changed("a JDK of a vendor");
    write("etc/anchorwatch/consent.toml", b"count = 0\n");
    changed("a consent");
    let anchor = NssAnchor {
        certificate: root.der(),
        trust_flags: "C,,",
        nickname: "works",
    };
    fs::create_dir_all(inner("etc/pki/nssdb")).unwrap();
    nss_database(&inner("etc/pki/nssdb"), &[anchor]).unwrap();
    changed("a database");
}
