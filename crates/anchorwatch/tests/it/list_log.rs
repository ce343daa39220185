//! Two publishers whose clients ask for a public log, one log, and three witnesses of which two have
//! to cosign. What is not in the log is not taken.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Mutex},
};

use anchorwatch_lab::Root;
use anchorwatch_note::{KeyName, SigningKey};
use anchorwatch_transparency::{
    AddCheckpoint, CheckpointKey, CheckpointSigner, SignatureKind, Witness, WitnessProblem,
    WitnessRecord,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const SCHEMA: &str = "anchorwatch.list-publishing/1";

/// Witnesses that answer over HTTP, by the names in the set.
struct Witnesses {
    keys: Vec<(String, CheckpointKey)>,
    addresses: Vec<SocketAddr>,
    silent: Arc<Mutex<Vec<String>>>,
}

impl Witnesses {
    fn start(log: &CheckpointKey) -> Self {
        let silent = Arc::new(Mutex::new(Vec::new()));
        let mut all = Self {
            keys: Vec::new(),
            addresses: Vec::new(),
            silent: Arc::clone(&silent),
        };
        for name in ["oslo", "riga", "almaty"] {
            let key_name = KeyName::parse(&format!("{name}.example")).unwrap();
            let (_, pem) = SigningKey::generate(key_name.clone()).unwrap();
            let kind = SignatureKind::Ed25519Cosignature;
            let signer = CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), key_name, kind).unwrap();
            all.keys.push((name.to_owned(), signer.key().clone()));
            let witness = Witness::new(vec![signer], vec![log.clone()]).unwrap();
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            all.addresses.push(listener.local_addr().unwrap());
            let silent = Arc::clone(&silent);
            std::thread::spawn(move || {
                let mut last = None;
                for stream in listener.incoming().flatten() {
                    if silent.lock().unwrap().contains(&name.to_owned()) {
                        continue;
                    }
                    let _closed_early = answer(stream, &witness, &mut last);
                }
            });
        }
        all
    }

    fn lines(&self) -> String {
        let lines = self.keys.iter().zip(&self.addresses);
        let lines = lines.map(|((name, key), at)| format!("witness {name} {key} http://{at}/\n"));
        lines.collect()
    }

    fn silence(&self, names: &[&str]) {
        let names = names.iter().map(|it| (*it).to_owned());
        *self.silent.lock().unwrap() = names.collect();
    }
}

fn answer(
    mut stream: TcpStream,
    witness: &Witness,
    last: &mut Option<WitnessRecord>,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut octets = [0; 4096];
    let body = loop {
        let count = stream.read(&mut octets)?;
        request.extend(&octets[..count]);
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            assert!(
                head.starts_with("POST /add-checkpoint HTTP/1.1\r\n"),
                "{head}"
            );
            let head = head.to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1).unwrap();
            let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
            if body.len() >= length {
                break body.to_owned();
            }
        }
        if count == 0 {
            return Ok(());
        }
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let request = AddCheckpoint::parse(body.as_bytes());
    let (status, body) =
        match request.and_then(|it| witness.cosign(&it, last.as_ref(), now.unwrap().as_secs())) {
            Ok(record) => {
                let body = record.response().to_owned();
                *last = Some(record);
                (200, body)
            }
            Err(WitnessProblem::Conflict { size }) => (409, format!("{size}\n")),
            Err(why) => (why.status(), String::new()),
        };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}

