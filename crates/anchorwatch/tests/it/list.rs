//! `list`: show, search and convert lists of other publishers. The lists are built here byte by
//! byte.

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256};
use anchorwatch_lab::{
    Root,
    pki::{Issuance, Subject, certificate_pem},
};
use data_encoding::BASE64;
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

/// A folder with lists and certificates.
struct Files {
    folder: TempDir,
}

impl Files {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    fn certificate(&self, name: &str, ders: &[&[u8]]) -> String {
        let pem: String = ders.iter().map(|der| certificate_pem(der)).collect();
        self.write(name, pem.as_bytes())
    }
}

fn crl_set(members: &str, body: &[u8]) -> Vec<u8> {
    let header = format!("{{\"ContentType\":\"CRLSet\",\"Version\":0,\"Sequence\":7{members}}}");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [&length[..], header.as_bytes(), body].concat()
}

fn blocking_key(root: &Root) -> Vec<u8> {
    let hash = BASE64.encode(SpkiSha256::of(&root.spki_der()).as_bytes());
    crl_set(&format!(",\"BlockedSPKIs\":[\"{hash}\"]"), &[])
}

fn blocking_serial(issuer: &Root, serial: &[u8]) -> Vec<u8> {
    let number: Vec<u8> = serial.iter().copied().skip_while(|it| *it == 0).collect();
    let key = SpkiSha256::of(&issuer.spki_der());
    let length = u8::try_from(number.len()).unwrap();
    let body = [
        &key.as_bytes()[..],
        &1_u32.to_le_bytes(),
        &[length],
        &number,
    ]
    .concat();
    crl_set("", &body)
}

fn onecrl(certificate: &Certificate, why: &str) -> Vec<u8> {
    serde_json::json!({"data": [{
        "id": "a-record",
        "enabled": false,
        "details": {"why": why},
        "issuerName": BASE64.encode(certificate.issuer().der()),
        "serialNumber": BASE64.encode(certificate.serial()),
    }]})
    .to_string()
    .into_bytes()
}

fn java(der: &[u8]) -> Vec<u8> {
    let fingerprint = CertSha256::of(der).to_string().to_uppercase();
    format!("Algorithm=SHA-256\n{fingerprint}\n").into_bytes()
}

fn show(list: &str, certificate: &str) -> Run {
    anchorwatch(&[
        "list",
        "show",
        list,
        "--certificate",
        certificate,
        "--format",
        "json",
    ])
}

fn document(run: &Run, code: i32) -> Value {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.list/1")
}

/// The kinds of match of the first list for the first certificate.
fn kinds(document: &Value) -> Vec<&str> {
    let matches = document["certificates"][0]["answers"][0]["matches"].as_array();
    let kinds = matches.unwrap().iter().map(|it| it["match"].as_str());
    kinds.map(Option::unwrap).collect()
}

#[test]
fn without_a_file_the_built_in_entries_are_shown() {
    let document = document(&anchorwatch(&["list", "show", "--format", "json"]), 0);
    let list = &document["lists"][0];
    assert_eq!(
        (&list["file"], &list["carrier"]),
        (&Value::Null, &"built_in".into())
    );
    let count = list["entry_count"].as_u64().unwrap();
    assert!(count > 20 && list["counts"][0]["count"] == count);
    let run = anchorwatch(&["list", "show"]);
    assert!(
        run.stdout
            .contains(&format!("1 list with {count} entries."))
    );
}

#[test]
fn a_certificate_is_found_on_every_kind_of_list_and_another_is_not() {
    let (files, listed) = (Files::new(), Root::company("Listed").unwrap());
    let other = Root::company("Other").unwrap();
    let certificate = Certificate::from_der(listed.der()).unwrap();
    let listed_path = files.certificate("listed", &[listed.der()]);
    let other_path = files.certificate("other", &[other.der()]);
    for (bytes, format, kind) in [
        (blocking_key(&listed), "crlset", "key"),
        (onecrl(&certificate, "x"), "onecrl", "issuer_serial"),
        (java(listed.der()), "java_blocked", "certificate"),
    ] {
        let list = files.write("list", &bytes);
        let found = document(&show(&list, &listed_path), 10);
        assert_eq!(kinds(&found), [kind]);
        assert_eq!(found["lists"][0]["format"], format);
        assert_eq!(found["lists"][0]["carrier"], "unverified");
        let not_found = document(&show(&list, &other_path), 0);
        assert_eq!(kinds(&not_found), [""; 0]);
    }
}

