//! OpenSSL's own verification, and our question behind it.
//!
//! libssl verifies every chain by one call, `X509_verify_cert`. [`verify`] makes that call
//! and then asks about what OpenSSL accepted. The rules:
//!
//! - What OpenSSL refuses stays refused, with OpenSSL's error.
//! - Only a client's look at a server's certificate is judged. A server that asks its
//!   clients for certificates, S/MIME, CMS, code signing and time stamps are left alone.
//! - A program that accepts, by its own callback, a chain that no root vouches for has
//!   chosen so; that chain rests on no root, and we have nothing to say.
//! - Where OpenSSL accepts by DNSSEC's word (DANE-TA or DANE-EE, RFC 6698 §2.1.1), no root
//!   is believed either.
//! - An objection is told as OpenSSL tells its own: the error is «certificate rejected», and
//!   the program's verify callback is asked with it, as for any other error. A program that
//!   switched verification off (`SSL_VERIFY_NONE`, a callback that accepts all) goes on.
//!
//! **Trust:** the context is the program's own. What the server sent is copied and parsed
//! by the safe rest.

#![expect(
    unsafe_code,
    reason = "OpenSSL's functions are called by their addresses with its own pointers"
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
    loaded::{Library, MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES, in_its_place, text_of},
    now,
    stack::{Missing, aside},
};

use copies::{Copies, Seen};
use functions::{Crypto, Ssl};

/// OpenSSL's `X509_STORE_CTX`: one verification.
#[repr(C)]
#[derive(Debug)]
pub struct X509StoreContext {
    _opaque: [u8; 0],
}

/// `X509_verify_cert`, by its address. The program's callback, which it asks, may leave it by
/// an exception or the end of its thread.
pub type VerifyCert = unsafe extern "C-unwind" fn(*mut X509StoreContext) -> c_int;

/// The OpenSSL that a call came from.
#[derive(Debug)]
pub enum Openssl {
    /// Version 3: a connection can be judged.
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
    /// The OpenSSL behind a call of `X509_verify_cert` that some function of ours caught,
    /// `ours`; `caller` is where it was called from.
    #[must_use]
    pub fn behind(caller: usize, ours: VerifyCert) -> Option<Self> {
        let found = copies::verification(caller, ours)?;
        let library = Library::of_code(found.addr().get());
        let library = library.unwrap_or_else(Library::behind_us);
        let copies = Copies::now(Some(ours));
        Some(Self::of(library, found.as_ptr(), copies, caller))
    }

    /// The OpenSSL that the program sees.
    #[must_use]
    pub fn of_program() -> Option<Self> {
        let libraries = [Some(Library::everywhere()), Library::named(copies::LIBSSL)];
        libraries.into_iter().flatten().find_map(|library| {
            let found = library.function(copies::VERIFY_CERT)?.as_ptr();
            Some(Self::of(library, found, Copies::now(None), found.addr()))
        })
    }

