//! `report`: from files of measurements to one page.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anchorwatch_evidence::{
    AnchorView, Evidence, Measurement, OwnersChoices, PublicAnchors, Purpose, Target, TlsHandshake,
};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{
    Root, clock,
    pki::{Forgery, Issuance, Validity},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch};

mod harmless;
mod hostile;
mod misled;

/// Long ago enough for a series, and inside the validity of the certificates.
const HOUR_S: i64 = 3_600;

/// A server, its authority, and who reads.
struct Scene {
    public: Root,
    interceptor: Root,
    folder: tempfile::TempDir,
}

/// What a measurement shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Genuine,
    Forged,
    Nothing,
}

impl Scene {
    fn new() -> Self {
        Self {
            public: Root::company("Public").unwrap(),
            interceptor: Root::isca_like().unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A series of measurements of one name, one each hour: `.` is clean, `x` is read, `?` is
    /// without an answer.
    fn series(&self, name: &str, text: &str) -> Vec<Measurement> {
        let issuance = Issuance {
            leaf: Validity::days(-25, 60),
            intermediate: None,
            ..Issuance::default()
        };
        let genuine = self.public.issue_with(&[name], &issuance).unwrap();
        let own = &genuine.certificates()[0];
        let forged = self.interceptor.forge(own, Forgery::KAZAKHSTAN_2019);
        let forged = forged.unwrap();
        let start = (clock::now_unix_s() - 20 * 24 * HOUR_S) / HOUR_S * HOUR_S;
        let times = (0..).map(|hour| start + hour * HOUR_S);
        let all = times.zip(text.chars()).map(|(at, letter)| {
            let (shows, chain) = match letter {
                'x' => (Shows::Forged, forged.certificates()),
                '.' => (Shows::Genuine, genuine.certificates()),
                _ => (Shows::Nothing, [].as_slice()),
            };
            let chain = chain.iter().map(|it| it.to_vec()).collect();
            self.measurement(name, at, shows, chain)
        });
        all.collect()
    }

    fn measurement(
        &self,
        name: &str,
        at: i64,
        shows: Shows,
        peer_certificates: Vec<Vec<u8>>,
    ) -> Measurement {
        Measurement {
            target: Target {
                host: name.to_owned(),
                port: 443,
            },
            measured_at: UnixSeconds::new(at),
            queries: Vec::new(),
            tcp_connect: Vec::new(),
            tls_handshakes: vec![TlsHandshake {
                purpose: Purpose::Target,
                address: "203.0.113.9:443".parse().ok(),
                ttl: None,
                min_ttl: None,
                server_name: Some(name.to_owned()),
                failure: None,
                failed_after: None,
                tls_version: None,
                cipher_suite: None,
                is_key_proven: (shows != Shows::Nothing).then_some(true),
                key_signature: None,
                peer_certificates,
                client_hello: Vec::new(),
                server_hello: Vec::new(),
                echo: None,
                transfer: None,
                elapsed: Duration::from_micros(at.unsigned_abs() % 1_000),
            }],
            quic_handshakes: Vec::new(),
            requests: Vec::new(),
            own_server: None,
            anchors: AnchorView {
                public: PublicAnchors::Given(vec![self.public.der().to_vec()]),
                local: vec![self.interceptor.der().to_vec()],
                local_count: 1,
                local_source: "a test".to_owned(),
                local_unreadable: Vec::new(),
                owners_choices: OwnersChoices::default(),
            },
            imported_from: None,
        }
    }

    fn write(&self, file: &str, measurements: Vec<Measurement>) -> Vec<u8> {
        let evidence = Evidence {
            software: "a test".to_owned(),
            measurements,
        };
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, evidence.encode()).unwrap();
        evidence.encode()
    }

    /// The report on the folder's `in`, and its page.
    fn report(&self, more: &[&str]) -> (Run, String) {
        let (folder, out) = (self.path("in"), self.path("out.html"));
        let _old = fs::remove_file(&out);
        let mut args = vec!["report", folder.to_str().unwrap()];
        args.extend(["--out", out.to_str().unwrap()]);
        args.extend(more);
        let run = anchorwatch(&args);
        let page = fs::read_to_string(out).unwrap_or_default();
        (run, page)
    }

    fn json(&self) -> (Run, Value, String) {
        let (run, page) = self.report(&["--format", "json"]);
        let document = run.json("anchorwatch.report/1");
        (run, document, page)
    }
}

/// Two vantage points, of which one sees the first name read, with a pause.
fn two_vantage_points() -> Scene {
    let scene = Scene::new();
    let read = format!("....xx.xx{}xxx..", ".".repeat(12));
    let mut first = scene.series("www.example.kz", &read);
    first.extend(scene.series("clean.example.kz", "......"));
    scene.write("in/one/000000.jsonl", first);
    let run = r#"{"vantage":"Almaty","probe_asn":"AS9198","probe_cc":"KZ"}"#;
    fs::write(scene.path("in/one/run.json"), run).unwrap();
    scene.write(
        "in/two/000000.jsonl",
        scene.series("www.example.kz", "...?.."),
    );
    scene
}

#[test]
fn it_says_which_name_was_read_from_where_since_when_and_by_whose_key() {
    let scene = two_vantage_points();
    let (run, document, page) = scene.json();
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert_eq!(document["verdict"], "intercepted");
    assert_eq!(document["vantage_count"], 2);
    let [name, clean] = [&document["names"][0], &document["names"][1]];
    assert_eq!(name["name"], "www.example.kz");
    assert_eq!(clean["verdict"], "not_seen");
    assert_eq!(name["measurements"]["intercepted"], 7);
    assert_eq!(name["witness"], "one/000000.jsonl#4");
    let [seen, unseen] = [&name["vantages"][0], &name["vantages"][1]];
    assert_eq!(seen["vantage"], "Almaty AS9198 KZ");
    assert_eq!(unseen["vantage"], "two");
    assert_eq!(seen["episodes"].as_array().unwrap().len(), 2);
    assert_eq!(unseen["episodes"].as_array().unwrap().len(), 0);
    let first = &seen["episodes"][0];
    assert!(first["clean_before"].as_str() < first["first"].as_str());
    assert!(first["last"].as_str() < first["clean_after"].as_str());
    assert_eq!(seen["episodes"][1]["clean_after"], Value::Null);
    let key = document["signers"][0]["spki_sha256"].as_str().unwrap();
    assert!(page.contains(&format!("anchorwatch block --key {key} --apply")));
    // The pair: the 2019 box moved both dates by six hours and kept the serial number.
    assert!(page.contains("class=\"pair\"") && page.contains("-6"));
}

#[test]
fn a_witness_can_be_judged_again_with_the_same_answer() {
    let scene = two_vantage_points();
    let (_, document, _) = scene.json();
    let witness = document["names"][0]["witness"].as_str().unwrap();
    let (file, index) = witness.split_once('#').unwrap();
    let file = scene.path("in").join(file);
    let args = ["verdict", file.to_str().unwrap(), "--format", "json"];
    let again = anchorwatch(&args).json("anchorwatch.verdict/1");
    let index: usize = index.parse().unwrap();
    assert_eq!(again["targets"][index]["verdict"], "intercepted");
    let same = &again["targets"][index]["confidence"];
    assert_eq!(same, &document["names"][0]["confidence"]);
}

#[test]
fn the_page_is_whole_without_script_and_loads_nothing_in_every_language() {
    let scene = two_vantage_points();
    for language in ["en", "ru", "kk"] {
        let (run, page) = scene.report(&["--language", language]);
        assert_eq!(run.code, 10, "{}", run.stderr);
        run.assert_readable();
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        assert!(page.contains("default-src &#39;none&#39;"));
        assert!(page.ends_with("</html>\n"));
        hostile::assert_harmless(&page);
        for part in ["<h1>", "<caption>", "<title>", "<desc>", "data:text/csv"] {
            assert!(page.contains(part), "{part}");
        }
        // No message was left out, and no path of the person who measured is there.
        assert!(!page.contains("report-") && !page.contains("{ $"));
        assert!(!page.contains(scene.folder.path().to_str().unwrap()));
    }
}

#[test]
fn tables_go_into_a_new_folder_and_nothing_is_replaced() {
    let scene = two_vantage_points();
    let tables = scene.path("tables");
    let more = ["--csv", tables.to_str().unwrap()];
    assert_eq!(scene.report(&more).0.code, 10);
    let names = fs::read_to_string(tables.join("names.csv")).unwrap();
    assert!(names.starts_with("name,port,vantage,verdict,"));
    assert_eq!(names.lines().count(), 4);
    let episodes = fs::read_to_string(tables.join("episodes.csv")).unwrap();
    assert_eq!(episodes.lines().count(), 3);
    let (run, page) = scene.report(&more);
    run.assert_error("there is already something at", "tables");
    assert_eq!(page, "");
    let out = scene.path("kept.html");
    fs::write(&out, "mine").unwrap();
    let folder = scene.path("in");
    let args = [
        "report",
        folder.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    anchorwatch(&args).assert_error("there is already something at", "kept.html");
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[test]
fn clean_measurements_are_no_finding_and_an_open_one_is_no_clean_one() {
    let scene = Scene::new();
    scene.write("in/a.jsonl", scene.series("www.example.kz", "...."));
    let (run, document, page) = scene.json();
    assert_eq!((run.code, &document["verdict"]), (0, &"not_seen".into()));
    assert!(page.contains("hero-clean") && !page.contains("hero-read\""));
    scene.write("in/b.jsonl", scene.series("other.example.kz", "?"));
    let (run, document, _) = scene.json();
    assert_eq!((run.code, &document["verdict"]), (11, &"not_seen".into()));
}

#[test]
fn ooni_s_networks_are_vantage_points() {
    let scene = Scene::new();
    fs::create_dir_all(scene.path("in")).unwrap();
    let one = |asn: &str| {
        format!(
            "{{\"test_name\":\"signal\",\"measurement_start_time\":\"2026-01-02 03:04:05\",\
             \"probe_asn\":\"{asn}\",\"probe_cc\":\"KZ\",\"probe_ip\":\"198.51.100.7\",\
             \"test_keys\":{{\"queries\":[{{\"hostname\":\"a.example\",\
             \"failure\":\"dns_nxdomain_error\",\"answers\":null}}]}}}}"
        )
    };
    let text = format!("{}\n{}\n{}\n", one("AS9198"), one("AS0"), one("AS48502"));
    fs::write(scene.path("in/ooni.jsonl"), text).unwrap();
    let (run, document, page) = scene.json();
    assert_eq!(run.code, 11);
    let vantages = document["names"][0]["vantages"].as_array().unwrap();
    let vantages: Vec<_> = vantages.iter().map(|it| it["vantage"].clone()).collect();
    assert_eq!(vantages, ["AS9198 KZ", "in", "AS48502 KZ"]);
    assert!(!page.contains("198.51.100.7"));
}

#[test]
fn what_is_no_folder_cannot_be_asked() {
    let scene = Scene::new();
    let out = scene.path("out.html");
    let missing = scene.path("nowhere");
    for folder in [missing.as_path(), Path::new("/dev/null")] {
        let folder = folder.to_str().unwrap();
        let run = anchorwatch(&["report", folder, "--out", out.to_str().unwrap()]);
        run.assert_error("cannot read", folder);
        assert!(!out.exists());
    }
}

#[test]
fn what_is_too_much_to_judge_makes_no_clean_report() {
    let scene = Scene::new();
    let unknown = Root::company("Unknown").unwrap();
    let mut series = scene.series("www.example.kz", "..");
    scene.write("in/a.jsonl", series.clone());
    assert_eq!(scene.json().0.code, 0);
    // Behind so many other chains the last one is not looked at.
    let last = &mut series[1];
    let one = last.tls_handshakes.remove(0);
    for _ in 0..600 {
        let chain = unknown.issue(&["www.example.kz"]).unwrap();
        let chain = chain.certificates().iter().map(|it| it.to_vec());
        let mut other = one.clone();
        other.peer_certificates = chain.collect();
        last.tls_handshakes.push(other);
    }
    scene.write("in/a.jsonl", series);
    let (run, document, _) = scene.json();
    assert_eq!((run.code, &document["verdict"]), (11, &"not_seen".into()));
}

#[test]
fn an_answer_that_another_one_contradicts_makes_no_clean_report() {
    let scene = Scene::new();
    let mut series = scene.series("www.example.kz", "..");
    // Of two connections at one time, one got a certificate that nobody known signed.
    let unknown = Root::company("Unknown").unwrap();
    let chain = unknown.issue(&["www.example.kz"]).unwrap();
    let chain = chain.certificates().iter().map(|it| it.to_vec());
    let mut other = series[1].tls_handshakes[0].clone();
    other.peer_certificates = chain.collect();
    series[1].tls_handshakes.push(other);
    scene.write("in/a.jsonl", series);
    let (run, document, _) = scene.json();
    assert_eq!((run.code, &document["verdict"]), (11, &"not_seen".into()));
}
