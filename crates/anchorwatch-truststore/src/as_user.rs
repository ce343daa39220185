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

use anchorwatch_home::Tree;
use rustix::{
    process::{Resource, Rlimit, setrlimit},
    thread::set_no_new_privs,
};

use crate::{Closed, Reading, User, format};

/// The hidden sub-command that answers.
const SUBCOMMAND: &str = "read-user";

/// The largest answer that is read, in bytes: a hundred Python environments with 140
/// roots each have under 40 MB.
const MAX_ANSWER_BYTES: u64 = 256 << 20;

/// How long one user's part may take: a file system that hangs must not hang the audit.
const DEADLINE: Duration = Duration::from_secs(120);

/// Whom a user without a number is read as: the kernel's overflow user, who owns nothing.
const NOBODY: u32 = 65534;

/// The longest that a reading may compute, in seconds of one processor.
const MAX_PROCESSOR_SECONDS: u64 = 100;

/// The largest memory of a reading, in bytes: a database of 256 MiB is held twice.
const MAX_MEMORY_BYTES: u64 = 2 << 30;

/// Gives up, in the reading process, what reading does not need: gaining rights through
/// a program, writing files, starting processes, working without end.
///
/// # Errors
/// The kernel refuses; then nothing has been read yet.
pub fn confine() -> std::io::Result<()> {
    let limit = |resource, most| {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)
    };
    set_no_new_privs(true)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nproc, 0)?;
    limit(Resource::Cpu, MAX_PROCESSOR_SECONDS)?;
    limit(Resource::As, MAX_MEMORY_BYTES)?;
    limit(Resource::Core, 0)?;
    Ok(())
}

/// Asks a process with the user's rights. Where that fails, the answer says so.
pub(crate) fn read(tree: &Tree, user: &User) -> Reading {
    ask(tree, user).unwrap_or_else(|why| Reading {
        closed: vec![Closed {
            place: tree.shown(&user.home),
            uid: user.uid,
            is_denied: false,
            why: format!("the reading with the rights of {} failed: {why}", user.name),
        }],
        ..Reading::default()
    })
}

fn ask(tree: &Tree, user: &User) -> Result<Reading, String> {
    let mut child = spawn(tree, user).map_err(|error| error.to_string())?;
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
    format::parse(&answer).map_err(|error| error.to_string())
}

fn spawn(tree: &Tree, user: &User) -> std::io::Result<Child> {
    let root = tree.root_folder().map_err(std::io::Error::other)?;
    Command::new("/proc/self/exe")
        .arg(SUBCOMMAND)
        // Joined, so that a name that looks like an option is none.
        .arg(joined("--name=", user.name.as_ref()))
        .arg(joined("--home=", user.home.as_os_str()))
        .arg(joined("--shown=", tree.shown("/".as_ref()).as_os_str()))
        .env_clear()
        // As root, std drops all further groups when it sets the user.
        .gid(user.gid.unwrap_or(NOBODY))
        .uid(user.uid.unwrap_or(NOBODY))
        .stdin(Stdio::from(root))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

fn joined(option: &str, value: &OsStr) -> OsString {
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
