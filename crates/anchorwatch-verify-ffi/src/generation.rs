//! The policies of one version of the signed lists, and the way to the next.

use std::sync::{Arc, RwLock, TryLockError};

use anchorwatch_identity::UnixSeconds;

use crate::{
    policies::{Inputs, Policies},
    signed_lists::{Held, SignedLists},
};

/// What is decided by at one time.
#[derive(Debug)]
pub(crate) struct Generation {
    pub(crate) policies: Policies,
    held: Held,
    /// When an entry comes into force or goes out of it by the clock alone.
    until: Option<UnixSeconds>,
}

/// The newest generation.
#[derive(Debug)]
pub(crate) struct Generations {
    signed_lists: SignedLists,
    first: Arc<Generation>,
    newest: RwLock<Arc<Generation>>,
}

impl Generation {
    fn of(inputs: Inputs, held: Held, now: UnixSeconds) -> Self {
        let lists = held.lists.as_deref();
        Self {
            policies: Policies::new(inputs.following(lists, now)),
            until: lists.and_then(|it| it.next_change(now)),
            held,
        }
    }

    fn next(&self, held: Held, now: UnixSeconds) -> Self {
        let lists = held.lists.as_deref();
        Self {
            policies: self.policies.following(lists, now),
            until: lists.and_then(|it| it.next_change(now)),
            held,
        }
    }

    fn is_over(&self, now: UnixSeconds) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    fn is_older_than(&self, other: &Self) -> bool {
        match (&self.held.lists, &other.held.lists) {
            (Some(this), Some(other)) => this.is_older_than(other),
            _ => false,
        }
    }
}

impl Generations {
    pub(crate) fn new(
        inputs: Inputs,
        signed_lists: SignedLists,
        held: Held,
        now: UnixSeconds,
    ) -> Self {
        let first = Arc::new(Generation::of(inputs, held, now));
        Self {
            signed_lists,
            newest: RwLock::new(Arc::clone(&first)),
            first,
        }
    }

    /// The generation for a connection at this time. Looks at one file's metadata, and reads the file
    /// only if it changed.
    pub(crate) fn at(&self, now: UnixSeconds) -> Arc<Generation> {
        let newest = self.newest();
        let held = self.signed_lists.changed_since(&newest.held);
        if held.is_none() && !newest.is_over(now) {
            return newest;
        }
        let held = held.unwrap_or_else(|| newest.held.clone());
        let next = Arc::new(newest.next(held, now));
        self.keep(&next);
        next
    }

    /// Never waits: after a fork, the thread that holds the lock may not exist. Then the first
    /// generation is taken, and what is newer is read again for each connection.
    fn newest(&self) -> Arc<Generation> {
        for _ in 0..TRIES {
            match self.newest.try_read() {
                Ok(newest) => return Arc::clone(&newest),
                Err(TryLockError::Poisoned(newest)) => return Arc::clone(&newest.into_inner()),
                Err(TryLockError::WouldBlock) => std::thread::yield_now(),
            }
        }
        Arc::clone(&self.first)
    }

    /// Two threads may have read different files: the older one does not stay.
    fn keep(&self, next: &Arc<Generation>) {
        let mut newest = match self.newest.try_write() {
            Ok(newest) => newest,
            Err(TryLockError::Poisoned(newest)) => newest.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if !next.is_older_than(&newest) {
            *newest = Arc::clone(next);
        }
    }
}

/// The lock is held while a pointer is copied.
const TRIES: u32 = 100;

#[cfg(test)]
mod tests;
