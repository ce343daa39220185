//! OpenSSL's own verification, and our question behind it.
//!
//! libssl verifies every chain by one call, `X509_verify_cert`. [`Three::verify`] makes
//! that call and then asks about what OpenSSL accepted. The rules:
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

use std::{
    ffi::{CStr, c_char, c_int, c_ulong, c_void},
    ptr,
};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::ReferenceName;
use rustls_pki_types::CertificateDer;

use crate::{
    Acceptance, Connection,
    loaded::{Library, MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES, functions, in_its_place, text_of},
    now,
    stack::Stack,
};

/// OpenSSL's `X509_STORE_CTX`: one verification.
#[repr(C)]
#[derive(Debug)]
pub struct X509StoreContext {
    _opaque: [u8; 0],
}

/// `X509_verify_cert`, by its address.
pub type VerifyCert = unsafe extern "C" fn(*mut X509StoreContext) -> c_int;

/// The OpenSSL that a call came from.
#[derive(Debug)]
pub enum Openssl {
    /// Version 3 with its libssl: a connection can be judged.
    Three(Box<Three>),
    /// Another version, or none that has connections: only its own verification is known.
    Other(VerifyCert),
}

/// OpenSSL 3.
#[derive(Debug)]
pub struct Three {
    functions: Functions,
    _libraries: Vec<Library>,
}

type Context = *mut X509StoreContext;
type VerifyCallback = unsafe extern "C" fn(c_int, Context) -> c_int;

functions! {
    /// <https://docs.openssl.org/3.0/man3/>, read 2026-11-25.
    Functions {
        verify_cert: c"X509_verify_cert" as VerifyCert,
        version: c"OpenSSL_version_num" as unsafe extern "C" fn() -> c_ulong,
        ex_data: c"X509_STORE_CTX_get_ex_data"
            as unsafe extern "C" fn(Context, c_int) -> *mut c_void,
        leaf: c"X509_STORE_CTX_get0_cert" as unsafe extern "C" fn(Context) -> *mut c_void,
        untrusted: c"X509_STORE_CTX_get0_untrusted"
            as unsafe extern "C" fn(Context) -> *mut c_void,
        chain: c"X509_STORE_CTX_get0_chain" as unsafe extern "C" fn(Context) -> *mut c_void,
        parameters: c"X509_STORE_CTX_get0_param" as unsafe extern "C" fn(Context) -> *mut c_void,
        error: c"X509_STORE_CTX_get_error" as unsafe extern "C" fn(Context) -> c_int,
        set_error: c"X509_STORE_CTX_set_error" as unsafe extern "C" fn(Context, c_int),
        set_error_depth: c"X509_STORE_CTX_set_error_depth"
            as unsafe extern "C" fn(Context, c_int),
        set_current_cert: c"X509_STORE_CTX_set_current_cert"
            as unsafe extern "C" fn(Context, *mut c_void),
        callback: c"X509_STORE_CTX_get_verify_cb"
            as unsafe extern "C" fn(Context) -> Option<VerifyCallback>,
        host: c"X509_VERIFY_PARAM_get0_host"
            as unsafe extern "C" fn(*mut c_void, c_int) -> *const c_char,
        ip: c"X509_VERIFY_PARAM_get1_ip_asc" as unsafe extern "C" fn(*mut c_void) -> *mut c_char,
        flags: c"X509_VERIFY_PARAM_get_flags" as unsafe extern "C" fn(*mut c_void) -> c_ulong,
        time: c"X509_VERIFY_PARAM_get_time"
            as unsafe extern "C" fn(*const c_void) -> libc::time_t,
        free: c"CRYPTO_free" as unsafe extern "C" fn(*mut c_void, *const c_char, c_int),
        mark_errors: c"ERR_set_mark" as unsafe extern "C" fn() -> c_int,
        forget_errors: c"ERR_pop_to_mark" as unsafe extern "C" fn() -> c_int,
        stack_length: c"OPENSSL_sk_num" as unsafe extern "C" fn(*const c_void) -> c_int,
        stack_value: c"OPENSSL_sk_value"
            as unsafe extern "C" fn(*const c_void, c_int) -> *mut c_void,
        encode: c"i2d_X509" as unsafe extern "C" fn(*const c_void, *mut *mut u8) -> c_int,
        connection_index: c"SSL_get_ex_data_X509_STORE_CTX_idx" as unsafe extern "C" fn() -> c_int,
        is_server: c"SSL_is_server" as unsafe extern "C" fn(*const c_void) -> c_int,
        dane: c"SSL_get0_dane_tlsa" as unsafe extern "C" fn(
            *const c_void, *mut u8, *mut u8, *mut u8, *mut *const u8, *mut usize) -> c_int,
        server_name: c"SSL_get_servername"
            as unsafe extern "C" fn(*const c_void, c_int) -> *const c_char,
    }
}

