//! The publisher's side of the signed list: `list new-publisher`, `propose`, `review`, `prepare`,
//! `sign`, `publish` and `monitor`.

use std::path::Path;

use anchorwatch_home::MirrorFolder;
use anchorwatch_list::{List, MAX_LIST_BYTES, Role};
use anchorwatch_note::{MAX_NOTE_BYTES, SigningKey};
use anchorwatch_publisher::{
    Changes, Mirror, NextList, PublishProblem, UndecidedQuick, changes, monitor as watched,
    own_key, prepare as next_list, publish as publication, review as reviewed, sign as signed,
    statement_text,
};

use self::{
    answer::answer,
    args::{
        ForRole, ListMonitor, ListNewPublisher, ListPrepare, ListPublish, ListReview, ListSign,
    },
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
mod files;
mod propose;
mod text;

pub(super) use propose::propose;

/// The largest file of a private key that is read, in bytes.
const MAX_KEY_BYTES: u64 = 1 << 20;

pub(super) fn new_publisher(args: &ListNewPublisher, how: &Presentation) -> anyhow::Result<Exit> {
    files::refuse_existing(&args.out)?;
    let (key, secret) = SigningKey::generate(args.name.clone())?;
    anchorwatch_home::write_new_secret(&args.out, secret.as_bytes())?;
    let mut done = Done::new(Act::NewPublisher, Some(&args.out));
    done.verifier_key = Some(key.verifier().to_string());
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
    let next = NextList {
        publishers: &publishers,
        role: match args.role {
            ForRole::Approved => Role::Approved,
            ForRole::Quick => Role::Quick,
        },
        issued: input::now(),
        days: args.days,
        undecided: match args.adopt_quick {
            true => UndecidedQuick::Adopt,
            false => UndecidedQuick::Refuse,
        },
    };
    let octets = next_list(&next, &before, &proposal)
        .map_err(|why| Hinted::new(&Problem::ListNotPrepared, &Hint::ReviewFirst).because(why))?;
    anchorwatch_home::write_new_file(&args.out, &octets)?;
    let mut done = Done::new(Act::Prepare, Some(&args.out));
    let list = files::parsed(&args.out, &octets)?;
    done.list(&publishers, &list, changes_of(&before, &list));
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

pub(super) fn sign(args: &ListSign, how: &Presentation) -> anyhow::Result<Exit> {
    if let Some(out) = &args.out {
        files::refuse_existing(out)?;
    }
    let publishers = files::publishers(&args.publishers)?;
    let before = files::before(&publishers, args.after.as_deref())?;
    let octets = input::file(&args.list, MAX_LIST_BYTES as u64)?;
    let list = files::parsed(&args.list, &octets)?;
    let text = statement_text(&publishers, &before, &list);
    let (text, deltas) = text.map_err(|why| not_published(&args.list, why))?;
    let mut done = Done::new(Act::Sign, args.out.as_deref());
    done.list(&publishers, &list, changes_of(&before, &list));
    done.delta_count = deltas.len();
    let (Some(key), Some(hash), Some(out)) = (&args.key, &args.hash, &args.out) else {
        answer(&done, how)?;
        return Ok(Exit::WouldChange);
    };
    if !list.hash().to_string().eq_ignore_ascii_case(hash.trim()) {
        let problem = Problem::OtherListHash {
            path: args.list.clone(),
            hash: list.hash().to_string(),
        };
        return Err(Hinted::new(&problem, &Hint::LookAgain).into());
    }
    let pem = input::file(key, MAX_KEY_BYTES)?;
    let refused = |why| {
        let path = args.list.clone();
        Hinted::new(&Problem::ListNotSigned { path }, &Hint::GiveOwnKey).because(why)
    };
    let key = own_key(&pem, &publishers).map_err(refused)?;
    let note = signed(&key, &text).map_err(refused)?;
    anchorwatch_home::write_new_file(out, note.as_bytes())?;
    done.signers = vec![key.verifier().name().to_string()];
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

pub(super) fn publish(args: &ListPublish, how: &Presentation) -> anyhow::Result<Exit> {
    let publishers = files::publishers(&args.publishers)?;
    let octets = input::file(&args.list, MAX_LIST_BYTES as u64)?;
    let mut notes = Vec::new();
    for path in &args.note {
        notes.push(input::file(path, MAX_NOTE_BYTES as u64)?);
    }
    // Locked, so that what is read here is what the list follows when it is written.
    let existed = args.out.symlink_metadata().is_ok();
    let folder = existed.then(|| MirrorFolder::open_or_make(&args.out));
    let folder = folder.transpose()?;
    let before = match files::has_latest(&args.out) {
        true => files::mirror(&publishers, &args.out)?,
        false => Mirror::empty(),
    };
    let made = publication(&publishers, &before, &octets, &notes, input::now());
    let made = made.map_err(|why| not_published(&args.list, why))?;
    let folder = match folder {
        Some(folder) => folder,
        None => files::new_mirror(&args.out)?,
    };
    folder.add(&made.files)?;
    // First the bundle: whoever reads `latest` finds no older one beside it.
    folder.replace("bundle", &made.bundle)?;
    folder.replace("latest", &made.latest)?;
    let mut done = Done::new(Act::Publish, Some(&args.out));
    let list = files::parsed(&args.list, &octets)?;
    done.list(&publishers, &list, changes_of(&before, &list));
    done.delta_count = made.delta_count;
    done.signers = made.signers;
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
    answer(&done, how)?;
    Ok(match done.watched.is_empty() {
        true => Exit::NothingFound,
        false => Exit::Finding,
    })
}

fn changes_of(before: &Mirror, list: &List<'_>) -> Changes {
    let role = list.header().role();
    let was = before.list(role);
    // The first quick list on an approved one adds to nothing of its own kind.
    let was = was.filter(|it| role == Role::Approved || it.header().base == list.header().base);
    changes(was.as_ref(), list, before.quick().as_ref())
}

fn not_published(list: &Path, why: PublishProblem) -> anyhow::Error {
    let path = list.to_owned();
    Hinted::new(&Problem::ListNotPublished { path }, &Hint::SignAgain)
        .because(why)
        .into()
}
