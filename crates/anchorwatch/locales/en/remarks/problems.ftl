### Errors: what could not be done, and one thing to do about it. Clauses.

error-what = anchorwatch: error: { $what }
error-cause = caused by: { $cause }
error-usage = usage: { $usage }
error-hint = hint: { $hint }

## What could not be done

remark-answer_not_written = cannot write the answer
remark-cannot_read = cannot read { $path }
remark-no_targets = { $path } has no target that can be measured
remark-names_out_of_range = { $path } has { $count } server names, and between 1 and { $most } can be sent
remark-exclusion_unreadable = line { $line } of { $path } cannot be read, so it is not clear whom to leave alone
remark-other_run_in_folder = { $path } has a run that measures something else
remark-no_run_in_folder = { $path } has no run
remark-run_damaged = { $path } is not as this program wrote it
remark-too_few_open_files = this process may open { $most } files, which is too few for so many connections at a time
remark-cannot_read_stdin = cannot read standard input
remark-certificates_unreadable = cannot read the certificates in { $path }
remark-own_program_unreadable = cannot read this program's own file
remark-own_program_too_large = this program's own file has more than { $max } bytes
remark-password_not_utf8 = the password in { $path } is not UTF-8
remark-evidence_unreadable = cannot judge the evidence in { $path }
remark-exists_already = there is already something at { $path }
remark-cannot_write = cannot write { $path }
remark-too_many_files = there are more than { $max } files of measurements
remark-no_measurements = there are no measurements in this folder
remark-other_tree_not_asked = the programs of another tree cannot be asked
remark-image_unreadable = cannot read the container image { $path }
remark-image_worker = cannot read the container image { $path }: { $why }
remark-several_images = there are several images in { $path }: { $images }
remark-no_such_image = none of the images in { $path } is the one that was asked for; there are: { $images }
remark-no_temporary_file = cannot create a temporary file in { $path }
remark-not_an_earlier_answer = { $path } is not the answer of an earlier audit
remark-not_a_baseline = { $path } is not a baseline
remark-no_such_id = no root here has the ID { $id }
remark-ambiguous_id = { $count } roots here have an ID that begins with { $id }
remark-list_unreadable = cannot read the list in { $path }
remark-list_not_verified = nobody vouches for the list in { $path }: { $why }
remark-no_signed_list = this machine follows no signed list
remark-list_not_exported = the list cannot be written: { $why }
remark-nothing_to_refuse = nothing that you named is in this tree, so there is no key to refuse
remark-nothing_to_remove = nothing that you named is in this tree, so there is nothing to remove
remark-consent_refused = this consent cannot be given
remark-no_such_consent = there is no consent to the key { $key }
remark-several_keys = the file has certificates with { $count } keys
remark-no_name_in_line = { $path }: line { $line } cannot be consented to
remark-consent_not_confirmed = a consent for all names is not confirmed
remark-confirmation_needed = it takes the sentence: { $sentence }
remark-hash_of_certificate = this is the { $algorithm } of a certificate ({ $name }), not of its key; the key is { $key }
remark-hash_is_key_identifier = this is the key identifier of a certificate ({ $name }), not the SHA-256 of its key; the key is { $key }
remark-hash_is_serial_number = this is the serial number of a certificate ({ $name }), not the SHA-256 of its key; the key is { $key }
remark-hash_without_key = this is the { $algorithm } of a known certificate ({ $id }) whose key no source gives
remark-digits_of_nothing = this names no key: it is neither the 64 digits of a SHA-256 hash nor the serial number of a certificate that is known here
remark-sha1_of_nothing = a SHA-1 hash names no key, and nothing that is known here has this one
remark-network_not_started = cannot start the network runtime
remark-cannot_listen = cannot listen on { $address }
remark-note_refused = { $path } does not show who signed these files
remark-private_key_unreadable = { $path } has no private key that this program can use
remark-look_key_unreadable = { $path } is not 64 hexadecimal digits
remark-too_many_control_names = --control is given { $count } times, and at most { $most } names are compared with
remark-too_many_resolvers = --resolver names { $count } resolvers, and at most { $most } are asked
remark-too_many_vantages = --notary names { $count } hosts, and at most { $most } are asked
remark-nothing_to_sign = the evidence goes to standard output, and a note needs a file to be beside
remark-no_system_resolver = { $path } names no resolver with an address that can be asked
remark-key_of_another = the key in { $key } is not that of the first certificate in { $certificate }
remark-home_io = { $action ->
        [read] cannot read { $path }
        [look_at] cannot look at { $path }
        [list_the_folder] cannot list the folder { $path }
        [open_the_folder] cannot open the folder { $path }
        [open_once_more] cannot open once more { $path }
        [read_the_link] cannot read the link { $path }
        [read_the_attributes_of] cannot read the attributes of { $path }
        [follow_the_links_at] cannot follow the links at { $path }
        [make_the_folder] cannot make the folder { $path }
        [make_the_new_file] cannot make the new file { $path }
        [find] cannot find { $path }
        [lock] cannot lock { $path }
       *[other] cannot use or change { $path }
    }
