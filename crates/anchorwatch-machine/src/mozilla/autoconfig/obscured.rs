//! The encoding of an AutoConfig script, `general.config.obscure_value`.

/// Subtracts the obscure value from every octet; a value that is not positive changes
/// nothing.
pub(super) fn unobscured(content: &[u8], value: i64) -> Vec<u8> {
    if value <= 0 {
        return content.to_vec();
    }
    // As the program computes it: modulo 256.
    let value = value.to_le_bytes()[0];
    content
        .iter()
        .map(|octet| octet.wrapping_sub(value))
        .collect()
}
