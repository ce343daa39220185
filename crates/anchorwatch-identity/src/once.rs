//! A value that is computed when it is first needed.

use std::sync::OnceLock;

/// The value, computed if it is missing. If two threads compute it, the first one's stays.
///
/// Unlike [`OnceLock::get_or_init`], no thread waits for another: after a fork, the thread that
/// was computing the value may not exist in the child.
pub(crate) fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    cell.get().unwrap_or_else(|| {
        let made = make();
        cell.get_or_init(|| made)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_stays_and_no_thread_waits() {
        let cell = OnceLock::new();
        // Another thread sets it during the computation.
        let value = once(&cell, || {
            assert_eq!(*once(&cell, || 1), 1);
            2
        });
        assert_eq!(*value, 1);
        assert_eq!(*once(&cell, || 3), 1);
    }
}
