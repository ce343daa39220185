//! Why octets are not a hello.

use anchorwatch_remark::Remark as _;

anchorwatch_remark::remarks! {
    /// Why octets cannot be read as a hello.
    #[non_exhaustive]
    pub enum HelloError {
        /// They end before the hello does: it is still on its way, or was cut off.
        "hello_incomplete" => Incomplete {
            /// How many octets there are.
            octet_count: u64,
        },
        /// A record that is not of a handshake comes first, or in the middle of the hello: usually
        /// another protocol, an alert, or a hello of SSL 2.0 (whose first octet is 128 or more).
        "hello_not_handshake" => NotHandshake {
            /// Which record, counted from 0.
            record_index: u64,
            /// The first octet of the record.
            content_type: u64,
        },
        /// A record is empty or longer than 2^14 octets (RFC 8446 §5.1).
        "hello_record_length" => RecordLength {
            /// Which record, counted from 0.
            record_index: u64,
            /// Its length, in octets.
            length: u64,
        },
        /// The handshake begins with another message.
        "hello_other_message" => OtherMessage {
            /// The message's type (RFC 8446 §4).
            message_type: u64,
        },
        /// The message is longer than its fields can be.
        "hello_message_length" => MessageLength {
            /// The length that it states, in octets.
            length: u64,
        },
        /// A client's hello is not the last message in its record. A client has to wait for the
        /// answer.
        "hello_followed" => Followed {
            /// How many octets follow.
            octet_count: u64,
        },
        /// A length in the message does not fit what it contains.
        "hello_malformed" => Malformed {
            /// Where reading stopped, in octets from the start of the message.
            offset: u64,
        },
        /// The body of an extension does not have the format of its RFC. The hello itself has.
        "hello_malformed_extension" => MalformedExtension {
            /// The extension's number.
            extension: u64,
        },
    }
}

impl std::fmt::Display for HelloError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for HelloError {}

/// A number of octets as a fact.
pub(crate) fn fact(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The error for a message whose fields end or do not fit where reading stopped.
pub(crate) fn malformed(at: usize) -> HelloError {
    HelloError::Malformed { offset: fact(at) }
}
