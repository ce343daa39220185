//! `check --deep` of servers that send what they should not: it ends, and says what it could not see.

use std::{
    io::Read as _,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anchorwatch_lab::{
    Root,
    site::{BrokenSite, Fault},
};
use serde_json::{Value, json};

use crate::run::{anchorwatch, program};

const NAME: &str = "www.example.kz";

/// Seconds for each step: short where no answer comes, and so long that a busy machine gives one
/// elsewhere.
const SHORT: u64 = 2;
const LONG: u64 = 300;

/// What each does, what it is called, and the limit for a step.
const SERVERS: [(Fault, &str, u64); 8] = [
    (Fault::NeverAnswer, "generic_timeout_error", SHORT),
    (Fault::OneByteASecond, "generic_timeout_error", SHORT),
    (Fault::Garbage, "ssl_failed_handshake", LONG),
    (Fault::EndlessRecords, "ssl_failed_handshake", LONG),
    (Fault::HugeCertificate, "ssl_failed_handshake", LONG),
    (Fault::AlertInsideMessage, "ssl_failed_handshake", LONG),
    (Fault::HalfClose, "eof_error", LONG),
    (Fault::ResetAfterHello, "connection_reset", LONG),
];

#[test]
fn a_deep_check_of_a_hostile_server_ends_and_says_what_it_could_not_see() {
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, Root::company("Example Works").unwrap().pem()).unwrap();
    let roots = roots.display().to_string();
    // They wait for the same seconds.
    thread::scope(|scope| {
        for (fault, failure, limit) in SERVERS {
            let roots = &roots;
            scope.spawn(move || is_seen_through(fault, failure, limit, roots));
        }
    });
}

fn is_seen_through(fault: Fault, failure: &str, limit: u64, roots: &str) {
    let site = BrokenSite::start(fault).unwrap();
    let (at, port) = (
        site.address().to_string(),
        site.address().port().to_string(),
    );
    let timeout = limit.to_string();
    let args = [
        "check",
        NAME,
        "--address",
        &at,
        "--local",
        roots,
        "--public",
    ];
    let args = [&args[..], &[roots, "--deep", "--rounds", "1", "--timeout"]].concat();
    let args = [&args[..], &[&timeout, "--http-port", &port]].concat();
    let args = [&args[..], &["--control", "a.example", "--format", "json"]].concat();
    let (code, stdout) = within(budget(&args, limit), &args, fault);
    let document: Value = serde_json::from_str(&stdout).unwrap();
    let target = &document["targets"][0];
    assert_eq!((code, &target["verdict"]), (11, &"inconclusive".into()));
    assert_eq!(
        (&target["tries"], &target["chain"], &target["interceptor"]),
        (&0.into(), &json!([]), &Value::Null)
    );
    let failures = target["failures"].as_array().unwrap();
    let of_handshakes = failures.iter().filter(|it| it["step"] == "handshake");
    let codes: Vec<_> = of_handshakes
        .map(|it| it["code"].as_str().unwrap())
        .collect();
    assert!(!codes.is_empty(), "{fault:?}: {target}");
    assert!(
        codes.iter().all(|it| *it == failure),
        "{fault:?}: {codes:?}"
    );
    let mut unchecked = target["not_checked"].as_array().unwrap().iter();
    let of_names = unchecked.find(|it| it["code"] == "other_names_unanswered");
    assert!(of_names.is_some(), "{fault:?}: {target}");
    assert!(site.accepted_count() > 2, "{fault:?}");
}

/// How long it may take, by what it says before: for each connection twice the limit, which is for
/// connecting and for the handshake, and its place in the pace; for each page the same.
fn budget(args: &[&str], limit: u64) -> Duration {
    let plan = anchorwatch(&[args, &["--dry-run"]].concat());
    let plan = plan.json("anchorwatch.check-plan/1");
    let target = &plan["targets"][0];
    let most = |key: &str| target[key].as_u64().unwrap();
    let count = most("most_connections") + most("most_page_requests");
    // The limit of a trace is for each router too.
    let trace = Duration::from_secs(30 * limit.min(3));
    Duration::from_secs(count * (2 * limit + 1)) + trace
}

/// The exit code and stdout, of a run that ends within this time.
fn within(time: Duration, args: &[&str], fault: Fault) -> (i32, String) {
    let mut child: Child = Command::new(program())
        .args(args)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let reading = thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).unwrap();
        text
    });
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > time {
            drop(child.kill());
            drop(child.wait());
            panic!("{fault:?}: it takes longer than {time:?}");
        }
        thread::sleep(Duration::from_millis(50));
    };
    (status.code().unwrap(), reading.join().unwrap())
}
