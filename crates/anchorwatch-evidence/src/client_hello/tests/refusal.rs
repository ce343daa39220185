use super::{ClientHello, HelloError, WHOLE, chrome, kazakhstan, make, read};

fn refusal(octets: &[u8]) -> HelloError {
    ClientHello::parse(octets).unwrap_err()
}

#[test]
fn a_hello_that_is_cut_anywhere_is_incomplete() {
    let octets = kazakhstan().records(50);
    assert!(ClientHello::parse(&octets).is_ok());
    for length in 0..octets.len() {
        let octet_count = u64::try_from(length).unwrap();
        assert_eq!(
            refusal(&octets[..length]),
            HelloError::Incomplete { octet_count }
        );
    }
}

#[test]
fn what_follows_the_last_record_is_not_read() {
    let octets = kazakhstan().records(WHOLE);
    let more = [&octets[..], &[23, 3, 3, 0, 0, 255]].concat();
    assert_eq!(ClientHello::parse(&more), ClientHello::parse(&octets));
}

#[test]
fn a_hello_in_records_of_any_length_is_the_same_message() {
    let whole = read(&chrome());
    for length in [1, 2, 3, 5, 40, 517, WHOLE] {
        let hello = ClientHello::parse(&chrome().records(length)).unwrap();
        assert_eq!(hello.message(), whole.message());
        let lengths = hello.records().iter().map(|one| usize::from(one.length));
        assert_eq!(lengths.sum::<usize>(), whole.message().len());
    }
}

#[test]
fn another_record_before_or_inside_the_hello_is_refused() {
    let of = |record_index, content_type| HelloError::NotHandshake {
        record_index,
        content_type,
    };
    let ssl2 = [0x80, 0x46, 1, 3, 1, 0, 0x2d];
    assert_eq!(refusal(&ssl2), of(0, 0x80));
    assert_eq!(refusal(b"GET / HTTP/1.1\r\n"), of(0, b'G'.into()));
    let octets = kazakhstan().records(50);
    let (first, rest) = octets.split_at(55);
    let alert = [21, 3, 1, 0, 2, 1, 0];
    assert_eq!(refusal(&[first, &alert, rest].concat()), of(1, 21));
    assert_eq!(refusal(&[first, &rest[55..]].concat()), {
        // A record is missing: the message is shorter than it says.
        let octet_count = u64::try_from(octets.len() - 55).unwrap();
        HelloError::Incomplete { octet_count }
    });
}

#[test]
fn a_record_that_is_empty_or_too_long_is_refused() {
    let of = |record_index, length| HelloError::RecordLength {
        record_index,
        length,
    };
    assert_eq!(refusal(&[22, 3, 1, 0, 0]), of(0, 0));
    assert_eq!(refusal(&[22, 3, 1, 0x40, 1]), of(0, 0x4001));
    // The longest record is allowed, and not there yet.
    assert_eq!(
        refusal(&[22, 3, 1, 0x40, 0]),
        HelloError::Incomplete { octet_count: 5 }
    );
    let empty_second = [&kazakhstan().records(50)[..55], &[22, 3, 1, 0, 0]].concat();
    assert_eq!(refusal(&empty_second), of(1, 0));
}

#[test]
fn another_message_and_an_endless_one_are_refused_at_once() {
    let of = |handshake: &[u8]| refusal(&make::records(0x0301, handshake, WHOLE));
    assert_eq!(of(&[2]), HelloError::OtherMessage { message_type: 2 });
    let length = super::super::MAX_LENGTH;
    let [_, high, middle, low] = u32::try_from(length).unwrap().to_be_bytes();
    assert_eq!(
        of(&[1, high, middle, low]),
        HelloError::Incomplete { octet_count: 9 }
    );
    let [_, high, middle, low] = u32::try_from(length + 1).unwrap().to_be_bytes();
    assert_eq!(
        of(&[1, high, middle, low]),
        HelloError::MessageLength { length: 131_397 }
    );
}

/// Every field has its greatest length.
fn longest() -> make::ClientHello {
    make::ClientHello {
        session_id: vec![1; 32],
        cipher_suites: vec![0x2f; 32_767],
        compression_methods: vec![0; 255],
        extensions: Some(vec![(21, vec![0; 65_531])]),
        ..kazakhstan()
    }
}

#[test]
fn the_longest_hello_is_read() {
    let hello = read(&longest());
    assert_eq!(hello.message().len(), 4 + super::super::MAX_LENGTH);
    assert_eq!(hello.records().len(), 9);
    assert_eq!(hello.cipher_suites().count(), 32_767);
}

#[test]
fn after_the_most_octets_no_hello_is_incomplete() {
    let octets = longest().records(1);
    assert_eq!(octets.len(), ClientHello::MAX_OCTETS);
    assert!(ClientHello::parse(&octets).is_ok());
    assert!(matches!(
        refusal(&octets[..octets.len() - 1]),
        HelloError::Incomplete { .. }
    ));
}

#[test]
fn a_message_after_the_hello_in_its_record_is_refused() {
    let two = [kazakhstan().message(), vec![11, 0, 0, 0]].concat();
    assert_eq!(
        refusal(&make::records(0x0301, &two, WHOLE)),
        HelloError::Followed { octet_count: 4 }
    );
}

#[test]
fn fields_that_cannot_be_are_refused() {
    let mut long_session = kazakhstan();
    long_session.session_id = vec![0; 33];
    let mut no_suites = kazakhstan();
    no_suites.cipher_suites = Vec::new();
    let mut no_compression = kazakhstan();
    no_compression.compression_methods = Vec::new();
    for hello in [long_session, no_suites, no_compression] {
        let refused = refusal(&hello.records(WHOLE));
        assert!(
            matches!(refused, HelloError::Malformed { .. }),
            "{refused:?}"
        );
    }
}

#[test]
fn a_wrong_length_inside_the_message_is_refused_with_its_place() {
    let written = kazakhstan();
    let of = |position: usize, added: u8| {
        let mut message = written.message();
        message[position] = message[position].wrapping_add(added);
        ClientHello::parse(&make::records(0x0301, &message, WHOLE))
    };
    // The lengths of session identifier, suites, compression methods, extensions.
    for position in [38, 40, 67, 70] {
        for added in [1, 3, 255] {
            let refused = of(position, added);
            let is_malformed = matches!(refused, Err(HelloError::Malformed { .. }));
            assert!(is_malformed, "{position} {added} {refused:?}");
        }
    }
    assert!(of(6, 1).is_ok());
    // An octet after the extensions.
    let mut message = [written.message(), vec![0]].concat();
    message[3] += 1;
    let offset = u64::try_from(message.len() - 1).unwrap();
    assert_eq!(
        refusal(&make::records(0x0301, &message, WHOLE)),
        HelloError::Malformed { offset }
    );
}
