//! The attacks of The Update Framework's own test suite, one by one.
//!
//! The names are those of the tests of theupdateframework/tuf-conformance at
//! eec841c186f81f2d9d8d30460c7e7deefa615f9e (2026-08-17), all 53; three more there test its own
//! simulator. TUF's *root* is a set of publishers here, of which a client is given the first; *targets*
//! and *snapshot* are the approved list; and *timestamp* is the signed note, which is checked together
//! with the list that it names.

use std::collections::BTreeSet;

/// What answers the attack, or why there is nothing to attack.
enum Counterpart {
    /// A test of this folder, or of the carrier's mirrors.
    Here(&'static str),
    /// There is no such thing.
    Nothing(Reason),
}

/// Why an attack has no counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// A client asks for nothing on its own: an update is a call.
    NoFetching,
    /// Nobody delegates: every list has the same publishers.
    NoDelegation,
    /// A client is given its first set of publishers, by whoever gave it the client.
    GivenSet,
    /// One algorithm of each kind: SHA-256 and Ed25519. Others are a new version of the format.
    OneAlgorithm,
    /// There are no free fields: whatever is not in the grammar is refused. An extension is a
    /// kind or a condition (`list/tests.rs` and the vector `unknown`).
    NoFreeFields,
}

use Counterpart::{Here, Nothing};
use Reason::{GivenSet, NoDelegation, NoFetching, NoFreeFields, OneAlgorithm};

const TABLE: &[(&str, Counterpart)] = &[
    // test_basic.py
    (
        "test_basic_refresh_requests",
        Here("a_client_takes_both_lists_from_a_mirror"),
    ),
    (
        "test_basic_refresh_trusted_data",
        Here("three_publishers_suffice_and_two_do_not"),
    ),
    ("test_implicit_refresh", Nothing(NoFetching)),
    (
        "test_invalid_initial_root",
        Here("what_is_no_set_of_publishers_is_refused"),
    ),
    ("test_unsigned_initial_root", Nothing(GivenSet)),
    (
        "test_unsigned_metadata",
        Here("nothing_that_nobody_signed_is_read"),
    ),
    (
        "test_url_and_metadata_version_mismatch",
        Here("a_text_whose_sequence_or_epoch_is_not_that_of_the_list_is_refused"),
    ),
    (
        "test_timestamp_content_changes",
        Here("two_lists_with_one_number_are_a_fork"),
    ),
    (
        "test_basic_metadata_hash_support",
        Here("a_list_with_any_octet_changed_is_refused_before_it_is_parsed"),
    ),
    (
        "test_targets_hash_mismatch",
        Here("the_note_of_one_list_with_the_octets_of_another_is_refused"),
    ),
    (
        "test_snapshot_hash_mismatch",
        Here("two_lists_with_one_number_are_a_fork"),
    ),
    (
        "test_metadata_bytes_match",
        Here("what_the_other_encoder_writes_is_read_and_written_the_same"),
    ),
    ("test_custom_fields", Nothing(NoFreeFields)),
    (
        "test_deprecated_keyid_hash_algorithms",
        Nothing(NoFreeFields),
    ),
    (
        "test_snapshot_404",
        Here("a_list_that_is_missing_is_said_and_changes_nothing"),
    ),
    (
        "test_targets_404",
        Here("a_list_that_is_missing_is_said_and_changes_nothing"),
    ),
    (
        "test_timestamp_404",
        Here("a_client_that_gets_nothing_new_says_so_and_keeps_what_it_has"),
    ),
    (
        "test_incorrect_metadata_type",
        Here("a_quick_list_passed_off_as_approved_and_the_other_way_round_is_refused"),
    ),
    (
        "test_faketime",
        Here("a_clock_that_is_set_back_makes_no_expired_list_good"),
    ),
    // test_expiration.py
    (
        "test_root_expired",
        Here("a_set_that_expired_signs_nothing_and_still_hands_over"),
    ),
    (
        "test_timestamp_expired",
        Here("a_list_that_expired_is_refused_though_it_is_signed_and_newer"),
    ),
    (
        "test_snapshot_expired",
        Here("a_list_that_expired_is_refused_though_it_is_signed_and_newer"),
    ),
    (
        "test_targets_expired",
        Here("a_list_that_expired_is_refused_though_it_is_signed_and_newer"),
    ),
    (
        "test_expired_local_root",
        Here("a_set_that_expired_signs_nothing_and_still_hands_over"),
    ),
    (
        "test_expired_local_timestamp",
        Here("a_client_whose_own_list_expired_takes_the_next_one"),
    ),
    // test_file_download.py
    (
        "test_client_downloads_expected_file",
        Here("a_client_takes_both_lists_from_a_mirror"),
    ),
    (
        "test_client_downloads_expected_file_in_sub_dir",
        Here("a_redirect_is_followed_only_to_the_same_file_of_the_same_host"),
    ),
    (
        "test_repository_substitutes_target_file",
        Here("the_note_of_one_list_with_the_octets_of_another_is_refused"),
    ),
    (
        "test_multiple_changes_to_target",
        Here("a_list_with_any_octet_changed_is_refused_before_it_is_parsed"),
    ),
    ("test_download_with_hash_algorithms", Nothing(OneAlgorithm)),
    (
        "test_download_with_unknown_hash_algorithm",
        Nothing(OneAlgorithm),
    ),
    (
        "test_artifact_cache",
        Here("an_unchanged_mirror_is_asked_for_one_short_answer"),
    ),
    // test_keys.py
    (
        "test_snapshot_does_not_meet_threshold",
        Here("three_publishers_suffice_and_two_do_not"),
    ),
    (
        "test_snapshot_has_too_few_keys",
        Here("what_is_no_set_of_publishers_is_refused"),
    ),
    (
        "test_duplicate_keys",
        Here("one_key_under_two_names_is_no_set_of_publishers"),
    ),
    (
        "test_duplicate_sig_keyids",
        Here("a_signature_that_is_there_three_times_counts_once"),
    ),
    ("test_keytype_and_scheme", Nothing(OneAlgorithm)),
    // TUF's clients accept here; a C2SP note with a wrong signature by a known key is refused.
    (
        "test_invalid_sig_in_valid_metadata",
        Here("a_wrong_signature_by_a_publisher_refuses_even_beside_enough_right_ones"),
    ),
    // test_quoting_issues.py
    ("test_unusual_role_name", Nothing(NoDelegation)),
    // test_rollback.py
    (
        "test_new_timestamp_version_rollback",
        Here("an_older_approved_list_after_a_newer_one_is_refused"),
    ),
    (
        "test_snapshot_rollback",
        Here("an_older_approved_list_after_a_newer_one_is_refused"),
    ),
    (
        "test_targets_role_removal",
        Here("one_publisher_who_leaves_out_a_quick_block_is_refused"),
    ),
    (
        "test_targets_fast_forward_recovery",
        Here("a_sequence_that_was_pushed_to_the_end_recovers_with_the_next_approved_list"),
    ),
    (
        "test_new_snapshot_fast_forward_recovery",
        Here("an_approved_sequence_that_was_pushed_to_the_end_recovers_with_new_publishers"),
    ),
    (
        "test_new_timestamp_fast_forward_recovery",
        Here("an_approved_sequence_that_was_pushed_to_the_end_recovers_with_new_publishers"),
    ),
    (
        "test_targets_rollback",
        Here("an_older_quick_list_after_a_newer_one_is_refused"),
    ),
    // test_static_repositories.py
    (
        "test_static_repository",
        Here("what_the_other_encoder_writes_is_read_and_written_the_same"),
    ),
    // test_updater_delegation_graphs.py
    ("test_graph_traversal", Nothing(NoDelegation)),
    ("test_targetfile_search", Nothing(NoDelegation)),
    (
        "test_cached_role_is_verified_against_current_delegator",
        Nothing(NoDelegation),
    ),
    ("test_delegation_not_in_snapshot", Nothing(NoDelegation)),
    // test_updater_key_rotations.py
    (
        "test_root_rotation",
        Here("each_set_hands_over_to_the_next_and_the_old_ones_sign_nothing_more"),
    ),
    (
        "test_non_root_rotations",
        Here("a_revoked_publisher_and_a_set_of_another_epoch_no_longer_sign"),
    ),
];

