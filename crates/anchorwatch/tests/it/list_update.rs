//! `list update`: what is taken, what is remembered, and what a script hears.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorwatch_lab::Root;
use anchorwatch_list::{Header, Latest, ListHash, LoggedNote};
use anchorwatch_policy::DistrustEntry;
use serde_json::Value;
use tempfile::TempDir;

use self::{
    publisher::{HIGH, at, list, local, note, set_text, three_of},
    server::Server,
};
use crate::run::{Run, anchorwatch};

#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the tests of the list need more")]
mod publisher;
#[path = "../../../anchorwatch-carrier/tests/it/server.rs"]
#[expect(dead_code, reason = "the tests of the carrier need more")]
mod server;

const STATE: &str = "var/lib/anchorwatch/list/state";
const PUBLISHED: &str = "etc/anchorwatch/signed-lists";

/// A machine, and the publishers that it trusts.
struct Machine {
    folder: TempDir,
    publishers: PathBuf,
}

/// One time for all lists: two of one number that differ in a second are a fork.
fn now() -> i64 {
    static NOW: std::sync::LazyLock<i64> = std::sync::LazyLock::new(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        i64::try_from(now.unwrap().as_secs()).unwrap()
    });
    *NOW
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("root")).unwrap();
        std::fs::create_dir_all(folder.path().join("root/var/lib")).unwrap();
        let publishers = folder.path().join("publishers");
        let set = set_text(1, now() + 86_400_000, 7, &three_of(&[1, 2, 3, 4, 5]));
        std::fs::write(&publishers, set).unwrap();
        Self { folder, publishers }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn update(&self, sources: &[&str], more: &[&str]) -> Run {
        let root = self.root();
        let publishers = self.publishers.to_str().unwrap();
        let mut arguments = vec!["list", "update", "--root", root.to_str().unwrap()];
        arguments.extend(["--publishers", publishers, "--format", "json"]);
        sources
            .iter()
            .for_each(|it| arguments.extend(["--from", it]));
        arguments.extend(more);
        anchorwatch(&arguments)
    }

    fn state(&self) -> Option<Vec<u8>> {
        std::fs::read(self.root().join(STATE)).ok()
    }

    /// What programs of this machine read.
    fn published(&self) -> Option<Vec<u8>> {
        std::fs::read(self.root().join(PUBLISHED)).ok()
    }

    /// A mirror's folder with these files.
    fn mirror(&self, name: &str, files: &BTreeMap<String, Vec<u8>>) -> String {
        let folder = self.folder.path().join(name);
        for (name, octets) in files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, octets).unwrap();
        }
        folder.to_str().unwrap().to_owned()
    }
}

/// What a mirror has of an approved list that was issued an hour ago.
fn files(sequence: u64, entries: &[DistrustEntry], seeds: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let header = Header {
        epoch: 1,
        sequence,
        issued: at(now() - 3_600),
        expires: at(now() + 20 * 86_400),
        base: None,
    };
    let octets = list(header, entries);
    let note = note(&octets, seeds);
    let approved = LoggedNote {
        note: &note,
        proof: &[],
    };
    let latest = Latest {
        epoch: 1,
        approved,
        quick: None,
    };
    let name = format!("list/{}", ListHash::of(&octets));
    BTreeMap::from([("latest".to_owned(), latest.encode()), (name, octets)])
}

fn document(run: &Run, code: i32) -> Value {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.list-update/1")
}

#[test]
fn an_update_says_what_changed_and_remembers_it() {
    let machine = Machine::new();
    let mirror = machine.mirror("one", &files(1, &[local("a"), local("b")], HIGH));
    let tried = document(&machine.update(&[&mirror], &["--dry-run"]), 12);
    assert_eq!(tried["changes"].as_array().unwrap().len(), 2);
    assert_eq!(machine.state(), None);
    let taken = document(&machine.update(&[&mirror], &[]), 0);
    assert_eq!(taken["approved"]["sequence"], 1);
    assert_eq!(taken["changes"], tried["changes"]);
    assert_eq!(taken["freshness"]["code"], "current");
    assert_eq!(taken["sources"][0]["channel"], "local");
    let state = machine.state().unwrap();
    let again = document(&machine.update(&[&mirror], &[]), 0);
    assert_eq!(
        (&again["is_news"], &again["changes"]),
        (&Value::from(false), &Value::from(Vec::<Value>::new()))
    );
    assert_eq!(machine.state().unwrap(), state);
    // Publishers need be given once.
    let root = machine.root();
    let more = machine.mirror(
        "two",
        &files(2, &[local("a"), local("b"), local("c")], HIGH),
    );
    let arguments = [
        "list",
        "update",
        "--root",
        root.to_str().unwrap(),
        "--from",
        &more,
    ];
    let page = anchorwatch(&arguments);
    assert_eq!(page.code, 0, "{}", page.stderr);
    page.assert_readable();
    assert_ne!(machine.state().unwrap(), state);
}

