//! A root held to names: its certificate with name constraints, for programs that read the
//! system's stores and know nothing of us.
//!
//! ```text
//! the root's own certificate, byte for byte, but for:
//!   serialNumber          if asked for, another ([`Serial`])
//!   validity.notAfter     if asked for, earlier: the end of a consent
//!   extensions            at the end: extKeyUsage for TLS, if the root has none;
//!                         critical: nameConstraints
//!   signatureValue        no signature, but a text, and after it what was replaced:
//!                         SEQUENCE { serialNumber, notAfter, signatureValue }
//! ```
//!
//! It has the root's name and key, so a chain below the root also ends in it, and it is
//! self-issued, so a program that has it as an anchor does not check its signature. Making one
//! needs nobody's private key. The same root, names and end always give the same bytes, and the
//! root can be read back from them ([`root_of`]): a store that holds one says by itself what it
//! stands for.
//!
//! **Which programs hold an anchor to its constraints** was tried: OpenSSL 3.0 (curl, Python,
//! Node), GnuTLS 3.7 (wget, git) and NSS 3.87 do. Java does not, so a keystore never gets one.
//! GnuTLS also refuses addresses without a DNS name beside them. A program that checks an
//! anchor's signature refuses it.
//!
//! **Names that no constraint here concerns** are e-mail addresses and URIs: a server's certificate often
//! has one beside its DNS name, or an e-mail address in its subject. So mail and code are refused by
//! `extKeyUsage`, which OpenSSL looks at, and in an NSS database by the trust there. A root that has an
//! `extKeyUsage` itself keeps it. Its constraints permit no e-mail address and no URI, so such servers are
//! refused.
//!
//! **Not covered:** private names of a single label, for which there is no constraint. OpenSSL 3.0 does
//! not hold a common name to constraints that is no plain host name, such as `*.example.com`, and its
//! clients take it for the server's name if the certificate has no DNS name (`cn2dnsid` in `v3_ncons.c`).

use std::net::IpAddr;

use anchorwatch_identity::{CertSha256, Certificate, IssuingConstraints, UnixSeconds};
use anchorwatch_policy::{PermittedSubtrees, consent::Network};

use crate::{
    der::{
        BIT_STRING, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, SEQUENCE, UTC_TIME, context,
        context_constructed, element, tlv,
    },
    extension::{
        CLIENT_AUTH, CRITICAL, DNS_NAME, EXTENDED_KEY_USAGE, IP_ADDRESS, NAME_CONSTRAINTS,
        RFC822_NAME, SERVER_AUTH, URI, extension,
    },
};

/// Written instead of the signature.
const MARK: &[u8] = b"anchorwatch: not signed; this root speaks only for the names above\n";
/// The same, if `extKeyUsage` was added, too.
const MARK_WITH_USES: &[u8] =
    b"anchorwatch: not signed; this root speaks only for the uses and names above\n";

/// Not a name of anyone's (RFC 6761 §6.4).
const NOBODYS: &[u8] = b"invalid";

const VERSION_3: u8 = 2;
const VERSION: u8 = context_constructed(0);
const EXTENSIONS: u8 = context_constructed(3);
const UNUSED_BITS: u8 = 0;

anchorwatch_remark::remarks! {
    /// Why a root cannot be held to names. It is refused for all of them instead.
    pub enum NotConfined {
        /// Its issuer is another: a program would check its signature.
        "not_self_issued" => NotSelfIssued,
        /// It does not say that it is an authority (a certificate of version 1 cannot), so with
        /// constraints it would be none.
        "not_an_authority" => NotAnAuthority,
        /// It has constraints of its own, which these would replace.
        "has_name_constraints" => HasConstraints,
        /// It is not encoded as RFC 5280 says.
        "not_as_rfc_5280" => Malformed,
    }
}

