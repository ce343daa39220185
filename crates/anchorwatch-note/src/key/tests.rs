use signed_note::{StandardVerifier, Verifier as _};

use super::*;

/// The public key of the first test vector of RFC 8032 §7.1.
const PUBLIC_KEY: [u8; 32] = [
    0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
    0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
];

fn key() -> VerifierKey {
    VerifierKey::new(KeyName::parse("example.org/a").unwrap(), PUBLIC_KEY)
}

#[test]
fn another_implementation_reads_the_key_that_is_written() {
    let text = key().to_string();
    let theirs = StandardVerifier::new(&text).unwrap();
    assert_eq!(theirs.name(), "example.org/a");
    assert_eq!(theirs.key_id(), u32::from_be_bytes(key().id()));
}

#[test]
fn a_key_is_read_as_it_was_written() {
    assert_eq!(key().to_string().parse::<VerifierKey>(), Ok(key()));
}

#[test]
fn a_key_whose_parts_do_not_agree_is_refused() {
    let good = key().to_string();
    let (name, rest) = good.split_once('+').unwrap();
    let (id, octets) = rest.split_once('+').unwrap();
    let other_kind = BASE64.encode(&[[0x02].as_slice(), &PUBLIC_KEY].concat());
    let short = BASE64.encode(&[[ED25519_TYPE].as_slice(), &PUBLIC_KEY[1..]].concat());
    let in_two = BASE64.encode(&[ED25519_TYPE]) + &BASE64.encode(&PUBLIC_KEY);
    for (text, problem) in [
        (format!("{name}+{id}+{in_two}"), KeyProblem::Form),
        (format!("example.org/b+{id}+{octets}"), KeyProblem::Id),
        (format!("{name}+00000000+{octets}"), KeyProblem::Id),
        (
            format!("{name}+{}+{octets}", id.to_uppercase()),
            KeyProblem::Id,
        ),
        (
            format!("{name}+{id}+{other_kind}"),
            KeyProblem::Kind { kind: 2 },
        ),
        (format!("{name}+{id}+{short}"), KeyProblem::Form),
        (format!("{name}+{id}+"), KeyProblem::Form),
        (format!("{name}+{id}"), KeyProblem::Form),
        (format!("+{id}+{octets}"), KeyProblem::Name),
        (format!("a b+{id}+{octets}"), KeyProblem::Name),
        (format!("{good} "), KeyProblem::Form),
    ] {
        assert_eq!(text.parse::<VerifierKey>(), Err(problem), "{text}");
    }
}
