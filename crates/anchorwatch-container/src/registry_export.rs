//! An export of Windows's registry (`.reg`): opening it puts its certificates into the named
//! stores.
//!
//! ```text
//! Windows Registry Editor Version 5.00       UTF-16LE with a BOM; «REGEDIT4»: one octet
//! [HKEY_…\SystemCertificates\ROOT\Certificates\THUMBPRINT]           a character
//! "Blob"=hex:03,00,00,00,01,00,\             properties, see `property_list`; `\` at the
//!   00,00,…                                  end goes on with the next line
//! ```
//!
//! Source: Microsoft, «How to add, modify, or delete registry subkeys and values by using a .reg
//! file»; the place of the stores: Microsoft, «System Store Locations». **Not tried here** with
//! Windows itself. Other keys of the file are ignored.

use anchorwatch_identity::Certificate;

use super::{
    Damage, Error, PlaceStep, Presence,
    place::Place,
    property_list::{self, Properties, damaged},
    reading::Reading,
    text::printable,
};

const MAGIC: [&str; 2] = ["Windows Registry Editor Version ", "REGEDIT4"];

/// The store of certificates that Windows never trusts.
const DISALLOWED: &str = "Disallowed";

/// The text, if the bytes are such an export.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let text = match bytes.strip_prefix(b"\xff\xfe") {
        Some(utf16) => {
            // Check the first characters before decoding the whole file.
            let (beginning, _) = utf16.split_at(utf16.len().min(256));
            from_utf16(beginning)
                .trim_start()
                .starts_with(MAGIC[0])
                .then(|| from_utf16(utf16))?
        }
        None => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let beginning = bytes.trim_ascii_start();
            let is_export = MAGIC
                .iter()
                .any(|magic| beginning.starts_with(magic.as_bytes()));
            is_export.then(|| String::from_utf8_lossy(bytes).into_owned())?
        }
    };
    Some(text)
}

fn from_utf16(bytes: &[u8]) -> String {
    let (units, _odd) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().map(|unit| u16::from_le_bytes(*unit)))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Reads the text of an export.
pub(super) fn read(reading: &mut Reading, text: &str, place: &Place) -> Result<(), Error> {
    let mut key = Key::default();
    let mut lines = text
        .split(['\r', '\n'])
        .map(str::trim)
        .filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix('[') {
            key = Key::of(path.strip_suffix(']').unwrap_or(path));
        } else if let Some(first) = blob(line) {
            let octets = octets(first, &mut lines);
            reading.budget.unfold(octets.as_ref().map_or(0, Vec::len))?;
            certificates(reading, octets, &key, place);
        }
    }
    Ok(())
}

/// What follows `"Blob"=hex:`, or with the type of the value, `hex(3):`.
fn blob(line: &str) -> Option<&str> {
    let (name, value) = line.split_once('=')?;
    let (kind, octets) = value.split_once(':')?;
    let is_blob = name.trim().eq_ignore_ascii_case("\"blob\"");
    (is_blob && kind.trim_start().starts_with("hex")).then_some(octets)
}

/// The octets of a value, from its first line on.
fn octets<'a>(first: &'a str, lines: &mut impl Iterator<Item = &'a str>) -> Result<Vec<u8>, Error> {
    let mut octets = Vec::new();
    let mut line = Some(first);
    while let Some(text) = line {
        // A semicolon begins a comment.
        let text = text.split(';').next().unwrap_or_default().trim();
        let (text, goes_on) = match text.strip_suffix('\\') {
            Some(text) => (text.trim_end(), true),
            None => (text, false),
        };
        for pair in text
            .split(',')
            .map(str::trim)
            .filter(|pair| !pair.is_empty())
        {
            let octet = (pair.len() == 2).then(|| u8::from_str_radix(pair, 16).ok());
            octets.push(
                octet
                    .flatten()
                    .ok_or_else(|| damaged(Damage::NotHexadecimal))?,
            );
        }
        line = if goes_on { lines.next() } else { None };
    }
    Ok(octets)
}

fn certificates(reading: &mut Reading, octets: Result<Vec<u8>, Error>, key: &Key, place: &Place) {
    let words = place.part(key.step.clone());
    let octets = match octets {
        Ok(octets) => octets,
        Err(error) => return reading.push(words, key.presence, Err(error)),
    };
    let mut is_understood = false;
    for property in (Properties { rest: &octets }) {
        match property {
            Ok((property_list::CERTIFICATE, value)) => {
                is_understood = true;
                let certificate =
                    Certificate::from_der(value).map_err(|source| Error::Certificate { source });
                reading.push(words.clone(), key.presence, certificate);
            }
            Ok((id, _)) => is_understood |= property_list::LISTS.contains(&id),
            Err(error) => {
                is_understood = true;
                reading.push(words.clone(), key.presence, Err(error));
            }
        }
    }
    if !is_understood {
        let error = damaged(Damage::NoCertificate);
        reading.push(words, key.presence, Err(error));
    }
}

/// The registry key of a value.
struct Key {
    step: PlaceStep,
    presence: Presence,
}

impl Default for Key {
    fn default() -> Self {
        Self {
            step: PlaceStep::NoRegistryKey,
            presence: Presence::Offered,
        }
    }
}

impl Key {
    /// `…\SystemCertificates\STORE\Certificates\THUMBPRINT`.
    fn of(path: &str) -> Self {
        let mut parts = path.rsplit('\\');
        let mut is_next = |name: &str| {
            parts
                .next()
                .is_some_and(|part| part.eq_ignore_ascii_case(name))
        };
        // With a bracket inside the path, two readers may see two paths.
        let is_refused = !path.contains(']')
            && !is_next("")
            && is_next("Certificates")
            && is_next(DISALLOWED)
            && is_next("SystemCertificates");
        Self {
            step: PlaceStep::RegistryKey {
                path: printable(path),
            },
            presence: if is_refused {
                Presence::Distrusted
            } else {
                Presence::Offered
            },
        }
    }
}
