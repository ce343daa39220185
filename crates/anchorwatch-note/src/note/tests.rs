use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use proptest::prelude::*;
use signed_note::{Note, StandardVerifier, VerifierList};

use super::*;
use crate::SigningKey;

/// A private key in PKCS #8 without its public key, as OpenSSL writes it.
pub(crate) fn private_key(seed: u8) -> String {
    let head = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    let der = BASE64.encode(&[head.as_slice(), &[seed; 32]].concat());
    let label = "PRIVATE KEY";
    format!("-----BEGIN {label}-----\n{der}\n-----END {label}-----\n")
}

fn signer(name: &str, seed: u8) -> SigningKey {
    let name = KeyName::parse(name).unwrap();
    SigningKey::from_pkcs8_pem(private_key(seed).as_bytes(), name).unwrap()
}

const TEXT: &str = "one\n\ntwo\n";

fn checked(note: &str, known: &[VerifierKey]) -> Result<Vec<String>, NoteProblem> {
    let note = SignedNote::parse(note.as_bytes())?;
    let verified = note.verify(known)?;
    assert_eq!(verified.text(), TEXT);
    let signers = verified.signers().iter();
    Ok(signers.map(|it| it.name().to_string()).collect())
}

#[test]
fn the_key_agrees_with_aws_lc() {
    let key = signer("a", 7);
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    assert_eq!(key.verifier().public_key(), pair.public_key().as_ref());
}

#[test]
fn another_implementation_accepts_the_note_and_refuses_another_text() {
    let key = signer("example.org/a", 7);
    let note = key.sign(TEXT).unwrap();
    let verifier = || {
        let key = key.verifier().to_string();
        let key = StandardVerifier::new(&key).unwrap();
        VerifierList::new(vec![Box::new(key)])
    };
    let theirs = Note::from_bytes(note.as_bytes()).unwrap();
    assert!(theirs.verify(&verifier()).is_ok());
    let other = note.replace("one", "two");
    let theirs = Note::from_bytes(other.as_bytes()).unwrap();
    assert!(theirs.verify(&verifier()).is_err());
}

#[test]
fn a_note_of_the_go_reference_is_accepted() {
    // From the documentation of golang.org/x/mod/sumdb/note: key and note of its first example.
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let note = "If you think cryptography is the answer to your problem,\n\
                then you don't know what your problem is.\n\n\
                \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let key: VerifierKey = key.parse().unwrap();
    let note = SignedNote::parse(note.as_bytes()).unwrap();
    assert!(note.verify(&[key]).is_ok());
}

#[test]
fn signatures_of_unknown_keys_do_not_count() {
    let (ours, other) = (signer("a", 1), signer("b", 2));
    let note = ours.sign(TEXT).unwrap();
    let known = |key: &SigningKey| vec![key.verifier().clone()];
    assert_eq!(checked(&note, &known(&ours)), Ok(vec!["a".to_owned()]));
    let refused = Err(NoteProblem::UnknownSigner);
    assert_eq!(checked(&note, &known(&other)), refused);
    assert_eq!(checked(&note, &known(&signer("b", 1))), refused);
    assert_eq!(checked(&note, &known(&signer("a", 2))), refused);
    assert_eq!(checked(&note, &[]), refused);
}

#[test]
fn several_signers_are_named_once_each() {
    let (first, second) = (signer("a", 1), signer("b", 2));
    let line = |key: &SigningKey| {
        let note = key.sign(TEXT).unwrap();
        note.rsplit_once("\n\n").unwrap().1.to_owned()
    };
    let note = format!("{TEXT}\n{}{}{}", line(&first), line(&second), line(&first));
    let known = [second.verifier().clone(), first.verifier().clone()];
    assert_eq!(
        checked(&note, &known),
        Ok(vec!["b".to_owned(), "a".to_owned()])
    );
}

