//! What `block` says.

use std::collections::BTreeSet;

use anchorwatch_home::Tree;
use anchorwatch_identity::Certificate;
use anchorwatch_refuse::block::{self, Covered, Reach};

use crate::{
    page::{Page, count, root_option, short},
    plan::{
        Aside, Left,
        text::{changes, held_out, named_keys, remarks, unknown},
    },
};

/// What refusing a key does not reach.
const NOT_COVERED: &str = "Not covered: programs that bring their own roots compiled in, or run in a container or on another machine; and in programs built on GnuTLS (git, Wget) chains that another installed root cross-signed.";

pub(crate) fn render(plan: &block::Plan, aside: &Aside, tree: &Tree) -> String {
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
