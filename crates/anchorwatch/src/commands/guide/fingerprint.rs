//! The fingerprints of known roots that read traffic, as a device shows them.

use std::{cmp::Reverse, collections::BTreeMap};

use anchorwatch_identity::registry::{self, KnownCertificate, KnownKey};

use super::System;

/// One certificate of a key that reads traffic.
pub(crate) struct Fingerprint {
    /// What is known of the key.
    pub(crate) known: &'static KnownKey,
    /// The certificate.
    pub(crate) certificate: &'static KnownCertificate,
}

/// How many digit pairs fit on a line: a SHA-256 takes two lines.
const PAIRS_A_LINE: usize = 16;

/// Every known certificate of a key that reads traffic. Interception comes first, then keys
/// that anyone can have; within these, the operator with the most comes first, sorted by age.
pub(crate) fn fingerprints() -> Vec<Fingerprint> {
    let keys = registry::known_roots().iter();
    let mut all: Vec<Fingerprint> = keys
        .filter(|known| known.conduct.reads_traffic())
        .flat_map(|known| {
            let certificates = known.certificates.iter();
            certificates.map(move |certificate| Fingerprint { known, certificate })
        })
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &all {
        *counts.entry(one.known.operator).or_default() += 1;
    }
    all.sort_by_key(|one| {
        let operator = one.known.operator;
        let is_leaked = one.known.conduct == registry::Conduct::LeakedKey;
        let fewer = Reverse(counts.get(operator).copied());
        let since = one.certificate.not_before;
        (is_leaked, fewer, operator, since, one.known.id)
    });
    all
}

/// How many keys that read traffic have no published certificate.
pub(crate) fn unlisted_key_count() -> usize {
    registry::known_roots()
        .iter()
        .filter(|known| known.conduct.reads_traffic() && known.certificates.is_empty())
        .count()
}

impl Fingerprint {
    /// The lines to compare: the name of the hash and its digits, as this system writes them.
    pub(crate) fn shown(&self, system: System) -> Vec<(&'static str, Vec<String>)> {
        let sha1 = self.certificate.sha1_hex;
        let sha256 = self.certificate.sha256.to_string();
        match system {
            // The certificate dialog's «Thumbprint» is a SHA-1 without separators.
            System::Windows => vec![("SHA-1", vec![sha1.to_owned()])],
            // `SslCertificate.fingerprint` of Android's framework writes colons.
            System::Android => vec![
                ("SHA-256", lines(&sha256, ":")),
                ("SHA-1", lines(sha1, ":")),
            ],
            System::Ios | System::Macos => {
                vec![
                    ("SHA-256", lines(&sha256, " ")),
                    ("SHA-1", lines(sha1, " ")),
                ]
            }
        }
    }
}

/// Pairs of upper-case hexadecimal digits; a SHA-1 stays on one line.
fn lines(hex: &str, separator: &str) -> Vec<String> {
    let digits: Vec<char> = hex.to_ascii_uppercase().chars().collect();
    let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
    let count = if pairs.len() > 20 { PAIRS_A_LINE } else { 20 };
    pairs
        .chunks(count)
        .map(|line| line.join(separator))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_certificate_of_a_key_that_reads_traffic_is_listed_and_no_other() {
        let listed = fingerprints();
        let keys: std::collections::BTreeSet<&str> =
            listed.iter().map(|one| one.known.id).collect();
        assert!(listed.iter().all(|one| one.known.conduct.reads_traffic()));
        let reading = registry::known_roots()
            .iter()
            .filter(|known| known.conduct.reads_traffic());
        assert_eq!(keys.len() + unlisted_key_count(), reading.count());
        assert!(keys.contains("kz-qaznet-2016") && !keys.contains("ru-mintsifry-2022"));
    }

    #[test]
    fn the_operator_with_the_most_roots_comes_first_and_each_stands_together() {
        let listed = fingerprints();
        assert!(listed[0].known.id.starts_with("kz-"));
        let mut operators: Vec<&str> = listed.iter().map(|one| one.known.operator).collect();
        operators.dedup();
        let mut once = operators.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(operators.len(), once.len());
    }

    #[test]
    fn hashes_are_written_as_each_system_writes_them() {
        let listed = fingerprints();
        let qaznet = listed
            .iter()
            .find(|one| one.known.id == "kz-qaznet-2016")
            .unwrap();
        let android = qaznet.shown(System::Android);
        // The hashes of data/known-roots/kazakhstan.toml, in pairs.
        assert_eq!(
            android[0].1,
            [
                "00:30:9C:73:6D:D6:61:DA:6F:1E:B2:41:73:AA:84:99",
                "44:C1:68:A4:3A:15:BF:FD:19:2E:EC:FD:B6:F8:DB:D2"
            ]
        );
        assert_eq!(
            android[1].1,
            ["58:11:83:5E:EF:AA:20:28:83:5A:B9:55:DA:68:29:BF:04:3A:75:6D"]
        );
        assert_eq!(
            qaznet.shown(System::Macos)[1].1,
            ["58 11 83 5E EF AA 20 28 83 5A B9 55 DA 68 29 BF 04 3A 75 6D"]
        );
        assert_eq!(
            qaznet.shown(System::Windows),
            [(
                "SHA-1",
                vec!["5811835eefaa2028835ab955da6829bf043a756d".to_owned()]
            )]
        );
    }
}
