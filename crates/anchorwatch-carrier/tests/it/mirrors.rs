//! Mirrors over the network: good ones, and each way to be a bad one.

use anchorwatch_carrier::{CarrierProblem, Channel, Limits};
use anchorwatch_list::{ListHash, ListProblem, UpdateProblem, VerifyProblem};
use anchorwatch_transparency::LogProofProblem;

use crate::{client::*, log::logged_client, publisher::*, repository::*, server::*};

fn answer(head: &str) -> Answer {
    Answer::Octets(format!("HTTP/1.1 {head}\r\n\r\n").into_bytes())
}

fn list_path(octets: &[u8]) -> String {
    format!("/list/{}", ListHash::of(octets))
}

#[test]
fn a_client_takes_both_lists_from_a_mirror() {
    let mut repository = grown(Repository::plain(), 1);
    repository.add_quick(1, &["a quick one"]);
    let server = Server::of(Some(&good_chain()), &repository.files);
    let client = Client::new(fresh());
    let update = client.ask(&[https(server.port())]);
    let visit = &update.visits[0];
    assert_eq!(visit.problem, None);
    assert_eq!((visit.channel, visit.is_news), (Channel::Verified, true));
    assert!(visit.refused.is_empty());
    for key in ["key 0", "a quick one"] {
        assert!(refused(&update.state, key, NOW).is_some(), "{key}");
    }
    let asked = server.asked();
    assert_eq!(asked[0], "/latest");
    assert_eq!(asked[1], list_path(repository.last()));
    assert_eq!(asked.len(), 3);
}

#[test]
fn a_client_that_is_behind_takes_deltas_and_the_whole_list_only_if_they_fail() {
    // Enough entries for a delta with its notes to be shorter.
    let first: Vec<_> = (0..400).map(|it| local(&format!("root {it}"))).collect();
    let with = |count: u64| {
        let more = (0..count).map(|it| local(&format!("key {it}")));
        approved_at(
            count,
            &first.iter().cloned().chain(more).collect::<Vec<_>>(),
        )
    };
    let mut repository = Repository::plain();
    repository.approve(with(1));
    let behind = holding(fresh(), &repository).state;
    for sequence in 2..=40 {
        repository.approve(with(sequence));
    }
    let server = Server::of(Some(&good_chain()), &repository.files);
    let mut client = Client::new(behind.clone());
    assert_eq!(client.take(&https(server.port())), None);
    assert_eq!(client.sequence(), 40);
    let asked = server.asked();
    assert!(!asked.contains(&list_path(repository.last())), "{asked:?}");
    let count = |start: &str| asked.iter().filter(|it| it.starts_with(start)).count();
    assert_eq!(
        (count("/approved/1/"), count("/delta/")),
        (1, 2),
        "{asked:?}"
    );
    // Without one of the steps, and with a delta that is another.
    let is_step = |it: &&String| it.starts_with("approved/1/");
    let step = asked.iter().map(|it| it.trim_start_matches('/').to_owned());
    let steps: Vec<String> = step
        .filter(|it| is_step(&it) || it.starts_with("delta/"))
        .collect();
    for name in steps {
        for other in [None, Some(b"another".to_vec())] {
            let mut files = repository.files.clone();
            match other {
                None => files.remove(&name),
                Some(other) => files.insert(name.clone(), other),
            };
            let server = Server::of(Some(&good_chain()), &files);
            let mut client = Client::new(behind.clone());
            assert_eq!(client.take(&https(server.port())), None, "{name}");
            assert_eq!(client.sequence(), 40);
            assert!(server.asked().contains(&list_path(repository.last())));
        }
    }
}

