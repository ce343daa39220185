use anchorwatch_lab::{
    Root,
    pki::{Recipe, Subject},
};
use serde_json::Value;

use crate::run::{Machine, anchorwatch};

pub(crate) fn audit(machine: &Machine, expected: i32) -> Value {
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

pub(crate) fn finding<'a>(document: &'a Value, store: &str) -> &'a Value {
    let findings = document["findings"].as_array().unwrap();
    findings
        .iter()
        .find(|finding| finding["store_id"] == store)
        .unwrap_or_else(|| panic!("nothing in {store}"))
}

#[test]
fn a_machine_with_public_roots_alone_is_clean() {
    let document = audit(&Machine::with(&[]), 0);
    assert_eq!(document["findings"].as_array().unwrap().len(), 0);
    let stores = document["stores"].as_array().unwrap();
    let bundle = stores
        .iter()
        .find(|store| store["kind"] == "debian_bundle")
        .unwrap();
    assert_eq!(
        (&bundle["anchor_count"], &bundle["error"]),
        (&Value::from(6), &Value::Null)
    );
    assert!(!document["not_checked"].as_array().unwrap().is_empty());
}

#[test]
fn a_rekeyed_family_root_is_suspected_with_the_programs_that_trust_it() {
    let document = audit(&Machine::with(&[("gov", &Root::isca_like().unwrap())]), 10);
    let found = finding(&document, "debian_bundle");
    assert_eq!(
        (&found["kind"], &found["class"]),
        (&"certificate".into(), &"suspected_family".into())
    );
    assert_eq!(
        found["subject"],
        "C=KZ,O=ISCA,CN=Information Security Certification Authority"
    );
    let clients = found["effective_for"].as_array().unwrap();
    for client in ["curl", "git", "wget", "gnutls", "python_requests", "go"] {
        assert!(clients.contains(&client.into()), "{client}");
    }
    assert!(!clients.contains(&"firefox".into()) && !clients.contains(&"chromium".into()));
    let codes: Vec<_> = found["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["code"].clone())
        .collect();
    assert_eq!(
        codes,
        ["isca_name", "isca_generator_mark", "known_name_new_key"]
    );
    assert_eq!(found["consent"], Value::Null);
}

#[test]
fn a_root_in_several_stores_is_one_record_with_all_of_them() {
    let root = Root::isca_like().unwrap();
    let machine = Machine::with(&[("security-certificate", &root)]);
    let document = audit(&machine, 10);
    let hash = &finding(&document, "debian_bundle")["cert_sha256"];
    let records = document["roots"].as_array().unwrap();
    let [record] = records
        .iter()
        .filter(|one| one["cert_sha256"] == *hash)
        .collect::<Vec<_>>()[..]
    else {
        panic!("{records:#?}");
    };
    let findings = document["findings"].as_array().unwrap();
    let findings: Vec<&Value> = findings
        .iter()
        .filter(|one| one["cert_sha256"] == *hash)
        .collect();
    let stores = record["stores"].as_array().unwrap();
    assert!(stores.len() > 1, "{record:#?}");
    for (store, found) in stores.iter().zip(&findings) {
        for key in ["store_id", "status", "effective_for"] {
            assert_eq!(store[key], found[key]);
        }
    }
    assert_eq!(stores.len(), findings.len());
    for key in [
        "id",
        "class",
        "severity",
        "subject",
        "not_after",
        "spki_sha256",
    ] {
        assert_eq!(record[key], findings[0][key], "{key}");
    }
    let trusting = record["effective_for"].as_array().unwrap();
    let everywhere = findings
        .iter()
        .flat_map(|one| one["effective_for"].as_array().unwrap());
    assert!(everywhere.clone().count() > trusting.len());
    assert!(everywhere.clone().all(|one| trusting.contains(one)));
}

#[test]
fn the_mark_alone_and_the_name_alone_are_suspected_too() {
    // The exact name is a separate rule, besides the family's.
    for (recipe, reason_count) in [
        (Recipe::isca_name_only(), 2),
        (Recipe::mark_only("Quiet Harbour Root"), 1),
    ] {
        let document = audit(&Machine::with(&[("next", &Root::new(recipe).unwrap())]), 10);
        let found = finding(&document, "debian_bundle");
        assert_eq!(found["class"], "suspected_family");
        assert_eq!(found["reasons"].as_array().unwrap().len(), reason_count);
    }
}

#[test]
fn a_company_root_is_unknown() {
    let document = audit(
        &Machine::with(&[("works", &Root::company("Example Works").unwrap())]),
        10,
    );
    assert_eq!(finding(&document, "debian_bundle")["class"], "unknown");
}

#[test]
fn a_root_that_waits_for_the_next_update_is_found_and_trusted_by_nobody_yet() {
    let machine = Machine::with(&[]);
    let imposed = Root::isca_like().unwrap();
    std::fs::create_dir_all(machine.path("usr/local/share/ca-certificates/deep")).unwrap();
    std::fs::write(
        machine.path("usr/local/share/ca-certificates/deep/x.crt"),
        imposed.pem(),
    )
    .unwrap();
    let document = audit(&machine, 10);
    let found = finding(&document, "debian_local");
    assert_eq!(
        (&found["class"], &found["effective_for"]),
        (&"suspected_family".into(), &Value::Array(Vec::new()))
    );
}

#[test]
fn a_root_appended_to_the_bundle_by_hand_in_an_odd_spelling_is_found() {
    let machine = Machine::with(&[]);
    let imposed = Root::isca_like()
        .unwrap()
        .pem()
        .replace("CERTIFICATE", "X509 CERTIFICATE")
        .replace('\n', "\r\n");
    std::fs::write(
        machine.path("etc/ssl/certs/ca-certificates.crt"),
        machine.bundle() + "x" + &imposed,
    )
    .unwrap();
    assert_eq!(
        finding(&audit(&machine, 10), "debian_bundle")["class"],
        "suspected_family"
    );
}

#[test]
fn a_hash_link_that_someone_made_by_hand_is_trusted_by_openssl() {
    let machine = Machine::with(&[]);
    let imposed = Root::isca_like().unwrap();
    std::fs::write(machine.path("etc/ssl/certs/0a1b2c3d.0"), imposed.pem()).unwrap();
    let document = audit(&machine, 10);
    let clients = finding(&document, "debian_directory")["effective_for"].clone();
    assert_eq!(
        clients,
        serde_json::json!(["openssl", "curl", "python_ssl", "go"])
    );
}

#[test]
fn every_known_key_is_known_under_another_name() {
    // No root can be made with a known key, so the key is copied into another certificate; no
    // trust store checks its signature.
    let host = Root::company("Harmless Name").unwrap();
    let mut expected = Vec::new();
    let machine = Machine::with(&[]);
    let mut bundle = machine.bundle();
    for known in anchorwatch_identity::registry::known_roots() {
        let der = with_key(host.der(), &host.spki_der(), known.spki_der);
        bundle.push_str(&anchorwatch_lab::pki::certificate_pem(&der));
        let class = anchorwatch_policy::Class::of_conduct(known.conduct);
        let mut codes = vec!["known_key"];
        if !known.certificates.is_empty() {
            codes.push("known_key_other_certificate");
            codes.extend(known.not_in_logs_as_of.map(|_| "not_in_logs"));
            codes.extend(
                known
                    .conduct
                    .reads_traffic()
                    .then_some("known_key_other_name"),
            );
        }
        expected.push((
            known.id.to_owned(),
            class.code().to_owned(),
            codes.join(" "),
        ));
    }
    std::fs::write(machine.path("etc/ssl/certs/ca-certificates.crt"), bundle).unwrap();
    let document = audit(&machine, 10);
    let mut found: Vec<(String, String, String)> = Vec::new();
    for finding in document["findings"].as_array().unwrap() {
        let codes: Vec<_> = finding["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reason| reason["code"].as_str().unwrap())
            .collect();
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        found.push((text("known_id"), text("class"), codes.join(" ")));
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(
        found
            .iter()
            .filter(|(_, class, _)| class == "known_interception")
            .count(),
        13
    );
}

/// Replaces the key in a certificate and adjusts the two lengths around it.
pub(crate) fn with_key(der: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let at = der
        .windows(old.len())
        .position(|window| window == old)
        .unwrap();
    let swapped = [&der[..at], new, &der[at + old.len()..]].concat();
    let mut repaired = swapped;
    for header in [0, 4] {
        assert_eq!(
            repaired[header..header + 2],
            [0x30, 0x82],
            "a long form length"
        );
        let length =
            usize::from(repaired[header + 2]) * 256 + usize::from(repaired[header + 3]) + new.len()
                - old.len();
        repaired[header + 2] = u8::try_from(length / 256).unwrap();
        repaired[header + 3] = u8::try_from(length % 256).unwrap();
    }
    repaired
}

#[test]
fn the_words_name_the_root_the_places_and_what_to_do() {
    let root = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &root)]);
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--all"]);
    assert_eq!(run.code, 10);
    assert!(
        run.stdout
            .starts_with("1 root resembles roots that were used to intercept"),
        "{}",
        run.stdout
    );
    for words in [
        "trusted by",
        "found in",
        "Not checked",
        "What to do",
        "block --class suspected_family",
    ] {
        assert!(run.stdout.contains(words), "{words}");
    }
    let too_wide = run
        .stdout
        .lines()
        .find(|line| line.chars().count() > 80 && !line.contains(&machine.root_text()));
    assert_eq!(too_wide, None);
}

