//! A hash typed to name a key, and what it identifies.
//!
//! Browsers, phones and `openssl x509 -fingerprint` show the hash of a certificate, but a key
//! is named by the hash of its SubjectPublicKeyInfo; both have 64 digits. So a typed hash is
//! first looked up among everything known here. A certificate's hash is never used as a key's
//! hash, and never silently replaced by one.

use std::str::FromStr;

use anchorwatch_home::{BlockList, Tree};
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, registry};
use anchorwatch_machine::Store;
use data_encoding::{BASE64, HEXLOWER};
use sha1::{Digest as _, Sha1};

use crate::problem::{Hint, Hinted, Mistyped, Problem};

/// A typed hash: with or without colons and spaces, in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyHash {
    /// Of a key, or by mistake of a certificate.
    Sha256([u8; 32]),
    /// Of a key: written in base64, as in HPKP and curl (RFC 7469).
    Pin([u8; 32]),
    /// Of a certificate, or a key identifier or serial number. It does not name a key here.
    Sha1([u8; 20]),
    /// Other digits, right-aligned: a serial number, or nothing.
    Serial([u8; 20]),
}

impl FromStr for KeyHash {
    type Err = Mistyped;

    fn from_str(text: &str) -> Result<Self, Mistyped> {
        let text = without_marks(text);
        if let Some(pin) = pin(&text) {
            return Ok(Self::Pin(pin));
        }
        if text.to_ascii_lowercase().starts_with("md5") {
            return Err(Mistyped::Md5NamesNothing);
        }
        let bare = without_label(&text).trim_start();
        let bare = bare.strip_prefix("0x").unwrap_or(bare);
        let digits: String = bare
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, ':' | '-' | '.'))
            .flat_map(char::to_lowercase)
            .collect();
        let refused = || Mistyped::NotAHash {
            count: digits.chars().count() as u64,
        };
        let is_short = digits.len() % 2 == 1 && digits.len() < 40;
        let whole = if is_short {
            format!("0{digits}")
        } else {
            digits.clone()
        };
        let octets = HEXLOWER.decode(whole.as_bytes()).map_err(|_| refused())?;
        if let Ok(sha256) = octets.as_slice().try_into() {
            return Ok(Self::Sha256(sha256));
        }
        match octets.len() {
            20 if !is_serial(&text) => octets
                .as_slice()
                .try_into()
                .map(Self::Sha1)
                .map_err(|_| refused()),
            1..=20 => Ok(Self::Serial(right_aligned(&octets))),
            _ => Err(refused()),
        }
    }
}

/// Whether the text is labelled as a serial number.
fn is_serial(text: &str) -> bool {
    let letters = text.trim_start().to_ascii_lowercase();
    letters.starts_with("serial")
}

/// RFC 5280 §4.1.2.2: at most 20 octets. Tools print them with and without leading zeros.
fn right_aligned(octets: &[u8]) -> [u8; 20] {
    let mut number = [0; 20];
    for (place, octet) in number.iter_mut().rev().zip(octets.iter().rev()) {
        *place = *octet;
    }
    number
}

/// Windows's certificate dialog puts a direction mark before the copied text.
fn without_marks(text: &str) -> String {
    let is_mark = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept: String = text.chars().filter(|letter| !is_mark(*letter)).collect();
    kept.trim().to_owned()
}

/// `sha256//BASE64`, `sha256/BASE64`, `pin-sha256="BASE64"`, or the base64 alone. Base64 has 44
/// characters, the hex digits 64.
fn pin(text: &str) -> Option<[u8; 32]> {
    let lower = text.to_ascii_lowercase();
    let prefixes = ["pin-sha256=", "sha256//", "sha256/"];
    let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix));
    let prefix = prefix.map_or(0, |prefix| prefix.len());
    let rest = text.get(prefix..)?.trim_matches(['"', '\'', ';']);
    BASE64.decode(rest.as_bytes()).ok()?.try_into().ok()
}