#[test]
fn an_unchanged_mirror_is_asked_for_one_short_answer() {
    let mut repository = grown(Repository::plain(), 1);
    let files = repository.files.clone();
    let server = Server::start(Some(&good_chain()), move |path, head| {
        if path != "/latest" {
            return file(&files, path);
        }
        if head.contains("\r\nif-none-match: \"one\"\r\n") {
            return answer("304 Not Modified");
        }
        let Answer::Octets(octets) = file(&files, path) else {
            return answer("500 No");
        };
        let text = b"HTTP/1.1 200 OK\r\nETag: \"one\"\r\n";
        Answer::Octets([text, &octets[b"HTTP/1.1 200 OK\r\n".len()..]].concat())
    });
    let mut client = Client::new(fresh());
    assert_eq!(client.take(&https(server.port())), None);
    let kept = client.validators.encode();
    client.validators = anchorwatch_carrier::Validators::decode(&kept);
    assert_eq!(client.validators.encode(), kept);
    let before = server.asked().len();
    let update = client.ask(&[https(server.port())]);
    assert_eq!(update.visits[0].problem, None);
    assert!(!update.visits[0].is_news);
    assert_eq!(server.asked()[before..], ["/latest"]);
    // A client that lost its lists must not hear that nothing changed.
    let validators = client.validators.clone();
    let mut lost = Client::new(fresh());
    lost.validators = validators;
    assert_eq!(lost.take(&https(server.port())), None);
    assert_eq!(lost.sequence(), 1);
    // Nor one that got further elsewhere.
    repository = grown(repository, 2);
    let folder = tempfile::tempdir().unwrap();
    repository.write(folder.path());
    let source = anchorwatch_carrier::Source::Path(folder.path().to_owned());
    assert_eq!(client.take(&source), None);
    let got = client.take(&https(server.port()));
    let why = UpdateProblem::Rollback { got: 1, held: 2 };
    assert_eq!(got, Some(CarrierProblem::Update { why }));
    assert_eq!(client.sequence(), 2);
}

#[test]
fn an_answer_that_nothing_changed_is_believed_only_if_it_was_asked_for() {
    let server = Server::start(Some(&good_chain()), |_, _| answer("304 Not Modified"));
    let mut client = Client::new(fresh());
    let got = client.take(&https(server.port()));
    assert_eq!(got, Some(CarrierProblem::Status { status: 304 }));
}

#[test]
fn two_mirrors_that_show_different_lists_of_one_number_are_found_out() {
    let one = grown(Repository::plain(), 3);
    let mut other = grown(Repository::plain(), 2);
    other.approve(approved_at(3, &[local("something else")]));
    let servers = [&one, &other].map(|it| Server::of(Some(&good_chain()), &it.files));
    let sources = servers.each_ref().map(|it| https(it.port()));
    let update = Client::new(fresh()).ask(&sources);
    let problems: Vec<_> = update.visits.iter().map(|it| it.problem.clone()).collect();
    let why = UpdateProblem::Forked { sequence: 3 };
    assert_eq!(problems, [None, Some(CarrierProblem::Update { why })]);
    assert_eq!(sequence(&update.state), 3);
}

#[test]
fn a_mirror_that_is_frozen_or_serves_old_lists_takes_nothing_back() {
    let old = grown(Repository::plain(), 2);
    let new = grown(old.clone(), 3);
    let servers = [&old, &new].map(|it| Server::of(Some(&good_chain()), &it.files));
    let sources = servers.each_ref().map(|it| https(it.port()));
    for _ in 0..4 {
        let update = Client::new(fresh()).ask(&sources);
        assert_eq!(sequence(&update.state), 3);
    }
}

#[test]
fn a_log_that_grew_is_followed_by_its_tiles() {
    let repository = grown(Repository::logged(), 3);
    let mut client = holding(logged_client(), &repository);
    let more = grown_by(&repository, 300);
    let server = Server::of(Some(&good_chain()), &more.files);
    assert_eq!(client.take(&https(server.port())), None);
    assert_eq!(client.sequence(), 300);
    let head = client.state.log_head(crate::log::LOG).unwrap();
    assert_eq!(head, more.log().head_at(300));
    assert_eq!(client.state.unseen_count(), 0);
    // Without its tiles nothing shows that it grew.
    let mut files = more.files.clone();
    files.retain(|name, _| !name.starts_with("log/"));
    let server = Server::of(Some(&good_chain()), &files);
    let mut client = holding(logged_client(), &repository);
    let why = UpdateProblem::Log {
        why: LogProofProblem::Consistency,
    };
    let got = client.take(&https(server.port()));
    assert_eq!(got, Some(CarrierProblem::Update { why }));
    assert_eq!(client.sequence(), 3);
}

fn grown_by(repository: &Repository, to: u64) -> Repository {
    let mut more = repository.clone();
    for sequence in 4..=to {
        more.approve(approved_at(sequence, &[public(&format!("key {sequence}"))]));
    }
    more
}

