use super::*;
use x509_parser::prelude::FromDer as _;

/// A `Name` of one attribute in each relative name: kind, tag of the value, octets.
fn name(attributes: &[(&[u8], u8, &[u8])]) -> DistinguishedName {
    let element = |tag: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).unwrap();
        let head = if length < 0x80 {
            vec![tag, length]
        } else {
            vec![tag, 0x81, length]
        };
        [head, content.to_vec()].concat()
    };
    let relative = attributes.iter().map(|(oid, tag, value)| {
        let pair = [element(6, oid), element(*tag, value)].concat();
        element(0x31, &element(0x30, &pair))
    });
    let der = element(0x30, &relative.collect::<Vec<_>>().concat());
    let (_, parsed) = X509Name::from_der(&der).unwrap();
    DistinguishedName::from_parsed(&parsed)
}

const CN: &[u8] = &[0x55, 4, 3];
const O: &[u8] = &[0x55, 4, 10];
const UTF8: u8 = 12;
const PRINTABLE: u8 = 19;
const T61: u8 = 20;
const IA5: u8 = 22;
const UNIVERSAL: u8 = 28;
const BMP: u8 = 30;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn utf32(text: &str) -> Vec<u8> {
    let scalars = text.chars().map(u32::from);
    scalars.flat_map(u32::to_be_bytes).collect()
}

#[test]
fn every_string_type_is_shown_and_found_as_its_text() {
    let kazakh = "Қауіпсіздік 😀";
    let french = [b'S', b'o', b'c', b'i', 0xe9, b't', 0xe9];
    for (tag, octets, text) in [
        (UTF8, kazakh.as_bytes().to_vec(), kazakh),
        (BMP, utf16(kazakh), kazakh),
        (UNIVERSAL, utf32(kazakh), kazakh),
        (T61, french.to_vec(), "Société"),
        (PRINTABLE, french.to_vec(), "Société"),
        (PRINTABLE, kazakh.as_bytes().to_vec(), kazakh),
        (IA5, b"Root".to_vec(), "Root"),
        (18, b"1234".to_vec(), "1234"),
        (26, b"Root".to_vec(), "Root"),
        (27, b"Root".to_vec(), "Root"),
    ] {
        let name = name(&[(CN, tag, &octets)]);
        assert_eq!(name.to_string(), format!("CN={text}"), "tag {tag}");
        assert_eq!(name.common_names(), [text], "tag {tag}");
    }
}

#[test]
fn octets_that_are_no_text_of_their_type_are_shown_as_hexadecimal_der() {
    for (tag, octets, shown) in [
        // An odd length, a high surrogate alone, a low one, the wrong order.
        (BMP, &b"\0A\0"[..], "CN=#1e03004100"),
        (BMP, b"\xd8\x3d", "CN=#1e02d83d"),
        (BMP, b"\xde\x00", "CN=#1e02de00"),
        (BMP, b"\xde\x00\xd8\x3d", "CN=#1e04de00d83d"),
        // Not a multiple of four, a surrogate, beyond Unicode.
        (UNIVERSAL, b"\0\0\0A\0", "CN=#1c050000004100"),
        (UNIVERSAL, b"\0\0\xd8\0", "CN=#1c040000d800"),
        (UNIVERSAL, b"\0\x11\0\0", "CN=#1c0400110000"),
        (UTF8, b"a\xff", "CN=#0c0261ff"),
        // An INTEGER is not a string.
        (2, b"\x05", "CN=#020105"),
    ] {
        let name = name(&[(CN, tag, octets)]);
        assert_eq!(name.to_string(), shown);
        assert_eq!(name.common_names(), [""; 0]);
    }
}

#[test]
fn a_decoded_value_cannot_rule_the_terminal_or_look_like_two() {
    let hostile = "a,O=b\0\u{1b}[2J\u{202e}";
    let text = "CN=a\\,O=b\\00\\1b[2J\\e2\\80\\ae";
    for (tag, octets) in [(BMP, utf16(hostile)), (UNIVERSAL, utf32(hostile))] {
        assert_eq!(name(&[(CN, tag, &octets)]).to_string(), text);
    }
    // The control characters from 80 to 9f control some terminals too.
    let name = name(&[(CN, T61, b"a\x9b2J")]);
    assert_eq!(name.to_string(), "CN=a\\c2\\9b2J");
}

