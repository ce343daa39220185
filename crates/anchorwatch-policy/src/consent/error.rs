//! Why a consent is refused.

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_remark::Remark as _;

use crate::Class;

anchorwatch_remark::remarks! {
    /// Why a consent is refused.
    pub enum ConsentError {
        /// A consent names neither a suffix nor a network.
        "consent_no_scope" => NoScope,
        /// More suffixes and networks than anyone would review.
        "consent_too_many_scopes" => TooManyScopes {
            /// How many there are.
            count: u64,
            /// [`MAX_SCOPES`](super::MAX_SCOPES).
            most: u64,
        },
        /// Neither a DNS name nor a network in CIDR notation.
        "consent_unparsable_scope" => UnparsableScope {
            /// The given text, without characters that control a terminal.
            text: String,
        },
        /// A star, a zero-length prefix: a consent for everything.
        "consent_for_everything" => Everything {
            /// What was given.
            text: String,
        },
        /// A top-level domain, or a single label that may become one.
        "consent_for_top_level_domain" => TopLevelDomain {
            /// The suffix.
            suffix: String,
        },
        /// Names below it belong to unrelated owners.
        "consent_for_public_suffix" => PublicSuffix {
            /// The suffix.
            suffix: String,
        },
        /// More public addresses than one owner has.
        "consent_network_too_wide" => NetworkTooWide {
            /// The network.
            network: String,
            /// The shortest prefix that is accepted.
            least: u64,
        },
        /// The address has bits after its prefix; usually a mistyped prefix.
        "consent_bits_after_prefix" => BitsBehindPrefix {
            /// What was given.
            network: String,
        },
        /// It ends before it begins.
        "consent_ends_before_it_begins" => EndsBeforeItBegins {
            /// When it begins.
            not_before: UnixSeconds,
            /// When it ends.
            until: UnixSeconds,
        },
        /// It lasts longer than allowed.
        "consent_too_long" => TooLong {
            /// When it ends.
            until: UnixSeconds,
            /// When it may end at the latest.
            latest: UnixSeconds,
            /// [`MAX_DAYS`](super::MAX_DAYS).
            most_days: u64,
        },
        /// No person or no reason is given.
        "consent_empty" => Empty {
            /// Which one.
            field: ConsentField,
        },
        /// More than one line, or characters that control a terminal.
        "consent_not_one_line" => NotOneLine {
            /// Which one.
            field: ConsentField,
            /// How many bytes it may have.
            most: u64,
        },
        /// The key reads, or looks as if it read, other people's traffic.
        "consent_for_accused_key" => AccusedKey {
            /// The class.
            class: Class,
        },
        /// A consent for all names needs the private key, and these bytes are none that can be
        /// read: not RSA, ECDSA or Ed25519, or locked with a password.
        "consent_no_private_key" => NoPrivateKey,
        /// The private key is another root's.
        "consent_other_private_key" => OtherPrivateKey {
            /// The hash of its public half.
            got: SpkiSha256,
        },
        /// There are two consents for one key.
        "consent_key_twice" => KeyTwice {
            /// The key.
            key: SpkiSha256,
        },
    }
}

anchorwatch_remark::remarks! {
    /// What a person writes about a consent.
    #[derive(Copy)]
    pub enum ConsentField {
        /// Who gives it.
        "consent_field_by" => By,
        /// Why it is given.
        "consent_field_why" => Why,
    }
}

impl std::fmt::Display for ConsentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for ConsentError {}
