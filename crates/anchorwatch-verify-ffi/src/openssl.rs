//! OpenSSL's own verification, followed by our check.
//!
//! libssl verifies every chain with one call, `X509_verify_cert`. [`verify`] makes that call and
//! then checks what OpenSSL accepted. The rules:
//!
//! - What OpenSSL refuses stays refused, with OpenSSL's error.
//! - Only a client's verification of a server's certificate is checked. Servers that request
//!   certificates from clients, S/MIME, CMS, code signing and timestamps are left alone.
//! - A program whose own callback accepts a chain without a trusted root has chosen to do so.
//!   That chain rests on no root, so there is nothing to check.
//! - The same holds where OpenSSL accepts because of DNSSEC (DANE-TA or DANE-EE, RFC 6698
//!   §2.1.1).
//! - A refusal is reported as OpenSSL reports its own: the error is "certificate rejected", and
//!   the program's verify callback is called, as for any other error. A program that disabled
//!   verification (`SSL_VERIFY_NONE`, a callback that accepts everything) goes on.
//!
//! **Trust:** the context belongs to the program. What the server sent is copied and then parsed
//! by safe code.

#![expect(
    unsafe_code,
    reason = "OpenSSL's functions are called by address, with its own pointers"
)]

mod copies;
mod functions;