#[test]
fn a_twin_is_found_by_key_and_not_by_serial_or_certificate() {
    let (files, listed) = (Files::new(), Root::company("Listed").unwrap());
    let twin = listed.renamed(Subject::common_name("Harmless")).unwrap();
    let certificate = Certificate::from_der(listed.der()).unwrap();
    let twin_path = files.certificate("twin", &[twin.der()]);
    for (bytes, code) in [
        (blocking_key(&listed), 10),
        (onecrl(&certificate, "x"), 0),
        (java(listed.der()), 0),
    ] {
        let list = files.write("list", &bytes);
        document(&show(&list, &twin_path), code);
    }
}

#[test]
fn a_serial_under_an_issuer_s_key_needs_the_issuer_in_the_file() {
    let (files, issuer) = (Files::new(), Root::company("Issuer").unwrap());
    let chain = issuer
        .issue_with(&["a.example"], &Issuance::default())
        .unwrap();
    let leaf = chain.certificates()[0].as_ref();
    let serial = Certificate::from_der(leaf).unwrap().serial().to_vec();
    let list = files.write("list", &blocking_serial(&issuer, &serial));
    let other_list = files.write("other-list", &blocking_serial(&issuer, &[1, 2, 3]));
    let namesake = Root::company("Issuer").unwrap();

    let with_issuer = files.certificate("chain", &[leaf, issuer.der()]);
    assert_eq!(
        kinds(&document(&show(&list, &with_issuer), 10)),
        ["issuer_key_serial"]
    );
    document(&show(&other_list, &with_issuer), 0);

    let alone = files.certificate("leaf", &[leaf]);
    let untold = document(&show(&list, &alone), 11);
    assert_eq!(
        untold["certificates"][0]["answers"][0]["depends_on_issuer"],
        true
    );
    document(&show(&other_list, &alone), 0);
    let with_namesake = files.certificate("namesake", &[leaf, namesake.der()]);
    document(&show(&list, &with_namesake), 11);
}

#[test]
fn a_stale_list_still_refuses_and_its_silence_is_no_answer() {
    let (files, listed) = (Files::new(), Root::company("Listed").unwrap());
    let other = Root::company("Other").unwrap();
    let hash = BASE64.encode(SpkiSha256::of(&listed.spki_der()).as_bytes());
    let members = format!(",\"BlockedSPKIs\":[\"{hash}\"],\"NotAfter\":1754300059");
    let list = files.write("list", &crl_set(&members, &[]));
    let listed_path = files.certificate("listed", &[listed.der()]);
    let found = document(&show(&list, &listed_path), 10);
    assert_eq!(found["lists"][0]["stale_after"], "2025-08-04T09:34:19Z");
    assert_eq!(found["lists"][0]["is_stale"], true);
    document(
        &show(&list, &files.certificate("other", &[other.der()])),
        11,
    );
    let fresh = files.write("fresh", &blocking_key(&listed));
    document(&show(&fresh, &files.path("other")), 0);
}

#[test]
fn a_key_that_is_only_known_for_interception_is_told_and_not_refused() {
    let (files, known) = (Files::new(), Root::company("Known").unwrap());
    let listed = Root::company("Listed").unwrap();
    let [known_hash, listed_hash] =
        [&known, &listed].map(|root| BASE64.encode(SpkiSha256::of(&root.spki_der()).as_bytes()));
    let members = format!(
        ",\"KnownInterceptionSPKIs\":[\"{known_hash}\"],\"BlockedInterceptionSPKIs\":[\"{listed_hash}\"]"
    );
    let list = files.write("list", &crl_set(&members, &[]));
    for (root, code) in [(&known, 0), (&listed, 10)] {
        let path = files.certificate("certificate", &[root.der()]);
        let document = document(&show(&list, &path), code);
        let answer = &document["certificates"][0]["answers"][0];
        assert_eq!(answer["is_known_for_interception"], true);
    }
}

