//! `cert_override.txt`: certificates that are accepted for one host, whatever their faults.
//!
//! ```text
//! # comment
//! host:port:attributes <TAB> OID.2.16.840.1.101.3.4.2.1 <TAB> AA:BB:… (SHA-256) <TAB> …
//! ```
//!
//! After the fingerprint came letters for the kinds of faults and a number of the
//! certificate; versions of 2026 ignore it. A line in another form is skipped. Source:
//! Gecko's `nsCertOverrideService.cpp`.

use anchorwatch_identity::CertSha256;

use crate::redact::redact;

/// The only algorithm that is accepted: SHA-256.
const SHA256_OID: &str = "OID.2.16.840.1.101.3.4.2.1";

/// A line that a program obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Host, port and attributes, as written.
    pub host: &'a str,
    /// The certificate that is accepted.
    pub certificate: CertSha256,
}

impl<'a> Line<'a> {
    /// Reads one line, with or without its end; `None` if it has another form.
    pub fn read(line: &'a [u8]) -> Option<Self> {
        let line = std::str::from_utf8(line).ok()?;
        if line.starts_with('#') {
            return None;
        }
        let mut fields = line.split_whitespace();
        let (host, algorithm) = (fields.next()?, fields.next()?);
        let fingerprint = fields.next().filter(|_| algorithm == SHA256_OID)?;
        let certificate = fingerprint.replace(':', "").parse().ok()?;
        host.contains(':').then_some(Self { host, certificate })
    }
}

/// Host and fingerprint of every line that a program obeys.
pub(super) fn read(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split_whitespace();
            let (host, algorithm) = (fields.next()?, fields.next()?);
            let fingerprint = fields.next().filter(|_| algorithm == SHA256_OID)?;
            let host = host.trim_end_matches(':');
            host.contains(':')
                .then(|| redact(&format!("{host} {fingerprint}")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_age_are_read_and_others_passed_over() {
        let print = "AA:".repeat(31) + "BB";
        for line in [
            format!("www.example.kz:443:\t{SHA256_OID}\t{print}\t\r\n"),
            format!("www.example.kz:443\t{SHA256_OID}\t{print}\tMU\tAAAAAAAAAAAAAAAIAAAAMQ==\n"),
            format!("www.example.kz:443 {SHA256_OID} {print}"),
        ] {
            let text = format!("# PSM Certificate Override Settings file\n{line}");
            let read: Vec<_> = read(&text).collect();
            assert_eq!(read, [format!("www.example.kz:443 {print}")]);
        }
        let ipv6 = format!("[::1]:8443:^userContextId=1\t{SHA256_OID}\t{print}");
        assert_eq!(read(&ipv6).count(), 1);
        for none in [
            "",
            "www.example.kz:443\t",
            "www.example.kz\tOID.2.16.840.1.101.3.4.2.1\tAA",
            "www.example.kz:443\tOID.1.3.14.3.2.26\tAA",
            "www.example.kz:443\tOID.2.16.840.1.101.3.4.2.1\t",
        ] {
            assert_eq!(read(none).count(), 0, "{none}");
        }
    }
}
