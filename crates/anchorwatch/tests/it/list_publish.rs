//! Two publishers in two countries make a set, propose, review, sign and publish; a client takes
//! it. What one of them cannot do alone.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anchorwatch_identity::{Certificate, CertificateFile};
use anchorwatch_lab::{Root, Site, pki::public_root};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const SCHEMA: &str = "anchorwatch.list-publishing/1";

/// Where the publishers keep their files, and a client's machine.
struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Two publishers with a set: both have to sign an approved list, one of them a quick one.
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir_all(desk.path("client/var/lib")).unwrap();
        let mut set = "anchorwatch.publishers/1\norigin example.org/distrust\nepoch 1\n\
            expires 2099-01-01T00:00:00Z\ndelay 7\nquick 1\n\n"
            .to_owned();
        for who in ["berlin", "tbilisi"] {
            let name = format!("example.org/{who}");
            let out = desk.name(&format!("{who}.key"));
            let run = list(&["new-publisher", "--name", &name, "--out", &out]);
            let made = document(&run, 0);
            let key = made["verifier_key"].as_str().unwrap();
            set.push_str(&format!("witness {who} {key}\n"));
        }
        set.push_str("group countries all berlin tbilisi\nquorum countries\n");
        std::fs::write(desk.path("set"), set).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Runs a command of `list` with the set and the mirror, if something is on it. Words that
    /// begin with an `@` are files of the desk.
    fn list(&self, words: &[&str]) -> Run {
        let set = self.name("set");
        let mut arguments: Vec<String> = words
            .iter()
            .map(|it| {
                it.strip_prefix('@')
                    .map_or_else(|| (*it).to_owned(), |it| self.name(it))
            })
            .collect();
        if !matches!(words, ["propose", ..]) {
            arguments.extend(["--publishers".to_owned(), set]);
        }
        let after = match words {
            ["review", ..] => Some("--against"),
            ["prepare" | "sign", ..] => Some("--after"),
            _ => None,
        };
        if let Some(after) = after.filter(|_| self.path("mirror").exists()) {
            arguments.extend([after.to_owned(), self.name("mirror")]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        list(&arguments)
    }

    /// Prepares a list out of a proposal.
    fn prepare(&self, words: &[&str], out: &str) -> Value {
        let out = format!("@{out}");
        let run = self.list(&[&["prepare"], words, &["--out", &out]].concat());
        document(&run, 0)
    }

    /// One publisher looks at a list, and signs its hash.
    fn sign(&self, which: &str, who: &str) -> String {
        let which = format!("@{which}");
        let looked = document(&self.list(&["sign", &which]), 12);
        let hash = looked["list"]["sha256"].as_str().unwrap();
        let (key, note) = (
            format!("@{who}.key"),
            format!("@{}.{who}.note", &which[1..]),
        );
        let run = self.list(&[
            "sign", &which, "--key", &key, "--hash", hash, "--out", &note,
        ]);
        assert_eq!(
            document(&run, 0)["signers"][0],
            format!("example.org/{who}")
        );
        note
    }

    fn publish(&self, which: &str, notes: &[&str]) -> Run {
        let which = format!("@{which}");
        let notes = notes.iter().flat_map(|note| ["--note", note]);
        let notes: Vec<&str> = notes.collect();
        self.list(&[&["publish", &which][..], &notes, &["--out", "@mirror"]].concat())
    }

    /// Both sign, and one of them publishes.
    fn sign_and_publish(&self, which: &str) -> Value {
        let (one, other) = (self.sign(which, "berlin"), self.sign(which, "tbilisi"));
        document(&self.publish(which, &[&one, &other]), 0)
    }

    fn propose(&self, file: &str, words: &[&str]) -> Value {
        let out = format!("@{file}");
        document(
            &self.list(&[&["propose"], words, &["--out", &out]].concat()),
            0,
        )
    }

    /// A root that somebody imposes, in a file of this name.
    fn root(&self, name: &str) -> Root {
        let root = Root::company(name).unwrap();
        std::fs::write(self.path(name), root.pem()).unwrap();
        root
    }

    /// The client gets the newest lists from here.
    fn update(&self, from: &str, code: i32) -> Value {
        let (root, set, from) = (self.name("client"), self.name("set"), self.name(from));
        let run = anchorwatch(&[
            "list",
            "update",
            "--root",
            &root,
            "--publishers",
            &set,
            "--from",
            &from,
            "--format",
            "json",
        ]);
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        run.json("anchorwatch.list-update/1")
    }

    /// Every file of the mirror, with its content.
    fn mirror(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.path("mirror"), &mut files);
        files.sort();
        files
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
}

fn list(words: &[&str]) -> Run {
    anchorwatch(&[&["list"], words, &["--format", "json"]].concat())
}

fn document(run: &Run, code: i32) -> Value {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json(SCHEMA)
}

fn key_of(root: &Root) -> String {
    let certificate = Certificate::from_der(root.der()).unwrap();
    certificate.spki_sha256().to_string()
}

fn codes(list: &Value) -> Vec<&str> {
    let items = list.as_array().unwrap().iter();
    items.map(|it| it["code"].as_str().unwrap()).collect()
}

/// The first list, with an imposed root and so many others that a change is shorter than a list.
fn first_list(desk: &Desk) {
    let one = desk.root("one");
    let proposed = desk.propose("p", &["--certificate", "@one", "--why", "imposed"]);
    assert_eq!(
        (&proposed["proposed_count"], &proposed["new_count"]),
        (&1.into(), &1.into())
    );
    let reviewed = document(&desk.list(&["review", "@p"]), 0);
    assert_eq!(reviewed["items"][0]["entry"]["what"], key_of(&one));
    assert_eq!(codes(&reviewed["items"][0]["against"]), [] as [&str; 0]);
    std::fs::write(desk.path("others"), entries(0..20)).unwrap();
    desk.propose("others.p", &["--list", "@others"]);
    let prepared = desk.prepare(&["@p", "@others.p"], "1");
    assert_eq!(
        (
            &prepared["list"]["sequence"],
            &prepared["changes"][0]["change"]
        ),
        (&1.into(), &"added".into())
    );
    desk.sign_and_publish("1");
    let taken = desk.update("mirror", 0);
    let changes = taken["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 21);
    assert!(changes.iter().any(|it| it["what"] == key_of(&one)));
}

#[test]
fn two_publishers_make_lists_that_a_client_takes() {
    let desk = Desk::new();
    first_list(&desk);
    let two = desk.root("two");
    // The second list has a delta from the first, and the files of the first stay as they are.
    let before = desk.mirror();
    desk.propose("q", &["--certificate", "@two", "--public", "--why", "too"]);
    let prepared = desk.prepare(&["@q"], "2");
    assert_eq!(prepared["changes"].as_array().unwrap().len(), 1);
    assert_eq!(desk.sign_and_publish("2")["delta_count"], 1);
    let after = desk.mirror();
    for (path, content) in before {
        let is_leading = path.ends_with("latest") || path.ends_with("bundle");
        assert!(
            is_leading || after.contains(&(path.clone(), content)),
            "{path:?}"
        );
    }
    // The client needs no more than the delta: the whole list is not there.
    let sha256 = prepared["list"]["sha256"].as_str().unwrap();
    let whole = desk.path(&format!("mirror/list/{sha256}"));
    std::fs::rename(&whole, desk.path("whole")).unwrap();
    let taken = desk.update("mirror", 0);
    assert_eq!(taken["approved"]["sequence"], 2);
    assert_eq!(taken["changes"][0]["what"], key_of(&two));
    assert_eq!(taken["waiting_count"], 1);
    std::fs::rename(desk.path("whole"), &whole).unwrap();
    // And the bundle is enough for a client that has nothing.
    std::fs::remove_dir_all(desk.path("client/var/lib/anchorwatch")).unwrap();
    let taken = desk.update("mirror/bundle", 0);
    assert_eq!(taken["approved"]["sequence"], 2);
}

#[test]
fn a_machine_writes_what_its_signed_lists_refuse_for_other_programs() {
    let desk = Desk::new();
    let (client, out) = (desk.name("client"), desk.name("crl-set"));
    let export = |form: &str, out: &str, more: &[&str]| {
        let words = ["export", "--as", form, "--root", &client, "--out", out];
        list(&[&words[..], more].concat())
    };
    let run = export("crlset", &out, &[]);
    run.assert_error("follows no signed list", "list update");
    first_list(&desk);
    // Other programs know neither entries for some names nor those for local roots alone.
    let run = export("crlset", &out, &[]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let written = run.json("anchorwatch.list-export/1");
    let counts = (&written["entry_count"], &written["written_count"]);
    assert_eq!(counts, (&21.into(), &0.into()));
    let left_out = ["list_left_out_limited", "list_left_out_local"];
    assert_eq!(codes(&written["left_out"]), left_out);
    export("crlset", &out, &[]).assert_error("already something", "");
    let wide = desk.name("wide");
    let written = export("crlset", &wide, &["--with-local"]).json("anchorwatch.list-export/1");
    assert_eq!(codes(&written["left_out"]), left_out[..1]);
    let shown = list(&["show", &wide, "--certificate", &desk.name("one")]);
    assert_eq!(shown.code, 10, "{}", shown.stderr);
    let shown = shown.json("anchorwatch.list/1");
    assert_eq!(shown["lists"][0]["entry_count"], 1);
    // `block` reads this one.
    let toml = desk.name("blocked.toml");
    assert_eq!(export("blocked_toml", &toml, &[]).code, 11);
    let text = std::fs::read(&toml).unwrap();
    let blocked = anchorwatch_home::BlockList::of_text(&text).unwrap();
    let one = CertificateFile::of_pem_and_der(&std::fs::read(desk.path("one")).unwrap());
    let one = one.certificates().next().unwrap().clone();
    let refused = (blocked.keys().len(), blocked.refuses_key_of(&one));
    assert_eq!(refused, (1, true));
}

#[test]
fn whoever_holds_a_key_finds_it_on_the_list() {
    let desk = Desk::new();
    first_list(&desk);
    let (set, mirror) = (desk.name("set"), desk.name("mirror"));
    let monitor = |which: &str| {
        let certificate = desk.name(which);
        list(&[
            "monitor",
            &mirror,
            "--publishers",
            &set,
            "--certificate",
            &certificate,
        ])
    };
    let found = document(&monitor("one"), 10);
    assert_eq!(found["watched"][0]["since_sequence"], 1);
    desk.root("two");
    document(&monitor("two"), 0);
    // Of the other list, only what is new is proposed again.
    std::fs::write(desk.path("others"), entries(0..22)).unwrap();
    let more = [
        "--list",
        "@others",
        "--after",
        &mirror,
        "--publishers",
        &set,
    ];
    assert_eq!(desk.propose("more.p", &more)["new_count"], 2);
}

#[test]
fn one_publisher_adds_at_once_and_takes_nothing_back() {
    let desk = Desk::new();
    let (one, two) = (desk.root("one"), desk.root("two"));
    desk.propose("p", &["--certificate", "@one", "--why", "imposed"]);
    desk.prepare(&["@p"], "1");
    desk.sign_and_publish("1");
    desk.update("mirror", 0);
    // Alone, on the quick list.
    desk.propose("q", &["--certificate", "@two", "--why", "seen today"]);
    let prepared = desk.prepare(&["@q", "--role", "quick"], "quick");
    assert_eq!(prepared["list"]["needed_signature_count"], 1);
    let note = desk.sign("quick", "tbilisi");
    document(&desk.publish("quick", &[&note]), 0);
    let taken = desk.update("mirror", 0);
    assert_eq!(taken["changes"][0]["what"], key_of(&two));
    assert_eq!(taken["changes"][0]["threshold"], "quick");
    // Alone, it takes nothing back: neither by the quick list nor by the approved one.
    desk.propose(
        "r",
        &[
            "--certificate",
            "@one",
            "--action",
            "remove",
            "--why",
            "asked to",
        ],
    );
    let reviewed = document(&desk.list(&["review", "@r"]), 0);
    assert_eq!(reviewed["items"][0]["needs_quorum"], true);
    let run = desk.list(&["prepare", "@r", "--role", "quick", "--out", "@x"]);
    run.assert_error("cannot make the next list", "only an approved list can do");
    let prepared = desk.prepare(&["@r", "--adopt-quick"], "2");
    let changed = prepared["changes"].as_array().unwrap();
    let removed = changed.iter().find(|it| it["change"] == "removed").unwrap();
    assert_eq!(
        (&removed["weakens"], &removed["entry"]["what"]),
        (&true.into(), &key_of(&one).into())
    );
    let files = desk.mirror();
    let note = desk.sign("2", "berlin");
    for notes in [&[note.as_str()][..], &[&note, &note]] {
        let run = desk.publish("2", notes);
        run.assert_error(
            "clients would not take the list",
            "signatures of 1 publishers",
        );
    }
    assert_eq!(desk.mirror(), files);
    assert_eq!(desk.update("mirror", 0)["is_news"], false);
    // Both together can. The client keeps it for the delay.
    let other = desk.sign("2", "tbilisi");
    document(&desk.publish("2", &[&note, &other]), 0);
    let taken = desk.update("mirror", 0);
    assert_eq!(taken["retained_count"], 1);
}

#[test]
fn what_was_not_looked_at_is_not_signed() {
    let desk = Desk::new();
    desk.root("one");
    desk.propose("p", &["--certificate", "@one", "--why", "imposed"]);
    desk.prepare(&["@p"], "1");
    let other = "00".repeat(32);
    let run = desk.list(&[
        "sign",
        "@1",
        "--key",
        "@berlin.key",
        "--hash",
        &other,
        "--out",
        "@n",
    ]);
    run.assert_error("has the hash", "has the hash");
    assert!(!desk.path("n").exists());
    // A stranger's key, and a name that is in use.
    let stranger = desk.name("stranger.key");
    document(
        &list(&["new-publisher", "--name", "x.example", "--out", &stranger]),
        0,
    );
    let looked = document(&desk.list(&["sign", "@1"]), 12);
    let hash = looked["list"]["sha256"].as_str().unwrap();
    let run = desk.list(&[
        "sign",
        "@1",
        "--key",
        "@stranger.key",
        "--hash",
        hash,
        "--out",
        "@n",
    ]);
    run.assert_error("cannot sign", "belongs to no publisher");
    let run = desk.list(&[
        "sign",
        "@1",
        "--key",
        "@berlin.key",
        "--hash",
        hash,
        "--out",
        "@set",
    ]);
    run.assert_error("already something", "already something");
    assert!(!desk.path("n").exists());
    assert_eq!(desk.list(&["sign", "@1", "--key", "@berlin.key"]).code, 2);
}

#[test]
fn a_key_is_its_owner_s_alone_and_is_never_overwritten() {
    let desk = Desk::new();
    let path = desk.path("berlin.key");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    let key = std::fs::read(&path).unwrap();
    let out = desk.name("berlin.key");
    let run = list(&[
        "new-publisher",
        "--name",
        "example.org/berlin",
        "--out",
        &out,
    ]);
    run.assert_error("already something", "already something");
    assert_eq!(std::fs::read(&path).unwrap(), key);
    let page = anchorwatch(&[
        "list",
        "new-publisher",
        "--name",
        "a.example",
        "--out",
        &desk.name("a"),
    ]);
    assert_eq!(page.code, 0);
    page.assert_readable();
    assert!(
        page.stdout.contains("witness a.example a.example+"),
        "{}",
        page.stdout
    );
    let secret = std::fs::read_to_string(desk.path("a")).unwrap();
    assert!(!page.stdout.contains(secret.lines().nth(1).unwrap()));
}

#[test]
fn a_public_root_is_spoken_against_and_a_page_says_so() {
    let desk = Desk::new();
    let public = public_root("ISRG Root X1").unwrap();
    std::fs::write(desk.path("public"), public).unwrap();
    desk.propose(
        "p",
        &["--certificate", "@public", "--public", "--why", "a letter"],
    );
    let reviewed = document(&desk.list(&["review", "@p"]), 10);
    let against = codes(&reviewed["items"][0]["against"]);
    assert!(against.contains(&"against_public_root"), "{against:?}");
    let proposal = desk.name("p");
    for language in ["en", "ru", "kk"] {
        let page = anchorwatch(&["list", "review", &proposal, "--language", language]);
        assert_eq!(page.code, 10, "{}", page.stderr);
        page.assert_readable();
    }
}

#[test]
fn the_authority_behind_an_interception_is_proposed_with_its_evidence() {
    let desk = Desk::new();
    let root = desk.root("imposed");
    let site = Site::start(root.issue(&["www.example.kz"]).unwrap()).unwrap();
    let (address, local, seen) = (
        site.address().to_string(),
        desk.name("imposed"),
        desk.name("seen"),
    );
    let check = |host: &str| {
        let run = anchorwatch(&[
            "check",
            host,
            "--address",
            &address,
            "--local",
            &local,
            "--evidence",
            &seen,
        ]);
        assert_eq!(run.code, 10, "{}{}", run.stdout, run.stderr);
    };
    check("www.example.kz");
    desk.propose("p", &["--evidence", "@seen"]);
    let text = std::fs::read_to_string(desk.path("p")).unwrap();
    assert!(
        text.contains(&format!("\nadd key {}\n", key_of(&root))),
        "{text}"
    );
    assert!(
        text.contains("# evidence intercepted www.example.kz:443 "),
        "{text}"
    );
    document(&desk.list(&["review", "@p"]), 0);
}

/// A list of keys in the normal form, each of which applies to some names.
fn entries(keys: std::ops::Range<u8>) -> String {
    let entry = |it: u8| {
        let key = format!("{it:02x}").repeat(32);
        format!(
            r#"{{"match":"key","spki_sha256":"{key}","threshold":"quick",
            "limits":{{"names_inside":["kz"]}},"source":{{"list":"crlset","sequence":7}}}}"#
        )
    };
    let entries: Vec<String> = keys.map(entry).collect();
    format!(
        r#"{{"schema":"anchorwatch.entries/1","made_from":[],"entries":[{}],
        "known_interception":[]}}"#,
        entries.join(",")
    )
}

