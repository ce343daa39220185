//! The publisher's side of the signed list: `list new-publisher`, `new-log`, `propose`, `review`,
//! `prepare`, `sign`, `publish` and `monitor`.

use anchorwatch_list::{List, Role};
use anchorwatch_note::SigningKey;
use anchorwatch_publisher::{
    Changes, Mirror, NextList, OwnLog, PrepareProblem, SignedMemory, UndecidedQuick, changes,
    monitor as watched, prepare as next_list, review as reviewed,
};

use self::{
    answer::answer,
    args::{ForRole, ListMonitor, ListNewLog, ListNewPublisher, ListPrepare, ListReview},
    done::{Act, Done},
};
use crate::{
    commands::Presentation,
    exit::Exit,
    input,
    problem::{Hint, Hinted, Problem},
};

mod answer;
pub(super) mod args;
mod document;
mod done;
pub(super) mod files;
mod held_key;
mod log;
mod propose;
mod publish;
mod sign;
mod text;
mod witnesses;

pub(super) use propose::propose;
pub(super) use publish::publish;
pub(super) use sign::sign;

pub(super) fn new_publisher(args: &ListNewPublisher, how: &Presentation) -> anyhow::Result<Exit> {
    let memory = held_key::memory(&args.out);
    for path in [&args.out, &memory] {
        files::refuse_existing(path)?;
    }
    let (key, secret) = SigningKey::generate(args.name.clone())?;
    let empty = SignedMemory::default().encode();
    // As for a log's key.
    anchorwatch_home::write_new_file(&memory, empty.as_bytes())?;
    anchorwatch_home::write_new_secret(&args.out, secret.as_bytes())?;
    let mut done = Done::new(Act::NewPublisher, Some(&args.out));
    done.verifier_key = Some(key.verifier().to_string());
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

pub(super) fn new_log(args: &ListNewLog, how: &Presentation) -> anyhow::Result<Exit> {
    let memory = held_key::memory(&args.out);
    for path in [&args.out, &memory] {
        files::refuse_existing(path)?;
    }
    let (_, secret) = SigningKey::generate(args.name.clone())?;
    let (key, empty) = OwnLog::begin(secret.as_bytes(), args.name.clone())?;
    // A key without a memory is of no use, a memory without a key does no harm.
    anchorwatch_home::write_new_file(&memory, empty.as_bytes())?;
    anchorwatch_home::write_new_secret(&args.out, secret.as_bytes())?;
    let mut done = Done::new(Act::NewLog, Some(&args.out));
    done.verifier_key = Some(key);
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

pub(super) fn review(args: &ListReview, how: &Presentation) -> anyhow::Result<Exit> {
    let proposal = files::proposals(&args.proposals)?;
    let mirror = match (&args.publishers, &args.against) {
        (Some(publishers), Some(folder)) => files::mirror(&files::publishers(publishers)?, folder)?,
        _ => Mirror::empty(),
    };
    let mut done = Done::new(Act::Review, None);
    done.reviewed = reviewed(&proposal, &mirror);
    answer(&done, how)?;
    let mut items = done.reviewed.iter();
    Ok(match items.any(|it| !it.against.is_empty()) {
        true => Exit::Finding,
        false => Exit::NothingFound,
    })
}

pub(super) fn prepare(args: &ListPrepare, how: &Presentation) -> anyhow::Result<Exit> {
    files::refuse_existing(&args.out)?;
    let publishers = files::publishers(&args.publishers)?;
    let proposal = files::proposals(&args.proposals)?;
    let before = files::before(&publishers, args.after.as_deref())?;
    let publishers = before.publishers(&publishers);
    let next = NextList {
        publishers,
        role: match args.role {
            ForRole::Approved => Role::Approved,
            ForRole::Quick => Role::Quick,
        },
        issued: input::now(),
        days: args.days,
        number: args.number,
        undecided: match args.adopt_quick {
            true => UndecidedQuick::Adopt,
            false => UndecidedQuick::Refuse,
        },
    };
    let octets = next_list(&next, &before, &proposal).map_err(not_prepared)?;
    anchorwatch_home::write_new_file(&args.out, &octets)?;
    let mut done = Done::new(Act::Prepare, Some(&args.out));
    let list = files::parsed(&args.out, &octets)?;
    done.list(publishers, &list, changes_of(&before, &list));
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

pub(super) fn monitor(args: &ListMonitor, how: &Presentation) -> anyhow::Result<Exit> {
    let publishers = files::publishers(&args.publishers)?;
    let mut certificates = Vec::new();
    for path in &args.certificate {
        certificates.extend(input::certificates(path)?);
    }
    let mirror = files::mirror(&publishers, &args.mirror)?;
    let mut done = Done::new(Act::Monitor, None);
    done.watched = watched(&mirror, &certificates, &args.name);
    if !args.witness.is_empty() {
        let publishers = mirror.publishers(&publishers);
        done.seen = witnesses::compare(publishers, &args.mirror, &args.witness)?;
    }
    answer(&done, how)?;
    let of_entries = match done.watched.is_empty() {
        true => Exit::NothingFound,
        false => Exit::Finding,
    };
    let of_logs = done.seen.iter().map(witnesses::SeenLog::exit);
    Ok(Exit::strongest(of_logs.chain([of_entries])))
}

fn not_prepared(why: PrepareProblem) -> Hinted {
    let hint = match why {
        PrepareProblem::Number { .. } => Hint::NewNumber,
        _ => Hint::ReviewFirst,
    };
    Hinted::new(&Problem::ListNotPrepared, &hint).because(why)
}

fn changes_of(before: &Mirror, list: &List<'_>) -> Changes {
    let role = list.header().role();
    let was = before.list(role);
    // The first quick list on an approved one adds to nothing of its own kind.
    let was = was.filter(|it| role == Role::Approved || it.header().base == list.header().base);
    changes(was.as_ref(), list, before.quick().as_ref())
}
