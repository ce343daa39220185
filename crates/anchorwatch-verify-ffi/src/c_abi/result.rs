use std::{
    ffi::{CString, c_char},
    ptr,
};

use anchorwatch_policy::ReferenceName;
use anchorwatch_verify as verify;

use super::{c_text, guarded};
use crate::sentence;

/// An answer of anchorwatch_verify. Only read after it was made: any number of threads may
/// use one at a time.
#[derive(Debug)]
pub struct VerifyResult {
    decision: Decision,
    reason: CString,
    sentence: CString,
    attribution: Option<CString>,
    known_id: Option<CString>,
}

/// Whether a chain may vouch for a name. Anything but ANCHORWATCH_DECISION_TRUSTED is a no.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// There is no answer: the result is null.
    None = 0,
    /// It may.
    Trusted = 1,
    /// It may not.
    Refused = 2,
    /// The question has no answer: there is no certificate, or no root could have spoken.
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

/// Whether the chain may vouch for the name; ANCHORWATCH_DECISION_NONE for null.
///
/// # Safety
/// `result` is null or came from anchorwatch_verify and is not freed meanwhile. The same
/// holds for every function of a result.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_decision(result: *const VerifyResult) -> Decision {
    // SAFETY: the caller's promise.
    unsafe { result.as_ref() }.map_or(Decision::None, |result| result.decision)
}

/// The stable code of why, such as "local_anchor_for_public_name"; for a trusted chain the
/// right by which its root speaks, such as "public_program". Null only for null.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_reason(result: *const VerifyResult) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { text(result, |result| Some(&result.reason)) }
}

/// The answer as one English sentence, UTF-8, safe to print. Null only for null.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_sentence(result: *const VerifyResult) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { text(result, |result| Some(&result.sentence)) }
}

/// The subject of the root that signed a refused chain, as far as that can be told, RFC
/// 4514, safe to print; else null.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_attribution(
    result: *const VerifyResult,
) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { text(result, |result| result.attribution.as_ref()) }
}

/// The identifier of that root in the registry of known roots, such as "kz-qaznet-2016", if
/// it is there; else null.
///
/// # Safety
/// As for anchorwatch_result_decision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_known_id(result: *const VerifyResult) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { text(result, |result| result.known_id.as_ref()) }
}

/// Frees a result, and with it its strings. Null is allowed. It is freed once.
///
/// # Safety
/// `result` is null or came from anchorwatch_verify, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_result_free(result: *mut VerifyResult) {
    if !result.is_null() {
        // SAFETY: it was made by `Box::into_raw`, and the caller gives it back once.
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
    // SAFETY: the caller's promise.
    let chosen = unsafe { result.as_ref() }.and_then(choose);
    chosen.map_or(ptr::null(), |text| text.as_ptr())
}
