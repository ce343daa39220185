//! What a key means by the words at its end.

/// Keys of which a true value switches verification off.
const OFF_WHEN_TRUE: [&str; 70] = [
    "acceptallcertificates",
    "acceptallcerts",
    "acceptanycertificate",
    "acceptinvalidcertificates",
    "acceptinvalidcerts",
    "acceptselfsigned",
    "allowinsecurehttps",
    "allowinsecuressl",
    "allowinsecuretls",
    "allowinvalidcertificates",
    "allowinvalidcerts",
    "allowselfsigned",
    "allowselfsignedcertificates",
    "allowuntrustedcertificates",
    "disablecertificatecheck",
    "disablecertificatevalidation",
    "disablecertificateverification",
    "disablecertvalidation",
    "disablecertverification",
    "disableconnectionverification",
    "disablessl",
    "disablesslvalidation",
    "disablesslverification",
    "disablesslverify",
    "disabletls",
    "disabletlsvalidation",
    "disabletlsverification",
    "disabletlsverify",
    "ignorecertificateerrors",
    "ignorecertificates",
    "ignorecerterrors",
    "ignorecerts",
    "ignorecertverify",
    "ignoresslerrors",
    "ignoresslcertificate",
    "ignoresslcertificates",
    "ignoretlserrors",
    "insecure",
    "insecureregistry",
    "insecureskiptlsverification",
    "insecureskiptlsverify",
    "insecureskipverify",
    "insecuressl",
    "insecuretls",
    "nocheckcertificate",
    "nocheckcertificates",
    "nosslverification",
    "nosslverify",
    "notlsverification",
    "notlsverify",
    "novalidatecerts",
    "noverifycert",
    "noverifycerts",
    "noverifyssl",
    "noverifytls",
    "skipcertificateverification",
    "skipcertverification",
    "skipcertverify",
    "skipsslvalidation",
    "skipsslverification",
    "skipsslverify",
    "skiptlsverification",
    "skiptlsverify",
    "sslallowall",
    "sslnoverify",
    "sslskipverify",
    "tlsnoverify",
    "tlsskipverify",
    "trustallcertificates",
    "trustservercertificate",
];

/// Keys of which a false value does.
const OFF_WHEN_FALSE: [&str; 48] = [
    "certcheck",
    "certificateverification",
    "certificateverify",
    "certverify",
    "checkcertificate",
    "checkcertificates",
    "checksslcertificate",
    "checkservercertificate",
    "enablestrictssl",
    "rejectunauthorized",
    "sslcertcheck",
    "sslcertverify",
    "sslstrict",
    "sslvalidate",
    "sslvalidation",
    "sslverification",
    "sslverify",
    "sslverifycert",
    "sslverifyhost",
    "sslverifyhostname",
    "sslverifymode",
    "sslverifypeer",
    "strictssl",
    "tlscertcheck",
    "tlscheckcertificate",
    "tlsvalidation",
    "tlsverification",
    "tlsverify",
    "tlsverifycert",
    "tlsverifyhost",
    "tlsverifypeer",
    "validatecert",
    "validatecertificate",
    "validatecertificates",
    "validatecerts",
    "validatessl",
    "validatetls",
    "verifycert",
    "verifycertificate",
    "verifycertificates",
    "verifycerts",
    "verifyhttps",
    "verifyservercert",
    "verifyservercertificate",
    "verifyssl",
    "verifysslcert",
    "verifysslcertificate",
    "verifytls",
];

/// Words before such a key that turn its meaning round.
const NEGATIONS: [&str; 9] = [
    "disable", "disabled", "dont", "ignore", "no", "not", "off", "skip", "without",
];

const TRUE: [&str; 9] = [
    "1", "true", "yes", "on", "y", "t", "enabled", "enable", "always",
];
const FALSE: [&str; 12] = [
    "0", "false", "no", "off", "n", "f", "none", "never", "disabled", "disable", "no_check", "nil",
];

/// Which values of a key switch verification off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Switch {
    /// True ones.
    On,
    /// False ones.
    Off,
    /// The word `insecure`.
    Insecure,
}

impl Switch {
    pub(in super::super) fn is_off(self, value: &str) -> bool {
        let is_one = |values: &[&str]| values.iter().any(|one| value.eq_ignore_ascii_case(one));
        match self {
            Self::On => is_one(&TRUE),
            Self::Off => is_one(&FALSE),
            Self::Insecure => is_one(&["insecure"]),
        }
    }
}

/// What a key means; `None` for any other key.
pub(in super::super) fn of_key(key: &str) -> Option<Switch> {
    /// The longest key of the tables has five words.
    const MAX_WORDS: usize = 6;
    let words = words(key);
    if words.ends_with(&["https".to_owned(), "security".to_owned(), "mode".to_owned()]) {
        return Some(Switch::Insecure);
    }
    let start = words.len().saturating_sub(MAX_WORDS);
    // The longest end says most: `skip-tls-verify` before `tls-verify`.
    let ends = (start..words.len()).map(|at| (at, words.get(at..).unwrap_or_default().concat()));
    for (at, end) in ends {
        if OFF_WHEN_TRUE.contains(&&*end) {
            return Some(Switch::On);
        }
        if OFF_WHEN_FALSE.contains(&&*end) {
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let is_negated = before.is_some_and(|word| NEGATIONS.contains(&&**word));
            return Some(if is_negated { Switch::On } else { Switch::Off });
        }
    }
    None
}

/// Words in lower case: `verifySSL`, `verify-ssl` and `VERIFY_SSL` have the same two.
fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for character in key.chars() {
        if character.is_ascii_alphanumeric() {
            let is_new = !before.is_ascii_alphanumeric()
                || character.is_ascii_uppercase() && before.is_ascii_lowercase();
            if is_new {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(character.to_ascii_lowercase());
            }
        }
        before = character;
    }
    words
}