/// The serial number of a confined certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serial {
    /// The root's. Certificates that name their issuer by its serial number, which may include
    /// the root itself, go on finding it: OpenSSL refuses them otherwise.
    OfTheRoot,
    /// A hash. For an NSS database: NSS refuses a connection if it is sent a certificate with the
    /// issuer and serial number of another that it has.
    Own,
}

/// A root held to these names until `end`, or as long as the root itself.
///
/// # Errors
/// [`NotConfined`] says why there is none.
pub fn of(
    root: &Certificate,
    permitted: &PermittedSubtrees,
    end: Option<UnixSeconds>,
    serial: Serial,
) -> Result<Certificate, NotConfined> {
    if !root.is_self_issued() {
        return Err(NotConfined::NotSelfIssued);
    }
    if root.issuing().is_ca != Some(true) {
        return Err(NotConfined::NotAnAuthority);
    }
    let parts = Parts::of(root.der()).ok_or(NotConfined::Malformed)?;
    if parts.extensions.iter().any(|one| is_name_constraints(one)) {
        return Err(NotConfined::HasConstraints);
    }
    let end = end.filter(|end| *end < root.validity().not_after);
    let end = end.map(|end| time(end).ok_or(NotConfined::Malformed));
    let end = end.transpose()?;
    let uses = parts.is_without_uses().then(uses_of_tls);
    let constraints = name_constraints(permitted, uses.is_some());
    let added = Added {
        uses: uses.as_deref(),
        constraints: &constraints,
    };
    let der = parts.confined(&added, end.as_deref(), serial);
    let confined = Certificate::from_der(&der).map_err(|_| NotConfined::Malformed)?;
    let issuing = IssuingConstraints {
        is_for_servers: uses
            .as_ref()
            .map_or_else(|| root.issuing().is_for_servers, |_| Some(true)),
        ..root.issuing()
    };
    // Crafted bytes could end a field early and add their own next field.
    let is_whole = confined.spki_der() == root.spki_der()
        && confined.subject() == root.subject()
        && confined.is_self_issued()
        && confined.issuing() == issuing
        && confined.subject_key_identifier() == root.subject_key_identifier()
        && root_of(&confined).as_ref() == Some(root);
    is_whole.then_some(confined).ok_or(NotConfined::Malformed)
}

/// The root that a certificate holds to names; `None` if it is not one that [`of`] makes.
///
/// **Not checked:** to which names, and that the root ever existed: whoever can write into a
/// store can write this too. Compare with what [`of`] gives for the owner's names.
#[must_use]
pub fn root_of(confined: &Certificate) -> Option<Certificate> {
    let parts = Parts::of(confined.der())?;
    let (constraints, extensions) = parts.extensions.split_last()?;
    let signature = parts.signature_bits()?;
    let (uses, extensions, replaced) = match signature.strip_prefix(MARK_WITH_USES) {
        Some(replaced) => {
            let (uses, extensions) = extensions.split_last()?;
            (Some(*uses), extensions, replaced)
        }
        None => (None, extensions, signature.strip_prefix(MARK)?),
    };
    let (tag, replaced, rest) = element(replaced)?;
    let replaced = elements(replaced).filter(|_| tag == SEQUENCE && rest.is_empty())?;
    let [(INTEGER, serial), (_, not_after), (BIT_STRING, signature)] = replaced[..] else {
        return None;
    };
    let of_root = Parts {
        serial,
        not_after,
        signature,
        extensions: extensions.to_vec(),
        ..parts
    };
    let root = Certificate::from_der(&of_root.certificate()).ok()?;
    let kept = match serial == parts.serial {
        true => Serial::OfTheRoot,
        false => Serial::Own,
    };
    let added = Added { uses, constraints };
    let is_exact = is_name_constraints(constraints)
        && uses.is_none_or(|uses| uses == uses_of_tls() && of_root.is_without_uses())
        && root.is_self_issued()
        && confined.validity().not_after <= root.validity().not_after
        && of_root.confined(&added, Some(parts.not_after), kept) == confined.der();
    is_exact.then_some(root)
}