#[test]
fn the_next_publishers_are_taken_on_the_way() {
    let mut repository = grown(Repository::plain(), 1);
    let text = set_text(2, SET_EXPIRES, 7, &three_of(&[1, 2, 3, 6]));
    let of_set = signed_by(&text, &keys(HIGH));
    let set = anchorwatch_list::LoggedNote {
        note: &of_set,
        proof: &[],
    };
    repository
        .files
        .insert("publishers/2".to_owned(), set.encode());
    let octets = list(
        anchorwatch_list::Header {
            epoch: 2,
            ..header(9, None)
        },
        &[local("of the new set")],
    );
    let hash = ListHash::of(&octets);
    repository
        .files
        .insert(format!("list/{hash}"), octets.clone());
    let approved = note(&octets, &[1, 2, 6]);
    let latest = |epoch| {
        let approved = anchorwatch_list::LoggedNote {
            note: &approved,
            proof: &[],
        };
        let quick = None;
        anchorwatch_list::Latest {
            epoch,
            approved,
            quick,
        }
        .encode()
    };
    repository.files.insert("latest".to_owned(), latest(2));
    let server = Server::of(Some(&good_chain()), &repository.files);
    let mut client = Client::new(fresh());
    assert_eq!(client.take(&https(server.port())), None);
    assert_eq!(client.state.publishers().epoch(), 2);
    // A number without end leads to one file that is not there.
    repository
        .files
        .insert("latest".to_owned(), latest(u64::MAX));
    let server = Server::of(Some(&good_chain()), &repository.files);
    let mut client = Client::new(fresh());
    let file = "publishers/3".to_owned();
    let got = client.take(&https(server.port()));
    assert_eq!(got, Some(CarrierProblem::Missing { file }));
    assert_eq!(client.state.publishers().epoch(), 2);
}

#[test]
fn an_answer_that_is_cut_at_any_octet_changes_nothing() {
    let repository = grown(Repository::plain(), 1);
    for name in ["latest", &list_path(repository.last())[1..]] {
        let whole = with_length(&repository.files[name]);
        for end in 0..whole.len() {
            let (files, cut) = (repository.files.clone(), whole[..end].to_vec());
            let cut_name = format!("/{name}");
            let server = Server::start(None, move |path, _| match path == cut_name {
                true => Answer::Octets(cut.clone()),
                false => file(&files, path),
            });
            let mut client = Client::new(fresh());
            assert!(client.take(&http(server.port())).is_some(), "{name} {end}");
            assert_eq!(client.state, fresh(), "{name} {end}");
        }
    }
}

#[test]
fn an_answer_of_the_wrong_length_changes_nothing() {
    let repository = grown(Repository::plain(), 1);
    let octets = repository.files["latest"].clone();
    for length in [0, 1, octets.len() - 1, octets.len() + 1] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        let whole = [head.as_bytes(), &octets].concat();
        let server = Server::start(None, move |_, _| Answer::Octets(whole.clone()));
        let mut client = Client::new(fresh());
        assert!(client.take(&http(server.port())).is_some(), "{length}");
        assert_eq!(client.state, fresh());
    }
    let huge = "200 OK\r\nContent-Length: 99999999999";
    let server = Server::start(None, move |_, _| answer(huge));
    let got = Client::new(fresh()).take(&http(server.port()));
    assert!(
        matches!(got, Some(CarrierProblem::TooLarge { .. })),
        "{got:?}"
    );
}

#[test]
fn a_compressed_answer_is_refused_before_anything_is_unpacked() {
    for encoding in ["gzip", "br", "identity, gzip", "zstd"] {
        let head = format!("200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: 0");
        let server = Server::start(None, move |_, head_of_request| {
            assert!(head_of_request.contains("\r\naccept-encoding: identity\r\n"));
            answer(&head)
        });
        let got = Client::new(fresh()).take(&http(server.port()));
        assert_eq!(got, Some(CarrierProblem::Encoded), "{encoding}");
    }
}

#[test]
fn an_answer_without_end_ends_at_the_limit() {
    let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n".to_vec();
    for head in [head, chunked] {
        let server = Server::start(None, move |_, _| Answer::Endless(head.clone()));
        let mut client = Client::new(fresh());
        client.limits = Limits {
            octets: 1 << 16,
            ..limits()
        };
        let got = client.take(&http(server.port()));
        let (file, max) = ("latest".to_owned(), 1 << 16);
        assert_eq!(got, Some(CarrierProblem::TooLarge { file, max }));
    }
    // A head without end.
    let server = Server::start(None, |_, _| {
        Answer::Endless(b"HTTP/1.1 200 OK\r\nX: ".to_vec())
    });
    let got = Client::new(fresh()).take(&http(server.port()));
    assert_eq!(got, Some(CarrierProblem::Broken));
}

