//! GnuTLS's own verification, followed by our check.
//!
//! Every way to verify a server in GnuTLS ends in one call,
//! `gnutls_certificate_verify_peers`: those that a program makes after the handshake
//! (`…_peers2`, `…_peers3`) and the one that GnuTLS makes during it
//! (`gnutls_session_set_verify_cert`). [`verify`] makes that call and then checks what GnuTLS
//! accepted.
//!
//! The rules are those of [`crate::openssl`]. A refusal is reported as `GNUTLS_CERT_INVALID`,
//! "the certificate is not trusted". GnuTLS does not say in which root its path ended, so every
//! root of the program whose subject is the issuer of a presented certificate counts as a
//! possible end.
//!
//! **Not covered:** a program that verifies no chain but checks a certificate on its own
//! (`gnutls_x509_crt_verify`, a pinned key).

#![expect(
    unsafe_code,
    reason = "GnuTLS's functions are called by address, with its own pointers"
)]

use std::{
    ffi::{CStr, c_char, c_int, c_uint, c_void},
    net::IpAddr,
    ptr,
};

use anchorwatch_policy::ReferenceName;
use rustls_pki_types::CertificateDer;

use crate::{
    Acceptance, Connection,
    loaded::{
        Library, MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES, bytes_of, functions, or_empty, text_of,
    },
    now,
    stack::{Missing, on_new_stack},
};

/// GnuTLS's `gnutls_session_int`: one connection.
#[repr(C)]
#[derive(Debug)]
pub struct Session {
    _opaque: [u8; 0],
}

/// GnuTLS's `gnutls_typed_vdata_st`: something that a certificate is checked against.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct TypedData {
    kind: c_uint,
    data: *const u8,
    length: c_uint,
}

/// GnuTLS's `gnutls_datum_t`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
struct Datum {
    data: *const u8,
    length: c_uint,
}

/// The address of `gnutls_certificate_verify_peers`. The function may read files, and the thread
/// may be ended while it does.
pub type VerifyPeers =
    unsafe extern "C-unwind" fn(*mut Session, *const TypedData, c_uint, *mut c_uint) -> c_int;

/// The GnuTLS that a call came from.
#[derive(Debug)]
pub struct Gnutls {
    functions: Functions,
    _library: Library,
}

functions! {
    /// <https://www.gnutls.org/manual/gnutls.html>, 3.7, read 2026-11-25.
    Functions {
        verify_peers: c"gnutls_certificate_verify_peers" as VerifyPeers,
        peers: c"gnutls_certificate_get_peers"
            as unsafe extern "C" fn(*mut Session, *mut c_uint) -> *const Datum,
        certificate_type: c"gnutls_certificate_type_get"
            as unsafe extern "C" fn(*mut Session) -> c_uint,
        server_name: c"gnutls_server_name_get" as unsafe extern "C" fn(
            *mut Session, *mut c_void, *mut usize, *mut c_uint, c_uint) -> c_int,
        credentials: c"gnutls_credentials_get"
            as unsafe extern "C" fn(*mut Session, c_uint, *mut *mut c_void) -> c_int,
        issuer: c"gnutls_certificate_get_issuer" as unsafe extern "C" fn(
            *mut c_void, *mut c_void, *mut *mut c_void, c_uint) -> c_int,
        new_certificate: c"gnutls_x509_crt_init"
            as unsafe extern "C" fn(*mut *mut c_void) -> c_int,
        import: c"gnutls_x509_crt_import"
            as unsafe extern "C" fn(*mut c_void, *const Datum, c_uint) -> c_int,
        export: c"gnutls_x509_crt_export" as unsafe extern "C" fn(
            *mut c_void, c_uint, *mut c_void, *mut usize) -> c_int,
        free_certificate: c"gnutls_x509_crt_deinit" as unsafe extern "C" fn(*mut c_void),
    }
}

