### What publishers of signed distrust lists hear about proposals, lists and signatures. Clauses.

## Why a proposal cannot be read

remark-proposal_other_file = it is no proposal, or one of a newer version
remark-proposal_too_long = it has more than { $max } bytes
remark-proposal_too_many = it has more than { $max } entries
remark-proposal_line = line { $line }: { $why }
remark-proposal_action = an entry begins with `add`, `remove` or `withdraw`
remark-proposal_kind = there is no such kind of match
remark-proposal_values = these are not the hashes, or the serial number, of this kind of match
remark-proposal_condition = there is no such condition, or it is there twice
remark-proposal_condition_twice = a condition is there twice, or two exclude each other
remark-proposal_time = this is no time such as 2026-01-01T00:00:00Z
remark-proposal_names = these are no DNS names, or more than 64
remark-proposal_characters = the line is too long, or has a character that changes how text is shown
remark-proposal_too_many_words = there are more than 64 lines of remarks about this entry, or one has more than 1,024 bytes
remark-proposal_twice = the same entry is there already
remark-proposal_no_entry = no list can have this entry: { $why }

## What is known about a proposed entry

remark-review_every_path = it refuses every path, public sites too
remark-review_local_paths = it refuses only paths to a local root
remark-review_within_limits = it refuses only for some names or dates
remark-review_registry = the registry has the key as { $id }: { $title }
remark-review_no_log = on { $as_of }, no listed log of Certificate Transparency accepted certificates that were issued under it
remark-review_programs_leaving = these root programs trust it no longer for anything new: { $programs }
remark-review_programs_removed = these root programs removed or block it: { $programs }
remark-review_programs_never = it was never in these root programs: { $programs }
remark-review_programs_unknown = it is not known which root programs include it
remark-review_public_issuer = what it matches was issued by the public root { $root }

## What speaks against a proposed entry

remark-against_public_root = it refuses the public root { $root }, and every site with a certificate from there
remark-against_public_root_locally = it matches the public root { $root }, and has no power over it as it stands
remark-against_included = these root programs include it: { $programs }
remark-against_no_reason = nobody says why
remark-against_already_there = the approved list has it already
remark-against_covered = the approved list has an entry that refuses all of it
remark-against_not_there = the list does not have it
remark-against_lost = a key that is known for interception would be refused no longer: { $title }

## Why the next list cannot be made

remark-prepare_already_there = the list has the entry { $entry } already
remark-prepare_not_there = the list does not have the entry { $entry }
remark-prepare_both_ways = the entry { $entry } is to be both added and removed
remark-prepare_needs_quorum = only an approved list can do what is proposed about the entry { $entry }
remark-prepare_quick_undecided = { $count ->
        [one] the proposals say nothing about { $count } entry of the quick list, and --adopt-quick was not given
       *[other] the proposals say nothing about { $count } entries of the quick list, and --adopt-quick was not given
    }
remark-prepare_no_approved = there is no approved list that a quick list could add to
remark-prepare_set_expired = the set of publishers expired at { $expired }
remark-prepare_clock = the list before was issued at { $held }, which is later than this machine's clock says
remark-prepare_number = number { $number } is not later than what is published, and the first later one is { $expected }
remark-prepare_list = no client would take such a list: { $why }

## Why a list cannot be signed

remark-sign_key = the private key cannot be used: { $why }
remark-sign_not_a_publisher = the private key belongs to no publisher of this set
remark-sign_note = the signature cannot be written: { $why }
remark-sign_memory = what the key signed before is not there, or cannot be read
remark-sign_signed_other = the key has signed something else with the number { $number }, whose hash is { $signed }
remark-sign_signed_later = the key has signed number { $signed }, which is later than { $number }

## Why a list cannot be published

