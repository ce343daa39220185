//! An authority, logs, and certificates with SCTs, made at run time without the code that reads
//! them: the TBSCertificate that a log signs is that of a certificate that never had the
//! extension.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::pki::{
    KeyKind, Precertificate, TestSct, TransparencyLog, sct_extension, sct_list_bytes,
};
use rcgen::{CertificateParams, CustomExtension, IsCa, Issuer, KeyPair, PublicKeyData};
use time::OffsetDateTime;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::ct::{self, Log, LogState, Logs, Report, StateSince};

pub(super) const DAY: i64 = 24 * 60 * 60;
/// 2026-03-01T00:00:00Z: the time of the check and of the list.
pub(super) const NOW: UnixSeconds = UnixSeconds::new(1_772_323_200);
/// When logs sign by default.
pub(super) const SIGNED_MS: u64 = (NOW.get() as u64 - 20 * DAY as u64) * 1000 + 777;

pub(super) struct Authority {
    key: KeyPair,
    params: CertificateParams,
    leaf_key: KeyPair,
}

/// How a certificate is made.
pub(super) struct Leaf {
    pub(super) lifetime_s: i64,
    pub(super) serial: u64,
    pub(super) names: Vec<String>,
    /// Extensions before the one with the SCTs, and after it.
    pub(super) before: Vec<CustomExtension>,
    pub(super) after: Vec<CustomExtension>,
}

impl Default for Leaf {
    fn default() -> Self {
        Self {
            lifetime_s: 89 * DAY,
            serial: 7,
            names: vec!["www.example.org".to_owned()],
            before: Vec::new(),
            after: Vec::new(),
        }
    }
}

impl Leaf {
    pub(super) fn not_after(&self) -> UnixSeconds {
        UnixSeconds::new(NOW.get() - 21 * DAY + self.lifetime_s)
    }
}

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        Self {
            key: KeyPair::generate().unwrap(),
            params,
            leaf_key: KeyPair::generate().unwrap(),
        }
    }

    pub(super) fn spki(&self) -> Vec<u8> {
        self.key.subject_public_key_info()
    }

    pub(super) fn leaf_spki(&self) -> Vec<u8> {
        self.leaf_key.subject_public_key_info()
    }

    /// The certificate with these extensions in place of the SCTs.
    pub(super) fn issue(&self, leaf: &Leaf, scts: &[CustomExtension]) -> Vec<u8> {
        let mut params = CertificateParams::new(leaf.names.clone()).unwrap();
        let time = |seconds: i64| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        params.not_before = time(leaf.not_after().get() - leaf.lifetime_s);
        params.not_after = time(leaf.not_after().get());
        params.serial_number = Some(leaf.serial.into());
        params.custom_extensions = [&leaf.before, scts, &leaf.after]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = params.signed_by(&self.leaf_key, &issuer).unwrap();
        certificate.der().to_vec()
    }

    /// What a log signs.
    pub(super) fn tbs(&self, leaf: &Leaf) -> Vec<u8> {
        let der = self.issue(leaf, &[]);
        let (_, parsed) = X509Certificate::from_der(&der).unwrap();
        parsed.tbs_certificate.as_ref().to_vec()
    }
}

pub(super) struct TestLog {
    log: TransparencyLog,
    pub(super) facts: Log,
}

impl TestLog {
    /// A usable log with an elliptic key.
    pub(super) fn new(operator: &'static str) -> Self {
        Self::with_key(operator, KeyKind::P256)
    }

    pub(super) fn with_key(operator: &'static str, kind: KeyKind) -> Self {
        let log = TransparencyLog::new(kind).unwrap();
        let since = UnixSeconds::new(NOW.get() - 500 * DAY);
        let facts = Log::usable(log.spki_der().leak(), operator, since);
        Self { log, facts }
    }

    /// The same log in another state, since so many days before the check.
    pub(super) fn in_state(mut self, state: LogState, days_ago: i64) -> Self {
        let since = UnixSeconds::new(NOW.get() - days_ago * DAY);
        self.facts.state = Some(StateSince { state, since });
        self
    }

    pub(super) fn id(&self) -> [u8; 32] {
        self.log.id()
    }

    /// An SCT for this TBSCertificate with the issuer's key.
    pub(super) fn sct(&self, tbs: &[u8], issuer_spki: &[u8], said: Said<'_>) -> Vec<u8> {
        let sct = TestSct {
            log: &self.log,
            timestamp_ms: said.timestamp_ms,
            extensions: said.extensions,
        };
        sct.over(Precertificate { tbs, issuer_spki }).unwrap()
    }
}

/// What a log signs besides the certificate.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) timestamp_ms: u64,
    pub(super) extensions: &'a [u8],
}

impl Default for Said<'_> {
    fn default() -> Self {
        Self {
            timestamp_ms: SIGNED_MS,
            extensions: &[],
        }
    }
}

impl Said<'_> {
    pub(super) fn days_ago(days: i64) -> Self {
        Self {
            timestamp_ms: u64::try_from(NOW.get() - days * DAY).unwrap() * 1000,
            extensions: &[],
        }
    }
}

/// An unknown extension with so many octets.
pub(super) fn filler(last_arc: u64, octet_count: usize) -> CustomExtension {
    let content = octet_string(&vec![0x55; octet_count]);
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 32473, last_arc], content)
}

pub(super) fn octet_string(octets: &[u8]) -> Vec<u8> {
    let length = octets.len().to_be_bytes();
    let header = match octets.len() {
        0..0x80 => vec![0x04, length[7]],
        0x80..0x100 => vec![0x04, 0x81, length[7]],
        0x100..0x1_0000 => [&[0x04, 0x82], &length[6..]].concat(),
        _ => [&[0x04, 0x83], &length[5..]].concat(),
    };
    [&header, octets].concat()
}

/// A list of these logs, made now.
pub(super) fn listing(logs: &[&TestLog]) -> Logs {
    let facts: Vec<Log> = logs.iter().map(|log| log.facts.clone()).collect();
    Logs::of(facts.leak(), NOW)
}

/// A certificate with one SCT of each log, and its report.
pub(super) fn examined(
    authority: &Authority,
    leaf: &Leaf,
    signed: &[(&TestLog, Said<'_>)],
) -> Report {
    let certificate = with_scts(authority, leaf, signed);
    let logs: Vec<&TestLog> = signed.iter().map(|(log, _)| *log).collect();
    ct::examine(&certificate, &authority.spki(), &listing(&logs), NOW)
}

/// A certificate with one SCT of each log.
pub(super) fn with_scts(
    authority: &Authority,
    leaf: &Leaf,
    signed: &[(&TestLog, Said<'_>)],
) -> Vec<u8> {
    let tbs = authority.tbs(leaf);
    let scts: Vec<Vec<u8>> = signed
        .iter()
        .map(|(log, said)| log.sct(&tbs, &authority.spki(), *said))
        .collect();
    authority.issue(leaf, &[sct_extension(&sct_list_bytes(&scts))])
}