use std::{
    ffi::{CStr, c_int, c_ulong, c_void},
    ptr,
    sync::Arc,
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::ReferenceName;
use rustls_pki_types::CertificateDer;

use crate::{
    Acceptance, Connection,
    loaded::{Library, MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES, or_empty, text_of},
    now,
    stack::{Missing, on_new_stack},
};

use copies::{Copies, Seen};
use functions::{Crypto, Ssl};

/// OpenSSL's `X509_STORE_CTX`: one verification.
#[repr(C)]
#[derive(Debug)]
pub struct X509StoreContext {
    _opaque: [u8; 0],
}

/// The address of `X509_verify_cert`. The program's callback, which it calls, may leave it by an
/// exception or by ending its thread.
pub type VerifyCert = unsafe extern "C-unwind" fn(*mut X509StoreContext) -> c_int;

/// The OpenSSL that a call came from.
#[derive(Debug)]
pub enum Openssl {
    /// Version 3: connections can be checked.
    Three(Box<Three>),
    /// Another version: only its own verification is known.
    Other(VerifyCert),
}

/// OpenSSL 3.
#[derive(Debug)]
pub struct Three {
    crypto: Crypto,
    copies: Arc<Copies>,
    caller: usize,
    _library: Library,
}

type Context = *mut X509StoreContext;

impl Openssl {
    /// Finds the OpenSSL that a call of `X509_verify_cert` was meant for. `ours` is the function
    /// that caught the call, `caller` the address it was called from.
    #[must_use]
    pub fn behind(caller: usize, ours: VerifyCert) -> Option<Self> {
        let found = copies::verification(caller, ours)?;
        let library = Library::of_code(found.addr().get());
        let library = library.unwrap_or_else(Library::after_us);
        let copies = Copies::now(Some(ours));
        Some(Self::of(library, found.as_ptr(), copies, caller))
    }

    /// Returns the OpenSSL that is visible to the program.
    #[must_use]
    pub fn of_program() -> Option<Self> {
        let libraries = [
            Some(Library::global_scope()),
            Library::named(copies::LIBSSL),
        ];
        libraries.into_iter().flatten().find_map(|library| {
            let found = library.function(copies::VERIFY_CERT)?.as_ptr();
            Some(Self::of(library, found, Copies::now(None), found.addr()))
        })
    }

    fn of(library: Library, verify_cert: *mut c_void, copies: Arc<Copies>, caller: usize) -> Self {
        // SAFETY: `OpenSSL_version_num` takes no arguments and only returns a constant.
        let three = Crypto::of(&library).filter(|crypto| unsafe { (crypto.version)() } >> 28 == 3);
        match three {
            Some(crypto) => Self::Three(Box::new(Three {
                crypto,
                copies,
                caller,
                _library: library,
            })),
            // SAFETY: the symbol is `X509_verify_cert`, which has had this type in every version
            // of OpenSSL and of its forks.
            None => {
                Self::Other(unsafe { std::mem::transmute::<*mut c_void, VerifyCert>(verify_cert) })
            }
        }
    }

    fn verify_cert(&self) -> VerifyCert {
        match self {
            Self::Three(three) => three.crypto.verify_cert,
            Self::Other(theirs) => *theirs,
        }
    }

    /// Returns the functions to report a refusal with; `None` if the connection is accepted.
    ///
    /// # Safety
    /// As for [`verify`], and the context has been verified.
    unsafe fn refusal_functions(
        self,
        context: Context,
        ask: impl FnOnce(Option<&Connection>) -> Acceptance,
    ) -> Option<Crypto> {
        let Self::Three(three) = self else {
            return None;
        };
        // SAFETY: guaranteed by the caller.
        match unsafe { three.decide(context, ask) } {
            Acceptance::Given => None,
            Acceptance::Denied => Some(three.crypto),
        }
    }
}

/// Runs OpenSSL's verification and then calls `ask` about what it accepted, or with `None` if
/// the context belongs to a connection and it is unknown to which one. The result is that of
/// `X509_verify_cert`: 1, 0, or negative for an error.
///
/// OpenSSL's verification and the program's callback run on the stack of the program's call,
/// because either may switch to another of OpenSSL's own stacks. Nothing of ours is held
/// meanwhile, so the library is looked up before and again after it.
///
/// # Errors
/// Something that the check needs is missing; the verification has failed then.
///
/// # Safety
/// `context` was prepared for verification by the OpenSSL that `find` returns, and no other
/// thread uses it.
pub unsafe fn verify(
    find: impl Fn() -> Option<Openssl>,
    context: *mut X509StoreContext,
    ask: impl FnOnce(Option<&Connection>) -> Acceptance,
) -> Result<c_int, Missing> {
    let theirs = on_new_stack(|| find().map(|openssl| openssl.verify_cert()))?;
    // SAFETY: guaranteed by the caller; the rest calls OpenSSL with pointers that it returned for
    // this context, which outlives this call.
    let answer = unsafe { theirs(context) };
    if answer <= 0 {
        return Ok(answer);
    }
    // SAFETY: as above, and the context has been verified.
    let refusal_functions =
        on_new_stack(|| find().map(|openssl| unsafe { openssl.refusal_functions(context, ask) }))?;
    Ok(match refusal_functions {
        None => answer,
        // SAFETY: as above. The library is still loaded, because it called us.
        Some(crypto) => unsafe { rejected(&crypto, context) },
    })
}

impl Three {
    /// Decides whether OpenSSL's acceptance is confirmed.
    ///
    /// # Safety
    /// As for [`verify`], and the context has been verified.
    unsafe fn decide(
        &self,
        context: Context,
        ask: impl FnOnce(Option<&Connection>) -> Acceptance,
    ) -> Acceptance {
        // SAFETY: guaranteed by the caller.
        unsafe {
            if NO_TRUSTED_ROOT.contains(&(self.crypto.error)(context)) {
                return Acceptance::Given;
            }
            match self.copies.seen(context, &self.crypto, self.caller) {
                Seen::NoClient => Acceptance::Given,
                Seen::Unknown => Acceptance::of(ask, || None),
                Seen::Client(ssl, connection) if rests_on_dnssec(&ssl, connection) => {
                    Acceptance::Given
                }
                Seen::Client(ssl, connection) => {
                    Acceptance::of(ask, || Some(self.connection(context, &ssl, connection)))
                }
            }
        }
    }

    /// Makes the verification fail without calling anything else.
    ///
    /// # Safety
    /// As for [`verify`].
    pub unsafe fn fail(&self, context: *mut X509StoreContext) -> c_int {
        // SAFETY: guaranteed by the caller.
        unsafe { (self.crypto.set_error)(context, CERTIFICATE_REJECTED) };
        0
    }

    unsafe fn connection(
        &self,
        context: Context,
        ssl: &Ssl,
        connection: *const c_void,
    ) -> Connection {
        // SAFETY: the context has been verified, so its leaf, chain and parameters exist, and
        // they live as long as it does.
        unsafe {
            let own_path = self.stack((self.crypto.chain)(context));
            let leaf = self.certificate((self.crypto.leaf)(context));
            let mut presented = vec![or_empty(leaf)];
            let more = self.stack((self.crypto.untrusted)(context));
            for certificate in more.into_iter().chain(own_path.iter().cloned()) {
                if !presented.contains(&certificate) {
                    presented.push(certificate);
                }
            }
            let parameters = (self.crypto.parameters)(context);
            // Parameters without an address raise an error, which the program would take for one
            // of its own.
            (self.crypto.mark_errors)();
            let names = self.names(parameters, ssl, connection);
            (self.crypto.forget_errors)();
            Connection {
                presented,
                possible_roots: own_path.last().cloned().into_iter().collect(),
                own_path,
                names,
                at: self.time(parameters),
            }
        }
    }

    /// Returns the names that the program has OpenSSL check the certificate against, else the
    /// name that it requested from the server.
    unsafe fn names(
        &self,
        parameters: *mut c_void,
        ssl: &Ssl,
        connection: *const c_void,
    ) -> Vec<ReferenceName> {
        let mut names = Vec::new();
        // SAFETY: the parameters and the connection are alive. A host and a server name are C
        // strings that belong to them; an address must be freed with OpenSSL's function.
        unsafe {
            for index in 0..MAX_NAMES {
                match text_of((self.crypto.host)(parameters, index)) {
                    Some(host) => names.push(ReferenceName::parse(&host)),
                    None => break,
                }
            }
            let ip = (self.crypto.ip)(parameters);
            names.extend(text_of(ip).as_deref().map(ReferenceName::parse));
            if !ip.is_null() {
                (self.crypto.free)(ip.cast(), HERE.as_ptr(), 0);
            }
            if names.is_empty() {
                let asked = text_of((ssl.server_name)(connection, HOST_NAME));
                names.extend(asked.as_deref().map(ReferenceName::parse));
            }
        }
        names
    }

    unsafe fn time(&self, parameters: *mut c_void) -> UnixSeconds {
        // SAFETY: the parameters are alive.
        let fixed = unsafe {
            let is_fixed = (self.crypto.flags)(parameters) & USE_CHECK_TIME != 0;
            is_fixed.then(|| (self.crypto.time)(parameters))
        };
        fixed.map_or_else(now, UnixSeconds::new)
    }

    unsafe fn stack(&self, stack: *mut c_void) -> Vec<CertificateDer<'static>> {
        // SAFETY: a stack of certificates, or null, which has no length.
        let length = unsafe { (self.crypto.stack_length)(stack) };
        let length = usize::try_from(length).unwrap_or(0).min(MAX_CERTIFICATES);
        let indices = (0..length).filter_map(|index| c_int::try_from(index).ok());
        indices
            // SAFETY: the index is below the length.
            .map(|index| unsafe {
                or_empty(self.certificate((self.crypto.stack_value)(stack, index)))
            })
            .collect()
    }

    unsafe fn certificate(&self, certificate: *const c_void) -> Option<Vec<u8>> {
        if certificate.is_null() {
            return None;
        }
        // SAFETY: one of OpenSSL's certificates; without a buffer this returns the length.
        let length = unsafe { (self.crypto.encode)(certificate, ptr::null_mut()) };
        let length = usize::try_from(length).ok()?;
        if length == 0 || length > MAX_CERTIFICATE_BYTES {
            return None;
        }
        let mut der = vec![0_u8; length];
        let mut end = der.as_mut_ptr();
        // SAFETY: the buffer holds as many bytes as it has just announced.
        let written = unsafe { (self.crypto.encode)(certificate, &raw mut end) };
        (usize::try_from(written) == Ok(length)).then_some(der)
    }
}

