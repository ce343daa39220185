//! Records that cannot be used.

use anchorwatch_remark::{TextProblem, remarks};

/// A record that cannot be used, or a sign that some are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Which record.
    pub record: RecordName,
    /// Why not.
    pub why: RecordProblem,
}

remarks! {
    /// Which record of a list: its position, and its own identifier.
    pub enum RecordName {
        /// A record of OneCRL, without an identifier.
        "list_record" => Record {
            /// Its position, from 0.
            index: u64,
        },
        /// A record of OneCRL.
        "list_record_with_id" => RecordWithId {
            /// Its position, from 0.
            index: u64,
            /// Its identifier, cut short.
            id: String,
        },
        /// A hash in a field of a CRLSet's header.
        "list_record_hash" => Hash {
            /// The field.
            field: String,
            /// Its position, from 0.
            index: u64,
        },
        /// A name in a field of a CRLSet's header.
        "list_record_name" => Name {
            /// The field.
            field: String,
            /// Its position, from 0.
            index: u64,
        },
        /// A serial number of a CRLSet.
        "list_record_serial" => Serial {
            /// The byte where it begins.
            offset: u64,
        },
        /// The number of a CRLSet's parents.
        "list_record_parent_count" => ParentCount,
        /// A line of `blocked.certs`.
        "list_record_fingerprint" => Fingerprint {
            /// Its position, from 0.
            index: u64,
            /// Its text, cut short.
            text: String,
        },
    }
}

remarks! {
    /// Why a record cannot be used.
    pub enum RecordProblem {
        /// A hash has the wrong length.
        "list_record_hash_length" => HashLength {
            /// How many octets it has.
            octets: u64,
        },
        /// A serial number is empty or begins with a zero octet.
        "list_record_serial_form" => SerialForm,
        /// The header states another number of parents than there are.
        "list_record_parents_differ" => ParentsDiffer {
            /// The stated number.
            stated: String,
            /// The real number.
            count: u64,
        },
        /// A fingerprint is not in upper case.
        "list_record_lower_case" => LowerCase,
        /// A fingerprint is not 64 hexadecimal digits without colons.
        "list_record_not_a_fingerprint" => NotAFingerprint,
        /// The JSON of the record is not of the expected form.
        "list_record_json" => Json {
            /// What is wrong.
            why: TextProblem,
        },
        /// A serial number is empty or too long.
        "list_record_serial_length" => SerialLength {
            /// How many octets it has.
            octets: u64,
        },
        /// The key's hash has the wrong length.
        "list_record_key_length" => KeyLength {
            /// How many octets it has.
            octets: u64,
        },
        /// A name is longer than a certificate's can be.
        "list_record_name_length" => NameLength {
            /// The member.
            member: String,
            /// The most octets.
            max: u64,
        },
        /// A member is not base64.
        "list_record_not_base64" => NotBase64 {
            /// The member.
            member: String,
            /// The first character that is wrong, from 0.
            offset: u64,
        },
        /// It has neither an issuer and a serial number nor a subject and a key.
        "list_record_neither" => Neither,
    }
}