#[test]
fn entries_of_another_list_are_proposed_with_their_source() {
    let desk = Desk::new();
    let key = "ab".repeat(32);
    std::fs::write(desk.path("entries"), entries(0xab..0xac)).unwrap();
    desk.propose("p", &["--list", "@entries", "--public"]);
    let text = std::fs::read_to_string(desk.path("p")).unwrap();
    let expected = format!(
        "anchorwatch.proposal/1\n\nadd key {key}\npublic\nnames_inside kz\n# source crlset:7\n"
    );
    assert_eq!(text, expected);
}

/// Whoever has the mirror takes its newest list away, or changes it.
#[test]
fn publishers_follow_no_mirror_that_somebody_changed() {
    let desk = Desk::new();
    desk.root("one");
    desk.propose("p", &["--certificate", "@one", "--why", "imposed"]);
    desk.prepare(&["@p"], "1");
    desk.sign_and_publish("1");
    let latest = std::fs::read(desk.path("mirror/latest")).unwrap();
    for bent in [&b"AWLATST\x01"[..], &latest[..latest.len() - 1]] {
        std::fs::write(desk.path("mirror/latest"), bent).unwrap();
        let run = desk.list(&["prepare", "--out", "@2"]);
        run.assert_error("cannot use what was published before", "");
        assert!(!desk.path("2").exists());
    }
    // A folder is no file, and is not taken for a missing one: lists do not begin anew.
    std::fs::remove_file(desk.path("mirror/latest")).unwrap();
    std::fs::create_dir(desk.path("mirror/latest")).unwrap();
    let run = desk.publish("1", &["@1.berlin.note", "@1.tbilisi.note"]);
    run.assert_error("cannot use what was published before", "cannot be read");
}

