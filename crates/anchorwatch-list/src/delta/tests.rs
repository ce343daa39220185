use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_policy::{DistrustEntry, EntrySource};
use proptest::prelude::*;

use super::*;
use crate::ListDraft;

fn list(sequence: u64, keys: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let mut draft = ListDraft::new(Header {
        epoch: 1,
        sequence,
        issued: UnixSeconds::new(1_796_000_000),
        expires: UnixSeconds::new(1_798_592_000),
        base: None,
    });
    for key in keys {
        let key = SpkiSha256::of(&[key]);
        draft.add(&DistrustEntry::of_key(key, EntrySource::Owner));
    }
    draft.encode().unwrap()
}

fn between(base: &[u8], result: &[u8]) -> Vec<u8> {
    let (base, result) = (List::parse(base), List::parse(result));
    Delta::between(&base.unwrap(), &result.unwrap())
}

fn applied(delta: &[u8], base: &[u8]) -> Result<Vec<u8>, DeltaProblem> {
    let delta = Delta::parse(delta).map_err(|why| DeltaProblem::Form { why })?;
    delta.apply(&List::parse(base).unwrap())
}

proptest! {
    #[test]
    fn a_delta_leads_from_any_list_to_any_other(
        before in prop::collection::btree_set(any::<u8>(), 0..20),
        after in prop::collection::btree_set(any::<u8>(), 0..20),
    ) {
        let (one, other) = (list(1, before.iter().copied()), list(2, after.iter().copied()));
        let delta = between(&one, &other);
        prop_assert_eq!(applied(&delta, &one), Ok(other));
        let counts = (before.difference(&after).count(), after.difference(&before).count());
        prop_assert_eq!(Delta::parse(&delta).unwrap().counts(), counts);
    }

    #[test]
    fn a_changed_delta_leads_nowhere_else(
        before in prop::collection::btree_set(any::<u8>(), 0..9),
        after in prop::collection::btree_set(any::<u8>(), 0..9),
        at in any::<prop::sample::Index>(),
        octet in any::<u8>(),
    ) {
        let (one, other) = (list(1, before), list(2, after));
        let mut delta = between(&one, &other);
        let at = at.index(delta.len());
        prop_assume!(delta[at] != octet);
        delta[at] = octet;
        prop_assert!(applied(&delta, &one).is_err());
    }
}

#[test]
fn a_delta_onto_another_base_is_refused() {
    let (one, two, other) = (list(1, [1]), list(2, [1, 2]), list(3, [1]));
    let delta = between(&one, &two);
    assert_eq!(applied(&delta, &other), Err(DeltaProblem::OtherBase));
    assert_eq!(applied(&delta, &two), Err(DeltaProblem::OtherBase));
    assert_eq!(applied(&delta, &one), Ok(two));
}

/// A delta of `from` to `to` that says that it applies to `base`.
fn claimed(base: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut delta = between(from, to);
    delta[8..40].copy_from_slice(ListHash::of(base).as_bytes());
    delta
}

#[test]
fn a_delta_that_removes_what_is_not_there_or_adds_what_is_there_is_refused() {
    let base = list(1, [1]);
    let removes = claimed(&base, &list(1, [1, 2]), &list(2, [1]));
    assert_eq!(applied(&removes, &base), Err(DeltaProblem::NotThere));
    let adds = claimed(&base, &list(1, []), &list(2, [1]));
    assert_eq!(applied(&adds, &base), Err(DeltaProblem::AlreadyThere));
}

#[test]
fn a_delta_that_does_not_lead_where_it_says_is_refused() {
    let (one, two) = (list(1, [1]), list(2, [1, 2]));
    let mut delta = between(&one, &two);
    delta[40..72].copy_from_slice(ListHash::of(&list(2, [1, 3])).as_bytes());
    assert_eq!(applied(&delta, &one), Err(DeltaProblem::OtherResult));
}

#[test]
fn every_cut_of_a_delta_and_octets_after_it_are_refused() {
    let (one, two) = (list(1, [1]), list(2, [2, 3]));
    let delta = between(&one, &two);
    for end in 0..delta.len() {
        assert!(applied(&delta[..end], &one).is_err(), "{end}");
    }
    let offset = delta.len() as u64;
    let longer = [delta.as_slice(), &[0]].concat();
    let why = ListProblem::LeftOver { offset };
    assert_eq!(applied(&longer, &one), Err(DeltaProblem::Form { why }));
}