remark-publish_unreadable = the file { $file } of the mirror cannot be read
remark-publish_missing = the file { $file } of the mirror is not there
remark-publish_latest = the mirror's file `latest` cannot be read: { $why }
remark-publish_before = what is on the mirror is not signed as this set of publishers requires: { $why }
remark-publish_before_refused = no client would have taken what is on the mirror: { $why }
remark-publish_set_before = a set of publishers on the mirror does not follow the one before: { $why }
remark-publish_logs = this set of publishers asks for a public log, and none was given
remark-publish_log = the publishers' log cannot be used: { $why }
remark-publish_set = it cannot be used as a set of publishers: { $why }
remark-publish_set_origin = it is a set of the publishers of { $got }, which is another list
remark-publish_set_expired = the set of publishers expired at { $expired }
remark-publish_set_refused = clients would not go from the set of publishers before to this one: { $why }
remark-publish_list = the list cannot be read: { $why }
remark-publish_epoch = the list is of epoch { $got }, but the set of publishers is of epoch { $expected }
remark-publish_not_next = the list is number { $got }, and the next one is number { $expected }
remark-publish_note = a signature is refused: { $why }
remark-publish_other_text = a signature is for another list, or for other lists before it
remark-publish_unsigned = it is not signed as clients require: { $why }
remark-publish_refused = a client that holds the list before would refuse it: { $why }
remark-publish_bundle = a client that holds nothing would refuse it: { $why }
remark-publish_quick_undecided = { $count ->
        [one] the approved list says nothing about { $count } entry of the quick list
       *[other] the approved list says nothing about { $count } entries of the quick list
    }
remark-publish_no_approved = there is no approved list that a quick list could add to

## Why a log cannot be added to

remark-own_log_key = its private key cannot be used: { $why }
remark-own_log_not_a_log = this set of publishers names no log with this key
remark-own_log_memory = the file with what the log's key signed last is not there, or is not by this key
remark-own_log_other_checkpoint = the folder has the checkpoint of another log
remark-own_log_forgotten = others were shown { $shown } entries of this log, and this key remembers another log of { $signed }
remark-own_log_missing = the file { $file } of the log is not there
remark-own_log_unreadable = the file { $file } of the log cannot be read
remark-own_log_other_tree = the folder does not have the { $size } entries that the log's key signed last
remark-own_log_too_long = a log has at most { $max } entries
remark-own_log_tile = a part of the log cannot be used: { $why }
remark-own_log_not_signed = its checkpoint cannot be signed: { $why }
remark-own_log_not_there = the text is not in the log
remark-own_log_proof = a proof cannot be made: { $why }
remark-own_log_cosignatures = too few witnesses cosigned the log: { $why }

## Why a witness's answer is of no use

remark-witness_no_address = nothing says where it is
remark-witness_status = it refuses, with the status { $status }
remark-witness_ahead = it cosigned a log of this name with { $size } entries, and this one has { $own }
remark-witness_wavers = its answers do not agree with each other
remark-witness_bad_answer = its answer cannot be used: { $why }

## What is wrong with a log

remark-log_audit_other_tree = the { $size } entries here are not those that the log signed and the witnesses cosigned
remark-log_audit_other_tile = the file { $file } is missing, or has other hashes than these entries
remark-log_audit_shrunk = the log had { $earlier } entries before, and has { $size } now
remark-log_audit_forked = the log had other entries when it had { $earlier } of them: somebody was shown another log
remark-log_audit_unreadable = entry { $index } is neither about a list nor a set of publishers
remark-log_audit_other_list = entry { $index } is about the list { $origin }
remark-log_audit_two = entries { $other } and { $index } have one number and are about different lists or sets of publishers: somebody may be shown the other one
remark-log_audit_unclear = entries { $other } and { $index } are about different quick lists of one number: the log does not say whether they add to the same approved list. If they do, somebody may be shown the other one
remark-log_audit_out_of_order = entry { $index } has the number { $number }, and number { $expected } should come here
remark-log_audit_not_there = something that is published is not in the log: { $what }
