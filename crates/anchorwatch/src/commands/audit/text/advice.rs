//! What to do, with the names of the roots concerned.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::Audit;
use anchorwatch_policy::Class;

use super::{
    Page, SETTINGS,
    group::{Group, settings_of},
};
use crate::{choices::Choices, words::Words};

/// How many roots are named under one piece of advice.
const MOST: usize = 10;

/// The classes that each piece of advice covers, the worst first.
const ADVICE: [(&str, &[Class]); 6] = [
    (
        "audit-advice-known",
        &[Class::LeakedKey, Class::KnownInterception],
    ),
    ("audit-advice-family", &[Class::SuspectedFamily]),
    ("audit-advice-listed", &[Class::DistrustedByList]),
    ("audit-advice-removed", &[Class::DistrustedByProgram]),
    ("audit-advice-state", &[Class::GovernmentRoot]),
    (
        "audit-advice-ask",
        &[Class::Unknown, Class::InspectionProductName],
    ),
];

pub(super) fn advice(
    page: &mut Page,
    audit: &Audit,
    groups: &[Group<'_>],
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    let open = || groups.iter().filter(|group| group.counts());
    let (again, first): (Vec<&Group<'_>>, Vec<&Group<'_>>) =
        open().partition(|group| group.findings.iter().any(|one| choices.concerns(one)));
    if !again.is_empty() {
        said.push((words.say("audit-advice-again"), names(&again, words)));
    }
    for (id, classes) in ADVICE {
        let of_class: Vec<&Group<'_>> = first
            .iter()
            .copied()
            .filter(|group| classes.contains(&group.class()))
            .collect();
        if !of_class.is_empty() {
            said.push((words.say(id), names(&of_class, words)));
        }
    }
    let is_read =
        |group: &Group<'_>| matches!(group.class(), Class::LeakedKey | Class::KnownInterception);
    if open().any(is_read) {
        said.push((words.say("if-read"), Vec::new()));
    }
    for kind in SETTINGS {
        let mut counted = settings_of(audit, kind)
            .filter(|(finding, _)| choices.counted(audit, finding, now).is_some());
        if counted.next().is_some() {
            let advice = words.say(&format!("audit-advice-{}", kind.code()));
            said.push((advice, Vec::new()));
        }
    }
    if !said.is_empty() {
        page.head(&words.say("advice-head"));
    }
    for (advice, names) in said {
        page.say(&advice);
        for name in names {
            page.point(&name);
        }
    }
}

fn names(groups: &[&Group<'_>], words: &Words) -> Vec<String> {
    let of_group = |group: &&Group<'_>| words.name(&group.held.certificate.subject().to_string());
    let mut names: Vec<String> = groups.iter().take(MOST).map(of_group).collect();
    if let Some(left_out @ 1..) = groups.len().checked_sub(MOST) {
        names.push(words.with("audit-more", &[("count", left_out.into())]));
    }
    names
}
