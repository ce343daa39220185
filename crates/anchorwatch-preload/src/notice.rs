//! What is said on stderr, each in one line.

#![expect(
    unsafe_code,
    reason = "the C library is asked for a variable and writes the line"
)]

use std::{
    error::Error as _,
    sync::atomic::{AtomicBool, Ordering},
};

use anchorwatch_verify_ffi::{Error, Objection};

/// A refusal, if the program's user asked to be told.
pub(crate) fn told(objection: &Objection) {
    if is_verbose() {
        line(&objection.sentence());
    }
}

/// An OpenSSL that cannot be judged, if the program's user asked to be told; once.
pub(crate) fn left_alone() {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if is_verbose() && !IS_SAID.swap(true, Ordering::Relaxed) {
        line("a verification outside of OpenSSL 3's connections is left alone");
    }
}

/// That nothing is accepted, and why. Said to everyone, since nothing else would; once.
pub(crate) fn closed(error: &Error) {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if IS_SAID.swap(true, Ordering::Relaxed) {
        return;
    }
    let mut text = format!("no connection is accepted: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    line(&text);
}

/// That a connection is refused because there is no memory to look at it; once. Little of
/// the caller's stack is used.
pub(crate) fn no_stack() {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if !IS_SAID.swap(true, Ordering::Relaxed) {
        written(b"anchorwatch: no connection is accepted: there is no memory for a stack\n");
    }
}

fn is_verbose() -> bool {
    // SAFETY: only a number is asked for.
    let has_more_rights = unsafe { libc::getauxval(libc::AT_SECURE) } != 0;
    let value = std::env::var_os("ANCHORWATCH_VERBOSE");
    !has_more_rights && value.is_some_and(|value| !value.is_empty() && value != "0")
}

fn line(text: &str) {
    written(format!("anchorwatch: {text}\n").as_bytes());
}

fn written(line: &[u8]) {
    // SAFETY: as many bytes as there are. Where nobody reads stderr, nothing is lost.
    unsafe { libc::write(libc::STDERR_FILENO, line.as_ptr().cast(), line.len()) };
}
