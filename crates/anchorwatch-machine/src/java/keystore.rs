//! One keystore file: which certificates Java uses as anchors.
//!
//! Java's trust managers trust trusted entries and, in every private key's chain, the key's
//! own certificate, but never the certificates above it (OpenJDK's `TrustStoreUtil`; run
//! with OpenJDK 17, see `trials/java_trusts_what_the_audit_says`).

use anchorwatch_container::{self as container, Format, Item, JavaMark, certificate_file};
use anchorwatch_identity::{Certificate, problem::CertificateFileProblem};

use super::{
    jks::{self, Standing},
    remark::JavaRemark,
};
use crate::Trust;

/// The passwords that programs use by default: keytool's and the JDK's, an empty one, and
/// that of Java 6 on a Mac.
pub const USUAL_PASSWORDS: [&str; 3] = ["changeit", "", "changeme"];

/// The content of a keystore.
#[derive(Debug, Default)]
pub struct Keystore {
    /// Every certificate, and whether Java trusts it.
    pub certificates: Vec<(Certificate, Trust)>,
    /// Parts that could not be read.
    pub unreadable: Vec<JavaRemark>,
    /// Remarks on what was read.
    pub(super) remarks: Vec<JavaRemark>,
}

/// Reads a keystore, trying the passwords that a configuration names first.
pub fn read(bytes: &[u8], named: &[String]) -> Result<Keystore, JavaRemark> {
    let passwords = || named.iter().map(String::as_str).chain(USUAL_PASSWORDS);
    match bytes.first_chunk().map(|magic| u32::from_be_bytes(*magic)) {
        Some(jks::JKS | jks::JCEKS) => Ok(of_jks(&jks::read(bytes), passwords())),
        _ => of_pkcs12(bytes, passwords()),
    }
}

fn of_jks<'p>(
    entries: &jks::Entries<'_>,
    mut passwords: impl Iterator<Item = &'p str>,
) -> Keystore {
    let mut keystore = Keystore::default();
    for entry in &entries.certificates {
        let trust = match entry.standing {
            Standing::Trusted | Standing::OfAKey => Trust::Trusted,
            Standing::InAChain => Trust::None,
        };
        match certificates(entry.encoding) {
            Ok(found) => keystore
                .certificates
                .extend(found.into_iter().map(|certificate| (certificate, trust))),
            Err(why) => keystore.unreadable.push(JavaRemark::Entry {
                alias: entry.alias.clone(),
                why,
            }),
        }
    }
    if let Some(error) = &entries.cut {
        keystore.unreadable.push(error.into());
    } else if !passwords.any(|password| entries.is_sealed_with(password)) {
        keystore.remarks.push(JavaRemark::UnknownPassword);
    }
    keystore
}

/// An encoding is what Java's certificate factory reads: DER with anything after it, or
/// PEM.
pub fn certificates(encoding: &[u8]) -> Result<Vec<Certificate>, CertificateFileProblem> {
    let file = certificate_file(encoding);
    let certificates: Vec<Certificate> = file.certificates().cloned().collect();
    match file.unread().next() {
        // Java reads the first part and ignores the rest.
        _ if !certificates.is_empty() => Ok(certificates),
        Some(error) => Err(error.into()),
        None => Err(CertificateFileProblem::NoCertificate),
    }
}

fn of_pkcs12<'p>(
    bytes: &[u8],
    passwords: impl Iterator<Item = &'p str>,
) -> Result<Keystore, JavaRemark> {
    let mut last = None;
    for password in passwords {
        let contents = container::read(bytes, Some(password)).map_err(|error| {
            JavaRemark::KeystoreUnreadable {
                why: (&error).into(),
            }
        })?;
        if contents.format != Format::Pkcs12 {
            let format = contents.format.code().to_owned();
            return Err(JavaRemark::NotAKeystore { format });
        }
        let is_shut = contents.items.iter().any(is_shut);
        last = Some(of_items(contents.items, contents.private_key_count));
        if !is_shut {
            break;
        }
    }
    last.ok_or(JavaRemark::NoPasswordTried)
}

fn is_shut(item: &Item) -> bool {
    matches!(
        item.certificate,
        Err(container::Error::WrongPassword | container::Error::NeedsPassword)
    )
}

/// Programs without a password see nothing of an encrypted part (run with OpenJDK 17). The
/// usual password is known to everyone, so its certificates count as trusted.
fn of_items(items: Vec<Item>, private_key_count: usize) -> Keystore {
    let mut keystore = Keystore::default();
    for item in items {
        let trust = match item.java_mark {
            JavaMark::Trusted => Trust::Trusted,
            JavaMark::OfAKey if private_key_count > 0 => Trust::Trusted,
            JavaMark::OfAKey | JavaMark::None => Trust::None,
        };
        match item.certificate {
            Ok(certificate) => keystore.certificates.push((certificate, trust)),
            Err(error) => keystore.unreadable.push(JavaRemark::Part {
                place: item.place,
                why: (&error).into(),
            }),
        }
    }
    keystore
}

#[cfg(test)]
pub(super) mod tests;
