//! What `block` and `undo` say: the plan first, then what became of it.

use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_home::{Change, EditItem, Node, ReceiptId, Tree};
use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_refuse::{
    block::{self, Covered, Reach},
    undo,
};

use super::{Page, count, escaped, root_option, short};
use crate::command::block::{Aside, Left};

pub(crate) const NOT_APPLIED: &str = "\nNothing was changed. Give --apply to make these changes.\n";
pub(crate) const UNDONE: &str = "\nTaken back.\n";
pub(crate) const UNDONE_IN_PART: &str =
    "\nTaken back, but for what stays; run undo again once nothing keeps it.\n";

pub(crate) const FORGETS: &str =
    "\nThen the journal is deleted, and nothing here tells what was done.\n";

/// What refusing a key does not reach.
const NOT_COVERED: &str = "Not covered: programs that bring their own roots compiled in, or run in a container or on another machine; and in programs built on GnuTLS (git, Wget) chains that another installed root cross-signed.";

pub(crate) fn block(plan: &block::Plan, aside: &Aside, tree: &Tree) -> String {
    let mut page = Page::default();
    unknown(&mut page, &aside.unknown);
    if plan.is_empty() {
        page.say(&format!(
            "Nothing to change: {} already refused wherever that can be done here.",
            count(plan.keys.len(), "key is", "keys are")
        ));
        left(&mut page, &aside.left);
        covered(&mut page, &plan.draft.covered);
        remarks(&mut page, plan);
        return page.finish();
    }
    left(&mut page, &aside.left);
    page.say(&format!(
        "Refuse {} in the programs that are listed below, with the root still installed, now and after every update. {}",
        count(plan.keys.len(), "key", "keys"),
        match aside.installed_count {
            0 => "No store here holds one of them as trusted.".to_owned(),
            number => format!(
                "{} in a store here:",
                count(number, "of them is trusted", "of them are trusted")
            ),
        }
    ));
    named_keys(&mut page, plan);
    if plan.newcomers == block::Newcomers::HoldOut {
        page.say("Hold out whatever nobody answers for: the system store lets in only what the distribution ships, public roots, and what you consent to; Chromium, Firefox and Thunderbird believe their own roots and what you consent to, and nothing that was added.");
    }
    covered(&mut page, &plan.draft.covered);
    held_out(&mut page, plan, tree);
    unlisted(&mut page, &plan.unlisted, tree);
    page.head("Changes:");
    changes(&mut page, &plan.draft.changes, tree);
    stops_working(&mut page, &plan.draft.covered);
    page.head(NOT_COVERED);
    remarks(&mut page, plan);
    page.finish()
}

/// What people will notice.
fn stops_working(page: &mut Page, covered: &[Covered]) {
    page.head("What will stop working:");
    page.point("services whose only root is a refused one, such as those of a state that uses it, an appliance, or a company that inspects its network");
    let closed: BTreeSet<&str> = covered
        .iter()
        .filter(|covered| covered.mechanism.ends_exceptions())
        .flat_map(|covered| covered.clients.iter().map(|client| client.id()))
        .collect();
    if !closed.is_empty() {
        let closed: Vec<&str> = closed.into_iter().collect();
        page.point(&format!(
            "clicking through any certificate warning, for every user and on every site ({}). In Chromium an appliance with a certificate of its own can be exempted with `--allow-override-for https://router.lan`; Firefox and Thunderbird have no such exemption",
            closed.join(", ")
        ));
    }
}

