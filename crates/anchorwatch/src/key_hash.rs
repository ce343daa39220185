//! A hash that a person typed to name a key, and what it turns out to be.
//!
//! Browsers, phones and `openssl x509 -fingerprint` show the hash of a certificate, and a
//! key is named by the hash of its SubjectPublicKeyInfo: both are 64 digits. So what was
//! typed is looked up among everything that is known here before it is used. A
//! certificate's hash is never taken for a key, nor silently replaced by one.

use std::str::FromStr;

use anchorwatch_home::{BlockList, Tree};
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, registry};
use anchorwatch_truststore::Store;
use data_encoding::{BASE64, HEXLOWER};
use sha1::{Digest as _, Sha1};

use crate::problem::Hinted;

/// A hash as it was typed: with or without colons and spaces, in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyHash {
    /// Of a key, or of a certificate by mistake.
    Sha256([u8; 32]),
    /// Of a key alone: written in base64, as HPKP and curl do (RFC 7469).
    Pin([u8; 32]),
    /// Of a certificate, or a key identifier: it names no key here.
    Sha1([u8; 20]),
}

impl FromStr for KeyHash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = without_marks(text);
        if let Some(pin) = pin(&text) {
            return Ok(Self::Pin(pin));
        }
        let bare = without_label(&text);
        let digits: String = bare
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, ':' | '-' | '.'))
            .flat_map(char::to_lowercase)
            .collect();
        let refused = || {
            format!(
                "a SHA-256 hash is 64 hexadecimal digits, with or without colons and spaces, and this has {} characters or others than digits",
                digits.chars().count()
            )
        };
        let octets = HEXLOWER.decode(digits.as_bytes()).map_err(|_| refused())?;
        if let Ok(sha256) = octets.as_slice().try_into() {
            return Ok(Self::Sha256(sha256));
        }
        match (octets.as_slice().try_into(), octets.len()) {
            (Ok(sha1), _) => Ok(Self::Sha1(sha1)),
            (_, 16) => Err("this is an MD5 hash, which names nothing: give the SHA-256".to_owned()),
            _ => Err(refused()),
        }
    }
}

/// Windows's certificate dialog puts a mark of direction in front of what is copied.
fn without_marks(text: &str) -> String {
    let is_mark = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept: String = text.chars().filter(|letter| !is_mark(*letter)).collect();
    kept.trim().to_owned()
}

/// `sha256//BASE64`, `sha256/BASE64` or `pin-sha256="BASE64"`.
fn pin(text: &str) -> Option<[u8; 32]> {
    let lower = text.to_ascii_lowercase();
    let prefixes = ["pin-sha256=", "sha256//", "sha256/"];
    let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix))?;
    let rest = text.get(prefix.len()..)?.trim_matches(['"', '\'', ';']);
    BASE64.decode(rest.as_bytes()).ok()?.try_into().ok()
}

/// Without what tools write in front: `sha256:`, `SHA-256 Fingerprint=`.
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
        "md5",
        "md5fingerprint",
        "spkisha256",
    ];
    if labels.contains(&letters.as_str()) {
        rest
    } else {
        text
    }
}

/// A key that was typed, and whether anything here knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TypedKey {
    pub(crate) key: SpkiSha256,
    /// Whether a store that was read holds it, the registry knows it, or it is refused.
    pub(crate) is_known: bool,
}

/// Everything that a hash can be of.
pub(crate) struct KnownHere<'a> {
    certificates: Vec<&'a Certificate>,
    list: BlockList,
}

impl<'a> KnownHere<'a> {
    /// What these stores hold, the registry, and what is refused already. A list that
    /// cannot be read knows nothing: whoever changes it says so.
    pub(crate) fn of(tree: &Tree, stores: &'a [Store], given: &'a [Certificate]) -> Self {
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        let held = anchors.map(|anchor| &anchor.certificate);
        Self {
            certificates: held.chain(given).collect(),
            list: BlockList::read(tree).unwrap_or_default(),
        }
    }

    /// The key that was typed. `command` is how the same is said with a key, such as
    /// `block --key`.
    ///
    /// # Errors
    /// What was typed is the hash of something else: it says of what, and which key that
    /// has.
    pub(crate) fn key(&self, typed: KeyHash, command: &str) -> anyhow::Result<TypedKey> {
        let of_certificate = |what: &str, found: Found| Err(mistaken(what, found, command).into());
        match typed {
            KeyHash::Pin(octets) => Ok(self.typed(SpkiSha256::from_bytes(octets))),
            KeyHash::Sha256(octets) => {
                let typed = self.typed(SpkiSha256::from_bytes(octets));
                match self.by_sha256(&CertSha256::from_bytes(octets)) {
                    Some(found) if !typed.is_known => of_certificate("SHA-256", found),
                    _ => Ok(typed),
                }
            }
            KeyHash::Sha1(octets) => match self.by_sha1(&octets) {
                Some(found) => of_certificate("SHA-1", found),
                None => {
                    let what =
                        "a SHA-1 hash names no key, and nothing that is known here has this one";
                    let hint = format!(
                        "give the SHA-256 of the key, which `anchorwatch identify FILE` shows, or the certificate's file with `{}`",
                        with_file(command)
                    );
                    Err(Hinted::new(what, hint).misused().into())
                }
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

    /// Whether a refused key was ever seen in a certificate: one that was only typed before
    /// is no better known by that.
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

    fn by_sha1(&self, hash: &[u8; 20]) -> Option<Found> {
        let is_it = |one: &&&Certificate| {
            <[u8; 20]>::from(Sha1::digest(one.der())) == *hash || one.public_key_sha1() == hash
        };
        if let Some(held) = self.certificates.iter().find(is_it) {
            return Some(Found::of(held));
        }
        let text = HEXLOWER.encode(hash);
        if let Some((key, one)) = known_certificates().find(|(_, one)| one.sha1_hex == text) {
            return Some(Found::Key(key.spki_sha256, one.subject.to_owned()));
        }
        let mut intermediates = registry::known_intermediates().iter();
        let known = intermediates.find(|known| known.sha1_hex == text)?;
        Some(Found::NoKey(known.id))
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

/// What a hash turned out to be of.
enum Found {
    /// A certificate with this key, and its name.
    Key(SpkiSha256, String),
    /// A certificate that is known by its hash alone.
    NoKey(&'static str),
}

impl Found {
    fn of(certificate: &Certificate) -> Self {
        Self::Key(certificate.spki_sha256(), certificate.subject().to_string())
    }
}

fn mistaken(what: &str, found: Found, command: &str) -> Hinted {
    match found {
        Found::Key(key, name) => Hinted::new(
            format!(
                "this is the {what} of a certificate ({}), and not of its key; the key is {key}",
                crate::text::short(&name)
            ),
            format!("if that is the root you mean: `anchorwatch {command} {key}`"),
        ),
        Found::NoKey(id) => Hinted::new(
            format!(
                "this is the {what} of a known certificate ({id}), of which no source gives the key"
            ),
            format!("give the certificate's file with `{}`", with_file(command)),
        ),
    }
    .misused()
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
