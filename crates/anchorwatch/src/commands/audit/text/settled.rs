//! What the owner has settled, and what needs no action: a line each, or one for all.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::Audit;
use anchorwatch_policy::Class;

use super::{
    Page, SETTINGS,
    group::{Group, path, settings_of},
    place,
};
use crate::{
    choices::{Choices, Status},
    words::Words,
};

/// Roots that programs hold to names, and roots whose keys are refused and that no program
/// trusts.
pub(super) fn confined_and_refused(
    page: &mut Page,
    audit: &Audit,
    groups: &[Group<'_>],
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    for (status, head) in [
        (Status::Confined, "audit-confined-head"),
        (Status::Refused, "audit-refused-head"),
    ] {
        let groups = groups.iter().filter(|group| group.status == status);
        let groups: Vec<&Group<'_>> = groups.collect();
        if groups.is_empty() {
            continue;
        }
        page.head(&words.with(head, &[("count", groups.len().into())]));
        places(page, audit, &groups, choices, now, words);
    }
}

fn places(
    page: &mut Page,
    audit: &Audit,
    groups: &[&Group<'_>],
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    for group in groups {
        named(page, group, words);
        for finding in &group.findings {
            let place = place(audit, finding, choices, now, words);
            page.field(&words.say("label-found-in"), &place);
        }
    }
}

/// What is in the baseline.
pub(super) fn baseline(
    page: &mut Page,
    audit: &Audit,
    groups: &[Group<'_>],
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    let known: Vec<&Group<'_>> = groups
        .iter()
        .filter(|group| group.status == Status::Baseline)
        .collect();
    if !known.is_empty() {
        let count = [("count", known.len().into())];
        page.head(&words.with("audit-baseline-head", &count));
    }
    for group in known {
        named(page, group, words);
    }
    baseline_settings(page, audit, choices, now, words);
}

fn baseline_settings(
    page: &mut Page,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    words: &Words,
) {
    let settings = SETTINGS.map(|kind| settings_of(audit, kind));
    let known = settings
        .into_iter()
        .flatten()
        .filter(|(finding, _)| choices.status(audit, finding, now) == Status::Baseline);
    let known: Vec<String> = known
        .map(|(finding, setting)| {
            let facts = [
                ("what", words.setting(setting.kind).into()),
                ("literal", setting.literal.as_str().into()),
                ("path", path(audit, finding).into()),
            ];
            words.with("audit-setting", &facts)
        })
        .collect();
    if known.is_empty() {
        return;
    }
    let count = [("count", known.len().into())];
    page.head(&words.with("audit-baseline-settings-head", &count));
    for setting in known {
        page.point(&setting);
    }
}

fn named(page: &mut Page, group: &Group<'_>, words: &Words) {
    let name = words.name(&group.held.certificate.subject().to_string());
    page.point(&format!("{name} ({})", group.class().code()));
}

/// Roots that need no action. A stock system has about fifty.
pub(super) fn notes(page: &mut Page, groups: &[Group<'_>], words: &Words) {
    let notes: Vec<&Group<'_>> = groups.iter().filter(|group| group.is_a_note()).collect();
    let mut tell = |id: &str, class: Class| {
        let of_class = notes.iter().filter(|group| group.class() == class);
        let of_class: Vec<_> = of_class.collect();
        if of_class.is_empty() {
            return;
        }
        page.head(&words.with(id, &[("count", of_class.len().into())]));
        for group in of_class {
            page.point(&words.name(&group.held.certificate.subject().to_string()));
        }
    };
    tell("audit-removed", Class::DistrustedByProgram);
    tell("audit-retired", Class::RetiredFromProgram);
}
