//! Requests and answers of sunlight's own test of its witness, `internal/witness/witness_test.go`
//! (Filippo Valsorda, ISC, commit ed0bc38), which has them from torchwood. The log is one of
//! sigsum's; its trees have made-up leaves.

use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    AddCheckpoint, CheckpointKey, SignatureKind, Witness, WitnessProblem, WitnessRecord,
};
use data_encoding::HEXLOWER;

use crate::keys::{NOW, witness};

const ORIGIN: &str =
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
const PUBLIC_KEY: &str = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f";

/// Size, root and signature.
type Checkpoint = (&'static str, &'static str, &'static str);

const ONE: Checkpoint = (
    "1",
    "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=",
);
const THREE: Checkpoint = (
    "3",
    "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=",
    "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=",
);
const FIVE: Checkpoint = (
    "5",
    "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=",
    "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=",
);
const FROM_ONE_TO_THREE: &[&str] = &[
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
];
const FROM_THREE_TO_FIVE: &[&str] = &[
    "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=",
    "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
];

fn request(old: &str, hashes: &[&str], checkpoint: Checkpoint) -> String {
    let (size, root, signature) = checkpoint;
    let hashes: String = hashes.iter().map(|it| format!("{it}\n")).collect();
    format!("old {old}\n{hashes}\n{ORIGIN}\n{size}\n{root}\n\n\u{2014} {ORIGIN} {signature}\n")
}

fn of_sigsum() -> Witness {
    let public_key = HEXLOWER.decode(PUBLIC_KEY.as_bytes()).unwrap();
    let name = KeyName::parse(ORIGIN).unwrap();
    let log = CheckpointKey::new(name, SignatureKind::Ed25519, &public_key).unwrap();
    Witness::new(vec![witness("witness.example/w", 9)], vec![log]).unwrap()
}

fn answer(
    last: Option<&WitnessRecord>,
    body: &str,
) -> Result<WitnessRecord, (u16, WitnessProblem)> {
    let request = AddCheckpoint::parse(body.as_bytes());
    let record = request.and_then(|it| of_sigsum().cosign(&it, last, NOW));
    record.map_err(|why| (why.status(), why))
}

#[test]
fn the_requests_of_another_witness_get_its_answers() {
    let status = |last: Option<&WitnessRecord>, body: &str| answer(last, body).unwrap_err().0;
    let one = answer(None, &request("0", &[], ONE)).unwrap();
    assert_eq!(one.head().size, 1);
    let good = request("1", FROM_ONE_TO_THREE, THREE);
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from));
        good.replace(from, to)
    };
    for (expected, body) in [
        (403, changed("WVrx6go=", "WVrx6gw=")),
        (404, changed("0309e562", "0309e563")),
        (422, request("1", &[], THREE)),
        (
            422,
            changed("KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", ONE.1),
        ),
    ] {
        assert_eq!(status(Some(&one), &body), expected, "{body}");
    }
    let three = answer(Some(&one), &good).unwrap();
    let conflict = answer(Some(&three), &request("1", FROM_ONE_TO_THREE, FIVE));
    let expected = WitnessProblem::Conflict { size: 3 };
    assert_eq!(conflict, Err((409, expected)));
    let five = answer(Some(&three), &request("3", FROM_THREE_TO_FIVE, FIVE)).unwrap();
    assert_eq!(five.head().size, 5);
    let conflict = answer(Some(&five), &request("0", &[], FIVE));
    assert_eq!(conflict, Err((409, WitnessProblem::Conflict { size: 5 })));
    let unsigned = request("5", &[], FIVE);
    let unsigned = unsigned.split_inclusive('\u{2014}').next().unwrap();
    let unsigned = unsigned.trim_end_matches("\n\u{2014}");
    assert_eq!(status(Some(&five), unsigned), 400);
    let no_number = request("5", &[], FIVE).replace("\n5\n", "\nfive\n");
    assert_eq!(status(Some(&five), &no_number), 400);
    // It may be asked for the same tree again, for a newer time.
    assert!(answer(Some(&five), &request("5", &[], FIVE)).is_ok());
}
