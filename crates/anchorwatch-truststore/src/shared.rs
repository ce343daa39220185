//! Files that others write too: taking back only what is ours in them.

use anchorwatch_home::{Edit, EditItem, SharedFormat};

mod cert_override;
mod java_blocked_certs;
mod java_keystore;
mod mozilla_autoconfig;
mod mozilla_policies;
mod pem_bundle;
mod security_state;

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
        SharedFormat::JavaKeystore => Some(java_keystore::revert),
        SharedFormat::JavaBlockedCerts => Some(java_blocked_certs::revert),
        SharedFormat::PemBundle => Some(pem_bundle::revert),
        SharedFormat::MozillaPolicies => Some(mozilla_policies::revert),
        SharedFormat::MozillaAutoconfig => Some(mozilla_autoconfig::revert),
        SharedFormat::CertOverride => Some(cert_override::revert),
        SharedFormat::SecurityState => Some(security_state::revert),
        _ => None,
    }
}
