use proptest::prelude::*;

pub(super) use super::*;

/// A file under construction, in the layout above.
pub(in crate::java) struct Made(Vec<u8>);

impl Made {
    pub(in crate::java) fn new(version: u32, count: u32) -> Self {
        let header = [JKS, version, count].map(u32::to_be_bytes);
        Self(header.concat())
    }

    pub(in crate::java) fn number(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(in crate::java) fn text(mut self, text: &str) -> Self {
        self.0
            .extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        self.0.extend(text.as_bytes());
        self
    }

    pub(in crate::java) fn entry(self, tag: u32, alias: &str) -> Self {
        self.number(tag).text(alias).number(0).number(7)
    }

    pub(in crate::java) fn bytes(self, bytes: &[u8]) -> Self {
        let mut made = self.number(u32::try_from(bytes.len()).unwrap());
        made.0.extend(bytes);
        made
    }

    pub(in crate::java) fn certificate(self, encoding: &[u8]) -> Self {
        self.text("X.509").bytes(encoding)
    }

    pub(in crate::java) fn sealed(mut self, password: &str) -> Vec<u8> {
        let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let text = [&password, b"Mighty Aphrodite".as_slice(), &self.0].concat();
        self.0.extend(Sha1::digest(text));
        self.0
    }
}

pub(super) fn a_file() -> Vec<u8> {
    Made::new(2, 3)
        .entry(TRUSTED, "one")
        .certificate(b"first")
        .entry(KEY, "key")
        .bytes(b"protected")
        .number(2)
        .certificate(b"own")
        .certificate(b"above")
        .entry(TRUSTED, "zwölf")
        .certificate(b"last")
        .sealed("changeit")
}

pub(super) fn told(entries: &Entries<'_>) -> Vec<(String, Standing, Vec<u8>)> {
    let told = entries.certificates.iter();
    told.map(|entry| (entry.alias.clone(), entry.standing, entry.encoding.to_vec()))
        .collect()
}

#[test]
fn every_certificate_is_read_with_its_standing() {
    let bytes = a_file();
    let entries = read(&bytes);
    let expected = [
        ("one", Standing::Trusted, "first"),
        ("key", Standing::OfAKey, "own"),
        ("key", Standing::InAChain, "above"),
        ("zwölf", Standing::Trusted, "last"),
    ];
    let expected = expected
        .map(|(alias, standing, bytes)| (alias.to_owned(), standing, bytes.as_bytes().to_vec()));
    assert_eq!((told(&entries), entries.cut), (expected.to_vec(), None));
}

#[test]
fn version_one_has_no_kind_before_a_certificate_and_version_three_is_refused() {
    let made = |version| {
        Made::new(version, 1)
            .entry(TRUSTED, "one")
            .bytes(b"first")
            .sealed("changeit")
    };
    assert_eq!(read(&made(1)).certificates[0].encoding, b"first");
    assert_eq!(read(&made(3)).cut, Some(Error::Version { version: 3 }));
    assert!(read(&made(2)).cut.is_some());
}

#[test]
fn the_digest_fits_its_password_and_no_other_and_no_other_bytes() {
    let bytes = a_file();
    assert!(read(&bytes).is_sealed_with("changeit"));
    assert!(!read(&bytes).is_sealed_with("changeme"));
    let mut other = bytes;
    let at = other
        .windows(5)
        .position(|window| window == b"first")
        .unwrap();
    other[at] ^= 1;
    assert!(!read(&other).is_sealed_with("changeit"));
    assert!(read(&Made::new(2, 0).sealed("")).is_sealed_with(""));
}

#[test]
pub(super) fn a_file_cut_at_any_byte_says_so_and_keeps_what_came_before() {
    let bytes = a_file();
    let whole = told(&read(&bytes));
    for length in 0..bytes.len() {
        let entries = read(&bytes[..length]);
        assert!(
            matches!(entries.cut, Some(Error::Ends { at }) if at == length),
            "{length}"
        );
        assert!(whole.starts_with(&told(&entries)));
        assert!(!entries.is_sealed_with("changeit"));
    }
}

#[test]
fn lengths_and_counts_beyond_the_end_are_refused_at_once() {
    let huge = |made: Made| made.number(u32::MAX).sealed("changeit");
    for bytes in [
        Made::new(2, u32::MAX).sealed("changeit"),
        huge(Made::new(2, 1).entry(TRUSTED, "one").text("X.509")),
        huge(Made::new(2, 1).entry(KEY, "key")),
        huge(Made::new(2, 1).entry(KEY, "key").bytes(b"protected")),
        Made::new(2, 1).number(TRUSTED).number(u32::MAX).0,
    ] {
        let entries = read(&bytes);
        assert!(entries.cut.is_some() && entries.certificates.is_empty());
    }
}

#[test]
fn what_has_no_stated_length_or_no_known_kind_ends_the_reading_and_is_said() {
    let made = |tag| {
        Made::new(2, 2)
            .entry(TRUSTED, "one")
            .certificate(b"first")
            .entry(tag, "odd")
            .sealed("changeit")
    };
    for (tag, error) in [
        (SECRET, Error::Secret { at: 45 }),
        (9, Error::Tag { tag: 9, at: 45 }),
    ] {
        let bytes = made(tag);
        let entries = read(&bytes);
        assert_eq!((entries.certificates.len(), entries.cut), (1, Some(error)));
    }
}

#[test]
fn more_certificates_than_any_store_has_are_not_read() {
    let count = u32::try_from(MAX_ENTRY_COUNT).unwrap();
    let made = |count: u32| {
        let entries = (0..count).fold(Made::new(1, count), |made, _| {
            made.entry(TRUSTED, "").bytes(b"")
        });
        entries.sealed("changeit")
    };
    assert_eq!(read(&made(count)).cut, None);
    let more = made(count + 1);
    let entries = read(&more);
    assert_eq!(
        (entries.certificates.len(), entries.cut),
        (MAX_ENTRY_COUNT, Some(Error::TooMany))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn no_change_of_a_file_makes_more_of_it_than_it_has(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)
    ) {
        let mut bytes = a_file();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let entries = read(&bytes);
        let taken: usize = entries.certificates.iter().map(|entry| entry.encoding.len()).sum();
        prop_assert!(taken <= bytes.len());
    }

    #[test]
    fn arbitrary_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(&bytes);
        read(&[JKS.to_be_bytes().as_slice(), &bytes].concat());
    }
}
