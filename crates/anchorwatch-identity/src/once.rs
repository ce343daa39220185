//! A value that is made when it is first needed.

use std::sync::OnceLock;

/// The value, made if it is not there. Of two threads that both make it the first one's
/// stays.
///
/// Nobody waits while it is made, as they would in [`OnceLock::get_or_init`]: in the child of
/// a process with threads, whoever was at it may not be there.
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
    fn whoever_is_first_stays_and_nobody_waits() {
        let cell = OnceLock::new();
        // Another makes it while we are at it.
        let value = once(&cell, || {
            assert_eq!(*once(&cell, || 1), 1);
            2
        });
        assert_eq!(*value, 1);
        assert_eq!(*once(&cell, || 3), 1);
    }
}
