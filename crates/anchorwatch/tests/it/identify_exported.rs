use anchorwatch_lab::Root;

use crate::run::{Run, anchorwatch};

/// The answer for a registry export that puts a root into this store.
fn identify(store: &str, format: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("security.reg");
    std::fs::write(&path, export(store, Root::isca_like().unwrap().der())).unwrap();
    anchorwatch(&["identify", &path.display().to_string(), "--format", format])
}

fn export(store: &str, der: &[u8]) -> Vec<u8> {
    let length = u32::try_from(der.len()).unwrap();
    let head = [32, 1, length].map(u32::to_le_bytes).concat();
    let octets: Vec<String> = head
        .iter()
        .chain(der)
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let text = format!(
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\{store}\\Certificates\\00]\r\n\"Blob\"=hex:{}\r\n",
        octets.join(",")
    );
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

#[test]
fn a_registry_export_that_installs_a_root_of_the_family_is_a_finding() {
    let run = identify("ROOT", "json");
    assert_eq!(run.code, 10, "{}", run.stderr);
    let document = run.json("anchorwatch.identity/1");
    assert_eq!(document["files"][0]["format"], "registry_export");
    let found = &document["certificates"][0];
    assert_eq!(
        (&found["class"], &found["is_distrusted"]),
        (&"suspected_family".into(), &false.into())
    );
}

#[test]
fn one_that_refuses_the_same_root_is_none_and_says_what_it_does() {
    let run = identify("Disallowed", "json");
    assert_eq!(run.code, 11, "{}", run.stderr);
    let document = run.json("anchorwatch.identity/1");
    assert_eq!(document["certificates"][0]["is_distrusted"], true);
    let run = identify("Disallowed", "text");
    assert!(
        run.stdout.contains("marks some as not to be trusted"),
        "{}",
        run.stdout
    );
}
