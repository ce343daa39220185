//! By which names authorities are allowed in CAA records.
//!
//! The organisations are those that their certificates for servers name as issuer. The names are those
//! that the authorities told the CCADB («Recognized CAA Domains», report `AllCAAIdentifiersReport`),
//! from public copies of it, read on 2026-12-01: `netray-info/netray` at 9bc241d8
//! (`crates/tlsight/data/caa_domains.tsv`), `fabriziosalmi/certmate` at 7e49bc53
//! (`modules/core/caa.py`, as of 2026-09-22), and `0x73746F66/trivialscan` at 13692251
//! (`src/tlsverify/util.py`, some years old). A name that any of them has is listed: one too many
//! only means that less is said. The report itself was not read.
//!
//! **Not here:** authorities of which the copies disagree or say that others sign for them. Of an
//! organisation that is not listed nothing can be said.

/// `None` if the organisation is not known.
pub(super) fn identifiers(organisation: &str) -> Option<&'static [&'static str]> {
    let organisation = organisation.trim().to_lowercase();
    let mut all = AUTHORITIES.iter();
    let (_, identifiers) = all.find(|(organisations, _)| {
        let mut organisations = organisations.iter();
        organisations.any(|it| *it == organisation)
    })?;
    Some(identifiers)
}

/// Organisations and names, all in lower case.
const AUTHORITIES: &[(&[&str], &[&str])] = &[
    (&["let's encrypt"], &["letsencrypt.org"]),
    (
        &["google trust services", "google trust services llc"],
        &["pki.goog", "google.com"],
    ),
    (
        &["amazon"],
        &[
            "amazon.com",
            "amazontrust.com",
            "awstrust.com",
            "amazonaws.com",
            "aws.amazon.com",
        ],
    ),
    (
        &["digicert inc", "digicert, inc."],
        &[
            "digicert.com",
            "www.digicert.com",
            "digicert.ne.jp",
            "cybertrust.ne.jp",
            "thawte.com",
            "geotrust.com",
            "rapidssl.com",
            "symantec.com",
            "digitalcertvalidation.com",
            "1and1.digitalcertvalidation.com",
            "intermediatecertificate.digitalcertvalidation.com",
            "stratossl.digitalcertvalidation.com",
            "trustproviderbv.digitalcertvalidation.com",
            "volusion.digitalcertvalidation.com",
            "quovadisglobal.com",
            "pkioverheid.nl",
            "www.pkioverheid.nl",
            "amazon.com",
            "amazontrust.com",
            "awstrust.com",
            "amazonaws.com",
            "aws.amazon.com",
        ],
    ),
    (
        &["sectigo limited"],
        &[
            "sectigo.com",
            "comodo.com",
            "comodoca.com",
            "usertrust.com",
            "trust-provider.com",
            "entrust.net",
            "affirmtrust.com",
        ],
    ),
    (&["globalsign nv-sa"], &["globalsign.com"]),
    (
        &["godaddy.com, inc."],
        &["godaddy.com", "starfieldtech.com"],
    ),
    // The last two are Entrust's, for which it also signs. The copies give them to Sectigo; they are
    // here so that less is said.
    (
        &["ssl corporation", "ssl corp"],
        &["ssl.com", "entrust.net", "affirmtrust.com"],
    ),
    (&["actalis s.p.a."], &["actalis.it"]),
    (&["buypass as-983163327"], &["buypass.com", "buypass.no"]),
    (
        &["asseco data systems s.a.", "unizeto technologies s.a."],
        &["certum.pl", "certum.eu", "yandex.ru"],
    ),
    (&["identrust"], &["identrust.com", "www.identrust.com"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_organisation_is_found_whatever_the_case_of_its_letters() {
        let found = identifiers(" Google Trust Services ");
        assert_eq!(found, Some(&["pki.goog", "google.com"][..]));
        assert_eq!(identifiers("LET'S ENCRYPT"), Some(&["letsencrypt.org"][..]));
        assert_eq!(identifiers("Let's Encrypt Too"), None);
        assert_eq!(identifiers(""), None);
    }

    #[test]
    fn every_organisation_is_listed_once_and_everything_is_in_lower_case() {
        let organisations = AUTHORITIES.iter().flat_map(|(it, _)| *it);
        let mut seen = BTreeSet::new();
        for organisation in organisations {
            assert!(seen.insert(organisation), "{organisation}");
            assert_eq!(*organisation, organisation.to_lowercase());
        }
        for identifier in AUTHORITIES.iter().flat_map(|(_, it)| *it) {
            assert_eq!(*identifier, identifier.to_lowercase());
        }
    }
}