#[test]
fn what_cannot_be_used_is_listed_and_never_passes_for_clean() {
    let (files, other) = (Files::new(), Root::company("Other").unwrap());
    let certificate = Certificate::from_der(other.der()).unwrap();
    let good = onecrl(&certificate, "x");
    let bad = String::from_utf8(good.clone())
        .unwrap()
        .replace("[{", "[{\"id\":\"odd\"},{");
    let stranger = Root::company("Stranger").unwrap();
    let path = files.certificate("stranger", &[stranger.der()]);
    for (bytes, code, unusable) in [
        (good, 0, 0),
        (bad.into_bytes(), 11, 1),
        (crl_set("", &[]), 11, 0),
    ] {
        let list = files.write("list", &bytes);
        let document = document(&show(&list, &path), code);
        assert_eq!(
            document["lists"][0]["unusable"].as_array().unwrap().len(),
            unusable
        );
        assert_eq!(anchorwatch(&["list", "show", &list]).code, code);
    }
    let list = files.write(
        "list",
        br#"{"data":[{"id":"odd"},{"issuerName":"MAA=","serialNumber":"AQ=="}]}"#,
    );
    let run = anchorwatch(&["list", "show", &list]);
    assert!(
        run.stdout.contains("Record 0, odd: it has neither"),
        "{}",
        run.stdout
    );
}

#[test]
fn imported_lists_are_shown_again_with_the_same_entries_and_nothing_is_replaced() {
    let (files, listed) = (Files::new(), Root::company("Listed").unwrap());
    let certificate = Certificate::from_der(listed.der()).unwrap();
    let lists = [
        files.write("a", &blocking_key(&listed)),
        files.write("b", &onecrl(&certificate, "x")),
        files.write("c", &java(listed.der())),
    ];
    let output = files.path("entries.json");
    let import = |output: &str| {
        anchorwatch(&[
            "list", "import", &lists[0], &lists[1], &lists[2], "--output", output,
        ])
    };
    let run = import(&output);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("written: "));
    let path = files.certificate("listed", &[listed.der()]);
    let found = document(&show(&output, &path), 10);
    assert_eq!(kinds(&found), ["key", "issuer_serial", "certificate"]);
    let list = &found["lists"][0];
    assert_eq!(
        (&list["format"], &list["entry_count"]),
        (&"entries".into(), &3.into())
    );
    assert_eq!(list["made_from"].as_array().unwrap().len(), 3);

    let before = std::fs::read(&output).unwrap();
    import(&output).assert_error("there is already something at", "hint");
    assert_eq!(std::fs::read(&output).unwrap(), before);
    let to_stdout = anchorwatch(&["list", "import", &lists[0], &lists[1], &lists[2]]);
    assert_eq!(to_stdout.stdout.as_bytes(), before);
}

#[test]
fn what_is_no_list_is_an_error_with_a_hint() {
    let files = Files::new();
    for (bytes, why) in [
        (&b"nothing"[..], "no list of a known kind"),
        (
            b"Cr24\x03\0\0\0\xff\0\0\0",
            "needs 255 bytes, and 0 are left",
        ),
        (
            b"\x10\0{\"ContentType\":",
            "needs 16 bytes, and 15 are left",
        ),
        (b"Algorithm=MD5\n", "«MD5»"),
        (b"[1]", "none of the 1 records"),
        (
            b"{\"data\":[",
            "the JSON of the list of records is wrong at line 1",
        ),
    ] {
        let path = files.write("list", bytes);
        anchorwatch(&["list", "show", &path]).assert_error("cannot read the list in", why);
        anchorwatch(&["list", "import", &path]).assert_error("cannot read the list in", why);
    }
    anchorwatch(&["list", "show", &files.path("missing")]).assert_error("cannot read", "hint");
}

