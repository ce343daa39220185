//! Files made to mislead, hang or exhaust memory.

use proptest::prelude::*;

use super::*;

/// One file of each kind, with a name.
fn every_kind() -> Vec<(&'static str, Vec<u8>)> {
    let pair = Pair::new();
    let signer = Certificate::from_der(&pair.two).unwrap();
    let text = make::profile(
        "x",
        &[
            make::payload("com.apple.security.root", Some(&pair.one), None),
            make::payload(
                "com.apple.security.pkcs12",
                Some(&make::pkcs12(&[&pair.two])),
                None,
            ),
        ],
    );
    let mut binary = Vec::new();
    let value = plist::Value::from_reader_xml(text.as_bytes()).unwrap();
    value.to_writer_binary(&mut binary).unwrap();
    let name = (signer.issuer().der(), signer.serial());
    vec![
        ("der", pair.one.clone()),
        ("pem", pki::certificate_pem(&pair.one).trim_end().into()),
        ("pkcs7", make::pkcs7(&pair.both())),
        (
            "pkcs7 without lengths",
            make::pkcs7_without_lengths(&pair.both()),
        ),
        ("pkcs12", make::pkcs12(&pair.both())),
        ("encrypted pkcs12", encrypted_pkcs12(&pair.both(), "", 1)),
        ("profile", text.trim_end().into()),
        ("binary profile", binary),
        (
            "signed profile",
            make::signed(text.as_bytes(), &[&pair.two], name),
        ),
        ("sst", exported::serialized_store(&pair.both())),
        (
            "p11-kit",
            exported::p11_kit(&pair.one, "").trim_end().into(),
        ),
        ("reg", registry_export(&pair).trim_end().into()),
        (
            "reg in UTF-16",
            exported::utf16(registry_export(&pair).trim_end()),
        ),
    ]
}

fn registry_export(pair: &Pair) -> String {
    let blob = [
        &32u32.to_le_bytes()[..],
        &[1, 0, 0, 0],
        &length(&pair.one),
        &pair.one,
    ]
    .concat();
    exported::registry_export(&[(r"X\ROOT\Certificates\Y", blob)])
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap().to_le_bytes()
}

#[test]
fn a_file_cut_at_any_byte_is_never_read_as_if_it_were_whole() {
    for (name, whole) in every_kind() {
        let all = read(&whole, None).unwrap();
        assert!(errors(&all).is_empty(), "{name}");
        for length in 0..whole.len() {
            match read(&whole[..length], None) {
                Err(_) => {}
                // The end of a list or block can be missing without harm.
                Ok(contents) if contents.items == all.items => {
                    let closing = match name {
                        "profile" => "\n</plist>".len(),
                        "pem" => "CERTIFICATE-----".len(),
                        _ => 0,
                    };
                    assert!(length >= whole.len() - closing, "{name} {length}");
                }
                // These are recognised before any certificate, but such an answer is never taken
                // as complete.
                Ok(contents) if contents.items.is_empty() => {
                    assert!(
                        name.starts_with("reg") || name == "p11-kit",
                        "{name} {length}"
                    );
                }
                Ok(contents) => assert!(!errors(&contents).is_empty(), "{name} {length}"),
            }
        }
    }
}

#[test]
fn a_certificate_changed_in_one_byte_is_another_certificate() {
    let pair = Pair::new();
    let whole = make::pkcs7(&pair.both());
    let mut changed = whole.clone();
    // The last octet of the first certificate's signature.
    let at = whole
        .windows(pair.one.len())
        .position(|window| window == pair.one)
        .unwrap();
    changed[at + pair.one.len() - 1] ^= 1;
    let contents = read(&changed, None).unwrap();
    assert_ne!(certificates(&contents)[0], hashes(&[&pair.one])[0]);
    assert_eq!(certificates(&contents)[1], hashes(&[&pair.two])[0]);
}

