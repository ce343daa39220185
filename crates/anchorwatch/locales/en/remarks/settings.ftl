### Remarks on settings. Clauses.

# $what is the part of the file, $why one of the predicates below
remark-settings_unclear = «{ $what }» { $why }
remark-settings_unread = { $why }
remark-settings_not_parsed = it cannot be parsed: { $why }
remark-settings_open_end = a quote, a parenthesis or a here-document does not end; what follows was not understood
remark-settings_script_limit = the rest is more than is looked at in one script
remark-settings_named_files_limit = it names more files than are looked at
remark-settings_python_bundle = its bundle is named in a way that is not understood
remark-settings_files_limit = more than { $max } files of settings
remark-settings_names_limit = more than { $max } names
remark-settings_limit = more than { $max } settings
remark-settings_bundles_limit = more than { $max } files of certificates are named
remark-settings_lines_limit = more than { $max } lines
remark-settings_places_limit = it stands for more than { $max } places
remark-settings_search_limit = only { $max } files were searched here
remark-settings_chain_limit = more than { $max } files name another
remark-settings_search_path_limit = more folders of programs than are looked at
remark-settings_folders_too_deep = folders that are deeper than is searched for configurations of unknown programs: { $count }
remark-settings_texts_too_long = texts that are longer than is searched for what unknown programs trust: { $count }
remark-settings_started_too_deep = it is started by a chain of scripts too long to follow, and was not read
remark-settings_whole_program = it is a whole program; only its plain assignments were read
remark-settings_unknown_search_folder = "{ $what }" names a folder of programs that is not known here
remark-settings_writes_keys = "{ $what }" writes the keys of connections to a file
remark-settings_plugins = it loads plugins, which were not read
remark-settings_installs_roots = it installs certificates, which are listed here: «{ $what }»
remark-settings_before_systems_program = it comes before the system's program of this name; what is built into it was not read
remark-settings_isolated_programs = running programs that see other files (containers, snap, Flatpak) and were not looked into: { $count }
remark-settings_named_by_running = { $name } names it in the environment of running programs: { $count }

## What a part of a file does: predicates

remark-unclear_place = names a place that is not known here
remark-unclear_value = is not known here
remark-unclear_proxy = takes a proxy from elsewhere
remark-unclear_profile = names a profile that is not known here
remark-unclear_configuration = names a configuration that is not known here
remark-unclear_destination = leads to a place that is not known here
remark-unclear_switch = may switch verification off
remark-unclear_prompt = is run before each prompt and is not known here
remark-unclear_code = loads code that may change what is trusted
remark-unclear_preload = loads code into every program
remark-unclear_store_address = is an address of a store that is not read
remark-unclear_openssl_code = loads code into every program that uses OpenSSL
remark-unclear_script = runs a script that may change what is trusted
remark-unclear_python_start = is run by every Python and may change what is trusted
remark-unclear_git_depth = is deeper than git follows
remark-unclear_count = are more than are looked at
remark-unclear_sshd_depth = is deeper than sshd follows
remark-unclear_generated_environment = prints an environment that is known only when it runs
remark-unclear_other_files = shows its programs other files, which were not read
remark-unclear_inclusion = is included and was not read
remark-unclear_file_count = stands for more files than are looked at
remark-unclear_mention_count = is mentioned more often than is looked at
remark-unclear_mention = is mentioned in a language that is not read
remark-unclear_registries = is not a list of registries
remark-unclear_syntax = is written in a way that is not followed here
remark-unclear_script_as_program = is a script in a program's place
remark-unclear_code_first = puts { $name } before what the program brings
remark-unclear_source = reads in what is not known here
remark-unclear_depth = is deeper than is followed
remark-unclear_command = runs what is known only when it runs
remark-unclear_export = sets variables that are not known here
remark-unclear_replacement = puts something else in a program's place
remark-unclear_function = is a function in a program's place
remark-unclear_installs_roots = installs roots that are not known here
remark-unclear_input = fills a variable from elsewhere
