//! `measure` asks an address that fails less, and then no more in that round; the evidence says so.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use anchorwatch_lab::site::{BrokenSite, Fault};
use serde_json::Value;

use crate::{
    measure::{Field, NAME},
    run::{Run, measurements},
};

/// One visit after the other, in the order of the list.
const IN_ORDER: [&str; 4] = ["--concurrency", "1", "--give-up", "2"];

/// Addresses of 127.0.0.1 at which nobody listens.
fn closed(count: usize) -> Vec<SocketAddr> {
    let listeners = (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    let listeners: Vec<TcpListener> = listeners.collect();
    listeners
        .iter()
        .map(|it| it.local_addr().unwrap())
        .collect()
}

fn list(field: &Field, targets: &[SocketAddr]) {
    let lines = targets.iter().map(|it| format!("{it}\n"));
    field.write("targets.txt", &lines.collect::<String>());
}

/// The failure of the first connection of each measurement, or `-`, in the order of their numbers.
fn ends(field: &Field) -> Vec<String> {
    let all = field.segments();
    let mut all: Vec<Value> = all.iter().flat_map(|it| measurements(it)).collect();
    all.sort_by_key(|it| it["number"].as_u64());
    let failure = |it: &Value| {
        it["tcp_connect"][0]["failure"]
            .as_str()
            .unwrap_or("-")
            .to_owned()
    };
    all.iter().map(failure).collect()
}

fn measured(field: &Field, more: &[&str]) -> Run {
    field.measure(&[IN_ORDER.as_slice(), more].concat())
}

const REFUSED: &str = "connection_refused";
const LEFT: &str = "backed_off";

#[test]
fn after_failures_in_a_row_an_address_is_left_alone_and_that_is_never_clean() {
    let field = Field::of(1, 0);
    let mut targets = closed(3);
    targets.push(field.sites[0].address());
    list(&field, &targets);
    let run = measured(&field, &[]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    assert_eq!(ends(&field), [REFUSED, REFUSED, LEFT, LEFT]);
    assert_eq!(field.accepted(), [0]);
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(document["backed_off"], 2);
    assert_eq!(document["answer"], "unclear");
    for language in ["en", "kk", "ru"] {
        let mut args = field.args(&["--language", language]);
        let format = args.iter().position(|it| it == "json").unwrap();
        args[format] = "text".to_owned();
        crate::run::anchorwatch(&args).assert_readable();
    }
}

#[test]
fn an_answer_in_between_ends_the_row() {
    let field = Field::of(1, 0);
    let mut targets = closed(3);
    targets.insert(1, field.sites[0].address());
    list(&field, &targets);
    let run = measured(&field, &[]);
    assert_eq!(ends(&field), [REFUSED, "-", REFUSED, REFUSED]);
    assert_eq!(run.json("anchorwatch.measure/1")["backed_off"], 0);
    assert_eq!(field.accepted(), [2]);
}

#[test]
fn other_addresses_are_not_concerned() {
    let field = Field::of(1, 0);
    let listener = TcpListener::bind("127.0.0.2:0").unwrap();
    let other = listener.local_addr().unwrap();
    drop(listener);
    let mut targets = closed(2);
    targets.extend([other, field.sites[0].address()]);
    list(&field, &targets);
    measured(&field, &[]);
    assert_eq!(ends(&field), [REFUSED, REFUSED, REFUSED, LEFT]);
}

/// The servers accept, so that each connection is counted.
#[test]
fn a_server_that_cuts_everything_off_is_left_alone_too() {
    for fault in [Fault::CloseAfterHello, Fault::ResetAfterHello] {
        let field = Field::of(0, 0);
        let sites: Vec<_> = (0..6).map(|_| BrokenSite::start(fault).unwrap()).collect();
        let targets: Vec<_> = sites.iter().map(BrokenSite::address).collect();
        list(&field, &targets);
        let run = measured(&field, &[]);
        assert_eq!(run.code, 11, "{}", run.stderr);
        let accepted: Vec<usize> = sites.iter().map(BrokenSite::accepted_count).collect();
        // The name and the control name, in random order: the control's second failure is the last.
        assert_eq!((accepted[0], &accepted[2..]), (2, [0; 4].as_slice()));
        assert!((1..=2).contains(&accepted[1]), "{accepted:?}");
        assert_eq!(ends(&field)[2..], [LEFT; 4]);
    }
}

/// Answers whoever sends no name that has `.kz` in it, with something that is not TLS.
fn cuts_names_off() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut hello) = (stream.unwrap(), [0; 4096]);
            count.fetch_add(1, Ordering::SeqCst);
            let length = stream.read(&mut hello).unwrap_or(0);
            if !hello[..length].windows(3).any(|it| it == b".kz") {
                drop(stream.write_all(b"this is not TLS"));
            }
        }
    });
    (at, accepted)
}

#[test]
fn names_that_are_cut_off_say_nothing_about_the_address() {
    let field = Field::of(0, 0);
    let (at, accepted) = cuts_names_off();
    list(&field, &[at]);
    let names: Vec<String> = (0..5).map(|it| format!("n{it}.{NAME}\n")).collect();
    field.write("names.txt", &names.concat());
    let run = measured(&field, &["--rounds", "3"]);
    assert_eq!(run.json("anchorwatch.measure/1")["backed_off"], 0);
    assert_eq!(ends(&field), ["-"; 15]);
    assert_eq!(accepted.load(Ordering::SeqCst), 18);
}

#[test]
fn a_new_round_tries_once() {
    let field = Field::of(1, 0);
    let mut targets = closed(2);
    targets.push(field.sites[0].address());
    list(&field, &targets);
    let run = measured(&field, &["--rounds", "2"]);
    assert_eq!(run.json("anchorwatch.measure/1")["backed_off"], 3);
    assert_eq!(ends(&field), [REFUSED, REFUSED, LEFT, REFUSED, LEFT, LEFT]);
    assert_eq!(field.accepted(), [0]);
}

/// A run is cut off after its first, second and third measurement, and goes on.
#[test]
fn a_run_that_goes_on_knows_who_failed() {
    let field = Field::of(1, 0);
    let mut targets = closed(3);
    targets.push(field.sites[0].address());
    list(&field, &targets);
    let document = measured(&field, &[]).json("anchorwatch.measure/1");
    let complete = field.path("out/000001.jsonl");
    let whole = std::fs::read_to_string(&complete).unwrap();
    for measured_before in 1..=3 {
        let mut count = 0;
        let kept = whole.split_inclusive('\n').take_while(|line| {
            count += usize::from(line.starts_with("{\"measurement\""));
            count <= measured_before
        });
        let kept: String = kept.collect();
        for segment in field.segments() {
            std::fs::remove_file(segment).unwrap();
        }
        std::fs::write(format!("{complete}.part"), kept).unwrap();
        let again = measured(&field, &[]).json("anchorwatch.measure/1");
        assert_eq!(again, document, "{measured_before}");
        assert_eq!(ends(&field), [REFUSED, REFUSED, LEFT, LEFT]);
    }
    assert_eq!(field.accepted(), [0]);
}
