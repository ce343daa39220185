### Why a signed distrust list, or a change of it, cannot be used. Clauses.

## Why a signed list cannot be read

remark-signed_list_too_large = the signed list has more than { $max } bytes
remark-signed_list_other_file = this is no signed list, or one of a newer version
remark-signed_list_cut_short = the signed list ends inside an element, at byte { $offset }
remark-signed_list_left_over = the signed list has something after the end of an element, at byte { $offset }
remark-signed_list_number = the signed list has a number at byte { $offset } that is too large or not in its shortest form
remark-signed_list_order = the signed list has elements out of order, or one twice, at byte { $offset }
remark-signed_list_value = the signed list has a value at byte { $offset } that no list may have
remark-signed_list_too_many = the signed list has more than { $max } entries
remark-signed_list_not_quick = the quick list has entries at byte { $offset } that only an approved list may have
remark-signed_list_critical = the signed list has entries of kind { $kind } that only a newer version of this program can use

## Why a change of a signed list cannot be applied

remark-signed_list_delta_form = the change of the signed list cannot be read: { $why }
remark-signed_list_delta_base = the change is for another list than the one that is held here
remark-signed_list_delta_removes = the change removes an entry that is not on the list
remark-signed_list_delta_adds = the change adds an entry that is on the list already
remark-signed_list_delta_result = the change leads to another list than it says

## Why a signed list counts as signed by nobody

remark-signed_list_note = the signatures of the distrust list are refused: { $why }
remark-signed_list_statement = the signed text says nothing about a distrust list
remark-signed_list_origin = the signed text is about another distrust list, { $got }
remark-signed_list_role = the signed text is about the approved list instead of the quick one, or the other way round
remark-signed_list_epoch = the signed text is of epoch { $got } of the publishers, and the known publishers are those of epoch { $expected }
remark-signed_list_threshold = the distrust list has the signatures of { $got } publishers and needs { $needed }
remark-signed_list_quorum = enough publishers signed the distrust list, but not from the groups that have to: «{ $quorum }» is not reached
remark-signed_list_no_log_proof = nothing proves that the signed text is in a public log, as the publishers require
remark-signed_list_log_proof = the proof that the signed text is in a public log is refused: { $why }
remark-signed_list_hash = the distrust list is not the one that was signed, or was changed or cut on the way
remark-signed_list_unreadable = the publishers signed something that is no distrust list: { $why }
remark-signed_list_header = the publishers signed another distrust list than the signed text says
remark-signed_list_delta_not_named = the signatures do not cover this change of the list that is held here
remark-signed_list_delta_wrong = the publishers signed a change that does not lead to their list: { $why }

## Why a signed list does not replace the one that is held

remark-signed_list_other_publishers = the distrust list was checked against another set of publishers than the one that is held here
remark-signed_list_publishers_expired = the set of publishers expired at { $expired }, and the next one is not known here
remark-signed_list_from_the_future = the distrust list was issued at { $issued }, which is more than a day later than this machine's clock says
remark-signed_list_expired = the distrust list expired at { $expired }
remark-signed_list_rollback = the distrust list is number { $got }, and number { $held } is held here already
remark-signed_list_forked = there are two different distrust lists with the number { $sequence }: somebody is shown another list
remark-signed_list_issued_earlier = the distrust list has a later number, and was issued at { $issued }, before the one that is held ({ $held })
remark-signed_list_no_base = this is a quick list, and no approved list is held that it could add to
remark-signed_list_other_base = the quick list adds to approved list { $got }, and number { $held } is held here
remark-signed_list_entries_missing = the quick list lacks { $count } of the entries that are in force, and only an approved list can take them back
remark-signed_list_too_much_retained = entries that are gone from the distrust list stay in force for a time, and would fill more than { $max } bytes
remark-signed_list_log = the public log is not shown to be the one that was seen here before: { $why }

## Why a set of publishers cannot be used

remark-signed_list_publishers_form = line { $line } cannot be read, or is in the wrong place
remark-signed_list_publishers_too_long = it has more than { $max } bytes
remark-signed_list_publishers_key = the key in line { $line } cannot be used: { $why }
remark-signed_list_publishers_unsafe_key = anyone can sign for the key { $name }, or its signatures cannot be told from those of another key
remark-signed_list_publishers_name = the name { $name } is defined twice, is not defined above its use, or is in two groups
remark-signed_list_publishers_log = line { $line } names a public log among the publishers; logs belong below the line «anchorwatch.logs/1»
remark-signed_list_publishers_no_quorum = it does not say who has to sign
remark-signed_list_same_key = { $one } and { $other } are two names of one key, and count as one publisher
remark-signed_list_too_many_publishers = it has more than { $max } publishers, or more than { $max } groups
remark-signed_list_thresholds = quick lists need { $quick } signatures, and { $approved } can be enough for an approved list; the second number must be higher than the first, and the first must not be zero
remark-signed_list_delay = the delay of { $days } days is not between 1 and 90
remark-signed_list_publishers_logs = what it says about public logs cannot be used: { $why }
remark-signed_list_publishers_no_log = it asks for a proof from a public log, and names no log
remark-signed_list_publishers_no_witness = nobody has to vouch for its public logs
remark-signed_list_fresh = the { $days } days for which the word of witnesses counts are not between 1 and 90

## Why a set of publishers does not follow the one that is held

remark-signed_list_rotation_note = the signatures of the next set of publishers are refused: { $why }
remark-signed_list_rotation_old_quorum = the publishers that are known here did not hand over to the next set: «{ $quorum }» is not reached
remark-signed_list_rotation_set = the publishers signed something that is no set of publishers: { $why }
remark-signed_list_rotation_origin = it is a set of publishers of another distrust list, { $got }
remark-signed_list_rotation_epoch = it is the set of publishers of epoch { $got }, and does not follow epoch { $held }, which is held here
remark-signed_list_rotation_new_quorum = too few of the new publishers signed their own set: «{ $quorum }» is not reached
remark-signed_list_rotation_no_log_proof = nothing proves that the next set of publishers is in a public log, as the publishers that are known here require
remark-signed_list_rotation_log_proof = the proof that the next set of publishers is in a public log is refused: { $why }
remark-signed_list_rotation_log = the public log with the next set of publishers is not shown to be the one that was seen here before: { $why }

## Why nothing of a bundle of signed lists is taken

remark-signed_list_bundle_publishers = a set of publishers in the bundle cannot be used: { $why }
remark-signed_list_bundle_signatures = a list in the bundle cannot be used: { $why }
remark-signed_list_bundle_update = a list in the bundle does not replace the one that is held here: { $why }

## Why what was remembered of signed lists cannot be read

remark-signed_list_state_other_file = it is of another kind or of a newer version
remark-signed_list_state_damaged = it is damaged
remark-signed_list_state_form = it is wrong: { $why }
remark-signed_list_state_publishers = the set of publishers in it is wrong: { $why }
