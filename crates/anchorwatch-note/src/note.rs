//! A text with its signatures.

use data_encoding::BASE64;

use crate::{KeyName, NoteProblem, VerifierKey, from_base64, key::KEY_ID_BYTES};

/// The largest note that is read, in bytes.
pub const MAX_NOTE_BYTES: usize = 1 << 20;

/// The most signatures that are read. The specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 100;

/// Before each signature: an em dash and a space.
const SIGNATURE_PREFIX: &str = "\u{2014} ";

/// A note whose signatures nobody has checked: its text must not be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote<'a> {
    text: &'a str,
    signatures: Vec<Signature<'a>>,
}

/// A note that known keys signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedNote<'a> {
    text: &'a str,
    signers: Vec<VerifierKey>,
}

/// A signature that nobody has checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature<'a> {
    key_name: &'a str,
    key_id: [u8; KEY_ID_BYTES],
    octets: Vec<u8>,
}

impl<'a> SignedNote<'a> {
    /// Splits a note into its text and its signatures.
    ///
    /// # Errors
    /// [`NoteProblem`] if it is too long or of another form. One line that is not a signature
    /// refuses the whole note.
    pub fn parse(octets: &'a [u8]) -> Result<Self, NoteProblem> {
        if octets.len() > MAX_NOTE_BYTES {
            return Err(too_long());
        }
        let note = std::str::from_utf8(octets).map_err(|_| NoteProblem::Form)?;
        let (text, below) = note.rsplit_once("\n\n").ok_or(NoteProblem::Form)?;
        let (text, _) = note.split_at(text.len() + 1);
        let lines = below.strip_suffix('\n').ok_or(NoteProblem::Form)?;
        if !is_note_text(text) {
            return Err(NoteProblem::Form);
        }
        if lines.split('\n').count() > MAX_SIGNATURES {
            let max = MAX_SIGNATURES as u64;
            return Err(NoteProblem::TooManySignatures { max });
        }
        let signatures = lines.split('\n').map(Signature::parse);
        Ok(Self {
            text,
            signatures: signatures.collect::<Option<_>>().ok_or(NoteProblem::Form)?,
        })
    }

    /// The text, which must not be believed: for a format with signatures of other kinds, which
    /// [`SignedNote::verify`] does not know.
    #[must_use]
    pub const fn unverified_text(&self) -> &'a str {
        self.text
    }

    /// The signatures, in their order.
    #[must_use]
    pub fn signatures(&self) -> &[Signature<'a>] {
        &self.signatures
    }

    /// Checks the signatures by these keys. Others are ignored.
    ///
    /// # Errors
    /// [`NoteProblem::Signature`] if one by a known key is wrong, even if another is right;
    /// [`NoteProblem::UnknownSigner`] if there is no signature by a known key.
    pub fn verify(&self, known: &[VerifierKey]) -> Result<VerifiedNote<'a>, NoteProblem> {
        let mut signers: Vec<VerifierKey> = Vec::new();
        for key in known {
            let its_own = self.signatures.iter().filter(|it| it.is_by(key));
            for signature in its_own {
                if !key.has_signed(self.text.as_bytes(), &signature.octets) {
                    let key = key.name().to_string();
                    return Err(NoteProblem::Signature { key });
                }
                if !signers.contains(key) {
                    signers.push(key.clone());
                }
            }
        }
        if signers.is_empty() {
            return Err(NoteProblem::UnknownSigner);
        }
        let text = self.text;
        Ok(VerifiedNote { text, signers })
    }
}

impl<'a> VerifiedNote<'a> {
    /// The signed text, with its last newline.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The known keys that signed it, each once, in the order in which they were given.
    #[must_use]
    pub fn signers(&self) -> &[VerifierKey] {
        &self.signers
    }
}

impl<'a> Signature<'a> {
    /// The name of the key that is said to have made it.
    #[must_use]
    pub const fn key_name(&self) -> &'a str {
        self.key_name
    }

    /// That key's ID.
    #[must_use]
    pub const fn key_id(&self) -> [u8; KEY_ID_BYTES] {
        self.key_id
    }

    /// What follows the ID: one octet or more.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The line that this is, with its newline.
    #[must_use]
    pub fn line(key_name: &KeyName, key_id: [u8; KEY_ID_BYTES], octets: &[u8]) -> String {
        let octets = [key_id.as_slice(), octets].concat();
        signature_line(key_name, &BASE64.encode(&octets))
    }

    fn parse(line: &'a str) -> Option<Self> {
        let (key_name, octets) = line.strip_prefix(SIGNATURE_PREFIX)?.split_once(' ')?;
        KeyName::parse(key_name).ok()?;
        let octets = from_base64(octets)?;
        let (key_id, octets) = octets.split_first_chunk()?;
        (!octets.is_empty()).then(|| Self {
            key_name,
            key_id: *key_id,
            octets: octets.to_vec(),
        })
    }

    fn is_by(&self, key: &VerifierKey) -> bool {
        self.key_name == key.name().as_str() && self.key_id == key.id()
    }
}

/// Whether a text can be signed: it ends in a newline and has no other control character of
/// ASCII.
pub(crate) fn is_note_text(text: &str) -> bool {
    let is_allowed = |it: u8| it >= 0x20 || it == b'\n';
    text.ends_with('\n') && text.bytes().all(is_allowed)
}

pub(crate) fn signature_line(key: &KeyName, signature: &str) -> String {
    format!("{SIGNATURE_PREFIX}{key} {signature}\n")
}

pub(crate) fn limited(note: String) -> Result<String, NoteProblem> {
    if note.len() > MAX_NOTE_BYTES {
        return Err(too_long());
    }
    Ok(note)
}

fn too_long() -> NoteProblem {
    let max = MAX_NOTE_BYTES as u64;
    NoteProblem::TooLong { max }
}

#[cfg(test)]
pub(crate) mod tests;
