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

/// What decisions rest on. Made by anchorwatch_verifier_new, only read afterwards: any
/// number of threads may use one at a time. A program makes one and keeps it.
#[derive(Debug)]
pub struct VerifierHandle {
    pub(super) verifier: Verifier,
}

/// One certificate, DER. The bytes stay the caller's and are copied.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Certificate {
    /// The first byte.
    pub data: *const u8,
    /// How many there are, 1 to 1048576.
    pub length: usize,
}

/// Whether a question could be asked.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was asked, and the answer is in the result.
    Done = 0,
    /// A pointer is null that must not be.
    NullArgument = 1,
    /// A text is not UTF-8, a certificate is empty or too long, or there are too many.
    BadArgument = 2,
    /// A file of the owner's is there and cannot be read, is not the owner's alone, or
    /// cannot be understood.
    Configuration = 3,
    /// A fault of this library's.
    Internal = 4,
}

/// The time «now», for anchorwatch_verify.
pub const NOW: i64 = i64::MIN;

/// The version of this library, such as "0.1.0". Never null, never freed.
#[unsafe(no_mangle)]
pub extern "C" fn anchorwatch_version() -> *const c_char {
    VERSION.as_ptr()
}

/// Makes a verifier from what the owner of this machine decided: the public roots that ship
/// with this library or are named in /etc/anchorwatch/config.toml, the refused keys that
/// ship with it and those in /etc/anchorwatch/blocked.toml, and the consents in
/// /etc/anchorwatch/consent.toml.
///
/// `local_roots` is the path of a PEM file with the roots that someone added to this
/// machine, which speak for private names only. Null is the system's bundle,
/// /etc/ssl/certs/ca-certificates.crt.
///
/// On ANCHORWATCH_STATUS_DONE `*verifier` is the new value, to be freed with
/// anchorwatch_verifier_free. Otherwise it is null, and `*error`, if `error` is not null,
/// says why; free that with anchorwatch_text_free. It may be null too.
///
/// # Safety
/// `local_roots` is null or a C string; `verifier` and `error` are null or can be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_verifier_new(
    local_roots: *const c_char,
    verifier: *mut *mut VerifierHandle,
    error: *mut *mut c_char,
) -> Status {
    if !error.is_null() {
        // SAFETY: the caller lets us write here.
        unsafe { error.write(ptr::null_mut()) };
    }
    if verifier.is_null() {
        return Status::NullArgument;
    }
    // SAFETY: the caller lets us write here.
    unsafe { verifier.write(ptr::null_mut()) };
    let local = if local_roots.is_null() {
        LocalRoots::System
    } else {
        // SAFETY: the caller gave a C string.
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
            // SAFETY: the caller lets us write here.
            unsafe { verifier.write(Box::into_raw(made)) };
            Status::Done
        }
        Some(Err(why)) => {
            if !error.is_null() {
                // SAFETY: the caller lets us write here.
                unsafe { error.write(why.into_raw()) };
            }
            Status::Configuration
        }
        None => Status::Internal,
    }
}

/// Frees a verifier. Null is allowed. No call may still use it, and it is freed once.
///
/// # Safety
/// `verifier` is null or came from anchorwatch_verifier_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_verifier_free(verifier: *mut VerifierHandle) {
    if !verifier.is_null() {
        // SAFETY: it was made by `Box::into_raw`, and the caller gives it back once.
        let owned = unsafe { Box::from_raw(verifier) };
        guarded((), || drop(owned));
    }
}

/// Frees a text that this library made. Null is allowed.
///
/// # Safety
/// `text` is null or came from anchorwatch_verifier_new, and is freed once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn anchorwatch_text_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: it was made by `CString::into_raw`, and the caller gives it back once.
        drop(unsafe { CString::from_raw(text) });
    }
}

/// Decides whether a chain may vouch for a name.
///
/// `chain` is what the server presented, its own certificate first, `count` certificates,
/// 1000 at the most; the order of the rest does not matter. `name` is the name or address
/// that the program connects to, never one that a certificate or a resolver gave.
/// `unix_seconds` is the time, or ANCHORWATCH_NOW.
///
/// On ANCHORWATCH_STATUS_DONE `*result` is the answer, to be freed with
/// anchorwatch_result_free, and a chain is to be used only if its
/// anchorwatch_result_decision is ANCHORWATCH_DECISION_TRUSTED. Otherwise `*result` is null,
/// which no function here takes for trusted.
///
/// Not checked: revocation, Certificate Transparency, and that the server holds the key,
/// which is the handshake's to prove.
///
/// # Safety
/// `verifier` came from anchorwatch_verifier_new and is not freed meanwhile; `chain` points
/// to `count` certificates whose bytes can be read; `name` is a C string; `result` can be
/// written. Each may be null instead, which is answered.
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
    // SAFETY: the caller lets us write here.
    unsafe { result.write(ptr::null_mut()) };
    if verifier.is_null() || name.is_null() || (chain.is_null() && count > 0) {
        return Status::NullArgument;
    }
    // SAFETY: none of them is null, and the rest is the caller's promise.
    let (verifier, name) = unsafe { (&(*verifier).verifier, CStr::from_ptr(name)) };
    // SAFETY: as many as the caller says.
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
    // SAFETY: the caller lets us write here.
    unsafe { result.write(Box::into_raw(answer)) };
    Status::Done
}

fn of_machine(local: &LocalRoots) -> Result<Verifier, Error> {
    let tree = Tree::open(Path::new("/")).map_err(Error::Owner)?;
    Verifier::of_machine(&tree, local)
}

/// The bytes of every certificate, or nothing if one of them cannot be one.
///
/// # Safety
/// `chain` points to `count` certificates whose bytes can be read.
unsafe fn copied(chain: *const Certificate, count: usize) -> Option<Vec<CertificateDer<'static>>> {
    if count > MAX_CERTIFICATES {
        return None;
    }
    (0..count)
        .map(|index| {
            // SAFETY: the index is below the count.
            let certificate = unsafe { &*chain.add(index) };
            // SAFETY: the caller's promise.
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
