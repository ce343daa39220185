### Why something of a public log is refused: a key, a checkpoint, a policy, a proof, a request. Clauses.

## Keys of logs and cosigners

remark-checkpoint_key_name = its name is empty, too long, or has a space, a plus sign or a control character
remark-checkpoint_key_form = it is not written as NAME+ID+KEY, or the key has another length than its kind
remark-checkpoint_key_kind = it is a key of kind { $kind }, and only the kinds 1, 4 and 6 are known
remark-checkpoint_key_id = its ID does not fit its name and key
remark-checkpoint_key_weak = anyone can sign for this key
remark-checkpoint_key_private = it is not a private key of this kind in PKCS #8
remark-checkpoint_key_not_made = no key could be made

## Checkpoints

remark-checkpoint_note = it is not signed as a checkpoint is: { $why }
remark-checkpoint_form = it is not the origin, the size and the root of a log
remark-checkpoint_unknown_log = the log { $origin } is not known
remark-checkpoint_unsigned = the log { $origin } did not sign it
remark-checkpoint_signature = the signature by { $key } is wrong: the checkpoint or the signature was changed
remark-checkpoint_extension = it has further lines, which its log did not sign
remark-checkpoint_empty_tree = its tree is empty, but its root is not that of an empty tree
remark-checkpoint_quorum = too few cosigned it: { $cosigners }
remark-checkpoint_time = the time to sign with is 0, or beyond the largest
remark-checkpoint_not_signed = the library does not sign with this key

## Policies

remark-log_policy_too_long = the policy has more than { $max } bytes
remark-log_policy_octet = line { $line } has a character that no policy may have
remark-log_policy_unterminated = line { $line } does not end with a newline
remark-log_policy_keyword = line { $line } begins with { $keyword }, and not with log, witness, group or quorum
remark-log_policy_items = line { $line } has too few or too many items
remark-log_policy_key = the key in line { $line } cannot be used: { $why }
remark-log_policy_key_role = the key in line { $line } is not one of a log, or not one of a witness
remark-log_policy_key_twice = the key in line { $line } is already there, under this name or another
remark-log_policy_name_taken = the name { $name } in line { $line } is already taken
remark-log_policy_unknown_name = the name { $name } in line { $line } is not defined in a line before
remark-log_policy_member_twice = { $name } in line { $line } is already a member of a group, and would count twice
remark-log_policy_threshold = the group in line { $line } asks for none of its members, or for more than it has
remark-log_policy_quorum_twice = line { $line } is a second quorum
remark-log_policy_no_quorum = the policy ends in line { $line } without a quorum
remark-log_policy_too_many = line { $line } is too many: at most { $max } logs, witnesses or groups are read

## Proofs

remark-log_proof_too_long = the proof has more than { $max } bytes
remark-log_proof_form = it is not a proof that an entry is in a log
remark-log_proof_checkpoint = its checkpoint is refused: { $why }
remark-log_proof_index = the log has { $size } entries, and none with the index { $index }
remark-log_proof_inclusion = the hashes do not lead from this entry to the log's root
remark-log_proof_other_log = { $origin } is another log than before
remark-log_proof_shrunk = the log had { $old } entries, and later only { $new }
remark-log_proof_forked = the log shows two different trees of { $size } entries
remark-log_proof_consistency = the hashes do not show that the log only grew
remark-log_proof_no_fork = both begin with the same entries, so it shows no fork
remark-log_proof_tile = a part of the log cannot be used: { $why }

## Parts of a log

remark-log_tile_path = the path is not that of a part of a log
remark-log_tile_missing = it is not there
remark-log_tile_length = it has another length than its hashes
remark-log_tile_bundle = it has more or fewer entries than it should
remark-log_tile_entry = an entry is too long, or the log is full
remark-log_tile_other_tree = it belongs to another tree

## Witnesses

remark-witness_too_long = the request has more than { $max } bytes
remark-witness_form = it is not a request for a cosignature
remark-witness_checkpoint = its checkpoint is refused: { $why }
remark-witness_extension = its checkpoint has further lines, which a witness does not cosign
remark-witness_old_size = the log had { $old } entries, and now it has only { $new }
remark-witness_conflict = the witness has cosigned { $size } entries of this log, and the request starts from another size
remark-witness_proof = the log did not grow out of what the witness cosigned: { $why }
remark-witness_record = what the witness keeps of this log was not signed by it, or is about another log
remark-witness_key = the key { $key } has the wrong kind, or is given twice
remark-witness_no_key = the witness has no key
remark-witness_answer = the answer has no signature that can be used

## What a witness shows, beside a mirror

remark-witness_view_same = the same { $size } entries
remark-witness_view_earlier = { $size } entries, with which the mirror's { $shown } begin
remark-witness_view_later = { $size } entries, and the mirror has only { $shown }: it is late, or keeps some back
remark-witness_view_forked = { $size } entries that are not the first ones of { $shown } that are shown elsewhere: the log signed two different trees
remark-witness_view_unproven = { $size } entries, and the mirror's files do not show that its own begin with them: { $why }
remark-witness_view_refused = something that the log and this witness did not sign: { $why }
remark-witness_view_nothing = nothing: it says that it never cosigned this log
