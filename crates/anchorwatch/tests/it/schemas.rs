//! Every JSON answer in a test is described, key by key, in `docs/reference/schemas/`.

use std::{collections::BTreeSet, path::PathBuf};

use serde_json::{Value, json};

/// Fails on a key that the schema's page does not describe.
pub(crate) fn assert_documented(document: &Value) {
    let Some(schema) = document["schema"].as_str() else {
        return;
    };
    let (name, _version) = schema.split_once('/').unwrap();
    let name = name.strip_prefix("anchorwatch.").unwrap();
    let described = described(&page(name));
    assert!(described.contains("schema"), "{name}");
    let missing: Vec<String> = keys(document)
        .into_iter()
        .filter(|key| !described.contains(key))
        .collect();
    assert!(
        missing.is_empty(),
        "describe in docs/reference/schemas/{name}.md: {missing:?}"
    );
}

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../docs/reference/schemas"]
        .iter()
        .collect()
}

fn page(name: &str) -> String {
    let path = folder().join(format!("{name}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first cell of each row of the page's table.
fn described(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split_once('`').unwrap().0.to_owned())
        .collect()
}

/// Every key of a document: `a[].b` is `b` in each entry of the list `a`.
fn keys(document: &Value) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    collect(document, "", &mut keys);
    keys
}

fn collect(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = match path {
                    "" => name.clone(),
                    _ => format!("{path}.{name}"),
                };
                // The code determines the facts: docs/reference/codes.md.
                if name != "facts" {
                    collect(value, &path, keys);
                }
                keys.insert(path);
            }
        }
        Value::Array(values) => {
            for value in values {
                collect(value, &format!("{path}[]"), keys);
            }
        }
        _ => {}
    }
}

#[test]
fn every_page_is_in_the_table_and_every_link_leads_to_one() {
    let pages = std::fs::read_dir(folder()).unwrap();
    let pages = pages.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<String> = pages.filter(|name| name != "README.md").collect();
    let index = page("README");
    let rows = index.lines().filter(|line| line.starts_with("| [`"));
    let linked: BTreeSet<String> = rows
        .map(|row| {
            let (_, link) = row.split_once("](").unwrap();
            link.split_once(')').unwrap().0.to_owned()
        })
        .collect();
    assert_eq!(pages, linked);
    for name in &pages {
        let name = name.strip_suffix(".md").unwrap();
        let text = page(name);
        let title = text.lines().next().unwrap().trim_start_matches("# ");
        assert!(
            title.starts_with(&format!("`anchorwatch.{name}/")),
            "{title}"
        );
        let row = format!("| [{title}]({name}.md) |");
        assert!(index.contains(&row), "{row}");
    }
}

#[test]
#[should_panic(expected = "describe in docs/reference/schemas/status.md: [\"keys[].colour\"]")]
fn a_key_that_no_page_describes_fails() {
    assert_documented(&json!({
        "schema": "anchorwatch.status/1",
        "keys": [{"spki_sha256": "00", "colour": "red"}],
    }));
}

#[test]
fn what_a_page_describes_is_written_by_some_crate() {
    let mut source = String::new();
    for krate in std::fs::read_dir(folder().join("../../../crates")).unwrap() {
        read(&krate.unwrap().path().join("src"), &mut source);
    }
    for page in std::fs::read_dir(folder()).unwrap() {
        let page = std::fs::read_to_string(page.unwrap().path()).unwrap();
        for key in described(&page) {
            let name = key.rsplit(['.', ']']).next().unwrap();
            let spelled = [
                format!("{name}:"),
                format!("r#{name}:"),
                format!("\"{name}\""),
            ];
            let is_written = spelled.iter().any(|one| source.contains(one));
            assert!(is_written, "{key}");
        }
    }
}

fn read(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, text);
        } else if path.extension().is_some_and(|one| one == "rs") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
