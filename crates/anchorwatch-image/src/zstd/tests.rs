use super::*;

/// Two frames of libzstd 1.5.7, at level 19 with a checksum and at level 3 without a size, and
/// between them one that is skipped.
const PACKED: &str = "\
    KLUv/WSIEiUGAILMHhSgqQ0ARGK56uL/ZUV2d+/kQQ2nRnXTrSae1U22mnhWN9Vq4lnd9NXEs7rJq4lndROR\
    VxPP6qZdTTyrm3Q18axuytXEs7oJVxPP6qZbTTyrm2w18axuqtXEs7rpq4lndXs18axuwDCCxQzFMQdikuEE\
    iyEQowzGOYhgKICaqCHgZ/874DWWNRH8/wpBCPsBuuRIsUI4MxW4Ygs41ArgzFSQ4pMGU9Xkte3qy9WT17ar\
    L1dPXtvQ2HV4SlKJaoMQdhVzYh6aUCpNGAUAAAB0YWJsZSi1L/0AGF0GAPZRJRiAJ01jACyOqEUd15igp92E\
    NkkpL4GaCwwyACYAFQAjJXRMlSMDJXRMlSPjJHRMlSPDJHQMURgoCIIDUVAoCAeEwIEwKBiK4hBAVBEAg4Fw\
    EFWOjEromCpHRknomCpHxoSOqXJkLKFjqhwZJKFjqhwZYwkdU+VI////f9u2bdu2bdu2bdu2bdu2JXRM////\
    ////////gPWoIfCz/x3wNXYDEYwQ/P8IxA+8YypTljGHnBOcLLbwXm7hvWxFI/6x2aJ7O2yHALIK";

fn packed() -> Vec<u8> {
    data_encoding::BASE64.decode(PACKED.as_bytes()).unwrap()
}

fn content() -> String {
    let line = |number| format!("{number} bottles of water on the wall\n");
    (0..400).map(line).collect()
}

fn read(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    ZstdReader::new(packed).read_to_end(&mut content)?;
    Ok(content)
}

#[test]
fn frames_of_another_encoder_are_read_one_after_another() {
    assert_eq!(read(&packed()).unwrap(), content().as_bytes());
    assert_eq!(read(b"").unwrap(), b"");
}

#[test]
fn a_stream_that_ends_early_or_holds_anything_else_is_an_error() {
    let packed = packed();
    let whole = content();
    for end in 1..packed.len() {
        // A frame boundary is an end too; the digest of the blob tells it from the real one.
        if let Ok(content) = read(&packed[..end]) {
            assert!(whole.as_bytes().starts_with(&content) && content.len() <= 5_000);
        }
    }
    assert!(read(&[&packed[..], b"more"].concat()).is_err());
    let window_of_a_gigabyte = [0x28, 0xb5, 0x2f, 0xfd, 0, 20 << 3];
    assert!(read(&window_of_a_gigabyte).is_err());
}

#[test]
fn changed_bytes_never_panic_and_never_run_on() {
    let packed = packed();
    for at in 0..packed.len() {
        for bit in 0..8 {
            let mut changed = packed.clone();
            changed[at] ^= 1 << bit;
            let mut content = Vec::new();
            // One block has at most 128 KiB (RFC 8878 §3.1.1.2.4); some 200 bytes hold few.
            let most = 64 << 20;
            drop(
                ZstdReader::new(&*changed)
                    .take(most)
                    .read_to_end(&mut content),
            );
            assert!((content.len() as u64) < most, "{at} {bit}");
        }
    }
}
