use std::ffi::{c_int, c_void};

use super::VerifierHandle;
use crate::{
    Acceptance, Connection,
    openssl::{Openssl, X509StoreContext, verify},
    stack::aside,
};

/// A certificate verification callback of OpenSSL 3, for
/// SSL_CTX_set_cert_verify_callback(context, anchorwatch_openssl_verify_callback, verifier).
///
/// It first verifies as OpenSSL does, by X509_verify_cert and the context's own settings,
/// and then asks about what OpenSSL accepted: both must accept. On a refusal of ours the
/// error is X509_V_ERR_CERT_REJECTED and the context's verify callback is asked, as for any
/// other error. Only a client's look at a server's certificate is judged.
///
/// The name is the one that the program has OpenSSL check (SSL_set1_host,
/// X509_VERIFY_PARAM_set1_ip), else the one that it asks the server for
/// (SSL_set_tlsext_host_name). If it told OpenSSL neither, only public roots may speak.
/// Local roots are those that the program's own store believes.
///
/// `verifier` stays the caller's and must live as long as the context uses it; null is
/// refused, and so is another OpenSSL than 3. OpenSSL's functions are looked up in the
/// running program: this library links to none.
///
/// # Safety
/// `context` is OpenSSL's, for one verification; `verifier` is null or came from
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
    // SAFETY: the caller's promise.
    let Some(handle) = (unsafe { verifier.as_ref() }) else {
        let failed = aside(|| match three()? {
            // SAFETY: the caller's promise.
            Openssl::Three(openssl) => Some(unsafe { openssl.fail(context) }),
            Openssl::Other(_) => None,
        });
        return failed.unwrap_or(0);
    };
    let ask = |connection: Option<&Connection>| match connection {
        Some(connection) if !handle.verifier.objects(connection) => Acceptance::Given,
        _ => Acceptance::Denied,
    };
    // SAFETY: the context is OpenSSL's and ready to be verified.
    unsafe { verify(three, context, ask) }.unwrap_or(0)
}