#[test]
fn one_wrong_signature_of_a_known_key_refuses_the_note() {
    let (first, second) = (signer("a", 1), signer("b", 2));
    let right = first.sign(TEXT).unwrap();
    let wrong = second.sign("another text\n").unwrap();
    let (_, wrong) = wrong.rsplit_once("\n\n").unwrap();
    let note = format!("{right}{wrong}");
    let both = [first.verifier().clone(), second.verifier().clone()];
    let key = "b".to_owned();
    assert_eq!(checked(&note, &both), Err(NoteProblem::Signature { key }));
    assert!(checked(&note, &both[..1]).is_ok());
}

#[test]
fn a_note_of_another_form_is_refused() {
    let good = signer("a", 1).sign(TEXT).unwrap();
    assert!(SignedNote::parse(good.as_bytes()).is_ok());
    let form = Err(NoteProblem::Form);
    for bad in [
        String::new(),
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("\n{}", good.rsplit_once("\n\n").unwrap().1),
        good.replace("\u{2014} ", "-- "),
        good.replace("\u{2014} a ", "\u{2014} a  "),
        good.replace("\u{2014} a ", "\u{2014} a+b "),
        good.replace("one", "o\tne"),
        good.replace("one", "o\rne"),
        good.replace("=\n", "\n"),
        format!("{good}text\n"),
        format!("{good}\u{2014} b AAAAAA==\n"),
        // Two padded texts in a row.
        format!("{good}\u{2014} b AA==AAAAAAA=\n"),
    ] {
        let read = SignedNote::parse(bad.as_bytes()).map(|_| ());
        assert_eq!(read, form, "{bad:?}");
    }
    let not_utf8 = [good.as_bytes(), &[0xff]].concat();
    assert_eq!(SignedNote::parse(&not_utf8).map(|_| ()), form);
}

#[test]
fn the_number_of_signatures_and_the_size_are_limited() {
    let good = signer("a", 1).sign(TEXT).unwrap();
    let (_, line) = good.rsplit_once("\n\n").unwrap();
    let most = format!("{TEXT}\n{}", line.repeat(MAX_SIGNATURES));
    assert!(SignedNote::parse(most.as_bytes()).is_ok());
    let more = format!("{most}{line}");
    let max = MAX_SIGNATURES as u64;
    assert_eq!(
        SignedNote::parse(more.as_bytes()).map(|_| ()),
        Err(NoteProblem::TooManySignatures { max })
    );
    let long = "a".repeat(MAX_NOTE_BYTES) + "\n";
    assert_eq!(signer("a", 1).sign(&long), Err(too_long()));
    assert_eq!(SignedNote::parse(long.as_bytes()), Err(too_long()));
}

#[test]
fn a_text_without_a_last_newline_or_with_control_characters_is_not_signed() {
    let key = signer("a", 1);
    for bad in ["", "one", "one\r\n", "o\0ne\n"] {
        assert_eq!(key.sign(bad), Err(NoteProblem::Form), "{bad:?}");
    }
    assert!(key.sign("\n").is_ok());
}

proptest! {
    #[test]
    fn no_change_of_one_octet_keeps_a_signature_right(place in 0_usize..200, other in any::<u8>()) {
        let key = signer("example.org/a", 1);
        let mut note = key.sign(TEXT).unwrap().into_bytes();
        let place = place % note.len();
        prop_assume!(note[place] != other);
        note[place] = other;
        let known = [key.verifier().clone()];
        let verified = SignedNote::parse(&note).and_then(|it| it.verify(&known).map(|_| ()));
        prop_assert!(verified.is_err());
    }

    #[test]
    fn both_implementations_take_the_same_notes(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(SignedNote::parse(&octets).is_err() || octets.len() > 10);
        let line = BASE64.encode(&octets);
        let note = format!("text\n\n\u{2014} a {line}\n");
        let ours = SignedNote::parse(note.as_bytes()).is_ok();
        let theirs = Note::from_bytes(note.as_bytes()).is_ok();
        prop_assert_eq!(ours, theirs);
    }
}