#[test]
fn a_name_full_of_escape_sequences_cannot_rule_the_terminal() {
    let name = "\u{1b}[2J\u{1b}[H0 findings\u{202e}\r\n";
    let root = Root::new(Recipe {
        subject: Subject::common_name(name),
        ..Recipe::company("x")
    })
    .unwrap();
    let machine = Machine::with(&[("odd", &root)]);
    for more in [&[][..], &["--all"]] {
        let run = anchorwatch(&[&["audit", "--root", &machine.root_text()], more].concat());
        assert_eq!(run.code, 10);
        assert!(!run.stdout.contains(['\u{1b}', '\r', '\u{202e}']));
    }
}

#[test]
fn a_link_in_an_image_that_points_outside_is_not_followed() {
    let machine = Machine::with(&[]);
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(
        outside.path().join("gov.pem"),
        Root::isca_like().unwrap().pem(),
    )
    .unwrap();
    std::os::unix::fs::symlink(
        outside.path().join("gov.pem"),
        machine.path("etc/ssl/certs/0a1b2c3d.0"),
    )
    .unwrap();
    assert_eq!(audit(&machine, 0)["findings"].as_array().unwrap().len(), 0);
}

#[test]
fn all_lists_the_public_roots_too() {
    let machine = Machine::with(&[]);
    let run = anchorwatch(&[
        "audit",
        "--root",
        &machine.root_text(),
        "--all",
        "--format",
        "json",
    ]);
    let document = run.json("anchorwatch.audit/1");
    assert_eq!(
        (run.code, document["findings"].as_array().unwrap().len()),
        (0, 18)
    );
}

