//! The first page without encryption, and where it leads.

use std::time::Duration;

use anchorwatch_evidence::{Failure, Target, TcpConnect};
use anchorwatch_lab::site::{PlainAnswer, PlainSite};
use anchorwatch_probe::{Fetched, Observed, Pace, Pages, pages};

use crate::PATIENCE;

const NAME: &str = "www.example.kz";

fn ask(site: &PlainSite, step: Duration) -> Vec<Fetched> {
    let address = format!("127.0.0.1:{}", site.port()).parse().unwrap();
    let mut observed = Observed::default();
    observed.tcp_connect.push(TcpConnect {
        address,
        ttl: None,
        ttl_exceeded_by: None,
        failure: None,
        elapsed: Duration::ZERO,
    });
    let target = Target {
        host: NAME.to_owned(),
        port: 443,
    };
    let how = Pages {
        port: site.port(),
        step,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut pace = Pace::new(Duration::ZERO);
    runtime.block_on(pages(&mut observed, &target, &how, &mut pace, &|_| {}));
    assert!(observed.requests.len() <= Pages::MOST_REQUESTS);
    observed.requests
}

fn asked_for(answers: &[(&str, PlainAnswer)]) -> (Vec<Fetched>, Vec<String>) {
    let site = PlainSite::start(answers).unwrap();
    let fetched = ask(&site, PATIENCE);
    let paths = site.asked().into_iter();
    let paths = paths.map(|it| it.split(' ').nth(1).unwrap().to_owned());
    (fetched, paths.collect())
}

#[test]
fn a_request_says_the_host_and_nothing_about_whoever_asks() {
    let page = PlainAnswer::page("text/html", b"a page");
    let site = PlainSite::start(&[("/", page)]).unwrap();
    let fetched = ask(&site, PATIENCE);
    let request = &fetched[0].request;
    assert_eq!((request.status, &request.failure), (Some(200), &None));
    assert_eq!(
        (request.body_bytes, request.body_sha256.is_some()),
        (6, true)
    );
    assert_eq!(request.url, format!("http://{NAME}:{}/", site.port()));
    let sent = site.asked().remove(0);
    assert!(sent.contains(&format!("\r\nHost: {NAME}:{}\r\n", site.port())));
    assert!(sent.contains("\r\nAccept-Encoding: identity\r\n"));
    let sent = sent.to_ascii_lowercase();
    assert!(
        !sent.contains("cookie") && !sent.contains("anchorwatch"),
        "{sent}"
    );
}

#[test]
fn a_redirect_leads_to_the_page_and_to_one_file_that_it_offers() {
    let (fetched, paths) = asked_for(&[
        (
            "/",
            PlainAnswer::redirect("http://127.0.0.1:{port}/in?mac=1#x"),
        ),
        (
            "/in?mac=1",
            PlainAnswer::page(
                "text/html",
                "<a href='/one.cer?ip=1'>Установите сертификат</a><a href='/two.cer'>".as_bytes(),
            ),
        ),
        ("/one.cer?ip=1", PlainAnswer::page("text/plain", b"octets")),
    ]);
    assert_eq!(paths, ["/", "/in?mac=1", "/one.cer?ip=1"]);
    let location = fetched[0].request.location.as_deref().unwrap();
    assert!(location.ends_with("/in"), "{location}");
    let page = &fetched[1].request;
    assert!(page.says_install && page.links.len() == 2 && page.links[0].ends_with("/one.cer"));
    assert_eq!(fetched[2].files, [b"octets".to_vec()]);
}

#[test]
fn a_file_in_the_page_or_in_its_place_is_kept() {
    let data = b"<a href=\"data:application/x-x509-ca-cert;base64,MAMCAQE=\">";
    let (fetched, _) = asked_for(&[("/", PlainAnswer::page("text/html", data))]);
    assert_eq!(fetched[0].files, [vec![0x30, 3, 2, 1, 1]]);
    let kind = "application/x-apple-aspen-config";
    let (fetched, _) = asked_for(&[("/", PlainAnswer::page(kind, b"a profile"))]);
    assert_eq!(fetched[0].files, [b"a profile".to_vec()]);
    let (fetched, _) = asked_for(&[("/", PlainAnswer::page("text/html", b"a page"))]);
    assert!(fetched[0].files.is_empty());
}

#[test]
fn redirects_end_after_three_or_in_a_circle() {
    let (_, paths) = asked_for(&[
        ("/", PlainAnswer::redirect("/1")),
        ("/1", PlainAnswer::redirect("/2")),
        ("/2", PlainAnswer::redirect("/3")),
        ("/3", PlainAnswer::redirect("/4")),
        ("/4", PlainAnswer::page("text/html", b"too far")),
    ]);
    assert_eq!(paths, ["/", "/1", "/2", "/3"]);
    let (fetched, paths) = asked_for(&[
        ("/", PlainAnswer::redirect("/1")),
        ("/1", PlainAnswer::redirect("/")),
    ]);
    assert_eq!((paths.len(), fetched.len()), (2, 2));
}

#[test]
fn other_ports_schemes_and_hosts_of_files_are_not_asked() {
    let other = PlainSite::start(&[]).unwrap();
    let port = other.port();
    for location in [
        format!("http://{NAME}:{port}/"),
        format!("https://{NAME}:{port}/"),
        format!("ftp://127.0.0.1:{port}/"),
    ] {
        let (fetched, paths) = asked_for(&[("/", PlainAnswer::redirect(&location))]);
        assert_eq!(paths, ["/"]);
        assert_eq!(fetched[0].request.location.as_ref(), Some(&location));
    }
    let body = b"<a href='http://127.0.0.1:{port}/root.crt'>";
    let (_, paths) = asked_for(&[("/", PlainAnswer::page("text/html", body))]);
    assert_eq!(paths, ["/"]);
    assert!(other.asked().is_empty());
}

#[test]
fn a_private_address_leads_to_no_other_private_one() {
    for host in ["127.0.0.2", "10.0.0.1", "[::1]"] {
        let redirect = PlainAnswer::redirect(&format!("http://{host}:{{port}}/admin"));
        let (fetched, paths) = asked_for(&[("/", redirect)]);
        assert_eq!((fetched.len(), paths.len()), (1, 1), "{host}");
    }
}

#[test]
fn hostile_answers_end_with_a_name_and_within_the_limits() {
    let head = b"HTTP/1.1 200 OK\r\n".to_vec();
    let not_http = Failure::unknown("the answer is not HTTP");
    for (answer, failure) in [
        (
            PlainAnswer::Whole(b"SSH-2.0-x\r\n\r\n".to_vec()),
            not_http.clone(),
        ),
        (PlainAnswer::Whole(head.clone()), Failure::EofError),
        (PlainAnswer::Whole(Vec::new()), Failure::EofError),
        (
            PlainAnswer::Endless(head.clone(), b"A: b\r\n".to_vec()),
            not_http.clone(),
        ),
        (
            PlainAnswer::Endless(head.clone(), b"A".repeat(4096)),
            not_http,
        ),
    ] {
        let (fetched, _) = asked_for(&[("/", answer)]);
        let request = &fetched[0].request;
        assert_eq!((&request.failure, request.status), (&Some(failure), None));
    }
    let page = PlainAnswer::Endless([&head[..], b"\r\n"].concat(), b"x".repeat(4096));
    let (fetched, _) = asked_for(&[("/", page)]);
    assert_eq!(fetched[0].request.body_bytes, 256 << 10);
}

#[test]
fn an_answer_that_never_ends_is_cut_off_by_time_and_what_came_is_kept() {
    let begun = b"HTTP/1.1 200 OK\r\n\r\ninstall this certificate".to_vec();
    let site = PlainSite::start(&[("/", PlainAnswer::Stuck(begun))]).unwrap();
    let fetched = ask(&site, Duration::from_secs(5));
    let request = &fetched[0].request;
    assert_eq!(request.failure, Some(Failure::GenericTimeoutError));
    assert_eq!((request.status, request.says_install), (Some(200), true));
}

#[test]
fn what_is_compressed_is_not_unpacked() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<a href='/root.crt'>".to_vec();
    let (fetched, paths) = asked_for(&[("/", PlainAnswer::Whole(head))]);
    assert_eq!(paths, ["/"]);
    let request = &fetched[0].request;
    assert!(request.links.is_empty() && request.body_sha256.is_some());
}

