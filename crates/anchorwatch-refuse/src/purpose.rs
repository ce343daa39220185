//! How the purpose of a receipt begins, where something depends on it.

use anchorwatch_home::Receipt;

/// In receipts of what the owner removed.
pub(crate) const REMOVE: &str = "remove ";

/// Whether the owner removed something with this receipt.
pub(crate) fn is_removal(receipt: &Receipt) -> bool {
    receipt.purpose.starts_with(REMOVE)
}
