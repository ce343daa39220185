//! Parts shared by all plan pages: keys, changes, remarks, and the outcome.

use anchorwatch_home::{Change, EditItem, Node, ReceiptId, Tree};
use anchorwatch_identity::SpkiSha256;
use anchorwatch_refuse::block;

use super::Detail;
use crate::{
    page::{Page, root_option},
    words::Words,
};

/// How many stores and changes of a kind the first screen shows.
const MOST: usize = 5;

/// How many remarks of a kind it shows; more than this rarely stays trusted.
const MOST_REMARKS: usize = 10;

/// Nothing was changed, and how to apply the plan.
pub(crate) fn not_applied(words: &Words) -> String {
    format!("\n{}\n", words.say("plan-not-applied"))
}

pub(crate) fn applied(receipt: &ReceiptId, tree: &Tree, words: &Words) -> String {
    let root = root_option(tree);
    let done = words.with("plan-applied", &[("receipt", receipt.to_string().into())]);
    format!("\n{done}\n  anchorwatch undo {receipt}{root} --apply\n")
}

/// Keys named by a hash that is unknown here.
pub(crate) fn unknown(page: &mut Page, unknown: &[SpkiSha256], words: &Words) {
    if unknown.is_empty() {
        return;
    }
    page.say(&words.with("plan-unknown-keys", &[("count", unknown.len().into())]));
    for key in unknown {
        page.line(&format!("  {key}"));
    }
    page.line("");
}

/// The keys; on a first screen only if they are few.
pub(crate) fn named_keys(page: &mut Page, plan: &block::Plan, detail: Detail, words: &Words) {
    if plan.keys.len() > detail.most(MOST) {
        return;
    }
    page.head(&words.say("plan-keys-head"));
    for blocked in &plan.keys {
        let because = words.name(&blocked.because);
        page.line(&format!("  {}  {because}", blocked.key));
    }
}

/// Where certificates are removed.
pub(crate) fn held_out(
    page: &mut Page,
    plan: &block::Plan,
    tree: &Tree,
    detail: Detail,
    words: &Words,
) {
    let held = &plan.draft.withheld;
    if held.is_empty() {
        page.head(&words.say("plan-held-none"));
        return;
    }
    page.head(&words.with("plan-held-head", &[("count", held.len().into())]));
    let most = detail.most(MOST);
    for held in held.iter().take(most) {
        let path = tree.display_path(&held.path).display().to_string();
        let facts = [
            (
                "name",
                words.name(&held.certificate.subject().to_string()).into(),
            ),
            ("path", path.into()),
        ];
        page.point(&words.with("plan-held", &facts));
    }
    more(page, held.len(), most, words);
}

pub(crate) fn remarks(page: &mut Page, plan: &block::Plan, detail: Detail, words: &Words) {
    listed(
        page,
        "plan-blind-head",
        &plan.draft.blind_spots,
        detail,
        words,
    );
    listed(
        page,
        "plan-not-refused-head",
        &plan.draft.not_refused,
        detail,
        words,
    );
    warnings(page, &plan.draft.warnings, detail, words);
}

/// A heading, and sentences under it.
pub(crate) fn listed(
    page: &mut Page,
    head: &str,
    sentences: &[String],
    detail: Detail,
    words: &Words,
) {
    if sentences.is_empty() {
        return;
    }
    page.head(&words.say(head));
    let most = detail.most(MOST_REMARKS);
    for sentence in sentences.iter().take(most) {
        page.point(sentence);
    }
    more(page, sentences.len(), most, words);
}

pub(crate) fn warnings(page: &mut Page, warnings: &[String], detail: Detail, words: &Words) {
    let most = detail.most(MOST_REMARKS);
    for warning in warnings.iter().take(most) {
        page.head(&words.with("plan-warning", &[("text", warning.as_str().into())]));
    }
    more(page, warnings.len(), most, words);
}

fn more(page: &mut Page, number: usize, most: usize, words: &Words) {
    if let Some(left_out @ 1..) = number.checked_sub(most) {
        page.point(&words.with("plan-more", &[("count", left_out.into())]));
    }
}

/// The changed files, listed or counted.
pub(crate) fn changes(
    page: &mut Page,
    changes: &[Change],
    tree: &Tree,
    detail: Detail,
    words: &Words,
) {
    if detail == Detail::Screen && changes.len() > MOST {
        page.head(&words.with("plan-changes-count", &[("count", changes.len().into())]));
        return;
    }
    page.head(&words.say("plan-changes-head"));
    for change in changes {
        self::change(page, change, tree, words);
    }
    if changes.is_empty() {
        page.line(&format!("  {}", words.say("plan-changes-none")));
    }
}

fn change(page: &mut Page, change: &Change, tree: &Tree, words: &Words) {
    let mark = match (&change.before, &change.after) {
        (Node::Absent, _) => '+',
        (_, Node::Absent) => '-',
        _ => '~',
    };
    page.line(&format!(
        "  {mark} {}",
        tree.display_path(&change.path).display()
    ));
    let items = change.role.edit().map_or(&[][..], |edit| &edit.items);
    if change.after == Node::Database {
        items.iter().for_each(|item| row(page, item, words));
        return;
    }
    if mark == '~' {
        page.line(&format!("      {}", change.before));
        page.line(&format!("   -> {}", change.after));
    }
    for item in items {
        let text = item_in_words(item, words);
        page.line(&format!("      {}", words.name(&text)));
    }
}

/// A database row: what changes in it, without the prefixes common to all words.
fn row(page: &mut Page, item: &EditItem, words: &Words) {
    let (before, after) = block::readable(item);
    let name = item.name.split_once(" of ");
    let (object, certificate) = name.unwrap_or((item.name.as_str(), ""));
    let start = certificate.get(..16).unwrap_or(certificate);
    let facts = [("object", object.into()), ("start", start.into())];
    page.line(&format!("      {}", words.with("plan-row", &facts)));
    let values = |text: &str| -> Vec<(String, String)> {
        let pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
        pairs
            .map(|(name, value)| (bare(name).to_owned(), bare(value).to_owned()))
            .collect()
    };
    let (old, new) = (values(&before), values(&after));
    if old.is_empty() || new.is_empty() {
        let (before, after) = (words.name(&before), words.name(&after));
        page.line(&format!("        {before} -> {after}"));
        return;
    }
    for (name, value) in &new {
        let was = old.iter().find(|(other, _)| other == name);
        let was = was.map_or_else(|| words.say("plan-nothing"), |(_, value)| value.clone());
        if was != *value {
            page.line(&format!("        {name}: {was} -> {value}"));
        }
    }
}

fn bare(word: &str) -> &str {
    let prefixes = ["CKA_NSS_TRUST_", "CKA_TRUST_", "CKT_NSS_", "CKT_"];
    prefixes
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word)
}

fn item_in_words(item: &EditItem, words: &Words) -> String {
    let word = |value: &Option<String>| match value {
        Some(value) => words.name(value.lines().next().unwrap_or_default()),
        None => words.say("plan-nothing"),
    };
    format!(
        "{}: {} -> {}",
        item.name,
        word(&item.before),
        word(&item.after)
    )
}
