//! Public logs: a list for one victim, old logs, forks, and witnesses who do not count.

use anchorwatch_list::{
    Bundle, BundleProblem, BundledLog, Freshness, ListProblem, ListState, LoggedNote, Publishers,
    PublishersProblem, Role, RotationProblem, Signed, UpdateProblem, VerifiedStatement,
    VerifyProblem, verify,
};
use anchorwatch_transparency::{CheckpointProblem, LogProofProblem, PolicyProblem, TreeHash};

use crate::{log::*, publisher::*};

const NOW: i64 = START + 10 * DAY;

fn lists() -> [Vec<u8>; 3] {
    let first = approved(9, &[public("a")]);
    let next = approved(10, &[public("a"), public("b")]);
    let last = approved(11, &[public("a"), public("b"), public("c")]);
    [first, next, last]
}

/// A client that took the first list from a log with one entry.
fn client(log: &mut Log) -> ListState {
    let [first, ..] = lists();
    let index = log.add_list(&first);
    let proof = log.proof(index, NOW);
    take_logged(&logged_client(), &first, &proof, log, NOW).unwrap()
}

fn log_refused(why: LogProofProblem) -> Result<ListState, Refused> {
    Err(Refused::Update(UpdateProblem::Log { why }))
}

fn checkpoint_refused(got: Result<ListState, Refused>) -> CheckpointProblem {
    match got {
        Err(Refused::Verify(VerifyProblem::LogProof {
            why: LogProofProblem::Checkpoint { why },
        })) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_that_is_not_in_the_log_is_refused_though_enough_publishers_signed_it() {
    let [first, next, _] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    assert_eq!(state.held(Role::Approved).unwrap().octets(), first);
    // Nobody else can see it.
    let targeted = Err(Refused::Verify(VerifyProblem::NoLogProof));
    assert_eq!(take_at(&state, &next, &note(&next, HIGH), NOW), targeted);
    assert_eq!(take_logged(&state, &next, &[], &log, NOW), targeted);
    // The proof of another list.
    let proof = log.proof(0, NOW);
    let why = LogProofProblem::Inclusion;
    let got = take_logged(&state, &next, &proof, &log, NOW);
    assert_eq!(got, Err(Refused::Verify(VerifyProblem::LogProof { why })));
    let index = log.add_list(&next);
    let proof = log.proof(index, NOW);
    assert!(take_logged(&state, &next, &proof, &log, NOW).is_ok());
}

#[test]
fn nothing_of_a_list_is_read_before_the_proof_holds() {
    let state = logged_client();
    // Signed by enough publishers, and no list at all.
    let [first, ..] = lists();
    let note = note(&first, HIGH);
    let broken = b"not a list".as_slice();
    let got = verify(&note, broken, state.publishers(), Role::Approved).err();
    assert_eq!(got, Some(VerifyProblem::NoLogProof));
}

#[test]
fn a_proof_with_any_octet_changed_or_cut_is_refused() {
    let [first, ..] = lists();
    let mut log = Log::default();
    log.add("another entry");
    let index = log.add_list(&first);
    let checkpoint = log.checkpoint(LOG, 2, &[("w1", NOW), ("m", NOW)]);
    let good = log.proof_of(index, 2, &checkpoint);
    let note = note(&first, HIGH);
    let state = logged_client();
    let taken = |proof: &[u8]| {
        let set = state.publishers();
        VerifiedStatement::verify_logged(&note, proof, set, Role::Approved, at(NOW))
    };
    assert!(taken(&good).is_ok());
    for end in 0..good.len() {
        assert!(taken(&good[..end]).is_err(), "{end}");
        let mut other = good.clone();
        other[end] ^= 1;
        assert!(taken(&other).is_err(), "{end}");
    }
}

#[test]
fn a_log_that_was_forked_is_refused_even_with_a_whole_quorum() {
    let [_, next, last] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    let mut other = Log::default();
    let index = other.add_list(&next);
    let got = take_logged(&state, &next, &other.proof(index, NOW), &other, NOW);
    assert_eq!(got, log_refused(LogProofProblem::Forked { size: 1 }));
    // The fork grew on, and says so itself.
    let index = other.add_list(&last);
    let got = take_logged(&state, &last, &other.proof(index, NOW), &other, NOW);
    assert_eq!(got, log_refused(LogProofProblem::Consistency));
    // Its victim is led there by the right hashes of the other log.
    log.add_list(&last);
    let got = take_logged(&state, &last, &other.proof(index, NOW), &log, NOW);
    assert_eq!(got, log_refused(LogProofProblem::Consistency));
}

#[test]
fn a_log_that_grew_is_taken_only_with_the_proof_that_it_grew() {
    let [_, next, _] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    let index = log.add_list(&next);
    let list_proof = log.proof(index, NOW);
    let list = proven(&state, &next, &list_proof, NOW).unwrap();
    let got = state.accept(&list, at(NOW)).map_err(Refused::Update);
    assert_eq!(got, log_refused(LogProofProblem::Consistency));
    let too_many = |_: &str, _, _| vec![TreeHash::new([7; 32]); 64];
    let got = state.accept_logged(&list, &too_many, at(NOW));
    assert_eq!(
        got.map_err(Refused::Update),
        log_refused(LogProofProblem::Consistency)
    );
    let state = take_logged(&state, &next, &list_proof, &log, NOW).unwrap();
    assert_eq!(state.log_head(LOG), Some(log.head_at(2)));
}

#[test]
fn an_old_checkpoint_is_refused_after_a_newer_one() {
    let [_, next, last] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    let index = log.add_list(&next);
    let (before, by) = (log.clone(), &[("w1", NOW), ("w2", NOW)]);
    log.add_list(&last);
    let state = take_logged(&state, &next, &log.proof(index, NOW), &log, NOW).unwrap();
    // The same list, a later time, and the log as it was.
    let old = before.checkpoint(LOG, 2, by);
    let got = take_logged(&state, &next, &before.proof_of(index, 2, &old), &log, NOW);
    assert_eq!(got, log_refused(LogProofProblem::Shrunk { old: 3, new: 2 }));
}

#[test]
fn a_cosignature_of_another_log_does_not_count() {
    let [first, ..] = lists();
    let mut log = Log::default();
    let index = log.add_list(&first);
    let both = [("w1", NOW), ("m", NOW)];
    let good = log.checkpoint(LOG, 1, &both);
    let others = log.checkpoint("log.example/other", 1, &both);
    // The log's own line, and cosignatures of the same tree under another origin.
    let own: Vec<&str> = good.split_inclusive('\n').take(5).collect();
    let foreign: Vec<&str> = others.split_inclusive('\n').skip(5).collect();
    let mixed = own.concat() + &foreign.concat();
    let state = logged_client();
    let got = take_logged(&state, &first, &log.proof_of(index, 1, &mixed), &log, NOW);
    assert!(matches!(
        checkpoint_refused(got),
        CheckpointProblem::Signature { .. }
    ));
    // All of the other log: this set does not know it.
    let got = take_logged(&state, &first, &log.proof_of(index, 1, &others), &log, NOW);
    assert!(matches!(
        checkpoint_refused(got),
        CheckpointProblem::UnknownLog { .. }
    ));
    let got = take_logged(&state, &first, &log.proof_of(index, 1, &good), &log, NOW);
    assert!(got.is_ok());
}

/// A first list, whose proof has a checkpoint with these cosigners.
fn taken_by(cosigners: &[(&str, i64)]) -> Result<ListState, Refused> {
    let [first, ..] = lists();
    let mut log = Log::default();
    let index = log.add_list(&first);
    let checkpoint = log.checkpoint(LOG, 1, cosigners);
    let proof = log.proof_of(index, 1, &checkpoint);
    take_logged(&logged_client(), &first, &proof, &log, NOW)
}

#[test]
fn the_mirror_is_an_optional_member_and_one_cosigner_twice_counts_once() {
    assert!(taken_by(&[("w1", NOW), ("w2", NOW)]).is_ok());
    assert!(taken_by(&[("w2", NOW), ("m", NOW)]).is_ok());
    for alone in [&[("m", NOW)][..], &[("m", NOW), ("m", NOW - 60)], &[]] {
        let why = checkpoint_refused(taken_by(alone));
        assert!(
            matches!(why, CheckpointProblem::Quorum { .. }),
            "{alone:?}: {why:?}"
        );
    }
}

#[test]
fn a_witness_with_a_clock_in_the_future_makes_nothing_fresh() {
    let why = checkpoint_refused(taken_by(&[("w1", NOW + 2 * DAY), ("w2", NOW)]));
    assert!(matches!(why, CheckpointProblem::Quorum { .. }));
    // Of two times within a day the earlier one counts: only then both had cosigned.
    let state = taken_by(&[("w1", NOW + DAY), ("w2", NOW - 3 * DAY)]).unwrap();
    assert_eq!(state.newest_at(), Some(at(NOW - 3 * DAY)));
}

#[test]
fn a_mirror_that_is_frozen_cannot_hide_it_behind_new_checkpoints() {
    let [first, next, _] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    assert_eq!(state.freshness(at(NOW)), Freshness::Current);
    let fresh = NOW + 3 * DAY;
    assert_eq!(state.freshness(at(fresh)), Freshness::Current);
    let since = at(NOW);
    let unconfirmed = Freshness::Unconfirmed { since };
    assert_eq!(state.freshness(at(fresh + 1)), unconfirmed);
    // An old list under a checkpoint of today: the log itself says that there is something newer, however
    // fresh the witnesses' word is.
    log.add_list(&next);
    let at_once = take_logged(&state, &first, &log.proof(0, NOW + 60), &log, NOW + 60).unwrap();
    assert_eq!(at_once.unseen_count(), 1);
    assert_eq!(at_once.freshness(at(NOW + 60)), unconfirmed);
    let later = NOW + 4 * DAY;
    let state = take_logged(&state, &first, &log.proof(0, later), &log, later).unwrap();
    assert_eq!((state.unseen_count(), state.newest_at()), (1, Some(since)));
    assert_eq!(state.freshness(at(later)), unconfirmed);
    let state = ListState::decode(&state.encode()).unwrap();
    assert_eq!(state.freshness(at(later)), unconfirmed);
    let state = take_logged(&state, &next, &log.proof(1, later), &log, later).unwrap();
    assert_eq!(
        (state.unseen_count(), state.newest_at()),
        (0, Some(at(later)))
    );
    assert_eq!(state.freshness(at(later)), Freshness::Current);
    // Nothing new for long, and witnesses who say so.
    let much_later = later + 6 * DAY;
    assert!(matches!(
        state.freshness(at(much_later)),
        Freshness::Unconfirmed { .. }
    ));
    let proof = log.proof(1, much_later);
    let state = take_logged(&state, &next, &proof, &log, much_later).unwrap();
    assert_eq!(state.freshness(at(much_later)), Freshness::Current);
}

#[test]
fn witnesses_keep_a_clock_that_was_set_back_from_making_an_expired_list_good() {
    let [first, next, _] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    // The list held was issued on day 9 and the witnesses cosigned on day 35.
    let later = START + 35 * DAY;
    let state = take_logged(&state, &first, &log.proof(0, later), &log, later).unwrap();
    // Day 10's list expires on day 40; the first one is refused once it expired.
    let expired = START + 41 * DAY;
    let index = log.add_list(&next);
    let ok = take_logged(&state, &next, &log.proof(index, later), &log, later).unwrap();
    let back = take_logged(
        &ok,
        &next,
        &log.proof(index, expired),
        &log,
        expired - DAY - 1,
    );
    let back = back.map(|it| it.freshness(at(NOW)));
    assert!(
        matches!(back, Ok(Freshness::Stale { .. }) | Err(_)),
        "{back:?}"
    );
}

#[test]
fn the_next_publishers_come_with_a_proof_too() {
    let [_, next, _] = lists();
    let mut log = Log::default();
    let state = client(&mut log);
    // A quorum under pressure hands one victim over to a set that asks for no log.
    let seeds = &[1, 2, 3, 4, 5];
    let text = set_text(2, SET_EXPIRES, 7, &three_of(seeds));
    let note = signed_by(&text, &keys(HIGH));
    let got = state.rotate(&note, at(NOW)).err();
    assert_eq!(got, Some(RotationProblem::NoLogProof));
    let growth = |_: &str, old, new| log.growth(old, new);
    let old = log.proof(0, NOW);
    let got = state.rotate_logged(&note, &old, &growth, at(NOW)).err();
    let why = LogProofProblem::Inclusion;
    assert_eq!(got, Some(RotationProblem::LogProof { why }));
    // Where everybody can see it, it is taken.
    let mut log = log.clone();
    let index = log.add(&text);
    let proof = log.proof(index, NOW);
    let got = state
        .rotate_logged(&note, &proof, &|_, _, _| Vec::new(), at(NOW))
        .err();
    let why = LogProofProblem::Consistency;
    assert_eq!(got, Some(RotationProblem::Log { why }));
    let growth = |_: &str, old, new| log.growth(old, new);
    let state = state
        .rotate_logged(&note, &proof, &growth, at(NOW))
        .unwrap();
    assert_eq!(state.publishers().epoch(), 2);
    assert_eq!(state.log_head(LOG), Some(log.head_at(2)));
    // The set that asked for the log signs nothing more.
    assert!(take_at(&state, &next, &crate::publisher::note(&next, HIGH), NOW).is_err());
}

#[test]
fn lists_in_between_need_no_proof_and_are_not_taken() {
    let [first, next, _] = lists();
    let delta = between(&first, &next);
    let mut log = Log::default();
    let state = client(&mut log);
    let note = note_with(&next, &[&delta], HIGH);
    let said = VerifiedStatement::verify(&note, state.publishers(), Role::Approved).unwrap();
    let base = state.held(Role::Approved).unwrap();
    let octets = said.apply(&delta, &base).unwrap();
    assert_eq!(said.open_between(&octets).unwrap().octets(), next);
    assert_eq!(said.open(&octets).err(), Some(VerifyProblem::NoLogProof));
}

/// A bundle of the next set of publishers and its first list, with the log's leaves.
struct Parts {
    set: [Vec<u8>; 2],
    approved: [Vec<u8>; 3],
    leaves: Vec<u8>,
}

fn parts(log: &mut Log) -> Parts {
    let text = logged_set(2, &[1, 2, 3]);
    let header = anchorwatch_list::Header {
        epoch: 2,
        ..header(10, None)
    };
    let octets = list(header, &[public("a"), public("b")]);
    let of_set = log.add(&text);
    let of_list = log.add(&entry(&octets).encode());
    Parts {
        set: [signed_by(&text, &keys(HIGH)), log.proof(of_set, NOW)],
        approved: [note(&octets, HIGH), log.proof(of_list, NOW), octets],
        leaves: log.leaves(),
    }
}

fn bundle(parts: &Parts) -> Bundle<'_> {
    let [note, proof] = &parts.set;
    let set = LoggedNote { note, proof };
    let [note, proof, list] = &parts.approved;
    let (origin, leaves) = (LOG, parts.leaves.as_slice());
    Bundle {
        first_epoch: 2,
        sets: vec![set],
        approved: Signed { note, proof, list },
        quick: None,
        logs: vec![BundledLog { origin, leaves }],
    }
}

#[test]
fn a_bundle_brings_proofs_and_shows_every_client_that_the_log_grew() {
    let mut log = Log::default();
    let held = client(&mut log);
    let parts = parts(&mut log);
    let octets = bundle(&parts).encode();
    assert_eq!(Bundle::parse(&octets), Ok(bundle(&parts)));
    for state in [held.clone(), logged_client()] {
        let state = state.accept_bundle(&bundle(&parts), at(NOW)).unwrap();
        assert_eq!(state.publishers().epoch(), 2);
        assert_eq!(state.log_head(LOG), Some(log.head_at(3)));
        assert!(refused(&state, "b", NOW).is_some());
        assert_eq!(state.accept_bundle(&bundle(&parts), at(NOW)), Ok(state));
    }
    let of_set = |why| Err(BundleProblem::Publishers { why });
    let mut without = bundle(&parts);
    without.logs.clear();
    let why = LogProofProblem::Consistency;
    let why = RotationProblem::Log { why };
    assert_eq!(held.accept_bundle(&without, at(NOW)), of_set(why.clone()));
    let mut forged = parts.leaves.clone();
    forged[40] ^= 1;
    let mut with = bundle(&parts);
    with.logs[0].leaves = &forged;
    assert_eq!(held.accept_bundle(&with, at(NOW)), of_set(why));
    let mut unproven = bundle(&parts);
    unproven.sets[0].proof = &[];
    let why = RotationProblem::NoLogProof;
    assert_eq!(held.accept_bundle(&unproven, at(NOW)), of_set(why));
    let mut unproven = bundle(&parts);
    unproven.approved.proof = &[];
    let why = VerifyProblem::NoLogProof;
    let got = held.accept_bundle(&unproven, at(NOW));
    assert_eq!(got, Err(BundleProblem::Signatures { why }));
}

#[test]
fn a_bundle_with_logs_out_of_order_or_with_half_a_leaf_is_refused() {
    let mut log = Log::default();
    let parts = parts(&mut log);
    let with = |logs: &[(&str, &[u8])]| {
        let logs = logs
            .iter()
            .map(|(origin, leaves)| BundledLog { origin, leaves });
        let bundle = Bundle {
            logs: logs.collect(),
            ..bundle(&parts)
        };
        Bundle::parse(&bundle.encode()).map(|it| it.logs.len())
    };
    assert_eq!(with(&[("a", &[7; 64]), ("b", &[])]), Ok(2));
    for logs in [&[("b", &[][..]), ("a", &[])][..], &[("a", &[]), ("a", &[])]] {
        assert!(
            matches!(with(logs), Err(ListProblem::Order { .. })),
            "{logs:?}"
        );
    }
    let long = "o".repeat(256);
    for log in [("a", &[7; 33][..]), ("", &[]), (long.as_str(), &[])] {
        assert!(
            matches!(with(&[log]), Err(ListProblem::Value { .. })),
            "{log:?}"
        );
    }
    let names: Vec<String> = (100..201).map(|it| it.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|it| (it.as_str(), &[][..])).collect();
    assert_eq!(with(&many[..100]), Ok(100));
    assert_eq!(with(&many), Err(ListProblem::TooMany { max: 100 }));
}

#[test]
fn one_key_under_two_names_is_no_policy_of_logs() {
    let good = logged_set(1, &[1, 2, 3]);
    assert!(Publishers::parse(&good).is_ok());
    let with = |text: &str| Publishers::parse(&good.replace("group seen", text)).err();
    let line = good
        .lines()
        .position(|it| it.starts_with("group seen"))
        .unwrap()
        + 1;
    let line = line as u64;
    let again = witness_key("other.example", 111);
    let twice = format!("witness w9 {}\ngroup seen", again.key());
    let why = PolicyProblem::KeyTwice { line };
    assert_eq!(with(&twice), Some(PublishersProblem::Logs { why }));
    // A publisher who is his own witness, or the log.
    let publisher = witness_key("somebody.example", 2);
    let twice = format!("witness w9 {}\ngroup seen", publisher.key());
    let (one, other) = (
        key(2).verifier().name().to_string(),
        "somebody.example".to_owned(),
    );
    assert_eq!(
        with(&twice),
        Some(PublishersProblem::SameKey { one, other })
    );
}

#[test]
fn what_is_no_part_about_logs_is_refused() {
    let good = logged_set(1, &[1, 2, 3]);
    let title = good
        .lines()
        .position(|it| it == "anchorwatch.logs/1")
        .unwrap() as u64
        + 1;
    let form = |after| PublishersProblem::Form {
        line: title + after,
    };
    let last = good.lines().count() as u64;
    let policy = |why| PublishersProblem::Logs { why };
    let log = good.lines().find(|it| it.starts_with("log ")).unwrap();
    for (from, to, refused) in [
        ("fresh 3", "fresh 03", form(1)),
        ("fresh 3\n", "", form(1)),
        ("fresh 3\n\n", "fresh 3\n", form(2)),
        ("fresh 3", "fresh 0", PublishersProblem::Fresh { days: 0 }),
        ("fresh 3", "fresh 91", PublishersProblem::Fresh { days: 91 }),
        (log, "", PublishersProblem::NoLog),
        ("quorum seen", "quorum none", PublishersProblem::NoWitness),
        (
            "quorum seen\n",
            "",
            policy(PolicyProblem::NoQuorum { line: last - 1 }),
        ),
        (
            "seen 2",
            "seen 4",
            policy(PolicyProblem::Threshold { line: last - 1 }),
        ),
        // Neither part can stand in the other.
        ("anchorwatch.logs/1\nfresh 3\n\n", "", form(0)),
        ("anchorwatch.logs/1", "anchorwatch.logs/2", form(0)),
    ] {
        let other = good.replacen(from, to, 1);
        assert_ne!(other, good, "{from}");
        let got = Publishers::parse(&other).err();
        let got_log = matches!(got, Some(PublishersProblem::Log { .. }));
        assert!(
            got == Some(refused) || (got_log && to.is_empty()),
            "{from}: {got:?}"
        );
    }
    // Cut before the title, it is a set that asks for no log; what is signed is the whole text.
    let whole = good.find("anchorwatch.logs/1").unwrap();
    for end in 0..good.len() {
        assert_eq!(
            Publishers::parse(&good[..end]).is_ok(),
            end == whole,
            "{end}"
        );
    }
}