#[test]
fn programs_read_what_the_state_holds_and_nothing_else_lasts() {
    let machine = Machine::new();
    let first = machine.mirror("one", &files(1, &[local("a")], HIGH));
    document(&machine.update(&[&first], &["--dry-run"]), 12);
    assert_eq!(machine.published(), None);
    document(&machine.update(&[&first], &[]), 0);
    let older = machine.published().unwrap();
    assert_eq!(machine.state().unwrap(), older);
    let second = machine.mirror("two", &files(2, &[local("a"), local("b")], HIGH));
    document(&machine.update(&[&second], &[]), 0);
    let state = machine.state().unwrap();
    assert_eq!(machine.published().unwrap(), state);
    // The lists of another name, from another machine.
    let other = Machine::new();
    let set = std::fs::read_to_string(&other.publishers).unwrap();
    std::fs::write(
        &other.publishers,
        set.replace("example.org/", "example.net/"),
    )
    .unwrap();
    let nothing = other.mirror("nothing", &BTreeMap::from([("x".to_owned(), Vec::new())]));
    document(&other.update(&[&nothing], &[]), 1);
    let another = other.published().unwrap();
    let path = machine.root().join(PUBLISHED);
    let wrong: [&[u8]; 4] = [&older, &another, &state[..state.len() / 2], b""];
    for octets in wrong {
        std::fs::write(&path, octets).unwrap();
        document(&machine.update(&[&second], &[]), 0);
        assert_eq!(machine.published().unwrap(), state);
    }
    // Without an answer too.
    std::fs::remove_file(&path).unwrap();
    document(&machine.update(&[&nothing], &[]), 1);
    assert_eq!(machine.published().unwrap(), state);
}

#[test]
fn what_is_worse_than_what_is_held_changes_nothing() {
    let machine = Machine::new();
    let good = machine.mirror("good", &files(5, &[local("a")], HIGH));
    document(&machine.update(&[&good], &[]), 0);
    let state = machine.state().unwrap();
    let unsigned = machine.mirror("unsigned", &files(6, &[], &[1, 2]));
    let older = machine.mirror("older", &files(4, &[], HIGH));
    let empty = machine.mirror("empty", &BTreeMap::from([("x".to_owned(), Vec::new())]));
    for (source, code) in [
        (&unsigned, "carrier_signatures"),
        (&older, "carrier_update"),
        (&empty, "carrier_missing"),
    ] {
        let told = document(&machine.update(&[source], &[]), 1);
        assert_eq!(told["sources"][0]["problem_coded"]["code"], code);
        assert_eq!(machine.state().unwrap(), state);
    }
    // One good source is enough.
    document(&machine.update(&[&unsigned, &good], &[]), 0);
    let other = machine.mirror("other", &files(5, &[local("b")], HIGH));
    let told = document(&machine.update(&[&good, &other], &[]), 10);
    assert_eq!(told["is_equivocation"], true);
    assert_eq!(machine.state().unwrap(), state);
}

#[test]
fn without_publishers_or_with_a_damaged_memory_nothing_is_taken() {
    let machine = Machine::new();
    let mirror = machine.mirror("one", &files(1, &[local("a")], HIGH));
    let root = machine.root();
    let arguments = [
        "list",
        "update",
        "--root",
        root.to_str().unwrap(),
        "--from",
        &mirror,
    ];
    assert_eq!(anchorwatch(&arguments).code, 1);
    assert_eq!(machine.state(), None);
    document(&machine.update(&[&mirror], &[]), 0);
    let mut damaged = machine.state().unwrap();
    damaged[20] ^= 1;
    std::fs::write(root.join(STATE), &damaged).unwrap();
    assert_eq!(machine.update(&[&mirror], &[]).code, 1);
    assert_eq!(machine.state().unwrap(), damaged);
    for source in ["ftp://a.example/", "https://a.example/?x"] {
        assert_eq!(machine.update(&[source], &[]).code, 2);
    }
    let proxy = ["--proxy", "https://127.0.0.1:1/"];
    assert_eq!(machine.update(&[&mirror], &proxy).code, 2);
}

