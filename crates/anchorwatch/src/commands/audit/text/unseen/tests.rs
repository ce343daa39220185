use anchorwatch_machine::read_problem::ReadProblem;
use anchorwatch_remark::{IoProblem, Remark as _, Told};

use super::*;
use crate::words::Language;

/// A missing right, as a cause.
fn denied() -> Told {
    let why = IoProblem::PermissionDenied;
    let action = "find".to_owned();
    let path = "it".into();
    ReadProblem::Failed { action, path, why }.told()
}

/// Something else whose words speak of a missing right.
fn says_denied() -> Told {
    let says = "Permission denied".to_owned();

    IoProblem::Other { says }.told()
}

fn entry(what: &str, why: Told) -> NotChecked {
    NotChecked {
        what: Unseen::Place { path: what.into() },
        why,
        weight: Impact::Informational,
    }
}

fn said(root: &str, entries: Vec<NotChecked>) -> Vec<String> {
    let audit = Audit {
        stores: Vec::new(),
        findings: Vec::new(),
        remarks: Vec::new(),
        not_checked: entries,
    };
    let words = Words::of(Language::English);
    let mut page = Page::default();
    not_checked(&mut page, &audit, Path::new(root), &words);
    let text = page.finish();
    text.split("  - ")
        .skip(1)
        .map(|point| point.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn many_closed_places_of_a_home_are_one_line_and_a_few_are_named() {
    let mut entries: Vec<NotChecked> = (0..44)
        .map(|number| entry(&format!("/home/carol/.config/{number}"), denied()))
        .collect();
    entries.extend((0..5).map(|number| entry(&format!("/root/.x{number}"), denied())));
    entries.push(entry("/home/dave/.yarnrc", denied()));
    entries.push(entry("/home/carol/broken.db", says_denied()));
    let said = said("/", entries);
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(
        said[0].starts_with("/home/carol: 44 places are closed"),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("/root: 5 places are closed"),
        "{said:?}"
    );
    assert!(said[2].starts_with("/home/dave/.yarnrc: cannot find it"));
    assert!(said[3].starts_with("/home/carol/broken.db: the operating system says: Permission"));
}

#[test]
fn the_homes_of_an_image_are_told_below_its_root() {
    let entries = (0..3).map(|number| entry(&format!("/mnt/i/home/bob/{number}"), denied()));
    let said = said("/mnt/i", entries.collect());
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("/mnt/i/home/bob: 3 places"), "{said:?}");
}

#[test]
fn what_blinds_the_answer_is_not_hidden_behind_what_does_not() {
    let mut blinding = entry("/home/carol/a", denied());
    blinding.weight = Impact::Inconclusive;
    let mut entries = vec![entry("crontabs", Told::of("not_read_by_this_version"))];
    entries.extend([
        entry("/home/carol/b", denied()),
        entry("/home/carol/c", denied()),
        blinding,
    ]);
    let said = said("/", entries);
    assert!(said[0].starts_with("/home/carol: 3 places"), "{said:?}");
}
