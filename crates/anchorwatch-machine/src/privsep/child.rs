//! The process with the user's rights: reads the request, and gives up what it does not
//! need.

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

/// The most time that a worker may compute, in seconds of one processor.
const MAX_PROCESSOR_SECONDS: u64 = 100;

/// The most memory of a worker, in bytes: a database of 256 MiB is held twice.
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

/// Gives up, in a process that only reads, what reading does not need: gaining rights
/// through a program, writing files, starting processes, unlimited computing time.
///
/// # Errors
/// The kernel refuses; nothing has been read yet.
pub fn confine() -> std::io::Result<()> {
    confine_writer()?;
    Ok(limit(Resource::Fsize, 0)?)
}

/// The same for a process that changes files.
///
/// # Errors
/// The kernel refuses; nothing has been changed yet.
pub fn confine_writer() -> std::io::Result<()> {
    confine_to(MAX_WRITTEN_BYTES)
}

/// The same for a process that reads and writes only the files that it already has open,
/// and opens nothing else: no file, no socket, no terminal.
///
/// # Errors
/// The kernel refuses; nothing has been read yet.
pub fn confine_to_open_files(max_written_bytes: u64) -> std::io::Result<()> {
    confine_to(max_written_bytes)?;
    Ok(limit(Resource::Nofile, 0)?)
}

fn confine_to(max_written_bytes: u64) -> std::io::Result<()> {
    // The user's other processes must not inspect this one: it holds the tree's root
    // folder, which may be in a place that the user cannot read.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    set_no_new_privs(true)?;
    // With the caller's terminal it could type into root's shell (TIOCSTI).
    setsid()?;
    // Without the parent no one waits for it, and the next run would not know what it did.
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
