//! Who looks for their own keys and names.

use anchorwatch_identity::Certificate;
use anchorwatch_lab::Root;
use anchorwatch_list::Role;
use anchorwatch_policy::distrust::{DnsSuffix, Limits, NameLimit};
use anchorwatch_publisher::*;

use crate::{publisher::*, site::*};

fn suffix(text: &str) -> DnsSuffix {
    DnsSuffix::parse(text).unwrap()
}

fn limited(text: &str) -> PlainEntry {
    PlainEntry {
        limits: Limits {
            names: Some(NameLimit::Inside(vec![suffix("kz"), suffix("tr")])),
            ..Limits::default()
        },
        ..plain(text, false)
    }
}

#[test]
fn an_entry_is_found_by_a_certificate_or_a_name_and_since_when_it_is_there() {
    let root = Root::company("ours").unwrap();
    let certificate = Certificate::from_der(root.der()).unwrap();
    let ours = of_certificate(&certificate, EntryForm::Key).unwrap().entry;
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    site.approve(2, &proposal(&[(Action::Add, ours.clone())]));
    site.approve(3, &proposal(&[(Action::Add, limited("x"))]));
    let quick = proposal(&[(Action::Add, limited("y"))]);
    let quick = site.prepare(Role::Quick, 4, &quick, UndecidedQuick::Refuse);
    site.publish(&quick.unwrap(), QUICK).unwrap();
    let mirror = site.mirror();
    let subject = certificate.subject().to_string();
    let found = monitor(&mirror, &[certificate], &[suffix("www.example.kz")]);
    let told: Vec<_> = found
        .iter()
        .map(|it| (it.role, it.since, it.about.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Role::Approved, 2, subject.as_str()),
            (Role::Approved, 3, "www.example.kz"),
            (Role::Quick, 1, "www.example.kz"),
        ]
    );
    assert_eq!((&found[0].entry, &found[1].entry), (&ours, &limited("x")));
    let other = Root::company("other").unwrap();
    let other = Certificate::from_der(other.der()).unwrap();
    assert_eq!(monitor(&mirror, &[other], &[suffix("example.fr")]), []);
}