/// Where everybody keeps their files.
struct Desk {
    folder: TempDir,
    witnesses: Witnesses,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        std::fs::create_dir_all(path("client/var/lib")).unwrap();
        let made = run(&[
            "new-log",
            "--name",
            "log.example/distrust",
            "--out",
            &path("log.key"),
        ]);
        let log = document(&made, 0)["verifier_key"]
            .as_str()
            .unwrap()
            .to_owned();
        let witnesses = Witnesses::start(&log.parse().unwrap());
        for who in ["berlin", "tbilisi", "quito"] {
            let name = format!("example.org/{who}");
            let out = path(&format!("{who}.key"));
            document(&run(&["new-publisher", "--name", &name, "--out", &out]), 0);
        }
        let desk = Self { folder, witnesses };
        desk.write_set("set", 1, &["berlin", "tbilisi"], &log);
        desk.write_set("set2", 2, &["berlin", "quito"], &log);
        desk
    }

    fn write_set(&self, file: &str, epoch: u64, who: &[&str], log: &str) {
        let mut set = format!(
            "anchorwatch.publishers/1\norigin example.org/distrust\nepoch {epoch}\n\
             expires 2099-01-01T00:00:00Z\ndelay 7\nquick 1\n\n"
        );
        for who in who {
            let name = KeyName::parse(&format!("example.org/{who}")).unwrap();
            let pem = std::fs::read(self.path(&format!("{who}.key"))).unwrap();
            let key = SigningKey::from_pkcs8_pem(&pem, name).unwrap();
            set += &format!("witness {who} {}\n", key.verifier());
        }
        set += &format!("group all all {}\nquorum all\n", who.join(" "));
        set += &format!(
            "anchorwatch.logs/1\nfresh 3\n\nlog {log}\n{}group seen 2 oslo riga almaty\n\
             quorum seen\n",
            self.witnesses.lines()
        );
        std::fs::write(self.path(file), set).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Runs a command of `list`. Words that begin with an `@` are files of the desk.
    fn list(&self, words: &[&str]) -> Run {
        let words: Vec<String> = words
            .iter()
            .map(|it| match it.strip_prefix('@') {
                Some(name) => self.name(name),
                None => (*it).to_owned(),
            })
            .collect();
        run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The next list, which adds this root.
    fn prepare(&self, out: &str, root: &str, more: &[&str]) {
        std::fs::write(self.path(root), Root::company(root).unwrap().pem()).unwrap();
        let (root, proposal) = (format!("@{root}"), format!("@{out}.p"));
        let words = [
            "propose",
            "--certificate",
            &root,
            "--why",
            "imposed",
            "--out",
            &proposal,
        ];
        document(&self.list(&words), 0);
        let out = format!("@{out}");
        let words = ["prepare", &proposal, "--publishers", "@set", "--out", &out];
        document(&self.list(&[&words[..], &self.after(), more].concat()), 0);
    }

    fn after(&self) -> Vec<&str> {
        match self.path("mirror").exists() {
            true => vec!["--after", "@mirror"],
            false => Vec::new(),
        }
    }

    /// These publishers sign what they looked at.
    fn sign(&self, file: &str, who: &[&str]) -> Vec<String> {
        let which = format!("@{file}");
        let words = [&["sign", &which, "--publishers", "@set"][..], &self.after()].concat();
        let looked = document(&self.list(&words), 12);
        let about = match looked["list"].is_null() {
            true => &looked["publishers"],
            false => &looked["list"],
        };
        let hash = about["sha256"].as_str().unwrap();
        let sign = |who: &&str| {
            let (key, note) = (format!("@{who}.key"), format!("@{file}.{who}.note"));
            let more = ["--key", &key, "--hash", hash, "--out", &note];
            document(&self.list(&[&words[..], &more].concat()), 0);
            note
        };
        who.iter().map(sign).collect()
    }

    fn publish(&self, file: &str, notes: &[String]) -> Run {
        let which = format!("@{file}");
        let notes: Vec<&str> = notes.iter().flat_map(|it| ["--note", it]).collect();
        self.publish_words(&[&[which.as_str()], &notes[..]].concat())
    }

    fn publish_words(&self, words: &[&str]) -> Run {
        let log = ["--log", "@log", "--log-key", "@log.key"];
        let to = ["--publishers", "@set", "--out", "@mirror"];
        self.list(&[&["publish"], words, &to, &log].concat())
    }

    fn sign_and_publish(&self, file: &str, who: &[&str]) -> Value {
        let notes = self.sign(file, who);
        document(&self.publish(file, &notes), 0)
    }

    /// The client gets the newest lists from here.
    fn update(&self, from: &str) -> Run {
        let (root, set, from) = (self.name("client"), self.name("set"), self.name(from));
        let update = [
            "list",
            "update",
            "--root",
            &root,
            "--publishers",
            &set,
            "--from",
            &from,
        ];
        anchorwatch(&[&update[..], &["--format", "json"]].concat())
    }

    fn taken(&self, from: &str) -> Value {
        let run = self.update(from);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        run.json("anchorwatch.list-update/1")
    }

    fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), std::fs::read(&path).unwrap());
                }
            }
        }
        files
    }
}

fn run(words: &[&str]) -> Run {
    anchorwatch(&[&["list"], words, &["--format", "json"]].concat())
}