remark-home_too_large = { $path } has more than { $max } bytes
remark-home_too_many_changes = more than { $max } names in { $path } would change; these change now, run it again for the rest
remark-home_receipt_too_large = the receipt of these changes would have more than { $max } bytes
remark-home_not_a_regular_file = { $path } is not a regular file
remark-home_not_ours = { $path } could have been written by someone other than the owner of the system (owner { $uid }, mode { $mode })
remark-home_format = cannot understand { $path }
remark-home_changes_while_read = { $path } keeps changing while it is read
remark-home_changed = { $path } changed after the plan was made: expected { $expected }, found { $found }
remark-home_busy = another run of this program holds { $path }
remark-home_original_lost = receipt `{ $id }` cannot be undone: the original of { $path }, saved as { $blob }, { $how ->
        [missing] is missing
       *[damaged] is damaged
    }
remark-home_foreign_receipt = receipt `{ $id }` names { $path }, which this program never changes in this way
remark-home_still_needed = receipt `{ $id }` has not been undone yet
remark-home_no_such_receipt = there is no receipt `{ $id }`, or it has been undone already
remark-plan_no_system_store = there is no { $path }
remark-plan_managed_elsewhere = { $path } is not a plain file, so another tool manages it
remark-plan_still_there = { $path } still shows a refused key after it was taken out
remark-plan_no_list = { $path } names no key, though the hook that needs it is installed
remark-plan_not_blocked = nothing is refused here: there is no { $path }, and no hook is installed
remark-plan_no_records = cannot tell what the distribution ships: { $why }
remark-plan_conflicts = { $count ->
        [one] { $count } path is no longer as this program left it: { $conflicts }
       *[other] { $count } paths are no longer as this program left them: { $conflicts }
    }
remark-apply_as_user = { $path }: with the rights of user { $uid }: { $why }
remark-apply_database = cannot edit { $path }: { $why }
remark-apply_not_all_made = { $count ->
        [one] { $count } change could not be made: { $failures }; the others are made, as receipt { $receipt } says
       *[other] { $count } changes could not be made: { $failures }; the others are made, as receipt { $receipt } says
    }
remark-apply_not_all_taken_back = { $count ->
        [one] { $count } change could not be undone: { $failures }
       *[other] { $count } changes could not be undone: { $failures }
    }
remark-apply_not_watched = the certificates are not watched between their updates: { $why }; all else is made, as receipt { $receipt } says
remark-apply_not_refiltered = the consents are changed, but the system store does not follow them everywhere: { $why }
remark-apply_still_watched = the certificates may be watched until the next start of the machine: { $why }
remark-apply_rebuild = update-ca-certificates failed: { $why }

## What to do

