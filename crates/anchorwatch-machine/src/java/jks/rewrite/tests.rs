use super::{super::tests::*, *};

#[test]
fn an_entry_taken_out_and_put_back_leaves_the_others_as_they_were() {
    let bytes = a_file();
    let entries = read(&bytes);
    let first = &entries.certificates[0];
    assert_eq!(name_of(entries.bytes_of(first)), b"one");
    let without = entries.rewritten(&[first], &[], "changeit").unwrap();
    let rest = read(&without);
    assert!(rest.is_sealed_with("changeit") && rest.cut.is_none());
    assert_eq!(told(&rest), told(&entries)[1..]);
    let kept = entries.bytes_of(first);
    assert_eq!(trusted_entry(kept, 2).unwrap().encoding, b"first");
    let again = rest.rewritten(&[], &[kept], "changeit").unwrap();
    let again = read(&again);
    let mut expected = told(&entries);
    expected.rotate_left(1);
    assert!(again.is_sealed_with("changeit"));
    assert_eq!(told(&again), expected);
}

#[test]
fn a_file_without_its_password_or_a_private_key_is_not_rewritten() {
    let bytes = a_file();
    let entries = read(&bytes);
    let [one, own, above, last] = [0, 1, 2, 3].map(|at| &entries.certificates[at]);
    assert!(entries.rewritten(&[one], &[], "changeme").is_none());
    assert!(entries.rewritten(&[own], &[], "changeit").is_none());
    assert!(entries.rewritten(&[one, above], &[], "changeit").is_none());
    assert!(entries.rewritten(&[one, last], &[], "changeit").is_some());
}

#[test]
fn what_is_behind_a_secret_key_and_behind_the_seal_stays_as_it_is() {
    let bytes = Made::new(2, 3)
        .entry(TRUSTED, "one")
        .certificate(b"first")
        .entry(SECRET, "odd")
        .bytes(b"an object of unstated length")
        .sealed("changeit");
    let entries = read(&bytes);
    assert!(entries.cut.is_some() && entries.is_whole());
    let first = &entries.certificates[0];
    let without = entries.rewritten(&[first], &[], "changeit").unwrap();
    let length = bytes.len() - first.place.len();
    assert_eq!(without.len(), length);
    assert_eq!(
        without[12..length - 20],
        bytes[first.place.end..bytes.len() - 20]
    );
    let kept = entries.bytes_of(first);
    let again = read(&without).rewritten(&[], &[kept], "changeit").unwrap();
    assert_eq!(again, bytes);

    let longer = [a_file().as_slice(), b"surplus"].concat();
    let entries = read(&longer);
    let without = entries.rewritten(&[&entries.certificates[0]], &[], "changeit");
    assert!(without.unwrap().ends_with(b"surplus"));
}

#[test]
fn an_entry_that_is_none_of_its_version_is_refused() {
    let bytes = a_file();
    let entries = read(&bytes);
    let kept = entries.bytes_of(&entries.certificates[0]);
    assert!(trusted_entry(kept, 2).is_ok());
    assert!(trusted_entry(kept, 1).is_err());
    assert!(trusted_entry(&[kept, b"x"].concat(), 2).is_err());
    for length in 0..kept.len() {
        assert!(trusted_entry(&kept[..length], 2).is_err());
    }
    let key = entries.bytes_of(&entries.certificates[1]);
    assert!(trusted_entry(key, 2).is_err());
}