const TESTS: &[&str] = &[
    include_str!("attacks/coercion.rs"),
    include_str!("attacks/publishers.rs"),
    include_str!("attacks/rotation.rs"),
    include_str!("attacks/signatures.rs"),
    include_str!("attacks/transport.rs"),
    include_str!("attacks/update.rs"),
    include_str!("vectors.rs"),
    include_str!("../../../anchorwatch-carrier/tests/it/mirrors.rs"),
];

#[test]
fn every_attack_of_the_suite_is_answered_by_a_test_that_exists() {
    let names: BTreeSet<_> = TABLE.iter().map(|(name, _)| *name).collect();
    assert_eq!((names.len(), TABLE.len()), (53, 53));
    for (name, counterpart) in TABLE {
        if let Here(test) = counterpart {
            let test = format!("#[test]\nfn {test}()");
            assert!(
                TESTS.iter().any(|file| file.contains(&test)),
                "{name}: {test}"
            );
        }
    }
}

#[test]
fn what_has_no_counterpart_is_counted() {
    let count = |reason| {
        let is_it = |it: &&(&str, Counterpart)| matches!(it.1, Nothing(other) if other == reason);
        TABLE.iter().filter(is_it).count()
    };
    let counts = [
        NoFetching,
        NoDelegation,
        GivenSet,
        OneAlgorithm,
        NoFreeFields,
    ]
    .map(count);
    assert_eq!(counts, [1, 5, 1, 3, 2]);
}
