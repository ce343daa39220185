//! What is signed (tlog-checkpoint, tlog-cosignature).

use anchorwatch_note::KeyName;

use crate::{Checkpoint, SignatureKind, limits::MAX_TREE_SIZE};

/// Begins what ML-DSA-44 signs.
const SUBTREE_LABEL: &[u8; 12] = b"subtree/v1\n\0";

/// The octets that a key of this kind and name signs. Ed25519 does not cover the name, and a log's
/// own Ed25519 signature no time.
pub(crate) fn signed(
    kind: SignatureKind,
    name: &KeyName,
    checkpoint: &Checkpoint,
    unix_seconds: u64,
) -> Vec<u8> {
    match kind {
        SignatureKind::Ed25519 => checkpoint.to_string().into_bytes(),
        SignatureKind::Ed25519Cosignature => {
            format!("cosignature/v1\ntime {unix_seconds}\n{checkpoint}").into_bytes()
        }
        SignatureKind::MlDsa44Cosignature => tree(name, checkpoint, unix_seconds),
    }
}

/// A `cosigned_message` of the whole tree: from the first leaf to the last.
fn tree(name: &KeyName, checkpoint: &Checkpoint, unix_seconds: u64) -> Vec<u8> {
    let head = checkpoint.head();
    let mut message = SUBTREE_LABEL.to_vec();
    put_name(&mut message, name.as_str());
    message.extend(unix_seconds.to_be_bytes());
    put_name(&mut message, checkpoint.origin());
    message.extend(0_u64.to_be_bytes());
    message.extend(head.size.to_be_bytes());
    message.extend(head.root.as_bytes());
    message
}

/// Names and origins have at most 255 octets, and say so in one.
fn put_name(message: &mut Vec<u8>, name: &str) {
    message.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    message.extend(name.as_bytes());
}

/// Splits a `timestamped_signature` into its time and its signature.
pub(crate) fn split_time(octets: &[u8]) -> Option<(u64, &[u8])> {
    let (seconds, signature) = octets.split_first_chunk()?;
    let seconds = u64::from_be_bytes(*seconds);
    (seconds <= MAX_TREE_SIZE).then_some((seconds, signature))
}
