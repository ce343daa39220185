//! What sunlight's own tests of a witness and a mirror serve, `cmd/skylight/testdata/witness`
//! (The Sunlight Authors, ISC, commit ed0bc38): made in Go, by torchwood and `sumdb/tlog`.

use anchorwatch_transparency::{
    CheckpointKey, TileWriter, WitnessProblem, add_cosignatures, origin_hash,
};

const MIRROR: &str = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O";
const MIRRORED: &str = "rome2026h1.example.org\n\
    300\n\
    gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=\n\
    \n\
    \u{2014} mirror.example.org P7FI7wAAAABpVGeAjA1S4pJm6MbcXjX7UUImu4azZtrfcVW2uyr/LXIYlwEJzXC0N0EiZkbqfLdXt/4gVEEuGmxJjAfXKMCISpsJAg==\n";
const WITNESS: &str = "witness2.example.org+2e55b896+BIZ7fpceQWd60IfqQeS9IAnmNOCZjMDne8lZuguz/bi9";
const WITNESSED: &str = "milan2026h1.example.org\n\
    300\n\
    lCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=\n\
    \n\
    \u{2014} witness2.example.org LlW4lgAAAABpVGeAN/uFWqfjdU94rrKxFycCggM0Sa1L5tOJCJdYBwJ41CQsgKWA6B0+vywok3cPI3JIzuPeR+VotuYe/eNy0+30Dw==\n";
/// 31 December 2025, 00:00 UTC.
const AT: u64 = 0x6954_6780;

#[test]
fn the_mirrored_log_has_the_same_root_and_files() {
    let mut writer = TileWriter::default();
    for number in 0..300 {
        writer.add(format!("record {number}").as_bytes()).unwrap();
    }
    let root = writer.head().root.to_string();
    assert!(MIRRORED.contains(&format!("\n300\n{root}\n")));
    let mut paths: Vec<String> = writer.take().iter().map(|it| it.path.to_string()).collect();
    paths.sort();
    let theirs = [
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ];
    assert_eq!(paths, theirs);
    let folder = "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706";
    assert_eq!(origin_hash("rome2026h1.example.org"), folder);
}

#[test]
fn their_cosignatures_are_verified() {
    for (key, note) in [(MIRROR, MIRRORED), (WITNESS, WITNESSED)] {
        let key: CheckpointKey = key.parse().unwrap();
        let (_, lines) = note.split_once("\n\n").unwrap();
        let add = |note: &str, now| add_cosignatures(note, lines.as_bytes(), &[&key], now);
        assert_eq!(add(note, AT), Ok(note.to_owned()));
        let changed = add(&note.replace("\n300\n", "\n301\n"), AT);
        assert!(matches!(changed, Err(WitnessProblem::Checkpoint { .. })));
    }
}
