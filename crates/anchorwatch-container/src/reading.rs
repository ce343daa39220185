//! Reads one file: recognises the format from the bytes, collects the parts, bounds the work.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_identity::{CertSha256, Certificate};
use data_encoding::BASE64;

use super::{
    ContainerPart, Contents, Error, Format, Item, JavaMark, MAX_CONTAINER_BYTES, MAX_ITEM_COUNT,
    MAX_NESTING, Other, PlaceStep, Presence, Profile, Signer, ber,
    budget::{Budget, TOO_DEEP, TOO_MANY, too_large},
    disguise, embedded, p11_kit, pkcs7, pkcs12,
    place::Place,
    profile, registry_export, serialized_store,
};

/// Reads a file's bytes.
///
/// The password opens PKCS #12. A profile's own password is tried before it, and the
/// empty one after it.
///
/// # Errors
/// [`Error`] if the bytes as a whole are in no known format, or cannot be read. A part that
/// cannot be read is an [`Item`], not an error.
pub fn read(bytes: &[u8], password: Option<&str>) -> Result<Contents, Error> {
    read_within(&mut Budget::default(), bytes, password)
}

/// Reads files that came unasked and together, each as [`read`] does without a password. They share
/// the limits of one file, so that many cost no more than one. A file that needs more than is left
/// is an error, as is a part of it; those that need less are still read.
pub fn read_together<'a>(
    files: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Result<Contents, Error>> {
    let mut budget = Budget::default();
    let files = files.into_iter();
    files
        .map(|bytes| read_within(&mut budget, bytes, None))
        .collect()
}

fn read_within(
    budget: &mut Budget,
    bytes: &[u8],
    password: Option<&str>,
) -> Result<Contents, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.len() > MAX_CONTAINER_BYTES {
        return Err(too_large(bytes.len()));
    }
    let mut reading = Reading {
        passwords: password.map(str::to_owned).into_iter().collect(),
        budget: std::mem::take(budget),
        ..Reading::default()
    };
    let format = reading.read(bytes, &Place::default());
    *budget = reading.budget;
    let format = format?;
    let found = reading.found;
    Ok(Contents {
        format,
        items: found.items,
        signers: found.signers,
        private_key_count: found.private_key_count,
        others: found.others,
        profile: found.profile,
    })
}

/// The state of reading one file: what was found so far, and the remaining budget.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Tried in this order, then the empty one.
    pub(super) passwords: Vec<String>,
    pub(super) budget: Budget,
    pub(super) found: Found,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    pub(super) signers: Vec<Signer>,
    pub(super) private_key_count: usize,
    pub(super) others: BTreeMap<Other, usize>,
    pub(super) profile: Option<Profile>,
}

impl Found {
    /// Adds what was found elsewhere.
    pub(super) fn merge(&mut self, other: Self) {
        let room = (MAX_ITEM_COUNT + 1).saturating_sub(self.items.len());
        self.items.extend(other.items.into_iter().take(room));
        if let Some(last) = self.items.get_mut(MAX_ITEM_COUNT) {
            last.certificate = Err(TOO_MANY);
        }
        self.signers.extend(other.signers);
        self.private_key_count += other.private_key_count;
        for (kind, count) in other.others {
            *self.others.entry(kind).or_default() += count;
        }
        self.profile = self.profile.take().or(other.profile);
    }

    /// Adds only the new certificates from another search of the same text.
    pub(super) fn merge_certificates(&mut self, mut other: Self) {
        let known: BTreeSet<CertSha256> = self.certificates().collect();
        other.items.retain(|item| {
            let certificate = item.certificate.as_ref();
            certificate.is_ok_and(|certificate| !known.contains(&certificate.sha256()))
        });
        let profile = other.profile.take();
        self.merge(Self {
            items: other.items,
            profile,
            ..Self::default()
        });
    }

    fn certificates(&self) -> impl Iterator<Item = CertSha256> {
        let read = self
            .items
            .iter()
            .filter_map(|item| item.certificate.as_ref().ok());
        read.map(Certificate::sha256)
    }
}

impl Reading {
    /// Reads bytes that may be any of the formats, in any of their disguises.
    pub(super) fn read(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        if place.depth > MAX_NESTING {
            return Err(TOO_DEEP);
        }
        self.budget.unfold(bytes.len())?;
        let recognised = self.by_first_bytes(bytes, place);
        // OpenSSL finds a PEM block after any other data, so a file can be one format for one
        // program and PEM for another. Both are read.
        if place.depth > 0 && recognised.is_ok() && recognised != Ok(Format::P11Kit) {
            return recognised;
        }
        let error = match recognised {
            Ok(format) => {
                embedded::read_plain(self, bytes, place);
                return Ok(format);
            }
            Err(error) => error,
        };
        let Some(text) = embedded::read(self, bytes, place, &error) else {
            return Err(error);
        };
        self.found.merge(text.found);
        if error != Error::NotRecognised {
            self.failed(place.part(PlaceStep::Whole), error);
        }
        Ok(text.format)
    }