#[test]
fn names_that_say_the_same_have_one_canonical_form() {
    let plain = name(&[(O, PRINTABLE, b"Example Works"), (CN, UTF8, b"Root")]);
    let same = [
        name(&[(O, BMP, &utf16("Example Works")), (CN, T61, b"Root")]),
        name(&[
            (O, IA5, b"  EXAMPLE \t works "),
            (CN, UNIVERSAL, &utf32("rOOT")),
        ]),
    ];
    for other in &same {
        assert!(plain.is_same_as(other), "{other}");
        assert_eq!(plain.canonical(), other.canonical());
    }
    let others = [
        name(&[(O, PRINTABLE, b"ExampleWorks"), (CN, UTF8, b"Root")]),
        name(&[(CN, UTF8, b"Root"), (O, PRINTABLE, b"Example Works")]),
        name(&[
            (O, PRINTABLE, b"Example Works"),
            (CN, UTF8, b"Root,2.5.4.3=x"),
        ]),
        name(&[(O, PRINTABLE, b"Example Works"), (O, UTF8, b"Root")]),
        name(&[(O, PRINTABLE, b"Example Works")]),
    ];
    for other in &others {
        assert!(!plain.is_same_as(other), "{other}");
    }
}

#[test]
fn no_text_is_made_to_look_like_another_name_or_like_other_bytes() {
    let two = name(&[(CN, UTF8, b"a"), (O, UTF8, b"b")]);
    let one = name(&[(CN, UTF8, b"a,2.5.4.10=b")]);
    assert!(!two.is_same_as(&one));
    let bytes = name(&[(CN, 2, b"\x05")]);
    let text = name(&[(CN, UTF8, b"#020105")]);
    assert!(!bytes.is_same_as(&text));
}

#[test]
fn the_order_inside_a_relative_name_does_not_count() {
    // SET OF is sorted by encoding, so another string type changes the order.
    let pair = |oid: &[u8], tag: u8, value: &[u8]| {
        let inner = [&[6, 3], oid, &[tag, value.len() as u8], value].concat();
        [&[0x30, inner.len() as u8], &inner[..]].concat()
    };
    let of = |pairs: [Vec<u8>; 2]| {
        let set = pairs.concat();
        let rdn = [&[0x31, set.len() as u8], &set[..]].concat();
        let der = [&[0x30, rdn.len() as u8], &rdn[..]].concat();
        let (_, parsed) = X509Name::from_der(&der).unwrap();
        DistinguishedName::from_parsed(&parsed)
    };
    let (cn, o) = (pair(CN, UTF8, b"x"), pair(O, UTF8, b"y"));
    assert!(of([cn.clone(), o.clone()]).is_same_as(&of([o, cn])));
}

#[test]
fn special_characters_are_escaped_as_rfc4514_says() {
    assert_eq!(escaped("a,b+c"), "a\\,b\\+c");
    assert_eq!(escaped(" lead and trail "), "\\ lead and trail\\ ");
    assert_eq!(escaped("#x#"), "\\#x#");
}

#[test]
fn a_name_cannot_rule_the_terminal() {
    assert_eq!(escaped("\u{1b}[2Jclean"), "\\1b[2Jclean");
    assert_eq!(escaped("a\u{202e}b"), "a\\e2\\80\\aeb");
    assert_eq!(escaped("a\nb"), "a\\0ab");
}

#[test]
fn invisible_characters_are_shown() {
    assert_eq!(escaped("Let\u{ad}s"), "Let\\c2\\ads");
    for unseen in "\u{34f}\u{115f}\u{17b5}\u{2060}\u{3164}\u{fe0f}\u{ffa0}\u{e0100}".chars() {
        assert!(can_control_terminal(unseen), "{unseen:?}");
    }
    // Persian and Indian scripts need these to join letters.
    assert!(!"\u{200c}\u{200d}".chars().any(can_control_terminal));
}

#[test]
fn letters_of_any_script_stay_as_they_are() {
    assert_eq!(escaped("НЕГІЗГІ КУӘЛАНДЫРУШЫ"), "НЕГІЗГІ КУӘЛАНДЫРУШЫ");
}

#[test]
fn a_comma_inside_a_value_does_not_divide_a_name_into_parts() {
    assert_eq!(parts("a\\,b,c\\\\,d"), ["a\\,b", "c\\\\", "d"]);
}
