//! `list propose`: entries out of certificates, evidence and others' lists.

use std::{collections::HashSet, path::Path, sync::Arc};

use anchorwatch_evidence::Measurement;
use anchorwatch_identity::{Certificate, is_signed_by, registry};
use anchorwatch_list::{EntryId, List};
use anchorwatch_policy::{
    DistrustSet,
    distrust::{Limits, Match, NameLimit},
};
use anchorwatch_publisher::{
    Action, Item, ItemProblem, PlainEntry, Proposal, of_certificate, of_imported,
};
use anchorwatch_verdict::{Memo, Notaries, Verdict};

use super::{
    answer::answer,
    args::{Do, ListPropose},
    done::{Act, Done, Source},
    files,
};
use crate::{
    commands::{Presentation, list::imported::ListReader, verdict::Read},
    exit::Exit,
    input,
    problem::{Hint, Hinted, Problem},
};

/// The longest chain that is followed: no server sends more.
const MAX_CHAIN: usize = 16;

pub(in crate::commands::list) fn propose(
    args: &ListPropose,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    let before = match args.out.symlink_metadata() {
        Ok(_) => Some(files::proposal(&args.out)?),
        Err(_) => None,
    };
    let mut items = Vec::new();
    for path in &args.certificate {
        let read = input::certificates(path)?;
        items.extend(
            read.iter()
                .filter_map(|it| of_certificate(it, args.form.into())),
        );
    }
    for path in &args.evidence {
        items.extend(of_evidence(path, args)?);
    }
    let reader = ListReader::new(&args.signatures, input::now())?;
    let mut sources = Vec::new();
    for path in &args.list {
        let list = reader.read(path)?;
        items.extend(list.entries.iter().map(of_imported));
        sources.push(Source::of(path, &list));
    }
    let mut items: Vec<Item> = items.into_iter().map(|it| wanted(it, args)).collect();
    let there = published(args)?;
    items.retain(|it| !it.entry.id().is_ok_and(|id| there.contains(&id)));
    if items.is_empty() {
        return Err(Hinted::new(&Problem::NothingToPropose, &Hint::GiveFinding).into());
    }
    let (octets, mut proposal) = match before {
        Some((octets, proposal)) => (Some(octets), proposal),
        None => (None, Proposal::default()),
    };
    let mut new = 0;
    for item in items {
        // What no list can have would not be read again.
        let id = item.entry.id().map_err(|why| ItemProblem::NoEntry { why });
        id.map_err(|why| files::unusable(&args.out, why))?;
        let is_new = proposal.add(item);
        new += usize::from(is_new.map_err(|why| files::unusable(&args.out, why))?);
    }
    let text = proposal.encode();
    match octets {
        None => anchorwatch_home::write_new_file(&args.out, text.as_bytes())?,
        Some(before) => anchorwatch_home::replace_file(&args.out, &before, text.as_bytes())?,
    }
    let mut done = Done::new(Act::Propose, Some(&args.out));
    done.proposed = Some((proposal.len(), new));
    done.sources = sources;
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

/// The entries that need not be proposed again.
fn published(args: &ListPropose) -> anyhow::Result<HashSet<EntryId>> {
    let (Some(folder), Some(set)) = (&args.after, &args.publishers) else {
        return Ok(HashSet::new());
    };
    let mirror = files::mirror(&files::publishers(set)?, folder)?;
    let approved = mirror.approved();
    let entries = approved.iter().flat_map(List::entries);
    Ok(match args.action {
        Do::Add => entries.map(|it| it.id()).collect(),
        Do::Remove | Do::Withdraw => HashSet::new(),
    })
}

/// The item as the arguments ask for it.
fn wanted(mut item: Item, args: &ListPropose) -> Item {
    item.action = Action::from(args.action);
    item.entry.is_public = args.public;
    if !args.name_inside.is_empty() {
        item.entry.limits = Limits {
            names: Some(NameLimit::Inside(args.name_inside.clone())),
            ..item.entry.limits
        };
    }
    let why = args.why.iter().map(|it| format!("why {it}"));
    item.comments.extend(why);
    item
}

/// The authorities behind what `verdict` calls a finding.
fn of_evidence(path: &Path, args: &ListPropose) -> anyhow::Result<Vec<Item>> {
    let mut read = Read::default();
    read.add_file(path, None)?;
    let distrust = Arc::new(DistrustSet::built_in());
    let mut memo = Memo::with_notaries(distrust, Notaries::default());
    memo.begin_file();
    let mut items = Vec::new();
    for (_, measurement) in &read.measurements {
        let verdict = Verdict::clone(&memo.judge(measurement));
        if Exit::of(verdict.code) != Exit::Finding {
            continue;
        }
        let Some(mut item) = authority(measurement, &verdict, args) else {
            continue;
        };
        let target = &measurement.target;
        item.comments.push(format!(
            "evidence {} {}:{} {}",
            verdict.code.code(),
            target.host,
            target.port,
            measurement.measured_at
        ));
        items.push(item);
    }
    Ok(items)
}

/// The item about whoever stands at the end of the chain that shows the verdict best.
fn authority(measurement: &Measurement, verdict: &Verdict, args: &ListPropose) -> Option<Item> {
    let shown = measurement.handshake(verdict.shown_by?)?;
    let read = |der: &Vec<u8>| Certificate::from_der(der).ok();
    let sent: Vec<Certificate> = shown.peer_certificates.iter().filter_map(read).collect();
    let local: Vec<Certificate> = measurement.anchors.local.iter().filter_map(read).collect();
    let leaf = sent.first()?;
    let mut top = leaf;
    for _ in 0..MAX_CHAIN {
        let mut issuers = sent.iter().chain(&local);
        let is_issuer = |it: &&Certificate| {
            it.spki_sha256() != top.spki_sha256() && is_signed_by(top, it.spki_der())
        };
        match issuers.find(is_issuer) {
            Some(issuer) => top = issuer,
            None => break,
        }
    }
    if let Some(known) = registry::known_signer(top).filter(|_| !top.is_self_issued()) {
        return Some(Item {
            action: Action::Add,
            entry: PlainEntry {
                matches: Match::Key(known.spki_sha256),
                limits: Limits::default(),
                is_public: false,
            },
            comments: vec![format!("subject {}", known.title())],
        });
    }
    // A server's own certificate says nothing about who else this key signs for.
    let is_authority = top.sha256() != leaf.sha256();
    is_authority.then(|| of_certificate(top, args.form.into()))?
}