    fn of(library: Library, verify_cert: *mut c_void, copies: Arc<Copies>, caller: usize) -> Self {
        // SAFETY: `OpenSSL_version_num` takes nothing and only returns a constant.
        let three = Crypto::of(&library).filter(|crypto| unsafe { (crypto.version)() } >> 28 == 3);
        match three {
            Some(crypto) => Self::Three(Box::new(Three {
                crypto,
                copies,
                caller,
                _library: library,
            })),
            // SAFETY: the symbol is `X509_verify_cert`, which has had this type in every
            // version of OpenSSL and of what was made from it.
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

    /// Whose functions an objection is told with, if there is one.
    ///
    /// # Safety
    /// As for [`verify`], and the context was verified.
    unsafe fn objector(
        self,
        context: Context,
        ask: impl FnOnce(Option<&Connection>) -> Acceptance,
    ) -> Option<Crypto> {
        let Self::Three(three) = self else {
            return None;
        };
        // SAFETY: the caller's promise.
        match unsafe { three.judged(context, ask) } {
            Acceptance::Given => None,
            Acceptance::Denied => Some(three.crypto),
        }
    }
}

/// OpenSSL's verification, and then `ask` about what it accepted; about nothing if it is a
/// connection's and cannot be told which. The answer is that of `X509_verify_cert`: 1, 0, or
/// below 0 for an error.
///
/// OpenSSL's verification and the program's callback run where the program called us: either
/// may switch to another of OpenSSL's own stacks. Nothing of ours is held meanwhile, so the
/// library is looked for before and after.
///
/// # Errors
/// What is needed to judge is missing: then the verification has failed.
///
/// # Safety
/// `context` is a context that the OpenSSL which `find` finds prepared for verification, used
/// by no other thread.
pub unsafe fn verify(
    find: impl Fn() -> Option<Openssl>,
    context: *mut X509StoreContext,
    ask: impl FnOnce(Option<&Connection>) -> Acceptance,
) -> Result<c_int, Missing> {
    let theirs = aside(|| find().map(|openssl| openssl.verify_cert()))?;
    // SAFETY: the caller's promise; what follows calls OpenSSL with pointers that it gave us
    // for this context, which lives as long as this call.
    let answer = unsafe { theirs(context) };
    if answer <= 0 {
        return Ok(answer);
    }
    // SAFETY: as above, and the context was verified.
    let objector = aside(|| find().map(|openssl| unsafe { openssl.objector(context, ask) }))?;
    Ok(match objector {
        None => answer,
        // SAFETY: as above. Its library lives: it has called us.
        Some(crypto) => unsafe { rejected(&crypto, context) },
    })
}

impl Three {
    /// Whether OpenSSL's acceptance stands.
    ///
    /// # Safety
    /// As for [`verify`], and the context was verified.
    unsafe fn judged(
        &self,
        context: Context,
        ask: impl FnOnce(Option<&Connection>) -> Acceptance,
    ) -> Acceptance {
        // SAFETY: the caller's promise.
        unsafe {
            if NOBODY_VOUCHES.contains(&(self.crypto.error)(context)) {
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

    /// Makes the verification fail without asking anyone.
    ///
    /// # Safety
    /// As for [`verify`].
    pub unsafe fn fail(&self, context: *mut X509StoreContext) -> c_int {
        // SAFETY: the caller's promise.
        unsafe { (self.crypto.set_error)(context, CERTIFICATE_REJECTED) };
        0
    }

    unsafe fn connection(
        &self,
        context: Context,
        ssl: &Ssl,
        connection: *const c_void,
    ) -> Connection {
        // SAFETY: the context has been verified, so its leaf, its chain and its parameters
        // are there; each is its own for as long as it lives.
        unsafe {
            let own_path = self.stack((self.crypto.chain)(context));
            let leaf = self.certificate((self.crypto.leaf)(context));
            let mut presented = vec![in_its_place(leaf)];
            let more = self.stack((self.crypto.untrusted)(context));
            for certificate in more.into_iter().chain(own_path.iter().cloned()) {
                if !presented.contains(&certificate) {
                    presented.push(certificate);
                }
            }
            let parameters = (self.crypto.parameters)(context);
            // Parameters without an address are an error, which the program would take
            // for one of its own.
            (self.crypto.mark_errors)();
            let names = self.names(parameters, ssl, connection);
            (self.crypto.forget_errors)();
            Connection {
                presented,
                believed: own_path.last().cloned().into_iter().collect(),
                own_path,
                names,
                at: self.time(parameters),
            }
        }
    }

    /// What the program has OpenSSL hold against the certificate; else what it asked the
    /// server for.
    unsafe fn names(
        &self,
        parameters: *mut c_void,
        ssl: &Ssl,
        connection: *const c_void,
    ) -> Vec<ReferenceName> {
        let mut names = Vec::new();
        // SAFETY: the parameters and the connection live; a host and a server name are C
        // strings of theirs, an address is ours to free with OpenSSL's function.
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
        // SAFETY: the parameters live.
        let fixed = unsafe {
            let is_fixed = (self.crypto.flags)(parameters) & USE_CHECK_TIME != 0;
            is_fixed.then(|| (self.crypto.time)(parameters))
        };
        fixed.map_or_else(now, UnixSeconds::new)
    }

    unsafe fn stack(&self, stack: *mut c_void) -> Vec<CertificateDer<'static>> {
        // SAFETY: a stack of certificates or null, which has no length.
        let length = unsafe { (self.crypto.stack_length)(stack) };
        let length = usize::try_from(length).unwrap_or(0).min(MAX_CERTIFICATES);
        let indices = (0..length).filter_map(|index| c_int::try_from(index).ok());
        indices
            // SAFETY: the index is below the length.
            .map(|index| unsafe {
                in_its_place(self.certificate((self.crypto.stack_value)(stack, index)))
            })
            .collect()
    }

    unsafe fn certificate(&self, certificate: *const c_void) -> Option<Vec<u8>> {
        if certificate.is_null() {
            return None;
        }
        // SAFETY: a certificate of OpenSSL's; without a place to write to it tells the length.
        let length = unsafe { (self.crypto.encode)(certificate, ptr::null_mut()) };
        let length = usize::try_from(length).ok()?;
        if length == 0 || length > MAX_CERTIFICATE_BYTES {
            return None;
        }
        let mut der = vec![0_u8; length];
        let mut end = der.as_mut_ptr();
        // SAFETY: there is room for as many bytes as it just said that it writes.
        let written = unsafe { (self.crypto.encode)(certificate, &raw mut end) };
        (usize::try_from(written) == Ok(length)).then_some(der)
    }
}

/// Whether a record of DNSSEC's vouches for the server in the place of a root.
///
/// # Safety
/// The connection is one of this libssl's and lives.
unsafe fn rests_on_dnssec(ssl: &Ssl, connection: *const c_void) -> bool {
    let (mut usage, mut selector, mut kind) = (0, 0, 0);
    let (mut data, mut length) = (ptr::null(), 0);
    // SAFETY: the connection lives; what is written to is ours. Without a record that
    // matched, the answer is below 0.
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

/// Says that the server's certificate is rejected, as OpenSSL says it.
///
/// # Safety
/// The context is one of this libcrypto's, was verified and lives.
unsafe fn rejected(crypto: &Crypto, context: Context) -> c_int {
    // SAFETY: the leaf lives as the context does; the callback is the one that OpenSSL would
    // ask itself.
    unsafe {
        (crypto.set_error_depth)(context, 0);
        (crypto.set_current_cert)(context, (crypto.leaf)(context));
        (crypto.set_error)(context, CERTIFICATE_REJECTED);
        let answer = (crypto.callback)(context).map(|ask| ask(0, context));
        c_int::from(answer.is_some_and(|answer| answer > 0))
    }
}

const HERE: &CStr = c"anchorwatch";

/// More names than any program asks for at once.
const MAX_NAMES: c_int = 64;

/// `TLSEXT_NAMETYPE_host_name`.
const HOST_NAME: c_int = 0;

/// `DANETLS_USAGE_DANE_TA`.
const DANE_TRUST_ANCHOR: u8 = 2;

/// `DANETLS_USAGE_DANE_EE`.
const DANE_END_ENTITY: u8 = 3;

/// `X509_V_FLAG_USE_CHECK_TIME`.
const USE_CHECK_TIME: c_ulong = 0x2;

/// `X509_V_ERR_CERT_REJECTED`, «certificate rejected».
const CERTIFICATE_REJECTED: c_int = 28;

/// Errors that say that a chain leads to no root, in OpenSSL's order:
/// `UNABLE_TO_GET_ISSUER_CERT`, `DEPTH_ZERO_SELF_SIGNED_CERT`,
/// `SELF_SIGNED_CERT_IN_CHAIN`, `UNABLE_TO_GET_ISSUER_CERT_LOCALLY`,
/// `UNABLE_TO_VERIFY_LEAF_SIGNATURE`.
const NOBODY_VOUCHES: [c_int; 5] = [2, 18, 19, 20, 21];
