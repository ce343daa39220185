//! What witnesses show of the publishers' log, beside a mirror: real witnesses, and ones that show
//! what a log signed for somebody else.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::{Arc, mpsc},
};

use anchorwatch_lab::{Root, clock};
use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    Checkpoint, CheckpointSigner, SignatureKind, TreeHash, TreeHead, Witness,
};
use anchorwatch_witness::{Memory, ServerLimits, Service, serve};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const SCHEMA: &str = "anchorwatch.list-publishing/1";
const LOG: &str = "log.example/distrust";
const NAMES: [&str; 3] = ["oslo", "riga", "quito"];

/// A published list, its log, whose key somebody has, and three witnesses.
struct Desk {
    folder: TempDir,
    log: CheckpointSigner,
    witnesses: Vec<(CheckpointSigner, SocketAddr)>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        run(0, &["new-log", "--name", LOG, "--out", &path("log.key")]);
        let pem = std::fs::read(path("log.key")).unwrap();
        let log = signer(&pem, LOG, SignatureKind::Ed25519);
        let mut set = "anchorwatch.publishers/1\norigin example.org/distrust\nepoch 1\n\
                       expires 2099-01-01T00:00:00Z\ndelay 7\nquick 1\n\n"
            .to_owned();
        for who in ["a", "b"] {
            let (name, out) = (format!("example.org/{who}"), path(&format!("{who}.key")));
            let made = run(0, &["new-publisher", "--name", &name, "--out", &out]);
            set += &format!("witness {who} {}\n", made["verifier_key"].as_str().unwrap());
        }
        set += "group both all a b\nquorum both\nanchorwatch.logs/1\nfresh 3\n\n";
        set += &format!("log {}\n", log.key());
        let mut witnesses = Vec::new();
        for name in NAMES {
            let (own, address) = witness(folder.path(), name, &log);
            set += &format!("witness {name} {} http://{address}/\n", own.key());
            witnesses.push((own, address));
        }
        set += "group seen 2 oslo riga quito\nquorum seen\n";
        std::fs::write(path("set"), set).unwrap();
        let desk = Self {
            folder,
            log,
            witnesses,
        };
        desk.publish();
        desk
    }

    fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_str().unwrap().to_owned()
    }

    fn publish(&self) {
        let root = Root::company("Imposed").unwrap().pem();
        std::fs::write(self.path("root.pem"), root).unwrap();
        let [root, proposal, list, set] =
            ["root.pem", "proposal", "list", "set"].map(|it| self.path(it));
        let why = ["--why", "imposed", "--out", &proposal];
        run(
            0,
            &[&["propose", "--certificate", &root], &why[..]].concat(),
        );
        let by = ["--publishers", &set];
        let out = ["--out", &list];
        run(0, &[&["prepare", &proposal], &by[..], &out].concat());
        let looked = run(12, &[&["sign", &list], &by[..]].concat());
        let hash = looked["list"]["sha256"].as_str().unwrap();
        let mut publish = vec!["publish".to_owned(), list.clone()];
        for who in ["a", "b"] {
            let (key, note) = (self.path(&format!("{who}.key")), self.path(who));
            let more = ["--key", &key, "--hash", hash, "--out", &note];
            run(0, &[&["sign", &list], &by[..], &more].concat());
            publish.extend(["--note".to_owned(), note]);
        }
        let [mirror, log, key] = ["mirror", "log", "log.key"].map(|it| self.path(it));
        let to = ["--out", &mirror, "--log", &log, "--log-key", &key];
        let publish: Vec<&str> = publish.iter().map(String::as_str).collect();
        run(0, &[&publish[..], &by, &to].concat());
    }

    /// Compares the mirror with what these witnesses show at these addresses.
    fn monitor(&self, witnesses: &[(&str, SocketAddr)]) -> Run {
        let (mirror, set) = (self.path("mirror"), self.path("set"));
        let mut words = vec!["list", "monitor", &mirror, "--publishers", &set];
        let at: Vec<String> = witnesses
            .iter()
            .map(|(name, address)| format!("{name}=http://{address}/w"))
            .collect();
        for at in &at {
            words.extend(["--witness", at]);
        }
        words.extend(["--format", "json"]);
        anchorwatch(&words)
    }

    /// What each of these witnesses is said to show.
    fn seen(&self, witnesses: &[(&str, SocketAddr)], code: i32) -> Vec<String> {
        let run = self.monitor(witnesses);
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        let document = run.json(SCHEMA);
        let log = &document["seen_logs"][0];
        assert_eq!((&log["origin"], &log["size"]), (&LOG.into(), &1.into()));
        let seen = log["witnesses"].as_array().unwrap().iter();
        seen.map(|it| {
            let shows = it["shows"]["code"].as_str();
            let problem = || it["problem"]["code"].as_str();
            shows.or_else(problem).unwrap().to_owned()
        })
        .collect()
    }

    /// A tree of this size that is not the log's, as the log's key and a witness's sign it.
    fn forked(&self, witness: usize, size: u64, entry: &str) -> String {
        let root = TreeHash::of_leaf(entry.as_bytes());
        let checkpoint = Checkpoint::new(LOG, TreeHead { size, root }, &[]).unwrap();
        let now = u64::try_from(clock::now_unix_s()).unwrap();
        let line = |it: &CheckpointSigner| it.sign(&checkpoint, now).unwrap();
        let (own, _) = &self.witnesses[witness];
        format!("{checkpoint}\n{}{}", line(&self.log), line(own))
    }
}

