//! What `block` and `undo` say: the plan first, then what became of it.

use anchorwatch_home::{Change, Node, ReceiptId, Tree};
use anchorwatch_truststore::{block, undo};

use super::{Page, count, short};

pub(crate) const NOT_APPLIED: &str = "\nNothing was changed. Give --apply to make these changes.\n";
pub(crate) const UNDONE: &str = "\nTaken back.\n";

/// What refusing a key in the system store does not reach.
const NOT_COVERED: &str = "Not covered: browsers, Java keystores, Python's certifi and other stores of their own; and chains that another installed root cross-signed.";

pub(crate) fn block(plan: &block::Plan, tree: &Tree) -> String {
    let mut page = Page::default();
    let keys = count(plan.keys.len(), "key", "keys");
    if plan.is_empty() {
        page.say(&format!(
            "Nothing to change: {keys} are refused already, and none was found in the system store."
        ));
        blind_spots(&mut page, &plan.draft.blind_spots);
        warnings(&mut page, &plan.draft.warnings);
        return page.finish();
    }
    page.say(&format!(
        "Refuse {keys} in the system store, now and after every update:"
    ));
    for blocked in &plan.keys {
        page.line(&format!("  {}  {}", blocked.key, short(&blocked.because)));
    }
    page.head(&match plan.draft.held_out.len() {
        0 => "No certificate in the store has such a key now.".to_owned(),
        number => format!("Taken out ({}):", count(number, "place", "places")),
    });
    for held in &plan.draft.held_out {
        page.point(&format!(
            "{} from {}",
            short(&held.certificate.subject().to_string()),
            tree.shown(&held.path).display()
        ));
    }
    page.head("Changes:");
    changes(&mut page, &plan.draft.changes, tree);
    page.head("Programs that use the system store will no longer connect to services whose only root is a refused one.");
    page.say(NOT_COVERED);
    blind_spots(&mut page, &plan.draft.blind_spots);
    warnings(&mut page, &plan.draft.warnings);
    page.finish()
}

pub(crate) fn applied(receipt: &ReceiptId) -> String {
    format!("\nDone. Receipt {receipt}; `anchorwatch undo {receipt} --apply` takes it back.\n")
}

pub(crate) fn undo(plan: &undo::Plan, tree: &Tree) -> String {
    let mut page = Page::default();
    if plan.is_empty() {
        page.say("Nothing to take back.");
        return page.finish();
    }
    for (receipt, list) in &plan.receipts {
        page.say(&format!("Take back receipt {receipt}:"));
        changes(&mut page, list, tree);
    }
    match plan.rebuild {
        undo::Rebuild::NotNeeded => {}
        undo::Rebuild::Run => {
            page.say(
                "The store was rebuilt since, so `update-ca-certificates` is run to build it anew.",
            );
        }
        undo::Rebuild::LeftToOwner => {
            page.say("The store was rebuilt since; run `update-ca-certificates` inside that system to build it anew.");
        }
    }
    warnings(&mut page, &plan.warnings);
    page.finish()
}

fn changes(page: &mut Page, changes: &[Change], tree: &Tree) {
    for change in changes {
        let mark = match (&change.before, &change.after) {
            (Node::Absent, _) => '+',
            (_, Node::Absent) => '-',
            _ => '~',
        };
        page.line(&format!("  {mark} {}", tree.shown(&change.path).display()));
        if mark == '~' {
            page.line(&format!("      {}", change.before));
            page.line(&format!("   -> {}", change.after));
        }
    }
    if changes.is_empty() {
        page.line("  (every file is as it was before)");
    }
}

fn blind_spots(page: &mut Page, blind_spots: &[String]) {
    if !blind_spots.is_empty() {
        page.head("Not looked into, and left in place; a refused key may be in it:");
    }
    for blind in blind_spots {
        page.point(blind);
    }
}

fn warnings(page: &mut Page, warnings: &[String]) {
    for warning in warnings {
        page.head(&format!("Warning: {warning}."));
    }
}
