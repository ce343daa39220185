//! Files that others write too: taking back only what is ours in them.

use anchorwatch_home::{Edit, EditItem, SharedFormat};

use super::{java, mozilla, pem};

/// What taking an edit back makes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// Nothing: every item is as it was before already.
    Nothing,
    /// This content.
    Content(Vec<u8>),
    /// Nothing of others is left in it, so the file goes.
    Remove,
    /// An item is neither as we left it nor as it was before: what differs, a sentence.
    Conflict(String),
}

type Revert = fn(&[u8], &[EditItem]) -> Result<Reverted, String>;

/// Takes an edit back in the file's present content.
///
/// # Errors
/// A sentence, where the content cannot be understood.
pub(crate) fn revert(edit: &Edit, content: &[u8]) -> Result<Reverted, String> {
    match reverter(edit.format) {
        Some(revert) => revert(content, &edit.items),
        None => Err(format!("{} is edited in place", edit.format.code())),
    }
}

/// Who knows the form; nobody, of one that is edited in place.
fn reverter(format: SharedFormat) -> Option<Revert> {
    match format {
        SharedFormat::JavaKeystore => Some(java::keystore::revert),
        SharedFormat::JavaBlockedCerts => Some(java::blocked_certs::revert),
        SharedFormat::PemBundle => Some(pem::revert),
        SharedFormat::MozillaPolicies => Some(mozilla::policy::revert),
        SharedFormat::MozillaAutoconfig => Some(mozilla::autoconfig::revert),
        SharedFormat::CertOverride => Some(mozilla::cert_override::revert),
        SharedFormat::SecurityState => Some(mozilla::security_state::revert),
        _ => None,
    }
}
