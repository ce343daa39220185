//! Certificate Transparency: checks the SCTs inside a server's certificate.
//!
//! A *signed certificate timestamp* (SCT; RFC 6962 §3.2) is a log's signed promise that it has
//! seen the certificate and will show it to everyone. So a public authority that is forced to
//! sign for an interceptor cannot do so unseen. [`examine`] reads the SCTs that are embedded in a
//! certificate (§3.3), checks each signature with the key that the log is listed with ([`Logs`]),
//! and applies a policy.
//!
//! # The policy
//!
//! Chrome's, for embedded SCTs, as published at
//! <https://googlechrome.github.io/CertificateTransparency/ct_policy.html>: text of
//! 2026-04-15 (commit 5ee521b of its repository), unchanged on 2026-07-22, read 2026-11-25.
//!
//! 1. At least one SCT is from a log that is qualified, usable or read-only at the time of
//!    the check.
//! 2. SCTs are from at least two distinct logs in these states or retired; from three if the
//!    certificate is valid for more than 180 days (`notAfter` less `notBefore`).
//! 3. Those logs had at least two distinct operators when they signed.
//!
//! A retired log's SCT counts if it is from before the retirement, and if an SCT of a log that is
//! not retired is too, so that the key of a retired log alone cannot forge the time. (The text
//! uses the earliest of all SCTs; Chromium's own code, as of 2021, leaves out those of retired
//! logs.) Since 2026-04-15, an SCT from a log with RFC 6962's interface is no longer required;
//! earlier texts required one. A list of logs that is 70 days old or older decides nothing. SCTs
//! that do not count do no harm.
//!
//! Three rules are stricter than the text. If a log takes only certificates that expire in a
//! certain interval, its SCTs for others do not count. An SCT from the future does not count (RFC
//! 6962 §5.2). And an SCT of a log with the static interface must have the index of the
//! certificate in the log: Chromium and Firefox require that too, and without it the certificate
//! may be impossible to find in the log.
//!
//! # What an SCT does not prove
//!
//! An SCT is only a promise. **Not checked:** that the log kept it (no proof of inclusion is
//! requested), that the log shows everyone the same tree, and that anyone has looked. Two
//! operators who collude, or whose keys were stolen, can vouch for a certificate that nobody will
//! ever see. SCTs in the handshake or in an OCSP response are not read.
//!
//! # What the list is for
//!
//! Google publishes it for those who submit to logs or monitor them. It asks clients other than
//! Chrome not to *enforce* it without permission
//! (<https://googlechrome.github.io/CertificateTransparency/log_lists.html>, read 2026-11-25),
//! because they break when it changes. So [`Mode::Report`] is the default, and [`Mode::Require`]
//! is for owners who keep the list fresh.

mod examine;
mod log;
mod mode;
mod policy;
mod precertificate;
mod report;
mod sct_list;
mod signature;

pub use examine::{MAX_EXAMINED_SCTS, earliest_valid_sct, examine, sct_times};
pub use log::{
    ExpiryInterval, Interface, Log, LogState, Logs, MAX_LIST_AGE, PreviousOperator, Purpose,
    StateSince,
};
pub use mode::Mode;
pub use report::{NotAsked, Report, Sct, SctStatus, Status, Why};

#[cfg(test)]
mod tests;