#[test]
fn lists_come_over_an_intercepted_connection_and_a_verdict_reads_its_chain() {
    let machine = Machine::new();
    let imposed = Root::isca_like().unwrap();
    let chain = imposed.issue(&["localhost"]).unwrap();
    let files = files(1, &[local("a")], HIGH);
    let server = Server::of(Some(&chain), &files);
    let source = format!("https://localhost:{}/", server.port());
    let evidence = machine.folder.path().join("seen");
    let path = evidence.to_str().unwrap();
    let told = document(&machine.update(&[&source], &["--evidence", path]), 10);
    assert_eq!(told["approved"]["sequence"], 1);
    assert_eq!(told["sources"][0]["channel"], "refused");
    assert_eq!(told["sources"][0]["problem"], Value::Null);
    assert!(machine.state().is_some());
    let verdict = anchorwatch(&["verdict", path, "--format", "json"]);
    let verdict: Value = serde_json::from_str(&verdict.stdout).unwrap();
    let text = verdict.to_string();
    assert!(text.contains("localhost"), "{text}");
    // It never replaces a file.
    assert_eq!(machine.update(&[&source], &["--evidence", path]).code, 1);
    assert!(Path::new(path).exists());
}

#[test]
fn an_interception_is_said_and_kept_even_if_the_stores_cannot_be_changed() {
    let machine = Machine::new();
    let imposed = Root::isca_like().unwrap();
    let chain = imposed.issue(&["localhost"]).unwrap();
    let server = Server::of(Some(&chain), &files(1, &[local("a")], HIGH));
    let source = format!("https://localhost:{}/", server.port());
    let owners = machine.root().join("etc/anchorwatch/blocked.toml");
    std::fs::create_dir_all(owners.parent().unwrap()).unwrap();
    std::fs::write(&owners, "no list").unwrap();
    let evidence = machine.folder.path().join("seen");
    let path = evidence.to_str().unwrap();
    let run = machine.update(&[&source], &["--apply", "--evidence", path]);
    assert!(!run.stderr.is_empty());
    let told = document(&run, 10);
    assert_eq!(told["in_stores"], "failed");
    assert!(evidence.exists() && machine.state().is_some());
    // Without an interception the failure is the answer.
    let mirror = machine.mirror("one", &files(1, &[local("a")], HIGH));
    assert_eq!(machine.update(&[&mirror], &["--apply"]).code, 1);
}

#[test]
fn the_settings_name_the_sources_and_without_any_it_is_a_misuse() {
    let machine = Machine::new();
    let mirror = machine.mirror("one", &files(1, &[local("a")], HIGH));
    assert_eq!(machine.update(&[], &[]).code, 2);
    let settings = machine.root().join("etc/anchorwatch/config.toml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, format!("[lists]\nfrom = [\"{mirror}\"]\n")).unwrap();
    let taken = document(&machine.update(&[], &[]), 0);
    assert_eq!(taken["approved"]["sequence"], 1);
    assert_eq!(taken["in_stores"], "not_asked");
    let asked = document(&machine.update(&[], &["--apply"]), 0);
    assert_eq!(asked["in_stores"], "not_blocked");
}

fn of_root(root: &Root) -> DistrustEntry {
    let key = anchorwatch_identity::SpkiSha256::of(&root.spki_der());
    DistrustEntry {
        matches: anchorwatch_policy::distrust::Match::Key(key),
        ..local("")
    }
}

/// A machine with two roots that somebody added, and the publishers whose lists it follows.
struct Followed {
    of_lists: Machine,
    tree: crate::run::Machine,
    imposed: Root,
    works: Root,
}

impl Followed {
    fn new() -> Self {
        let (imposed, works) = (
            Root::company("Example Inspection").unwrap(),
            Root::company("Example Works").unwrap(),
        );
        Self {
            of_lists: Machine::new(),
            tree: crate::run::Machine::with(&[("imposed", &imposed), ("works", &works)]),
            imposed,
            works,
        }
    }

    /// A mirror with the list of this number; the imposed root is on it, or not.
    fn mirror(&self, sequence: u64, has_imposed: bool) -> String {
        let mut entries = vec![local("a")];
        entries.extend(has_imposed.then(|| of_root(&self.imposed)));
        let name = sequence.to_string();
        self.of_lists
            .mirror(&name, &files(sequence, &entries, HIGH))
    }

    fn run(&self, command: &[&str]) -> Run {
        let root = self.tree.root_text();
        anchorwatch(&[command, &["--root", &root]].concat())
    }

    fn update(&self, source: &str, more: &[&str]) -> Value {
        let publishers = self.of_lists.publishers.to_str().unwrap();
        let update = ["list", "update", "--publishers", publishers];
        let from = ["--from", source, "--format", "json"];
        document(&self.run(&[&update[..], &from, more].concat()), 0)
    }

    fn is_trusted(&self, root: &Root) -> bool {
        self.tree.bundle().contains(&root.pem())
    }

