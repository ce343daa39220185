//! The records that carry a handshake message, and the message that they make.

use super::{
    error::{HelloError, fact},
    reader::Reader,
};

/// The content type of a handshake (RFC 8446 §5.1).
const HANDSHAKE: u8 = 22;

/// The longest fragment of a record that is not encrypted, in octets (RFC 8446 §5.1).
const MAX_FRAGMENT: u16 = 1 << 14;

/// The octets of a message's type and length.
const MESSAGE_HEADER: usize = 4;

/// The octets of a record's type, version and length.
const RECORD_HEADER: usize = 5;

/// The head of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordHeader {
    /// `legacy_record_version`: a number that means nothing (RFC 8446 §5.1), but differs between
    /// programs.
    pub version: u16,
    /// The length of its fragment, in octets: 1 to 2^14.
    pub length: u16,
}

/// Whether other messages may follow in the last record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followers {
    Allowed,
    Refused,
}

/// A kind of message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) message_type: u8,
    /// In octets, without its type and length.
    pub(crate) max_length: usize,
    pub(crate) followers: Followers,
}

impl Shape {
    /// The octets of the longest message, with each octet in a record of its own.
    pub(crate) const fn max_octets(&self) -> usize {
        (MESSAGE_HEADER + self.max_length) * (RECORD_HEADER + 1)
    }

    /// Returns the whole length of the message that begins like this, once that is known.
    fn length_of(&self, beginning: &[u8]) -> Result<Option<usize>, HelloError> {
        match *beginning {
            [message_type, ..] if message_type != self.message_type => {
                Err(HelloError::OtherMessage {
                    message_type: message_type.into(),
                })
            }
            [_, high, middle, low, ..] => {
                let length = u32::from_be_bytes([0, high, middle, low]);
                match usize::try_from(length) {
                    Ok(length) if length <= self.max_length => Ok(Some(MESSAGE_HEADER + length)),
                    _ => Err(HelloError::MessageLength {
                        length: length.into(),
                    }),
                }
            }
            _ => Ok(None),
        }
    }
}

/// A handshake message, with the heads of the records that carried it.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) records: Vec<RecordHeader>,
    /// From its type on.
    pub(crate) octets: Vec<u8>,
}

impl Message {
    /// Returns a reader of its body. Offsets count from its type on.
    pub(crate) fn body(&self) -> Reader<'_> {
        let mut reader = Reader::new(&self.octets);
        let _header = reader.take(MESSAGE_HEADER);
        reader
    }

    /// Joins the fragments of the first message. What follows it in its last record is not needed.
    ///
    /// Copies the input once, and keeps four octets for each record. Until it is done, the list of
    /// records can take three times that.
    pub(crate) fn read(octets: &[u8], shape: Shape) -> Result<Self, HelloError> {
        let mut reader = Reader::new(octets);
        let mut records = Vec::new();
        let mut message = Vec::with_capacity(octets.len().min(MESSAGE_HEADER + shape.max_length));
        loop {
            let next = record(&mut reader, records.len())?;
            let is_cut = next.fragment.len() < usize::from(next.header.length);
            records.push(next.header);
            message.extend_from_slice(next.fragment);
            let length = shape.length_of(&message)?;
            let surplus = length.and_then(|length| message.len().checked_sub(length));
            let (Some(length), Some(surplus)) = (length, surplus) else {
                if is_cut {
                    return Err(incomplete(octets.len()));
                }
                continue;
            };
            if is_cut && shape.followers == Followers::Refused {
                return Err(incomplete(octets.len()));
            }
            if surplus > 0 && shape.followers == Followers::Refused {
                return Err(HelloError::Followed {
                    octet_count: fact(surplus),
                });
            }
            message.truncate(length);
            return Ok(Self {
                records,
                octets: message,
            });
        }
    }
}

fn incomplete(octet_count: usize) -> HelloError {
    HelloError::Incomplete {
        octet_count: fact(octet_count),
    }
}

/// A record, of whose fragment the end may be missing.
struct Record<'a> {
    header: RecordHeader,
    fragment: &'a [u8],
}

/// Takes the next record, or what there is of its fragment.
fn record<'a>(reader: &mut Reader<'a>, index: usize) -> Result<Record<'a>, HelloError> {
    let start = reader.clone();
    let incomplete = || incomplete(start.at() + start.left());
    let content_type = reader.u8().ok_or_else(incomplete)?;
    if content_type != HANDSHAKE {
        return Err(HelloError::NotHandshake {
            record_index: fact(index),
            content_type: content_type.into(),
        });
    }
    let version = reader.u16().ok_or_else(incomplete)?;
    let length = reader.u16().ok_or_else(incomplete)?;
    if length == 0 || length > MAX_FRAGMENT {
        return Err(HelloError::RecordLength {
            record_index: fact(index),
            length: length.into(),
        });
    }
    let header = RecordHeader { version, length };
    let fragment = reader.take(reader.left().min(length.into()));
    let fragment = fragment.ok_or_else(incomplete)?;
    Ok(Record { header, fragment })
}
