use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink},
    path::PathBuf,
    sync::Arc,
};

use anchorwatch_home::{Tree, paths};
use anchorwatch_identity::{CertSha256, SpkiSha256, UnixSeconds};
use anchorwatch_lab::{Root, ServerChain};
use anchorwatch_list::ListState;
use anchorwatch_policy::{
    DistrustEntry, EntrySource, ReferenceName,
    distrust::{DnsSuffix, Limits, Match, NameLimit, Threshold},
};

use self::publisher::{DAY, HIGH, QUICK, START};
use crate::{Connection, LocalRoots, Verifier};

#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the tests of the list need more")]
mod publisher;

const PRIVATE_NAME: &str = "wiki.intranet";
const PUBLIC_ROOTS: &str = "/etc/anchorwatch/public.pem";

/// A machine with a root that counts as public, and one that somebody added.
struct Machine {
    folder: tempfile::TempDir,
    public: Root,
    added: Root,
}

impl Machine {
    fn new() -> Self {
        let machine = Self {
            folder: tempfile::tempdir().unwrap(),
            public: Root::company("A public root").unwrap(),
            added: Root::company("An added root").unwrap(),
        };
        machine.put(PUBLIC_ROOTS, machine.public.pem().as_bytes());
        let settings = format!("[programs]\npublic-roots = \"{PUBLIC_ROOTS}\"\n");
        machine.put(paths::CONFIGURATION, settings.as_bytes());
        machine
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path.trim_start_matches('/'))
    }

    /// Replaces a file as a whole.
    fn put(&self, path: &str, octets: &[u8]) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let new = file.with_extension("new");
        fs::write(&new, octets).unwrap();
        fs::set_permissions(&new, fs::Permissions::from_mode(0o644)).unwrap();
        fs::rename(&new, &file).unwrap();
    }

    fn publish(&self, state: &ListState) {
        self.put(paths::SIGNED_LISTS, &state.encode());
    }

    fn try_verifier(&self) -> Result<Verifier, crate::Error> {
        let tree = Tree::open(self.folder.path()).unwrap();
        Verifier::of_machine(&tree, &LocalRoots::None)
    }

    fn verifier(&self) -> Verifier {
        self.try_verifier().unwrap()
    }
}

/// What a program saw that accepted a chain because it trusts the root.
fn seen(chain: &ServerChain, root: &Root, name: &str) -> Connection {
    let presented = chain.certificates().to_vec();
    Connection {
        own_path: [&presented[..], &[root.der().clone()]].concat(),
        presented,
        possible_roots: vec![root.der().clone()],
        names: vec![ReferenceName::parse(name)],
        at: crate::now(),
    }
}

fn entry(matches: Match, limits: Limits, threshold: Threshold) -> DistrustEntry {
    DistrustEntry {
        matches,
        limits,
        threshold,
        source: EntrySource::Owner,
    }
}

fn key(root: &Root) -> Match {
    Match::Key(SpkiSha256::of(&root.spki_der()))
}

fn of_key(root: &Root) -> DistrustEntry {
    entry(key(root), Limits::default(), Threshold::Quick)
}

/// A client of the publishers that took one approved list.
fn approved(sequence: u64, entries: &[DistrustEntry]) -> ListState {
    let octets = publisher::approved(sequence, entries);
    publisher::take(&publisher::fresh(), &octets, HIGH).unwrap()
}

#[test]
fn a_held_verifier_follows_new_lists_and_their_end() {
    let machine = Machine::new();
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    let verifier = machine.verifier();
    assert_eq!(verifier.refusal(&connection), None);
    machine.publish(&approved(1, &[]));
    assert_eq!(verifier.refusal(&connection), None);
    machine.publish(&approved(2, &[of_key(&machine.added)]));
    let refusal = verifier.refusal(&connection).unwrap();
    let sentence = refusal.sentence();
    assert!(
        sentence.contains(
            ", by the approved list 2 of example.org/distrust, which at least 3 of 5 publishers signed"
        ),
        "{sentence}"
    );
    assert!(verifier.refuses(&connection));
    assert!(machine.verifier().refuses(&connection));
    fs::remove_file(machine.path(paths::SIGNED_LISTS)).unwrap();
    assert_eq!(verifier.refusal(&connection), None);
}

#[test]
fn what_is_unchanged_is_not_read_again() {
    let machine = Machine::new();
    machine.publish(&approved(1, &[of_key(&machine.added)]));
    let verifier = machine.verifier();
    let first = verifier.generation();
    assert!(Arc::ptr_eq(&first, &verifier.generation()));
    machine.publish(&approved(2, &[]));
    let next = verifier.generation();
    assert!(!Arc::ptr_eq(&first, &next) && Arc::ptr_eq(&next, &verifier.generation()));
}

