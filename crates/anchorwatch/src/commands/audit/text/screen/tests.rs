use std::path::{Path, PathBuf};

use anchorwatch_identity::Certificate;
use anchorwatch_lab::Root;
use anchorwatch_machine::{
    Finding, Found, NotChecked, Store, StoreKind, StoredCertificate, Trust, Unseen,
};
use anchorwatch_policy::classify;
use anchorwatch_remark::Told;
use textwrap::core::display_width;

use super::{super::View, *};
use crate::words::Language;

const NOW: UnixSeconds = UnixSeconds::new(1_700_000_000);

fn finding(root: &Root) -> Finding {
    let certificate = Certificate::from_der(root.der()).unwrap();
    let held = StoredCertificate {
        classification: classify(&certificate, NOW),
        trust: Trust::Trusted,
        certificate,
    };
    Finding {
        store_id: "/x".to_owned(),
        effective_for: Client::ALL.to_vec(),
        found: Found::Certificate(held),
    }
}

/// Findings that every program trusts, and places that could not be read.
fn audit(roots: &[Root], unread: usize) -> Audit {
    Audit {
        stores: vec![Store {
            id: "/x".to_owned(),
            kind: StoreKind::NamedFile,
            path: PathBuf::from("/x"),
            user: None,
            anchors: Vec::new(),
            error: None,
            unreadable: Vec::new(),
            remarks: Vec::new(),
            is_of_unknown_program: false,
        }],
        findings: roots.iter().map(finding).collect(),
        remarks: Vec::new(),
        not_checked: (0..unread)
            .map(|number| NotChecked {
                what: Unseen::Place {
                    path: format!("/srv/{number}/{}", "a".repeat(200)).into(),
                },
                why: Told::of("container_empty"),
                weight: Impact::Inconclusive,
            })
            .collect(),
    }
}

fn said(audit: &Audit, columns: usize, language: Language) -> String {
    let asked = Asked {
        root: Path::new("/"),
        root_option: " --root example",
        can_be_changed: true,
        view: View::Screen,
        columns: Some(columns),
    };
    let words = Words::of(language);
    render(&asked, audit, &Choices::default(), NOW, &words).text()
}

#[test]
fn a_screen_keeps_to_its_columns_and_lines_in_every_language() {
    let mut roots = vec![Root::isca_like().unwrap(), Root::isca_like().unwrap()];
    for name in ["Works", "Harbour", &"long name ".repeat(40)] {
        roots.push(Root::company(name).unwrap());
    }
    for language in Language::ALL {
        for columns in [80, 120] {
            let page = said(&audit(&roots, 0), columns, language);
            assert!(page.lines().count() <= 40, "{page}");
            for line in page.lines() {
                assert!(display_width(line) <= columns, "{columns}: {line}");
            }
            assert_eq!(page.matches("\n    ").count(), 3 * roots.len(), "{page}");
            let page = said(&audit(&[], 0), columns, language);
            assert!(page.lines().count() <= 24, "{page}");
        }
    }
}

#[test]
fn what_is_not_shown_is_counted() {
    let roots: Vec<Root> = (0..MOST_FINDINGS + 2)
        .map(|number| Root::company(&format!("Works {number}")).unwrap())
        .collect();
    let page = said(&audit(&roots, 7), 80, Language::English);
    assert!(
        page.starts_with("12 findings need your decision. 7 places"),
        "{page}"
    );
    assert!(page.contains("… and 2 more; --all"), "{page}");
    assert!(page.contains("Not checked: 7 places"), "{page}");
    assert!(page.contains("… and 1 more; --all"), "{page}");
    // The reason is shown, however long the place's name is.
    assert_eq!(page.matches("it is empty").count(), MOST_UNREAD, "{page}");
}

#[test]
fn what_nothing_trusts_hides_nothing_that_is_trusted() {
    let mut roots: Vec<Root> = (0..MOST_FINDINGS + 2)
        .map(|number| Root::company(&format!("Decoy {number}")).unwrap())
        .collect();
    roots.push(Root::company("Real").unwrap());
    let mut audit = audit(&roots, 0);
    for decoy in audit.findings.iter_mut().take(MOST_FINDINGS + 2) {
        decoy.effective_for.clear();
    }
    let page = said(&audit, 80, Language::English);
    let at = |name: &str| page.find(name).unwrap();
    assert!(at("Real") < at("Decoy"), "{page}");
}

#[test]
fn a_narrow_terminal_cuts_names_and_no_command() {
    let page = said(
        &audit(&[Root::isca_like().unwrap()], 0),
        40,
        Language::English,
    );
    assert!(page.contains("anchorwatch block --root example --class suspected_family"));
    assert!(page.contains('…'), "{page}");
}
