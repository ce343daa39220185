//! Whether a key of an unknown program speaks of authorities: `caFile`, `tls-cert-bundle`.

/// Words of a key that mean authorities.
const AUTHORITIES: [&str; 18] = [
    "ca",
    "cas",
    "cafile",
    "capath",
    "cabundle",
    "cainfo",
    "cacert",
    "cacerts",
    "cadir",
    "trust",
    "trusted",
    "trustfile",
    "trustfiles",
    "truststore",
    "authority",
    "authorities",
    "anchors",
    "verify",
];
/// Together, one word of each list does too: `tls-cert-bundle`.
const CERTIFICATES: [&str; 6] = ["cert", "certs", "certificate", "certificates", "ssl", "tls"];
const MANY: [&str; 5] = ["bundle", "store", "root", "roots", "verification"];
/// The same inside a compound word.
const INSIDE: [&str; 8] = [
    "trustedcert",
    "cacert",
    "cafile",
    "cabundle",
    "truststore",
    "trustfile",
    "rootcert",
    "certauthority",
];

/// Whether the last words before a name mean authorities.
pub(super) fn speaks_of_authorities(before: &str) -> bool {
    /// A key has a handful of words; words further away belong to something else.
    const MAX_KEY_BYTES: usize = 80;
    let start = (before.len().saturating_sub(MAX_KEY_BYTES)..=before.len())
        .find(|at| before.is_char_boundary(*at))
        .unwrap_or(0);
    let key = before.get(start..).unwrap_or(before);
    let lower = key.to_lowercase();
    if INSIDE.iter().any(|word| lower.contains(word)) {
        return true;
    }
    let words: Vec<String> = words(key).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&&**word));
    has(&AUTHORITIES) || has(&CERTIFICATES) && has(&MANY)
}

/// Words in lower case: `httpsCaFile` and `HTTPS_CA_FILE` are three.
fn words(key: &str) -> impl Iterator<Item = String> {
    let mut spaced = String::with_capacity(key.len() + 16);
    let mut before = ' ';
    for character in key.chars() {
        if character.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(character);
        before = character;
    }
    let words: Vec<String> = spaced
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.into_iter()
}
