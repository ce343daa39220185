//! The lines that are written to stderr. Each is short and quotes none of the owner's files: its
//! reader may have fewer rights than the program.

use std::sync::{
    OnceLock,
    atomic::{AtomicBool, Ordering},
};

use anchorwatch_verify_ffi::Refusal;

use crate::stderr;

static IS_VERBOSE: OnceLock<bool> = OnceLock::new();

/// Finds out whether the user wants messages, and where stderr goes.
pub(crate) fn init() {
    stderr::remember();
    IS_VERBOSE.get_or_init(is_requested);
}

/// Reports a refusal, if the user wants messages.
pub(crate) fn refused(refusal: &Refusal) {
    line(&refusal.sentence());
}

/// Reports once, if the user wants messages, that a verification by OpenSSL cannot be checked.
pub(crate) fn left_alone() {
    static IS_REPORTED: AtomicBool = AtomicBool::new(false);
    if is_verbose() && is_first(&IS_REPORTED) {
        line("a verification by another version of OpenSSL than 3 is not checked");
    }
}

/// Reports once that a connection is refused because it is unknown which OpenSSL it belongs to.
pub(crate) fn unknown_copy() {
    static IS_REPORTED: AtomicBool = AtomicBool::new(false);
    if is_first(&IS_REPORTED) {
        line(
            "a connection is refused: this program has several copies of OpenSSL, and it is \
             unknown which of them the connection belongs to",
        );
    }
}

/// Reports once, always, why nothing is accepted: nothing else would say so.
pub(crate) fn nothing_accepted(why: &str) {
    static IS_REPORTED: AtomicBool = AtomicBool::new(false);
    if is_first(&IS_REPORTED) {
        line(&format!("no connection is accepted: {why}"));
    }
}

/// Reports once that a connection is refused because there is no memory to check it. Uses little
/// of the caller's stack.
pub(crate) fn no_stack() {
    static IS_REPORTED: AtomicBool = AtomicBool::new(false);
    if is_first(&IS_REPORTED) {
        stderr::write(b"anchorwatch: no connection is accepted: there is no memory for a stack\n");
    }
}

fn is_first(is_reported: &AtomicBool) -> bool {
    !is_reported.swap(true, Ordering::Relaxed)
}

/// Returns whether the user wants messages.
pub(crate) fn is_verbose() -> bool {
    *IS_VERBOSE.get_or_init(is_requested)
}

fn is_requested() -> bool {
    let value = std::env::var_os("ANCHORWATCH_VERBOSE");
    !stderr::has_elevated_rights() && value.is_some_and(|value| !value.is_empty() && value != "0")
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
