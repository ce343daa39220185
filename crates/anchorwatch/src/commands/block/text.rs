//! The page of `block`: what is refused and where, then the consequences.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_home::Tree;
use anchorwatch_identity::Certificate;
use anchorwatch_machine::Client;
use anchorwatch_refuse::block::{self, Confined, Covered, Reach};

use crate::{
    output::{Paint, Painted},
    page::{Page, root_option},
    plan::{
        Aside, Detail, Left,
        text::{files, named_keys, remarks, unknown},
    },
    words::Words,
};

/// How many commands the first screen gives for roots that stay trusted.
const MOST_LEFT: usize = 5;

/// How many roots that are held to names the first screen lists.
const MOST_CONFINED: usize = 8;

/// How many roots the first screen names for one command.
const MOST_NAMES: usize = 3;

pub(crate) fn render(
    plan: &block::Plan,
    aside: &Aside,
    tree: &Tree,
    detail: Detail,
    words: &Words,
) -> Painted {
    let mut page = Page::screen(words, &[], None);
    unknown(&mut page, &aside.unknown, words);
    let count = [("count", plan.keys.len().into())];
    if plan.is_empty() {
        page.say(&words.with("block-nothing", &count));
        page.line("");
        left(&mut page, &aside.left, detail, words);
    } else {
        left(&mut page, &aside.left, detail, words);
        let installed = [("count", aside.installed_count.into())];
        page.say(&format!(
            "{} {}",
            words.with("block-headline", &count),
            words.with("block-installed", &installed)
        ));
    }
    match plan.unlisted_roots {
        block::UnlistedRoots::Allow => {}
        block::UnlistedRoots::Confine => {
            page.say(&words.say("block-unlisted-confine"));
        }
        block::UnlistedRoots::HoldOut => {
            page.say(&words.say("block-unlisted"));
        }
    }
    if !plan.is_empty() {
        page.line("");
    }
    programs(&mut page, plan, aside, words);
    named_keys(&mut page, plan, detail, words);
    if detail == Detail::Everything {
        covered(&mut page, &plan.draft.covered, words);
    }
    if !plan.is_empty() {
        files(&mut page, plan, tree, detail, words);
        confined(&mut page, plan, tree, detail, words);
        unlisted(&mut page, &plan.unlisted, tree, words);
        stops_working(&mut page, plan, detail, words);
        page.head(&words.say("block-not-covered"));
    }
    remarks(&mut page, plan, detail, words);
    page.finish_painted()
}

/// Each program once, by the reach of its refusal; programs that refuse nothing come last.
fn programs(page: &mut Page, plan: &block::Plan, aside: &Aside, words: &Words) {
    let mut reaches: BTreeMap<Client, BTreeSet<usize>> = BTreeMap::new();
    for covered in &plan.draft.covered {
        let reach = covered.mechanism.reach();
        let place = Reach::ALL.iter().position(|other| *other == reach);
        for client in &covered.clients {
            reaches.entry(*client).or_default().extend(place);
        }
    }
    let mut rows: BTreeMap<BTreeSet<usize>, Vec<&str>> = BTreeMap::new();
    for (client, reaches) in &reaches {
        rows.entry(reaches.clone()).or_default().push(client.id());
    }
    let refuses = |client: &Client| {
        let mut covered = plan.draft.covered.iter();
        covered.any(|it| it.mechanism.reach().refuses() && it.clients.contains(client))
    };
    let missed = aside.trusting.iter().filter(|client| !refuses(client));
    let missed: Vec<&str> = missed.map(|client| client.id()).collect();
    if rows.is_empty() && missed.is_empty() {
        return;
    }
    let label = |reaches: &BTreeSet<usize>| {
        let each = reaches.iter().filter_map(|place| Reach::ALL.get(*place));
        let each = each.map(|reach| words.say(&format!("reach-{}", reach.code())));
        each.collect::<Vec<_>>().join(", ")
    };
    let mut table: Vec<(String, String)> = vec![(
        words.say("block-column-refused"),
        words.say("block-column-programs"),
    )];
    table.extend(
        rows.iter()
            .map(|(reach, clients)| (label(reach), clients.join(", "))),
    );
    page.columns(&table);
    if !missed.is_empty() {
        let row = (words.say("block-not-refused"), missed.join(", "));
        page.painted_row(Paint::Alarm, &table, &row);
    }
}

