//! Reads and checks a certificate's SCTs.

use anchorwatch_identity::UnixSeconds;

use super::{
    Interface, LogState, Logs, NotAsked, Report, Sct, SctStatus, Status, Why,
    policy::{self, LogStatus},
    precertificate::Precertificate,
    sct_list::{self, SerializedSct, Unreadable},
    signature::Entry,
};

/// How many SCTs of one certificate are checked, from the first. Authorities embed two to five;
/// each costs a signature check, and 65,535 octets could contain over a thousand.
pub const MAX_EXAMINED_SCTS: usize = 32;

/// Reads and checks the SCTs that are embedded in a server's certificate.
///
/// `issuer_spki` is the DER of the `SubjectPublicKeyInfo` of the certificate or root above it, on
/// the verified path: an SCT is for one issuer's key.
///
/// The SCTs are checked even if the list is too old to judge by: whether a log signed does not
/// depend on the list's age.
///
/// **Not checked:** the certificate itself; that the issuer signed it; that the logs kept their
/// promise (see [the module](super)).
///
/// **Trust:** the certificate's maker chose every octet of it; an SCT that is
/// [`SctStatus::Valid`] was made by the holder of the listed log's key.
#[must_use]
pub fn examine(leaf_der: &[u8], issuer_spki: &[u8], logs: &Logs, at: UnixSeconds) -> Report {
    let (scts, judged) = match Precertificate::of(leaf_der) {
        Ok(Some(precertificate)) => weighed(&precertificate, issuer_spki, logs, at),
        Ok(None) => (Vec::new(), Status::NoScts),
        Err(why) => (Vec::new(), Status::NotCompliant(why)),
    };
    let status = if logs.is_too_old(at) {
        Status::NotAsked(NotAsked::ListTooOld)
    } else {
        judged
    };
    Report { scts, status }
}

/// When a log that counts and is not retired first saw the certificate, if one did: the
/// certificate existed by then, whatever dates it has. A retired log counts only for the number
/// of logs: anyone who has its key by now could write any past time.
#[must_use]
pub fn earliest_valid_sct(report: &Report) -> Option<UnixSeconds> {
    report
        .scts
        .iter()
        .filter(|sct| sct.is == SctStatus::Valid)
        .filter(|sct| {
            let state = sct.log.and_then(|log| log.state);
            state.is_some_and(|now| now.state != LogState::Retired)
        })
        .map(Sct::seconds)
        .min()
}

/// When the SCTs inside a certificate say that they were made, whoever signed them; empty if it has
/// none that can be read. An SCT does not count before its time.
pub fn sct_times(leaf_der: &[u8]) -> Vec<UnixSeconds> {
    let Ok(Some(precertificate)) = Precertificate::of(leaf_der) else {
        return Vec::new();
    };
    let scts = sct_list::scts(precertificate.sct_list).unwrap_or_default();
    let read = scts.into_iter().take(MAX_EXAMINED_SCTS);
    let read = read.filter_map(|bytes| SerializedSct::read(bytes).ok());
    read.map(|sct| i64::try_from(sct.timestamp_ms / 1000).unwrap_or(i64::MAX))
        .map(UnixSeconds::new)
        .collect()
}

fn weighed(
    precertificate: &Precertificate<'_>,
    issuer_spki: &[u8],
    logs: &Logs,
    at: UnixSeconds,
) -> (Vec<Sct>, Status) {
    let Some(scts) = sct_list::scts(precertificate.sct_list) else {
        return (Vec::new(), Status::NotCompliant(Why::MalformedList));
    };
    let Some(entry) = Entry::new(&precertificate.tbs, issuer_spki) else {
        return (Vec::new(), Status::NotCompliant(Why::MalformedCertificate));
    };
    let mut scts: Vec<Sct> = scts
        .into_iter()
        .enumerate()
        .map(|(index, bytes)| match SerializedSct::read(bytes) {
            Err(Unreadable::Malformed) => unreadable(SctStatus::Malformed),
            Err(Unreadable::Version) => unreadable(SctStatus::UnsupportedVersion),
            Ok(serialized) => {
                let mut sct = Sct {
                    log_id: serialized.log_id,
                    log: logs.log(&serialized.log_id),
                    timestamp_ms: serialized.timestamp_ms,
                    is: SctStatus::NotExamined,
                };
                if index < MAX_EXAMINED_SCTS {
                    sct.is = held_of(&sct, &serialized, &entry, precertificate.not_after, at);
                }
                sct
            }
        })
        .collect();
    policy::discount_retired(&mut scts, at);
    let lifetime_s = precertificate
        .not_after
        .get()
        .saturating_sub(precertificate.not_before.get());
    let status = match policy::judge(&scts, lifetime_s) {
        Ok(()) => Status::Compliant,
        Err(why) => Status::NotCompliant(why),
    };
    (scts, status)
}

/// The status of one SCT by itself.
fn held_of(
    sct: &Sct,
    serialized: &SerializedSct<'_>,
    entry: &Entry,
    not_after: UnixSeconds,
    at: UnixSeconds,
) -> SctStatus {
    let Some(log) = sct.log else {
        return SctStatus::UnknownLog;
    };
    if !entry.is_signed_by(log.key, serialized) {
        return SctStatus::BadSignature;
    }
    if sct.seconds() > at {
        return SctStatus::FromTheFuture;
    }
    if log.expiry.is_some_and(|expiry| !expiry.contains(not_after)) {
        return SctStatus::OutsideLogInterval;
    }
    if log.interface == Interface::StaticCtApi && !serialized.has_leaf_index() {
        return SctStatus::NoLeafIndex;
    }
    match policy::log_status(log, at) {
        LogStatus::Nothing(why) => why,
        LogStatus::Recognised | LogStatus::RetiredSince(_) => SctStatus::Valid,
    }
}

fn unreadable(is: SctStatus) -> Sct {
    Sct {
        log_id: [0; 32],
        log: None,
        timestamp_ms: 0,
        is,
    }
}
