use anchorwatch_lab::{Root, container as make};
use proptest::prelude::*;

use super::*;

/// Two trusted entries, «one» and «two», as keytool 17 writes them: with PBES2, AES-256 and
/// HMAC-SHA-256, and with RC2 of 40 bits and HMAC-SHA-1. The private keys were not kept; the
/// rounds are few.
const USUAL: &[u8] = include_bytes!("tests/usual.p12");
const LEGACY: &[u8] = include_bytes!("tests/legacy.p12");

fn passwords() -> Vec<String> {
    vec!["sesame".to_owned(), "changeit".to_owned()]
}

fn open(bytes: &[u8]) -> Bags {
    Bags::open(bytes, &passwords()).unwrap()
}

fn names(bags: &Bags) -> Vec<&str> {
    let aliases = bags.trusted().iter().filter_map(|bag| bag.alias.as_deref());
    aliases.collect()
}

fn open_to_all() -> Vec<u8> {
    let der = |name| Root::company(name).unwrap().der().to_vec();
    make::pkcs12_trusted_by_java(&[&der("One"), &der("Two")])
}

#[test]
fn a_bag_taken_out_and_put_back_gives_the_same_bytes() {
    for file in [USUAL, LEGACY, &open_to_all()] {
        let bags = open(file);
        let [one, two] = bags.trusted() else {
            panic!("not two")
        };
        // The last one, because what is put back goes to the end.
        let without = bags.rewritten(&[two], &[]).unwrap();
        let rest = open(&without);
        assert_eq!(rest.trusted(), std::slice::from_ref(one));
        assert_eq!(rest.rewritten(&[], &[&two.der]).unwrap(), file);
        let none = bags.rewritten(&[one, two], &[]).unwrap();
        assert_eq!(open(&none).trusted(), []);
        let both = open(&none).rewritten(&[], &[&one.der, &two.der]);
        assert_eq!(both.unwrap(), file);
    }
    assert_eq!(names(&open(USUAL)), ["one", "two"]);
}

#[test]
fn what_is_rewritten_is_read_by_the_reader_with_the_same_password_and_no_other() {
    for file in [USUAL, LEGACY] {
        let bags = open(file);
        let without = bags.rewritten(&[&bags.trusted()[0]], &[]).unwrap();
        let read = super::super::read(&without, Some("changeit")).unwrap();
        let expected = bags.trusted()[1].certificate.clone();
        assert_eq!(read.items.len(), 1);
        assert_eq!(read.items[0].certificate, expected);
        assert_eq!(read.items[0].java_mark, JavaMark::Trusted);
        let other = Bags::open(&without, &["sesame".to_owned()]);
        assert_eq!(other.unwrap_err(), Error::WrongPassword);
    }
}

#[test]
fn a_file_cut_at_any_byte_is_not_taken_apart() {
    for file in [USUAL, LEGACY, &open_to_all()] {
        for length in 0..file.len() {
            assert!(
                Bags::open(&file[..length], &passwords()).is_err(),
                "{length}"
            );
        }
    }
}

#[test]
fn one_changed_byte_is_found_by_the_code_over_the_file() {
    let last = USUAL.len() - 1;
    for at in [40, 200, 900, 1070, 1100, last] {
        let mut file = USUAL.to_vec();
        file[at] ^= 1;
        assert!(Bags::open(&file, &passwords()).is_err(), "{at}");
    }
    assert!(Bags::open(USUAL, &passwords()).is_ok());
    let named = Bags::open(USUAL, &["sesame".to_owned()]);
    assert_eq!(named.unwrap_err(), Error::WrongPassword);
    assert_eq!(Bags::open(USUAL, &[]).unwrap_err(), Error::NeedsPassword);
}