#[test]
fn a_proposal_is_added_to_and_a_wrong_line_is_named() {
    let desk = Desk::new();
    let (one, two) = (desk.root("one"), desk.root("two"));
    desk.propose("p", &["--certificate", "@one", "--why", "first"]);
    let again = desk.propose("p", &["--certificate", "@one", "--certificate", "@two"]);
    assert_eq!(
        (&again["proposed_count"], &again["new_count"]),
        (&2.into(), &1.into())
    );
    let text = std::fs::read_to_string(desk.path("p")).unwrap();
    for root in [&one, &two] {
        assert_eq!(
            text.matches(&format!("\nadd key {}\n", key_of(root)))
                .count(),
            1
        );
    }
    assert!(text.contains("# why first\n"));
    std::fs::write(desk.path("p"), text.replace("add key", "ad key")).unwrap();
    let run = desk.list(&["propose", "--certificate", "@one", "--out", "@p"]);
    run.assert_error("cannot use the proposal", "line 3");
    assert_eq!(desk.list(&["propose", "--out", "@p"]).code, 2);
    // What could not be read again is not written.
    let names: Vec<String> = (0..65).map(|it| format!("a{it}.kz")).collect();
    let names = names.iter().flat_map(|name| ["--name-inside", name]);
    let names: Vec<&str> = names.collect();
    let words = ["propose", "--certificate", "@one", "--out", "@r"];
    let run = desk.list(&[&words[..], &names].concat());
    run.assert_error("cannot use the proposal", "no list can have this entry");
    assert!(!desk.path("r").exists());
}

