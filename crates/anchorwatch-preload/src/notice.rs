//! What is said on stderr, each in one short line that quotes no file of the owner's: who
//! reads it may have fewer rights than the program.

use std::sync::{
    OnceLock,
    atomic::{AtomicBool, Ordering},
};

use anchorwatch_verify_ffi::Objection;

use crate::stderr;

static IS_VERBOSE: OnceLock<bool> = OnceLock::new();

/// Finds out whether the program's user asks to be told, and where.
pub(crate) fn listen() {
    stderr::remember();
    IS_VERBOSE.get_or_init(is_asked);
}

/// A refusal, where the program's user asked to be told.
pub(crate) fn told(objection: &Objection) {
    line(&objection.sentence());
}

/// An OpenSSL that cannot be judged, if the program's user asked to be told; once.
pub(crate) fn left_alone() {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if is_verbose() && is_first(&IS_SAID) {
        line("a verification outside of OpenSSL 3's connections is left alone");
    }
}

/// That a connection is refused because it cannot be told which OpenSSL it belongs to; once.
pub(crate) fn unknown() {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if is_first(&IS_SAID) {
        line(
            "a connection is refused: this program has several copies of OpenSSL, and it cannot \
             be told to which of them the connection belongs",
        );
    }
}

/// That nothing is accepted, and why. Said to everyone, since nothing else would; once.
pub(crate) fn closed(why: &str) {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if is_first(&IS_SAID) {
        line(&format!("no connection is accepted: {why}"));
    }
}

/// That a connection is refused because there is no memory to look at it; once. Little of
/// the caller's stack is used.
pub(crate) fn no_stack() {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if is_first(&IS_SAID) {
        stderr::write(b"anchorwatch: no connection is accepted: there is no memory for a stack\n");
    }
}

fn is_first(is_said: &AtomicBool) -> bool {
    !is_said.swap(true, Ordering::Relaxed)
}

/// Whether the program's user asked to be told.
pub(crate) fn is_verbose() -> bool {
    *IS_VERBOSE.get_or_init(is_asked)
}

fn is_asked() -> bool {
    let value = std::env::var_os("ANCHORWATCH_VERBOSE");
    !stderr::has_more_rights() && value.is_some_and(|value| !value.is_empty() && value != "0")
}

fn line(text: &str) {
    let mut line = format!("anchorwatch: {text}");
    if line.len() >= stderr::MAX_BYTES {
        let end = line.floor_char_boundary(stderr::MAX_BYTES - 1);
        line.truncate(end);
    }
    line.push('\n');
    stderr::write(line.as_bytes());
}
