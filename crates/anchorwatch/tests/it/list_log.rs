//! Two publishers whose clients ask for a public log, one log, and three witnesses of which two have
//! to cosign. What is not in the log is not taken.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, mpsc},
};

use anchorwatch_lab::Root;
use anchorwatch_note::{KeyName, SigningKey};
use anchorwatch_transparency::{CheckpointKey, CheckpointSigner, SignatureKind, Witness};
use anchorwatch_witness::{Memory, ServerLimits, Service, serve};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const SCHEMA: &str = "anchorwatch.list-publishing/1";

/// Servers of witnesses, by the names in the set.
struct Witnesses {
    keys: Vec<(&'static str, CheckpointKey)>,
    addresses: Vec<SocketAddr>,
    /// Those to which there is no way now.
    away: RefCell<Vec<&'static str>>,
}

impl Witnesses {
    /// Three of them, which run until the process ends.
    fn start(folder: &Path, logs: &[CheckpointKey]) -> Self {
        let mut all = Self {
            keys: Vec::new(),
            addresses: Vec::new(),
            away: RefCell::default(),
        };
        for name in ["oslo", "riga", "almaty"] {
            let key_name = KeyName::parse(&format!("{name}.example")).unwrap();
            let kind = SignatureKind::Ed25519Cosignature;
            let (signer, _) = CheckpointSigner::generate(key_name, kind).unwrap();
            all.keys.push((name, signer.key().clone()));
            let memory = Memory::create(&folder.join(format!("{name}.db"))).unwrap();
            memory.add_key(signer.key()).unwrap();
            let witness = Witness::new(vec![signer], logs.to_vec()).unwrap();
            let service = Arc::new(Service::new(witness, memory).unwrap());
            all.addresses.push(started(service));
        }
        all
    }

    fn lines(&self) -> String {
        let lines = self.keys.iter().zip(&self.addresses);
        let lines = lines.map(|((name, key), at)| format!("witness {name} {key} http://{at}/\n"));
        lines.collect()
    }

    fn silence(&self, names: &[&'static str]) {
        self.away.replace(names.to_vec());
    }

    /// Arguments that lead to nobody instead of to those that are away.
    fn options(&self) -> Vec<String> {
        let away = self.away.borrow();
        let options = away.iter().flat_map(|name| {
            [
                "--witness".to_owned(),
                format!("{name}=http://127.0.0.1:1/"),
            ]
        });
        options.collect()
    }
}

fn started(service: Arc<Service>) -> SocketAddr {
    let (send, address) = mpsc::channel();
    std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            let limits = ServerLimits::default();
            serve(listener, service, limits, Arc::new(|_| {})).await;
        });
    });
    address.recv().unwrap()
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
        let [log, other] = ["log", "other"].map(|it| {
            let (name, out) = (format!("{it}.example/distrust"), path(&format!("{it}.key")));
            let made = run(&["new-log", "--name", &name, "--out", &out]);
            let key = document(&made, 0)["verifier_key"]
                .as_str()
                .unwrap()
                .to_owned();
            key.parse::<CheckpointKey>().unwrap()
        });
        let witnesses = Witnesses::start(folder.path(), &[log.clone(), other.clone()]);
        for who in ["berlin", "tbilisi", "quito"] {
            let name = format!("example.org/{who}");
            let out = path(&format!("{who}.key"));
            document(&run(&["new-publisher", "--name", &name, "--out", &out]), 0);
        }
        let desk = Self { folder, witnesses };
        desk.write_set("set", 1, &["berlin", "tbilisi"], &log);
        desk.write_set("set2", 2, &["berlin", "quito"], &log);
        desk.write_set("set3", 3, &["tbilisi", "quito"], &other);
        desk
    }

    fn write_set(&self, file: &str, epoch: u64, who: &[&str], log: &CheckpointKey) {
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
        self.publish_into("log", words)
    }

    fn publish_into(&self, log: &str, words: &[&str]) -> Run {
        let (folder, key) = (format!("@{log}"), format!("@{log}.key"));
        let log = ["--log", &folder, "--log-key", &key];
        let to = ["--publishers", "@set", "--out", "@mirror"];
        let away = self.witnesses.options();
        let away: Vec<&str> = away.iter().map(String::as_str).collect();
        self.list(&[&["publish"], words, &to, &log, &away[..]].concat())
    }

    fn sign_and_publish(&self, file: &str, who: &[&str]) -> Value {
        let notes = self.sign(file, who);
        document(&self.publish(file, &notes), 0)
    }

    /// The client gets the newest lists from here. It learns once whom to trust.
    fn update(&self, from: &str) -> Run {
        let (root, set, from) = (self.name("client"), self.name("set"), self.name(from));
        let update = ["list", "update", "--root", &root, "--from", &from];
        let trust = match self.path("client/var/lib/anchorwatch").exists() {
            true => vec![],
            false => vec!["--publishers", &set],
        };
        anchorwatch(&[&update[..], &trust, &["--format", "json"]].concat())
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

/// The machine goes off while a witness is asked: the key has signed, and others have seen nothing.
#[test]
fn a_run_that_is_killed_while_it_asks_a_witness_is_done_by_the_next_one() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    let notes = desk.sign("1", BOTH);
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = trap.local_addr().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_anchorwatch"));
    command.env_clear().stdout(Stdio::piped());
    command.args(["list", "publish", &desk.name("1")]);
    command.args([
        "--publishers",
        &desk.name("set"),
        "--out",
        &desk.name("mirror"),
    ]);
    command.args([
        "--log",
        &desk.name("log"),
        "--log-key",
        &desk.name("log.key"),
    ]);
    command.args(["--witness", &format!("oslo=http://{address}/")]);
    for note in &notes {
        command.args(["--note", &desk.name(&note[1..])]);
    }
    let mut child = command.spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    std::thread::spawn(move || {
        // A run that ended early asks nobody.
        let _ended = stdout.read_to_end(&mut Vec::new());
        let _woken = TcpStream::connect(address);
    });
    let asked = trap.accept().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    drop(asked);
    let signed = std::fs::read_to_string(desk.path("log.key.signed")).unwrap();
    assert!(signed.starts_with("log.example/distrust\n1\n"), "{signed}");
    assert!(!desk.path("mirror").exists() && !desk.path("log/checkpoint").exists());
    let made = document(&desk.publish("1", &notes), 0);
    assert_eq!(
        (&made["log"]["size"], &made["log"]["added_count"]),
        (&1.into(), &0.into())
    );
    audit(&desk, 0, &["@log", "--mirror", "@mirror"]);
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
    let copied = Command::new("cp")
        .args(["-r"])
        .arg(copy)
        .arg(desk.path("log"))
        .status();
    assert!(copied.unwrap().success());
    assert_eq!(document(&renew(), 0)["log"]["size"], 2);
}