#[test]
fn a_closed_port_is_a_failure_and_no_address_is_not_asked() {
    let site = PlainSite::start(&[]).unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let mut observed = Observed::default();
    let target = Target {
        host: NAME.to_owned(),
        port: 443,
    };
    let how = Pages {
        port,
        step: PATIENCE,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut pace = Pace::new(Duration::ZERO);
    runtime.block_on(pages(&mut observed, &target, &how, &mut pace, &|_| {}));
    assert!(observed.requests.is_empty() && site.asked().is_empty());
    observed.tcp_connect.push(TcpConnect {
        address: "127.0.0.1:443".parse().unwrap(),
        ttl: None,
        ttl_exceeded_by: None,
        failure: None,
        elapsed: Duration::ZERO,
    });
    runtime.block_on(pages(&mut observed, &target, &how, &mut pace, &|_| {}));
    let failure = &observed.requests[0].request.failure;
    assert_eq!(failure, &Some(Failure::ConnectionRefused));
}

#[test]
fn an_answer_ends_where_it_says_and_is_cut_if_it_ends_before() {
    let answer = |status: &str, length: usize| {
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\npage").into_bytes()
    };
    for (answer, failure, body_bytes) in [
        // The server keeps the connection open.
        (PlainAnswer::Stuck(answer("200 OK", 4)), None, 4),
        (PlainAnswer::Stuck(answer("200 OK", 2)), None, 2),
        (PlainAnswer::Stuck(answer("204 No Content", 9)), None, 0),
        (PlainAnswer::Whole(answer("200 OK", 4)), None, 4),
        (
            PlainAnswer::Whole(answer("200 OK", 5)),
            Some(Failure::EofError),
            4,
        ),
        (
            PlainAnswer::Whole(answer("200 OK", usize::MAX)),
            Some(Failure::EofError),
            4,
        ),
    ] {
        let (fetched, _) = asked_for(&[("/", answer)]);
        let request = &fetched[0].request;
        assert_eq!(
            (&request.failure, request.body_bytes),
            (&failure, body_bytes)
        );
        assert!(request.status.is_some());
    }
}

#[test]
fn a_link_to_another_port_does_not_hide_the_next_one() {
    let body = b"<a href='http://127.0.0.1:9/root.crt'><a href='/next.crt'>";
    let (_, paths) = asked_for(&[("/", PlainAnswer::page("text/html", body))]);
    assert_eq!(paths, ["/", "/next.crt"]);
    let body = format!("<a href='http://{NAME}:9/root.crt'><a href='/next.crt'>");
    let (_, paths) = asked_for(&[("/", PlainAnswer::page("text/html", body.as_bytes()))]);
    assert_eq!(paths, ["/", "/next.crt"]);
}

#[test]
fn a_page_with_the_name_of_a_file_is_read_as_a_page_too() {
    let body = b"install this certificate: <a href='/root.cer'>";
    for (kind, is_page) in [("text/html; charset=utf-8", true), ("text/plain", false)] {
        let (fetched, _) = asked_for(&[
            ("/", PlainAnswer::redirect("/install.crt")),
            ("/install.crt", PlainAnswer::page(kind, body)),
            ("/root.cer", PlainAnswer::page("text/plain", b"octets")),
        ]);
        assert_eq!(fetched[1].files, [body.to_vec()]);
        assert_eq!(fetched[1].request.says_install, is_page);
        assert_eq!(fetched.len(), 2 + usize::from(is_page));
    }
}
