//! Where this crate and x509-limbo differ, and why. The rules are those of RFC 5280 and of the
//! CA/Browser Forum's Baseline Requirements, which bind authorities when they issue. Neither
//! decides by itself whether a chain is safe to trust.

use crate::harness::Outcome::{self, Failure, Success};

/// One case with a different result.
pub(super) struct Divergence {
    pub(super) id: &'static str,
    pub(super) ours: Outcome,
    /// Shown if the table differs from the result.
    pub(super) why: Why,
}

/// Why the results differ. Unless stated otherwise, webpki does not check it, this crate adds no
/// rule of its own, and only the issuing authority could exploit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// webpki refuses an authority's certificate as the server's; so does this crate.
    AuthorityAsServer,
    /// webpki counts self-issued certificates against a path length.
    SelfIssuedCounted,
    /// Whether, how and how critically the issuer's key is identified (RFC 5280 §4.2.1.1).
    AuthorityKeyIdentifier,
    /// Whether the certificate's own key is identified (§4.2.1.2).
    SubjectKeyIdentifier,
    /// An extension is understood and obeyed whether or not it is critical.
    Criticality,
    /// Name constraints in a server's certificate have no effect, as nothing is below it
    /// (§4.2.1.10).
    NameConstraintsOfServer,
    /// Empty subtrees, and a leading dot in a DNS constraint.
    NameConstraintsForm,
    /// Longer than 20 octets, or zero (§4.1.2.2).
    SerialNumber,
    /// A root's unknown critical extensions, or no basic constraints: its inclusion among the
    /// public roots has decided that.
    RootsExtensions,
    /// A server's certificate that may sign without being an authority: what it signs is refused.
    ServersKeyUsage,
    /// Only the alternative names count (RFC 9525 §6.3); the rest of the subject is not read.
    CommonName,
    /// None, or any: both allow server authentication (RFC 5280 §4.2.1.12).
    ServersExtendedKeyUsage,
    /// A wildcard directly under a public suffix.
    PublicSuffixWildcard,
    /// The contents of an extension that is not used.
    IgnoredExtension,
    /// Keys that an authority must not certify or have: P-192, DSA and 1,024 bits of RSA in
    /// a server's certificate, with which no handshake of rustls succeeds; a root's modulus
    /// of an odd number of bits.
    KeyStrength,
}

const fn too_strict(why: Why, id: &'static str) -> Divergence {
    Divergence {
        id,
        ours: Failure,
        why,
    }
}

const fn too_lax(why: Why, id: &'static str) -> Divergence {
    Divergence {
        id,
        ours: Success,
        why,
    }
}

#[rustfmt::skip]
pub(super) const DIVERGENCES: &[Divergence] = &[
    too_strict(Why::AuthorityAsServer, "pathlen::validation-ignores-pathlen-in-leaf"),
    too_strict(Why::SelfIssuedCounted, "pathlen::self-issued-certs-pathlen"),
    too_lax(Why::AuthorityKeyIdentifier, "rfc5280::aki::critical-aki"),
    too_lax(Why::AuthorityKeyIdentifier, "rfc5280::aki::intermediate-missing-aki"),
    too_lax(Why::AuthorityKeyIdentifier, "rfc5280::aki::leaf-missing-aki"),
    too_lax(Why::AuthorityKeyIdentifier, "webpki::aki::root-with-aki-all-fields"),
    too_lax(Why::AuthorityKeyIdentifier, "webpki::aki::root-with-aki-authoritycertissuer"),
    too_lax(Why::AuthorityKeyIdentifier, "webpki::aki::root-with-aki-missing-keyidentifier"),
    too_lax(Why::AuthorityKeyIdentifier, "webpki::aki::root-with-aki-ski-mismatch"),
    too_lax(Why::CommonName, "webpki::cn::case-mismatch"),
    too_lax(Why::CommonName, "webpki::cn::ipv4-hex-mismatch"),
    too_lax(Why::CommonName, "webpki::cn::ipv4-leading-zeros-mismatch"),
    too_lax(Why::CommonName, "webpki::cn::ipv6-non-rfc5952-mismatch"),
    too_lax(Why::CommonName, "webpki::cn::ipv6-uncompressed-mismatch"),
    too_lax(Why::CommonName, "webpki::cn::punycode-not-in-san"),
    too_lax(Why::CommonName, "webpki::cn::utf8-vs-punycode-mismatch"),
    too_lax(Why::Criticality, "rfc5280::nc::permitted-dns-match-noncritical"),
    too_lax(Why::Criticality, "rfc5280::pc::ica-noncritical-pc"),
    too_lax(Why::Criticality, "rfc5280::san::noncritical-with-empty-subject"),
    too_lax(Why::Criticality, "webpki::eku::ee-critical-eku"),
    too_lax(Why::Criticality, "webpki::san::san-critical-with-nonempty-subject"),
    too_lax(Why::IgnoredExtension, "webpki::malformed-aia"),
    too_lax(Why::KeyStrength, "webpki::forbidden-dsa-leaf"),
    too_lax(Why::KeyStrength, "webpki::forbidden-p192-leaf"),
    too_lax(Why::KeyStrength, "webpki::forbidden-rsa-not-divisible-by-8-in-root"),
    too_lax(Why::KeyStrength, "webpki::forbidden-weak-rsa-in-leaf"),
    too_lax(Why::NameConstraintsForm, "rfc5280::nc::invalid-dnsname-leading-period"),
    too_lax(Why::NameConstraintsForm, "webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences"),
    too_lax(Why::NameConstraintsForm, "webpki::nc::intermediate-permitted-excluded-subtrees-both-null"),
    too_lax(Why::NameConstraintsOfServer, "rfc5280::nc::not-allowed-in-ee-critical"),
    too_lax(Why::PublicSuffixWildcard, "webpki::san::public-suffix-multi-label-wildcard-san"),
    too_lax(Why::PublicSuffixWildcard, "webpki::san::public-suffix-private-namespace-wildcard-san"),
    too_lax(Why::RootsExtensions, "rfc5280::root-missing-basic-constraints"),
    too_lax(Why::RootsExtensions, "rfc5280::unknown-critical-extension-root"),
    too_lax(Why::SerialNumber, "rfc5280::serial::too-long"),
    too_lax(Why::SerialNumber, "rfc5280::serial::zero"),
    too_lax(Why::ServersExtendedKeyUsage, "webpki::eku::ee-anyeku"),
    too_lax(Why::ServersExtendedKeyUsage, "webpki::eku::ee-without-eku"),
    too_lax(Why::ServersKeyUsage, "rfc5280::leaf-ku-keycertsign"),
    too_lax(Why::SubjectKeyIdentifier, "rfc5280::ski::intermediate-missing-ski"),
    too_lax(Why::SubjectKeyIdentifier, "rfc5280::ski::root-missing-ski"),
];