/// Two runs with one key would add to two copies of the log.
#[test]
fn a_log_whose_key_another_run_uses_stays_as_it_is() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.sign_and_publish("1", BOTH);
    let files = (desk.files("log"), desk.files("mirror"));
    let held = anchorwatch_home::FileLock::take(&desk.path("log.key")).unwrap();
    let run = desk.publish_words(&[]);
    run.assert_error("another run", "another run");
    assert_eq!((desk.files("log"), desk.files("mirror")), files);
    drop(held);
    document(&desk.publish_words(&[]), 0);
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
}

#[test]
fn the_next_set_can_have_another_log() {
    let desk = Desk::new();
    desk.prepare("1", "one", &[]);
    desk.sign_and_publish("1", BOTH);
    desk.taken("mirror");
    let notes = desk.sign("set2", &["berlin", "tbilisi", "quito"]);
    document(&desk.publish("set2", &notes), 0);
    desk.prepare("2", "two", &[]);
    desk.sign_and_publish("2", &["berlin", "quito"]);
    desk.taken("mirror");
    // The third set has another log: it is in the log of the second, and its list in its own.
    let notes = desk.sign("set3", &["berlin", "quito", "tbilisi"]);
    document(&desk.publish("set3", &notes), 0);
    desk.prepare("3", "three", &[]);
    let notes = desk.sign("3", &["tbilisi", "quito"]);
    let run = desk.publish("3", &notes);
    run.assert_error("cannot add to the log", "names no log with this key");
    let notes: Vec<&str> = notes.iter().flat_map(|it| ["--note", it]).collect();
    let made = desk.publish_into("other", &[&["@3"], &notes[..]].concat());
    let made = document(&made, 0);
    assert_eq!(made["log"]["origin"], "other.example/distrust");
    assert_eq!(made["log"]["size"], 1);
    assert_eq!(desk.taken("mirror")["changes"].as_array().unwrap().len(), 1);
    // One that has nothing but the first set, from the bundle.
    std::fs::remove_dir_all(desk.path("client/var/lib/anchorwatch")).unwrap();
    let changes = &desk.taken("mirror/bundle")["changes"];
    assert_eq!(changes.as_array().unwrap().len(), 3);
}

/// A desk with four entries in its log, and the log's checkpoint after the first one.
fn desk_to_audit() -> Desk {
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
    desk
}

