//! What logs and monitors are answered.

use std::sync::Arc;

use anchorwatch_transparency::{SignatureKind, SignedCheckpoint, origin_hash};
use anchorwatch_witness::ServerLimits;

use crate::{
    http::{add, answer, ask, connect, send, start},
    log::{Branch, Log, MAIN, new_key, service},
};

fn now() -> u64 {
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

#[test]
fn a_log_that_grows_is_cosigned_by_every_key_and_monitors_see_it() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, keys) = service(folder.path(), &log);
    let at = start(Arc::new(service), ServerLimits::default());
    let monitored = format!("/{}/checkpoint", origin_hash(crate::log::ORIGIN));
    assert_eq!(ask(at, "GET", &monitored, "").status, 404);
    let keys: Vec<_> = keys.iter().collect();
    for (old, new) in [(0, 0), (0, 3), (3, 3), (3, 8), (8, 21)] {
        let answer = add(at, &log.request(MAIN, old, new));
        assert_eq!(answer.status, 200, "{old} {new}: {}", answer.body);
        assert_eq!(answer.body.lines().count(), 2);
        let note = log.note(MAIN, new);
        let verified = log.verified(&note, &answer.body, &keys, now());
        assert_eq!(verified.checkpoint().head().size, new);
        let shown = ask(at, "GET", &monitored, "");
        assert_eq!(shown.status, 200);
        let signed = SignedCheckpoint::parse(shown.body.as_bytes()).unwrap();
        let verified = signed.verify(&log.policy(&keys), now()).unwrap();
        assert_eq!(verified.checkpoint().head().size, new);
        assert!(shown.body.contains(answer.body.trim_end()));
    }
}

#[test]
fn whoever_is_wrong_gets_the_status_of_the_specification() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let at = start(Arc::new(service), ServerLimits::default());
    assert_eq!(add(at, &log.request(MAIN, 0, 5)).status, 200);

    let stranger = Log {
        signer: new_key("other.example", SignatureKind::Ed25519).0,
    };
    let unknown_log = stranger
        .request(MAIN, 5, 8)
        .replace("log.example/list\n", "other.example\n");
    let unknown_key = Log::new().request(MAIN, 5, 8);
    // Another signature of this length, by nobody.
    let forged = {
        let right = log.request(MAIN, 5, 8);
        let (text, line) = right.rsplit_once(' ').unwrap();
        let (_, other) = unknown_key.rsplit_once(' ').unwrap();
        format!("{text} {}{}", &line[..8], &other[8..])
    };
    let right = log.request(MAIN, 5, 8);
    let without_proof = {
        let (_, note) = right.split_once("\n\n").unwrap();
        format!("old 5\n\n{note}")
    };
    let other_branch = log.request(Branch(1, 5), 5, 8);
    for (body, status, code) in [
        (unknown_log.as_str(), 404, "witness_checkpoint"),
        (&unknown_key, 403, "witness_checkpoint"),
        (&forged, 403, "witness_checkpoint"),
        (&without_proof, 422, "witness_proof"),
        (&log.request(Branch(1, 4), 5, 8), 422, "witness_proof"),
        (&log.request(Branch(1, 4), 5, 5), 422, "witness_proof"),
        (&right.replace("old 5", "old 9"), 400, "witness_old_size"),
        (&right.replace("old 5", "old 05"), 400, "witness_form"),
        ("", 400, "witness_form"),
        ("old 5\n", 400, "witness_form"),
        (&right.replace("\n8\n", "\n08\n"), 400, "witness_checkpoint"),
    ] {
        let answer = add(at, body);
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.body, format!("{code}\n"), "{body}");
        assert!(answer.head.contains("content-type: text/plain"));
    }
    for old in [0, 4, 7] {
        let answer = add(at, &log.request(MAIN, old, 8));
        assert_eq!((answer.status, answer.body.as_str()), (409, "5\n"));
        assert!(answer.head.contains("content-type: text/x.tlog.size\r\n"));
    }
    // None of all that moved it, and a branch that begins later is growth.
    assert_eq!(add(at, &other_branch).status, 200);
    assert_eq!(add(at, &right).status, 409);
}

#[test]
fn other_paths_and_methods_lead_nowhere() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let at = start(Arc::new(service), ServerLimits::default());
    let body = log.request(MAIN, 0, 5);
    assert_eq!(add(at, &body).status, 200);
    let hash = origin_hash(crate::log::ORIGIN);
    let upper = hash.to_uppercase();
    for (method, path, status) in [
        ("GET", "/add-checkpoint", 405),
        ("PUT", "/add-checkpoint", 405),
        ("POST", "/add-checkpoint/", 404),
        ("POST", "/sign-subtree", 404),
        ("POST", &format!("/{hash}/checkpoint"), 405),
        ("GET", &format!("/{upper}/checkpoint"), 404),
        ("GET", &format!("/{hash}/checkpoint/"), 404),
        ("GET", &format!("/../{hash}/checkpoint"), 404),
        ("GET", "/' OR 1=1 --/checkpoint", 400),
        ("GET", "/", 404),
    ] {
        assert_eq!(ask(at, method, path, "").status, status, "{method} {path}");
    }
}

#[test]
fn one_connection_carries_many_requests() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let mut stream = connect(start(Arc::new(service), ServerLimits::default()));
    for size in 1..20 {
        let body = log.request(MAIN, size - 1, size);
        send(&mut stream, "POST", "/add-checkpoint", &body);
        assert_eq!(answer(&mut stream).unwrap().status, 200);
    }
}

#[test]
fn a_log_that_signs_two_trees_of_one_size_is_convicted() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, _) = service(folder.path(), &log);
    let at = start(Arc::new(service), ServerLimits::default());
    let fork = format!("/{}/fork", origin_hash(crate::log::ORIGIN));
    assert_eq!(add(at, &log.request(MAIN, 0, 5)).status, 200);
    // Neither a wrong proof nor somebody else's checkpoint convicts it.
    let wrong = log.request(Branch(1, 4), 5, 8);
    let by_another = Log::new().request(Branch(1, 4), 5, 5);
    for (body, status) in [(wrong, 422), (by_another, 403)] {
        assert_eq!(add(at, &body).status, status);
        assert_eq!(ask(at, "GET", &fork, "").status, 404);
    }
    let other = log.request(Branch(1, 4), 5, 5);
    // Lines that anyone can add are not kept.
    let with_lines = other.clone() + "\u{2014} x.example AAAAAAAAAAAAAAAA\n";
    assert_eq!(add(at, &with_lines).status, 422);
    let kept = ask(at, "GET", &fork, "");
    assert_eq!((kept.status, kept.body), (200, log.note(Branch(1, 4), 5)));
    // The first one stays, and the witness goes on with the log that it knows.
    assert_eq!(add(at, &log.request(Branch(2, 4), 5, 5)).status, 422);
    assert_eq!(ask(at, "GET", &fork, "").body, log.note(Branch(1, 4), 5));
    assert_eq!(add(at, &log.request(MAIN, 5, 6)).status, 200);
}