/// Signs a list with the key in this file.
fn sign_with(desk: &Desk, which: &str, key: &str, out: &str) -> Run {
    let looked = document(&desk.list(&["sign", which]), 12);
    let hash = looked["list"]["sha256"].as_str().unwrap();
    desk.list(&["sign", which, "--key", key, "--hash", hash, "--out", out])
}

/// An error is noticed after the first signature.
#[test]
fn a_number_that_was_signed_and_never_published_is_left_out() {
    let desk = Desk::new();
    for name in ["one", "two"] {
        desk.root(name);
        let certificate = format!("@{name}");
        let words = ["--certificate", &certificate, "--why", "imposed"];
        desk.propose(&format!("{name}.p"), &words);
    }
    desk.prepare(&["@one.p"], "wrong");
    desk.sign("wrong", "berlin");
    desk.prepare(&["@two.p"], "right");
    let run = sign_with(&desk, "@right", "@berlin.key", "@n");
    run.assert_error("cannot sign", "prepare --number");
    let prepared = desk.prepare(&["@two.p", "--number", "2"], "2");
    assert_eq!(prepared["list"]["sequence"], 2);
    desk.sign_and_publish("2");
    assert_eq!(desk.update("mirror", 0)["approved"]["sequence"], 2);
    for number in ["1", "2"] {
        let run = desk.list(&["prepare", "--number", number, "--out", "@x"]);
        run.assert_error("cannot make the next list", "the first later one is 3");
    }
    assert_eq!(
        desk.list(&["prepare", "--number", "0", "--out", "@x"]).code,
        2
    );
    assert_eq!(desk.prepare(&[], "3")["list"]["sequence"], 3);
}

