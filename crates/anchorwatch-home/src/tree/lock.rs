//! Whether a program has locked a file.

use std::path::Path;

use rustix::{
    fs::{Mode, OFlags},
    process::{Flock, FlockType, fcntl_getlk},
};

use super::Tree;
use crate::Error;

impl Tree {
    /// Returns whether some process holds a record lock on a file (fcntl(2)), as browsers do on a
    /// file of the profile that they use. A file that does not exist is not locked.
    ///
    /// **Not checked:** a process on another machine, or behind another kernel.
    ///
    /// # Errors
    /// [`Error::Io`] if the file cannot be opened.
    pub fn is_locked(&self, path: &Path) -> Result<bool, Error> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = match self.open_below(path, flags, Mode::empty(), "read") {
            Ok(file) => file,
            Err(error) if error.is_not_found() => return Ok(false),
            Err(error) => return Err(error),
        };
        let wanted = Flock::from(FlockType::WriteLock);
        let held =
            fcntl_getlk(&file, &wanted).map_err(Error::io("look at", self.display_path(path)))?;
        Ok(held.is_some())
    }
}