#[test]
fn the_files_that_openssl_reads_elsewhere_are_read_too() {
    let machine = Machine::with(&[]);
    let imposed = Root::isca_like().unwrap();
    std::fs::create_dir_all(machine.path("usr/lib/ssl/certs")).unwrap();
    std::fs::write(machine.path("usr/lib/ssl/cert.pem"), imposed.pem()).unwrap();
    std::fs::write(machine.path("usr/lib/ssl/certs/0a1b2c3d.0"), imposed.pem()).unwrap();
    let document = audit(&machine, 10);
    assert_eq!(
        finding(&document, "openssl_file")["effective_for"],
        serde_json::json!(["openssl", "python_ssl"])
    );
    let clients = finding(&document, "openssl_directory")["effective_for"].clone();
    assert_eq!(
        clients,
        serde_json::json!(["openssl", "curl", "python_ssl"])
    );
}

#[test]
fn a_hash_name_that_holds_something_unreadable_is_no_clean_answer() {
    let machine = Machine::with(&[]);
    std::fs::write(machine.path("etc/ssl/certs/0a1b2c3d.0"), [0x30, 0x80, 0x01]).unwrap();
    audit(&machine, 11);
}

#[test]
fn a_root_that_waits_behind_a_linked_folder_or_in_the_packages_list_is_found() {
    let machine = Machine::with(&[]);
    let imposed = Root::isca_like().unwrap();
    std::fs::create_dir_all(machine.path("srv/roots")).unwrap();
    std::fs::write(machine.path("srv/roots/x.crt"), imposed.pem()).unwrap();
    std::os::unix::fs::symlink(
        "/srv/roots",
        machine.path("usr/local/share/ca-certificates/more"),
    )
    .unwrap();
    std::os::unix::fs::symlink(".", machine.path("usr/local/share/ca-certificates/circle"))
        .unwrap();
    assert_eq!(
        finding(&audit(&machine, 10), "debian_local")["class"],
        "suspected_family"
    );

    let machine = Machine::with(&[]);
    std::fs::write(
        machine.path("usr/share/ca-certificates/mozilla/extra.crt"),
        imposed.pem(),
    )
    .unwrap();
    let list = std::fs::read_to_string(machine.path("etc/ca-certificates.conf")).unwrap();
    std::fs::write(
        machine.path("etc/ca-certificates.conf"),
        list + "\nmozilla/extra.crt\n",
    )
    .unwrap();
    assert_eq!(
        finding(&audit(&machine, 10), "debian_packaged")["class"],
        "suspected_family"
    );
}