fn audit(desk: &Desk, code: i32, words: &[&str]) -> Run {
    let run = desk.list(&[&["audit-log"], words, &["--publishers", "@set"]].concat());
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run
}

/// The codes of what is wrong.
fn found(desk: &Desk, words: &[&str]) -> Vec<String> {
    let audited = audit(desk, 10, words).json("anchorwatch.log-audit/1");
    let findings = audited["findings"].as_array().unwrap().iter();
    let codes = findings.map(|it| it["code"].as_str().unwrap().to_owned());
    codes.collect()
}

/// Answers with the files of a folder.
fn files_of(folder: PathBuf) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = Vec::new();
            let mut octets = [0; 4096];
            while !request.ends_with(b"\r\n\r\n") {
                match stream.read(&mut octets) {
                    Ok(count @ 1..) => request.extend(&octets[..count]),
                    _ => break,
                }
            }
            let head = String::from_utf8_lossy(&request);
            let path = head.split(' ').nth(1).unwrap_or_default();
            let file = std::fs::read(folder.join(path.trim_start_matches('/')));
            let status = if file.is_ok() { 200 } else { 404 };
            let body = file.unwrap_or_default();
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _closed_early = stream.write_all(&[head.as_bytes(), &body].concat());
        }
    });
    address
}

#[test]
fn anyone_can_audit_the_log() {
    let desk = desk_to_audit();
    let words = ["@log", "--earlier", "@earlier", "--mirror", "@mirror"];
    let audited = audit(&desk, 0, &words).json("anchorwatch.log-audit/1");
    let entries = audited["entries"].as_array().unwrap().iter();
    let entries: Vec<&str> = entries.map(|it| it["about"].as_str().unwrap()).collect();
    assert_eq!(entries, ["approved", "quick", "publishers", "approved"]);
    // The mirror's copy is as good, also over HTTP.
    let copies = std::fs::read_dir(desk.path("mirror/log")).unwrap();
    let copy = copies.last().unwrap().unwrap().path();
    audit(&desk, 0, &[copy.to_str().unwrap()]);
    let (log, mirror) = (files_of(copy.clone()), files_of(desk.path("mirror")));
    let (log, mirror) = (format!("http://{log}/"), format!("http://{mirror}/"));
    audit(&desk, 0, &[&log, "--mirror", &mirror]);
    std::fs::remove_file(copy.join("tile/entries/000.p/4")).unwrap();
    audit(&desk, 1, &[&log]).assert_error("cannot read the log", "is not there");
    // A page says the same in each language.
    let (log, set) = (desk.name("log"), desk.name("set"));
    for language in ["en", "ru", "kk"] {
        let words = ["--publishers", &set, "--language", language];
        let page = anchorwatch(&[&["list", "audit-log", &log], &words[..]].concat());
        assert_eq!(page.code, 0, "{}", page.stderr);
        page.assert_readable();
    }
}

#[test]
fn an_audit_finds_a_log_that_was_put_back_or_changed() {
    let desk = desk_to_audit();
    std::fs::copy(desk.path("log/checkpoint"), desk.path("newest")).unwrap();
    std::fs::copy(desk.path("earlier"), desk.path("log/checkpoint")).unwrap();
    let shrunk = found(&desk, &["@log", "--earlier", "@newest"]);
    assert_eq!(shrunk, ["log_audit_shrunk"]);
    // Of what the mirror shows, the set of publishers and the list are missing.
    let missing = found(&desk, &["@log", "--mirror", "@mirror"]);
    assert_eq!(missing, ["log_audit_not_there"; 2]);
    std::fs::copy(desk.path("newest"), desk.path("log/checkpoint")).unwrap();
    let entries = std::fs::read(desk.path("log/tile/entries/000.p/4")).unwrap();
    let mut bent = entries.clone();
    *bent.last_mut().unwrap() ^= 1;
    std::fs::write(desk.path("log/tile/entries/000.p/4"), bent).unwrap();
    let changed = found(&desk, &["@log"]);
    assert!(
        changed.contains(&"log_audit_other_tree".to_owned()),
        "{changed:?}"
    );
    std::fs::write(
        desk.path("log/tile/entries/000.p/4"),
        &entries[..entries.len() - 1],
    )
    .unwrap();
    audit(&desk, 1, &["@log"]).assert_error("cannot read the log", "");
    std::fs::write(desk.path("log/tile/entries/000.p/4"), entries).unwrap();
    std::fs::write(desk.path("log/tile/0/000.p/4"), [0; 127]).unwrap();
    assert_eq!(found(&desk, &["@log"]), ["log_audit_other_tile"]);
}