impl Openssl {
    /// The OpenSSL behind a call of `X509_verify_cert` that some function of ours caught.
    ///
    /// A process may have several: a module in Python brings its own, hidden from the rest.
    /// So the library that `caller` belongs to is asked first, then what stands behind us,
    /// then the usual names. `ours` is the catching function, which is none of them.
    #[must_use]
    pub fn behind(caller: usize, ours: VerifyCert) -> Option<Self> {
        Self::first_of(
            Library::candidates(caller, &[LIBSSL, LIBCRYPTO]),
            Some(ours),
        )
    }

    /// The OpenSSL that the program sees.
    #[must_use]
    pub fn of_program() -> Option<Self> {
        let libraries = [Some(Library::everywhere()), Library::named(LIBSSL)];
        Self::first_of(libraries.into_iter().flatten(), None)
    }

    fn first_of(
        mut libraries: impl Iterator<Item = Library>,
        ours: Option<VerifyCert>,
    ) -> Option<Self> {
        libraries.find_map(|library| {
            let address = |it: VerifyCert| it as *const c_void;
            let found = library.function(VERIFY_CERT)?.as_ptr();
            let is_ours = ours.is_some_and(|ours| ptr::eq(address(ours), found));
            (!is_ours).then(|| Self::of(library, found))
        })
    }

    fn of(library: Library, verify_cert: *mut c_void) -> Self {
        // A caller that knows libcrypto alone may still be asked about a connection: by a
        // libssl that stands on the very same libcrypto, and by no other.
        let beside = Library::named(LIBSSL).filter(|beside| {
            let theirs = beside.function(VERIFY_CERT);
            theirs.is_some_and(|theirs| ptr::eq(theirs.as_ptr(), verify_cert))
        });
        let functions = Functions::of(&library).or_else(|| beside.as_ref().and_then(Functions::of));
        // SAFETY: `OpenSSL_version_num` takes nothing and only returns a constant.
        let three = functions.filter(|functions| unsafe { (functions.version)() } >> 28 == 3);
        match three {
            Some(functions) => Self::Three(Box::new(Three {
                functions,
                _libraries: beside.into_iter().chain([library]).collect(),
            })),
            // SAFETY: the symbol is `X509_verify_cert`, which has had this type in every
            // version of OpenSSL and of what was made from it.
            None => {
                Self::Other(unsafe { std::mem::transmute::<*mut c_void, VerifyCert>(verify_cert) })
            }
        }
    }
}

/// What OpenSSL is told when we object.
#[derive(Clone, Copy)]
struct Rejection {
    leaf: unsafe extern "C" fn(Context) -> *mut c_void,
    set_error: unsafe extern "C" fn(Context, c_int),
    set_error_depth: unsafe extern "C" fn(Context, c_int),
    set_current_cert: unsafe extern "C" fn(Context, *mut c_void),
    callback: unsafe extern "C" fn(Context) -> Option<VerifyCallback>,
}