/// Each way to spoil the file, by a name for the message.
type Spoil = (&'static str, fn(&Machine, &[u8]));

const SPOILT: [Spoil; 8] = [
    ("older", |machine, _| machine.publish(&approved(1, &[]))),
    ("cut", |machine, octets| {
        machine.put(paths::SIGNED_LISTS, &octets[..octets.len() - 1]);
    }),
    ("empty", |machine, _| machine.put(paths::SIGNED_LISTS, b"")),
    ("changed", |machine, octets| {
        let mut octets = octets.to_vec();
        octets[40] ^= 1;
        machine.put(paths::SIGNED_LISTS, &octets);
    }),
    ("huge", |machine, _| {
        machine.put(paths::SIGNED_LISTS, b"");
        let file = fs::File::options()
            .write(true)
            .open(machine.path(paths::SIGNED_LISTS));
        file.unwrap().set_len(1 << 40).unwrap();
    }),
    ("writable by others", |machine, octets| {
        machine.put(paths::SIGNED_LISTS, octets);
        let open = fs::Permissions::from_mode(0o646);
        fs::set_permissions(machine.path(paths::SIGNED_LISTS), open).unwrap();
    }),
    ("a folder", |machine, _| {
        fs::remove_file(machine.path(paths::SIGNED_LISTS)).unwrap();
        fs::create_dir(machine.path(paths::SIGNED_LISTS)).unwrap();
    }),
    ("a link into a folder of everyone", |machine, octets| {
        machine.put("/srv/list", octets);
        let open = fs::Permissions::from_mode(0o1777);
        fs::set_permissions(machine.path("/srv"), open).unwrap();
        fs::remove_file(machine.path(paths::SIGNED_LISTS)).unwrap();
        symlink("../../srv/list", machine.path(paths::SIGNED_LISTS)).unwrap();
    }),
];

#[test]
fn a_spoilt_file_leaves_the_last_good_lists_in_force_and_makes_no_new_verifier() {
    for (name, spoil) in SPOILT {
        let machine = Machine::new();
        let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
        let connection = seen(&chain, &machine.added, PRIVATE_NAME);
        let good = approved(2, &[of_key(&machine.added)]);
        machine.publish(&good);
        let verifier = machine.verifier();
        assert!(verifier.refuses(&connection), "{name}");
        spoil(&machine, &good.encode());
        assert!(verifier.refuses(&connection), "{name}");
        assert!(verifier.refuses(&connection), "{name}");
        // An older list is whole, and a new process cannot know a newer one.
        assert_eq!(machine.try_verifier().is_ok(), name == "older", "{name}");
        let at = machine.path(paths::SIGNED_LISTS);
        fs::remove_dir(&at)
            .or_else(|_| fs::remove_file(&at))
            .unwrap();
        machine.publish(&approved(3, &[]));
        // It is gone from number 3 and stays for the delay, unless that is what the file has.
        assert!(!verifier.refuses(&connection), "{name}");
    }
}

#[test]
fn a_file_of_another_user_is_not_taken() {
    let machine = Machine::new();
    let root = machine.folder.path().metadata().unwrap();
    if root.uid() != 0 {
        eprintln!("left out: only root can give a file away");
        return;
    }
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    machine.publish(&approved(1, &[of_key(&machine.added)]));
    let verifier = machine.verifier();
    machine.publish(&approved(2, &[]));
    chown(machine.path(paths::SIGNED_LISTS), Some(12_345), None).unwrap();
    assert!(verifier.refuses(&connection));
    assert!(machine.try_verifier().is_err());
}

#[test]
fn in_another_root_folder_the_lists_stay() {
    let machine = Machine::new();
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    machine.publish(&approved(1, &[of_key(&machine.added)]));
    let verifier = machine.verifier();
    fs::rename(machine.path("etc"), machine.path("etc.before")).unwrap();
    assert!(verifier.refuses(&connection));
    machine.publish(&approved(2, &[]));
    assert!(verifier.refuses(&connection));
}

#[test]
fn a_list_of_another_name_replaces_the_one_that_the_owner_left() {
    let machine = Machine::new();
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    machine.publish(&approved(5, &[of_key(&machine.added)]));
    let verifier = machine.verifier();
    let set = publisher::publishers()
        .text()
        .replace("example.org/", "example.net/");
    let other = anchorwatch_list::Publishers::parse(&set).unwrap();
    machine.publish(&ListState::new(other));
    assert_eq!(verifier.refusal(&connection), None);
}

#[test]
fn a_lock_that_nobody_releases_keeps_no_newer_list_out() {
    let machine = Machine::new();
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    machine.publish(&approved(1, &[]));
    let verifier = machine.verifier();
    machine.publish(&approved(2, &[of_key(&machine.added)]));
    // As in a process that was forked while another thread held it.
    let held = verifier.generations.newest.write().unwrap();
    assert!(verifier.refuses(&connection));
    drop(held);
    let read = verifier.generations.newest.read().unwrap();
    assert!(verifier.refuses(&connection));
    drop(read);
    assert!(verifier.refuses(&connection));
}

#[test]
fn threads_that_read_at_the_same_time_agree_on_the_newest() {
    let machine = Machine::new();
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    machine.publish(&approved(1, &[]));
    let verifier = machine.verifier();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| drop(verifier.refusal(&connection))));
        }
        for sequence in 2..20 {
            machine.publish(&approved(sequence, &[]));
        }
        machine.publish(&approved(20, &[of_key(&machine.added)]));
    });
    assert!(verifier.refuses(&connection));
}