fn document(run: &Run, code: i32) -> Value {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json(SCHEMA)
}

const BOTH: &[&str] = &["berlin", "tbilisi"];

#[test]
fn a_list_that_is_in_the_log_is_taken() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    let made = desk.sign_and_publish("1", BOTH);
    assert_eq!(
        (&made["log"]["size"], &made["log"]["added_count"]),
        (&1.into(), &1.into())
    );
    let cosigned = made["log"]["witnesses"].as_array().unwrap().iter();
    assert!(cosigned.clone().all(|it| it["has_cosigned"] == true));
    assert_eq!(cosigned.count(), 3);
    assert_eq!(desk.taken("mirror")["approved"]["sequence"], 1);
    // The log grows; so does what a client holds. One witness is away.
    desk.witnesses.silence(&["riga"]);
    desk.prepare("2", "two", &[]);
    let made = desk.sign_and_publish("2", BOTH);
    assert_eq!(made["log"]["size"], 2);
    assert_eq!(made["log"]["witnesses"][1]["has_cosigned"], false);
    let taken = desk.taken("mirror");
    assert_eq!(
        (&taken["approved"]["sequence"], &taken["freshness"]["code"]),
        (&2.into(), &"current".into())
    );
    // A quick list too; its proof and that of the approved one are under one checkpoint.
    desk.witnesses.silence(&[]);
    desk.prepare("quick", "three", &["--role", "quick"]);
    assert_eq!(
        desk.sign_and_publish("quick", &["tbilisi"])["log"]["size"],
        3
    );
    let taken = desk.taken("mirror");
    assert_eq!(
        (&taken["quick"]["sequence"], &taken["freshness"]["code"]),
        (&1.into(), &"current".into())
    );
    // The bundle is enough for one that has nothing, and for one that has an earlier tree.
    std::fs::remove_dir_all(desk.path("client/var/lib/anchorwatch")).unwrap();
    assert_eq!(desk.taken("mirror/bundle")["quick"]["sequence"], 1);
    // The proofs are renewed: nothing is added, and a client takes them.
    let renewed = document(&desk.publish_words(&[]), 0);
    assert_eq!(
        (&renewed["log"]["size"], &renewed["log"]["added_count"]),
        (&3.into(), &0.into())
    );
    desk.taken("mirror");
}

#[test]
fn without_the_log_or_its_witnesses_nothing_is_published() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    let notes = desk.sign("1", BOTH);
    let words = [
        "publish",
        "@1",
        "--note",
        &notes[0],
        "--note",
        &notes[1],
        "--publishers",
        "@set",
    ];
    let run = desk.list(&[&words[..], &["--out", "@mirror"]].concat());
    run.assert_error("cannot add to the log", "asks for a public log");
    assert!(!desk.path("mirror").exists());
    desk.witnesses.silence(&["oslo", "almaty"]);
    let run = desk.publish("1", &notes);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stderr.contains("oslo") && run.stderr.contains("almaty"),
        "{}",
        run.stderr
    );
    assert!(!desk.path("mirror").exists() && !desk.path("log/checkpoint").exists());
    // The text is in the log now. Once the witnesses answer, it is published, and is there once.
    desk.witnesses.silence(&[]);
    assert_eq!(document(&desk.publish("1", &notes), 0)["log"]["size"], 1);
    assert_eq!(desk.taken("mirror")["approved"]["sequence"], 1);
}

/// Whoever has the publishers' keys and not the log shows a list that nobody else sees.
#[test]
fn a_list_that_is_not_in_the_log_is_refused() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.sign_and_publish("1", BOTH);
    desk.taken("mirror");
    let honest = desk.files("mirror");
    desk.prepare("2", "two", &[]);
    desk.sign_and_publish("2", BOTH);
    // The newest note, with the proof of the one before: the same lengths, another text.
    let latest = std::fs::read(desk.path("mirror/latest")).unwrap();
    let latest = anchorwatch_list::Latest::parse(&latest).unwrap();
    let before = &honest[&desk.path("mirror/latest")];
    let before = anchorwatch_list::Latest::parse(before).unwrap();
    for proof in [before.approved.proof, b""] {
        let mut bent = latest;
        bent.approved.proof = proof;
        std::fs::write(desk.path("mirror/latest"), bent.encode()).unwrap();
        let run = desk.update("mirror");
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    }
    std::fs::write(desk.path("mirror/latest"), latest.encode()).unwrap();
    assert_eq!(desk.taken("mirror")["approved"]["sequence"], 2);
}

