//! Inputs for the rules' tests, and the rules together.

use super::*;

/// Makes a crate in its usual folder with normal dependencies.
pub(super) fn member(name: &str, imports: &[&str]) -> Member {
    Member {
        name: name.to_owned(),
        folder: format!("crates/{name}"),
        dependencies: imports.iter().map(|name| dependency(name, None)).collect(),
        roots: vec![format!("crates/{name}/src/lib.rs")],
    }
}

pub(super) fn dependency(name: &str, kind: Option<&str>) -> Dependency {
    Dependency {
        name: name.to_owned(),
        kind: kind.map(str::to_owned),
    }
}

pub(super) fn file(path: &str, text: &str) -> TextFile {
    TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn checkout(lib: &str) -> Checkout {
    Checkout {
        members: vec![member("anchorwatch-home", &[])],
        files: vec![
            file(
                "crates/anchorwatch-home/Cargo.toml",
                "[lints]\nworkspace = true\n",
            ),
            file("crates/anchorwatch-home/src/lib.rs", lib),
        ],
        tables: Vec::new(),
        rules: Rules::parse("[licenses]\nallow = []\n[bans]\ndeny = []\n").unwrap(),
        resolved: Vec::new(),
        accepted_circles: &[],
        surroundings: Surroundings {
            root: "/srv/checkout".to_owned(),
            home: None,
        },
    }
}

#[test]
fn a_tidy_checkout_has_no_findings() {
    assert_eq!(checkout("//! Our own files.\n").findings(), []);
}

#[test]
fn each_kind_of_rule_is_applied() {
    let untidy = checkout("// Our own files.\nfn later() { todo!() }\n");
    let places: Vec<String> = untidy
        .findings()
        .into_iter()
        .map(|finding| finding.place)
        .collect();
    assert_eq!(
        places,
        [
            "crates/anchorwatch-home/src/lib.rs",
            "crates/anchorwatch-home/src/lib.rs:2"
        ]
    );
}

#[test]
fn a_finding_says_where_what_and_what_to_do() {
    let finding = Finding::new("a.rs:3", "is wrong", "make it right");
    assert_eq!(
        finding.to_string(),
        "a.rs:3: is wrong\n  hint: make it right"
    );
}
