//! The process with the user's rights: takes the request, and gives up what it does not need.

use std::{fs::File, io::Read as _};

use rustix::{
    process::{
        DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior,
        set_parent_process_death_signal, setrlimit, setsid,
    },
    thread::set_no_new_privs,
};
use serde::de::DeserializeOwned;

/// The largest request, in bytes: a change of the largest file, in base64.
const MAX_REQUEST_BYTES: u64 = 1 << 30;

/// The longest that a worker may compute, in seconds of one processor.
const MAX_PROCESSOR_SECONDS: u64 = 100;

/// The largest memory of a worker, in bytes: a database of 256 MiB is held twice.
const MAX_MEMORY_BYTES: u64 = 2 << 30;

/// The largest file that a change writes, in bytes.
const MAX_WRITTEN_BYTES: u64 = 512 << 20;

/// Reads the request from the inherited file.
///
/// # Errors
/// The file cannot be read, or is not such a request.
pub fn request<R: DeserializeOwned>(inherited: File) -> std::io::Result<R> {
    let mut text = Vec::new();
    inherited.take(MAX_REQUEST_BYTES).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

/// Gives up, in a process that only reads, what reading does not need: gaining rights through
/// a program, writing files, starting processes, working without end.
///
/// # Errors
/// The kernel refuses; then nothing has been read yet.
pub fn confine() -> std::io::Result<()> {
    confine_writer()?;
    Ok(limit(Resource::Fsize, 0)?)
}

/// The same for a process that changes files.
///
/// # Errors
/// The kernel refuses; then nothing has been changed yet.
pub fn confine_writer() -> std::io::Result<()> {
    confine_to(MAX_WRITTEN_BYTES)
}

/// The same for a process that reads and writes the files that it has open, and opens no other:
/// no file, no socket, no terminal.
///
/// # Errors
/// The kernel refuses; then nothing has been read yet.
pub fn confine_to_open_files(max_written_bytes: u64) -> std::io::Result<()> {
    confine_to(max_written_bytes)?;
    Ok(limit(Resource::Nofile, 0)?)
}

fn confine_to(max_written_bytes: u64) -> std::io::Result<()> {
    // The user's other processes may not look into this one: it holds the tree's root
    // folder, which may lie where the user may not look.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    set_no_new_privs(true)?;
    // With the terminal of whoever asked it could type there (TIOCSTI), into root's shell.
    setsid()?;
    // Without the parent nobody waits for what it does, and the next run would not know of it.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    limit(Resource::Fsize, max_written_bytes)?;
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

#[cfg(test)]
mod tests;