    fn by_first_bytes(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        if bytes.starts_with(b"bplist") {
            return profile::read_binary(self, bytes, place).map(|()| Format::Profile);
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let is_xml = text.trim_ascii_start().starts_with(b"<");
        if is_xml && (has(text, b"<plist") || has(text, b"<dict")) {
            return profile::read_xml(self, text, place).map(|()| Format::Profile);
        }
        if let Some(body) = bytes.strip_prefix(serialized_store::MAGIC) {
            return serialized_store::read(self, body, place).map(|()| Format::SerializedStore);
        }
        if let Some(text) = registry_export::text(bytes) {
            return registry_export::read(self, &text, place).map(|()| Format::RegistryExport);
        }
        if bytes.first() == Some(&SEQUENCE) && !is_dump(bytes) {
            return self.sequence(bytes, place);
        }
        if let Some(kind) = packed(bytes) {
            return Err(Error::Unsupported {
                what: ContainerPart::PackedFile,
                kind: kind.to_owned(),
            });
        }
        if let Some(text) = disguise::from_utf16(bytes) {
            return self.read(&text, &place.inside(PlaceStep::Utf16));
        }
        if p11_kit::is_one(bytes) {
            return p11_kit::read(self, bytes, place).map(|()| Format::P11Kit);
        }
        self.bare_base64(bytes, place)
    }

    /// Reads a certificate, SignedData or a PFX: each is a SEQUENCE with another beginning.
    fn sequence(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        let (outer, surplus) = ber::first(bytes, ContainerPart::File)?;
        let opening = outer.children(ContainerPart::File).expect()?;
        let format = if opening.oid().is_some() {
            pkcs7::read(self, &outer, place)?
        } else if let Some(other) = Other::of_der(outer.raw) {
            self.other(other);
            Format::NoCertificate
        } else if opening.is_integer() {
            pkcs12::read(self, &outer, place)?;
            Format::Pkcs12
        } else {
            let certificate =
                Certificate::from_der(outer.raw).map_err(|source| Error::Certificate { source })?;
            self.offered(place.steps(), certificate);
            Format::Der
        };
        // Line ends and zeros after the end are harmless.
        let count = surplus
            .iter()
            .rposition(|byte| !byte.is_ascii_whitespace() && *byte != 0)
            .map_or(0, |last| last + 1);
        if count > 0 {
            self.failed(
                place.part(PlaceStep::AfterEnd),
                Error::SurplusBytes { count },
            );
        }
        Ok(format)
    }

    /// Windows accepts a certificate in base64 without marks.
    fn bare_base64(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        let mut compact = bytes.to_vec();
        compact.retain(|byte| !byte.is_ascii_whitespace());
        // «MI» is how every SEQUENCE of more than 255 octets begins.
        if !compact.starts_with(b"MI") {
            return Err(Error::NotRecognised);
        }
        let decoded = BASE64.decode(&compact).map_err(|_| Error::NotRecognised)?;
        self.read(&decoded, &place.inside(PlaceStep::Base64))
            .map(|_inner| Format::Base64)
    }

    /// Counts a key, list or request.
    pub(super) fn other(&mut self, other: Other) {
        *self.found.others.entry(other).or_default() += 1;
    }

    pub(super) fn offered(&mut self, place: Vec<PlaceStep>, certificate: Certificate) {
        self.push(place, Presence::Offered, Ok(certificate));
    }

    /// Adds a certificate from a PKCS #12 bag.
    pub(super) fn in_bag(
        &mut self,
        place: Vec<PlaceStep>,
        certificate: Certificate,
        mark: JavaMark,
    ) {
        self.offered(place, certificate);
        if let Some(item) = self.found.items.last_mut() {
            item.java_mark = mark;
        }
    }

    pub(super) fn failed(&mut self, place: Vec<PlaceStep>, error: Error) {
        self.push(place, Presence::Offered, Err(error));
    }

    pub(super) fn push(
        &mut self,
        place: Vec<PlaceStep>,
        presence: Presence,
        certificate: Result<Certificate, Error>,
    ) {
        let certificate = match self.found.items.len() {
            count if count < MAX_ITEM_COUNT => certificate,
            MAX_ITEM_COUNT => Err(TOO_MANY),
            _ => return,
        };
        self.found.items.push(Item {
            place,
            presence,
            certificate,
            java_mark: JavaMark::None,
        });
    }
}

/// Whether a dump begins here. Its first digit «0» is also the tag of a SEQUENCE, but such a
/// short length is not a certificate's.
fn is_dump(bytes: &[u8]) -> bool {
    const FEWEST_DIGITS: usize = 7;
    let digits = bytes.get(..FEWEST_DIGITS).unwrap_or_default();
    !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit)
}

/// The kind of a compressed file, by its first bytes. Its contents are not visible from outside.
fn packed(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "ZIP"),
        (b"\x1f\x8b", "gzip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"Rar!", "RAR"),
    ];
    let mut kinds = kinds.iter().filter(|(magic, _)| bytes.starts_with(magic));
    kinds.next().map(|(_, kind)| *kind)
}

fn has(text: &[u8], mark: &[u8]) -> bool {
    text.windows(mark.len()).any(|window| window == mark)
}

/// The tag of a SEQUENCE (X.690 §8.9).
const SEQUENCE: u8 = 0x30;
