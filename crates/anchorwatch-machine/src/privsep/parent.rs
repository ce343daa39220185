//! Starts a worker with a user's rights, sends it a request and waits for the answer.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{Read as _, Seek as _, Write as _},
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anchorwatch_home::{Actor, Tree};
use anchorwatch_remark::Remark as _;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use serde::Serialize;

use super::{
    document::{UserDocument, WorkerRequest},
    problem::{NotReadByWorker, WorkerProblem},
};
use crate::{Inaccessible, Inventory, User, format};

/// A user without a number is read as this one: the kernel's overflow user, who owns
/// nothing.
pub const NOBODY: u32 = 65534;

/// The hidden subcommand.
const SUBCOMMAND: &str = "worker";

/// The reading worker.
const READS: &str = "read";

/// The largest answer that is read, in bytes: a hundred Python environments with 140 roots
/// each have under 40 MB.
const MAX_ANSWER_BYTES: u64 = 256 << 20;

/// The most time for one user's part: a hanging file system must not hang the audit.
const DEADLINE: Duration = Duration::from_secs(120);

/// Reads a user's part. If that fails, the answer says so.
pub(crate) fn read(tree: &Tree, user: &User) -> Inventory {
    let request = WorkerRequest::Home {
        user: UserDocument::of(user),
    };
    read_by_worker(tree, user, &request)
        .unwrap_or_else(|why| unread(user, tree.display_path(&user.home), why))
}

/// Reads what the user's programs named when they were asked; `place` identifies the
/// program, and each answer is encoded as `ask/answer.rs` does.
pub(crate) fn read_answers(
    tree: &Tree,
    user: &User,
    place: &Path,
    answers: Vec<String>,
) -> Inventory {
    let request = WorkerRequest::Answers {
        user: UserDocument::of(user),
        place: format::path_text(place),
        answers,
    };
    read_by_worker(tree, user, &request).unwrap_or_else(|why| unread(user, place.to_owned(), why))
}

fn read_by_worker(
    tree: &Tree,
    user: &User,
    request: &WorkerRequest,
) -> Result<Inventory, WorkerProblem> {
    let actor = Actor {
        uid: user.uid.unwrap_or(NOBODY),
        gid: user.gid.unwrap_or(NOBODY),
    };
    let answer = ask(tree, actor, READS, request)?;
    format::parse(&answer).map_err(|error| WorkerProblem::AnswerNotUnderstood {
        why: (&error).into(),
    })
}

fn unread(user: &User, place: PathBuf, why: WorkerProblem) -> Inventory {
    let user_name = user.name.clone();
    Inventory {
        closed: vec![Inaccessible {
            place,
            uid: user.uid,
            is_denied: false,
            why: NotReadByWorker::Failed {
                user: user_name,
                why,
            }
            .told(),
        }],
        ..Inventory::default()
    }
}

/// Runs this program as a worker with a user's rights, and returns its answer.
///
/// # Errors
/// The process could not be started, ended with an error, or answered too late or too much.
pub fn ask(
    tree: &Tree,
    actor: Actor,
    worker: &str,
    request: &impl Serialize,
) -> Result<Vec<u8>, WorkerProblem> {
    let root = tree
        .root_folder()
        .map_err(|error| WorkerProblem::WithoutRoot {
            why: (&error).into(),
        })?;
    ask_about(
        root,
        &tree.display_path("/".as_ref()),
        actor,
        worker,
        request,
    )
}

/// Does the same with any open file as the worker's standard input, and its name.
///
/// # Errors
/// As for [`ask`].
pub fn ask_about(
    input: OwnedFd,
    shown: &Path,
    actor: Actor,
    worker: &str,
    request: &impl Serialize,
) -> Result<Vec<u8>, WorkerProblem> {
    let request = sealed(request).map_err(not_started)?;
    let spawned = spawn(input, shown, actor, worker, &request);
    let mut child = spawned.map_err(not_started)?;
    let answer = answer_in_time(&mut child);
    if answer.is_err() {
        // It may have ended meanwhile; then there is nothing to kill.
        drop(child.kill());
    }
    let status = child.wait().map_err(not_started)?;
    let answer = answer?;
    if !status.success() {
        let status = status.to_string();
        return Err(WorkerProblem::Ended { status });
    }
    Ok(answer)
}

/// Starts this program as a worker that goes on until it is done, and returns it with its answer
/// still to come. The worker ends when the calling thread does.
///
/// # Errors
/// The process could not be started.
pub fn start(
    tree: &Tree,
    actor: Actor,
    worker: &str,
    request: &impl Serialize,
) -> Result<Child, WorkerProblem> {
    let root = tree
        .root_folder()
        .map_err(|error| WorkerProblem::WithoutRoot {
            why: (&error).into(),
        })?;
    let request = sealed(request).map_err(not_started)?;
    let shown = tree.display_path("/".as_ref());
    spawn(root, &shown, actor, worker, &request).map_err(not_started)
}

fn not_started(error: std::io::Error) -> WorkerProblem {
    WorkerProblem::NotStarted {
        why: (&error).into(),
    }
}

/// A request that can no longer be changed. It is created without close-on-exec, so the
/// file is inherited under its number.
fn sealed(request: &impl Serialize) -> std::io::Result<OwnedFd> {
    let mut file = File::from(memfd_create("request", MemfdFlags::ALLOW_SEALING)?);
    file.write_all(&serde_json::to_vec(request)?)?;
    file.rewind()?;
    let seals = SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE;
    fcntl_add_seals(&file, seals)?;
    Ok(file.into())
}

fn spawn(
    input: OwnedFd,
    shown: &Path,
    actor: Actor,
    worker: &str,
    request: &OwnedFd,
) -> std::io::Result<Child> {
    Command::new("/proc/self/exe")
        .args([SUBCOMMAND, worker])
        .arg(format!("--request={}", request.as_raw_fd()))
        .arg(joined("--shown=", shown.as_os_str()))
        .env_clear()
        // As root, std drops all other groups when it sets the user.
        .gid(actor.gid)
        .uid(actor.uid)
        .stdin(Stdio::from(input))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// An option and its value as one argument, so that a value is never taken for an option.
fn joined(option: &str, value: &OsStr) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(value);
    argument
}

fn answer_in_time(child: &mut Child) -> Result<Vec<u8>, WorkerProblem> {
    let stdout = child.stdout.take().ok_or(WorkerProblem::WithoutOutput)?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = stdout
            .take(MAX_ANSWER_BYTES + 1)
            .read_to_end(&mut answer)
            .map(|_| answer);
        // The receiver may have given up.
        drop(sender.send(read));
    });
    let answer = receiver
        .recv_timeout(DEADLINE)
        .map_err(|_| WorkerProblem::Late {
            seconds: DEADLINE.as_secs(),
        })?
        .map_err(|error| WorkerProblem::AnswerUnread {
            why: (&error).into(),
        })?;
    if answer.len() as u64 > MAX_ANSWER_BYTES {
        let max = MAX_ANSWER_BYTES;
        return Err(WorkerProblem::AnswerTooLarge { max });
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_cannot_be_changed_once_it_is_handed_over() {
        let mut file = File::from(sealed(&"a request").unwrap());
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "\"a request\"");
        file.rewind().unwrap();
        assert!(file.write_all(b"!").is_err());
        assert!(file.set_len(0).is_err() && file.set_len(100).is_err());
    }
}
