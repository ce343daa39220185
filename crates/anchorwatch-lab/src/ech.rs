//! Lists of ECH configurations (RFC 9849 §4).

/// Returns a list with one configuration that no server of the lab has: X25519, HKDF-SHA256,
/// AES-128-GCM, and this name to send in clear, of at most 255 octets.
///
/// Its public key is the base point of Curve25519 (RFC 7748 §4.1): it encrypts, and no server here
/// can read it. What answers rejects it, as an interceptor does that knows nothing of ECH.
#[must_use]
pub fn configs(public_name: &str) -> Vec<u8> {
    let mut key = [0; 32];
    key[0] = 9;
    let mut contents = vec![1, 0x00, 0x20];
    contents.extend(vector16(&key));
    contents.extend(vector16(&[0x00, 0x01, 0x00, 0x01]));
    contents.push(0);
    let name: Vec<u8> = public_name.bytes().take(255).collect();
    contents.push(name.len() as u8);
    contents.extend(name);
    contents.extend(vector16(&[]));
    let config = [vec![0xfe, 0x0d], vector16(&contents)].concat();
    list_of(&config)
}

/// Returns a list with this configuration alone.
pub(crate) fn list_of(config: &[u8]) -> Vec<u8> {
    vector16(config)
}

fn vector16(octets: &[u8]) -> Vec<u8> {
    let length = octets.len() as u16;
    [&length.to_be_bytes()[..], octets].concat()
}
