//! The pages of the publisher's commands.

use anchorwatch_identity::registry;
use anchorwatch_list::Role;
use anchorwatch_policy::{distrust::Match, import::Carrier};
use anchorwatch_publisher::{Change, ChangeKind, PlainEntry, Reviewed, Watched, item_lines};
use anchorwatch_remark::Remark as _;

use super::done::{AboutList, AboutLog, AboutSet, Act, Done};
use super::witnesses::SeenLog;
use crate::{
    commands::list::document::EntryDocument,
    page::{Page, escaped, sentence},
    words::Words,
};

/// How many items of a kind are shown; JSON lists all.
const MOST: usize = 40;

const LABELS: [&str; 12] = [
    "label-signed",
    "label-public-key",
    "label-set-line",
    "label-list-number",
    "label-list-hash",
    "label-list-signed-by",
    "label-known-about",
    "label-against",
    "label-set-publishers",
    "label-set-delay",
    "label-set-logs",
    "label-set-expires",
];

pub(super) fn render(done: &Done<'_>, words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    headline(&mut page, done, words);
    if let Some(key) = &done.verifier_key {
        page.field(&words.say("label-public-key"), &escaped(key));
        let name = key.split('+').next().unwrap_or_default();
        let short = name.rsplit('/').next().unwrap_or_default();
        let line = match done.act {
            Act::NewLog => format!("log {key}"),
            _ => format!("witness {short} {key}"),
        };
        page.command(&words.say("label-set-line"), &escaped(&line));
    }
    for source in &done.sources {
        let path = words.name(&source.path);
        let text = match (&source.not_verified, &source.carrier) {
            (Some(why), _) => words.remark(&why.told()),
            (None, Carrier::ContentSignature(_)) => words.say("list-verified-collection"),
            (None, _) => words.say("list-verified-component"),
        };
        page.field(
            &words.say("label-signed"),
            &sentence(&format!("{path}: {text}")),
        );
    }
    for item in done.reviewed.iter().take(MOST) {
        reviewed(&mut page, item, words);
    }
    more(&mut page, done.reviewed.len(), words);
    for one in done.watched.iter().take(MOST) {
        watched(&mut page, one, words);
    }
    more(&mut page, done.watched.len(), words);
    if let Some(list) = &done.list {
        about(&mut page, list, done, words);
        for kind in ChangeKind::ALL {
            changes(&mut page, done, kind, words);
        }
        others(&mut page, done, words);
    }
    if let Some(set) = &done.set {
        about_set(&mut page, set, done, words);
    }
    if let Some(log) = &done.log {
        about_log(&mut page, log, words);
    }
    for log in &done.seen {
        seen_log(&mut page, log, words);
    }
    if done.act == Act::Review {
        page.head(&words.say("not-checked-head"));
        page.point(&words.say("list-review-not-checked"));
    }
    page.finish()
}

fn headline(page: &mut Page, done: &Done<'_>, words: &Words) {
    let path = done.written.as_ref().map(|it| it.display().to_string());
    let path = ("path", escaped(&path.unwrap_or_default()).into());
    let against = done.reviewed.iter().filter(|it| !it.against.is_empty());
    match done.act {
        Act::NewPublisher => page.say(&words.with("list-key-made", &[path])),
        Act::NewLog => page.say(&words.with("list-log-key-made", &[path])),
        Act::Propose => {
            let (all, new) = done.proposed.unwrap_or_default();
            let facts = [path, ("count", all.into()), ("new", new.into())];
            page.say(&words.with("list-proposed", &facts))
        }
        Act::Review => {
            let facts = [
                ("count", done.reviewed.len().into()),
                ("against", against.count().into()),
            ];
            page.say(&words.with("list-reviewed", &facts))
        }
        Act::Prepare => page.say(&words.with("list-prepared", &[path])),
        Act::Sign if done.signers.is_empty() => {
            let of_set = done.set.as_ref().map(|it| it.hash);
            let hash = done.list.as_ref().map(|it| it.hash).or(of_set);
            let hash = hash.map(|it| it.to_string());
            let hash = ("hash", hash.unwrap_or_default().into());
            page.say(&words.with("list-not-signed-yet", &[hash]))
        }
        Act::Sign => page.say(&words.with("list-sign-done", &[path])),
        Act::Monitor => {
            let count = ("count", done.watched.len().into());
            page.say(&words.with("list-monitored", &[count]))
        }
        Act::Publish if done.set.is_some() => page.say(&words.with("list-set-published", &[path])),
        Act::Publish if done.list.is_none() => page.say(&words.with("list-renewed", &[path])),
        Act::Publish => page.say(&words.with("list-published", &[path])),
    };
}

