//! What a page that came without encryption leads to: a certificate to install.
//!
//! In Kazakhstan people were sent to pages that tell them to install a root: by SMS in 2019, by
//! redirects of operators in December 2020 (Beeline, Tele2, Kcell). The file came over plain HTTP
//! (`qca.kz/qazca.cer`, `.pem` and `.der`). For iPhones such a file is a profile (`.mobileconfig`).
//!
//! Nothing here judges: many pages offer certificates for good reasons. A page is not rendered: no
//! script runs, and what a script would add is not seen.

use data_encoding::{BASE64, BASE64_NOPAD};

use crate::HttpUrl;

/// The longest page that is read, in octets.
pub const MAX_PAGE_BYTES: usize = 256 << 10;

/// How many links are kept.
const MAX_LINKS: usize = 20;

/// The longest address that is looked at, in octets; that of a `data:` URL may be as long as a page.
const MAX_URL_BYTES: usize = 2_048;

/// How far the words «install» and «certificate» may be from each other, in characters.
const NEAR: usize = 120;

/// Types of a file that a device installs as a certificate or as a profile (RFC 2585 §4, and what
/// browsers and iOS do with them).
const TYPES: [&str; 9] = [
    "application/x-x509-ca-cert",
    "application/x-x509-user-cert",
    "application/pkix-cert",
    "application/x-apple-aspen-config",
    "application/x-pem-file",
    "application/pem-certificate-chain",
    "application/x-pkcs7-certificates",
    "application/pkcs7-mime",
    "application/x-pkcs12",
];

/// Ends of the names of such files.
const ENDS: [&str; 9] = [
    ".cer",
    ".crt",
    ".pem",
    ".der",
    ".p7b",
    ".p7c",
    ".p12",
    ".pfx",
    ".mobileconfig",
];

/// «Certificate» and «install», as stems, in English, Russian and Kazakh.
const CERTIFICATE: [&str; 2] = ["certificate", "сертификат"];
const INSTALL: [&str; 3] = ["install", "установ", "орнат"];

/// What a page leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Addresses of files that would be installed, over HTTP without encryption or not, each once.
    pub links: Vec<String>,
    /// Files that are in the page itself, in `data:` URLs.
    pub files: Vec<Vec<u8>>,
    /// Whether words for «install» and «certificate» are near each other.
    pub says_install: bool,
}

impl Page {
    /// Reads a page, of which at most [`MAX_PAGE_BYTES`] are looked at. Text that is not UTF-8 is read
    /// as windows-1251, in which old Russian pages are.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        let body = body.get(..MAX_PAGE_BYTES).unwrap_or(body);
        let text = match std::str::from_utf8(body) {
            Ok(text) => text.to_owned(),
            Err(error) if error.valid_up_to() + 4 > body.len() => {
                String::from_utf8_lossy(body).into_owned()
            }
            Err(_) => body.iter().map(|octet| windows_1251(*octet)).collect(),
        };
        let mut page = Self {
            says_install: says_install(&text),
            ..Self::default()
        };
        for word in text.split(is_between) {
            page.add(word);
        }
        page
    }

    fn add(&mut self, given: &str) {
        let is_full = self.links.len() + self.files.len() >= MAX_LINKS;
        if is_full {
            return;
        }
        // An address without quotation marks follows its attribute, and in a refresh its seconds.
        let after = |name: &str| strip_prefix(given, name);
        let word = ["href=", "src=", "content="].into_iter().find_map(after);
        let word = word.unwrap_or(given);
        let is_seconds = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
        let (before, rest) = word.split_once(';').unwrap_or(("", word));
        let word = strip_prefix(rest, "url=")
            .filter(|_| is_seconds(before))
            .unwrap_or(word);
        if let Some(file) = data_url(word) {
            if !self.files.contains(&file) {
                self.files.push(file);
            }
            return;
        }
        let is_file = word.len() <= MAX_URL_BYTES && is_certificate_name(word);
        if is_file && !self.links.iter().any(|known| known == word) {
            self.links.push(word.to_owned());
        }
    }
}

/// Whether a content type is that of a file that would be installed.
#[must_use]
pub fn is_certificate_type(content_type: &str) -> bool {
    let bare = content_type.split(';').next().unwrap_or_default().trim();
    TYPES.iter().any(|known| bare.eq_ignore_ascii_case(known))
}

/// Whether an address ends in the name of such a file; a query does not count.
#[must_use]
pub fn is_certificate_name(address: &str) -> bool {
    let path = HttpUrl::without_query(address);
    let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.to_ascii_lowercase();
    ENDS.iter()
        .any(|end| name.len() > end.len() && name.ends_with(end))
}

/// The octets of a `data:` URL of such a type (RFC 2397), in base64.
fn data_url(word: &str) -> Option<Vec<u8>> {
    let (kind, data) = strip_prefix(word, "data:")?.split_once(',')?;
    let kind = kind.strip_suffix(";base64")?;
    if !is_certificate_type(kind) {
        return None;
    }
    let data = data
        .replace("%2B", "+")
        .replace("%2F", "/")
        .replace("%3D", "=");
    let octets = BASE64.decode(data.as_bytes());
    octets
        .or_else(|_| BASE64_NOPAD.decode(data.as_bytes()))
        .ok()
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))?
}

fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '\'' | '<' | '>' | '(' | ')' | '`')
}

fn says_install(text: &str) -> bool {
    let text: Vec<char> = without_tags(text).to_lowercase().chars().collect();
    let places = |stems: &[&str]| -> Vec<usize> {
        let stems: Vec<Vec<char>> = stems.iter().map(|stem| stem.chars().collect()).collect();
        let starts = 0..text.len();
        starts
            .filter(|&at| {
                stems.iter().any(|stem| {
                    let here = text.get(at..at + stem.len());
                    here == Some(stem.as_slice())
                })
            })
            .collect()
    };
    let (certificates, installs) = (places(&CERTIFICATE), places(&INSTALL));
    certificates.iter().any(|one| {
        // Both lists are in order.
        let near = installs.partition_point(|other| other + NEAR < *one);
        installs.get(near).is_some_and(|other| *other <= one + NEAR)
    })
}

/// The text between tags: names of classes and files are no words.
fn without_tags(text: &str) -> String {
    let mut is_tag = false;
    let outside = text.chars().filter(|character| match character {
        '<' => {
            is_tag = true;
            false
        }
        '>' => {
            is_tag = false;
            false
        }
        _ => !is_tag,
    });
    outside.collect()
}

/// The letters of the Russian alphabet; everything else that is not ASCII is a space.
const fn windows_1251(octet: u8) -> char {
    match octet {
        0..0x80 => octet as char,
        0xc0..=0xff => match char::from_u32(octet as u32 - 0xc0 + 0x410) {
            Some(letter) => letter,
            None => ' ',
        },
        0xa8 => 'Ё',
        0xb8 => 'ё',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests;
