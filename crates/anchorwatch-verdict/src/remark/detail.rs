//! What a rule adds to what it saw.

use anchorwatch_evidence::{Stage, client_hello::HelloDifference};
use anchorwatch_identity::{family::FamilyRule, registry::KnownKey};
use anchorwatch_remark::remarks;

remarks! {
    /// What a rule adds to what it saw.
    pub enum Detail {
        /// The chain is valid only at another time.
        "holds_only_at" => HoldsOnlyAt {
            /// Such a time.
            time: String,
        },
        /// The server's certificate has the key of the authority that signed it.
        "signers_key" => SignersKey,
        /// No public log would accept a certificate that leads to the root that signed, as of a day:
        /// such a certificate is never a public authority's.
        "root_not_in_logs" => RootNotInLogs {
            /// The day.
            as_of: String,
        },
        /// The measurer's own server received the ClientHello as it was sent.
        "own_server_unchanged" => OwnServerUnchanged {
            /// In how many handshakes.
            unchanged: u64,
            /// Of how many.
            total: u64,
        },
        /// Over QUIC, trusted certificates came with a proven key, and no other ones.
        "quic_agrees" => QuicAgrees {
            /// In how many handshakes.
            count: u64,
        },
        /// Other vantage points saw the same key.
        "notaries_agree" => NotariesAgree {
            /// How many.
            count: u64,
        },
        /// The certificate's authority, or the key, is one that was seen for the name before.
        "authority_signed_before" => AuthoritySignedBefore {
            /// With how many measurements it was compared.
            count: u64,
        },
        /// The name's CAA records allow other authorities only.
        "records_forbid_authority_too" => RecordsForbidAuthority {
            /// The name that has the records.
            record: String,
            /// Who may sign.
            allowed: Vec<String>,
            /// How many these are.
            count: u64,
        },
        /// The hello that was received is that of a known interceptor.
        "hello_of_known_interceptor" => HelloOfKnownInterceptor {
            /// The product.
            product: String,
        },
        /// JA4 fingerprints of both hellos.
        "hello_fingerprints" => HelloFingerprints {
            /// Of the one that was sent.
            sent: String,
            /// Of the one that was received.
            received: String,
        },
        /// In what the hello that was received differs from the one that was sent.
        "hello_differences" => HelloDifferences {
            /// The strongest differences.
            differences: Vec<HelloDifference>,
        },
        /// The ServerHello is another one than the one that other names get at the same address.
        "server_hello_differs" => ServerHelloDiffers {
            /// JA3S of the one that the target's name gets.
            name: String,
            /// JA3S of the one that other names get.
            control: String,
        },
        /// The suffix or network of the consent that covers the name.
        "consent_covers" => ConsentCovers {
            /// The suffix or network.
            scope: String,
        },
        /// The consent is for every name.
        "consent_covers_all_names" => ConsentCoversAllNames,
        /// How far the connection came before it failed.
        "failed_after" => FailedAfter {
            /// The last thing that was seen.
            stage: Stage,
        },
        /// The root that is offered signed what came for the target's name.
        "offered_root_signed" => OfferedRootSigned,
        /// The page has words for «install» and «certificate» near each other.
        "page_says_install" => PageSaysInstall,
        /// No other ECH configuration came: whoever trusts the root may go on without ECH.
        "ech_switched_off" => EchSwitchedOff,
        /// Its validity is that of the server's own certificate.
        "dates_copied" => DatesCopied,
        /// Its validity is that of the server's own certificate, moved to an earlier time.
        "dates_earlier" => DatesEarlier {
            /// By so many hours.
            hours: u64,
        },
        /// Its validity is that of the server's own certificate, moved to a later time.
        "dates_later" => DatesLater {
            /// By so many hours.
            hours: u64,
        },
        /// Its serial number begins like that of the server's own certificate.
        "serial_copied" => SerialCopied {
            /// The number of equal bits.
            bits: u64,
        },
        /// Its key is an RSA key with the exponent 3, as the copies of 2019 had, and the server's own is
        /// not.
        "exponent_small" => ExponentSmall,
        /// It has no extension but its names, and the server's own has others.
        "extensions_lost" => ExtensionsLost {
            /// How many others.
            count: u64,
        },
        /// Another measurement of the name, at least two minutes before or after, shows a certificate by
        /// the same issuer, or with the same key.
        "seen_again" => SeenAgain,
        /// No measurement of the name at least two minutes before or after shows the same.
        "seen_at_one_time" => SeenAtOneTime,
        /// Fewer than three other names got the server's own certificate.
        "few_other_names" => FewOtherNames {
            /// How many.
            count: u64,
        },
        /// In the same files, the same issuer signed for names of other domains too.
        "same_issuer_elsewhere" => SameIssuerElsewhere {
            /// How many other domains.
            count: u64,
        },
        /// Another vantage point saw the same issuer or key for the name.
        "seen_elsewhere" => SeenElsewhere,
        /// No other vantage point says whether it sees the same.
        "no_other_vantage" => NoOtherVantage,
        /// It has the name of Kazakhstan's interception roots.
        "family_isca_name" => IscaName,
        /// It is made like Kazakhstan's interception roots of 2020.
        "family_isca_generator_mark" => IscaGeneratorMark,
        /// It is a known key under another name.
        "family_known_key_other_name" => KnownKeyOtherName,
        /// It is a known name with another key.
        "family_known_name_new_key" => KnownNameNewKey,
        /// Its name looks like a known one.
        "family_look_alike_name" => LookAlikeName {
            /// The identifier in the registry of the root that it looks like.
            known_id: String,
            /// That root's name.
            title: String,
        },
        /// A known key signed it.
        "family_signed_by_known_key" => SignedByKnownKey,
        /// Different answers came to one question.
        "dns_answers_raced" => DnsAnswersRaced {
            /// How many.
            answers: u64,
        },
    }
}

impl Detail {
    /// Each rule as a detail. `look_alike` is the root that the name looks like.
    #[must_use]
    pub fn of_family(rules: &[FamilyRule], look_alike: Option<&'static KnownKey>) -> Vec<Self> {
        let details = rules.iter().filter_map(|rule| {
            Some(match rule {
                FamilyRule::IscaName => Self::IscaName,
                FamilyRule::IscaGeneratorMark => Self::IscaGeneratorMark,
                FamilyRule::KnownKeyOtherName => Self::KnownKeyOtherName,
                FamilyRule::KnownNameNewKey => Self::KnownNameNewKey,
                FamilyRule::LookAlikeName => {
                    let known = look_alike?;
                    Self::LookAlikeName {
                        known_id: known.id.to_owned(),
                        title: known.title().to_owned(),
                    }
                }
                FamilyRule::SignedByKnownKey => Self::SignedByKnownKey,
            })
        });
        details.collect()
    }
}
