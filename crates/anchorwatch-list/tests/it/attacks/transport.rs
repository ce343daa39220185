//! Mirrors and networks that change, cut or mix what they carry.

use anchorwatch_list::{
    DeltaProblem, List, ListProblem, MAX_LIST_BYTES, Role, VerifiedStatement, VerifyProblem, verify,
};

use crate::publisher::*;

fn statement_of(note: &[u8]) -> Result<VerifiedStatement, VerifyProblem> {
    VerifiedStatement::verify(note, &publishers(), Role::Approved)
}

#[test]
fn a_list_cut_at_every_octet_or_made_longer_is_refused_before_it_is_parsed() {
    let octets = approved(1, &[public("a"), local("b")]);
    let note = note(&octets, HIGH);
    let opened = |octets: &[u8]| verify(&note, octets, &publishers(), Role::Approved).err();
    for end in 0..octets.len() {
        assert_eq!(opened(&octets[..end]), Some(VerifyProblem::Hash), "{end}");
    }
    let longer = [octets.as_slice(), &[0]].concat();
    assert_eq!(opened(&longer), Some(VerifyProblem::Hash));
    assert_eq!(opened(&octets), None);
}

#[test]
fn a_list_with_any_octet_changed_is_refused_before_it_is_parsed() {
    let octets = approved(1, &[public("a"), local("b")]);
    let note = note(&octets, HIGH);
    for at in 0..octets.len() {
        let mut other = octets.clone();
        other[at] ^= 1;
        let got = verify(&note, &other, &publishers(), Role::Approved).err();
        assert_eq!(got, Some(VerifyProblem::Hash), "{at}");
    }
}

#[test]
fn a_note_cut_at_every_octet_is_refused() {
    let octets = approved(1, &[public("a")]);
    let note = note(&octets, HIGH);
    for end in 0..note.len() {
        assert!(statement_of(&note[..end]).is_err(), "{end}");
    }
    assert!(statement_of(&note).is_ok());
}

#[test]
fn a_delta_cut_or_changed_at_any_octet_is_refused_before_it_is_parsed() {
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("b")]));
    let delta = between(&one, &two);
    let statement = statement_of(&note_with(&two, &[&delta], HIGH)).unwrap();
    let base = List::parse(&one).unwrap();
    for at in 0..delta.len() {
        let cut = statement.apply(&delta[..at], &base);
        assert_eq!(cut, Err(VerifyProblem::DeltaNotNamed), "{at}");
        let mut other = delta.clone();
        other[at] ^= 1;
        let changed = statement.apply(&other, &base);
        assert_eq!(changed, Err(VerifyProblem::DeltaNotNamed), "{at}");
    }
    let result = statement.apply(&delta, &base).unwrap();
    assert_eq!(result, two);
    assert!(statement.open(&result).is_ok());
}

#[test]
fn a_delta_onto_the_wrong_base_is_refused() {
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("b")]));
    let other = approved(1, &[public("c")]);
    let delta = between(&one, &two);
    let statement = statement_of(&note_with(&two, &[&delta], HIGH)).unwrap();
    let got = statement.apply(&delta, &List::parse(&other).unwrap());
    assert_eq!(got, Err(VerifyProblem::DeltaNotNamed));
}

#[test]
fn a_delta_that_publishers_signed_by_mistake_leads_nowhere_else() {
    // Named for this base in a signed note, and made for another one.
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("b")]));
    let wrong = between(&approved(1, &[public("c")]), &two);
    let mut lies = statement(&two, &[&wrong]);
    lies.deltas[0].base = List::parse(&one).unwrap().hash();
    let keys = keys(HIGH);
    let statement = statement_of(&signed_by(&lies.encode(), &keys)).unwrap();
    let why = DeltaProblem::OtherBase;
    let got = statement.apply(&wrong, &List::parse(&one).unwrap());
    assert_eq!(got, Err(VerifyProblem::Delta { why }));
}

#[test]
fn the_note_of_one_list_with_the_octets_of_another_is_refused() {
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("b")]));
    let got = verify(&note(&two, HIGH), &one, &publishers(), Role::Approved).err();
    assert_eq!(got, Some(VerifyProblem::Hash));
}

#[test]
fn a_length_beyond_the_end_reserves_no_memory_and_is_refused() {
    // A group that says that it has four gibibytes, signed by everybody.
    let empty = approved(1, &[]);
    let huge = [&empty[..], &[1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]].concat();
    let offset = huge.len() as u64;
    assert_eq!(List::parse(&huge), Err(ListProblem::CutShort { offset }));
    let mut lies = statement(&empty, &[]);
    lies.list_bytes = huge.len() as u64;
    lies.list_hash = anchorwatch_list::ListHash::of(&huge);
    let keys = keys(HIGH);
    let note = signed_by(&lies.encode(), &keys);
    let got = verify(&note, &huge, &publishers(), Role::Approved).err();
    let why = ListProblem::CutShort { offset };
    assert_eq!(got, Some(VerifyProblem::List { why }));
}

#[test]
fn endless_octets_are_refused_by_their_number_and_never_hashed_or_parsed() {
    let octets = approved(1, &[public("a")]);
    let endless = vec![0; MAX_LIST_BYTES + 1];
    let max = MAX_LIST_BYTES as u64;
    let why = ListProblem::TooLarge { max };
    let refused = VerifyProblem::List { why };
    let statement = statement_of(&note_with(&octets, &[], HIGH)).unwrap();
    assert_eq!(statement.open(&endless).err(), Some(refused.clone()));
    let base = List::parse(&octets).unwrap();
    assert_eq!(statement.apply(&endless, &base), Err(refused));
}

#[test]
fn what_is_refused_leaves_the_last_good_list_in_force() {
    let one = approved(1, &[public("a")]);
    let state = take(&fresh(), &one, HIGH).unwrap();
    let before = state.encode();
    let two = approved(2, &[]);
    assert!(take(&state, &two, &[1, 2]).is_err());
    assert_eq!(state.encode(), before);
    assert!(refused(&state, "a", START + 3 * DAY).is_some());
}
