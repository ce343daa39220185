//! p11-kit's own text: objects, each with attributes.
//!
//! ```text
//! # a comment
//! [p11-kit-object-v1]                an object begins
//! class: certificate                 name: value, one a line
//! trusted: true
//! value: "%30%82…"                   octets; %XX for those that are not text
//! -----BEGIN CERTIFICATE-----        the same certificate as PEM
//! -----BEGIN PUBLIC KEY-----         the key that an extension or a refusal applies to
//! ```
//!
//! `trust anchor --store` and `trust dump` write it; the trust module reads it from the folders
//! of roots of Fedora, Arch Linux and openSUSE. p11-kit reads all of a text or nothing: at the
//! first attribute that it does not know it drops every object and reads the text as if it were
//! PEM (measured with 0.24.1). [`Objects::problem`] says where that would happen. Which
//! attributes p11-kit knows depends on its version, so the objects are returned either way.
//!
//! **Trust:** anyone who may write the file chose every byte. The work is linear in the text's
//! length, which the caller bounds; [`MAX_OBJECT_COUNT`] bounds the objects.
//!
//! Source: p11-kit's `common/lexer.c`, `common/persist.c`, `common/constants.c` (commit
//! a1478884, 2026-07-10).

use x509_parser::{
    extensions::{ParsedExtension, X509Extension},
    prelude::FromDer as _,
    x509::{SubjectPublicKeyInfo, X509Name},
};

use crate::{Certificate, certificate, pem};

/// More objects than any text of roots has; Fedora's has about 700.
pub const MAX_OBJECT_COUNT: usize = 100_000;

const HEADER: &[u8] = b"[p11-kit-object-v1]";
const PEM_BEGIN: &[u8] = b"-----BEGIN ";
const PEM_END: &[u8] = b"\n-----END ";

/// `id-ce-extKeyUsage` (RFC 5280 §4.2.1.12), as text and as the DER of an OBJECT IDENTIFIER.
const EXTENDED_KEY_USAGE: &[u8] = b"2.5.29.37";
const EXTENDED_KEY_USAGE_DER: &[u8] = &[0x06, 0x03, 0x55, 0x1d, 0x25];

/// Attributes found in files of roots: those that p11-kit writes, those of Mozilla's list as
/// Fedora converts it, and those that PKCS #11 gives to certificates.
const KNOWN: &[&[u8]] = &[
    b"ac-issuer",
    b"application",
    b"attr-types",
    b"certificate-category",
    b"certificate-type",
    b"check-value",
    b"class",
    b"copyable",
    b"destroyable",
    b"end-date",
    b"hash-of-issuer-public-key",
    b"hash-of-subject-public-key",
    b"id",
    b"issuer",
    b"java-midp-security-domain",
    b"label",
    b"modifiable",
    b"name-hash-algorithm",
    b"nss-email",
    b"nss-email-distrust-after",
    b"nss-mozilla-ca-policy",
    b"nss-server-distrust-after",
    b"nss-url",
    b"object-id",
    b"owner",
    b"private",
    b"public-key-info",
    b"serial-number",
    b"start-date",
    b"subject",
    b"token",
    b"trusted",
    b"unique-id",
    b"url",
    b"value",
    b"x-critical",
    b"x-distrusted",
];

/// Whether p11-kit recognises the text as its own format.
#[must_use]
pub fn is_one(text: &[u8]) -> bool {
    find(text, HEADER).is_some()
}

/// The objects of a text, and where p11-kit would stop.
#[derive(Debug, Default)]
pub struct Objects<'a> {
    /// In file order.
    pub objects: Vec<Object<'a>>,
    /// The first line that is not understood.
    pub problem: Option<Problem>,
}

/// A line that is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
}

/// One object.
#[derive(Debug, Default)]
pub struct Object<'a> {
    /// Its place among the objects, counted from 1.
    pub number: usize,
    fields: Vec<(&'a [u8], &'a [u8])>,
    blocks: Vec<&'a [u8]>,
}

/// What kind of object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A certificate, or what identifies one.
    Certificate,
    /// An extension that is attached to every certificate with a given key.
    Extension,
    /// Something that does not affect trust.
    Data,
    /// Anything else, such as trust in NSS's own words.
    Other,
}

/// Reads a text. Never fails as a whole.
#[must_use]
pub fn read(text: &[u8]) -> Objects<'_> {
    let mut reader = Reader::default();
    let mut rest = text;
    while !rest.is_empty() {
        rest = reader.next(rest);
    }
    reader.found
}

#[derive(Default)]
struct Reader<'a> {
    found: Objects<'a>,
    line: usize,
    is_skipping: bool,
}

