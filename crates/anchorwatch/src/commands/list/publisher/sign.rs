//! `list sign`: what a signature would mean, and the signature.

use std::path::Path;

use anchorwatch_list::{List, MAX_LIST_BYTES, Publishers};
use anchorwatch_note::SigningKey;
use anchorwatch_publisher::{
    MAX_SIGNED_BYTES, Mirror, Numbered, SignProblem, SignedMemory, next_set, own_key, own_key_of,
    sign as signed, statement_text,
};

use super::{
    answer::answer,
    args::ListSign,
    changes_of,
    done::{Act, Done},
    files,
    held_key::HeldKey,
    publish::not_published,
};
use crate::{
    commands::Presentation,
    exit::Exit,
    input,
    problem::{Hint, Hinted, Problem},
};

/// What is to be signed.
struct Subject {
    text: String,
    what: Numbered,
    /// The set that follows, if it is one.
    next: Option<Publishers>,
}

pub(in crate::commands::list) fn sign(args: &ListSign, how: &Presentation) -> anyhow::Result<Exit> {
    if let Some(out) = &args.out {
        files::refuse_existing(out)?;
    }
    let given = files::publishers(&args.publishers)?;
    let before = files::before(&given, args.after.as_deref())?;
    let publishers = before.publishers(&given);
    let octets = input::file(&args.file, MAX_LIST_BYTES as u64)?;
    let mut done = Done::new(Act::Sign, args.out.as_deref());
    let subject = match files::set_text(&octets) {
        Some(text) => of_set(&args.file, text, publishers, &mut done)?,
        None => of_list(&args.file, &octets, publishers, &before, &mut done)?,
    };
    let (Some(key), Some(hash), Some(out)) = (&args.key, &args.hash, &args.out) else {
        answer(&done, how)?;
        return Ok(Exit::WouldChange);
    };
    if !subject.what.hash().eq_ignore_ascii_case(hash.trim()) {
        let problem = Problem::OtherListHash {
            path: args.file.clone(),
            hash: subject.what.hash().to_owned(),
        };
        return Err(Hinted::new(&problem, &Hint::LookAgain).into());
    }
    let refused = |why| not_signed(&args.file, why);
    // Until the note is written: else another run signs something else meanwhile.
    let key = HeldKey::lock(key)?;
    let pem = key.pem()?;
    let own = match &subject.next {
        None => own_key(&pem, publishers),
        Some(next) => own_key_of(&pem, publishers, next),
    };
    let own: SigningKey = own.map_err(refused)?;
    remember(&key, &subject.what, &args.file)?;
    let note = signed(&own, &subject.text).map_err(refused)?;
    anchorwatch_home::write_new_file(out, note.as_bytes())?;
    done.signers = vec![own.verifier().name().to_string()];
    answer(&done, how)?;
    Ok(Exit::NothingFound)
}

fn of_list<'a>(
    path: &Path,
    octets: &[u8],
    publishers: &Publishers,
    before: &Mirror,
    done: &mut Done<'a>,
) -> anyhow::Result<Subject> {
    let list: List<'_> = files::parsed(path, octets)?;
    let text = statement_text(publishers, before, &list);
    let (text, deltas) = text.map_err(|why| not_published(path, why))?;
    done.list(publishers, &list, changes_of(before, &list));
    done.delta_count = deltas.len();
    Ok(Subject {
        text,
        what: Numbered::list(publishers.origin(), &list),
        next: None,
    })
}

fn of_set(
    path: &Path,
    text: &str,
    publishers: &Publishers,
    done: &mut Done<'_>,
) -> anyhow::Result<Subject> {
    let next = next_set(publishers, text, input::now());
    let next = next.map_err(|why| not_published(path, why))?;
    done.set(publishers, &next);
    Ok(Subject {
        text: text.to_owned(),
        what: Numbered::set(&next),
        next: Some(next),
    })
}

/// Puts on disk what is to be signed, before it is signed.
///
/// A key without its memory, such as a copy of it, signs nothing.
fn remember(key: &HeldKey, what: &Numbered, path: &Path) -> anyhow::Result<()> {
    let refused = |why| not_signed(path, why);
    let file = key.memory();
    if file.symlink_metadata().is_err() {
        return Err(refused(SignProblem::Memory));
    }
    let before = input::found(&file, MAX_SIGNED_BYTES as u64)?;
    let mut memory = SignedMemory::decode(&before).map_err(refused)?;
    memory.remember(what).map_err(refused)?;
    let after = memory.encode();
    if before != after.as_bytes() {
        anchorwatch_home::replace_file(&file, &before, after.as_bytes())?;
    }
    Ok(())
}

fn not_signed(path: &Path, why: SignProblem) -> anyhow::Error {
    let hint = match why {
        SignProblem::SignedOther { .. } | SignProblem::SignedLater { .. } => Hint::NewNumber,
        SignProblem::Memory => Hint::RestoreSigned,
        _ => Hint::GiveOwnKey,
    };
    let path = path.to_owned();
    Hinted::new(&Problem::ListNotSigned { path }, &hint)
        .because(why)
        .into()
}
