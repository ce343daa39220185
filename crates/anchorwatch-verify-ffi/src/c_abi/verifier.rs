use std::{
    ffi::{CStr, CString, OsStr, c_char},
    os::unix::ffi::OsStrExt as _,
    path::Path,
    ptr,
};

use anchorwatch_home::Tree;
use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::ReferenceName;
use rustls_pki_types::CertificateDer;

use super::{VerifyResult, c_text, guarded};
use crate::{
    Error, LocalRoots, Verifier,
    loaded::{MAX_CERTIFICATES, bytes_of},
    now,
};

/// Everything that decisions are based on. Made by anchorwatch_verifier_new; it changes only when
/// new signed lists come. Any number of threads may use one at the same time. A program makes one and
/// keeps it.
#[derive(Debug)]
pub struct VerifierHandle {
    pub(super) verifier: Verifier,
}

/// One certificate, DER. The bytes belong to the caller and are copied.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Certificate {
    /// The first byte.
    pub data: *const u8,
    /// The number of bytes, 1 to 1048576.
    pub length: usize,
}

/// Whether the function could do its work.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It did; the output is set.
    Done = 0,
    /// A pointer that must not be null is null.
    NullArgument = 1,
    /// A string is not UTF-8, a certificate is empty or too long, or there are too many.
    BadArgument = 2,
    /// A file of the machine's owner exists but cannot be read or parsed, or others could have
    /// written it.
    Configuration = 3,
    /// An internal error of this library.
    Internal = 4,
}

/// The current time, for anchorwatch_verify.
pub const NOW: i64 = i64::MIN;

/// Returns the version of this library, such as "0.1.0". Never null; do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn anchorwatch_version() -> *const c_char {
    VERSION.as_ptr()
}

/// Makes a verifier from the decisions of this machine's owner: the public roots that ship with
/// this library or are named in /etc/anchorwatch/config.toml, the refused keys that ship with it
/// and those in /etc/anchorwatch/blocked.toml, and the consents in /etc/anchorwatch/consent.toml.
/// The signed lists in /etc/anchorwatch/signed-lists are followed too; newer ones apply to the next
/// decision.
///
/// `local_roots` is the path of a PEM file with the roots that someone added to this machine.
/// They are accepted for private names only. Null selects the system's bundle,
/// /etc/ssl/certs/ca-certificates.crt.
///
/// On ANCHORWATCH_STATUS_DONE, `*verifier` is the new verifier; free it with
/// anchorwatch_verifier_free. Otherwise `*verifier` is null. Then `*error`, if `error` is not
/// null, is the reason, or null if there is none; free it with anchorwatch_text_free.
///
/// # Safety
/// `local_roots` is null or a C string; `verifier` and `error` are null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_verifier_new(
    local_roots: *const c_char,
    verifier: *mut *mut VerifierHandle,
    error: *mut *mut c_char,
) -> Status {
    if !error.is_null() {
        // SAFETY: the caller guarantees that this is writable.
        unsafe { error.write(ptr::null_mut()) };
    }
    if verifier.is_null() {
        return Status::NullArgument;
    }
    // SAFETY: the caller guarantees that this is writable.
    unsafe { verifier.write(ptr::null_mut()) };
    let local = if local_roots.is_null() {
        LocalRoots::System
    } else {
        // SAFETY: the caller passed a C string.
        let path = unsafe { CStr::from_ptr(local_roots) };
        LocalRoots::File(Path::new(OsStr::from_bytes(path.to_bytes())).to_owned())
    };
    let made = guarded(None, || {
        let made = of_machine(&local);
        let made = made.map(|verifier| Box::new(VerifierHandle { verifier }));
        Some(made.map_err(|why| c_text(&why.line())))
    });
    match made {
        Some(Ok(made)) => {
            // SAFETY: the caller guarantees that this is writable.
            unsafe { verifier.write(Box::into_raw(made)) };
            Status::Done
        }
        Some(Err(why)) => {
            if !error.is_null() {
                // SAFETY: the caller guarantees that this is writable.
                unsafe { error.write(why.into_raw()) };
            }
            Status::Configuration
        }
        None => Status::Internal,
    }
}