#[test]
fn a_bad_certificate_does_not_hide_its_neighbours() {
    let pair = Pair::new();
    let broken = sequence(&[&[2, 1, 1]]);
    for bytes in [
        make::pkcs7(&[&pair.one, &broken, &pair.two]),
        make::pkcs12(&[&pair.one, &broken, &pair.two]),
    ] {
        let contents = read(&bytes, None).unwrap();
        let found: Vec<_> = contents
            .items
            .iter()
            .map(|item| item.certificate.is_ok())
            .collect();
        assert_eq!(found, [true, false, true]);
    }
}

#[test]
fn nothing_and_too_much_are_refused_unread() {
    assert_eq!(read(b"", None), Err(Error::Empty));
    let got = MAX_CONTAINER_BYTES + 1;
    assert_eq!(read(&vec![b'<'; got], None), Err(too_large(got)));
    for other in [
        &b"PK\x03\x04"[..],
        b"%PDF-1.7",
        b"\x7fELF",
        b"<html></html>",
        b"\n",
        b"MIIB",
    ] {
        assert!(read(other, None).is_err());
    }
}

#[test]
fn a_derivation_without_end_is_refused_before_it_begins() {
    for rounds in [2_000_001, 0x7fff_ffff, u32::MAX] {
        let mut parameters =
            pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1, b"salt", [7; 16]).unwrap();
        if let pbes2::Kdf::Pbkdf2(kdf) = &mut parameters.kdf {
            kdf.iteration_count = rounds;
        }
        let part = make::encrypted_part(&pbes2_scheme(&parameters), &[9; 64]);
        assert!(matches!(
            errors(&read(&make::pkcs12_of(&[part]), Some("x")).unwrap()).as_slice(),
            [Error::TooCostly { .. }]
        ));
    }
    // 2^31 - 1 and more by each scheme of PKCS #12.
    for cipher in 3..=6 {
        for rounds in [&[0x7f, 0xff, 0xff, 0xff][..], &[0, 0xff, 0xff, 0xff, 0xff]] {
            let bytes = make::pkcs12_of(&[pkcs12_part(cipher, rounds)]);
            assert!(matches!(
                errors(&read(&bytes, None).unwrap()).as_slice(),
                [Error::TooCostly { .. }]
            ));
        }
    }
}

/// A part that claims to be encrypted with a scheme of PKCS #12 and contains noise.
fn pkcs12_part(cipher: u8, rounds: &[u8]) -> Vec<u8> {
    let oid = [
        0x06, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01, cipher,
    ];
    let length = u8::try_from(rounds.len()).unwrap();
    let rounds = [&[2, length], rounds].concat();
    let scheme = sequence(&[&oid, &sequence(&[&[4, 2, 1, 2], &rounds])]);
    make::encrypted_part(&scheme, &[9; 64])
}

#[test]
fn many_derivations_are_refused_together_where_each_alone_is_allowed() {
    let part = |rounds: &[u8]| pkcs12_part(3, rounds);
    // 10,000 rounds: 30,000 steps for each of two spellings.
    let hundred = make::pkcs12_of(&vec![part(&[0x27, 0x10]); 100]);
    let contents = read(&hundred, None).unwrap();
    let too_costly = |error: &&&Error| matches!(error, Error::TooCostly { .. });
    assert_eq!(errors(&contents).iter().filter(too_costly).count(), 34);
    let one = make::pkcs12_of(&[part(&[0x27, 0x10])]);
    assert_eq!(errors(&read(&one, None).unwrap()), [&Error::NeedsPassword]);
    // In as many files it is the same; what needs no derivation is read after them.
    let root = Root::company("A").unwrap().pem();
    let files = vec![one.as_slice(); 100].into_iter();
    let mut together = read_together(files.chain([root.as_bytes()]));
    let last = together.pop().unwrap().unwrap();
    assert!(last.items[0].certificate.is_ok());
    let together: Vec<Contents> = together.into_iter().map(Result::unwrap).collect();
    let refused = together.iter().flat_map(errors);
    let refused = refused.filter(|it| matches!(it, Error::TooCostly { .. }));
    assert_eq!(refused.count(), 34);
}