/// What people will notice.
fn stops_working(page: &mut Page, plan: &block::Plan, detail: Detail, words: &Words) {
    let covered = &plan.draft.covered;
    page.head(&words.say("block-stops-head"));
    let [services, exceptions] = match detail {
        Detail::Screen => ["block-stops-services-short", "block-stops-exceptions-short"],
        Detail::Everything => ["block-stops-services", "block-stops-exceptions"],
    };
    page.point(&words.say(services));
    if plan.unlisted_roots == block::UnlistedRoots::Confine {
        page.point(&words.say("block-stops-confined"));
    }
    let closed: BTreeSet<&str> = covered
        .iter()
        .filter(|covered| covered.mechanism.ends_exceptions())
        .flat_map(|covered| covered.clients.iter().map(|client| client.id()))
        .collect();
    if !closed.is_empty() {
        let closed: Vec<&str> = closed.into_iter().collect();
        let facts = [("clients", closed.join(", ").into())];
        page.point(&words.with(exceptions, &facts));
    }
}

/// What an audit warns of and the plan leaves, by the command that includes it.
fn left(page: &mut Page, left: &[Left], detail: Detail, words: &Words) {
    if left.is_empty() {
        return;
    }
    page.say(&words.with("block-left-head", &[("count", left.len().into())]));
    let by_command: Vec<&[Left]> = left
        .chunk_by(|one, next| one.command() == next.command())
        .collect();
    let (shown, rest) = by_command.split_at(by_command.len().min(detail.most(MOST_LEFT)));
    for same in shown {
        let Some(first) = same.first() else { continue };
        page.point(&format!(
            "{} ({})",
            names(same, detail, words),
            first.class.code()
        ));
        page.line(&format!("      {}", first.command()));
    }
    let more: usize = rest.iter().map(|same| same.len()).sum();
    if more > 0 {
        page.point(&words.with("block-left-more", &[("count", more.into())]));
    }
    page.line("");
}

fn names(same: &[Left], detail: Detail, words: &Words) -> String {
    let most = detail.most(MOST_NAMES);
    let names = same.iter().take(most);
    let mut names: Vec<String> = names.map(|one| words.plain_name(&one.subject)).collect();
    let more = same.len().saturating_sub(most);
    if more > 0 {
        names.push(words.with("block-left-others", &[("count", more.into())]));
    }
    words.list(&names)
}

fn covered(page: &mut Page, covered: &[Covered], words: &Words) {
    page.head(&words.say("block-covered-head"));
    for covered in covered {
        let clients: Vec<&str> = covered.clients.iter().map(|client| client.id()).collect();
        let reach = covered.mechanism.reach().code();
        let mut parts = vec![
            covered.path.display().to_string(),
            words.say(&format!("reach-{reach}")),
            covered.mechanism.code().to_owned(),
        ];
        if !clients.is_empty() {
            parts.push(clients.join(", "));
        }
        page.point(&parts.join("; "));
    }
}

/// Roots that speak only for some names from now on, and how to allow more. The first screen gives
/// the commands for a few roots only.
fn confined(page: &mut Page, plan: &block::Plan, tree: &Tree, detail: Detail, words: &Words) {
    let confined = plan.confined();
    if confined.is_empty() {
        return;
    }
    page.head(&words.say("block-confined-head"));
    let has_commands = confined.len() <= detail.most(MOST_NAMES);
    let most = detail.most(MOST_CONFINED);
    for (root, held) in confined.iter().take(most) {
        page.point(&speaks_for(root, held, words));
        if has_commands {
            consent_command(page, root, tree);
        }
    }
    let more = confined.len().saturating_sub(most);
    if more > 0 {
        page.point(&words.with("block-left-others", &[("count", more.into())]));
    }
    if !has_commands {
        page.say(&words.say("block-confined-verbose"));
    }
}

/// A root's name, with what it speaks for beyond private names.
fn speaks_for(root: &Certificate, held: &Confined, words: &Words) -> String {
    let name = words.name(&root.subject().to_string());
    if held.names.is_empty() {
        return name;
    }
    let until = held.certificate.validity().not_after.to_string();
    let facts = [
        ("name", name.into()),
        ("names", words.list(&held.names).into()),
        ("until", until.into()),
    ];
    words.with("block-confined-names", &facts)
}

fn consent_command(page: &mut Page, root: &Certificate, tree: &Tree) {
    page.line(&format!(
        "    anchorwatch consent add --key {}{} \\",
        root.spki_sha256(),
        root_option(tree)
    ));
    page.line("      --for SUFFIX --until DATE --by WHO --why TEXT --apply");
}

/// Roots that neither the distribution nor the owner allows, and how to keep them.
fn unlisted(page: &mut Page, certificates: &[Certificate], tree: &Tree, words: &Words) {
    if certificates.is_empty() {
        return;
    }
    page.head(&words.say("block-unlisted-head"));
    for certificate in certificates {
        page.point(&words.name(&certificate.subject().to_string()));
        consent_command(page, certificate, tree);
    }
}
