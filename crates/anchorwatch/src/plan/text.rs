//! What plans have in common: keys, changes, remarks, and what became of them.

use anchorwatch_home::{Change, EditItem, Node, ReceiptId, Tree};
use anchorwatch_identity::SpkiSha256;
use anchorwatch_refuse::block;

use crate::page::{Page, count, root_option, short};

pub(crate) const NOT_APPLIED: &str = "\nNothing was changed. Give --apply to make these changes.\n";

/// Keys that were named by a hash that nothing here knows.
pub(crate) fn unknown(page: &mut Page, unknown: &[SpkiSha256]) {
    if unknown.is_empty() {
        return;
    }
    let these = match unknown.len() {
        1 => "this key, and the registry does not know it",
        _ => "these keys, and the registry does not know them",
    };
    page.say(&format!("No store that was read holds {these}. If a browser or a phone showed you the hash, it is that of a certificate and not of its key, and naming it here has no effect on that certificate; give the file instead, with `--certificate FILE`:"));
    for key in unknown {
        page.line(&format!("  {key}"));
    }
    page.line("");
}

pub(crate) fn named_keys(page: &mut Page, plan: &block::Plan) {
    for blocked in &plan.keys {
        page.line(&format!("  {}  {}", blocked.key, short(&blocked.because)));
    }
}

pub(crate) fn held_out(page: &mut Page, plan: &block::Plan, tree: &Tree) {
    page.head(&match plan.draft.held_out.len() {
        0 => "No certificate file here is refused now.".to_owned(),
        number => format!("Taken out ({}):", count(number, "place", "places")),
    });
    for held in &plan.draft.held_out {
        page.point(&format!(
            "{} from {}",
            short(&held.certificate.subject().to_string()),
            tree.shown(&held.path).display()
        ));
    }
}

pub(crate) fn remarks(page: &mut Page, plan: &block::Plan) {
    blind_spots(page, &plan.draft.blind_spots);
    not_refused(page, &plan.draft.not_refused);
    warnings(page, &plan.draft.warnings);
}

pub(crate) fn applied(receipt: &ReceiptId, tree: &Tree) -> String {
    let root = root_option(tree);
    format!(
        "\nDone. Receipt {receipt}; `anchorwatch undo {receipt}{root} --apply` takes it back.\n"
    )
}

pub(crate) fn changes(page: &mut Page, changes: &[Change], tree: &Tree) {
    for change in changes {
        let mark = match (&change.before, &change.after) {
            (Node::Absent, _) => '+',
            (_, Node::Absent) => '-',
            _ => '~',
        };
        page.line(&format!("  {mark} {}", tree.shown(&change.path).display()));
        let items = change.role.edit().map_or(&[][..], |edit| &edit.items);
        if change.after == Node::Database {
            items.iter().for_each(|item| row(page, item));
            continue;
        }
        if mark == '~' {
            page.line(&format!("      {}", change.before));
            page.line(&format!("   -> {}", change.after));
        }
        for item in items {
            page.line(&format!("      {}", short(&item_in_words(item))));
        }
    }
    if changes.is_empty() {
        page.line("  (every file is as it was before)");
    }
}

/// A row of a database: what of it changes, without the prefixes that all its words have.
fn row(page: &mut Page, item: &EditItem) {
    let (before, after) = block::readable(item);
    let name = item.name.split_once(" of ");
    let (object, certificate) = name.unwrap_or((item.name.as_str(), ""));
    let start = certificate.get(..16).unwrap_or(certificate);
    page.line(&format!("      {object} of certificate {start}…"));
    let values = |text: &str| -> Vec<(String, String)> {
        let pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
        pairs
            .map(|(name, value)| (bare(name).to_owned(), bare(value).to_owned()))
            .collect()
    };
    let (old, new) = (values(&before), values(&after));
    if old.is_empty() || new.is_empty() {
        page.line(&format!("        {} -> {}", short(&before), short(&after)));
        return;
    }
    for (name, value) in &new {
        let was = old.iter().find(|(other, _)| other == name);
        let was = was.map_or("nothing", |(_, value)| value.as_str());
        if was != value {
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

fn item_in_words(item: &EditItem) -> String {
    let word = |value: &Option<String>| match value {
        Some(value) => short(value.lines().next().unwrap_or_default()),
        None => "nothing".to_owned(),
    };
    format!(
        "{}: {} -> {}",
        item.name,
        word(&item.before),
        word(&item.after)
    )
}

fn blind_spots(page: &mut Page, blind_spots: &[String]) {
    if !blind_spots.is_empty() {
        page.head("Not looked into, and left in place; a refused key may be in it:");
    }
    for blind in blind_spots {
        page.point(blind);
    }
}

fn not_refused(page: &mut Page, not_refused: &[String]) {
    if !not_refused.is_empty() {
        page.head("Still trusted after this change:");
    }
    for sentence in not_refused {
        page.point(sentence);
    }
}

pub(crate) fn warnings(page: &mut Page, warnings: &[String]) {
    for warning in warnings {
        page.head(&format!("Warning: {warning}."));
    }
}
