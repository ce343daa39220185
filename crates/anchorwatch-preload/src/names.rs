//! The names that sessions of GnuTLS asked for, which GnuTLS tells only to servers.

use std::{
    sync::{Mutex, MutexGuard, TryLockError},
    thread,
};

/// Each living session's name, the latest last.
static NAMES: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());

/// A program with more sessions at a time forgets the oldest name: then only public roots
/// may speak in that session.
const MAX_NAMES: usize = 4_096;

/// Remembers what a session asks for; the last word counts.
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

/// A session is over; its address may become another's.
pub(crate) fn forget(session: usize) {
    if let Some(mut names) = names() {
        names.retain(|(other, _)| *other != session);
    }
}

/// What a session asked for, if anything.
pub(crate) fn of(session: usize) -> Option<String> {
    let names = names()?;
    let found = names.iter().find(|(other, _)| *other == session);
    found.map(|(_, name)| name.clone())
}

/// Not waited for without end: after a fork the lock may be another process's for ever.
/// Then no name is known.
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

/// Each holder only looks through a list; this is a second and more.
const MAX_TRIES: u32 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    // One test: the names are the process's.
    #[test]
    fn a_session_has_its_last_name_until_it_is_over_or_too_many_came_after_it() {
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
