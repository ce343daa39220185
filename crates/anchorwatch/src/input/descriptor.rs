//! Files inherited from the shell: standard input, and the pipes of `<(…)`.
//!
//! Their names are `-`, `/dev/stdin` or `/dev/fd/63`. They are not reachable by path: the name
//! is a link that only the kernel can follow. A FIFO in a folder is not one of these and is not
//! waited for.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anchorwatch_home::Error;

use crate::problem::{Hint, Hinted, Problem};

/// The most links followed; Linux follows 40 (path_resolution(7)).
const MAX_LINK_COUNT: usize = 40;

/// Reads the file if the path names an inherited descriptor.
pub(super) fn read(path: &Path, max_bytes: u64) -> Option<anyhow::Result<Vec<u8>>> {
    if path == Path::new("-") {
        return Some(bounded(io::stdin().lock(), path, max_bytes));
    }
    let number = number(path)?;
    if number == 0 {
        return Some(bounded(io::stdin().lock(), path, max_bytes));
    }
    // Reopened by number; for a pipe from the shell, this reads from the same stream.
    let opened = File::open(format!("/proc/self/fd/{number}"));
    Some(match opened {
        Ok(file) => bounded(file, path, max_bytes),
        Err(error) => Err(failed(path, error)),
    })
}

fn bounded(from: impl Read, path: &Path, max_bytes: u64) -> anyhow::Result<Vec<u8>> {
    let mut content = Vec::new();
    from.take(max_bytes.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| failed(path, error))?;
    if content.len() as u64 > max_bytes {
        let path = shown(path);
        return Err(Error::TooLarge {
            path,
            max: max_bytes,
        }
        .into());
    }
    Ok(content)
}

fn failed(path: &Path, error: io::Error) -> anyhow::Error {
    let what = if path == Path::new("-") {
        Problem::CannotReadStdin
    } else {
        let path = path.to_owned();
        Problem::CannotRead { path }
    };
    Hinted::new(&what, &Hint::GiveThroughPipe)
        .because(error)
        .into()
}

fn shown(path: &Path) -> PathBuf {
    if path == Path::new("-") {
        "standard input".into()
    } else {
        path.to_owned()
    }
}

/// The descriptor number that the path refers to, following links.
fn number(path: &Path) -> Option<u32> {
    let mut path = std::path::absolute(path).ok()?;
    let own = Path::new("/proc/self/fd").canonicalize().ok()?;
    for _ in 0..MAX_LINK_COUNT {
        let folder = path.parent()?.canonicalize().ok()?;
        let name = path.file_name()?;
        if folder == own || folder.ends_with("fd") && is_same_folder(&folder, &own) {
            return digits(name);
        }
        let target = folder.join(name).read_link().ok()?;
        path = folder.join(target);
    }
    None
}

/// `/proc/PID/task/TID/fd` is an alias of `/proc/PID/fd`; `thread-self` leads to it.
fn is_same_folder(folder: &Path, own: &Path) -> bool {
    let process = own.parent();
    process.is_some_and(|process| folder.starts_with(process.join("task")))
}

fn digits(name: &OsStr) -> Option<u32> {
    let name = name.to_str()?;
    let is_plain = name.bytes().all(|byte| byte.is_ascii_digit());
    name.parse().ok().filter(|_| is_plain)
}
