//! One reading of a file: the format told from the bytes, the parts gathered, the work
//! bounded.

use data_encoding::BASE64;

use super::{
    Contents, Error, Format, Item, JavaMark, MAX_CONTAINER_BYTES, MAX_ITEM_COUNT, MAX_NESTING,
    Profile, Standing, ber, budget::Budget, p11_kit, pem_armor, pkcs7, pkcs12, profile,
    registry_export, serialized_store,
};
use crate::Certificate;

pub(super) fn read(bytes: &[u8], password: Option<&str>) -> Result<Contents, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.len() > MAX_CONTAINER_BYTES {
        return Err(Error::TooLarge { got: bytes.len() });
    }
    let mut reading = Reading {
        passwords: password.map(str::to_owned).into_iter().collect(),
        ..Reading::default()
    };
    let format = reading.read(bytes, &Place::default())?;
    Ok(Contents {
        format,
        items: reading.items,
        signers: reading.signers,
        private_key_count: reading.private_key_count,
        profile: reading.profile,
    })
}

/// What was found so far, and what may still be spent.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Tried in this order, and the empty one last.
    pub(super) passwords: Vec<String>,
    pub(super) budget: Budget,
    pub(super) items: Vec<Item>,
    pub(super) signers: Vec<String>,
    pub(super) private_key_count: usize,
    pub(super) profile: Option<Profile>,
}

/// Where in the file something stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    words: String,
    depth: usize,
}

impl Place {
    /// A part of this place that is no container.
    pub(super) fn part(&self, words: &str) -> String {
        match self.words.as_str() {
            "" => words.to_owned(),
            outer => format!("{outer}, {words}"),
        }
    }

    /// A container in this place.
    pub(super) fn inside(&self, words: &str) -> Self {
        Self {
            words: self.part(words),
            depth: self.depth + 1,
        }
    }
}

impl Reading {
    /// Reads bytes that may be any of the formats.
    pub(super) fn read(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        if place.depth > MAX_NESTING {
            return Err(Error::TooDeep);
        }
        self.budget.unfold(bytes.len())?;
        let recognised = self.by_first_bytes(bytes, place);
        // OpenSSL finds a PEM block behind whatever comes before it, so a file can be
        // one thing for one program and PEM for another: both are read.
        if place.depth > 0 && recognised.is_ok() && recognised != Ok(Format::P11Kit) {
            return recognised;
        }
        let is_pem = pem_armor::read(self, bytes, place);
        match recognised {
            Err(Error::NotRecognised) if is_pem => Ok(Format::Pem),
            Err(error) if is_pem => {
                self.failed(place.part("the bytes as a whole"), error);
                Ok(Format::Pem)
            }
            other => other,
        }
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
        if bytes.first() == Some(&SEQUENCE) {
            return self.sequence(bytes, place);
        }
        if p11_kit::is_one(bytes) {
            return p11_kit::read(self, bytes, place).map(|()| Format::P11Kit);
        }
        self.bare_base64(bytes, place)
    }

    /// A certificate, SignedData, or a PFX: each is a SEQUENCE that begins otherwise.
    fn sequence(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        let (outer, surplus) = ber::first(bytes, "the file")?;
        let opening = outer.children("the file").expect()?;
        let format = if opening.oid().is_some() {
            pkcs7::read(self, &outer, place)?
        } else if opening.is_integer() {
            pkcs12::read(self, &outer, place)?;
            Format::Pkcs12
        } else {
            let certificate =
                Certificate::from_der(outer.raw).map_err(|source| Error::Certificate { source })?;
            self.offered(place.words.clone(), certificate);
            Format::Der
        };
        // Line ends and zeros after the end are careless, and hold nothing.
        let count = surplus
            .iter()
            .rposition(|byte| !byte.is_ascii_whitespace() && *byte != 0)
            .map_or(0, |last| last + 1);
        if count > 0 {
            self.failed(place.part("after its end"), Error::SurplusBytes { count });
        }
        Ok(format)
    }

    /// Windows takes base64 without marks for a certificate.
    fn bare_base64(&mut self, bytes: &[u8], place: &Place) -> Result<Format, Error> {
        let mut compact = bytes.to_vec();
        compact.retain(|byte| !byte.is_ascii_whitespace());
        // «MI» is how every SEQUENCE of more than 255 octets begins.
        if !compact.starts_with(b"MI") {
            return Err(Error::NotRecognised);
        }
        let decoded = BASE64.decode(&compact).map_err(|_| Error::NotRecognised)?;
        self.read(&decoded, &place.inside("base64"))
            .map(|_inner| Format::Base64)
    }

    pub(super) fn offered(&mut self, place: String, certificate: Certificate) {
        self.push(place, Standing::Offered, Ok(certificate));
    }

    /// A certificate in a bag of PKCS #12.
    pub(super) fn in_bag(&mut self, place: String, certificate: Certificate, mark: JavaMark) {
        self.offered(place, certificate);
        if let Some(item) = self.items.last_mut() {
            item.java_mark = mark;
        }
    }

    pub(super) fn failed(&mut self, place: String, error: Error) {
        self.push(place, Standing::Offered, Err(error));
    }

    pub(super) fn push(
        &mut self,
        place: String,
        standing: Standing,
        certificate: Result<Certificate, Error>,
    ) {
        let certificate = match self.items.len() {
            count if count < MAX_ITEM_COUNT => certificate,
            MAX_ITEM_COUNT => Err(Error::TooMany),
            _ => return,
        };
        self.items.push(Item {
            place,
            standing,
            certificate,
            java_mark: JavaMark::None,
        });
    }
}

fn has(text: &[u8], mark: &[u8]) -> bool {
    text.windows(mark.len()).any(|window| window == mark)
}

/// The tag of a SEQUENCE (X.690 §8.9).
const SEQUENCE: u8 = 0x30;