#[test]
fn another_distributions_layout_is_read_beside_debian_s() {
    let machine = Machine::with(&[]);
    let folder = machine.path("etc/pki/tls/certs");
    std::fs::create_dir_all(&folder).unwrap();
    audit(&machine, 0);
    let imposed = Root::isca_like().unwrap();
    std::fs::write(folder.join("imposed.pem"), imposed.pem()).unwrap();
    let answer = audit(&machine, 10);
    assert_eq!(answer["findings"][0]["effective_for"][0], "go");
}

#[test]
fn harmless_oddities_of_a_machine_do_not_blind_the_audit() {
    let machine = Machine::with(&[]);
    std::fs::create_dir_all(machine.path("dev")).unwrap();
    std::fs::write(machine.path("dev/null"), "").unwrap();
    let passwd = std::fs::read_to_string(machine.path("etc/passwd")).unwrap();
    std::fs::write(
        machine.path("etc/passwd"),
        passwd + "svc:x:999:999::/dev/null:/bin/false\n",
    )
    .unwrap();
    std::os::unix::fs::symlink("loop.pem", machine.path("etc/ssl/certs/loop.pem")).unwrap();
    audit(&machine, 0);
}

#[test]
fn a_folder_name_cannot_write_a_line_of_its_own() {
    let machine = Machine::with(&[]);
    let profile = machine.path("home/alice/.mozilla/firefox/a\nNo root was found\u{1b}[2J");
    std::fs::create_dir_all(&profile).unwrap();
    std::fs::write(profile.join("cert9.db"), "broken").unwrap();
    for more in [&[][..], &["--all"]] {
        let run = anchorwatch(&[&["audit", "--root", &machine.root_text()], more].concat());
        assert_eq!(run.code, 11);
        assert!(
            !run.stdout.contains('\u{1b}')
                && !run
                    .stdout
                    .lines()
                    .any(|line| line.starts_with("No root was found"))
        );
    }
}

#[test]
fn a_profile_that_profiles_ini_names_elsewhere_and_one_of_snap_are_looked_into() {
    let machine = Machine::with(&[]);
    let firefox = machine.path("home/alice/.mozilla/firefox");
    for folder in [
        "home/alice/elsewhere",
        "home/alice/snap/firefox/common/.mozilla/firefox/b.default",
    ] {
        std::fs::create_dir_all(machine.path(folder)).unwrap();
        std::fs::write(machine.path(folder).join("cert9.db"), "broken").unwrap();
    }
    std::fs::create_dir_all(&firefox).unwrap();
    std::fs::write(
        firefox.join("profiles.ini"),
        "[Profile0]\nIsRelative=0\nPath=/home/alice/elsewhere\n",
    )
    .unwrap();
    let document = audit(&machine, 11);
    let stores: Vec<_> = document["stores"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|store| store["kind"] == "nss")
        .collect();
    assert_eq!(stores.len(), 2, "{stores:?}");
}

#[test]
fn a_profiles_ini_that_cannot_be_read_is_no_clean_answer() {
    let machine = Machine::with(&[]);
    let firefox = machine.path("home/alice/.mozilla/firefox");
    std::fs::create_dir_all(&firefox).unwrap();
    std::fs::write(
        firefox.join("profiles.ini"),
        "[General]\nStartWithLastProfile=1\n",
    )
    .unwrap();
    audit(&machine, 0);
    // Larger than a `profiles.ini` can be: Firefox reads it, the audit does not.
    let file = std::fs::File::create(firefox.join("profiles.ini")).unwrap();
    file.set_len(2 << 20).unwrap();
    let document = audit(&machine, 11);
    let not_checked = document["not_checked"].as_array().unwrap();
    let is_named = |entry: &Value| entry["what"].as_str().unwrap().ends_with("profiles.ini");
    assert!(not_checked.iter().any(is_named));
}

#[test]
fn a_named_pipe_in_a_store_is_no_clean_answer_and_a_socket_is_no_file() {
    for place in [
        "etc/ssl/certs/1a2b3c4d.0",
        "usr/local/share/ca-certificates/x.crt",
    ] {
        let machine = Machine::with(&[]);
        let path = machine.path(place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        audit(&machine, 0);
        drop(socket);
        std::fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let not_checked = audit(&machine, 11)["not_checked"].to_string();
        assert!(not_checked.contains("named pipe"), "{place}: {not_checked}");
    }
}