impl<'a> Reader<'a> {
    /// Consumes one line or one PEM block, and returns the rest.
    fn next(&mut self, text: &'a [u8]) -> &'a [u8] {
        self.line += 1;
        if text.starts_with(PEM_BEGIN) {
            return self.block(text);
        }
        let end = text.iter().position(|byte| *byte == b'\n');
        let (line, rest) = text.split_at(end.unwrap_or(text.len()));
        self.take(line.trim_ascii());
        rest.get(1..).unwrap_or_default()
    }

    fn block(&mut self, text: &'a [u8]) -> &'a [u8] {
        let Some(end) = find(text, PEM_END) else {
            self.problem();
            return &[];
        };
        let after = text.get(end + 1..).unwrap_or_default();
        let line_end = after.iter().position(|byte| *byte == b'\n');
        let length = end + 1 + line_end.map_or(after.len(), |at| at + 1);
        let (block, rest) = text.split_at(length.min(text.len()));
        let is_known = pem::anatomy(block)
            .is_some_and(|block| [&b"CERTIFICATE"[..], b"PUBLIC KEY"].contains(&block.label));
        if let Some(object) = self.object().filter(|_| is_known) {
            object.blocks.push(block);
        } else if !self.is_skipping {
            self.problem();
        }
        let lines = block.iter().filter(|byte| **byte == b'\n').count();
        self.line += lines.saturating_sub(1);
        rest
    }

    fn take(&mut self, line: &'a [u8]) {
        if line.is_empty() || line.starts_with(b"#") {
            return;
        }
        if line.starts_with(b"[") {
            return self.section(line);
        }
        let field = attribute(line);
        let mut is_understood = field.is_some_and(|(name, value)| is_understood(name, value));
        match (self.object(), field) {
            (Some(object), Some(field)) => object.fields.push(field),
            _ => is_understood = self.is_skipping,
        }
        if !is_understood {
            self.problem();
        }
    }

    fn section(&mut self, line: &[u8]) {
        self.is_skipping = line != HEADER;
        if self.is_skipping {
            // p11-kit skips a section with another name.
            if !line.ends_with(b"]") {
                self.problem();
            }
        } else if self.found.objects.len() < MAX_OBJECT_COUNT {
            let number = self.found.objects.len() + 1;
            self.found.objects.push(Object {
                number,
                ..Object::default()
            });
        } else {
            self.is_skipping = true;
            self.problem();
        }
    }

    fn object(&mut self) -> Option<&mut Object<'a>> {
        if self.is_skipping {
            return None;
        }
        self.found.objects.last_mut()
    }

    fn problem(&mut self) {
        let line = self.line;
        self.found.problem.get_or_insert(Problem { line });
    }
}

impl Object<'_> {
    /// The kind of object. A PEM certificate makes it a certificate.
    #[must_use]
    pub fn class(&self) -> Class {
        match self.field(b"class") {
            Some(b"certificate") => Class::Certificate,
            Some(b"x-certificate-extension") => Class::Extension,
            Some(b"data" | b"nss-builtin-root-list") => Class::Data,
            None if self.has_certificate_block() => Class::Certificate,
            _ => Class::Other,
        }
    }