    /// The findings of `audit` about what a list has.
    fn listed(&self) -> Vec<Value> {
        let audit = self.run(&["audit", "--format", "json"]);
        let audit: Value = serde_json::from_str(&audit.stdout).unwrap();
        let findings = audit["findings"].as_array().unwrap().iter();
        let listed = findings.filter(|it| it["class"] == "distrusted_by_list");
        listed.cloned().collect()
    }
}

#[test]
fn audit_names_the_list_and_the_stores_follow_where_block_was_applied() {
    let machine = Followed::new();
    let (imposed, works) = (&machine.imposed, &machine.works);
    // A list without the root, and a block of what is known: the root stays.
    let first = machine.mirror(1, false);
    let unblocked = machine.update(&first, &["--apply"]);
    assert_eq!(unblocked["in_stores"], "not_blocked");
    assert_eq!(machine.run(&["block", "--apply"]).code, 0);
    assert!(machine.is_trusted(imposed) && machine.is_trusted(works));
    assert_eq!(machine.listed().len(), 0);
    // The list gets the root: an alarm that names it, and refused on request.
    let second = machine.mirror(2, true);
    machine.update(&second, &[]);
    let found = machine.listed();
    assert!(!found.is_empty() && machine.is_trusted(imposed));
    let reason = &found[0]["reasons"][0];
    assert_eq!(reason["code"], "on_signed_list");
    assert_eq!(reason["facts"]["list"]["facts"]["sequence"], 2);
    assert_eq!(found[0]["severity"], "alarm");
    let applied = machine.update(&second, &["--apply"]);
    assert_eq!(applied["in_stores"], "refused");
    assert!(!machine.is_trusted(imposed) && machine.is_trusted(works));
    let blocked = machine.tree.path("etc/anchorwatch/blocked.toml");
    let blocked = std::fs::read_to_string(blocked).unwrap();
    let key = anchorwatch_identity::SpkiSha256::of(&imposed.spki_der()).to_string();
    assert!(!blocked.contains(&key), "the key would outlive the list");
    // Once more changes nothing.
    let at_rest = machine.tree.snapshot();
    machine.update(&second, &["--apply"]);
    assert_eq!(machine.tree.snapshot(), at_rest);
}

#[test]
fn undo_takes_back_what_lists_did_and_a_later_block_takes_their_keys() {
    let machine = Followed::new();
    let before = machine.tree.snapshot();
    let (imposed, works) = (&machine.imposed, &machine.works);
    let source = machine.mirror(1, true);
    machine.update(&source, &[]);
    assert!(machine.is_trusted(imposed));
    assert_eq!(machine.run(&["undo"]).code, 12);
    assert!(!machine.listed().is_empty());
    assert_eq!(machine.run(&["block", "--apply"]).code, 0);
    assert!(!machine.is_trusted(imposed) && machine.is_trusted(works));
    let undone = machine.run(&["undo", "--apply", "--format", "json"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    let undone: Value = serde_json::from_str(&undone.stdout).unwrap();
    assert_eq!(undone["ends_signed_lists"], true);
    assert!(machine.is_trusted(imposed));
    assert_eq!(machine.listed().len(), 0);
    assert_eq!(machine.run(&["undo"]).code, 0);
    // What was remembered keeps older lists out until that is forgotten too.
    machine.update(&source, &[]);
    assert_eq!(machine.run(&["undo", "--apply", "--forget"]).code, 0);
    assert_eq!(machine.tree.snapshot(), before);
}

#[test]
fn the_hook_reads_both_lists_and_obeys_the_owners_if_the_other_is_damaged() {
    let of_lists = Machine::new();
    let imposed = Root::company("Example Inspection").unwrap();
    let tree = crate::run::Machine::with(&[("imposed", &imposed)]);
    let root = tree.root_text();
    assert_eq!(anchorwatch(&["block", "--root", &root, "--apply"]).code, 0);
    let source = of_lists.mirror("one", &files(1, &[of_root(&imposed)], HIGH));
    let publishers = of_lists.publishers.to_str().unwrap();
    let update = [
        "list",
        "update",
        "--root",
        &root,
        "--publishers",
        publishers,
    ];
    let published = tree.path(PUBLISHED);
    assert_eq!(
        anchorwatch(&[&update[..], &["--from", &source]].concat()).code,
        0
    );
    let octets = std::fs::read(&published).unwrap();
    std::fs::write(&published, b"damaged").unwrap();
    let hook = anchorwatch(&["refilter", "--root", &root]);
    assert_eq!(hook.code, 11, "{}", hook.stderr);
    assert!(tree.bundle().contains(&imposed.pem()));
    std::fs::write(&published, octets).unwrap();
    assert_eq!(anchorwatch(&["refilter", "--root", &root]).code, 0);
    assert!(!tree.bundle().contains(&imposed.pem()));
}
