use std::ffi::{c_int, c_void};

use super::VerifierHandle;
use crate::{
    Acceptance, Connection,
    openssl::{Openssl, X509StoreContext, verify},
    stack::on_new_stack,
};

/// A certificate verification callback of OpenSSL 3, for
/// SSL_CTX_set_cert_verify_callback(context, anchorwatch_openssl_verify_callback, verifier).
///
/// It first verifies as OpenSSL does, with X509_verify_cert and the context's own settings, and
/// then checks what OpenSSL accepted: both must accept. If this library refuses, the error is
/// X509_V_ERR_CERT_REJECTED and the context's verify callback is called, as for any other
/// error. Only a client's verification of a server's certificate is checked.
///
/// The name is the one that the program has OpenSSL check (SSL_set1_host,
/// X509_VERIFY_PARAM_set1_ip), else the one that it requests from the server
/// (SSL_set_tlsext_host_name). If it gave OpenSSL neither, only public roots are accepted.
/// Local roots are those that the program's own store trusts.
///
/// `verifier` belongs to the caller and must live as long as the context uses it. If it is
/// null, or OpenSSL's version is not 3, the verification fails. OpenSSL's functions are
/// looked up in the running program: this library does not link to OpenSSL.
///
/// # Safety
/// `context` comes from OpenSSL, for one verification; `verifier` is null or came from
/// anchorwatch_verifier_new.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn anchorwatch_openssl_verify_callback(
    context: *mut X509StoreContext,
    verifier: *mut c_void,
) -> c_int {
    let verifier = verifier.cast::<VerifierHandle>().cast_const();
    if context.is_null() {
        return 0;
    }
    let three = || Openssl::of_program().filter(|found| matches!(found, Openssl::Three(_)));
    // SAFETY: guaranteed by the caller.
    let Some(handle) = (unsafe { verifier.as_ref() }) else {
        let failed = on_new_stack(|| match three()? {
            // SAFETY: guaranteed by the caller.
            Openssl::Three(openssl) => Some(unsafe { openssl.fail(context) }),
            Openssl::Other(_) => None,
        });
        return failed.unwrap_or(0);
    };
    let ask = |connection: Option<&Connection>| match connection {
        Some(connection) if !handle.verifier.refuses(connection) => Acceptance::Given,
        _ => Acceptance::Denied,
    };
    // SAFETY: the context comes from OpenSSL and is ready to be verified.
    unsafe { verify(three, context, ask) }.unwrap_or(0)
}