#[test]
fn a_code_of_a_kind_that_is_not_known_or_too_costly_is_refused() {
    // 2.16.840.1.101.3.4.2.1 becomes …2.9, an unsupported hash.
    let sha_256 = [
        0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 5, 0, 4, 32,
    ];
    let at = USUAL
        .windows(sha_256.len())
        .position(|window| window == sha_256)
        .unwrap();
    let mut file = USUAL.to_vec();
    file[at + 8] = 9;
    let refused = Bags::open(&file, &passwords()).unwrap_err();
    assert!(matches!(refused, Error::Unsupported { .. }), "{refused:?}");
    // The rounds of the code are the file's last octets: one octet becomes four.
    let mut file = USUAL.to_vec();
    let last = file.len() - 1;
    file.splice(last - 1.., [4, 0x7f, 0xff, 0xff, 0xff]);
    for (place, more) in [(3, 3), (1047, 3)] {
        file[place] += more;
    }
    let refused = Bags::open(&file, &passwords()).unwrap_err();
    assert!(matches!(refused, Error::TooCostly { .. }), "{refused:?}");
}

#[test]
fn a_bag_of_an_unknown_kind_and_a_part_that_is_shut_stay_as_they_are() {
    let der = Root::company("One").unwrap().der().to_vec();
    let trusted = make::pkcs12_trusted_by_java(&[&der]);
    let bags = open(&trusted);
    let bag = &bags.trusted()[0];
    // 1.2.840.113549.1.12.10.1.9 is not a kind of bag.
    let unknown = tlv(
        SEQUENCE,
        &[
            &[
                0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 9,
            ],
            &tlv(CONTEXT_0, &[&tlv(OCTET_STRING, &[b"anything"])]),
        ],
    );
    let scheme = tlv(SEQUENCE, &[&[0x06, 1, 0x2a], &tlv(SEQUENCE, &[])]);
    let shut = make::encrypted_part(&scheme, b"anything");
    let file = make::pkcs12_of(&[part::plain(&[&unknown, &bag.der]), shut.clone()]);
    let bags = open(&file);
    assert_eq!((bags.trusted().len(), bags.shut().count()), (1, 1));
    let without = bags.rewritten(&[&bags.trusted()[0]], &[]).unwrap();
    assert_eq!(without, make::pkcs12_of(&[part::plain(&[&unknown]), shut]));
}

#[test]
fn a_bag_is_put_into_a_file_that_has_no_part_for_it() {
    let usual = open(USUAL);
    let bag = &usual.trusted()[0];
    let empty = make::pkcs12_of(&[]);
    let file = open(&empty).rewritten(&[], &[&bag.der]).unwrap();
    assert_eq!(names(&open(&file)), ["one"]);
    assert_eq!(trusted_bag(&bag.der).unwrap().unwrap().alias, bag.alias);
    assert!(trusted_bag(&bag.der[..bag.der.len() - 1]).is_err());
    assert!(trusted_bag(b"").is_err());
}

#[test]
fn what_is_no_pkcs12_is_not_taken_apart() {
    let der = Root::company("One").unwrap().der().to_vec();
    for bytes in [
        &der[..],
        b"",
        b"\x30",
        b"\x30\x80",
        &[0xfe, 0xed, 0xfe, 0xed],
    ] {
        assert!(Bags::open(bytes, &passwords()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_change_of_a_file_is_a_panic_or_makes_bags(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        which in 0..3_usize,
    ) {
        let mut file = vec![USUAL.to_vec(), LEGACY.to_vec(), open_to_all()].swap_remove(which);
        for (index, byte) in changes {
            let at = index.index(file.len());
            file[at] = byte;
        }
        if let Ok(bags) = Bags::open(&file, &passwords()) {
            prop_assert!(bags.trusted().len() <= 2);
            for bag in bags.trusted() {
                let rest = bags.rewritten(&[bag], &[]).unwrap();
                let rest = open(&rest);
                prop_assert_eq!(rest.trusted().len() + 1, bags.trusted().len());
            }
        }
    }
}
