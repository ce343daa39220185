//! What a certificate's SCTs say, as closed lists.

use super::Log;

/// What the SCTs in a certificate say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The SCTs, in the certificate's order; empty if the list could not be read.
    pub scts: Vec<Sct>,
    /// The overall result.
    pub status: Status,
}

/// One SCT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sct {
    /// SHA-256 of the log's key (RFC 6962 §3.2); zeros if the SCT cannot be read.
    pub log_id: [u8; 32],
    /// The log, if it is listed.
    pub log: Option<&'static Log>,
    /// When the log says that it saw the certificate, milliseconds since 1970-01-01T00:00:00Z;
    /// zero if the SCT cannot be read.
    pub timestamp_ms: u64,
    /// Its status.
    pub is: SctStatus,
}

anchorwatch_remark::closed_list! {
    /// The status of one SCT: the first that matches, in this order. From
    /// [`SctStatus::FromTheFuture`] on, and for [`SctStatus::Valid`], the signature is valid.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum SctStatus {
        /// It is valid, and its log counts.
        Valid,
        /// Its version is not supported; version 1 is the only one in use.
        UnsupportedVersion,
        /// It cannot be read.
        Malformed,
        /// It comes after the limit of checked SCTs.
        NotExamined,
        /// No log of the list has this identifier.
        UnknownLog,
        /// The listed log did not sign this certificate with this time.
        BadSignature,
        /// Its time is later than that of the check.
        FromTheFuture,
        /// Its log accepts only certificates that end at another time.
        OutsideLogInterval,
        /// It does not have the index of the certificate in the log, which logs with the static
        /// interface must give.
        NoLeafIndex,
        /// Its log is listed for tests or for monitoring, or Chrome never decided about it.
        LogNotRecognised,
        /// Its log is not recognised yet.
        LogPending,
        /// Its log was turned down, or is so old that all its certificates have expired.
        LogRejected,
        /// Its log is retired, and no log that is not retired shows that it signed before that.
        LogRetired,
    }
}

impl SctStatus {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotExamined => "not_examined",
            Self::UnsupportedVersion => "unsupported_version",
            Self::Malformed => "malformed",
            Self::UnknownLog => "unknown_log",
            Self::BadSignature => "bad_signature",
            Self::FromTheFuture => "from_the_future",
            Self::OutsideLogInterval => "outside_log_interval",
            Self::NoLeafIndex => "no_leaf_index",
            Self::LogNotRecognised => "log_not_recognised",
            Self::LogPending => "log_pending",
            Self::LogRejected => "log_rejected",
            Self::LogRetired => "log_retired",
        }
    }

    /// The status as one English sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Valid => "a recognised log signed this certificate",
            Self::NotExamined => "it comes after more timestamps than are looked at",
            Self::UnsupportedVersion => "its version is not understood",
            Self::Malformed => "it cannot be read",
            Self::UnknownLog => "its log is not on our list",
            Self::BadSignature => "its log did not sign this certificate with this time",
            Self::FromTheFuture => "its time has not come yet",
            Self::OutsideLogInterval => "its log takes only certificates that end at another time",
            Self::NoLeafIndex => "it does not say at which place of its log the certificate is",
            Self::LogNotRecognised => "its log is listed, and counts for nobody",
            Self::LogPending => "its log is not recognised yet",
            Self::LogRejected => "its log is not recognised any more, or never was",
            Self::LogRetired => "its log is retired, and nothing shows that it signed before that",
        }
    }
}

/// The overall result of a certificate's SCTs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// They satisfy the policy.
    Compliant,
    /// They do not, and why.
    NotCompliant(Why),
    /// There are none in the certificate.
    NoScts,
    /// They were not checked, and why.
    NotAsked(NotAsked),
}

anchorwatch_remark::closed_list! {
    /// Why a certificate with SCTs does not comply: the first that matches.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Why {
        /// The certificate is not strict DER, or does not follow RFC 5280.
        MalformedCertificate,
        /// It has the extension twice (against RFC 5280 §4.2).
        RepeatedExtension,
        /// The extension is marked critical (against the CA/Browser Forum's profile, §7.1.2.7.6
        /// of its baseline requirements).
        CriticalExtension,
        /// The extension does not contain a list of SCTs.
        MalformedList,
        /// No SCT counts.
        NoValidSct,
        /// The SCTs that could count are all from retired logs.
        OnlyRetiredLogs,
        /// There are fewer logs than the certificate's lifetime requires.
        TooFewLogs,
        /// All logs had one operator.
        OneOperator,
    }
}

anchorwatch_remark::closed_list! {
    /// Why the SCTs were not checked.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum NotAsked {
        /// The list of logs is too old to judge by.
        ListTooOld,
        /// The owner switched it off.
        Off,
        /// The chain does not end in a public root: no log accepts such certificates.
        AnchorNotPublic,
    }
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Compliant,
        Self::NotCompliant(Why::MalformedCertificate),
        Self::NotCompliant(Why::RepeatedExtension),
        Self::NotCompliant(Why::CriticalExtension),
        Self::NotCompliant(Why::MalformedList),
        Self::NotCompliant(Why::NoValidSct),
        Self::NotCompliant(Why::OnlyRetiredLogs),
        Self::NotCompliant(Why::TooFewLogs),
        Self::NotCompliant(Why::OneOperator),
        Self::NoScts,
        Self::NotAsked(NotAsked::ListTooOld),
        Self::NotAsked(NotAsked::Off),
        Self::NotAsked(NotAsked::AnchorNotPublic),
    ];

    /// The stable code; no two have the same.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Compliant => "compliant",
            Self::NotCompliant(why) => why.code(),
            Self::NoScts => "no_scts",
            Self::NotAsked(why) => why.code(),
        }
    }
}

impl Why {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MalformedCertificate => "malformed_certificate",
            Self::RepeatedExtension => "repeated_extension",
            Self::CriticalExtension => "critical_extension",
            Self::MalformedList => "malformed_list",
            Self::NoValidSct => "no_valid_sct",
            Self::OnlyRetiredLogs => "only_retired_logs",
            Self::TooFewLogs => "too_few_logs",
            Self::OneOperator => "one_operator",
        }
    }
}

impl NotAsked {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ListTooOld => "list_too_old",
            Self::Off => "off",
            Self::AnchorNotPublic => "anchor_not_public",
        }
    }
}

anchorwatch_remark::code_fact!(Status, "transparency");
