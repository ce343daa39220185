use std::process::ExitStatus;

use anchorwatch_remark::Remark as _;

use super::*;

fn target(host: &str, port: u16) -> Target {
    Target {
        host: host.to_owned(),
        port,
    }
}

fn read(text: &str) -> Option<(String, Option<u16>)> {
    let host = text.parse::<SshHost>().ok()?;
    assert_eq!(host.to_string().parse(), Ok(host.clone()), "{text}");
    Some((host.destination, host.port))
}

#[test]
fn hosts_are_read_as_ssh_writes_them() {
    for (text, destination, port) in [
        ("ssh:home", "home", None),
        ("ssh:me@home.example.org", "me@home.example.org", None),
        ("ssh:2001:db8::7", "2001:db8::7", None),
        ("ssh://home", "home", None),
        ("ssh://home/", "home", None),
        ("ssh://me@home:2222", "me@home", Some(2222)),
        ("ssh://me@[2001:db8::7]:2222", "me@2001:db8::7", Some(2222)),
        ("ssh://[2001:db8::7]", "2001:db8::7", None),
    ] {
        assert_eq!(read(text), Some((destination.to_owned(), port)), "{text}");
    }
}

#[test]
fn what_ssh_or_a_shell_could_read_otherwise_is_refused() {
    for text in [
        "home",
        "ssh:",
        "ssh://",
        "ssh:-oProxyCommand=x",
        "ssh:me@-oProxyCommand=x",
        "ssh:-l@home",
        "ssh:@home",
        "ssh:me@",
        "ssh://-oProxyCommand=x",
        "ssh://home:0",
        "ssh://home:",
        "ssh://home:+22",
        "ssh://home:65536",
        "ssh://home:22:22",
        "ssh://home/path",
        "ssh://[home]:22",
        "ssh://[2001:db8::7]x",
        "ssh://[2001:db8::7",
        "ssh:ho me",
        "ssh:$(x)",
        "ssh:`x`",
        "ssh:a;b",
        "ssh:a'b",
        "ssh:%h",
        "ssh:me;x@home",
        "ssh:a\nb",
        "ssh:үй",
        &format!("ssh:{}", "a".repeat(256)),
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn the_host_is_behind_the_end_of_the_options_and_what_runs_there_is_one_argument() {
    let targets = [target("www.example.org", 443), target("[::1]", 8443)];
    let question = Question {
        targets: &targets,
        address: None,
        timeout_s: 7,
    };
    let host: SshHost = "ssh://me@home:2222".parse().unwrap();
    let words = host.command(&question);
    let end = words.iter().position(|word| word == "--").unwrap();
    let there = "anchorwatch check --evidence - --timeout 7 -- www.example.org '[::1]:8443'";
    assert_eq!(words[end..], ["--", "me@home", there]);
    let options = words[..end].join(" ");
    for option in [
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        "ConnectTimeout=7",
        "-p 2222",
    ] {
        assert!(options.contains(option), "{options}");
    }
    let question = Question {
        address: Some(([192, 0, 2, 7], 443).into()),
        ..question
    };
    let words = host.command(&question);
    assert!(
        words
            .last()
            .unwrap()
            .contains(" --address 192.0.2.7:443 -- ")
    );
}

/// What a program that ends so and says so shows.
fn answer(status: i32, stdout: &[u8]) -> Result<Evidence, VantageProblem> {
    evidence(Output {
        status: ExitStatus::from_raw(status),
        stdout: stdout.to_vec(),
        says: "why".to_owned(),
    })
}

fn measured() -> Vec<u8> {
    use anchorwatch_evidence::{AnchorView, Measurement, OwnersChoices, PublicAnchors};
    use anchorwatch_identity::UnixSeconds;
    let anchors = AnchorView {
        public: PublicAnchors::Bundled,
        local: Vec::new(),
        local_count: 0,
        local_source: String::new(),
        local_unreadable: Vec::new(),
        owners_choices: OwnersChoices::default(),
    };
    let measurement = Measurement {
        target: target("www.example.org", 443),
        measured_at: UnixSeconds::new(0),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: Vec::new(),
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors,
        imported_from: None,
    };
    let evidence = Evidence {
        software: String::new(),
        measurements: vec![measurement],
    };
    evidence.encode()
}

#[test]
fn only_whole_evidence_with_a_verdict_s_exit_code_is_an_answer() {
    let whole = measured();
    for code in [0, 10, 11] {
        assert!(answer(code << 8, &whole).is_ok(), "{code}");
    }
    for (status, stdout, code) in [
        (255 << 8, &whole[..], "vantage_not_reached"),
        (127 << 8, &whole, "vantage_not_installed"),
        (1 << 8, &whole, "vantage_failed"),
        (12 << 8, &whole, "vantage_failed"),
        (9, &whole, "vantage_ended"),
        (0, b"", "vantage_silent"),
        (0, b"Welcome\n", "vantage_unreadable"),
        (0, &whole[..whole.len() - 20], "vantage_unreadable"),
    ] {
        let problem = answer(status, stdout).unwrap_err();
        assert_eq!(problem.code(), code, "{status}");
    }
    let empty = Evidence {
        software: String::new(),
        measurements: Vec::new(),
    };
    assert_eq!(answer(0, &empty.encode()), Err(VantageProblem::Silent));
}
