//! The list of SCTs in TLS encoding (RFC 6962 §3.2, §3.3; lengths RFC 8446 §3.4).
//!
//! ```text
//! list      = length (2 octets, 1 to 65,535), SCTs
//! SCT       = length (2 octets, 1 to 65,535), containing:
//!             version (1 octet, 0), log id (32), timestamp in ms (8),
//!             extensions (length 2, any octets), hash (1), algorithm (1),
//!             signature (length 2, any octets)
//! ```

const VERSION_1: u8 = 0;
const LEAF_INDEX: u8 = 0;
const LEAF_INDEX_OCTETS: usize = 5;

/// One SCT, parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SerializedSct<'a> {
    pub(super) log_id: [u8; 32],
    pub(super) timestamp_ms: u64,
    pub(super) extensions: &'a [u8],
    /// Hash and signature algorithm (RFC 5246 §7.4.1.4.1).
    pub(super) scheme: [u8; 2],
    pub(super) signature: &'a [u8],
}

/// Why an SCT cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Its lengths do not fit.
    Malformed,
    /// Its version is not 1.
    Version,
}

/// The SCTs of a list, still encoded; `None` if the list's lengths do not fit.
///
/// Lengths of two octets bound their number: a list has fewer than 65,536 octets, and each SCT at
/// least three.
pub(super) fn scts(list: &[u8]) -> Option<Vec<&[u8]>> {
    let (mut rest, trailing) = counted(list)?;
    if rest.is_empty() || !trailing.is_empty() {
        return None;
    }
    let mut scts = Vec::new();
    while !rest.is_empty() {
        let (sct, after) = counted(rest)?;
        if sct.is_empty() {
            return None;
        }
        scts.push(sct);
        rest = after;
    }
    Some(scts)
}

impl<'a> SerializedSct<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        match bytes.first() {
            Some(&VERSION_1) => Self::read_version_1(bytes).ok_or(Unreadable::Malformed),
            Some(_) => Err(Unreadable::Version),
            None => Err(Unreadable::Malformed),
        }
    }

    /// Whether it has exactly one index of the certificate in the log
    /// (<https://c2sp.org/static-ct-api>, «SCT Extension»).
    ///
    /// ```text
    /// extensions = any number of: type (1 octet), data (length 2)
    /// leaf index = type 0, data of 5 octets
    /// ```
    pub(super) fn has_leaf_index(&self) -> bool {
        let (mut rest, mut count) = (self.extensions, 0);
        while let Some((kind, after)) = rest.split_first() {
            let Some((data, after)) = counted(after) else {
                return false;
            };
            if *kind == LEAF_INDEX {
                if data.len() != LEAF_INDEX_OCTETS {
                    return false;
                }
                count += 1;
            }
            rest = after;
        }
        count == 1
    }

    fn read_version_1(bytes: &'a [u8]) -> Option<Self> {
        let (_version, rest) = bytes.split_first_chunk::<1>()?;
        let (log_id, rest) = rest.split_first_chunk()?;
        let (timestamp, rest) = rest.split_first_chunk()?;
        let (extensions, rest) = counted(rest)?;
        let (scheme, rest) = rest.split_first_chunk()?;
        let (signature, rest) = counted(rest)?;
        rest.is_empty().then_some(Self {
            log_id: *log_id,
            timestamp_ms: u64::from_be_bytes(*timestamp),
            extensions,
            scheme: *scheme,
            signature,
        })
    }
}

/// Octets with a length prefix of two octets, and what follows them.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}
