//! The C ABI, `include/anchorwatch.h`.
//!
//! The functions here check their arguments for null, copy their input and call safe code. None
//! of them lets a panic out: an internal fault is reported as [`Status::Internal`](Status), with
//! no decision. A caller that creates a value with a `_new` or `_verify` function frees it with
//! the matching `_free` function. Strings that are read from a value belong to it.

#![expect(
    unsafe_code,
    reason = "a C program passes pointers and looks functions up by name"
)]

mod callback;
mod result;
mod verifier;

pub use callback::anchorwatch_openssl_verify_callback;
pub use result::{
    Decision, VerifyResult, anchorwatch_result_attribution, anchorwatch_result_decision,
    anchorwatch_result_free, anchorwatch_result_known_id, anchorwatch_result_reason,
    anchorwatch_result_sentence,
};
pub use verifier::{
    Certificate, NOW, Status, VerifierHandle, anchorwatch_text_free, anchorwatch_verifier_free,
    anchorwatch_verifier_new, anchorwatch_verify, anchorwatch_version,
};

use std::ffi::CString;

use crate::{sentence::printable, stack::Stack};

/// Runs `act` on a stack of its own and returns its result, or `fallback` if it panics, because
/// no panic may reach a C program, or if there is no memory. The result must be small.
fn guarded<T>(fallback: T, act: impl FnOnce() -> T) -> T {
    let stack = Stack::new();
    let done = stack.and_then(|mut stack| stack.run(act));
    done.unwrap_or(fallback)
}

/// Converts a text to a C string. Unprintable characters, NUL among them, are replaced.
fn c_text(text: &str) -> CString {
    CString::new(printable(text)).unwrap_or_default()
}
