//! A user's part, read by a process that has no more rights than the user.
//!
//! What lies in a home was put there by its owner, or by whoever took the account over.
//! Root must not follow a link of theirs to a file that they cannot read, and a fault in
//! a parser must not give them root. So the parsing is done by this same program with
//! the user's number, group and nothing else: no further groups, no way to gain rights,
//! nothing it may write.
//!
//! ```text
//! parent, root     spawns /proc/self/exe read-user …; its stdin is the tree's root folder
//! child, the user  reads below that folder, writes one document to stdout, ends
//! ```
//!
//! **Trust:** what the child says is the user's word about the user's own stores, as the
//! files themselves are.

use std::{
    ffi::{OsStr, OsString},
    io::Read as _,
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anchorwatch_home::{Actor, Tree};
use rustix::{
    process::{
        DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior,
        set_parent_process_death_signal, setrlimit,
    },
    thread::set_no_new_privs,
};

use crate::{Inaccessible, Reading, User, ask::answer::Answer, format};

/// The hidden sub-command that answers.
const SUBCOMMAND: &str = "read-user";

/// The largest answer that is read, in bytes: a hundred Python environments with 140
/// roots each have under 40 MB.
const MAX_ANSWER_BYTES: u64 = 256 << 20;

/// How long one user's part may take: a file system that hangs must not hang the audit.
const DEADLINE: Duration = Duration::from_secs(120);

/// Whom a user without a number is read as: the kernel's overflow user, who owns nothing.
pub const NOBODY: u32 = 65534;

/// The longest that a reading may compute, in seconds of one processor.
const MAX_PROCESSOR_SECONDS: u64 = 100;

/// The largest memory of a reading, in bytes: a database of 256 MiB is held twice.
const MAX_MEMORY_BYTES: u64 = 2 << 30;

/// The largest file that a change writes, in bytes.
const MAX_WRITTEN_BYTES: u64 = 512 << 20;

/// Gives up, in the reading process, what reading does not need: gaining rights through
/// a program, writing files, starting processes, working without end.
///
/// # Errors
/// The kernel refuses; then nothing has been read yet.
pub fn confine() -> std::io::Result<()> {
    confine_writer()?;
    Ok(limit(Resource::Fsize, 0)?)
}

/// The same for a process that changes files.
pub fn confine_writer() -> std::io::Result<()> {
    // The user's other processes may not look into this one: it holds the tree's root
    // folder, which may lie where the user may not look.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    set_no_new_privs(true)?;
    // Nobody waits for what it does any more, and the next run would not know of it.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    limit(Resource::Fsize, MAX_WRITTEN_BYTES)?;
    limit(Resource::Nproc, 0)?;
    limit(Resource::Cpu, MAX_PROCESSOR_SECONDS)?;
    limit(Resource::As, MAX_MEMORY_BYTES)?;
    limit(Resource::Core, 0)?;
    Ok(())
}

fn limit(resource: Resource, most: u64) -> rustix::io::Result<()> {
    let limit = Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(resource, limit)
}

/// Asks a process with the user's rights. Where that fails, the answer says so.
pub(crate) fn read(tree: &Tree, user: &User) -> Reading {
    read_with_their_rights(tree, user).unwrap_or_else(|why| Reading {
        closed: vec![Inaccessible {
            place: tree.shown(&user.home),
            uid: user.uid,
            is_denied: false,
            why: format!("the reading with the rights of {} failed: {why}", user.name),
        }],
        ..Reading::default()
    })
}

/// The same for what programs of the user said when they were asked.
pub(crate) fn read_answers(
    tree: &Tree,
    user: &User,
    place: &std::path::Path,
    answers: &[Answer],
) -> Reading {
    let mut further = vec![joined("--place=", place.as_os_str())];
    let encoded = answers.iter().map(Answer::encode);
    further.extend(encoded.map(|answer| joined("--answer=", answer.as_ref())));
    asked(tree, user, &further).unwrap_or_else(|why| Reading {
        closed: vec![Inaccessible {
            place: place.to_owned(),
            uid: user.uid,
            is_denied: false,
            why: format!("the reading with the rights of {} failed: {why}", user.name),
        }],
        ..Reading::default()
    })
}

fn read_with_their_rights(tree: &Tree, user: &User) -> Result<Reading, String> {
    asked(tree, user, &[])
}

fn asked(tree: &Tree, user: &User, further: &[OsString]) -> Result<Reading, String> {
    let actor = Actor {
        uid: user.uid.unwrap_or(NOBODY),
        gid: user.gid.unwrap_or(NOBODY),
    };
    // Joined, so that a name that looks like an option is none.
    let mut arguments = vec![
        joined("--name=", user.name.as_ref()),
        joined("--home=", user.home.as_os_str()),
    ];
    arguments.extend_from_slice(further);
    let answer = ask(tree, actor, SUBCOMMAND, &arguments)?;
    format::parse(&answer).map_err(|error| error.to_string())
}

/// Runs this program with a user's rights, and returns what it writes to stdout.
pub fn ask(
    tree: &Tree,
    actor: Actor,
    subcommand: &str,
    arguments: &[OsString],
) -> Result<Vec<u8>, String> {
    let mut child = spawn(tree, actor, subcommand, arguments).map_err(|error| error.to_string())?;
    let answer = answer_in_time(&mut child);
    if answer.is_err() {
        // It may have ended by itself in between; then there is nothing to kill.
        drop(child.kill());
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    let answer = answer?;
    if !status.success() {
        return Err(format!("its process ended with {status}"));
    }
    Ok(answer)
}

fn spawn(
    tree: &Tree,
    actor: Actor,
    subcommand: &str,
    arguments: &[OsString],
) -> std::io::Result<Child> {
    let root = tree.root_folder().map_err(std::io::Error::other)?;
    Command::new("/proc/self/exe")
        .arg(subcommand)
        .args(arguments)
        .arg(joined("--shown=", tree.shown("/".as_ref()).as_os_str()))
        .env_clear()
        // As root, std drops all further groups when it sets the user.
        .gid(actor.gid)
        .uid(actor.uid)
        .stdin(Stdio::from(root))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// An option and its value as one argument, so that a value is never taken for an option.
#[must_use]
pub fn joined(option: &str, value: &OsStr) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(value);
    argument
}

fn answer_in_time(child: &mut Child) -> Result<Vec<u8>, String> {
    let stdout = child.stdout.take().ok_or("its answer cannot be read")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = stdout
            .take(MAX_ANSWER_BYTES + 1)
            .read_to_end(&mut answer)
            .map(|_| answer);
        // Whoever asked may have given up.
        drop(sender.send(read));
    });
    let answer = receiver
        .recv_timeout(DEADLINE)
        .map_err(|_| format!("no answer within {} seconds", DEADLINE.as_secs()))?
        .map_err(|error| error.to_string())?;
    if answer.len() as u64 > MAX_ANSWER_BYTES {
        return Err(format!("its answer has more than {MAX_ANSWER_BYTES} bytes"));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests;