impl Three {
    /// OpenSSL's verification, and then `ask` about what it accepted, on this stack. The
    /// answer is that of `X509_verify_cert`: 1, 0, or below 0 for an error.
    ///
    /// OpenSSL's verification and the program's callback run where the program called us:
    /// either may switch to another of OpenSSL's own stacks.
    ///
    /// # Safety
    /// `context` is a context that this OpenSSL prepared for verification, used by no other
    /// thread.
    pub unsafe fn verify(
        self: Box<Self>,
        context: *mut X509StoreContext,
        stack: &mut Stack,
        ask: impl FnOnce(&Connection) -> Acceptance,
    ) -> c_int {
        let rejection = self.functions.rejection();
        // SAFETY: the caller's promise; what follows calls OpenSSL with pointers that it
        // gave us for this context, which lives as long as this call.
        let answer = unsafe { (self.functions.verify_cert)(context) };
        // SAFETY: as above.
        let acceptance = stack.run(|| unsafe { self.judged(answer, context, ask) });
        match acceptance {
            Some(Acceptance::Given) => answer,
            // SAFETY: as above.
            Some(Acceptance::Denied) | None => unsafe { rejection.told(context) },
        }
    }

    /// Whether OpenSSL's answer stands. The library is let go of here too.
    ///
    /// # Safety
    /// As for [`verify`](Self::verify), and the context was verified.
    unsafe fn judged(
        self: Box<Self>,
        answer: c_int,
        context: Context,
        ask: impl FnOnce(&Connection) -> Acceptance,
    ) -> Acceptance {
        // SAFETY: the caller's promise.
        unsafe {
            if answer <= 0 || NOBODY_VOUCHES.contains(&(self.functions.error)(context)) {
                return Acceptance::Given;
            }
            let Some(connection) = self.client_of(context) else {
                return Acceptance::Given;
            };
            if self.rests_on_dnssec(connection) {
                return Acceptance::Given;
            }
            Acceptance::of(ask, || self.connection(context, connection))
        }
    }

    /// Makes the verification fail without asking anyone.
    ///
    /// # Safety
    /// As for [`verify`](Self::verify).
    pub unsafe fn fail(&self, context: *mut X509StoreContext) -> c_int {
        // SAFETY: the caller's promise.
        unsafe { (self.functions.set_error)(context, CERTIFICATE_REJECTED) };
        0
    }

    /// The client's connection that the verification is for, if it is for one.
    unsafe fn client_of(&self, context: Context) -> Option<*const c_void> {
        // SAFETY: libssl alone puts something at this index: the connection, which
        // verifies and so lives.
        unsafe {
            let index = (self.functions.connection_index)();
            if index < 0 {
                return None;
            }
            let connection = (self.functions.ex_data)(context, index).cast_const();
            let is_client = !connection.is_null() && (self.functions.is_server)(connection) == 0;
            is_client.then_some(connection)
        }
    }

