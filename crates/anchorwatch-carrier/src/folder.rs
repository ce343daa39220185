//! Files of a folder, such as a USB stick, and bundles.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Read as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use rustix::fs::OFlags;

use crate::CarrierProblem;

/// Reads a regular file of at most so many octets; `None` if there is none.
///
/// A pipe or a device would never end; a link on a stick may name any file of the reader's.
pub(crate) fn read(path: &Path, shown: &str, max: u64) -> Result<Option<Vec<u8>>, CarrierProblem> {
    let unreadable = || CarrierProblem::Unreadable {
        file: shown.to_owned(),
    };
    let file = match open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(unreadable()),
    };
    let is_file = file.metadata().is_ok_and(|it| it.is_file());
    if !is_file {
        return Err(unreadable());
    }
    let mut octets = Vec::new();
    let read = file.take(max.saturating_add(1)).read_to_end(&mut octets);
    read.map_err(|_| unreadable())?;
    if octets.len() as u64 > max {
        let file = shown.to_owned();
        return Err(CarrierProblem::TooLarge { file, max });
    }
    Ok(Some(octets))
}

fn open(path: &Path) -> std::io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}
