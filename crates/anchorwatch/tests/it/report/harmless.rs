//! Verdicts that accuse nobody and are not clean: each is counted and named by itself.

use anchorwatch_evidence::{OwnersConsent, TcpConnect};
use anchorwatch_identity::Certificate;

use super::*;

const NAME: &str = "www.works.example";

impl Scene {
    /// Handshakes with the name now, with this chain.
    fn now(&self, chain: &anchorwatch_lab::ServerChain) -> Measurement {
        let chain = chain.certificates().iter().map(|it| it.to_vec()).collect();
        self.measurement(NAME, clock::now_unix_s(), Shows::Genuine, chain)
    }

    /// A company's root signs, and the owner consented to that.
    fn inspected(&self) -> Measurement {
        let works = Root::company("Works").unwrap();
        let mut measurement = self.now(&works.issue(&[NAME]).unwrap());
        let now = measurement.measured_at.get();
        measurement.anchors.local = vec![works.der().to_vec()];
        let key = Certificate::from_der(works.der()).unwrap().spki_sha256();
        measurement.anchors.owners_choices.consents = vec![OwnersConsent {
            spki_sha256: *key.as_bytes(),
            covers: Some("works.example".to_owned()),
            not_before: UnixSeconds::new(now - HOUR_S),
            until: UnixSeconds::new(now + HOUR_S),
        }];
        measurement
    }

    /// The site's own certificate is over, for every name and from one hop.
    fn faulty(&self) -> Measurement {
        let over = Issuance {
            leaf: Validity::EXPIRED,
            ..Issuance::default()
        };
        let mut measurement = self.now(&self.public.issue_with(&[NAME], &over).unwrap());
        measurement.anchors.local.clear();
        let target = measurement.tls_handshakes.remove(0);
        let mut control = target.clone();
        control.purpose = Purpose::TargetControl;
        let traced = [&target, &control].map(|one| TlsHandshake {
            ttl: Some(7),
            ..one.clone()
        });
        measurement.tcp_connect = vec![TcpConnect {
            address: target.address.unwrap(),
            ttl_exceeded_by: None,
            failure: None,
            ttl: Some(7),
            elapsed: Duration::ZERO,
        }];
        measurement.tls_handshakes = vec![target.clone(), control.clone(), target, control];
        measurement.tls_handshakes.extend(traced);
        measurement
    }
}

#[test]
fn each_is_counted_by_itself_with_the_exit_code_of_verdict() {
    for (verdict, class, code) in [
        ("inspected_with_consent", "consent", 0),
        ("site_fault", "fault", 11),
    ] {
        let scene = Scene::new();
        let measurement = match verdict {
            "inspected_with_consent" => scene.inspected(),
            _ => scene.faulty(),
        };
        scene.write("in/a.jsonl", vec![measurement]);
        let judged = scene.path("in/a.jsonl");
        let judged = anchorwatch(&["verdict", judged.to_str().unwrap()]);
        let (run, document, _) = scene.json();
        assert_eq!((run.code, judged.code), (code, code), "{}", run.stderr);
        assert_eq!(document["verdict"], verdict);
        let counts = &document["measurements"];
        assert_eq!((&counts[verdict], &counts["total"]), (&1.into(), &1.into()));
        assert_eq!(counts["inconclusive"], 0);
        assert_eq!(document["signers"].as_array().unwrap().len(), 0);

        let tables = scene.path("tables");
        for language in ["en", "ru", "kk"] {
            let _old = fs::remove_dir_all(&tables);
            let more = ["--language", language, "--csv", tables.to_str().unwrap()];
            let (run, page) = scene.report(&more);
            assert_eq!(run.code, code, "{}", run.stderr);
            run.assert_readable();
            hostile::assert_harmless(&page);
            for part in ["hero hero-", "pill pill-", "key key-bar-", "class=\"bar-"] {
                assert!(page.contains(&format!("{part}{class}\"")), "{part}{class}");
            }
            assert!(!page.contains("report-") && !page.contains("{ $"));
            // The page advises nobody to refuse the key or to leave the network.
            assert!(!page.contains("anchorwatch block"));
        }
        for table in ["names.csv", "times.csv"] {
            let text = fs::read_to_string(tables.join(table)).unwrap();
            let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
            let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
            let column = head.iter().position(|it| *it == verdict).unwrap();
            assert_eq!((head.len(), row[column]), (row.len(), "1"), "{table}");
        }
    }
}

#[test]
fn a_fault_beside_a_consent_is_not_hidden() {
    let scene = Scene::new();
    let mut faulty = scene.faulty();
    let inspected = scene.inspected();
    faulty.target = inspected.target.clone();
    scene.write("in/a.jsonl", vec![inspected]);
    assert_eq!(scene.json().0.code, 0);
    // The same name, at another time.
    scene.write("in/b.jsonl", vec![scene.faulty()]);
    let (run, document, _) = scene.json();
    assert_eq!(run.code, 11, "{document}");
}

#[test]
fn what_is_worse_decides_and_a_fault_beside_a_clean_name_is_said() {
    let scene = Scene::new();
    scene.write("in/a.jsonl", scene.series("www.example.kz", "...."));
    scene.write("in/b.jsonl", vec![scene.inspected()]);
    assert_eq!(scene.json().0.code, 0);
    let mut faulty = scene.faulty();
    faulty.target.host = NAME.replace("www", "old");
    scene.write("in/c.jsonl", vec![faulty]);
    // Its certificate has no such name: that stays open.
    let (run, document, _) = scene.json();
    assert_eq!(
        (run.code, &document["measurements"]["inconclusive"]),
        (11, &1.into())
    );
    scene.write("in/d.jsonl", scene.series("read.example.kz", "x"));
    let (run, document, _) = scene.json();
    assert_eq!(
        (run.code, &document["verdict"]),
        (10, &"intercepted".into())
    );
}

#[test]
fn a_clean_answer_from_elsewhere_hides_no_vantage_point_without_one() {
    let scene = Scene::new();
    scene.write("in/one/a.jsonl", scene.series("www.example.kz", "...."));
    assert_eq!(scene.json().0.code, 0);
    scene.write("in/two/a.jsonl", scene.series("www.example.kz", "???"));
    let (run, document, page) = scene.json();
    assert_eq!((run.code, &document["verdict"]), (11, &"not_seen".into()));
    assert!(page.contains("class=\"open\""));
}