/// Whether a certificate is held to names in this way. **Not checked:** to which.
#[must_use]
pub fn is_one(certificate: &Certificate) -> bool {
    root_of(certificate).is_some()
}

fn is_name_constraints(extension: &[u8]) -> bool {
    is_of_kind(extension, &NAME_CONSTRAINTS)
}

fn is_of_kind(extension: &[u8], kind: &[u8]) -> bool {
    let start = tlv(OBJECT_IDENTIFIER, kind);
    element(extension).is_some_and(|(_, contents, _)| contents.starts_with(&start))
}

/// The extensions that hold a root, at the end of its own.
struct Added<'a> {
    /// `None`: the root has its own.
    uses: Option<&'a [u8]>,
    constraints: &'a [u8],
}

/// The parts of a certificate, each with its tag and length.
#[derive(Clone)]
struct Parts<'a> {
    serial: &'a [u8],
    algorithm: &'a [u8],
    name: &'a [u8],
    not_before: &'a [u8],
    not_after: &'a [u8],
    /// `subjectPublicKeyInfo`.
    key: &'a [u8],
    extensions: Vec<&'a [u8]>,
    signature: &'a [u8],
}

impl<'a> Parts<'a> {
    /// `None` if it is not of version 3, has no extensions, or is not encoded as RFC 5280 says.
    fn of(der: &'a [u8]) -> Option<Self> {
        let (_, contents, _) = element(der)?;
        let [
            (SEQUENCE, to_be_signed),
            (SEQUENCE, algorithm),
            (BIT_STRING, signature),
        ] = elements(contents)?[..]
        else {
            return None;
        };
        let (_, to_be_signed, _) = element(to_be_signed)?;
        let mut fields = elements(to_be_signed)?.into_iter();
        let mut next = |tag: u8| fields.next().filter(|(found, _)| *found == tag);
        let (_version, (_, serial)) = (next(VERSION)?, next(INTEGER)?);
        let (_algorithm, _issuer) = (next(SEQUENCE)?, next(SEQUENCE)?);
        let ((_, validity), (_, name), (_, key)) =
            (next(SEQUENCE)?, next(SEQUENCE)?, next(SEQUENCE)?);
        let (_, last) = next(EXTENSIONS)?;
        let (_, times, _) = element(validity)?;
        let [(_, not_before), (_, not_after)] = elements(times)?.try_into().ok()?;
        let (_, wrapped, _) = element(last)?;
        let (_, list, _) = element(wrapped)?;
        let extensions = elements(list)?.into_iter().map(|(_, extension)| extension);
        let parts = Self {
            serial,
            algorithm,
            name,
            not_before,
            not_after,
            key,
            extensions: extensions.collect(),
            signature,
        };
        // Whatever else is in it would be lost: two names, two algorithms, the unique
        // identifiers of version 2.
        (parts.certificate() == der).then_some(parts)
    }

    fn certificate(&self) -> Vec<u8> {
        let to_be_signed = [
            &tlv(VERSION, &tlv(INTEGER, &[VERSION_3])),
            self.serial,
            &self.after_serial(),
        ];
        let certificate = [
            &tlv(SEQUENCE, &to_be_signed.concat()),
            self.algorithm,
            self.signature,
        ];
        tlv(SEQUENCE, &certificate.concat())
    }

    fn after_serial(&self) -> Vec<u8> {
        let extensions = self.extensions.concat();
        [
            self.algorithm,
            self.name,
            &tlv(SEQUENCE, &[self.not_before, self.not_after].concat()),
            self.name,
            self.key,
            &tlv(EXTENSIONS, &tlv(SEQUENCE, &extensions)),
        ]
        .concat()
    }

