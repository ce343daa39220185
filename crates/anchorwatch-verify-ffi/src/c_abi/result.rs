use std::{
    ffi::{CString, c_char},
    ptr,
};

use anchorwatch_policy::ReferenceName;
use anchorwatch_verify as verify;

use super::{c_text, guarded};
use crate::sentence;

/// A result of anchorwatch_verify. It never changes, so any number of threads may use one at
/// the same time.
#[derive(Debug)]
pub struct VerifyResult {
    decision: Decision,
    reason: CString,
    sentence: CString,
    attribution: Option<CString>,
    known_id: Option<CString>,
}

/// The decision about a chain. Use the chain only for ANCHORWATCH_DECISION_TRUSTED.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// No decision was made: the result is null.
    None = 0,
    /// The chain is trusted for the name.
    Trusted = 1,
    /// The chain is refused for the name.
    Refused = 2,
    /// No decision is possible: there is no certificate, or no root that could vouch for the
    /// name.
    Inconclusive = 3,
}

impl VerifyResult {
    pub(super) fn of(decision: &verify::Decision, name: &ReferenceName) -> Self {
        let (kind, reason, attribution) = match decision {
            verify::Decision::Trusted(verified) => {
                (Decision::Trusted, verified.anchor().via.code(), None)
            }
            verify::Decision::Refused(refusal) => (
                Decision::Refused,
                refusal.reason.code(),
                refusal.attribution.as_ref(),
            ),
            verify::Decision::Inconclusive(why) => (Decision::Inconclusive, why.code(), None),
        };
        let known = attribution.and_then(|attribution| attribution.known);
        Self {
            decision: kind,
            reason: c_text(reason),
            sentence: c_text(&sentence::of(decision, Some(name))),
            attribution: attribution.map(|attribution| c_text(&attribution.subject)),
            known_id: known.map(|known| c_text(known.id)),
        }
    }
}

/// Returns the decision; ANCHORWATCH_DECISION_NONE for null.
///
/// # Safety
/// `result` is null or came from anchorwatch_verify, and is not freed during the call. The
/// same holds for every function of a result.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_decision(result: *const VerifyResult) -> Decision {
    // SAFETY: guaranteed by the caller.
    unsafe { result.as_ref() }.map_or(Decision::None, |result| result.decision)
}

/// Returns the stable code of the reason, such as "local_anchor_for_public_name". For a trusted
/// chain it is the reason why its root is accepted, such as "public_program". Null only if
/// `result` is null.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_reason(result: *const VerifyResult) -> *const c_char {
    // SAFETY: guaranteed by the caller.
    unsafe { text(result, |result| Some(&result.reason)) }
}

/// Returns the result as one English sentence, UTF-8, safe to print. Null only if `result` is
/// null.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_sentence(result: *const VerifyResult) -> *const c_char {
    // SAFETY: guaranteed by the caller.
    unsafe { text(result, |result| Some(&result.sentence)) }
}

/// Returns the subject of the root that signed a refused chain, as an RFC 4514 string that is
/// safe to print. Null if that root cannot be determined.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_attribution(
    result: *const VerifyResult,
) -> *const c_char {
    // SAFETY: guaranteed by the caller.
    unsafe { text(result, |result| result.attribution.as_ref()) }
}

/// Returns the identifier of that root in the registry of known roots, such as
/// "kz-qaznet-2016". Null if it is not in the registry.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_known_id(result: *const VerifyResult) -> *const c_char {
    // SAFETY: guaranteed by the caller.
    unsafe { text(result, |result| result.known_id.as_ref()) }
}

/// Frees a result and its strings. Null is allowed. A result is freed at most once.
///
/// # Safety
/// `result` is null or came from anchorwatch_verify, and is no longer used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_free(result: *mut VerifyResult) {
    if !result.is_null() {
        // SAFETY: it was made by `Box::into_raw`, and the caller returns it only once.
        let owned = unsafe { Box::from_raw(result) };
        guarded((), || drop(owned));
    }
}

/// # Safety
/// As for anchorwatch_result_decision.
unsafe fn text(
    result: *const VerifyResult,
    choose: impl FnOnce(&VerifyResult) -> Option<&CString>,
) -> *const c_char {
    // SAFETY: guaranteed by the caller.
    let chosen = unsafe { result.as_ref() }.and_then(choose);
    chosen.map_or(ptr::null(), |text| text.as_ptr())
}