/// Runs GnuTLS's verification and then calls `ask` about what it accepted. `asked` returns the
/// name that the program requested from the server, if it is known. Nothing of ours is held
/// while GnuTLS verifies, so the library is looked up before and again after it.
///
/// # Errors
/// Something that the check needs is missing; the verification has failed then.
///
/// # Safety
/// The arguments are those of a call of `gnutls_certificate_verify_peers`, on a session of the
/// GnuTLS that `find` returns, which no other thread uses.
pub unsafe fn verify(
    find: impl Fn() -> Option<Gnutls>,
    (session, data, count, status): (*mut Session, *const TypedData, c_uint, *mut c_uint),
    asked: impl FnOnce() -> Option<String>,
    ask: impl FnOnce(Option<&Connection>) -> Acceptance,
) -> Result<c_int, Missing> {
    let theirs = on_new_stack(|| find().map(|gnutls| gnutls.functions.verify_peers))?;
    // SAFETY: guaranteed by the caller; the rest calls GnuTLS with pointers that it returned for
    // this session, which outlives this call.
    unsafe {
        let answer = theirs(session, data, count, status);
        if answer < 0 || status.is_null() || *status != 0 {
            return Ok(answer);
        }
        let acceptance = on_new_stack(|| {
            let gnutls = find()?;
            if !gnutls.is_client_with_certificates(session) {
                return Some(Acceptance::Given);
            }
            let names = || held_against(data, count);
            let seen = || Some(gnutls.connection(session, names(), asked()));
            Some(Acceptance::of(ask, seen))
        });
        if acceptance != Ok(Acceptance::Given) {
            *status |= NOT_TRUSTED;
        }
        acceptance.map(|_| answer)
    }
}

impl Gnutls {
    /// Finds the GnuTLS that a call of `gnutls_certificate_verify_peers` was meant for. `ours` is
    /// the function that caught the call, `caller` the address it was called from.
    #[must_use]
    pub fn behind(caller: usize, ours: VerifyPeers) -> Option<Self> {
        Library::candidates(caller, &[LIBGNUTLS]).find_map(|library| {
            let functions = Functions::of(&library)?;
            let is_ours = ptr::fn_addr_eq(functions.verify_peers, ours);
            let found = Self {
                functions,
                _library: library,
            };
            (!is_ours).then_some(found)
        })
    }

    unsafe fn is_client_with_certificates(&self, session: *mut Session) -> bool {
        let (mut name, mut length, mut kind) = ([0_u8; 256], 256_usize, 0);
        // SAFETY: the session is alive; `name` has `length` bytes. Only a server can be asked
        // which name was requested from it; on a client this fails with another error.
        unsafe {
            let answer = (self.functions.server_name)(
                session,
                name.as_mut_ptr().cast(),
                &raw mut length,
                &raw mut kind,
                0,
            );
            answer == INVALID_REQUEST && (self.functions.certificate_type)(session) == X509
        }
    }