remark-hint_see_help = run the command with --help to see what it takes
remark-hint_meant_perhaps = did you mean { $suggested }?
remark-hint_takes_values = it takes one of these: { $values }
remark-hint_linux_is_audited = on Linux nothing has to be done by hand: `anchorwatch audit` shows the roots, `anchorwatch block` refuses them
remark-hint_only_debian = `block` works on Debian and its derivatives only; name another tree with --root, or run this on Debian
remark-hint_refuse_there = find out which tool manages the file, and block the key there
remark-hint_use_own_tool = remove the root with the distribution's own tool; `anchorwatch audit` lists every place that has it
remark-hint_look_at_file = look at the file: a certificate in it is written in an unusual way
remark-hint_block_or_undo = block the keys again with `anchorwatch block --apply`, or remove the hook with `anchorwatch undo --apply`
remark-hint_see_block = to block keys, see what `anchorwatch block` would change
remark-hint_repair_records = repair dpkg's records of ca-certificates, for example with `apt-get install --reinstall ca-certificates`
remark-hint_undo_later_first = undo later receipts first, or put the named paths back as they were
remark-hint_close_and_repeat = close the programs that use the named files, and run the same command again
remark-hint_close_and_undo = close the programs that use the named files, and undo again
remark-hint_start_watch = see what `systemctl status anchorwatch-refilter.path anchorwatch-homes.service` says, then run `systemctl start anchorwatch-refilter.path anchorwatch-homes.service`
remark-hint_stop_watch = run `systemctl stop anchorwatch-refilter.path anchorwatch-homes.service` and `systemctl daemon-reload`
remark-hint_run_update = run update-ca-certificates yourself and see what it says, then undo again
remark-hint_wait_for_other = wait until the other run has ended
remark-hint_own_it = find out who wrote it; if it is as it should be, let root own it and only root write it
remark-hint_plan_again = plan again: run the command once more
remark-hint_restore_file = restore the file from a copy; do not edit it by hand
remark-hint_undo_first = undo it first, with `anchorwatch undo --apply`
remark-hint_undo_without_receipt = run `undo` without a receipt to see which can be undone
remark-hint_restore_original = put the saved original back from a backup; without one, restore the changed file by hand, and undo the other receipts by name
remark-hint_move_receipt = find out who wrote the receipt; move its folder out of the journal to go on
remark-hint_remove_by_hand = delete the files and links that no package put there, then run it again
remark-hint_name_another = name another file
remark-hint_check_path = check the path
remark-hint_be_root = run the command as root
remark-hint_check_disk = check that the file system is writable and not full
remark-hint_check_stdout = make sure that there is space where stdout leads, or send the answer elsewhere
remark-hint_give_certificates = give a file of whole certificates, as PEM or DER
remark-hint_give_through_pipe = give a file, or send something through the pipe
remark-hint_write_password_utf8 = write the password into the file as UTF-8 text
remark-hint_measure_again = measure again, or get the whole file; a part is not judged
remark-hint_listen_elsewhere = choose an address of this machine and a free port; ports below 1024 need root
remark-hint_ask_the_signer = ask whoever signed it for the files and for the public key again
remark-hint_give_ed25519_key = make a key with `openssl genpkey -algorithm ed25519 -out KEY`
remark-hint_give_plain_key = give the private key as PEM, without a password
remark-hint_make_look_key = make a key with `openssl rand -hex 32`, and give both ends a copy of the file
remark-hint_give_its_key = put the server's own certificate first, and give its key
remark-hint_name_new_file = name a new file; an existing one is never overwritten
remark-hint_give_fewer_files = name folders with fewer files, or make several reports
remark-hint_leave_out_ask = leave out --ask, or --root
remark-hint_select_image = choose one with --select and its name, digest or platform
remark-hint_save_image_again = save the image again, with docker save or as an OCI archive
remark-hint_set_tmpdir = name a folder with room for the unpacked image in TMPDIR
remark-hint_save_audit = save one with `anchorwatch audit --format json`
remark-hint_write_baseline = save one with `anchorwatch audit --format json`, or write one as docs/manual/audit.md shows
remark-hint_take_id_from_audit = take an ID from the answer of `anchorwatch audit`, with the same --root
remark-hint_type_more = type more of it; for example { $examples }
remark-hint_see_audit = see what is there with `anchorwatch audit`
remark-hint_see_consents = see what there is with `anchorwatch consent list`
remark-hint_consent_limits = a consent is for one owner's names, for 398 days at most: see `anchorwatch consent add --help`
remark-hint_name_one_key = a consent is for one key: name it with --key
remark-hint_confirm_exactly = give --confirm with exactly the sentence above, if it is what you want
remark-hint_use_key = if that is the root you mean: `{ $command }`
remark-hint_use_certificate = give the certificate's file with `{ $command }`
remark-hint_use_key_or_certificate = give the SHA-256 of the key, which `anchorwatch identify FILE` shows, or the certificate's file with `{ $command }`
remark-hint_known_list = give a CRLSet of Chromium, Mozilla's OneCRL, Java's blocked.certs, or what `anchorwatch list import` writes
remark-hint_get_list_elsewhere = do not use this file; get the list again, from another place
remark-hint_get_chain = get the chain again, from the address that the list names as x5u
remark-hint_get_signed_list = give Chromium's component, or Mozilla's changeset with --chain
remark-hint_update_or_name_list = run `anchorwatch list update` first, or name a list
remark-hint_export_less = write fewer lists into one file
remark-hint_list_too_long = name another file; no real list is so long
remark-hint_correct_line = correct the line, or put # before it
remark-hint_new_folder = name a folder that does not exist yet
remark-hint_give_run_folder = name the folder that `anchorwatch measure --out` made
remark-hint_move_segment = move this file to another folder and run the command again; what the file has is measured anew
remark-hint_fewer_at_a_time = give a smaller --concurrency, or raise the limit with `ulimit -n`
remark-hint_write_sha256_list = make the list of SHA-256 fingerprints, and write Algorithm=SHA-256
remark-hint_import_again = write the file again with `anchorwatch list import`; do not edit it by hand
remark-hint_get_list_again = the file was cut or changed; get it again