/// Keys that were named by a hash that nothing here knows.
pub(super) fn unknown(page: &mut Page, unknown: &[SpkiSha256]) {
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

/// What an audit warns of and the plan leaves, with the command that includes it.
fn left(page: &mut Page, left: &[Left]) {
    if left.is_empty() {
        return;
    }
    page.say(&match left.len() {
        1 => "NOT included: 1 root that `audit` warns of stays trusted. If it was imposed on you, include it:".to_owned(),
        number => format!("NOT included: {number} roots that `audit` warns of stay trusted. If one was imposed on you, include it:"),
    });
    for one in left.iter().take(MOST_LEFT) {
        page.point(&format!("{} ({})", short(&one.subject), one.class.code()));
        page.line(&format!("      {}", one.command()));
    }
    if let Some(more @ 1..) = left.len().checked_sub(MOST_LEFT) {
        page.point(&format!("and {more} more; `anchorwatch audit` names all"));
    }
    page.line("");
}

/// How many roots are named one by one.
const MOST_LEFT: usize = 20;

pub(crate) fn remove(plan: &block::Plan, aside: &Aside, tree: &Tree) -> String {
    let mut page = Page::default();
    unknown(&mut page, &aside.unknown);
    let keys = count(plan.keys.len(), "key", "keys");
    if plan.is_empty() {
        page.say(match plan.keys.len() {
            1 => "Nothing to take out: no store that can be changed holds the key.",
            _ => "Nothing to take out: no store that can be changed holds one of the keys.",
        });
        remarks(&mut page, plan);
        return page.finish();
    }
    page.say(&format!("Take {keys} out of every store:"));
    named_keys(&mut page, plan);
    held_out(&mut page, plan, tree);
    page.head("Changes:");
    changes(&mut page, &plan.draft.changes, tree);
    page.head("Whoever installed it can install it again, or its successor: `anchorwatch block` keeps the key refused.");
    remarks(&mut page, plan);
    page.finish()
}

fn named_keys(page: &mut Page, plan: &block::Plan) {
    for blocked in &plan.keys {
        page.line(&format!("  {}  {}", blocked.key, short(&blocked.because)));
    }
}

fn covered(page: &mut Page, covered: &[Covered]) {
    page.head("Where they are refused, and by what:");
    for covered in covered {
        let clients: Vec<&str> = covered.clients.iter().map(|client| client.id()).collect();
        let by = match covered.mechanism.reach() {
            Reach::ByKey => "by key",
            Reach::ByNameAndKey => "by name and key",
            Reach::ByKeyInProgram => {
                "by name and key, and by key what it has or is given while it runs"
            }
            Reach::NoWayAround => "no way around an error",
            Reach::EachCertificate => "each known certificate",
        };
        let programs = if clients.is_empty() {
            String::new()
        } else {
            format!(": {}", clients.join(", "))
        };
        page.point(&format!(
            "{}, {by}, {}{programs}",
            covered.path.display(),
            covered.mechanism.code()
        ));
    }
}

fn held_out(page: &mut Page, plan: &block::Plan, tree: &Tree) {
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

/// What nobody answers for, and how to keep it: what stops working is what it vouches for.
fn unlisted(page: &mut Page, certificates: &[Certificate], tree: &Tree) {
    if certificates.is_empty() {
        return;
    }
    page.head("Nobody answers for these. Programs will no longer connect to what only they vouch for, such as sites that a company inspects; a service that uses such a file as its own certificate will not find it. To keep one, consent to its key first:");
    for certificate in certificates {
        page.point(&short(&certificate.subject().to_string()));
        page.line(&format!(
            "    anchorwatch consent add --key {}{} \\",
            certificate.spki_sha256(),
            root_option(tree)
        ));
        page.line("      --for SUFFIX --until DATE --by WHO --why TEXT --apply");
    }
}

fn remarks(page: &mut Page, plan: &block::Plan) {
    blind_spots(page, &plan.draft.blind_spots);
    not_refused(page, &plan.draft.not_refused);
    warnings(page, &plan.draft.warnings);
}

/// What stays after the journal was deleted.
pub(crate) fn forgotten(stays: &[PathBuf]) -> String {
    let mut text = "\nThe journal is deleted.\n".to_owned();
    for folder in stays {
        let shown = escaped(&folder.display().to_string());
        text.push_str(&format!("{shown} stays: there is something else in it.\n"));
    }
    text
}

pub(crate) fn applied(receipt: &ReceiptId, tree: &Tree) -> String {
    let root = root_option(tree);
    format!(
        "\nDone. Receipt {receipt}; `anchorwatch undo {receipt}{root} --apply` takes it back.\n"
    )
}

pub(crate) fn undo(plan: &undo::Plan, tree: &Tree) -> String {
    let mut page = Page::default();
    if plan.is_empty() {
        page.say("Nothing to take back.");
        stays(&mut page, &plan.stays);
        warnings(&mut page, &plan.warnings);
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
    stays(&mut page, &plan.stays);
    warnings(&mut page, &plan.warnings);
    page.finish()
}

fn stays(page: &mut Page, stays: &[String]) {
    if !stays.is_empty() {
        page.head("Not taken back, or not looked into:");
    }
    for sentence in stays {
        page.point(sentence);
    }
}

pub(super) fn changes(page: &mut Page, changes: &[Change], tree: &Tree) {
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

pub(super) fn warnings(page: &mut Page, warnings: &[String]) {
    for warning in warnings {
        page.head(&format!("Warning: {warning}."));
    }
}