#[test]
fn why_a_record_cannot_be_used_is_a_code_with_facts_and_a_sentence_in_each_language() {
    let files = Files::new();
    let list = files.write(
        "list",
        br#"{"data":[{"id":"odd"},{"issuerName":"MAA=","serialNumber":"AQ=="}]}"#,
    );
    let unusable = &document(
        &anchorwatch(&["list", "show", &list, "--format", "json"]),
        11,
    )["lists"][0]["unusable"][0];
    assert_eq!(
        *unusable,
        serde_json::json!({
            "record": "record 0, odd",
            "record_coded": {
                "code": "list_record_with_id",
                "text": "record 0, odd",
                "facts": {"id": "odd", "index": 0},
            },
            "error": "it has neither an issuer and a serial number nor a subject and a key",
            "error_coded": {
                "code": "list_record_neither",
                "text": "it has neither an issuer and a serial number nor a subject and a key",
                "facts": {},
            },
        })
    );
    let md5 = files.write("md5", b"Algorithm=MD5\n");
    for (language, record, cause) in [
        ("ru", "Запись 0, odd", "причина: отпечатки вида «MD5»"),
        ("kk", "0-жазба, odd", "себебі: баспалардың түрі «MD5»"),
    ] {
        let said = anchorwatch(&["list", "show", &list, "--language", language]);
        assert!(said.stdout.contains(record), "{}", said.stdout);
        assert!(!said.stdout.contains("neither"), "{}", said.stdout);
        let refused = anchorwatch(&["list", "show", &md5, "--language", language]);
        assert!(refused.stderr.contains(cause), "{}", refused.stderr);
    }
}

#[test]
fn the_words_of_a_list_cannot_rule_the_terminal_and_lines_stay_narrow() {
    let (files, listed) = (Files::new(), Root::company("Listed").unwrap());
    let certificate = Certificate::from_der(listed.der()).unwrap();
    let words = "\u{1b}[2Jclean\u{202e}\nNo entry matches. ".repeat(20);
    let list = files.write("l", &onecrl(&certificate, &words));
    let path = files.certificate("c", &[listed.der()]);
    let run = anchorwatch(&["list", "show", &list, "--certificate", &path]);
    assert_eq!(run.code, 10);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']));
    assert!(run.stdout.contains("The publisher says"));
    let too_wide = |line: &&str| line.chars().count() > 80;
    assert_eq!(run.stdout.lines().find(too_wide), None);
}

#[test]
fn with_all_every_known_key_is_listed_and_every_entry_of_a_file() {
    let known = anchorwatch_identity::registry::known_roots();
    let told = anchorwatch(&["list", "show", "--all", "--format", "json"]);
    let told = told.json("anchorwatch.list/1");
    let keys = told["known_keys"].as_array().unwrap();
    assert_eq!(keys.len(), known.len());
    for (told, known) in keys.iter().zip(known) {
        assert_eq!(told["id"], known.id);
        assert_eq!(told["spki_sha256"], known.spki_sha256.to_string());
        assert!(told["class"].is_string() && told["sources"].is_array());
    }
    let entries = told["lists"][0]["entries"].as_array().unwrap();
    assert_eq!(told["lists"][0]["entry_count"], entries.len());
    assert!(
        entries
            .iter()
            .all(|entry| entry["match"] == "key" && entry["spki_sha256"].is_array())
    );

    let said = anchorwatch(&["list", "show", "--all"]).stdout;
    for known in known {
        assert!(said.contains(known.id) && said.contains(&known.spki_sha256.to_string()));
    }
    let plain = anchorwatch(&["list", "show", "--format", "json"]);
    let plain = plain.json("anchorwatch.list/1");
    assert!(plain.get("known_keys").is_none() && plain["lists"][0].get("entries").is_none());
}
