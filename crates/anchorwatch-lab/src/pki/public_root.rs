use rustls::pki_types::CertificateDer;

/// Names of six roots that Mozilla includes, for trees that look like a real machine.
pub const PUBLIC_ROOT_NAMES: [&str; 6] = [
    "ISRG Root X1",
    "ISRG Root X2",
    "GTS Root R1",
    "GTS Root R4",
    "DigiCert Global Root G2",
    "Amazon Root CA 1",
];

/// Returns a real root of Mozilla's set whose certificate contains this common name.
///
/// It comes from the `webpki-root-certs` package, not from this machine. **A real certificate,
/// without its key**: nothing can be issued under it.
pub fn public_root(common_name: &str) -> Option<CertificateDer<'static>> {
    let wanted = common_name.as_bytes();
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .find(|der| der.windows(wanted.len().max(1)).any(|part| part == wanted))
        .cloned()
}