    /// The value of `trusted`.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.field(b"trusted").and_then(flag) == Some(true)
    }

    /// The value of `x-distrusted`.
    #[must_use]
    pub fn is_distrusted(&self) -> bool {
        self.field(b"x-distrusted").and_then(flag) == Some(true)
    }

    /// The value of its certificate, still quoted; `None` if it is PEM.
    #[must_use]
    pub fn quoted_value(&self) -> Option<&[u8]> {
        self.field(b"value")
    }

    /// Its certificate; of several, the first, as p11-kit does. `None` if there is no
    /// certificate.
    ///
    /// # Errors
    /// [`certificate::Error`] if the value cannot be read as a certificate.
    #[must_use]
    pub fn certificate(&self) -> Option<Result<Certificate, certificate::Error>> {
        if let Some(quoted) = self.field(b"value") {
            return Some(Certificate::from_der(&unquoted(quoted).unwrap_or_default()));
        }
        let mut blocks = self.blocks.iter().filter_map(|block| pem::anatomy(block));
        let block = blocks.find(|block| block.label == b"CERTIFICATE")?;
        let readings = pem::readings(block.body);
        let mut certificates = readings.iter().map(|der| Certificate::from_der(der));
        let first = certificates
            .next()
            .unwrap_or_else(|| Certificate::from_der(&[]));
        Some(certificates.fold(first, Result::or))
    }

    /// The issuer's name in DER, if it is there without the certificate.
    #[must_use]
    pub fn issuer(&self) -> Option<Vec<u8>> {
        self.octets(b"issuer")
    }

    /// The serial number's content octets, without tag and length.
    #[must_use]
    pub fn serial(&self) -> Option<Vec<u8>> {
        let der = self.octets(b"serial-number")?;
        let (length, content) = der.strip_prefix(&[0x02])?.split_first()?;
        (usize::from(*length) == content.len()).then(|| content.to_vec())
    }

    /// The SubjectPublicKeyInfo that the object applies to.
    #[must_use]
    pub fn public_key(&self) -> Option<Vec<u8>> {
        self.octets(b"public-key-info").or_else(|| {
            let mut blocks = self.blocks.iter().filter_map(|block| pem::anatomy(block));
            let block = blocks.find(|block| block.label == b"PUBLIC KEY")?;
            pem::readings(block.body).into_iter().next()
        })
    }

    /// Whether an attached extension allows certificates with its key to vouch for TLS servers;
    /// `None` if it is not a list of extended key usages.
    #[must_use]
    pub fn allows_servers(&self) -> Option<bool> {
        let is_about_use = match self.field(b"object-id")? {
            EXTENDED_KEY_USAGE => true,
            quoted => unquoted(quoted)? == EXTENDED_KEY_USAGE_DER,
        };
        if self.class() != Class::Extension || !is_about_use {
            return None;
        }
        let der = self.octets(b"value")?;
        let (_, extension) = X509Extension::from_der(&der).ok()?;
        match extension.parsed_extension() {
            ParsedExtension::ExtendedKeyUsage(usages) => Some(usages.server_auth || usages.any),
            _ => None,
        }
    }

    /// Whether p11-kit certainly loads the object: all required attributes are there and each
    /// value is well-formed. At an object that it cannot load, p11-kit stops reading the file
    /// (measured: a refusal without `certificate-type`).
    #[must_use]
    pub fn is_loaded_for_certain(&self) -> bool {
        let has_what_it_needs = match self.class() {
            Class::Certificate => {
                self.has_certificate_block() || self.field(b"certificate-type") == Some(b"x-509")
            }
            Class::Extension => self.field(b"value").is_some() && self.public_key().is_some(),
            Class::Data | Class::Other => false,
        };
        let blocks = self.blocks.iter().filter_map(|block| pem::anatomy(block));
        let mut keys = blocks.filter(|block| block.label == b"PUBLIC KEY");
        has_what_it_needs
            && self.certificate_is_whole()
            && keys.all(|block| pem::readings(block.body).iter().all(|der| is_a_key(der)))
            && self
                .fields
                .iter()
                .all(|(name, value)| self.is_of_its_form(name, value))
    }

    fn certificate_is_whole(&self) -> bool {
        self.class() != Class::Certificate || self.certificate().is_none_or(|one| one.is_ok())
    }

    fn is_of_its_form(&self, name: &[u8], value: &[u8]) -> bool {
        let octets = || unquoted(value).unwrap_or_default();
        match name {
            b"class" | b"certificate-type" | b"object-id" => true,
            b"trusted" | b"x-distrusted" | b"modifiable" | b"nss-mozilla-ca-policy" => {
                flag(value).is_some()
            }
            b"label" => unquoted(value).is_some(),
            b"issuer" => X509Name::from_der(&octets()).is_ok_and(|(rest, _)| rest.is_empty()),
            b"serial-number" => self.serial().is_some(),
            b"public-key-info" => is_a_key(&octets()),
            b"value" if self.class() == Class::Extension => {
                X509Extension::from_der(&octets()).is_ok_and(|(rest, _)| rest.is_empty())
            }
            b"value" => true,
            b"nss-server-distrust-after" | b"nss-email-distrust-after" => {
                value == b"false" || unquoted(value).is_some()
            }
            _ => false,
        }
    }

    fn has_certificate_block(&self) -> bool {
        let mut blocks = self.blocks.iter().filter_map(|block| pem::anatomy(block));
        blocks.any(|block| block.label == b"CERTIFICATE")
    }

    fn octets(&self, name: &[u8]) -> Option<Vec<u8>> {
        unquoted(self.field(name)?)
    }

    /// The last one counts.
    fn field(&self, name: &[u8]) -> Option<&[u8]> {
        let mut fields = self.fields.iter().rev();
        fields
            .find(|(one, _)| *one == name)
            .map(|(_, value)| *value)
    }
}

/// The octets of a quoted value.
#[must_use]
pub fn unquoted(value: &[u8]) -> Option<Vec<u8>> {
    let mut rest = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut octets = Vec::with_capacity(rest.len() / 3);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            octets.push(byte);
            continue;
        }
        let (pair, after) = rest.split_first_chunk::<2>()?;
        let pair = std::str::from_utf8(pair).ok()?;
        let is_hexadecimal = pair.bytes().all(|digit| digit.is_ascii_hexdigit());
        octets.push(is_hexadecimal.then(|| u8::from_str_radix(pair, 16).ok())??);
        rest = after;
    }
    Some(octets)
}

fn is_a_key(der: &[u8]) -> bool {
    SubjectPublicKeyInfo::from_der(der).is_ok_and(|(rest, _)| rest.is_empty())
}

fn is_understood(name: &[u8], value: &[u8]) -> bool {
    let is_flag = matches!(
        name,
        b"trusted" | b"x-distrusted" | b"private" | b"token" | b"modifiable" | b"x-critical"
    );
    if is_flag {
        return flag(value).is_some();
    }
    let is_quoted = value.starts_with(b"\"");
    KNOWN.contains(&name) && (!is_quoted || unquoted(value).is_some())
}

/// A Boolean, in either form that p11-kit accepts.
fn flag(value: &[u8]) -> Option<bool> {
    match value {
        b"true" => Some(true),
        b"false" => Some(false),
        quoted => match unquoted(quoted)?.as_slice() {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        },
    }
}

fn attribute(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(at);
    Some((name.trim_ascii(), value.get(1..)?.trim_ascii()))
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests;
