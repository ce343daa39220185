//! Keystores of Java in the answer of `audit`.

use anchorwatch_lab::{Root, container};
use serde_json::{Value, json};

use crate::{
    audit::{audit, finding},
    run::Machine,
};

const CACERTS: &str = "opt/jdk-21/lib/security/cacerts";
const STORE: &str = "java_keystore:/opt/jdk-21/lib/security/cacerts";

fn with(path: &str, bytes: &[u8]) -> Machine {
    let machine = Machine::with(&[]);
    write(&machine, path, bytes);
    machine
}

fn write(machine: &Machine, path: &str, bytes: &[u8]) {
    let path = machine.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_marked_certificate_in_a_jdks_pkcs12_is_trusted_by_java_and_an_unmarked_one_by_nobody() {
    let imposed = Root::isca_like().unwrap();
    let marked = container::pkcs12_trusted_by_java(&[imposed.der()]);
    let document = audit(&with(CACERTS, &marked), 10);
    let found = finding(&document, STORE);
    assert_eq!(
        (&found["class"], &found["effective_for"]),
        (&"suspected_family".into(), &json!(["java"]))
    );
    let unmarked = container::pkcs12(&[imposed.der()]);
    let document = audit(&with(CACERTS, &unmarked), 10);
    assert_eq!(finding(&document, STORE)["effective_for"], json!([]));
    // A company's root that nothing trusts is no finding.
    let company = Root::company("Example Works").unwrap();
    audit(&with(CACERTS, &container::pkcs12(&[company.der()])), 0);
    let marked = container::pkcs12_trusted_by_java(&[company.der()]);
    audit(&with(CACERTS, &marked), 10);
}

#[test]
fn a_keystore_that_cannot_be_read_is_no_clean_answer() {
    let company = Root::company("Example Works").unwrap();
    let whole = container::pkcs12(&[company.der()]);
    audit(&with(CACERTS, &whole), 0);
    let document = audit(&with(CACERTS, &whole[..whole.len() - 1]), 11);
    let stores = document["stores"].as_array().unwrap();
    let store = stores.iter().find(|store| store["id"] == STORE).unwrap();
    assert_ne!(store["error"], Value::Null);
    // A JKS that ends within its header, and a keystore in Bouncy Castle's own format.
    audit(
        &with(CACERTS, &[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0]),
        11,
    );
    audit(&with(CACERTS, &[0, 0, 0, 2, 0, 0, 0, 20, 1, 2, 3]), 11);
}

#[test]
fn a_keystore_with_another_password_is_read_whole_and_its_digest_is_remarked() {
    // No entries; the digest matches no known password.
    let mut jks = vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 0];
    jks.extend([7; 20]);
    let document = audit(&with(CACERTS, &jks), 0);
    let not_checked = document["not_checked"].as_array().unwrap();
    let is_said = |entry: &Value| {
        entry["why"]
            .as_str()
            .unwrap()
            .starts_with("its digest fits")
    };
    assert!(not_checked.iter().any(is_said), "{not_checked:?}");
}

#[test]
fn a_users_option_names_a_keystore_that_is_then_read() {
    let imposed = Root::isca_like().unwrap();
    let keystore = container::pkcs12_trusted_by_java(&[imposed.der()]);
    let machine = with("home/alice/ca.p12", &keystore);
    audit(&machine, 0);
    write(
        &machine,
        "home/alice/.gradle/gradle.properties",
        b"systemProp.javax.net.ssl.trustStore=/home/alice/ca.p12\n",
    );
    let document = audit(&machine, 10);
    let found = finding(&document, "java_keystore:/home/alice/ca.p12");
    assert_eq!(found["effective_for"], json!(["java"]));
}