fn reviewed(page: &mut Page, item: &Reviewed<'_>, words: &Words) {
    let action = words.say(&format!("list-action-{}", item.action.code()));
    page.head(&action);
    for line in item_lines(item.action, item.entry) {
        page.line(&format!("  {}", escaped(&line)));
    }
    for comment in item.comments {
        page.line(&format!("  # {}", escaped(comment)));
    }
    let id = match item.needs_quorum {
        true => "list-needs-quorum",
        false => "list-quick-suffices",
    };
    page.field(&words.say("label-list-signed-by"), &words.say(id));
    for known in &item.known {
        let text = sentence(&words.remark(&known.told()));
        page.field(&words.say("label-known-about"), &text);
    }
    for against in &item.against {
        let text = sentence(&words.remark(&against.told()));
        page.field(&words.say("label-against"), &text);
    }
}

fn watched(page: &mut Page, one: &Watched, words: &Words) {
    page.head(&words.name(&one.about));
    page.point(&entry(&one.entry, words));
    let id = match one.role {
        Role::Approved => "list-since-approved",
        Role::Quick => "list-since-quick",
    };
    page.point(&words.with(id, &[("sequence", one.since.into())]));
}

fn about(page: &mut Page, list: &AboutList, done: &Done<'_>, words: &Words) {
    let id = match list.role {
        Role::Approved => "list-about-approved",
        Role::Quick => "list-about-quick",
    };
    page.head(&words.with(id, &[("origin", words.name(&list.origin).into())]));
    let facts = [
        ("sequence", list.sequence.into()),
        ("issued", list.issued.to_string().into()),
        ("expires", list.expires.to_string().into()),
        ("entries", list.entry_count.into()),
    ];
    let number = words.with("list-about-number", &facts);
    page.field(&words.say("label-list-number"), &number);
    page.field(&words.say("label-list-hash"), &list.hash.to_string());
    let signers: Vec<String> = done.signers.iter().map(|it| words.name(it)).collect();
    let facts = [
        ("signers", signers.join(", ").into()),
        ("signed", done.signers.len().into()),
        ("needed", list.threshold.into()),
    ];
    let signed = words.with("list-about-signers", &facts);
    page.field(&words.say("label-list-signed-by"), &signed);
}

fn about_set(page: &mut Page, set: &AboutSet, done: &Done<'_>, words: &Words) {
    let facts = [
        ("origin", words.name(&set.origin).into()),
        ("epoch", set.epoch.into()),
    ];
    page.head(&words.with("list-about-set", &facts));
    page.field(&words.say("label-list-hash"), &set.hash.to_string());
    let names = |all: &[String]| {
        let names: Vec<String> = all.iter().map(|it| words.name(it)).collect();
        names.join(", ")
    };
    let (approved, quick) = set.thresholds;
    let facts = [
        ("publishers", names(&set.publishers).into()),
        ("count", set.publishers.len().into()),
        ("approved", approved.into()),
        ("quick", quick.into()),
    ];
    let publishers = words.with("list-set-publishers", &facts);
    page.field(&words.say("label-set-publishers"), &publishers);
    let delay = words.with("list-set-delay", &[("days", set.delay_days.into())]);
    page.field(&words.say("label-set-delay"), &delay);
    page.field(&words.say("label-set-expires"), &set.expires.to_string());
    if !set.logs.is_empty() {
        page.field(&words.say("label-set-logs"), &names(&set.logs));
    }
    if !done.signers.is_empty() {
        page.field(&words.say("label-list-signed-by"), &names(&done.signers));
    }
    for (id, keys) in [
        ("list-set-added", &set.added),
        ("list-set-removed", &set.removed),
    ] {
        if keys.is_empty() {
            continue;
        }
        page.head(&words.with(id, &[("count", keys.len().into())]));
        for key in keys {
            page.point(&escaped(key));
        }
    }
    page.say(&words.say("list-set-read-it"));
}