#[test]
fn a_key_that_another_run_uses_signs_nothing() {
    let desk = Desk::new();
    desk.prepare(&[], "1");
    let memory = std::fs::read(desk.path("berlin.key.signed")).unwrap();
    let held = anchorwatch_home::FileLock::take(&desk.path("berlin.key")).unwrap();
    let run = sign_with(&desk, "@1", "@berlin.key", "@n");
    run.assert_error("another run", "another run");
    assert!(!desk.path("n").exists());
    assert_eq!(
        std::fs::read(desk.path("berlin.key.signed")).unwrap(),
        memory
    );
    drop(held);
    document(&sign_with(&desk, "@1", "@berlin.key", "@n"), 0);
}

/// A copy, or another name, would begin a memory of its own.
#[test]
fn a_key_without_its_memory_signs_nothing() {
    let desk = Desk::new();
    desk.prepare(&[], "1");
    desk.prepare(&["--days", "20"], "other");
    let (key, memory) = (desk.path("berlin.key"), desk.path("berlin.key.signed"));
    std::fs::copy(&key, desk.path("copy.key")).unwrap();
    let run = sign_with(&desk, "@1", "@copy.key", "@n");
    run.assert_error("cannot sign", "is not there");
    std::os::unix::fs::symlink(&key, desk.path("link.key")).unwrap();
    document(&sign_with(&desk, "@1", "@berlin.key", "@1.note"), 0);
    let run = sign_with(&desk, "@other", "@link.key", "@n");
    run.assert_error("cannot sign", "signed something else with the number 1");
    assert!(!desk.path("link.key.signed").exists());
    std::fs::rename(&memory, desk.path("kept")).unwrap();
    let run = sign_with(&desk, "@other", "@berlin.key", "@n");
    run.assert_error("cannot sign", "is not there");
    assert!(!desk.path("n").exists() && !memory.exists());
    // A new key takes over no memory either.
    let new = desk.name("new.key");
    std::fs::rename(desk.path("kept"), desk.path("new.key.signed")).unwrap();
    let run = list(&["new-publisher", "--name", "a.example", "--out", &new]);
    run.assert_error("already something", "already something");
    assert!(!desk.path("new.key").exists());
}

#[test]
fn a_log_that_the_publishers_do_not_ask_for_is_not_passed_over() {
    let desk = Desk::new();
    desk.prepare(&[], "1");
    let (one, other) = (desk.sign("1", "berlin"), desk.sign("1", "tbilisi"));
    let publish = ["publish", "@1", "--note", &one, "--note", &other];
    let to = [
        "--out",
        "@mirror",
        "--log",
        "@log",
        "--log-key",
        "@berlin.key",
    ];
    let run = desk.list(&[&publish[..], &to].concat());
    run.assert_error("log", "names no log with this key");
    assert!(!desk.path("mirror").exists() && !desk.path("log").exists());
    document(&desk.publish("1", &[&one, &other]), 0);
}
