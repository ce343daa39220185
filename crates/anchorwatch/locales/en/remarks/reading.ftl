### Why a file or folder was not read, or not as a whole, and what was not looked at. Clauses.

## A file or folder

# $why is what the operating system said
remark-read_failed = { $action ->
        [read] cannot read { $path }: { $why }
        [look_at] cannot look at { $path }: { $why }
        [list_the_folder] cannot list the folder { $path }: { $why }
        [open_the_folder] cannot open the folder { $path }: { $why }
        [read_the_link] cannot read the link { $path }: { $why }
        [read_the_attributes_of] cannot read the attributes of { $path }: { $why }
        [follow_the_links_at] cannot follow the links at { $path }: { $why }
        [find] cannot find { $path }: { $why }
       *[other] cannot use { $path }: { $why }
    }
remark-read_too_large = { $path } has more than { $max } bytes
remark-read_not_a_regular_file = { $path } is not a regular file
remark-read_not_owned = { $path } could have been written by someone other than the owner of the system (owner { $uid }, mode { $mode })
remark-read_while_it_changes = { $path } keeps changing while it is read
remark-read_otherwise_failed = { $why }

## More than is looked at

remark-limit_names = only { $max } of its { $count } names were looked at
remark-limit_first_files = { $count } of its files were not read
remark-limit_files = it has more than { $max } files; the rest was not read
remark-limit_files_or_folders = it has more files or folders than are looked into
remark-limit_profiles = it has more than { $max } profiles; the rest was not read
remark-limit_sandboxes = only { $max } of its snap and Flatpak folders were looked into
remark-limit_mozilla_copies = there are more than { $max } programs built on Mozilla's, here and elsewhere; the rest was not read
remark-limit_homes = more than { $max } folders are named as homes
remark-limit_users = more than { $max } users; the programs of the rest were not asked
remark-limit_installations = more than { $names } names or { $places } places; installations of Java, Python and browsers behind them are not found
# $why is a whole clause: why the last folder that is named was not read
remark-limit_closed_folders = { $why }; and { $count } more folders
remark-limit_running_programs = running programs of user { $uid } that could not be looked into: { $count }
# $value is an option of Java's
remark-limit_java_option = it names a keystore, or options, whose place is known only when the program runs: { $value }
# An image is unpacked layer by layer
remark-seen_differently = programs that unpack images disagree on it: a layer replaces it through a link of a lower layer, or by marks of overlayfs

## What was not looked at

remark-unseen_place = { $path }
remark-unseen_part = a part of { $path }
remark-unseen_installations = installations of Java, Python and browsers, and profiles, more than six folders deep, behind links, on other mounts, in caches or in zip archives
remark-unseen_computed_settings = what a start-up script computes, and settings in projects more than six folders deep
remark-unseen_bundles = bundles inside other programs
remark-unseen_chromium_policies = what Chromium's policies take back inside snap and Flatpak, and the names to which they bind a root
remark-unseen_dconf = GNOME's settings database (dconf)
remark-unseen_nss_signatures = signatures of trust values in NSS databases with a primary password

## Why it was not looked at

remark-not_read_outside_the_search = they are looked for below /usr/lib, /usr/local, /opt, /srv and the homes
remark-not_read_to_its_end = a script cannot be read to its end; what could matter in one and is not understood is named
remark-not_read_by_this_version = this version does not read them
remark-not_read_beyond_the_store = each root is reported as it is stored
remark-not_read_without_password = they cannot be checked without it; the values are trusted as they are
remark-not_read_since_empty = there is nothing in it; is the disk mounted?

## A process with a user's rights, and a program that was asked

# $why is why the process failed
remark-worker_failed = reading with the rights of { $user } failed: { $why }
remark-worker_without_root = the tree's root folder cannot be handed over: { $why }
remark-worker_not_started = its process could not be started: { $why }
# $status is from the operating system, in English
remark-worker_ended = its process ended with { $status }
remark-worker_without_output = its answer cannot be read
remark-worker_late = no answer within { $seconds } seconds
remark-worker_answer_unread = its answer could not be read: { $why }
remark-worker_answer_too_large = its answer has more than { $max } bytes
remark-worker_answer_not_understood = its answer is not understood: { $why }
remark-ask_other_roots = its roots come from { $path }, which none of the settings that were read names
remark-ask_other_setting = { $literal }, which is in none of the settings that were read
remark-ask_system_roots = it trusts the system's roots, and none of the settings that were read says so
remark-ask_failed = it ended with an error when it was asked
remark-ask_no_environment = it did not print its environment when it was asked
remark-ask_tool_missing = { $program } is needed to ask it without network, and is not there
remark-ask_not_started = it could not be started: { $why }
remark-ask_late = it did not answer within { $seconds } seconds
remark-ask_answer_too_large = its answer has more than { $max } bytes
# $says is the message of a program, in English
remark-ask_not_isolated = it could not be asked without network: { $says }
remark-ask_no_socket = there is no socket for its question: { $why }

## Why what another process of this program says is not understood

remark-answer_text = { $why }
remark-answer_changes = { $why }
remark-answer_list = { $why }
remark-answer_unknown_word = it has the unknown word { $word }
remark-answer_unknown_remark = it has the unknown remark { $remark }
remark-answer_not_base64 = it has something that is not base64
remark-answer_certificate = it has a certificate that cannot be read: { $why }
