//! The page of `list update`.

use anchorwatch_carrier::Visit;
use anchorwatch_identity::registry;
use anchorwatch_list::{Freshness, List, Role};
use anchorwatch_policy::distrust::Match;
use anchorwatch_remark::Remark as _;

use super::{Change, Changed, InStores, Updated, document::freshness};
use crate::{
    commands::list::document::EntryDocument,
    page::{Page, sentence},
    words::Words,
};

/// How many entries of a kind of change are shown; JSON lists all.
const MOST: usize = 20;

const LABELS: [&str; 6] = [
    "label-approved-list",
    "label-quick-list",
    "label-in-force",
    "label-publishers",
    "label-came-over",
    "label-problem",
];

pub(super) fn render(updated: &Updated, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    headline(&mut page, updated, words);
    for change in Change::ALL {
        changes(&mut page, updated, change, words);
    }
    held(&mut page, updated, words);
    for visit in &updated.visits {
        source(&mut page, visit, words);
    }
    page.finish()
}

fn headline(page: &mut Page, updated: &Updated, words: &Words) {
    let id = match (updated.is_news, updated.is_dry_run) {
        (false, _) => "list-update-unchanged",
        (true, false) => "list-update-changed",
        (true, true) => "list-update-would-change",
    };
    page.say(&words.say(id));
    if !updated.is_dry_run && updated.freshness() != Freshness::Nothing {
        page.say(&words.say("list-update-obeyed"));
        let id = match updated.in_stores {
            InStores::NotAsked => "list-update-stores-not_asked",
            InStores::NotBlocked => "list-update-stores-not_blocked",
            InStores::Refused(ref left) if left.is_empty() => "list-update-stores-refused",
            InStores::Refused(_) => "list-update-stores-refused-but",
            InStores::Failed => "list-update-stores-failed",
        };
        page.say(&words.say(id));
        for left in updated.in_stores.left() {
            page.point(&sentence(&words.remark(left)));
        }
    }
    if updated.is_equivocation() {
        page.say(&words.say("list-update-fork"));
    }
    if updated.refused().next().is_some() {
        page.say(&words.say("list-update-refused"));
    }
    how_fresh(page, updated, words);
    let unseen = updated.state.unseen_count();
    if unseen > 0 {
        let count = ("count", unseen.into());
        page.say(&words.with("list-update-unseen", &[count]));
    }
}

/// Without a log nobody can tell the newest list from one that is merely young.
fn how_fresh(page: &mut Page, updated: &Updated, words: &Words) {
    let is_unlogged = updated.state.publishers().logs().is_none();
    if is_unlogged && updated.freshness() == Freshness::Current {
        page.say(&words.say("list-update-young"));
        return;
    }
    let (code, since) = freshness(updated.freshness());
    let time = ("time", since.unwrap_or_default().into());
    page.say(&words.with(&format!("list-update-{code}"), &[time]));
}

fn changes(page: &mut Page, updated: &Updated, change: Change, words: &Words) {
    let of_kind = || updated.changes.iter().filter(|it| it.change == change);
    let count = of_kind().count();
    if count == 0 {
        return;
    }
    let head = format!("list-update-{}", change.code());
    page.head(&words.with(&head, &[("count", count.into())]));
    for changed in of_kind().take(MOST) {
        page.point(&entry(changed, words));
    }
    if let Some(left_out @ 1..) = count.checked_sub(MOST) {
        page.point(&words.with("list-more", &[("count", left_out.into())]));
    }
}

/// What it matches, and whose key that is, if the registry knows it.
fn entry(changed: &Changed, words: &Words) -> String {
    let entry = &changed.entry;
    let kind = words.say(&format!("list-kind-{}", entry.matches.kind().code()));
    let hashes = words.name(&EntryDocument::of(entry).hashes());
    let text = format!("{kind}: {hashes}");
    let Match::Key(key) = &entry.matches else {
        return text;
    };
    let mut known = registry::known_roots().iter();
    match known.find(|it| it.spki_sha256 == *key) {
        Some(known) => format!("{text} ({})", words.name(known.title())),
        None => text,
    }
}

fn held(page: &mut Page, updated: &Updated, words: &Words) {
    let state = &updated.state;
    page.head(&words.with(
        "list-update-held",
        &[(
            "origin",
            words.name(&state.publishers().origin().to_string()).into(),
        )],
    ));
    let roles = [
        (Role::Approved, "label-approved-list"),
        (Role::Quick, "label-quick-list"),
    ];
    for (role, label) in roles {
        let list = state.held(role);
        let text = list.as_ref().map(|it| number(it, words));
        let text = text.unwrap_or_else(|| words.say("list-update-none"));
        page.field(&words.say(label), &text);
    }
    let facts = [
        ("entries", state.entries(updated.now).len().into()),
        ("waiting", state.waiting_count(updated.now).into()),
        ("retained", state.retained_count(updated.now).into()),
        ("unused", state.unused_count().into()),
    ];
    let text = words.with("list-update-in-force", &facts);
    page.field(&words.say("label-in-force"), &text);
    let epoch = [("epoch", state.publishers().epoch().into())];
    let text = words.with("list-update-epoch", &epoch);
    page.field(&words.say("label-publishers"), &text);
}

fn number(list: &List<'_>, words: &Words) -> String {
    let header = list.header();
    let facts = [
        ("sequence", header.sequence.into()),
        ("issued", header.issued.to_string().into()),
        ("expires", header.expires.to_string().into()),
    ];
    words.with("list-update-number", &facts)
}

fn source(page: &mut Page, visit: &Visit, words: &Words) {
    page.head(&words.name(&visit.source.to_string()));
    let channel = words.say(&format!("list-channel-{}", visit.channel.code()));
    page.field(&words.say("label-came-over"), &channel);
    if let Some(problem) = &visit.problem {
        let text = sentence(&words.remark(&problem.told()));
        page.field(&words.say("label-problem"), &text);
    }
}