/// Strips the labels that tools print: `sha256:`, `SHA-256 Fingerprint=`.
fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once('=').or_else(|| text.split_once(':')) else {
        return text;
    };
    let letters: String = label
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let labels = [
        "sha256",
        "sha256fingerprint",
        "fingerprint",
        "fingerprintsha256",
        "sha1",
        "sha1fingerprint",
        "fingerprintsha1",
        "spkisha256",
        "serial",
        "serialnumber",
    ];
    if labels.contains(&letters.as_str()) {
        rest
    } else {
        text
    }
}

/// A typed key, and whether it is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TypedKey {
    pub(crate) key: SpkiSha256,
    /// Whether a store that was read holds it, the registry knows it, or it is refused.
    pub(crate) is_known: bool,
}

/// Everything that a hash can refer to.
pub(crate) struct KnownHere<'a> {
    certificates: Vec<&'a Certificate>,
    list: BlockList,
    /// The `--root` option to print in commands.
    root_option: String,
}

impl<'a> KnownHere<'a> {
    /// Collects the certificates of these stores and the block list. An unreadable list counts
    /// as empty here; commands that change it report the error.
    pub(crate) fn of(tree: &Tree, stores: &'a [Store], given: &'a [Certificate]) -> Self {
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        let held = anchors.map(|anchor| &anchor.certificate);
        Self {
            certificates: held.chain(given).collect(),
            list: BlockList::read(tree).unwrap_or_default(),
            root_option: crate::page::root_option(tree),
        }
    }

    /// Resolves a typed hash to a key. `command` is the command to suggest with a key, such as
    /// `block --key`.
    ///
    /// # Errors
    /// The hash is of something else; the error says what, and which key belongs to it.
    pub(crate) fn key(&self, typed: KeyHash, command: &str) -> anyhow::Result<TypedKey> {
        let of_certificate =
            |is: Is, found: Found| Err(mistaken(is, found, command, &self.root_option).into());
        let of_nothing = |what: Problem| {
            let command = with_file(command);
            let hint = Hint::UseKeyOrCertificate { command };
            Err(Hinted::new(&what, &hint).misused().into())
        };
        match typed {
            KeyHash::Pin(octets) => Ok(self.typed(SpkiSha256::from_bytes(octets))),
            KeyHash::Sha256(octets) => {
                let typed = self.typed(SpkiSha256::from_bytes(octets));
                match self.by_sha256(&CertSha256::from_bytes(octets)) {
                    Some(found) if !typed.is_known => {
                        of_certificate(Is::Fingerprint("SHA-256"), found)
                    }
                    _ => Ok(typed),
                }
            }
            KeyHash::Serial(number) => match self.by_serial(&number) {
                Some(found) => of_certificate(Is::SerialNumber, found),
                None => of_nothing(Problem::DigitsOfNothing),
            },
            KeyHash::Sha1(octets) => match self.by_sha1(&octets) {
                Some((is, found)) => of_certificate(is, found),
                None => of_nothing(Problem::Sha1OfNothing),
            },
        }
    }

    fn typed(&self, key: SpkiSha256) -> TypedKey {
        let is_held = || {
            self.certificates.iter().any(|certificate| {
                certificate.spki_sha256() == key
                    || registry::known_key_of(certificate)
                        .is_some_and(|known| known.spki_sha256 == key)
            })
        };
        let is_known = registry::known_key(&key).is_some()
            || registry::in_public_program(&key)
            || is_held()
            || self.was_met(&key);
        TypedKey { key, is_known }
    }

    /// Whether a certificate with this refused key was ever seen. A key that was only typed
    /// before does not become known that way.
    fn was_met(&self, key: &SpkiSha256) -> bool {
        let mut blocked = self
            .list
            .keys()
            .iter()
            .filter(|blocked| blocked.key == *key);
        blocked.any(|blocked| !blocked.twins.certificates.is_empty())
    }

    fn by_sha256(&self, hash: &CertSha256) -> Option<Found> {
        let held = self.certificates.iter().find(|one| one.sha256() == *hash);
        if let Some(held) = held {
            return Some(Found::of(held));
        }
        let known = known_certificates().find(|(_, one)| one.sha256 == *hash);
        if let Some((key, one)) = known {
            return Some(Found::Key(key.spki_sha256, one.subject.to_owned()));
        }
        let mut blocked = self.list.keys().iter();
        let blocked = blocked.find(|blocked| blocked.twins.certificates.contains(hash))?;
        Some(Found::Key(blocked.key, blocked.because.clone()))
    }

