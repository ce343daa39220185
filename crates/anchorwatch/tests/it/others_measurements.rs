//! `verdict` with files that other programs wrote.

use std::path::Path;

use anchorwatch_lab::{Root, ServerChain};
use data_encoding::BASE64;

use crate::run::anchorwatch;

const NAME: &str = "www.example.kz";

/// The certificates that came, in base64.
fn sent(chain: &ServerChain) -> Vec<String> {
    let sent = chain.certificates().iter();
    sent.map(|der| BASE64.encode(der)).collect()
}

/// An OONI measurement of one handshake, on one line.
fn ooni(certificates: &[String], failure: &str) -> String {
    let sent = certificates.iter();
    let sent = sent.map(|it| format!("{{\"data\":\"{it}\",\"format\":\"base64\"}}"));
    let sent = sent.collect::<Vec<_>>().join(",");
    format!(
        "{{\"test_name\":\"web_connectivity\",\"measurement_start_time\":\"2026-01-02 03:04:05\",\
         \"probe_ip\":\"198.51.100.7\",\"test_keys\":{{\"tls_handshakes\":[{{\
         \"address\":\"192.0.2.1:443\",\"server_name\":\"{NAME}\",\"failure\":{failure},\
         \"peer_certificates\":[{sent}]}}]}}}}"
    )
}

fn zgrab2(certificate: &str) -> String {
    format!(
        "{{\"ip\":\"192.0.2.1\",\"data\":{{\"tls\":{{\"status\":\"success\",\"protocol\":\"tls\",\
         \"timestamp\":\"2026-01-02T03:04:05Z\",\"result\":{{\"handshake_log\":{{\
         \"server_certificates\":{{\"certificate\":{{\"raw\":\"{certificate}\"}}}}}}}}}}}}}}"
    )
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn each_format_is_recognised_and_named_in_text_and_json() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Root::company("A").unwrap().issue(&[NAME]).unwrap();
    let sent = sent(&chain);
    let of_ooni = write(folder.path(), "one", &ooni(&sent, "null"));
    let of_zgrab2 = write(folder.path(), "two", &zgrab2(&sent[0]));
    let args = ["verdict", &of_ooni, &of_zgrab2, "--format", "json"];
    let run = anchorwatch(&args);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let document = run.json("anchorwatch.verdict/1");
    let [one, two] = [&document["targets"][0], &document["targets"][1]];
    assert_eq!(one["imported_from"], "ooni");
    assert_eq!(one["server_key"], "proven");
    assert_eq!(one["evidence_ref"], format!("{of_ooni}:1"));
    assert_eq!(one["not_checked"][0]["code"], "local_roots");
    assert_eq!(two["imported_from"], "zgrab2");
    assert_eq!(two["server_key"], "not_recorded");
    assert_eq!(document["not_read_count"], 0);
    let text = anchorwatch(&["verdict", &of_ooni, &of_zgrab2]).phrases();
    assert!(
        text.contains("from OONI's file; the roots of the machine that measured are not known")
    );
    assert!(text.contains("from ZGrab2's file"));
    assert!(!text.contains("198.51.100.7"));
}

#[test]
fn a_root_of_the_family_is_suspected_in_ooni_s_measurement_and_a_company_s_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let verdict = |root: &Root| {
        let mut sent = sent(&root.issue(&[NAME]).unwrap());
        sent.push(BASE64.encode(root.der()));
        let text = ooni(&sent, "\"ssl_unknown_authority\"");
        let path = write(folder.path(), "seen", &text);
        let run = anchorwatch(&["verdict", &path, "--format", "json"]);
        let document = run.json("anchorwatch.verdict/1");
        let verdict = document["targets"][0]["verdict"].as_str().unwrap();
        (run.code, verdict.to_owned())
    };
    let family = Root::isca_like().unwrap();
    assert_eq!(verdict(&family), (10, "suspected".to_owned()));
    let company = Root::company("A").unwrap();
    assert_eq!(verdict(&company), (11, "inconclusive".to_owned()));
}

#[test]
fn a_line_that_cannot_be_read_is_named_with_its_number_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Root::company("A").unwrap().issue(&[NAME]).unwrap();
    let good = ooni(&sent(&chain), "null");
    let text = format!("{good}\n{}\n{good}\n{}", &good[..99], "x\n".repeat(11));
    let path = write(folder.path(), "many.jsonl", &text);
    let run = anchorwatch(&["verdict", &path, "--format", "json"]);
    assert_eq!(run.code, 11);
    let document = run.json("anchorwatch.verdict/1");
    let targets = document["targets"].as_array().unwrap().iter();
    let places: Vec<_> = targets
        .map(|it| it["evidence_ref"].as_str().unwrap())
        .collect();
    assert_eq!(places, [format!("{path}:1"), format!("{path}:3")]);
    assert_eq!(document["not_read"][0]["record"], 2);
    assert_eq!(document["not_read"][0]["code"], "record_not_json");
    assert_eq!(document["not_read_count"], 12);
    let text = anchorwatch(&["verdict", &path]).phrases();
    assert!(text.contains("record 2: it is not JSON, or its values are nested too deeply"));
    assert!(text.contains("and 2 more records"));
}

#[test]
fn a_file_in_no_known_format_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Root::company("A").unwrap().issue(&[NAME]).unwrap();
    let good = ooni(&sent(&chain), "null");
    let unknown = format!("[{{\"a\":\"{}\"}}]", "x".repeat(99));
    let twice = good.replacen('{', "{\"a\":1,\"a\":1,", 1);
    for (text, why) in [
        (unknown, "it is in no format that is known"),
        (twice, "nothing in it can be read: it has the key `a` twice"),
    ] {
        let path = write(folder.path(), "other", &text);
        anchorwatch(&["verdict", &path]).assert_error("cannot judge the evidence in", why);
    }
}
