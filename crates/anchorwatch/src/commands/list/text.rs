//! The page of `list`.

use std::collections::BTreeMap;

use anchorwatch_policy::{
    DistrustEntry,
    distrust::{MatchKind, Threshold},
    import::{Carrier, ListFormat, MadeFrom, NotVerified},
};

use super::{
    Answer, Asked, Detail, FileOfList, Listed,
    document::{EntryDocument, KnownKeyDocument},
};
use anchorwatch_remark::Remark as _;

use crate::{
    page::{Page, padded, sentence},
    words::Words,
};

/// How many items of a kind are shown; JSON lists all.
const MOST: usize = 20;

const LABELS: [&str; 13] = [
    "label-refused-by",
    "label-certificate",
    "label-key",
    "label-not-told",
    "label-known",
    "label-list-from",
    "label-entries",
    "label-signed",
    "label-sequence",
    "label-stale",
    "label-made-from",
    "label-repeated",
    "label-not-used",
];

pub(crate) fn render(
    lists: &[Listed],
    asked: &[Asked<'_>],
    detail: Detail,
    words: &Words,
) -> String {
    let mut page = Page::of(words, &LABELS);
    if asked.is_empty() {
        let entries: usize = lists.iter().map(|listed| listed.entries().len()).sum();
        let facts = [("lists", lists.len().into()), ("entries", entries.into())];
        page.say(&words.with("list-summary", &facts));
    } else {
        headline(&mut page, asked, words);
        for one in asked {
            certificate(&mut page, one, words);
        }
    }
    for listed in lists {
        list(&mut page, listed, words);
        if detail == Detail::Entries {
            entries(&mut page, listed, words);
        }
    }
    if !asked.is_empty() {
        page.head(&words.say("not-checked-head"));
        page.point(&words.say("list-not-checked"));
    }
    page.finish()
}

/// Every entry; for the built-in list, every known key.
fn entries(page: &mut Page, listed: &Listed, words: &Words) {
    if listed.file.is_some() {
        page.head(&words.say("list-entries-head"));
        for entry in listed.entries() {
            let line = words.name(&EntryDocument::of(entry).line());
            page.line(&format!("  {line}"));
        }
        return;
    }
    let known = KnownKeyDocument::all();
    page.head(&words.with("list-known-head", &[("count", known.len().into())]));
    let mut known: Vec<&KnownKeyDocument> = known.iter().collect();
    known.sort_by_key(|known| (known.class, known.id));
    for known in known {
        let operator = words.operator(known.operator);
        page.point(&format!(
            "{} ({}): {operator}; {}",
            known.id, known.class, known.title
        ));
        page.line(&format!("    {}", known.spki_sha256));
    }
}

/// What could not be used, for stderr.
pub(crate) fn unusable(lists: &[Listed], words: &Words) -> String {
    let mut page = Page::of(words, &LABELS);
    for listed in lists {
        let Some(file) = &listed.file else { continue };
        let number = file.list.unusable.len();
        if number > 0 {
            let path = words.name(&file.path);
            let facts = [("count", number.into()), ("path", path.into())];
            page.say(&words.with("list-unusable", &facts));
            not_used(&mut page, file, words);
        }
    }
    page.finish()
}

fn headline(page: &mut Page, asked: &[Asked<'_>], words: &Words) {
    let matched = asked
        .iter()
        .filter(|it| it.answers.iter().any(|answer| !answer.matches.is_empty()))
        .count();
    let count = ("count", asked.len().into());
    page.say(&match matched {
        0 => words.with("list-no-match", &[count]),
        number => words.with("list-match", &[("matched", number.into()), count]),
    });
    let answers = || asked.iter().flat_map(|it| &it.answers);
    if answers().any(|answer| answer.depends_on_issuer) {
        page.say(&words.say("list-needs-issuer"));
    }
    if answers().any(|answer| answer.list.is_stale) {
        page.say(&words.say("list-stale"));
    }
}

fn certificate(page: &mut Page, asked: &Asked<'_>, words: &Words) {
    let refused_by = words.say("label-refused-by");
    page.head(&words.name(&asked.certificate.subject().to_string()));
    for answer in &asked.answers {
        for entry in answer.matches.iter().take(MOST) {
            page.field(&refused_by, &matched(entry, answer.list, words));
        }
        more(page, answer.matches.len(), words);
        remarks(page, answer, words);
    }
    if asked.answers.iter().all(|answer| answer.matches.is_empty()) {
        page.field(&refused_by, &words.say("list-no-entry"));
    }
    let key = asked.certificate.spki_sha256().to_string();
    page.field(&words.say("label-key"), &key);
    let certificate = asked.certificate.sha256().to_string();
    page.field(&words.say("label-certificate"), &certificate);
}

fn name(list: &Listed, words: &Words) -> String {
    match &list.file {
        Some(file) => words.name(&file.path),
        None => words.say("list-built-in-name"),
    }
}

fn matched(entry: &DistrustEntry, list: &Listed, words: &Words) -> String {
    let limited = if entry.limits.are_none() { "no" } else { "yes" };
    let facts = [
        ("source", words.name(&entry.source.to_string()).into()),
        ("list", name(list, words).into()),
        ("what", kind(entry.matches.kind(), words).into()),
        ("threshold", threshold(entry.threshold, words).into()),
        ("limited", limited.into()),
    ];
    let mut text = words.with("list-matched", &facts);
    if let Some(says) = entry.source.says() {
        let says = [("says", words.name(says).into())];
        text = format!("{text}. {}", words.with("list-publisher", &says));
    }
    text
}

fn remarks(page: &mut Page, answer: &Answer<'_>, words: &Words) {
    let list = [("list", name(answer.list, words).into())];
    if answer.depends_on_issuer {
        let text = words.with("list-issuer-missing", &list);
        page.field(&words.say("label-not-told"), &text);
    }
    if answer.is_known_for_interception {
        let text = words.with("list-known-key", &list);
        page.field(&words.say("label-known"), &text);
    }
}

fn list(page: &mut Page, listed: &Listed, words: &Words) {
    if let Some(file) = &listed.file {
        let path = words.name(&file.path);
        page.head(&format!("{path}: {}", format(file.list.format, words)));
        facts(page, file, listed.is_stale, words);
    } else {
        page.head(&words.say("list-built-in"));
        let from = words.say("list-built-in-from");
        page.field(&words.say("label-list-from"), &from);
    }
    if listed.entries().is_empty() {
        let none = words.say("list-refuses-nothing");
        page.field(&words.say("label-entries"), &none);
    } else {
        table(page, listed, words);
    }
    if let Some(file) = &listed.file {
        let number = file.list.known_interception.len();
        if number > 0 {
            let text = words.with("list-known-keys", &[("count", number.into())]);
            page.field(&words.say("label-known"), &text);
        }
        not_used(page, file, words);
    }
}

fn facts(page: &mut Page, file: &FileOfList, is_stale: bool, words: &Words) {
    let list = &file.list;
    let signed = words.say(match &list.carrier {
        Carrier::Unverified => "list-unsigned",
        Carrier::Crx3(_) => "list-signed-component",
        Carrier::ContentSignature(_) => "list-signed-collection",
    });
    page.field(&words.say("label-signed"), &signed);
    if let Some(NotVerified::ChainNotGiven) = list.not_verified() {
        page.field(
            "",
            &sentence(&words.remark(&NotVerified::ChainNotGiven.told())),
        );
    }
    for key in list.carrier.verified_keys() {
        page.field("", &key.to_string());
    }
    if let Some(sequence) = list.sequence {
        page.field(&words.say("label-sequence"), &sequence.to_string());
    }
    if let Some(dated) = list.dated {
        page.field(&words.say("label-dated"), &dated.to_string());
    }
    if let Some(after) = list.stale_after {
        let id = if is_stale {
            "list-stale-since"
        } else {
            "list-stale-after"
        };
        let text = words.with(id, &[("time", after.to_string().into())]);
        page.field(&words.say("label-stale"), &text);
    }
    for made_from in &list.made_from {
        let text = claimed(made_from, words);
        page.field(&words.say("label-made-from"), &text);
    }
}

fn format(format: ListFormat, words: &Words) -> String {
    words.say(&format!("list-format-{}", format.code()))
}

fn kind(kind: MatchKind, words: &Words) -> String {
    words.say(&format!("list-kind-{}", kind.code()))
}

fn threshold(threshold: Threshold, words: &Words) -> String {
    words.say(&format!("list-threshold-{}", threshold.code()))
}

fn claimed(made_from: &MadeFrom, words: &Words) -> String {
    let mut facts = vec![format(made_from.format, words)];
    let mut add = |id: &str, name: &str, value: Option<String>| {
        let value = value.map(|value| words.with(id, &[(name, value.into())]));
        facts.extend(value);
    };
    let text = |time: anchorwatch_identity::UnixSeconds| time.to_string();
    let sequence = made_from.sequence.map(|sequence| sequence.to_string());
    add("list-sequence", "sequence", sequence);
    add("list-of-date", "time", made_from.dated.map(text));
    add("list-out-of-date", "time", made_from.stale_after.map(text));
    if !made_from.verified_keys.is_empty() {
        facts.push(words.say("list-signed"));
    }
    if made_from.unusable_count > 0 {
        let count = [("count", made_from.unusable_count.into())];
        facts.push(words.with("list-without", &count));
    }
    words.with("list-claimed", &[("facts", facts.join(", ").into())])
}

/// How many entries there are of each kind, threshold and source, the most frequent first.
fn table(page: &mut Page, listed: &Listed, words: &Words) {
    let entries = listed.entries();
    let mut counts: BTreeMap<(MatchKind, Threshold, &str), usize> = BTreeMap::new();
    for entry in entries {
        let row = (entry.matches.kind(), entry.threshold, entry.source.list());
        *counts.entry(row).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let row = |number: &str, threshold: &str, source: &str, what: &str| {
        let (threshold, source) = (padded(threshold, 9), padded(source, 12));
        format!("    {number:>7}  {threshold}  {source}  {what}")
    };
    page.line(&row(
        &words.say("list-column-entries"),
        &words.say("list-column-threshold"),
        &words.say("list-column-source"),
        &words.say("list-column-what"),
    ));
    for ((what, quick, source), number) in rows {
        let number = number.to_string();
        let (threshold, what) = (threshold(quick, words), kind(what, words));
        page.line(&row(&number, &threshold, source, &what));
    }
    let limited = entries.iter().filter(|it| !it.limits.are_none()).count();
    if limited > 0 {
        let text = words.with("list-limited", &[("count", limited.into())]);
        page.field(&words.say("label-limited"), &text);
    }
    let repeated = listed.repeated_count();
    if repeated > 0 {
        let text = words.with("list-repeated", &[("count", repeated.into())]);
        page.field(&words.say("label-repeated"), &text);
    }
}

fn not_used(page: &mut Page, file: &FileOfList, words: &Words) {
    for unusable in file.list.unusable.iter().take(MOST) {
        let record = words.remark(&unusable.record.told());
        let why = words.remark(&unusable.why.told());
        let text = sentence(&format!("{record}: {why}"));
        page.field(&words.say("label-not-used"), &text);
    }
    more(page, file.list.unusable.len(), words);
}

fn more(page: &mut Page, number: usize, words: &Words) {
    if let Some(left_out @ 1..) = number.checked_sub(MOST) {
        page.point(&words.with("list-more", &[("count", left_out.into())]));
    }
}
