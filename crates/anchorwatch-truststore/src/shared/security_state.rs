//! `data.safe.bin` of a profile: refusals of ours are only ever taken out, after a block.
//!
//! Nothing writes such a change into a receipt: what was forgotten is set again by the
//! script of the next block, not by taking a receipt back.

use anchorwatch_home::EditItem;

use super::Reverted;

pub(super) fn revert(_content: &[u8], items: &[EditItem]) -> Result<Reverted, String> {
    match items.first() {
        None => Ok(Reverted::Nothing),
        Some(_) => Err("no receipt of a block names what a profile keeps".to_owned()),
    }
}