fn about_log(page: &mut Page, log: &AboutLog, words: &Words) {
    let facts = [
        ("origin", words.name(&log.origin).into()),
        ("size", log.size.into()),
        ("added", log.added.into()),
    ];
    page.head(&words.with("list-about-log", &facts));
    for one in &log.heard {
        let witness = ("witness", words.name(&one.witness).into());
        let text = match &one.fault {
            None => words.with("list-witness-cosigned", &[witness]),
            Some(fault) => {
                let why = ("why", words.remark(fault).into());
                words.with("list-witness-fault", &[witness, why])
            }
        };
        page.point(&text);
    }
}

fn seen_log(page: &mut Page, log: &SeenLog, words: &Words) {
    let facts = [
        ("origin", words.name(&log.origin).into()),
        ("size", log.size.into()),
    ];
    page.head(&words.with("list-seen-log", &facts));
    for one in &log.seen {
        let witness = ("witness", words.name(&one.witness).into());
        let text = match &one.view {
            Ok(view) => {
                let view = ("view", words.remark(&view.told()).into());
                words.with("list-witness-shows", &[witness, view])
            }
            Err(why) => {
                let why = ("why", words.remark(why).into());
                words.with("list-witness-silent", &[witness, why])
            }
        };
        page.point(&text);
    }
}

fn changes(page: &mut Page, done: &Done<'_>, kind: ChangeKind, words: &Words) {
    let of_kind = || done.changes.known.iter().filter(|it| it.kind == kind);
    let count = of_kind().count();
    if count == 0 {
        return;
    }
    let head = format!("list-change-{}", kind.code());
    page.head(&words.with(&head, &[("count", count.into())]));
    for change in of_kind().take(MOST) {
        page.point(&changed(change, words));
    }
    more(page, count, words);
}

fn changed(change: &Change, words: &Words) -> String {
    let Some(is) = &change.entry else {
        return change.id.to_string();
    };
    let now = entry(is, words);
    match &change.before {
        None => now,
        Some(was) => {
            let facts = [("now", now.into()), ("before", entry(was, words).into())];
            words.with("list-changed-from", &facts)
        }
    }
}

/// What it matches, whose key that is, if the registry knows it, and where it applies.
fn entry(entry: &PlainEntry, words: &Words) -> String {
    let kind = words.say(&format!("list-kind-{}", entry.matches.kind().code()));
    let hashes = words.name(&EntryDocument::of(&entry.to_policy()).hashes());
    let title = match &entry.matches {
        Match::Key(key) | Match::SubjectKey { key, .. } => registry::known_key(key),
        _ => None,
    };
    let title = title.map(|it| format!(" ({})", words.name(it.title())));
    let what = format!("{kind}: {hashes}{}", title.unwrap_or_default());
    let yes = |it| if it { "yes" } else { "no" };
    let facts = [
        ("what", what.into()),
        ("public", yes(entry.is_public).into()),
        ("limited", yes(!entry.limits.are_none()).into()),
    ];
    words.with("list-entry-reach", &facts)
}

fn others(page: &mut Page, done: &Done<'_>, words: &Words) {
    let none_known = done.changes.known.is_empty();
    if done.changes.other_count > 0 {
        let count = ("count", done.changes.other_count.into());
        page.say(&words.with("list-other-changes", &[count]));
    } else if none_known {
        page.say(&words.say("list-no-change"));
    }
    if done.act == Act::Publish && done.list.is_some() {
        let count = ("count", done.delta_count.into());
        page.say(&words.with("list-published-deltas", &[count]));
    }
}

fn more(page: &mut Page, number: usize, words: &Words) {
    if let Some(left_out @ 1..) = number.checked_sub(MOST) {
        page.point(&words.with("list-more", &[("count", left_out.into())]));
    }
}
