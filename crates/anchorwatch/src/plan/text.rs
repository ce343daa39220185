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
const MOST_WHOLE: usize = 1;

/// Warnings that a first screen leaves out, since «What will stop working» says them.
const SAID_BEFORE: [&str; 1] = ["chromium_no_click_through"];

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

/// The keys; a first screen shows a few, those of one name together, and no line too wide.
pub(crate) fn named_keys(page: &mut Page, plan: &block::Plan, detail: Detail, words: &Words) {
    if plan.keys.len() > detail.most(MOST) {
        return;
    }
    page.head(&words.say("plan-keys-head"));
    if detail == Detail::Everything {
        for blocked in &plan.keys {
            let because = words.name(&blocked.because);
            page.line(&format!("  {}  {because}", blocked.key));
        }
        return;
    }
    for same in plan.keys.chunk_by(|one, next| one.because == next.because) {
        for (place, blocked) in same.iter().enumerate() {
            if place == 0 {
                page.fitted("  ", &words.name(&blocked.because));
            }
            page.line(&format!("    {}", blocked.key));
        }
    }
}

/// What happens to the files: certificates are taken out of some, and more are changed.
pub(crate) fn files(
    page: &mut Page,
    plan: &block::Plan,
    tree: &Tree,
    detail: Detail,
    words: &Words,
) {
    let (withheld, changes) = (&plan.draft.withheld, &plan.draft.changes);
    let counted = |message: &str, list: usize| words.with(message, &[("count", list.into())]);
    let taken = match withheld.len() {
        0 => Some(words.say("plan-withheld-none")),
        places if places > detail.most(MOST_PLACES) => Some(counted("plan-withheld-count", places)),
        _ => None,
    };
    let changed =
        (changes.len() > detail.most(MOST)).then(|| counted("plan-changes-count", changes.len()));
    if let (Some(taken), Some(changed)) = (&taken, &changed) {
        page.head(&format!("{taken} {changed}"));
        return;
    }
    match taken {
        Some(taken) => {
            page.head(&taken);
        }
        None => taken_out(page, withheld, tree, words),
    }
    self::changes(page, changes, tree, detail, words);
}

fn taken_out(page: &mut Page, withheld: &[block::Withheld], tree: &Tree, words: &Words) {
    let count = [("count", withheld.len().into())];
    page.head(&words.with("plan-withheld-head", &count));
    for withheld in withheld {
        let path = tree.display_path(&withheld.path).display().to_string();
        let name = words.name(&withheld.certificate.subject().to_string());
        let facts = [("name", name.into()), ("path", path.into())];
        page.point(&words.with("plan-withheld", &facts));
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
    let is_new = |told: &&Told| detail == Detail::Everything || !SAID_BEFORE.contains(&told.code());
    let warnings: Vec<&Told> = warnings.iter().filter(is_new).collect();
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
            page.clauses_point(&format!("{count} × {text}"));
        } else {
            page.clauses_point(&text);
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
    if changes.len() > detail.most(MOST) {
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
