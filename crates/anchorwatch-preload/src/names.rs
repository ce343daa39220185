//! The names that GnuTLS sessions requested, which GnuTLS reports only to servers.

use std::{
    sync::{Mutex, MutexGuard, TryLockError},
    thread,
};

/// The name of each live session, the latest last.
static NAMES: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());

/// In a program with more sessions at a time, the oldest name is forgotten: then only public
/// roots are accepted in that session.
const MAX_NAMES: usize = 4_096;

/// Remembers the name that a session requests; the last call counts.
pub(crate) fn remember(session: usize, name: String) {
    let Some(mut names) = names() else {
        return;
    };
    names.retain(|(other, _)| *other != session);
    if names.len() >= MAX_NAMES {
        names.remove(0);
    }
    names.push((session, name));
}

/// Forgets a session that has ended; another may get its address.
pub(crate) fn forget(session: usize) {
    if let Some(mut names) = names() {
        names.retain(|(other, _)| *other != session);
    }
}

/// Returns the name that a session requested, if any.
pub(crate) fn of(session: usize) -> Option<String> {
    let names = names()?;
    let found = names.iter().find(|(other, _)| *other == session);
    found.map(|(_, name)| name.clone())
}

/// Waits for the lock, but not forever: after a fork, another process may hold it. Then no name
/// is known.
fn names() -> Option<MutexGuard<'static, Vec<(usize, String)>>> {
    for _ in 0..MAX_TRIES {
        match NAMES.try_lock() {
            Ok(names) => return Some(names),
            Err(TryLockError::Poisoned(names)) => return Some(names.into_inner()),
            Err(TryLockError::WouldBlock) => thread::yield_now(),
        }
    }
    None
}

/// Each holder only searches a list. So many tries take a second or more.
const MAX_TRIES: u32 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    // One test, because the names belong to the process.
    #[test]
    fn a_session_keeps_its_last_name_until_it_ends_or_too_many_follow() {
        remember(1, "wiki.intranet".to_owned());
        remember(1, "www.example.kz".to_owned());
        remember(2, "other.example".to_owned());
        assert_eq!(of(1).as_deref(), Some("www.example.kz"));
        forget(1);
        assert_eq!(of(1), None);
        for session in 3..3 + MAX_NAMES {
            remember(session, String::new());
        }
        assert_eq!(of(2), None);
        assert!(of(3).is_some());
    }
}