    unsafe fn connection(
        &self,
        session: *mut Session,
        held_against: Vec<ReferenceName>,
        asked: Option<String>,
    ) -> Connection {
        let mut count = 0;
        // SAFETY: the session is alive, and so is its list of `count` certificates.
        let presented: Vec<CertificateDer<'static>> = unsafe {
            let first = (self.functions.peers)(session, &raw mut count);
            let count = if first.is_null() { 0 } else { count as usize };
            (0..count.min(MAX_CERTIFICATES))
                .map(|index| {
                    let datum = *first.add(index);
                    or_empty(bytes_of(datum.data, datum.length as usize))
                })
                .collect()
        };
        // SAFETY: the session is alive.
        let possible_roots = unsafe { self.possible_roots(session, &presented) };
        let mut names = held_against;
        if names.is_empty() {
            names.extend(asked.as_deref().map(ReferenceName::parse));
        }
        Connection {
            own_path: [&presented[..], &possible_roots].concat(),
            presented,
            possible_roots,
            names,
            at: now(),
        }
    }

    /// Returns the program's roots whose subject is the issuer of a presented certificate.
    unsafe fn possible_roots(
        &self,
        session: *mut Session,
        presented: &[CertificateDer<'_>],
    ) -> Vec<CertificateDer<'static>> {
        let mut credentials = ptr::null_mut();
        // SAFETY: the session is alive; the credentials are its own.
        let asked =
            unsafe { (self.functions.credentials)(session, CERTIFICATES, &raw mut credentials) };
        if asked < 0 || credentials.is_null() {
            return Vec::new();
        }
        let mut possible_roots = Vec::new();
        for der in presented {
            // SAFETY: the credentials are alive.
            let issuer = unsafe { self.issuer(credentials, der) };
            possible_roots.extend(issuer.filter(|issuer| !possible_roots.contains(issuer)));
        }
        possible_roots
    }

    unsafe fn issuer(
        &self,
        credentials: *mut c_void,
        of: &CertificateDer<'_>,
    ) -> Option<CertificateDer<'static>> {
        let datum = Datum {
            data: of.as_ptr(),
            length: c_uint::try_from(of.len()).ok()?,
        };
        let (mut certificate, mut issuer) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the certificate is created, filled, used and freed once; the issuer belongs to
        // the credentials, which are alive.
        unsafe {
            if (self.functions.new_certificate)(&raw mut certificate) < 0 {
                return None;
            }
            let is_found = (self.functions.import)(certificate, &raw const datum, DER) >= 0
                && (self.functions.issuer)(credentials, certificate, &raw mut issuer, 0) >= 0;
            let found = is_found.then(|| self.exported(issuer)).flatten();
            (self.functions.free_certificate)(certificate);
            found
        }
    }

    unsafe fn exported(&self, certificate: *mut c_void) -> Option<CertificateDer<'static>> {
        if certificate.is_null() {
            return None;
        }
        let mut length = 0;
        let mut der = Vec::new();
        // SAFETY: the certificate is alive. Without a buffer only the length is written, and then
        // at most as many bytes as the buffer holds.
        unsafe {
            (self.functions.export)(certificate, DER, ptr::null_mut(), &raw mut length);
            if length == 0 || length > MAX_CERTIFICATE_BYTES {
                return None;
            }
            der.resize(length, 0);
            let room = der.as_mut_ptr().cast();
            if (self.functions.export)(certificate, DER, room, &raw mut length) < 0 {
                return None;
            }
        }
        der.truncate(length);
        Some(CertificateDer::from(der))
    }
}

/// Returns the names and addresses that the certificate is checked against.
unsafe fn held_against(data: *const TypedData, count: c_uint) -> Vec<ReferenceName> {
    if data.is_null() {
        return Vec::new();
    }
    let name = |typed: &TypedData| match typed.kind {
        // SAFETY: a name is a C string; GnuTLS does not look at its length either.
        NAME => unsafe { text_of(typed.data.cast::<c_char>()) }
            .as_deref()
            .map(ReferenceName::parse),
        // SAFETY: an address has as many bytes as its length says.
        ADDRESS => unsafe { bytes_of(typed.data, typed.length as usize) }
            .and_then(|bytes| address(&bytes))
            .map(|address| ReferenceName::parse(&address.to_string())),
        _ => None,
    };
    let count = (count as usize).min(MAX_CERTIFICATES);
    (0..count)
        // SAFETY: the caller of GnuTLS's function passed that many.
        .filter_map(|index| name(unsafe { &*data.add(index) }))
        .collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}

const LIBGNUTLS: &CStr = c"libgnutls.so.30";

/// `GNUTLS_CERT_INVALID`.
const NOT_TRUSTED: c_uint = 1 << 1;

/// `GNUTLS_E_INVALID_REQUEST`.
const INVALID_REQUEST: c_int = -50;

/// `GNUTLS_CRT_X509`.
const X509: c_uint = 1;

/// `GNUTLS_CRD_CERTIFICATE`.
const CERTIFICATES: c_uint = 1;

/// `GNUTLS_X509_FMT_DER`.
const DER: c_uint = 0;

/// `GNUTLS_DT_DNS_HOSTNAME`.
const NAME: c_uint = 1;

/// `GNUTLS_DT_IP_ADDRESS`.
const ADDRESS: c_uint = 4;
