//! `audit --image`: the roots of a container image.
//!
//! An image can come from anywhere, so it is never parsed with the caller's rights. A worker
//! process does the whole audit: it runs as nobody if started by root, and it can never open a
//! file, a socket or a terminal. Everything that it needs is open when it starts:
//!
//! ```text
//! parent  opens FILE, an empty file without a name (the spool), --since and --baseline
//! child   standard input is FILE; reads the image, writes unpacked layers to the spool, and
//!         answers with one JSON document: a page in parts, or the answer's JSON, or an error
//! parent  writes that as any other answer, so nothing in it rules the terminal
//! ```
//!
//! **Trust:** the answer is as trustworthy as the image: it describes itself.

use std::{
    fs::{File, Permissions},
    io,
    os::{fd::AsRawFd as _, unix::fs::PermissionsExt as _},
    path::{Path, PathBuf},
};

use anchorwatch_home::{Actor, Error as HomeError, effective_user};
use anchorwatch_machine::{
    format::AnswerProblem,
    privsep::{self, NOBODY, WorkerProblem},
};
use clap::ValueEnum as _;
use rustix::{
    fs::{Mode, OFlags},
    io::{FdFlags, fcntl_setfd},
};

use super::{Args, MAX_EARLIER_BYTES, listed};
use crate::{
    choices::Baseline,
    commands::Presentation,
    exit::Exit,
    input,
    output::{self, Format},
    problem::{Hint, Hinted, Problem},
    progress::Progress,
};

mod document;
mod worker;

use document::{Answer, Request};
pub(crate) use worker::serve;

/// The worker's name.
const WORKER: &str = "image";

/// The place for large temporary files (file-hierarchy(7)); `/tmp` may be in memory.
const TEMPORARY: &str = "/var/tmp";

pub(super) fn run(args: &Args, path: &Path, how: &Presentation) -> anyhow::Result<Exit> {
    let since = args.since.as_deref().map(listed).transpose()?;
    // Parsed here too, so that errors look the same as in any other audit.
    let baseline = args.baseline.as_deref().map(|path| -> anyhow::Result<_> {
        Baseline::read(path)?;
        Ok(String::from_utf8(input::file(path, MAX_EARLIER_BYTES)?)?)
    });
    let file = image_file(path)?;
    let spool = handed_over(temporary_file()?)?;
    let uid = effective_user().0;
    let request = Request {
        file: path.display().to_string(),
        select: args.select.clone(),
        spool: spool.as_raw_fd().unsigned_abs(),
        is_whole: args.all,
        explain: args.explain.as_ref().map(ToString::to_string),
        since: since.map(|hashes| hashes.iter().map(ToString::to_string).collect()),
        baseline: baseline.transpose()?,
        fail_on: document::word(&args.fail_on),
        has_hostname: args.hostname,
        asking_uid: uid,
        is_json: how.format == Format::Json,
        language: how.words.language().tag().to_owned(),
        columns: textwrap::termwidth(),
    };
    let progress = Progress::start(how.words.say("progress-reading"));
    let answer = privsep::ask_about(file.into(), path, reader(), WORKER, &request);
    drop(progress);
    let failed = |why: WorkerProblem| {
        let what = Problem::ImageWorker {
            path: path.to_owned(),
            why,
        };
        anyhow::Error::from(Hinted::new(&what, &Hint::SaveImageAgain))
    };
    let answer = answer.map_err(failed)?;
    match serde_json::from_slice(&answer).map_err(|error| failed(not_understood(&error)))? {
        Answer::Page { exit, parts } => {
            let page = document::painted(parts);
            output::answer(Format::Text, || how.shown(page), &())?;
            document::exit(exit).ok_or_else(|| failed(unknown_exit(exit)))
        }
        Answer::Document { exit, text } => {
            output::answer_json(text.as_bytes())?;
            document::exit(exit).ok_or_else(|| failed(unknown_exit(exit)))
        }
        Answer::Error { exit, message } => {
            output::to_stderr(&message);
            document::exit(exit).ok_or_else(|| failed(unknown_exit(exit)))
        }
    }
}

fn not_understood(why: impl Into<AnswerProblem>) -> WorkerProblem {
    let why = why.into();
    WorkerProblem::AnswerNotUnderstood { why }
}

fn unknown_exit(exit: u8) -> WorkerProblem {
    let word = exit.to_string();
    not_understood(AnswerProblem::UnknownWord { word })
}

/// The user that reads the image; never root.
fn reader() -> Actor {
    match effective_user() {
        (0, _) => Actor {
            uid: NOBODY,
            gid: NOBODY,
        },
        (uid, gid) => Actor { uid, gid },
    }
}

/// Opens the image. Standard input is copied to a file first, because reading needs to seek.
fn image_file(path: &Path) -> anyhow::Result<File> {
    let unreadable = |error: io::Error| {
        let path = path.to_owned();
        anyhow::Error::from(
            Hinted::new(&Problem::CannotRead { path }, &Hint::CheckPath).because(error),
        )
    };
    if path == Path::new("-") {
        let mut copy = temporary_file()?;
        io::copy(&mut io::stdin().lock(), &mut copy).map_err(unreadable)?;
        return Ok(copy);
    }
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NONBLOCK;
    let opened = rustix::fs::open(path, flags, Mode::empty());
    let file = File::from(opened.map_err(|errno| unreadable(errno.into()))?);
    if !file.metadata().map_err(unreadable)?.is_file() {
        let path = path.to_owned();
        return Err(HomeError::NotARegularFile { path }.into());
    }
    Ok(file)
}

/// Creates an unnamed file in a place with room for large files.
fn temporary_file() -> anyhow::Result<File> {
    let folder = std::env::var_os("TMPDIR").map_or_else(|| TEMPORARY.into(), PathBuf::from);
    tempfile::tempfile_in(&folder).map_err(|error| {
        let what = Problem::NoTemporaryFile { path: folder };
        Hinted::new(&what, &Hint::SetTmpdir).because(error).into()
    })
}

/// Lets the worker inherit a file by number and reopen it as nobody. The file has no name, so
/// nobody else can open it.
fn handed_over(file: File) -> anyhow::Result<File> {
    file.set_permissions(Permissions::from_mode(0o666))?;
    fcntl_setfd(&file, FdFlags::empty())?;
    Ok(file)
}

impl Args {
    /// Rebuilds the arguments from a worker's request.
    fn of_request(request: &Request) -> anyhow::Result<Self> {
        let fail_on = super::args::FailOn::from_str(&request.fail_on, false);
        let explain = request.explain.as_deref().map(str::parse).transpose();
        Ok(Self {
            root: PathBuf::from("/"),
            image: Some(PathBuf::from(&request.file)),
            select: request.select.clone(),
            all: request.is_whole,
            explain: explain.map_err(anyhow::Error::msg)?,
            since: None,
            baseline: None,
            fail_on: fail_on.map_err(anyhow::Error::msg)?,
            hostname: request.has_hostname,
            ask: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_never_read_as_root() {
        let reader = reader();
        assert_ne!((reader.uid, reader.gid), (0, 0));
        let is_root = effective_user().0 == 0;
        assert_eq!(
            reader.uid == NOBODY,
            is_root || effective_user().0 == NOBODY
        );
    }
}
