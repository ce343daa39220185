//! How many connections this process may have.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Files that are open beside connections.
const OTHERS: u64 = 64;

/// Raises this process's own limit of open files, so that so many connections fit. If one did not
/// fit, a target would look as if it could not be reached.
///
/// # Errors
/// The limit that cannot be raised.
pub(super) fn allow(connections: u64) -> Result<(), u64> {
    let mut limit = getrlimit(Resource::Nofile);
    let needed = connections + OTHERS;
    let Some(current) = limit.current.filter(|it| *it < needed) else {
        return Ok(());
    };
    let most = limit.maximum.unwrap_or(needed);
    limit.current = Some(needed);
    if most < needed || setrlimit(Resource::Nofile, limit).is_err() {
        return Err(current.max(most));
    }
    Ok(())
}