/// A backup of the log is put back, with the memory of its key or without.
#[test]
fn no_second_log_is_signed() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.sign_and_publish("1", BOTH);
    let (folder, memory) = (desk.files("log"), desk.path("log.key.signed"));
    let old = std::fs::read(&memory).unwrap();
    desk.prepare("2", "two", &[]);
    desk.sign_and_publish("2", BOTH);
    let new = std::fs::read(&memory).unwrap();
    std::fs::remove_dir_all(desk.path("log")).unwrap();
    for (path, content) in &folder {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let mirror = desk.files("mirror");
    let renew = || desk.publish_words(&[]);
    renew().assert_error("cannot add to the log", "is not there");
    // With an old memory the log goes on from there; the mirror shows that it is not the whole one.
    std::fs::write(&memory, &old).unwrap();
    renew().assert_error("cannot add to the log", "others were shown 2 entries");
    std::fs::remove_file(&memory).unwrap();
    renew().assert_error("cannot add to the log", "signed last is not there");
    assert_eq!(desk.files("mirror"), mirror);
    // The mirror's copy of the log restores it.
    std::fs::write(&memory, &new).unwrap();
    std::fs::remove_dir_all(desk.path("log")).unwrap();
    let copy = std::fs::read_dir(desk.path("mirror/log"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let copied = std::process::Command::new("cp")
        .args(["-r"])
        .arg(copy)
        .arg(desk.path("log"))
        .status();
    assert!(copied.unwrap().success());
    assert_eq!(document(&renew(), 0)["log"]["size"], 2);
}

/// Two lists of one number would let a publisher show different people different lists.
#[test]
fn a_publisher_signs_one_list_of_a_number() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.prepare("other", "two", &[]);
    desk.sign("1", &["berlin"]);
    let looked = document(&desk.list(&["sign", "@other", "--publishers", "@set"]), 12);
    let hash = looked["list"]["sha256"].as_str().unwrap();
    let words = [
        "sign",
        "@other",
        "--publishers",
        "@set",
        "--key",
        "@berlin.key",
        "--hash",
        hash,
    ];
    let run = desk.list(&[&words[..], &["--out", "@n"]].concat());
    run.assert_error("cannot sign", "signed something else with the number 1");
    assert!(!desk.path("n").exists());
    // The same list once more is no second one; a memory that cannot be read signs nothing.
    let looked = document(&desk.list(&["sign", "@1", "--publishers", "@set"]), 12);
    let hash = looked["list"]["sha256"].as_str().unwrap();
    let words = [
        "sign",
        "@1",
        "--publishers",
        "@set",
        "--key",
        "@berlin.key",
        "--hash",
        hash,
    ];
    document(&desk.list(&[&words[..], &["--out", "@again"]].concat()), 0);
    let memory = desk.path("berlin.key.signed");
    let good = std::fs::read_to_string(&memory).unwrap();
    for bad in [
        good.replace(" 1 1 ", " 01 1 "),
        good.replace('\n', "\r\n"),
        String::new(),
    ] {
        std::fs::write(&memory, bad).unwrap();
        let run = desk.list(&[&words[..], &["--out", "@third"]].concat());
        run.assert_error("cannot sign", "cannot be read");
    }
}

#[test]
fn publishers_hand_over_to_the_next_set() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.sign_and_publish("1", BOTH);
    desk.taken("mirror");
    // One of the old set and one of the new are too few of both.
    let notes = desk.sign("set2", &["berlin", "tbilisi", "quito"]);
    let looked = document(&desk.list(&["sign", "@set2", "--publishers", "@set"]), 12);
    let about = &looked["publishers"];
    assert_eq!(
        (
            &about["epoch"],
            about["added_keys"].as_array().unwrap().len()
        ),
        (&2.into(), 1)
    );
    let files = desk.files("mirror");
    for few in [&notes[..2], &notes[1..]] {
        let run = desk.publish("set2", few);
        run.assert_error("clients would not take", "");
    }
    assert_eq!(desk.files("mirror"), files);
    let made = document(&desk.publish("set2", &notes), 0);
    assert_eq!(
        (&made["publishers"]["epoch"], &made["log"]["size"]),
        (&2.into(), &2.into())
    );
    // The next list is the new set's; who only knows the old set follows it.
    desk.prepare("2", "two", &[]);
    let prepared = document(
        &desk.list(&["sign", "@2", "--publishers", "@set", "--after", "@mirror"]),
        12,
    );
    assert_eq!(
        (&prepared["list"]["epoch"], &prepared["list"]["sequence"]),
        (&2.into(), &1.into())
    );
    assert_eq!(prepared["changes"].as_array().unwrap().len(), 1);
    let run = desk.list(&[
        "sign",
        "@2",
        "--publishers",
        "@set",
        "--after",
        "@mirror",
        "--key",
        "@tbilisi.key",
        "--hash",
        prepared["list"]["sha256"].as_str().unwrap(),
        "--out",
        "@n",
    ]);
    run.assert_error("cannot sign", "belongs to no publisher");
    desk.sign_and_publish("2", &["berlin", "quito"]);
    let taken = desk.taken("mirror");
    assert_eq!(
        (&taken["approved"]["sequence"], &taken["freshness"]["code"]),
        (&1.into(), &"current".into())
    );
    assert_eq!(taken["changes"].as_array().unwrap().len(), 1);
    // One that has nothing but the first set, from the bundle.
    std::fs::remove_dir_all(desk.path("client/var/lib/anchorwatch")).unwrap();
    assert_eq!(
        desk.taken("mirror/bundle")["changes"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn anyone_can_audit_the_log() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.sign_and_publish("1", BOTH);
    std::fs::copy(desk.path("log/checkpoint"), desk.path("earlier")).unwrap();
    desk.prepare("quick", "two", &["--role", "quick"]);
    desk.sign_and_publish("quick", &["berlin"]);
    let notes = desk.sign("set2", &["berlin", "tbilisi", "quito"]);
    document(&desk.publish("set2", &notes), 0);
    desk.prepare("2", "three", &["--adopt-quick"]);
    desk.sign_and_publish("2", &["berlin", "quito"]);
    let audit = |code: i32, more: &[&str]| {
        let run = desk.list(&[&["audit-log"], more, &["--publishers", "@set"]].concat());
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        (code != 1).then(|| run.json("anchorwatch.log-audit/1"))
    };
    let found = |more: &[&str]| {
        let audited = audit(10, more).unwrap();
        let findings = audited["findings"].as_array().unwrap().iter();
        findings
            .map(|it| it["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let audited = audit(0, &["@log", "--earlier", "@earlier", "--mirror", "@mirror"]).unwrap();
    let entries = audited["entries"].as_array().unwrap().iter();
    let entries: Vec<&str> = entries.map(|it| it["about"].as_str().unwrap()).collect();
    assert_eq!(entries, ["approved", "quick", "publishers", "approved"]);
    // The mirror's copy is as good; a page says the same in each language.
    let copy = std::fs::read_dir(desk.path("mirror/log"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let (copy, set) = (copy.to_str().unwrap(), desk.name("set"));
    audit(0, &[copy]);
    for language in ["en", "ru", "kk"] {
        let words = [
            "list",
            "audit-log",
            copy,
            "--publishers",
            &set,
            "--language",
            language,
        ];
        let page = anchorwatch(&words);
        assert_eq!(page.code, 0, "{}", page.stderr);
        page.assert_readable();
    }
    // The log is put back to what it was, or is the one of another list.
    std::fs::copy(desk.path("log/checkpoint"), desk.path("newest")).unwrap();
    std::fs::copy(desk.path("earlier"), desk.path("log/checkpoint")).unwrap();
    assert_eq!(
        found(&["@log", "--earlier", "@newest"]),
        ["log_audit_shrunk"]
    );
    let missing = found(&["@log", "--mirror", "@mirror"]);
    assert_eq!(missing, ["log_audit_not_there"; 2]);
    std::fs::copy(desk.path("newest"), desk.path("log/checkpoint")).unwrap();
    std::fs::write(desk.path("log/tile/0/000.p/4"), [0; 127]).unwrap();
    assert_eq!(found(&["@log"]), ["log_audit_other_tile"]);
    std::fs::remove_file(desk.path("log/tile/entries/000.p/4")).unwrap();
    audit(1, &["@log"]);
    let page = anchorwatch(&["list", "audit-log", &desk.name("log"), "--publishers", &set]);
    page.assert_error("cannot read the log", "is not there");
}
