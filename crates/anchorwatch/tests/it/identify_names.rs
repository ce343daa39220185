//! Names in every string type, and files in every disguise, as `identify` shows them.

use anchorwatch_lab::{
    Root,
    pki::{Recipe, Subject},
};

use crate::run::anchorwatch;

/// A root whose name's values have this string type.
fn root_with(tag: u8, subject: &str, encode: fn(&str) -> Vec<u8>) -> Vec<u8> {
    // The host's name is as long as the wanted one, so that no length changes.
    let wanted = encode(subject);
    let host = "x".repeat(wanted.len());
    let root = Root::new(Recipe {
        subject: Subject::common_name(&host),
        ..Recipe::company("x")
    })
    .unwrap();
    let length = u8::try_from(wanted.len()).unwrap();
    // The lab writes it as a PrintableString.
    let value = [&[19, length], host.as_bytes()].concat();
    let other = [&[tag, length], &wanted[..]].concat();
    let mut der = root.der().to_vec();
    let at = |der: &[u8]| der.windows(value.len()).position(|part| part == value);
    let mut count = 0;
    while let Some(at) = at(&der) {
        der.splice(at..at + value.len(), other.iter().copied());
        count += 1;
    }
    assert_eq!(count, 2, "subject and issuer");
    der
}

fn class_and_subject(der: &[u8]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("root.der").display().to_string();
    std::fs::write(&path, der).unwrap();
    let run = anchorwatch(&["identify", &path, "--format", "json"]);
    let document = run.json("anchorwatch.identity/1");
    let found = &document["certificates"][0];
    let text = |key: &str| found[key].as_str().unwrap().to_owned();
    (text("class"), text("subject"))
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn a_product_is_named_and_shown_in_whichever_string_type_its_name_is() {
    let name = "Kaspersky Anti-Virus Personal Root Certificate";
    for (tag, encode) in [
        (30, utf16 as fn(&str) -> Vec<u8>),
        (20, |text| text.as_bytes().to_vec()),
        (19, |text| text.as_bytes().to_vec()),
    ] {
        let (class, subject) = class_and_subject(&root_with(tag, name, encode));
        assert_eq!(
            (class.as_str(), subject),
            ("inspection_product_name", format!("CN={name}"))
        );
    }
    let other = "Kasperskya Anti-Virus Personal Root Certificate";
    let (class, _) = class_and_subject(&root_with(30, other, utf16));
    assert_eq!(class, "unknown");
}
