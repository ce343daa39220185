//! One file with everything, and who could change it.

use anchorwatch_list::{
    Bundle, BundleProblem, ListProblem, ListState, LoggedNote, MAX_BUNDLE_BYTES, MAX_SETS,
    Publishers, RotationProblem, Signed, UpdateProblem, VerifyProblem,
};

use crate::publisher::*;

const NOW: i64 = START + 10 * DAY;

/// The parts: two new sets of publishers, and both lists of the last one.
struct Parts {
    sets: [Vec<u8>; 2],
    approved: [Vec<u8>; 2],
    quick: [Vec<u8>; 2],
}

fn parts() -> Parts {
    let seeds: [&[u8]; 2] = [&[1, 2, 4, 5, 6], &[1, 2, 7]];
    let set = |epoch, seeds, by: &[u8]| {
        let text = set_text(epoch, SET_EXPIRES, 7, &three_of(seeds));
        signed_by(&text, &keys(by))
    };
    let header = |sequence, base| anchorwatch_list::Header {
        epoch: 3,
        ..header(sequence, base)
    };
    let approved = list(header(9, None), &[public("a")]);
    let quick = list(header(9, Some(&approved)), &[local("b")]);
    Parts {
        sets: [
            set(2, seeds[0], &[1, 2, 4]),
            set(3, seeds[1], &[1, 2, 4, 7]),
        ],
        approved: [note(&approved, &[1, 2, 7]), approved],
        quick: [note(&quick, &[7]), quick],
    }
}

fn signed([note, list]: &[Vec<u8>; 2]) -> Signed<'_> {
    Signed {
        note,
        proof: &[],
        list,
    }
}

fn signed_set(note: &[u8]) -> LoggedNote<'_> {
    LoggedNote { note, proof: &[] }
}

fn bundle(parts: &Parts) -> Bundle<'_> {
    Bundle {
        first_epoch: 2,
        sets: parts.sets.iter().map(|it| signed_set(it)).collect(),
        approved: signed(&parts.approved),
        quick: Some(signed(&parts.quick)),
        logs: Vec::new(),
    }
}

fn taken(state: &ListState, octets: &[u8]) -> Result<ListState, BundleProblem> {
    state.accept_bundle(&Bundle::parse(octets).unwrap(), at(NOW))
}

#[test]
fn one_file_brings_a_client_to_the_last_set_and_both_lists() {
    let parts = parts();
    let octets = bundle(&parts).encode();
    assert_eq!(Bundle::parse(&octets), Ok(bundle(&parts)));
    let state = taken(&fresh(), &octets).unwrap();
    assert_eq!(state.publishers().epoch(), 3);
    assert!(refused(&state, "a", NOW).is_some() && refused(&state, "b", NOW).is_some());
    // Again, and for a client that has one of the sets.
    assert_eq!(taken(&state, &octets).as_ref(), Ok(&state));
    let half = fresh().rotate(&parts.sets[0], at(NOW)).unwrap();
    assert_eq!(taken(&half, &octets), Ok(state));
    let no_quick = Bundle {
        quick: None,
        ..bundle(&parts)
    };
    let octets = no_quick.encode();
    assert_eq!(Bundle::parse(&octets), Ok(no_quick));
    assert_eq!(refused(&taken(&fresh(), &octets).unwrap(), "b", NOW), None);
}

#[test]
fn a_bundle_with_any_octet_changed_or_cut_brings_nothing_else() {
    let octets = bundle(&parts()).encode();
    let state = fresh();
    let good = taken(&state, &octets).unwrap();
    for end in 0..octets.len() {
        assert!(Bundle::parse(&octets[..end]).is_err(), "{end}");
        let mut other = octets.clone();
        other[end] ^= 1;
        let Ok(bundle) = Bundle::parse(&other) else {
            continue;
        };
        // Nobody signs the number of the first epoch; it can only lead to a refusal or nowhere.
        let got = state.accept_bundle(&bundle, at(NOW));
        assert!(got.is_err() || got.as_ref() == Ok(&good), "{end}");
        let is_epoch = (8..16).contains(&end);
        assert!(got.is_err() || is_epoch, "{end}");
    }
}

#[test]
fn each_part_is_refused_as_if_it_had_come_alone() {
    let good = parts();
    let (one, two) = (parts().sets[0].clone(), parts().sets[1].clone());
    let swapped = Parts {
        sets: [two, one],
        ..parts()
    };
    let got = taken(&fresh(), &bundle(&swapped).encode());
    let why = RotationProblem::Epoch { got: 3, held: 1 };
    assert_eq!(got, Err(BundleProblem::Publishers { why }));
    // The note of one list beside the octets of the other.
    let mixed = Parts {
        quick: [good.quick[0].clone(), good.approved[1].clone()],
        ..parts()
    };
    let got = taken(&fresh(), &bundle(&mixed).encode());
    let why = VerifyProblem::Hash;
    assert_eq!(got, Err(BundleProblem::Signatures { why }));
    // A quick list instead of the approved one.
    let first = Parts {
        approved: parts().quick,
        ..parts()
    };
    let got = taken(&fresh(), &bundle(&first).encode());
    let why = VerifyProblem::Role;
    assert_eq!(got, Err(BundleProblem::Signatures { why }));
    // An old bundle, for a client that has seen more.
    let state = taken(&fresh(), &bundle(&good).encode()).unwrap();
    let later = list(
        anchorwatch_list::Header {
            epoch: 3,
            ..header(10, None)
        },
        &[public("a")],
    );
    let state = take(&state, &later, &[1, 2, 7]).unwrap();
    let got = taken(&state, &bundle(&good).encode());
    let why = UpdateProblem::Rollback { got: 9, held: 10 };
    assert_eq!(got, Err(BundleProblem::Update { why }));
}

#[test]
fn a_client_of_another_list_takes_nothing_of_a_bundle() {
    let text = set_text(1, SET_EXPIRES, 7, &three_of(&[1, 2, 3, 4, 5]));
    let text = text.replace("example.org/distrust", "example.org/other");
    let state = ListState::new(Publishers::parse(&text).unwrap());
    let got = taken(&state, &bundle(&parts()).encode());
    let why = RotationProblem::Origin {
        got: "example.org/distrust".to_owned(),
    };
    assert_eq!(got, Err(BundleProblem::Publishers { why }));
}

#[test]
fn sets_without_end_and_numbers_at_the_end_are_refused() {
    let parts = parts();
    let with = |count, first_epoch| Bundle {
        first_epoch,
        sets: vec![signed_set(&parts.sets[0]); count],
        ..bundle(&parts)
    };
    let max = MAX_SETS as u64;
    let many = with(MAX_SETS + 1, 2).encode();
    assert_eq!(Bundle::parse(&many), Err(ListProblem::TooMany { max }));
    assert!(Bundle::parse(&with(MAX_SETS, 2).encode()).is_ok());
    let got = taken(&fresh(), &with(3, u64::MAX).encode());
    let why = RotationProblem::Epoch { got: 2, held: 2 };
    // The second time, the same set does not follow itself.
    assert!(
        matches!(&got, Err(BundleProblem::Publishers { why: it }) if *it == why),
        "{got:?}"
    );
    let max = MAX_BUNDLE_BYTES as u64;
    let endless = vec![0; MAX_BUNDLE_BYTES + 1];
    assert_eq!(Bundle::parse(&endless), Err(ListProblem::TooLarge { max }));
    let mut longer = bundle(&parts).encode();
    longer.push(0);
    assert!(matches!(
        Bundle::parse(&longer),
        Err(ListProblem::LeftOver { .. })
    ));
}