#[test]
fn a_slow_answer_ends_with_the_time() {
    let length = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".to_vec();
    for first in [
        b"HTTP/1.1 200 OK\r\nX: ".to_vec(),
        length,
        b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
    ] {
        let server = Server::start(None, move |_, _| Answer::Slow(first.clone()));
        let mut client = Client::new(fresh());
        client.limits = SHORT;
        assert_eq!(
            client.take(&http(server.port())),
            Some(CarrierProblem::TooSlow)
        );
        assert_eq!(client.state, fresh());
    }
}

#[test]
fn a_redirect_is_followed_only_to_the_same_file_of_the_same_host() {
    let repository = grown(Repository::plain(), 1);
    let files = repository.files.clone();
    let server = Server::start(None, move |path, _| match path.strip_prefix("/new") {
        Some(path) => file(&files, path),
        None => answer(&format!(
            "302 Found\r\nLocation: /new{path}\r\nContent-Length: 0"
        )),
    });
    let mut client = Client::new(fresh());
    assert_eq!(client.take(&http(server.port())), None);
    assert_eq!(client.sequence(), 1);
    for location in [
        "/etc/passwd",
        "/new/../latest",
        "http://other.example/latest",
        "//other.example/latest",
        "file:///latest",
        "http://127.0.0.1/latest",
        "",
    ] {
        let head = format!("302 Found\r\nLocation: {location}\r\nContent-Length: 0");
        let server = Server::start(None, move |_, _| answer(&head));
        let got = Client::new(fresh()).take(&http(server.port()));
        assert_eq!(got, Some(CarrierProblem::Redirect), "{location}");
        assert_eq!(server.asked().len(), 1);
    }
    // Around in a circle.
    let head = "302 Found\r\nLocation: /latest\r\nContent-Length: 0";
    let server = Server::start(None, |_, _| answer(head));
    let got = Client::new(fresh()).take(&http(server.port()));
    assert_eq!(got, Some(CarrierProblem::Redirect));
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn a_list_that_is_missing_is_said_and_changes_nothing() {
    let mut repository = grown(Repository::plain(), 1);
    let name = list_path(repository.last());
    repository.files.remove(&name[1..]);
    let server = Server::of(Some(&good_chain()), &repository.files);
    let mut client = Client::new(fresh());
    let file = name[1..].to_owned();
    let got = client.take(&https(server.port()));
    assert_eq!(got, Some(CarrierProblem::Missing { file }));
    assert_eq!(client.state, fresh());
}

#[test]
fn what_is_no_list_is_said() {
    let other = |octets: &'static [u8]| {
        let server = Server::start(None, move |_, _| Answer::Octets(with_length(octets)));
        Client::new(fresh()).take(&http(server.port()))
    };
    let why = ListProblem::OtherFile;
    let page = b"<html>Please accept the national certificate</html>";
    assert_eq!(other(page), Some(CarrierProblem::Latest { why }));
    let status = |head: &'static str| {
        let server = Server::start(None, move |_, _| answer(head));
        Client::new(fresh()).take(&http(server.port()))
    };
    let missing = Some(CarrierProblem::Missing {
        file: "latest".to_owned(),
    });
    assert_eq!(status("404 Not Found\r\nContent-Length: 0"), missing);
    let got = status("503 Not now\r\nContent-Length: 0");
    assert_eq!(got, Some(CarrierProblem::Status { status: 503 }));
    // Lists that others signed.
    let mut repository = grown(Repository::plain(), 1);
    let latest = repository.files["latest"].clone();
    let text =
        String::from_utf8_lossy(&latest).replace("example.org/distrust", "example.org/another1");
    assert_ne!(text.as_bytes(), latest);
    let forged = note(repository.last(), &[7, 8, 9]);
    repository
        .files
        .insert("latest".to_owned(), latest_of(&forged));
    let server = Server::of(None, &repository.files);
    let got = Client::new(fresh()).take(&http(server.port()));
    let expected = matches!(
        got,
        Some(CarrierProblem::Signatures {
            why: VerifyProblem::Note { .. }
        })
    );
    assert!(expected, "{got:?}");
    assert_eq!(server.asked(), ["/latest"]);
}
