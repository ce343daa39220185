//! Certificate Transparency: what the logs' promises inside a server's certificate say.
//!
//! A log's promise (a *signed certificate timestamp*, SCT; RFC 6962 §3.2) says that it has
//! seen the certificate and will show it to everyone. A public authority that is made to
//! sign for an interceptor can then not do so unseen. [`examine`] reads the promises that
//! are embedded in a certificate (§3.3), checks each signature with the key that the log
//! is listed with ([`Logs`]), and holds them against a policy.
//!
//! # The policy
//!
//! Chrome's, for embedded SCTs, as published at
//! <https://googlechrome.github.io/CertificateTransparency/ct_policy.html>: text of
//! 2026-04-15 (commit 5ee521b of its repository), unchanged on 2026-07-22, read 2026-11-25.
//!
//! 1. At least one SCT is from a log that is qualified, usable or read-only at the time of
//!    the check.
//! 2. SCTs are from at least two distinct logs that are that or retired; from three if the
//!    certificate is made for more than 180 days (`notAfter` less `notBefore`).
//! 3. Those logs had at least two distinct operators when they signed.
//!
//! A retired log's SCT counts if it is from before the retirement, and if an SCT of a log
//! that is not retired is too: the key of a retired log alone cannot make up the time. (The
//! text speaks of the earliest of all SCTs; Chromium's own code, as of 2021, leaves those of
//! retired logs out of it.) That one SCT is from a log with RFC 6962's interface is no
//! longer asked for, since 2026-04-15; earlier texts did. A list of logs that is 70 days old
//! or older decides nothing. SCTs that do not count do no harm.
//!
//! Three things are stricter than the text. A log that takes only certificates that end in
//! a certain time has no say about others. An SCT of the future is none (RFC 6962 §5.2).
//! And an SCT of a log with the static interface must say at which place of the log the
//! certificate is: Chromium and Firefox ask for that too, and without it nobody who looks
//! for the certificate in the log can be sure to find it.
//!
//! # What an SCT does not prove
//!
//! It is a promise. **Not checked:** that the log has kept it (no proof of inclusion is
//! asked for), that the log shows everyone the same tree, and that anyone has looked. Two
//! operators who lie together, or whose keys were stolen, can vouch for a certificate that
//! nobody will ever see. SCTs that come in the handshake or in an OCSP response are not
//! read.
//!
//! # What the list is for
//!
//! Google publishes it for those who submit to logs or watch them; it asks other clients
//! than Chrome not to *enforce* by it without leave
//! (<https://googlechrome.github.io/CertificateTransparency/log_lists.html>, read
//! 2026-11-25), because they break when it changes. So [`Mode::Report`] is what nobody has
//! to ask for, and [`Mode::Require`] is for an owner who keeps the list fresh.

mod examine;
mod log;
mod mode;
mod policy;
mod precertificate;
mod promise;
mod report;
mod signature;

pub use examine::{MAX_EXAMINED_SCTS, earliest_valid_sct, examine};
pub use log::{
    ExpiryInterval, Interface, Log, LogState, Logs, MAX_LIST_AGE, PreviousOperator, Purpose,
    StateSince,
};
pub use mode::Mode;
pub use report::{NotAsked, Report, Sct, SctStatus, Status, Why};

#[cfg(test)]
mod tests;
