//! What `list` says.

use std::collections::BTreeMap;

use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{MatchKind, Threshold},
    import::{Carrier, MadeFrom},
};

use super::{
    Answer, Asked, Detail, FileOfList, Listed,
    document::{EntryDocument, KnownKeyDocument},
};
use crate::page::{Page, count, sentence, short};

/// How many of a kind are told at length; JSON has all.
const MOST: usize = 20;

pub(crate) fn render(lists: &[Listed], asked: &[Asked<'_>], detail: Detail) -> String {
    let mut page = Page::default();
    if asked.is_empty() {
        let entries = lists.iter().map(|listed| listed.entries().len()).sum();
        page.say(&format!(
            "{} with {}.",
            count(lists.len(), "list", "lists"),
            count(entries, "entry", "entries")
        ));
    } else {
        headline(&mut page, asked);
        for one in asked {
            certificate(&mut page, one);
        }
    }
    for listed in lists {
        list(&mut page, listed);
        if detail == Detail::Entries {
            entries(&mut page, listed);
        }
    }
    if !asked.is_empty() {
        page.head("Not checked");
        page.point("Who issued a certificate: every certificate of the issuer's name in the same file was taken for it. No signature was checked.");
    }
    page.finish()
}

/// Every entry, and of the built-in list every known key.
fn entries(page: &mut Page, listed: &Listed) {
    if listed.file.is_some() {
        page.head("Entries");
        for entry in listed.entries() {
            page.line(&format!("  {}", short(&EntryDocument::of(entry).line())));
        }
        return;
    }
    let known = KnownKeyDocument::all();
    page.head(&format!(
        "The {}, by class:",
        count(known.len(), "known key", "known keys")
    ));
    let mut known: Vec<&KnownKeyDocument> = known.iter().collect();
    known.sort_by_key(|known| (known.class, known.id));
    for known in known {
        page.point(&format!(
            "{} ({}): {}; {}",
            known.id, known.class, known.operator, known.title
        ));
        page.line(&format!("    {}", known.spki_sha256));
    }
}

/// What could not be used, for stderr.
pub(crate) fn unusable(lists: &[Listed]) -> String {
    let mut page = Page::default();
    for listed in lists {
        let Some(file) = &listed.file else { continue };
        let number = file.list.unusable.len();
        if number > 0 {
            let records = count(number, "record", "records");
            page.say(&format!("{}: {records} cannot be used", short(&file.path)));
            not_used(&mut page, file);
        }
    }
    page.finish()
}

fn headline(page: &mut Page, asked: &[Asked<'_>]) {
    let matched = asked
        .iter()
        .filter(|it| it.answers.iter().any(|answer| !answer.matches.is_empty()))
        .count();
    let all = count(asked.len(), "certificate", "certificates");
    page.say(&match matched {
        0 => format!("No entry matches the {all}."),
        number => format!(
            "{number} of {all} {} refused by an entry.",
            if number == 1 { "is" } else { "are" }
        ),
    });
    let answers = || asked.iter().flat_map(|it| &it.answers);
    if answers().any(|answer| answer.depends_on_issuer) {
        page.say("For some it cannot be told without the certificate that issued them. Put it into the same file.");
    }
    if answers().any(|answer| answer.list.is_stale) {
        page.say("A list here is stale: that it has no entry says little.");
    }
}

fn certificate(page: &mut Page, asked: &Asked<'_>) {
    page.head(&short(&asked.certificate.subject().to_string()));
    for answer in &asked.answers {
        for entry in answer.matches.iter().take(MOST) {
            page.field("refused by", &matched(entry, answer.list));
        }
        more(page, answer.matches.len());
        remarks(page, answer);
    }
    if asked.answers.iter().all(|answer| answer.matches.is_empty()) {
        page.field("refused by", "no entry");
    }
    page.field("key", &asked.certificate.spki_sha256().to_string());
    page.field("certificate", &asked.certificate.sha256().to_string());
}

fn matched(entry: &DistrustEntry, list: &Listed) -> String {
    let mut words = format!(
        "{} in {}: {} ({} threshold",
        short(&entry.source.to_string()),
        short(list.name()),
        entry.matches.kind().says(),
        entry.threshold.code(),
    );
    if !entry.limits.are_none() {
        words.push_str(", within limits");
    }
    words.push(')');
    if let EntrySource::OneCrl {
        says: Some(says), ..
    } = &entry.source
    {
        words.push_str(&format!(". The publisher says: «{}»", short(says)));
    }
    words
}

fn remarks(page: &mut Page, answer: &Answer<'_>) {
    let name = short(answer.list.name());
    if answer.depends_on_issuer {
        page.field(
            "not told",
            &format!(
                "{name} has its serial number, under the key of an issuer that is not in the file"
            ),
        );
    }
    if answer.is_known_for_interception {
        page.field(
            "known",
            &format!("{name} knows its key for interception; that alone refuses nothing"),
        );
    }
}

fn list(page: &mut Page, listed: &Listed) {
    let what = match &listed.file {
        Some(file) => format!("{}: {}", short(&file.path), file.list.format.says()),
        None => "The built-in entries".to_owned(),
    };
    page.head(&what);
    if let Some(file) = &listed.file {
        facts(page, file, listed.is_stale);
    } else {
        page.field("from", "the registry of known keys that the program ships");
    }
    if listed.entries().is_empty() {
        page.field("entries", "none: this list refuses nothing");
    } else {
        table(page, listed);
    }
    if let Some(file) = &listed.file {
        let number = file.list.known_interception.len();
        if number > 0 {
            let keys = count(number, "key", "keys");
            page.field(
                "known",
                &format!("{keys} for interception; that alone refuses nothing"),
            );
        }
        not_used(page, file);
    }
}

fn facts(page: &mut Page, file: &FileOfList, is_stale: bool) {
    let list = &file.list;
    page.field(
        "signed",
        match &list.carrier {
            Carrier::Unverified => "no: nobody vouches for these bytes",
            Carrier::Crx3(_) => "yes, as a component of Chromium; every signature holds:",
        },
    );
    for key in list.carrier.verified_keys() {
        page.field("", &key.to_string());
    }
    if let Some(sequence) = list.sequence {
        page.field("sequence", &sequence.to_string());
    }
    if let Some(dated) = list.dated {
        page.field("dated", &dated.to_string());
    }
    if let Some(after) = list.stale_after {
        page.field(
            "stale",
            &if is_stale {
                format!("since {after}; what is on it is still refused")
            } else {
                format!("after {after}")
            },
        );
    }
    for made_from in &list.made_from {
        page.field("made from", &claimed(made_from));
    }
}

fn claimed(made_from: &MadeFrom) -> String {
    let mut words = made_from.format.says().to_owned();
    if let Some(sequence) = made_from.sequence {
        words.push_str(&format!(", sequence {sequence}"));
    }
    if let Some(dated) = made_from.dated {
        words.push_str(&format!(", of {dated}"));
    }
    if let Some(after) = made_from.stale_after {
        words.push_str(&format!(", stale after {after}"));
    }
    if !made_from.verified_keys.is_empty() {
        words.push_str(", signed");
    }
    if made_from.unusable_count > 0 {
        words.push_str(&format!(
            ", without {} of its records",
            made_from.unusable_count
        ));
    }
    words + " (as the file says)"
}

/// How many entries of each kind, threshold and source, the most numerous first.
fn table(page: &mut Page, listed: &Listed) {
    let entries = listed.entries();
    let mut counts: BTreeMap<(MatchKind, Threshold, &str), usize> = BTreeMap::new();
    for entry in entries {
        let row = (entry.matches.kind(), entry.threshold, entry.source.list());
        *counts.entry(row).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    page.line("    entries  threshold  source        what they match");
    for ((kind, threshold, source), number) in rows {
        page.line(&format!(
            "    {number:>7}  {:<9}  {source:<12}  {}",
            threshold.code(),
            kind.says()
        ));
    }
    let limited = entries.iter().filter(|it| !it.limits.are_none()).count();
    if limited > 0 {
        page.field("limited", &format!("{limited} to some names or dates"));
    }
    let repeated = listed.repeated_count();
    if repeated > 0 {
        page.field(
            "repeated",
            &format!("{repeated} of them say what another says"),
        );
    }
}

fn not_used(page: &mut Page, file: &FileOfList) {
    for unusable in file.list.unusable.iter().take(MOST) {
        let words = format!("{}: {}", short(&unusable.record), short(&unusable.why));
        page.field("not used", &sentence(&words));
    }
    more(page, file.list.unusable.len());
}

fn more(page: &mut Page, number: usize) {
    if let Some(left_out @ 1..) = number.checked_sub(MOST) {
        page.point(&format!("and {left_out} more; --format json lists all"));
    }
}
