//! The page of `status`.

use std::path::Path;

use anchorwatch_home::{Receipt, Status, UnlistedTreatment, paths};
use anchorwatch_machine::Finding;
use anchorwatch_policy::{Consent, consent::ConsentState};
use anchorwatch_refuse::block::{Drift, DriftKind, Watch};

use super::{State, document::code};
use crate::{choices::store_of, page::Page, words::Words};

const LABELS: [&str; 3] = ["label-hook", "label-watch", "label-key"];

/// How many keys are listed; JSON has all.
const MOST_KEYS: usize = 40;

/// How many lost originals of a receipt are listed; JSON has all.
const MOST_ORIGINALS: usize = 10;

pub(crate) fn render(state: &State, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    headline(&mut page, state, words);
    if state.is_blocked() {
        means(&mut page, state, words);
    }
    trusted(&mut page, state, words);
    drift(&mut page, state, words);
    keys(&mut page, state, words);
    receipts(&mut page, state, words);
    consents(&mut page, state, words);
    not_checked(&mut page, state, words);
    advice(&mut page, state, words);
    page.finish()
}

fn headline(page: &mut Page, state: &State, words: &Words) {
    if let Some(why) = &state.list_error {
        let why = words.remark(why);
        page.say(&words.with("status-list-error", &[("why", why.into())]));
    } else if state.is_blocked() {
        let since = state.since().map(|since| since.to_string());
        let facts = [
            ("count", state.list.keys().len().into()),
            ("since", since.unwrap_or_else(|| "?".to_owned()).into()),
        ];
        page.say(&words.with("status-blocked", &facts));
        if let Some(unlisted) = state.list.unlisted() {
            page.say(&words.say(match unlisted.treatment() {
                UnlistedTreatment::Confine => "status-unlisted-confine",
                UnlistedTreatment::HoldOut => "status-unlisted",
            }));
        }
        // «No program trusts 0 roots» would mislead if some program trusts one.
        if state.refused_count > 0 || state.trusted.is_empty() {
            let count = [("count", state.refused_count.into())];
            page.say(&words.with("status-refused-count", &count));
        }
        if state.drift.is_empty() {
            page.say(&words.say("status-as-written"));
        }
    } else if state.is_list_gone() {
        page.say(&words.say("status-list-gone"));
    } else {
        page.say(&words.say("status-none"));
    }
}

/// What keeps the block in force.
fn means(page: &mut Page, state: &State, words: &Words) {
    let is_program_changed = state.drift.iter().any(|drift| {
        drift.kind != DriftKind::Outdated && drift.path == Path::new(paths::INSTALLED_BINARY)
    });
    let hook = match (state.has_hook, state.is_hook_intact && !is_program_changed) {
        (true, true) => "status-hook-installed",
        (true, false) => "status-hook-broken",
        (false, _) => "status-hook-missing",
    };
    page.field(&words.say("label-hook"), &words.say(hook));
    let mut watch = words.say(&format!("status-watch-{}", state.watch.code()));
    if let Watch::Stopped { why } = &state.watch {
        watch = format!("{watch} ({})", words.remark(why));
    }
    page.field(&words.say("label-watch"), &watch);
}

fn trusted(page: &mut Page, state: &State, words: &Words) {
    for (is_unlisted, head) in [
        (false, "status-trusted-head"),
        (true, "status-unlisted-head"),
    ] {
        let of_kind = |one: &&Finding| state.is_unlisted(one) == is_unlisted;
        let mut findings = state.trusted.iter().filter(of_kind).peekable();
        if findings.peek().is_some() {
            page.head(&words.say(head));
        }
        for finding in findings {
            where_trusted(page, state, finding, words);
        }
    }
}

fn where_trusted(page: &mut Page, state: &State, finding: &Finding, words: &Words) {
    let Some(held) = finding.held() else { return };
    let store = store_of(&state.audit, finding);
    let path = store.map(|store| store.path.display().to_string());
    let clients: Vec<&str> = finding.effective_for.iter().map(|one| one.id()).collect();
    let clients = match clients.as_slice() {
        [] => words.say("status-next-update"),
        clients => clients.join(", "),
    };
    let name = words.name(&held.certificate.subject().to_string());
    let facts = [
        ("name", name.into()),
        ("path", path.unwrap_or_default().into()),
        ("clients", clients.into()),
    ];
    page.point(&words.with("status-trusted", &facts));
}