    /// The same, held to names; without `not_after` until the certificate itself ends.
    fn confined(&self, added: &Added<'_>, not_after: Option<&[u8]>, number: Serial) -> Vec<u8> {
        let replaced = [self.serial, self.not_after, self.signature].concat();
        let mark = added.uses.map_or(MARK, |_| MARK_WITH_USES);
        let signature = [&[UNUSED_BITS], mark, &tlv(SEQUENCE, &replaced)].concat();
        let mut confined = Parts {
            not_after: not_after.unwrap_or(self.not_after),
            signature: &tlv(BIT_STRING, &signature),
            ..self.clone()
        };
        confined.extensions.extend(added.uses);
        confined.extensions.push(added.constraints);
        let serial = tlv(INTEGER, &serial(&confined.after_serial()));
        if number == Serial::Own {
            confined.serial = &serial;
        }
        confined.certificate()
    }

    /// Whether it does not say what it is for.
    fn is_without_uses(&self) -> bool {
        let mut extensions = self.extensions.iter();
        !extensions.any(|one| is_of_kind(one, &EXTENDED_KEY_USAGE))
    }

    fn signature_bits(&self) -> Option<&'a [u8]> {
        let (_, bits, _) = element(self.signature)?;
        let (unused, bits) = bits.split_first()?;
        (*unused == UNUSED_BITS).then_some(bits)
    }
}

/// Each element of a series, with its tag; `None` if one has no end.
fn elements(mut bytes: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (tag, _, rest) = element(bytes)?;
        let whole = bytes.get(..bytes.len() - rest.len())?;
        all.push((tag, whole));
        bytes = rest;
    }
    Some(all)
}

/// Positive, sixteen octets, and different for all that differ in anything else.
fn serial(rest: &[u8]) -> Vec<u8> {
    let hash = CertSha256::of(rest);
    let octets = hash.as_bytes().iter().take(15);
    [1].iter().chain(octets).copied().collect()
}

/// RFC 5280 §4.1.2.5.
fn time(time: UnixSeconds) -> Option<Vec<u8>> {
    let text = time.to_string();
    let is_kept = |octet: &u8| octet.is_ascii_digit() || *octet == b'Z';
    let digits: Vec<u8> = text.bytes().filter(is_kept).collect();
    let year: u32 = text.get(..4)?.parse().ok()?;
    match year {
        1950..2050 => Some(tlv(UTC_TIME, digits.get(2..)?)),
        _ => Some(tlv(GENERALIZED_TIME, &digits)),
    }
}

/// RFC 5280 §4.2.1.12. No RFC speaks of a root's, but OpenSSL and Go look at it.
fn uses_of_tls() -> Vec<u8> {
    let uses = [SERVER_AUTH, CLIENT_AUTH].map(|one| tlv(OBJECT_IDENTIFIER, &one));
    extension(&EXTENDED_KEY_USAGE, &[], &tlv(SEQUENCE, &uses.concat()))
}

/// `is_for_tls`: uses keep the root from what e-mail addresses and URIs are for.
fn name_constraints(permitted: &PermittedSubtrees, is_for_tls: bool) -> Vec<u8> {
    let names = permitted
        .suffixes()
        .map(|suffix| tlv(context(DNS_NAME), suffix.as_str().as_bytes()));
    let networks = permitted
        .networks()
        .map(|network| tlv(context(IP_ADDRESS), &octets(network)));
    let others: &[u8] = if is_for_tls { &[] } else { &[RFC822_NAME, URI] };
    let nobodys = others.iter().map(|kind| tlv(context(*kind), NOBODYS));
    let bases = names.chain(networks).chain(nobodys);
    let subtrees: Vec<u8> = bases.flat_map(|base| tlv(SEQUENCE, &base)).collect();
    let value = tlv(SEQUENCE, &tlv(context_constructed(0), &subtrees));
    extension(&NAME_CONSTRAINTS, &CRITICAL, &value)
}

/// The address and its mask (RFC 5280 §4.2.1.10).
fn octets(network: &Network) -> Vec<u8> {
    let bits = u32::from(network.prefix_bits());
    match network.address() {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            [address.octets(), mask.to_be_bytes()].concat()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            [address.octets(), mask.to_be_bytes()].concat()
        }
    }
}

#[cfg(test)]
mod tests;
