//! The certificates that came, for people.

use anchorwatch_identity::{Certificate, is_signed_by};

use super::{Page, count, short};

/// How many certificates are shown; JSON has more.
const MOST_CERTIFICATES: usize = 8;
/// How many names of one certificate are shown.
const MOST_NAMES: usize = 10;

/// The chain as it came, the server's own certificate first.
pub(crate) fn write<'a>(page: &mut Page, chain: impl IntoIterator<Item = &'a [u8]>) {
    let chain: Vec<&[u8]> = chain.into_iter().collect();
    if chain.is_empty() {
        return;
    }
    page.head("What came");
    for (index, der) in chain.iter().take(MOST_CERTIFICATES).enumerate() {
        if let Some(first) = chain.iter().take(index).position(|it| it == der) {
            page.point(&format!(
                "Certificate {} of {}: certificate {} again.",
                index + 1,
                chain.len(),
                first + 1
            ));
            continue;
        }
        page.point(&match index {
            0 => "The server's certificate:".to_owned(),
            _ => format!(
                "Certificate {} of {}, sent with it:",
                index + 1,
                chain.len()
            ),
        });
        match Certificate::from_der(der) {
            Ok(certificate) => one(page, &certificate),
            Err(error) => {
                page.field("not read", &error.to_string());
            }
        }
    }
    if let Some(more @ 1..) = chain.len().checked_sub(MOST_CERTIFICATES) {
        page.point(&format!(
            "And {}.",
            count(more, "certificate", "certificates")
        ));
    }
}

fn one(page: &mut Page, certificate: &Certificate) {
    page.field("subject", &short(&certificate.subject().to_string()));
    let names = certificate.server_names();
    if !names.is_empty() {
        let mut shown: Vec<String> = names
            .iter()
            .take(MOST_NAMES)
            .map(|name| short(name))
            .collect();
        if let Some(more @ 1..) = names.len().checked_sub(MOST_NAMES) {
            shown.push(format!("and {more} more"));
        }
        page.field("names", &shown.join(", "));
    }
    let issuer = short(&certificate.issuer().to_string());
    if is_signed_by(certificate, certificate.spki_der()) {
        page.field("issuer", &format!("{issuer} (self-signed)"));
    } else {
        page.field("issuer", &issuer);
    }
    let validity = certificate.validity();
    page.field(
        "valid",
        &format!("from {} to {}", validity.not_before, validity.not_after),
    );
    page.field("SHA-256", &certificate.sha256().to_string());
}