fn drift(page: &mut Page, state: &State, words: &Words) {
    if state.drift.is_empty() {
        return;
    }
    page.head(&words.say("status-drift-head"));
    for drift in &state.drift {
        let path = state.tree.display_path(&drift.path).display().to_string();
        let id = format!("status-drift-{}", drift.kind.code());
        page.point(&words.with(&id, &[("path", path.into())]));
    }
}

fn keys(page: &mut Page, state: &State, words: &Words) {
    let keys = state.list.keys();
    if keys.is_empty() {
        return;
    }
    page.head(&words.say("status-keys-head"));
    for blocked in keys.iter().take(MOST_KEYS) {
        page.line(&format!(
            "  {}  {}",
            blocked.key,
            words.name(&blocked.because)
        ));
    }
    if let Some(more @ 1..) = keys.len().checked_sub(MOST_KEYS) {
        page.point(&words.with("audit-more", &[("count", more.into())]));
    }
}

fn receipts(page: &mut Page, state: &State, words: &Words) {
    let standing = state
        .receipts
        .iter()
        .filter(|receipt| receipt.status != Status::Undone);
    let standing: Vec<_> = standing.collect();
    if standing.is_empty() {
        // A journal that cannot be read may have some.
        if state.is_blocked() && state.not_checked.is_empty() {
            page.head(&words.say("status-no-receipt"));
        }
        return;
    }
    let (lost, whole): (Vec<&Receipt>, Vec<&Receipt>) = standing
        .into_iter()
        .partition(|receipt| state.lost.contains_key(&receipt.id));
    for (head, receipts) in [
        ("status-receipts-head", whole),
        ("status-receipts-lost-head", lost),
    ] {
        if receipts.is_empty() {
            continue;
        }
        page.head(&words.say(head));
        for receipt in receipts {
            let how = words.say(&format!("status-receipt-{}", code(receipt.status)));
            page.point(&format!(
                "{} ({}, {how})",
                receipt.id,
                words.name(&receipt.purpose)
            ));
            lost_originals(page, state, receipt, words);
        }
    }
}

/// What keeps the receipt from being undone.
fn lost_originals(page: &mut Page, state: &State, receipt: &Receipt, words: &Words) {
    let lost = state.lost.get(&receipt.id).map_or(&[][..], Vec::as_slice);
    for why in lost.iter().take(MOST_ORIGINALS) {
        page.point(&words.remark(why));
    }
    if let Some(more @ 1..) = lost.len().checked_sub(MOST_ORIGINALS) {
        page.point(&words.with("audit-more", &[("count", more.into())]));
    }
}

fn consents(page: &mut Page, state: &State, words: &Words) {
    if state.consents.iter().len() == 0 {
        return;
    }
    page.head(&words.say("status-consents-head"));
    for consent in state.consents.iter() {
        let said = words.standing(standing(consent, state)).unwrap_or_default();
        page.point(&said);
        page.line(&format!("    {}", consent.key()));
    }
}

/// The state of a consent by its dates alone.
fn standing<'a>(consent: &'a Consent, state: &State) -> ConsentState<'a> {
    if consent.is_in_force(state.now) {
        ConsentState::InForce(consent)
    } else if state.now < consent.terms().not_before {
        ConsentState::NotYet(consent)
    } else {
        ConsentState::Expired(consent)
    }
}

fn not_checked(page: &mut Page, state: &State, words: &Words) {
    if state.not_checked.is_empty() {
        return;
    }
    page.head(&words.say("not-checked-head"));
    for (what, why) in &state.not_checked {
        page.point(&words.not_checked(what, why));
    }
}

fn advice(page: &mut Page, state: &State, words: &Words) {
    let mut said = Vec::new();
    if state.unfinished().next().is_some() {
        said.push("status-advice-begun");
    }
    if !state.lost.is_empty() {
        said.push("status-advice-original");
    }
    // Running `block` again does not restore a consent.
    let is_of_consents = |drift: &Drift| drift.path == Path::new(paths::CONSENTS);
    if !state.drift.iter().all(is_of_consents) || !state.trusted.is_empty() {
        said.push("status-advice-again");
    }
    if state.drift.iter().any(is_of_consents) {
        said.push("status-advice-consents");
    }
    if matches!(state.watch, Watch::Stopped { .. }) {
        said.push("status-advice-watch");
    }
    if state.list_error.is_some() {
        said.push("status-advice-list");
    }
    if said.is_empty() {
        return;
    }
    page.head(&words.say("advice-head"));
    for id in said {
        page.say(&words.say(id));
    }
}

#[cfg(test)]
mod tests;