    /// Whether a record of DNSSEC's vouches for the server in the place of a root.
    unsafe fn rests_on_dnssec(&self, connection: *const c_void) -> bool {
        let (mut usage, mut selector, mut kind) = (0, 0, 0);
        let (mut data, mut length) = (ptr::null(), 0);
        // SAFETY: the connection lives; what is written to is ours. Without a record that
        // matched, the answer is below 0.
        let depth = unsafe {
            (self.functions.dane)(
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

    unsafe fn connection(&self, context: Context, connection: *const c_void) -> Connection {
        // SAFETY: the context has been verified, so its leaf, its chain and its parameters
        // are there; each is its own for as long as it lives.
        unsafe {
            let own_path = self.stack((self.functions.chain)(context));
            let leaf = self.certificate((self.functions.leaf)(context));
            let mut presented = vec![in_its_place(leaf)];
            let more = self.stack((self.functions.untrusted)(context));
            for certificate in more.into_iter().chain(own_path.iter().cloned()) {
                if !presented.contains(&certificate) {
                    presented.push(certificate);
                }
            }
            let parameters = (self.functions.parameters)(context);
            // Parameters without an address are an error, which the program would take
            // for one of its own.
            (self.functions.mark_errors)();
            let names = self.names(parameters, connection);
            (self.functions.forget_errors)();
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
        connection: *const c_void,
    ) -> Vec<ReferenceName> {
        let mut names = Vec::new();
        // SAFETY: the parameters and the connection live; a host and a server name are C
        // strings of theirs, an address is ours to free with OpenSSL's function.
        unsafe {
            for index in 0..MAX_NAMES {
                match text_of((self.functions.host)(parameters, index)) {
                    Some(host) => names.push(ReferenceName::parse(&host)),
                    None => break,
                }
            }
            let ip = (self.functions.ip)(parameters);
            names.extend(text_of(ip).as_deref().map(ReferenceName::parse));
            if !ip.is_null() {
                (self.functions.free)(ip.cast(), HERE.as_ptr(), 0);
            }
            if names.is_empty() {
                let asked = text_of((self.functions.server_name)(connection, HOST_NAME));
                names.extend(asked.as_deref().map(ReferenceName::parse));
            }
        }
        names
    }

    unsafe fn time(&self, parameters: *mut c_void) -> UnixSeconds {
        // SAFETY: the parameters live.
        let fixed = unsafe {
            let is_fixed = (self.functions.flags)(parameters) & USE_CHECK_TIME != 0;
            is_fixed.then(|| (self.functions.time)(parameters))
        };
        fixed.map_or_else(now, UnixSeconds::new)
    }

    unsafe fn stack(&self, stack: *mut c_void) -> Vec<CertificateDer<'static>> {
        // SAFETY: a stack of certificates or null, which has no length.
        let length = unsafe { (self.functions.stack_length)(stack) };
        let length = usize::try_from(length).unwrap_or(0).min(MAX_CERTIFICATES);
        let indices = (0..length).filter_map(|index| c_int::try_from(index).ok());
        indices
            // SAFETY: the index is below the length.
            .map(|index| unsafe {
                in_its_place(self.certificate((self.functions.stack_value)(stack, index)))
            })
            .collect()
    }

    unsafe fn certificate(&self, certificate: *const c_void) -> Option<Vec<u8>> {
        if certificate.is_null() {
            return None;
        }
        // SAFETY: a certificate of OpenSSL's; without a place to write to it tells the length.
        let length = unsafe { (self.functions.encode)(certificate, ptr::null_mut()) };
        let length = usize::try_from(length).ok()?;
        if length == 0 || length > MAX_CERTIFICATE_BYTES {
            return None;
        }
        let mut der = vec![0_u8; length];
        let mut end = der.as_mut_ptr();
        // SAFETY: there is room for as many bytes as it just said that it writes.
        let written = unsafe { (self.functions.encode)(certificate, &raw mut end) };
        (usize::try_from(written) == Ok(length)).then_some(der)
    }
}

impl Functions {
    const fn rejection(&self) -> Rejection {
        Rejection {
            leaf: self.leaf,
            set_error: self.set_error,
            set_error_depth: self.set_error_depth,
            set_current_cert: self.set_current_cert,
            callback: self.callback,
        }
    }
}

impl Rejection {
    /// Says that the server's certificate is rejected, as OpenSSL says it.
    unsafe fn told(self, context: Context) -> c_int {
        // SAFETY: the context and its leaf live; the callback is the one that OpenSSL would
        // ask itself.
        unsafe {
            (self.set_error_depth)(context, 0);
            (self.set_current_cert)(context, (self.leaf)(context));
            (self.set_error)(context, CERTIFICATE_REJECTED);
            let answer = (self.callback)(context).map(|ask| ask(0, context));
            c_int::from(answer.is_some_and(|answer| answer > 0))
        }
    }
}

const VERIFY_CERT: &CStr = c"X509_verify_cert";
const LIBSSL: &CStr = c"libssl.so.3";
const LIBCRYPTO: &CStr = c"libcrypto.so.3";
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
