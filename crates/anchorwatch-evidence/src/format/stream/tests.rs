use proptest::prelude::*;

use super::*;
use crate::{
    Evidence,
    format::tests::{a_root, some_evidence},
};

/// All measurements of a file, read line by line.
fn streamed(text: &[u8]) -> Result<Evidence, FormatError> {
    let mut lines = EvidenceLines::new();
    let mut measurements = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        measurements.extend(lines.read(line)?);
    }
    let software = lines.finish()?;
    Ok(Evidence {
        software,
        measurements,
    })
}

fn file(count: usize) -> Evidence {
    let one = some_evidence("www.example.kz", a_root(), None);
    let measurements = vec![one.measurements[0].clone(); count];
    Evidence {
        measurements,
        ..one
    }
}

#[test]
fn a_file_is_read_line_by_line_as_it_is_read_at_once() {
    for count in [0, 1, 3] {
        let evidence = file(count);
        let text = evidence.encode();
        assert!(EvidenceLines::is_head(
            text.split(|it| *it == b'\n').next().unwrap()
        ));
        assert_eq!(streamed(&text), Ok(evidence.clone()));
        assert_eq!(Evidence::decode(&text), Ok(evidence));
    }
}

#[test]
fn a_file_without_its_last_line_has_no_end() {
    let text = file(2).encode();
    let lines: Vec<&[u8]> = text.split_inclusive(|it| *it == b'\n').collect();
    for kept in 0..lines.len() {
        let error = streamed(&lines[..kept].concat()).unwrap_err();
        let line = kept as u64;
        let why = TextProblem::EndsEarly { line };
        assert_eq!(error, FormatError::Text { why });
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let text = file(1).encode();
    let mut lines: Vec<&[u8]> = text.split_inclusive(|it| *it == b'\n').collect();
    lines.insert(2, b"{\"measurement\":{}}\n");
    let Err(FormatError::Text { why }) = streamed(&lines.concat()) else {
        panic!("it was read");
    };
    assert!(
        matches!(why, TextProblem::MissingKey { line: 3, .. }),
        "{why:?}"
    );
    let long = vec![b' '; MAX_LINE_BYTES + 1];
    let error = EvidenceLines::new().read(&long).unwrap_err();
    assert!(matches!(error, FormatError::LineTooLong { line: 1, .. }));
    let after = [&text, b"{}".as_slice()].concat();
    assert!(streamed(&after).is_err());
    let spaced = [&text, b" \n".as_slice()].concat();
    assert!(streamed(&spaced).is_ok());
}

#[test]
fn certificates_are_kept_only_as_far_as_there_is_room() {
    let mut lines = EvidenceLines::new();
    lines.known = Known::bounded(1_000, 2_000);
    let evidence = file(1);
    let mut one = evidence.clone();
    one.measurements[0].tls_handshakes[0].peer_certificates = vec![vec![7; 1_001]];
    let text = one.encode();
    let mut read = text.split(|it| *it == b'\n').map(|line| lines.read(line));
    assert!(read.any(|it| matches!(it, Err(FormatError::CertificatesTooLarge { max: 1_000 }))));
    // The room for copies is one measurement's, and not the file's.
    let mut many = file(9);
    let small = vec![vec![7; 100]; 9];
    for measurement in &mut many.measurements {
        measurement.tls_handshakes[0]
            .peer_certificates
            .clone_from(&small);
    }
    assert!(streamed(&many.encode()).is_ok());
}

proptest! {
    #[test]
    fn damage_is_no_panic_and_what_is_read_is_what_is_there(at in 0usize..4_000, byte: u8) {
        let mut text = file(2).encode();
        let at = at % text.len();
        text[at] = byte;
        if let Ok(read) = streamed(&text) {
            prop_assert_eq!(Evidence::decode(&text), Ok(read));
        }
    }
}
