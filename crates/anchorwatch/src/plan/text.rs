//! Parts shared by all plan pages: keys, changes, remarks, and the outcome.

use anchorwatch_home::{Change, Node, NodeState, ReceiptId, Tree};
use anchorwatch_identity::SpkiSha256;
use anchorwatch_refuse::block::{self, ItemView};
use anchorwatch_remark::{Remark as _, Told};

use super::Detail;
use crate::{
    page::{Page, root_option},
    words::Words,
};

/// How many stores and changes of a kind the first screen shows.
const MOST: usize = 5;

/// How many places it names; more are counted.
const MOST_PLACES: usize = 3;

/// How many warnings it says whole; more are shortened.
const MOST_WHOLE: usize = 2;

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
    let count = [("count", held.len().into())];
    if held.len() > detail.most(MOST_PLACES) {
        page.head(&words.with("plan-held-count", &count));
        return;
    }
    page.head(&words.with("plan-held-head", &count));
    for held in held {
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

/// A heading, and remarks under it.
pub(crate) fn listed(page: &mut Page, head: &str, remarks: &[Told], detail: Detail, words: &Words) {
    if remarks.is_empty() {
        return;
    }
    page.head(&words.say(head));
    let most = detail.most(MOST_REMARKS);
    for told in remarks.iter().take(most) {
        page.point(&words.remark(told));
    }
    more(page, remarks.len(), most, words);
}

/// Warnings as paragraphs; on a first screen, many are two lines each at most, those of a kind
/// together.
pub(crate) fn warnings(page: &mut Page, warnings: &[Told], detail: Detail, words: &Words) {
    if warnings.len() <= detail.most(MOST_WHOLE) {
        for told in warnings {
            let text = words.remark(told);
            page.head(&words.with("plan-warning", &[("text", text.into())]));
        }
        return;
    }
    page.head(&words.say("plan-warnings-head"));
    let mut kinds: Vec<(&Told, usize)> = Vec::new();
    for told in warnings {
        match kinds
            .iter_mut()
            .find(|(kind, _)| kind.code() == told.code())
        {
            Some((_, count)) => *count += 1,
            None => kinds.push((told, 1)),
        }
    }
    let most = detail.most(MOST_REMARKS);
    for (told, count) in kinds.iter().take(most) {
        let text = words.remark(told);
        if *count > 1 {
            page.brief_point(&format!("{count} × {text}"));
        } else {
            page.brief_point(&text);
        }
    }
    more(page, kinds.len(), most, words);
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
    let state = |node| words.remark(&NodeState::from(node).told());
    if mark == '~' && change.after != Node::Database {
        page.line(&format!("      {}", state(&change.before)));
        page.line(&format!("   -> {}", state(&change.after)));
    }
    for item in change.role.edit().map_or_else(Vec::new, block::items) {
        self::item(page, &item, words);
    }
}

/// What changes inside a file, and single values under it if these are known.
fn item(page: &mut Page, item: &ItemView, words: &Words) {
    let clause = |told| words.name(&words.remark(told));
    let what = clause(&item.what);
    if item.fields.is_empty() {
        let (before, after) = (clause(&item.before), clause(&item.after));
        page.line(&format!("      {what}: {before} -> {after}"));
        return;
    }
    page.line(&format!("      {what}"));
    for field in &item.fields {
        let before = field.before.as_deref().map(|value| words.name(value));
        let before = before.unwrap_or_else(|| words.say("plan-nothing"));
        let (name, after) = (words.name(&field.name), words.name(&field.after));
        page.line(&format!("        {name}: {before} -> {after}"));
    }
}