/// Returns whether a DNSSEC record vouches for the server instead of a root.
///
/// # Safety
/// The connection belongs to this libssl and is alive.
unsafe fn rests_on_dnssec(ssl: &Ssl, connection: *const c_void) -> bool {
    let (mut usage, mut selector, mut kind) = (0, 0, 0);
    let (mut data, mut length) = (ptr::null(), 0);
    // SAFETY: the connection is alive, and the outputs are ours. Without a record that matched,
    // the result is negative.
    let depth = unsafe {
        (ssl.dane)(
            connection,
            &raw mut usage,
            &raw mut selector,
            &raw mut kind,
            &raw mut data,
            &raw mut length,
        )
    };
    depth >= 0 && matches!(usage, DANE_TRUST_ANCHOR | DANE_END_ENTITY)
}

/// Reports that the server's certificate is rejected, as OpenSSL does.
///
/// # Safety
/// The context belongs to this libcrypto, has been verified and is alive.
unsafe fn rejected(crypto: &Crypto, context: Context) -> c_int {
    // SAFETY: the leaf lives as long as the context; the callback is the one that OpenSSL itself
    // would call.
    unsafe {
        (crypto.set_error_depth)(context, 0);
        (crypto.set_current_cert)(context, (crypto.leaf)(context));
        (crypto.set_error)(context, CERTIFICATE_REJECTED);
        let answer = (crypto.callback)(context).map(|ask| ask(0, context));
        c_int::from(answer.is_some_and(|answer| answer > 0))
    }
}

const HERE: &CStr = c"anchorwatch";

/// More names than any program checks at once.
const MAX_NAMES: c_int = 64;

/// `TLSEXT_NAMETYPE_host_name`.
const HOST_NAME: c_int = 0;

/// `DANETLS_USAGE_DANE_TA`.
const DANE_TRUST_ANCHOR: u8 = 2;

/// `DANETLS_USAGE_DANE_EE`.
const DANE_END_ENTITY: u8 = 3;

/// `X509_V_FLAG_USE_CHECK_TIME`.
const USE_CHECK_TIME: c_ulong = 0x2;

/// `X509_V_ERR_CERT_REJECTED`, "certificate rejected".
const CERTIFICATE_REJECTED: c_int = 28;

/// The errors for a chain that leads to no trusted root, in OpenSSL's order:
/// `UNABLE_TO_GET_ISSUER_CERT`, `DEPTH_ZERO_SELF_SIGNED_CERT`,
/// `SELF_SIGNED_CERT_IN_CHAIN`, `UNABLE_TO_GET_ISSUER_CERT_LOCALLY`,
/// `UNABLE_TO_VERIFY_LEAF_SIGNATURE`.
const NO_TRUSTED_ROOT: [c_int; 5] = [2, 18, 19, 20, 21];