## Why a file is not a baseline

remark-baseline_schema = its schema is `{ $got }`, not one of { $read }
remark-baseline_finding = finding { $number }
remark-baseline_kind = `{ $kind }` is not a kind of finding here
remark-baseline_class = `{ $class }` is not a class
remark-baseline_members = a root has `class` and `spki_sha256`, a setting has `setting` and `literal`, and nothing has both
remark-baseline_accepts_other_class = only an alarm of the class `suspected_family` can be accepted
remark-baseline_accepts_without_reason = an alarm is accepted only with a reason in `because`

## Signed lists

remark-no_publishers = no set of publishers is known on this machine
remark-publishers_unusable = the set of publishers in { $path } cannot be used
remark-publishers_not_taken = the set of publishers in { $path } is not a later one of the list that is held here
remark-no_list_source = no source of signed lists is given or set
remark-list_state_unreadable = what was remembered of the signed lists, { $path }, cannot be read
remark-proposal_unusable = cannot use the proposal in { $path }
remark-nothing_to_propose = nothing that was given has an entry to propose
remark-mirror_unusable = cannot use what was published before in { $path }
remark-list_not_prepared = cannot make the next list
remark-list_not_signed = cannot sign the list in { $path }
remark-other_list_hash = the list in { $path } has the hash { $hash }, which is not the one that you gave
remark-list_not_published = clients would not take the list in { $path }
remark-no_log_asked = this set of publishers asks for no public log
remark-unknown_witness = the set of publishers names no witness { $witness }
remark-mirror_log_unusable = the copy of a public log in { $path } cannot be used
remark-log_unusable = cannot add to the log in { $path }
remark-log_not_read = cannot read the log in { $path } as a whole
remark-source_unusable = { $source } cannot be asked for lists
remark-proxy_unusable = { $proxy } is no proxy that can be used
remark-hint_give_publishers = give the set of publishers that you trust with --publishers FILE
remark-hint_get_publishers = get the set again from somebody you trust; it must be a later one of the same list
remark-hint_correct_proposal = correct the line; docs/manual/list-publish.md describes the text
remark-hint_give_finding = give a certificate, or evidence in which `anchorwatch verdict` sees an interception and that has the certificate of the authority
remark-hint_get_mirror = get the files of the mirror again, and the set of publishers from whom you trust
remark-hint_review_first = see what `anchorwatch list review` says about the proposals beside the mirror
remark-hint_give_own_key = give the private key of a publisher in this set, as `anchorwatch list new-publisher` makes it
remark-hint_new_number = let a list with a later number be made (`anchorwatch list prepare --number`); what was signed stays signed
remark-hint_restore_signed = restore the file beside the key whose name ends in .signed; it keeps the key from signing two lists of one number
remark-hint_name_witness = give the name that is behind `witness` in the part `anchorwatch.logs/1` of the set of publishers
remark-hint_give_log = give the log's folder and its private key: --log DIR --log-key FILE
remark-hint_give_log_key = give the key of a log that this set of publishers names, as `anchorwatch list new-log` makes it
remark-hint_get_log = get the files of the log again, from another place; the set of publishers has to be the one that names it
remark-hint_ask_witnesses_again = run the command again when the witnesses answer; the log goes on where it was
remark-hint_restore_log = restore the log's folder and the file beside its key whose name ends in .signed; if that file is lost, the newest checkpoint that a witness shows can take its place
remark-hint_look_again = look at the changes again, without --hash
remark-hint_sign_again = let the publishers sign this list beside what the mirror has now
remark-hint_restore_state = restore the file from a backup; without it, this machine no longer knows which lists are old
remark-hint_update_lists = run `anchorwatch list update`, which writes the file again
remark-hint_give_source = give an address with https:// or http://, a folder or a bundle; at most 16 of them
remark-hint_give_proxy = give a proxy as http://HOST:PORT or socks5h://HOST:PORT
