//! Files of roots in every form and order, whole and damaged, the same at every run.

use anchorwatch_lab::{container, pki};
use data_encoding::BASE64;

/// Their private keys were deleted when they were made.
pub(super) const IMPOSED: &[u8] = include_bytes!("imposed.der");
const THIRD: &[u8] = include_bytes!("third.der");
/// PKCS #12 made by `openssl pkcs12 -export` with an empty password.
const IMPOSED_PKCS12: &[u8] = include_bytes!("imposed.p12");

/// The certificate at the start of the file.
pub(super) fn public() -> Vec<u8> {
    pki::public_root("ISRG Root X1")
        .map(|der| der.to_vec())
        .unwrap_or_default()
}

/// Handwritten ambiguous files, then as many random ones as requested.
pub(super) fn all(count: usize) -> Vec<Vec<u8>> {
    let mut cases = by_hand();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    while cases.len() < count {
        cases.push(by_chance(&mut dice));
    }
    cases
}

fn by_hand() -> Vec<Vec<u8>> {
    let public = public();
    let pairs = pieces(&public)
        .into_iter()
        .flat_map(|front| {
            pieces(IMPOSED)
                .into_iter()
                .map(move |behind| [front.clone(), behind].concat())
        })
        .collect::<Vec<_>>();
    let joined = [
        pem("CERTIFICATE", IMPOSED).trim_ascii_end(),
        &pem("CERTIFICATE", &public),
    ]
    .concat();
    let newline = [&public[..], b"\n", &pem("CERTIFICATE", IMPOSED)].concat();
    [vec![joined, newline], pairs].concat()
}

/// One certificate in every form.
fn pieces(der: &[u8]) -> Vec<Vec<u8>> {
    let text = |label: &str| pem(label, der);
    let plain = String::from_utf8_lossy(&text("CERTIFICATE")).into_owned();
    let with_settings = |settings: &[u8]| pem("TRUSTED CERTIFICATE", &[der, settings].concat());
    let mut pieces = vec![
        der.to_vec(),
        text("CERTIFICATE"),
        text("X509 CERTIFICATE"),
        text("TRUSTED CERTIFICATE"),
        text("CERTIFICATEX"),
        text("FOO"),
        with_settings(&settings(0xa0, 1)),
        with_settings(&settings(0x30, 1)),
        with_settings(&settings(0x30, 2)),
        pem("CERTIFICATE", &[der, &settings(0xa0, 1)].concat()),
        container::pkcs7(&[der]),
        container::pkcs7_without_lengths(&[der]),
        pem("PKCS7", &container::pkcs7(&[der])),
        pem("CERTIFICATE", &container::pkcs7(&[der])),
        container::pkcs12(&[der]),
    ];
    if der == IMPOSED {
        pieces.push(IMPOSED_PKCS12.to_vec());
        pieces.push(pem("PKCS12", IMPOSED_PKCS12));
    }
    for (from, to) in [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("\n", " \t\n"),
        ("\n", "\n\n"),
        ("-----\nM", "-----\n\nM"),
        ("-----\nM", "-----\nProc-Type: 4,CLEAR\n\nM"),
        ("-----\nM", "-----\nKey: value\n\nM"),
        (
            "-----BEGIN",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----BEGIN",
        ),
        ("-----BEGIN", " -----BEGIN"),
        ("-----BEGIN", "\u{feff}-----BEGIN"),
        ("-----END", "=-----END"),
        ("-----END", "-----END X-----\n-----END"),
        ("E-----", "E----"),
        ("E-----\n", "E----- \u{e4}\n"),
    ] {
        pieces.push(plain.replace(from, to).into_bytes());
    }
    pieces.push(one_line(der));
    pieces.push(plain.encode_utf16().flat_map(u16::to_le_bytes).collect());
    pieces
}

/// `X509_CERT_AUX` with one list of one use, server or client authentication.
fn settings(list: u8, usage: u8) -> Vec<u8> {
    vec![0x30, 12, list, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, usage]
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    pki::pem_block(label, der).into_bytes()
}

fn one_line(der: &[u8]) -> Vec<u8> {
    let body = BASE64.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n").into_bytes()
}

const SEPARATORS: [&[u8]; 10] = [
    b"",
    b"",
    b"",
    b"\n",
    b"# a comment\n",
    b"\0",
    b"\n\0\n",
    b"text \xe4 without an end",
    b"-----BEGIN CERTIFICATE-----\n",
    b"\x30\x80",
];

fn by_chance(dice: &mut Dice) -> Vec<u8> {
    let public = public();
    let mut file = Vec::new();
    for _ in 0..=dice.below(4) {
        let of: [&[u8]; 4] = [&public, IMPOSED, IMPOSED, THIRD];
        let pieces = pieces(of[dice.below(of.len())]);
        // The plain forms are more frequent than the odd ones.
        let at = if dice.below(2) == 0 {
            dice.below(4)
        } else {
            dice.below(pieces.len())
        };
        file.extend_from_slice(&pieces[at]);
        file.extend_from_slice(SEPARATORS[dice.below(SEPARATORS.len())]);
    }
    for _ in 0..dice.below(4) {
        damage(&mut file, dice);
    }
    file
}

/// Bytes on which readers disagree.
const ODD: [u8; 16] = *b"\0\n\r \t-=:0\x30\x80\x82\xff\x1aA\x0b";

fn damage(file: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(file.len());
    // Half of the damage hits separators of lines and blocks.
    let at = match (
        dice.below(2),
        file[at..].iter().position(|byte| b"-\n".contains(byte)),
    ) {
        (0, Some(next)) => at + next,
        _ => at,
    };
    let length = dice.below(80).min(file.len().saturating_sub(at));
    match dice.below(7) {
        0 => drop(file.drain(at..at + length.min(3))),
        1 => file.insert(at, ODD[dice.below(ODD.len())]),
        2 => {
            if let Some(byte) = file.get_mut(at) {
                *byte = ODD[dice.below(ODD.len())];
            }
        }
        3 => {
            if let Some(byte) = file.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        4 => {
            let copied = file[at..at + length].to_vec();
            let to = dice.below(file.len() + 1);
            drop(file.splice(to..to, copied));
        }
        5 => file.truncate(file.len() - length),
        _ => drop(file.splice(at..at, std::iter::repeat_n(b' ', length * 4))),
    }
}

/// The same numbers at every run (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        usize::try_from(drawn).unwrap_or(0) % limit.max(1)
    }
}