    /// What a 20-octet value identifies, and in which certificate.
    fn by_sha1(&self, octets: &[u8; 20]) -> Option<(Is, Found)> {
        let held = |is_it: &dyn Fn(&Certificate) -> bool| {
            let held = self.certificates.iter().find(|one| is_it(one));
            held.map(|one| Found::of(one))
        };
        if let Some(found) = held(&|one| <[u8; 20]>::from(Sha1::digest(one.der())) == *octets) {
            return Some((Is::Fingerprint("SHA-1"), found));
        }
        let is_identifier = |one: &Certificate| {
            one.public_key_sha1() == octets || one.subject_key_identifier() == Some(&octets[..])
        };
        if let Some(found) = held(&is_identifier) {
            return Some((Is::KeyIdentifier, found));
        }
        let text = HEXLOWER.encode(octets);
        if let Some((key, one)) = known_certificates().find(|(_, one)| one.sha1_hex == text) {
            let found = Found::Key(key.spki_sha256, one.subject.to_owned());
            return Some((Is::Fingerprint("SHA-1"), found));
        }
        let mut intermediates = registry::known_intermediates().iter();
        if let Some(known) = intermediates.find(|known| known.sha1_hex == text) {
            return Some((Is::Fingerprint("SHA-1"), Found::NoKey(known.id)));
        }
        self.by_serial(octets)
            .map(|found| (Is::SerialNumber, found))
    }

    fn by_serial(&self, number: &[u8; 20]) -> Option<Found> {
        let held = self.certificates.iter();
        let mut held = held.filter(|one| right_aligned(one.serial()) == *number);
        held.next().map(|one| Found::of(one))
    }
}

fn known_certificates() -> impl Iterator<
    Item = (
        &'static registry::KnownKey,
        &'static registry::KnownCertificate,
    ),
> {
    let keys = registry::known_roots().iter();
    keys.flat_map(|key| key.certificates.iter().map(move |one| (key, one)))
}

/// What a hash turned out to identify.
enum Found {
    /// A certificate with this key and name.
    Key(SpkiSha256, String),
    /// A certificate known only by its hash.
    NoKey(&'static str),
}

impl Found {
    fn of(certificate: &Certificate) -> Self {
        Self::Key(certificate.spki_sha256(), certificate.subject().to_string())
    }
}

/// Which field of a certificate was typed.
#[derive(Debug, Clone, Copy)]
enum Is {
    /// Its hash, with this algorithm.
    Fingerprint(&'static str),
    KeyIdentifier,
    SerialNumber,
}

fn mistaken(is: Is, found: Found, command: &str, root: &str) -> Hinted {
    let (what, hint) = match found {
        Found::Key(key, name) => {
            let key = key.to_string();
            let hint = Hint::UseKey {
                command: format!("anchorwatch {command} {key}{root}"),
            };
            let what = match is {
                Is::Fingerprint(algorithm) => Problem::HashOfCertificate {
                    algorithm: algorithm.to_owned(),
                    name,
                    key,
                },
                Is::KeyIdentifier => Problem::HashIsKeyIdentifier { name, key },
                Is::SerialNumber => Problem::HashIsSerialNumber { name, key },
            };
            (what, hint)
        }
        Found::NoKey(id) => (
            Problem::HashWithoutKey {
                algorithm: "SHA-1".to_owned(),
                id: id.to_owned(),
            },
            Hint::UseCertificate {
                command: with_file(command),
            },
        ),
    };
    Hinted::new(&what, &hint).misused()
}

/// The same command with a file.
fn with_file(command: &str) -> String {
    let verb = command.split(" --key").next().unwrap_or(command);
    if verb.ends_with("withdraw") {
        return "anchorwatch consent list".to_owned();
    }
    format!("anchorwatch {verb} --certificate FILE")
}

#[cfg(test)]
mod tests;