fn signer(pem: &[u8], name: &str, kind: SignatureKind) -> CheckpointSigner {
    CheckpointSigner::from_pkcs8_pem(pem, KeyName::parse(name).unwrap(), kind).unwrap()
}

/// A witness of this log that runs until the process ends, below `/` only.
fn witness(folder: &Path, name: &str, log: &CheckpointSigner) -> (CheckpointSigner, SocketAddr) {
    let kind = SignatureKind::Ed25519Cosignature;
    let key_name = format!("{name}.example");
    let (own, pem) = CheckpointSigner::generate(KeyName::parse(&key_name).unwrap(), kind).unwrap();
    let again = signer(pem.as_bytes(), &key_name, kind);
    let memory = Memory::create(&folder.join(format!("{name}.db"))).unwrap();
    memory.add_key(own.key()).unwrap();
    let witness = Witness::new(vec![own], vec![log.key().clone()]).unwrap();
    let service = Arc::new(Service::new(witness, memory).unwrap());
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
    (again, address.recv().unwrap())
}

/// Whoever answers every request with this body and status.
fn shows(status: u16, body: &str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let length = body.len();
    let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{body}");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut octets = [0; 4096];
            let _asked = stream.read(&mut octets);
            let _closed_early = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn run(code: i32, words: &[&str]) -> Value {
    let run = anchorwatch(&[&["list"], words, &["--format", "json"]].concat());
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json(SCHEMA)
}

#[test]
fn a_mirror_is_compared_with_what_each_witness_shows() {
    let desk = Desk::new();
    // Nobody listens there.
    let dead = SocketAddr::from(([127, 0, 0, 1], 1));
    // The witnesses themselves, below another path: there is nothing.
    let [oslo, riga] = [0, 1].map(|it| desk.witnesses[it].1);
    let nothing = ["witness_view_nothing"; 2];
    assert_eq!(desk.seen(&[("oslo", oslo), ("riga", riga)], 11), nothing);

    let same = |it: usize| {
        let hash = anchorwatch_transparency::origin_hash(LOG);
        let at = desk.witnesses[it].1;
        let mut stream = std::net::TcpStream::connect(at).unwrap();
        write!(
            stream,
            "GET /{hash}/checkpoint HTTP/1.1\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    };
    let honest = shows(200, &same(0));
    assert_eq!(desk.seen(&[("oslo", honest)], 0), ["witness_view_same"]);
    // One witness's checkpoint is not another's.
    assert_eq!(desk.seen(&[("riga", honest)], 11), ["witness_view_refused"]);
    let seen = desk.seen(&[("oslo", honest), ("quito", dead)], 11);
    assert_eq!(seen, ["witness_view_same", "carrier_no_connection"]);

    // The log showed a witness another tree.
    let other = shows(200, &desk.forked(1, 1, "for one victim"));
    let seen = desk.seen(&[("oslo", honest), ("riga", other), ("quito", dead)], 10);
    let expected = [
        "witness_view_same",
        "witness_view_forked",
        "carrier_no_connection",
    ];
    assert_eq!(seen, expected);
    // A larger tree proves nothing alone, and two of one size do.
    let later = shows(200, &desk.forked(0, 2, "one"));
    let another = shows(200, &desk.forked(1, 2, "two"));
    assert_eq!(desk.seen(&[("oslo", later)], 11), ["witness_view_later"]);
    let seen = desk.seen(&[("oslo", later), ("riga", another)], 10);
    assert_eq!(seen, ["witness_view_forked"; 2]);
    // Neither garbage nor an error convicts anybody.
    let garbage = shows(200, "x\n");
    let failing = shows(500, "");
    let seen = desk.seen(&[("oslo", garbage), ("riga", failing)], 11);
    assert_eq!(seen, ["witness_view_refused", "carrier_status"]);
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let desk = Desk::new();
    let at = desk.witnesses[0].1;
    assert_eq!(desk.monitor(&[("bergen", at)]).code, 2);
    assert_eq!(desk.monitor(&[]).code, 2);
    // A mirror whose checkpoint was changed, and one without a copy of the log.
    let hash = anchorwatch_transparency::origin_hash(LOG);
    let checkpoint = desk.path(&format!("mirror/log/{hash}/checkpoint"));
    let note = std::fs::read_to_string(&checkpoint).unwrap();
    std::fs::write(&checkpoint, note.replacen("\n1\n", "\n2\n", 1)).unwrap();
    assert_eq!(desk.monitor(&[("oslo", at)]).code, 1);
    std::fs::remove_file(&checkpoint).unwrap();
    assert_eq!(desk.monitor(&[("oslo", at)]).code, 1);
}