/// Decides by the generation of a time, about a chain that is valid now.
fn refuses_at(verifier: &Verifier, time: i64, connection: &Connection) -> bool {
    let generation = verifier.generations.at(UnixSeconds::new(time));
    let name = connection.names.first().unwrap();
    let decision = (generation.policies.base()).decide(&connection.presented, name, connection.at);
    matches!(decision, anchorwatch_verify::Decision::Refused(_))
}

#[test]
fn an_entry_comes_into_force_and_goes_by_the_clock_alone() {
    let machine = Machine::new();
    let chain = machine.public.issue(&["www.example.kz"]).unwrap();
    let connection = seen(&chain, &machine.public, "www.example.kz");
    let public = entry(key(&machine.public), Limits::default(), Threshold::High);
    machine.publish(&approved(1, &[public]));
    let verifier = machine.verifier();
    let taken = START + DAY + 60;
    let in_force = taken + publisher::DELAY;
    assert!(!refuses_at(&verifier, taken, &connection));
    assert!(!refuses_at(&verifier, in_force - 1, &connection));
    assert!(refuses_at(&verifier, in_force, &connection));
    // The next list lacks it; it stays for the delay.
    let octets = publisher::approved(
        1,
        &[entry(
            key(&machine.public),
            Limits::default(),
            Threshold::High,
        )],
    );
    let held = publisher::take(&publisher::fresh(), &octets, HIGH).unwrap();
    let octets = publisher::approved(20, &[]);
    let next = publisher::take(&held, &octets, HIGH).unwrap();
    machine.publish(&next);
    let gone = START + 20 * DAY + 60 + publisher::DELAY;
    assert!(refuses_at(&verifier, gone - 1, &connection));
    assert!(!refuses_at(&verifier, gone, &connection));
}

#[test]
fn a_quick_entry_refuses_under_an_added_root_and_never_under_a_public_one() {
    let machine = Machine::new();
    let base = publisher::approved(1, &[]);
    let held = publisher::take(&publisher::fresh(), &base, HIGH).unwrap();
    let quick = publisher::quick(1, &base, &[of_key(&machine.added), of_key(&machine.public)]);
    let held = publisher::take(&held, &quick, QUICK).unwrap();
    machine.publish(&held);
    let verifier = machine.verifier();
    let private = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let private = seen(&private, &machine.added, PRIVATE_NAME);
    let sentence = verifier.refusal(&private).unwrap().sentence();
    assert!(sentence.contains("the quick list 1 of"), "{sentence}");
    assert!(
        sentence.contains("at least 1 of 5 publishers"),
        "{sentence}"
    );
    for name in ["www.example.kz", PRIVATE_NAME] {
        let chain = machine.public.issue(&[name]).unwrap();
        let connection = seen(&chain, &machine.public, name);
        assert_eq!(verifier.refusal(&connection), None, "{name}");
    }
}

#[test]
fn every_kind_and_condition_counts_for_a_private_name_too() {
    let machine = Machine::new();
    let suffixes = |text: &str| vec![DnsSuffix::parse(text).unwrap()];
    let root = CertSha256::of(machine.added.der());
    let time = |seconds: i64| Some(UnixSeconds::new(seconds));
    let limits = |limits| entry(key(&machine.added), limits, Threshold::Quick);
    let cases = [
        (
            true,
            entry(
                Match::Certificate(root),
                Limits::default(),
                Threshold::Quick,
            ),
        ),
        (
            true,
            limits(Limits {
                names: Some(NameLimit::Outside(suffixes("corp"))),
                ..Limits::default()
            }),
        ),
        (
            false,
            limits(Limits {
                names: Some(NameLimit::Outside(suffixes("intranet"))),
                ..Limits::default()
            }),
        ),
        (
            true,
            limits(Limits {
                leaf_after: time(1),
                ..Limits::default()
            }),
        ),
        (
            false,
            limits(Limits {
                leaf_after: time(253_402_300_799),
                ..Limits::default()
            }),
        ),
        // The leaf has no SCT at all.
        (
            true,
            limits(Limits {
                scts_after: time(1),
                ..Limits::default()
            }),
        ),
    ];
    let chain = machine.added.issue(&[PRIVATE_NAME]).unwrap();
    let connection = seen(&chain, &machine.added, PRIVATE_NAME);
    for (number, (is_refused, entry)) in cases.into_iter().enumerate() {
        machine.publish(&approved(1, &[entry]));
        let refusal = machine.verifier().refusal(&connection);
        assert_eq!(refusal.is_some(), is_refused, "case {number}: {refusal:?}");
    }
}
