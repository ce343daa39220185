//! Why a consent is refused.

use anchorwatch_identity::UnixSeconds;

use super::{MAX_DAYS, MAX_SCOPES};
use crate::Class;

/// Why a consent is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsentError {
    /// A consent names neither a suffix nor a network.
    #[error("a consent names at least one suffix or network")]
    NoScope,
    /// More suffixes and networks than anyone would review.
    #[error("a consent names at most {MAX_SCOPES} suffixes and networks, not {count}")]
    TooManyScopes {
        /// How many there are.
        count: usize,
    },
    /// Neither a DNS name nor a network in CIDR notation.
    #[error("«{text}» is neither a DNS suffix nor a network such as 192.168.0.0/16")]
    UnparsableScope {
        /// The given text, without characters that control a terminal.
        text: String,
    },
    /// A star, a zero-length prefix: a consent for everything.
    #[error("«{text}» stands for everything, and a consent never does")]
    Everything {
        /// What was given.
        text: String,
    },
    /// A top-level domain, or a single label that may become one.
    #[error(
        "«{suffix}» is one label and no private suffix: names of many owners end in it, or may one day"
    )]
    TopLevelDomain {
        /// The suffix.
        suffix: String,
    },
    /// Names below it belong to unrelated owners.
    #[error("«{suffix}» is a public suffix: names of many owners end in it")]
    PublicSuffix {
        /// The suffix.
        suffix: String,
    },
    /// More public addresses than one owner has.
    #[error("{network} is more of the internet than one owner has: at least /{least} is asked for")]
    NetworkTooWide {
        /// The network.
        network: String,
        /// The shortest prefix that is accepted.
        least: u8,
    },
    /// The address has bits after its prefix; usually a mistyped prefix.
    #[error("{network} has bits behind its prefix: which network is meant is not clear")]
    BitsBehindPrefix {
        /// What was given.
        network: String,
    },
    /// It ends before it begins.
    #[error("it would end at {until}, before it begins at {not_before}")]
    EndsBeforeItBegins {
        /// When it begins.
        not_before: UnixSeconds,
        /// When it ends.
        until: UnixSeconds,
    },
    /// It lasts longer than allowed.
    #[error(
        "it would end at {until}, and a consent that begins then holds for {MAX_DAYS} days at the most, to {latest}"
    )]
    TooLong {
        /// When it ends.
        until: UnixSeconds,
        /// When it may end at the latest.
        latest: UnixSeconds,
    },
    /// No person or no reason is given.
    #[error("«{field}» says nothing")]
    Empty {
        /// Which one.
        field: &'static str,
    },
    /// More than one line, or characters that control a terminal.
    #[error("«{field}» is no single line of at most 500 bytes")]
    NotOneLine {
        /// Which one.
        field: &'static str,
    },
    /// The key reads, or looks as if it read, other people's traffic.
    #[error("no consent covers a key of the class {}", .class.code())]
    AccusedKey {
        /// The class.
        class: Class,
    },
    /// A consent for all names needs the private key, and these bytes are none that can be
    /// read: not RSA, ECDSA or Ed25519, or locked with a password.
    #[error("it holds no private key that can be read: RSA, ECDSA or Ed25519, without a password")]
    NoPrivateKey,
    /// The private key is another root's.
    #[error("the private key belongs to another certificate: its public half has the hash {got}")]
    OtherPrivateKey {
        /// The hash of its public half.
        got: anchorwatch_identity::SpkiSha256,
    },
    /// The same key stands twice.
    #[error("the key {key} stands twice")]
    KeyTwice {
        /// The key.
        key: anchorwatch_identity::SpkiSha256,
    },
}