#[test]
fn a_derivation_that_wants_all_memory_is_refused() {
    let scrypt = |cost: &[u8]| {
        let oid = [
            0x06, 9, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b,
        ];
        let kdf = sequence(&[&oid, &sequence(&[&[4, 1, 1], cost, &[2, 1, 8], &[2, 1, 1]])]);
        let aes = sequence(&[
            &[
                0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a,
            ],
            &[&[4, 16][..], &[7; 16]].concat(),
        ]);
        let pbes2 = [
            0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d,
        ];
        let scheme = sequence(&[&pbes2, &sequence(&[&kdf, &aes])]);
        make::pkcs12_of(&[make::encrypted_part(&scheme, &[9; 64])])
    };
    assert!(matches!(
        errors(&read(&scrypt(&[2, 4, 0x40, 0, 0, 0]), None).unwrap()).as_slice(),
        [Error::TooCostly { .. }]
    ));
    // The usual choice, N = 2^14, is tried.
    assert_eq!(
        errors(&read(&scrypt(&[2, 2, 0x40, 0]), None).unwrap()),
        [&Error::NeedsPassword]
    );
}

#[test]
fn a_large_file_is_read_in_one_pass_whatever_is_repeated_in_it() {
    for (mark, is_pem) in [
        ("-----BEGIN PKCS7-----", true),
        ("-----BEGIN CERTIFICATE-----", true),
        ("-----BEGIN PUBLIC KEY-----", false),
        ("-----END PKCS7-----", false),
    ] {
        let text = mark.repeat((4 << 20) / mark.len());
        assert_eq!(read(text.as_bytes(), None).is_ok(), is_pem, "{mark}");
    }
    // A million signers and as many invalid certificates.
    let empty = [0x30, 0].repeat(1 << 20);
    let bytes = make::signed_data(None, &[&empty], &empty);
    let contents = read(&bytes, None).unwrap();
    assert_eq!(contents.items.len(), MAX_ITEM_COUNT + 1);
    assert!(contents.signers.len() < 10);
}

#[test]
fn containers_in_one_another_come_to_an_end() {
    let pair = Pair::new();
    let signer = Certificate::from_der(&pair.two).unwrap();
    let wrap = |bytes: Vec<u8>| make::signed(&bytes, &[], (signer.issuer().der(), signer.serial()));
    let mut bytes = pair.one.clone();
    for depth in 1..=MAX_NESTING + 1 {
        bytes = wrap(bytes);
        let contents = read(&bytes, None).unwrap();
        let expected = if depth <= MAX_NESTING {
            vec![]
        } else {
            vec![&TOO_DEEP]
        };
        assert_eq!(errors(&contents), expected, "{depth}");
    }
}

#[test]
fn more_entries_than_the_limit_are_said_to_be_more() {
    let text = "-----BEGIN CERTIFICATE-----\n".repeat(MAX_ITEM_COUNT + 5);
    let contents = read(text.as_bytes(), None).unwrap();
    assert_eq!(contents.items.len(), MAX_ITEM_COUNT + 1);
    assert_eq!(errors(&contents).last(), Some(&&TOO_MANY));
}

#[test]
fn a_profile_s_words_cannot_rule_the_terminal() {
    let text = make::profile("\u{202e}x&#27;[2J", &[]);
    let profile = read(text.as_bytes(), None).unwrap().profile.unwrap();
    assert_eq!(
        profile.display_name.as_deref(),
        Some("\\u{202e}x\\u{1b}[2J")
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _answer = read(&bytes, None);
        let _as_list = read(&[b"bplist00", bytes.as_slice()].concat(), None);
        let _as_xml = read(&[b"<plist>", bytes.as_slice()].concat(), None);
        let _as_sequence = read(&[&[0x30, 0x80], bytes.as_slice()].concat(), Some("x"));
    }
}

#[test]
fn no_change_of_a_byte_makes_it_panic() {
    // Strides without a common factor, so that every kind of position is hit.
    for (index, (_, whole)) in every_kind().into_iter().enumerate() {
        for at in (index..whole.len()).step_by(3) {
            for value in [
                0x00,
                0x30,
                0x7f,
                0x80,
                0xff,
                whole[at] ^ 1,
                whole[at] ^ 0x20,
            ] {
                let mut changed = whole.clone();
                changed[at] = value;
                let _answer = read(&changed, None);
            }
        }
    }
}
