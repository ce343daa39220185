//! Files that this process was started with: standard input, and the pipes that a shell
//! makes for `<(…)`.
//!
//! They are named `-`, `/dev/stdin` or `/dev/fd/63`, and have no path that leads to them:
//! the name is a link that only the kernel can follow. A pipe that somebody put into a
//! folder is none of these, and is not waited for.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anchorwatch_home::Error;

use crate::problem::{Hint, Hinted, Problem};

/// How many links are followed to a name; Linux follows 40 (path_resolution(7)).
const MAX_LINK_COUNT: usize = 40;

/// Reads it, if the path names one of this process's own files.
pub(super) fn read(path: &Path, max_bytes: u64) -> Option<anyhow::Result<Vec<u8>>> {
    if path == Path::new("-") {
        return Some(bounded(io::stdin().lock(), path, max_bytes));
    }
    let number = number(path)?;
    if number == 0 {
        return Some(bounded(io::stdin().lock(), path, max_bytes));
    }
    // Opened anew: what a shell hands over is a pipe, which has one beginning for all.
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

/// The number of the descriptor that the path names, through whatever links.
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

/// `/proc/PID/task/TID/fd` is another name of `/proc/PID/fd`, which `thread-self` leads to.
fn is_same_folder(folder: &Path, own: &Path) -> bool {
    let process = own.parent();
    process.is_some_and(|process| folder.starts_with(process.join("task")))
}

fn digits(name: &OsStr) -> Option<u32> {
    let name = name.to_str()?;
    let is_plain = name.bytes().all(|byte| byte.is_ascii_digit());
    name.parse().ok().filter(|_| is_plain)
}