/// Frees a verifier. Null is allowed. No call may still use it, and it is freed at most once.
///
/// # Safety
/// `verifier` is null or came from anchorwatch_verifier_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_verifier_free(verifier: *mut VerifierHandle) {
    if !verifier.is_null() {
        // SAFETY: it was made by `Box::into_raw`, and the caller returns it only once.
        let owned = unsafe { Box::from_raw(verifier) };
        guarded((), || drop(owned));
    }
}

/// Frees a string that this library made. Null is allowed.
///
/// # Safety
/// `text` is null or came from anchorwatch_verifier_new, and is freed at most once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_text_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: it was made by `CString::into_raw`, and the caller returns it only once.
        drop(unsafe { CString::from_raw(text) });
    }
}

/// Decides whether a chain is trusted for a name.
///
/// `chain` is what the server presented: its own certificate first, `count` certificates, at
/// most 1000; the order of the others does not matter. `name` is the name or address that the
/// program connects to, never one that a certificate or a resolver gave. `unix_seconds` is the
/// time, or ANCHORWATCH_NOW.
///
/// On ANCHORWATCH_STATUS_DONE, `*result` is the result; free it with anchorwatch_result_free.
/// Use the chain only if anchorwatch_result_decision returns ANCHORWATCH_DECISION_TRUSTED.
/// Otherwise `*result` is null, which no function here treats as trusted.
///
/// Not checked: revocation, Certificate Transparency, and that the server holds the key, which
/// the handshake proves.
///
/// # Safety
/// `verifier` came from anchorwatch_verifier_new and is not freed during the call; `chain`
/// points to `count` certificates whose bytes are readable; `name` is a C string; `result` is
/// writable. A null pointer returns ANCHORWATCH_STATUS_NULL_ARGUMENT; only `chain` may be null,
/// if `count` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_verify(
    verifier: *const VerifierHandle,
    chain: *const Certificate,
    count: usize,
    name: *const c_char,
    unix_seconds: i64,
    result: *mut *mut VerifyResult,
) -> Status {
    if result.is_null() {
        return Status::NullArgument;
    }
    // SAFETY: the caller guarantees that this is writable.
    unsafe { result.write(ptr::null_mut()) };
    if verifier.is_null() || name.is_null() || (chain.is_null() && count > 0) {
        return Status::NullArgument;
    }
    // SAFETY: none of them is null; the rest is guaranteed by the caller.
    let (verifier, name) = unsafe { (&(*verifier).verifier, CStr::from_ptr(name)) };
    // SAFETY: there are as many as the caller says.
    let copied = guarded(None, || unsafe { copied(chain, count) });
    let (Some(chain), Ok(name)) = (copied, name.to_str()) else {
        return Status::BadArgument;
    };
    let answer = guarded(None, || {
        let name = ReferenceName::parse(name);
        let at = match unix_seconds {
            NOW => now(),
            seconds => UnixSeconds::new(seconds),
        };
        let decision = verifier.decide(&chain, &name, at);
        Some(Box::new(VerifyResult::of(&decision, &name)))
    });
    let Some(answer) = answer else {
        return Status::Internal;
    };
    // SAFETY: the caller guarantees that this is writable.
    unsafe { result.write(Box::into_raw(answer)) };
    Status::Done
}

fn of_machine(local: &LocalRoots) -> Result<Verifier, Error> {
    let tree = Tree::open(Path::new("/")).map_err(Error::Owner)?;
    Verifier::of_machine(&tree, local)
}

/// Copies the bytes of every certificate; `None` if one of them has an impossible length.
///
/// # Safety
/// `chain` points to `count` certificates whose bytes are readable.
unsafe fn copied(chain: *const Certificate, count: usize) -> Option<Vec<CertificateDer<'static>>> {
    if count > MAX_CERTIFICATES {
        return None;
    }
    (0..count)
        .map(|index| {
            // SAFETY: the index is below the count.
            let certificate = unsafe { &*chain.add(index) };
            // SAFETY: guaranteed by the caller.
            let der = unsafe { bytes_of(certificate.data, certificate.length) };
            der.map(CertificateDer::from)
        })
        .collect()
}

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    };
