//! The C ABI, `include/anchorwatch.h`.
//!
//! The functions here check their arguments for null, copy what they are handed and ask the
//! safe rest. None of them lets a panic out: a fault of ours is
//! [`Status::Internal`](Status), and no decision then. Whoever makes a value with a `_new` or
//! `_verify` frees it with the `_free` beside it; strings that are read from a value belong
//! to it.

#![expect(
    unsafe_code,
    reason = "a C program hands over pointers, and takes functions by their names"
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

/// What `act` gives, on a stack of our own, or `fallback` if it panics, which may not reach
/// a C program, or if there is no memory. What it gives is to be small.
fn guarded<T>(fallback: T, act: impl FnOnce() -> T) -> T {
    let stack = Stack::new();
    let done = stack.and_then(|mut stack| stack.run(act));
    done.unwrap_or(fallback)
}

/// A text as a C string; what is unprintable, a null character too, becomes a sign.
fn c_text(text: &str) -> CString {
    CString::new(printable(text)).unwrap_or_default()
}
