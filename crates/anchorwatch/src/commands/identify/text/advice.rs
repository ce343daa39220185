//! What to do with a file; fits on the first screen.
//!
//! With several files, each kind of outcome is mentioned once, the worst first. The advice that
//! a public root need not be installed appears only if there is no other.

use std::collections::BTreeSet;

use anchorwatch_container::{Format, Other, Role};
use anchorwatch_policy::Class;

use super::{Page, refuses, worrying};
use crate::{commands::identify::Identified, words::Words};

pub(super) fn write(page: &mut Page, identified: &[Identified], words: &Words) {
    page.head(&words.say("advice-head"));
    let mut advice = of_certificates(identified);
    let has_effect = identified.iter().any(Identified::has_effect);
    if has_effect {
        advice.push("identify-advice-effect");
    }
    advice.extend(of_unread(identified));
    if advice.is_empty() {
        advice.push(of_harmless(identified));
    }
    for id in advice {
        page.say(&words.say(id));
    }
    let is_profile = |one: &Identified| {
        let format = one.contents.as_ref().map(|contents| contents.format);
        matches!(format, Some(Format::Profile | Format::SignedProfile))
    };
    if identified.iter().any(is_profile) {
        page.say(&words.say("identify-advice-profile"));
    }
}

fn of_certificates(identified: &[Identified]) -> Vec<&'static str> {
    let classes: BTreeSet<Class> = worrying(identified)
        .map(|found| found.classification.class)
        .collect();
    // A server's own certificate, of which no list says anything.
    let is_plain_leaf = worrying(identified)
        .all(|found| found.role == Role::Leaf && found.classification.class == Class::Unknown);
    match classes.first() {
        Some(Class::LeakedKey | Class::KnownInterception | Class::SuspectedFamily) => {
            vec!["identify-advice-known", "identify-advice-after"]
        }
        Some(_) if is_plain_leaf => vec!["identify-advice-leaf"],
        Some(_) => vec!["identify-advice-ask"],
        None => Vec::new(),
    }
}

fn of_unread(identified: &[Identified]) -> Vec<&'static str> {
    let unread = identified.iter().flat_map(|one| &one.unreadable);
    let codes: BTreeSet<&str> = unread.map(|it| it.code).collect();
    if codes.is_empty() {
        return Vec::new();
    }
    let mut advice = vec!["identify-advice-unread"];
    let is_any = |of: &[&str]| of.iter().any(|code| codes.contains(code));
    if is_any(&["empty", "damaged", "certificate", "pem"]) {
        advice.push("identify-advice-again");
    }
    if is_any(&["needs_password"]) {
        advice.push("identify-advice-password");
    }
    if is_any(&["wrong_password"]) {
        advice.push("identify-advice-wrong-password");
    }
    advice
}

/// All was read, and nothing of it worries.
fn of_harmless(identified: &[Identified]) -> &'static str {
    let has_private_key = |one: &Identified| {
        one.contents.as_ref().is_some_and(|contents| {
            contents.private_key_count > 0 || contents.others.contains_key(&Other::PrivateKey)
        })
    };
    if identified.iter().any(Identified::offers_any) {
        "identify-advice-public"
    } else if identified.iter().any(refuses) {
        "identify-advice-refuses"
    } else if identified.iter().any(has_private_key) {
        "identify-advice-private-key"
    } else {
        "identify-advice-nothing"
    }
}
