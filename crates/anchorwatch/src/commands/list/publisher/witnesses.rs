//! What witnesses saw of the publishers' logs, beside a mirror.

use std::path::{Path, PathBuf};

use anchorwatch_carrier::{BaseUrl, WitnessClient};
use anchorwatch_home::Tree;
use anchorwatch_list::{Logs, Publishers};
use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_publisher::PublishProblem;
use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::{
    SignedCheckpoint, TilePath, VerifiedCheckpoint, WitnessView, origin_hash, witness_views,
};

use crate::{
    commands::list::update::options,
    exit::Exit,
    input,
    problem::{Hint, Hinted, Problem},
};

/// A log as a mirror shows it, and what witnesses show of it.
pub(super) struct SeenLog {
    pub(super) origin: String,
    /// How many entries the mirror's copy has.
    pub(super) size: u64,
    pub(super) seen: Vec<Seen>,
}

/// What a witness shows.
pub(super) struct Seen {
    pub(super) witness: String,
    /// Or why nothing came.
    pub(super) view: Result<WitnessView, Told>,
}

/// A witness's name, and the note that it shows of a log, or why nothing came.
type Shown<'a> = (&'a str, Result<Option<Vec<u8>>, Told>);

impl SeenLog {
    pub(super) fn exit(&self) -> Exit {
        let views = self.seen.iter();
        Exit::strongest(views.map(|it| match &it.view {
            Ok(view) if view.is_fork() => Exit::Finding,
            Ok(view) if view.is_same_log() => Exit::NothingFound,
            _ => Exit::Inconclusive,
        }))
    }
}

/// Asks these witnesses for each log of which the mirror has a copy.
///
/// # Errors
/// The publishers do not know a witness, or ask for no log; the mirror has a copy of none, or one
/// that clients would refuse.
pub(super) fn compare(
    publishers: &Publishers,
    mirror: &Path,
    witnesses: &[(String, BaseUrl)],
) -> anyhow::Result<Vec<SeenLog>> {
    let logs = publishers.logs();
    let logs = logs.ok_or_else(|| Hinted::new(&Problem::NoLogAsked, &Hint::GetPublishers))?;
    for (name, _) in witnesses {
        let mut known = logs.policy().cosigners().iter();
        if !known.any(|it| it.name == name.as_bytes()) {
            let witness = name.clone();
            let problem = Problem::UnknownWitness { witness };
            return Err(Hinted::new(&problem, &Hint::NameWitness).misused().into());
        }
    }
    let tree = input::tree(mirror)?;
    let now = u64::try_from(input::now().get()).unwrap_or(0);
    let mut all = Vec::new();
    for log in logs.policy().logs() {
        let origin = log.key.name().as_str();
        let shown = checkpoint(&tree, logs, origin, now);
        if let Some(checkpoint) = shown.map_err(|why| unusable(mirror).because(why))? {
            all.push(seen(&tree, logs, &checkpoint, witnesses, now));
        }
    }
    if all.is_empty() {
        let file = "log".to_owned();
        let why = PublishProblem::Missing { file };
        return Err(unusable(mirror).because(why).into());
    }
    Ok(all)
}

fn seen(
    mirror: &Tree,
    logs: &Logs,
    checkpoint: &VerifiedCheckpoint,
    witnesses: &[(String, BaseUrl)],
    now: u64,
) -> SeenLog {
    let origin = checkpoint.origin();
    let options = options(None, input::now());
    let notes: Vec<Shown<'_>> = witnesses
        .iter()
        .map(|(name, url)| {
            let shown = WitnessClient::new(url, &options).checkpoint(origin);
            (name.as_str(), shown.map_err(|why| why.told()))
        })
        .collect();
    let shown: Vec<(&[u8], Option<&[u8]>)> = notes
        .iter()
        .filter_map(|(name, note)| Some((name.as_bytes(), note.as_ref().ok()?.as_deref())))
        .collect();
    let tile = |path: &TilePath| {
        let name = log_file(origin, &path.to_string());
        mirror.read(&name, path.max_bytes() as u64).ok()
    };
    let views = witness_views(logs.policy(), checkpoint, tile, &shown, now);
    let mut views = views.into_iter();
    let seen = notes.into_iter().filter_map(|(name, note)| {
        let view = match note {
            Ok(_) => Ok(views.next()?),
            Err(why) => Err(why),
        };
        let witness = name.to_owned();
        Some(Seen { witness, view })
    });
    SeenLog {
        origin: origin.to_owned(),
        size: checkpoint.head().size,
        seen: seen.collect(),
    }
}

/// The mirror's checkpoint of a log, which needs the whole quorum; `None` if there is none.
fn checkpoint(
    mirror: &Tree,
    logs: &Logs,
    origin: &str,
    now: u64,
) -> anyhow::Result<Option<VerifiedCheckpoint>> {
    let note = match mirror.read(&log_file(origin, "checkpoint"), MAX_NOTE_BYTES as u64) {
        Ok(note) => note,
        Err(why) if why.is_not_found() => return Ok(None),
        Err(why) => return Err(why.into()),
    };
    let read = SignedCheckpoint::parse(&note)?.verify(logs.policy(), now)?;
    Ok(Some(read).filter(|it| it.origin() == origin))
}

fn log_file(origin: &str, file: &str) -> PathBuf {
    Path::new("/log").join(origin_hash(origin)).join(file)
}

fn unusable(mirror: &Path) -> Hinted {
    let path = mirror.to_owned();
    Hinted::new(&Problem::MirrorLogUnusable { path }, &Hint::GetMirror)
}
