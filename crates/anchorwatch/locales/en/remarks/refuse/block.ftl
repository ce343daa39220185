### Messages about planned changes: `block`, `remove`, `consent`, `refilter`. Clauses.

remark-at_path = { $path }: { $why }
remark-sentence = { $says }
remark-name = { $name }
remark-name_of_nameless_root = a root without a name, key { $key }
remark-names_left_out = and { $count } more
remark-change_not_undoable = { $path } is { $node }: it could not be brought back so, and is not changed
remark-change_not_brought_back = { $path } was { $node }: it is not brought back
remark-root_not_brought_back = { $path }: more was taken out of this folder than the roots to which you consent now, so nothing is brought back there; `anchorwatch undo` brings all of it back
remark-left_unattended = { $path } is left: the files of its owner are larger than a run that nobody looks at keeps; run `anchorwatch block` yourself
remark-too_many_unattended_of_user = runs that nobody looked at have left { $count } receipts of changes in the home of user { $uid }, so they change nothing more there: look at `anchorwatch status`, and run `anchorwatch block` yourself
remark-too_many_unattended = runs that nobody looked at have left { $count } receipts of changes outside homes, so what comes into homes changes nothing more outside them: look at `anchorwatch status`, and run `anchorwatch block` yourself
remark-consequence_public = { $count ->
        [one] { $count } of the keys is public: many sites will stop working ({ $names })
       *[other] { $count } of the keys are public: many sites will stop working ({ $names })
    }
remark-consequence_state = { $count ->
        [one] { $count } of the keys is a state's: services of that state that rely on it alone will stop working ({ $names })
       *[other] { $count } of the keys are a state's: services of that state that rely on them alone will stop working ({ $names })
    }
remark-consequence_removed = { $count ->
        [one] { $count } of the keys is of authorities that browsers removed for cause: sites that still rely on it will stop working in other programs too ({ $names })
       *[other] { $count } of the keys are of authorities that browsers removed for cause: sites that still rely on them will stop working in other programs too ({ $names })
    }
remark-consequence_unknown = { $count ->
        [one] { $count } of the keys is not in the registry: what relies on it alone will stop working, such as an appliance, or everything on a network that a company inspects ({ $names })
       *[other] { $count } of the keys are not in the registry: what relies on them alone will stop working, such as an appliance, or everything on a network that a company inspects ({ $names })
    }
remark-still_trusted_in_store = { $path } holds a refused key too, and is not changed; it stays trusted by { $clients }
remark-unlisted_root_still_trusted = { $path } holds { $name }, which is not from the distribution, not public and not allowed by you; it stays trusted by { $clients }
remark-unlisted_roots_still_trusted = { $path } holds { $name } and { $count } more, which are not from the distribution, not public and not allowed by you; they stay trusted by { $clients }
remark-others_can_write = { $path } holds a refused key and others than root can write there, so it is not changed
remark-others_can_write_in_home_of_root = { $path } is in a home of root's and others than root can write there, so it is not changed
remark-link_out_of_home = { $path } is a link to { $target }, outside the home: it is not changed
remark-outside_home = { $path } is outside its user's home and is not changed
remark-still_shows_refused_key = { $path } still shows a refused key
remark-content_unreadable = { $path } holds what cannot be read
remark-unreadable_withheld = { $why }; it is held out, since other programs may read it
remark-file_emptied = a file that holds only refused roots will be empty: { $path }; { $clients } will trust no site at all (curl: error 77) until the setting that names the file is removed
remark-file_emptied_of_unknown_programs = a file that holds only refused roots will be empty: { $path }; programs that are set to use it will trust no site at all (curl: error 77) until the setting that names the file is removed
remark-consent_to_refused_key = { $path } refuses this key: it stays refused in spite of the consent
remark-consent_admits = the system store holds unlisted roots out: it shows this root at once
remark-consent_withdrawn_withholds = the system store holds unlisted roots out, and from now on this root too
remark-consent_confines = the system store holds this root to private names and to these; Java refuses it
remark-consent_lets_read = whoever holds the root's key can read and change what this machine exchanges with these names
remark-consent_withdrawn_confines = from now on the system store holds this root to private names
remark-consent_for_all_names = from now on the system store trusts this root for every name
remark-consent_holds_for_every_name = a store cannot limit a root to names: programs that use it will trust the root for every name
remark-consent_unknown_to_browsers = browsers that had the root at the last block follow by themselves, Firefox and Thunderbird at their next start; for any other, run `anchorwatch block --unlisted` again
remark-worker_plan_failed = { $path }: planning with the rights of { $user } failed: { $why }
remark-worker_plan_too_large = its plan takes up more than { $max } bytes of a receipt
remark-worker_too_many_databases = more than { $max } databases outside the home are named; the rest was not looked into
remark-worker_further_remarks = and { $count } further remarks of this user's process
remark-worker_answer_cut = its answer is cut
remark-worker_answer_about_another_path = its answer is about another path
remark-worker_answer_to_another_question = its answer is to another question
remark-worker_document_malformed = what was exchanged with it cannot be understood: { $why }
remark-worker_out_of_time = not tried, since this user's other changes took { $seconds } seconds
