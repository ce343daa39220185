### What is at a path, and why a file could not be read or changed. Clauses.

remark-home_in_an_image = { $path } is in an image, which is never changed
remark-home_other_run = another run made changes after the plan was made ({ $path })
remark-home_wire = cannot understand the data from another process of this program
remark-home_because_of_system = { $what }: { $cause }
remark-home_because_of_content = { $what }: { $why }
remark-node_absent = nothing
remark-node_file = a file of { $bytes } bytes, mode { $mode }, owner { $owner }
remark-node_link = a link to { $target }
remark-node_folder = a folder, mode { $mode }, owner { $owner }
remark-node_other = neither a file, a link nor a folder
remark-node_database = a database

## Why a text of keys and values, such as JSON or TOML, cannot be read

remark-text_syntax = line { $line } has a mistake in its syntax
remark-text_ends_early = the text ends too early, in line { $line }
remark-text_unknown_key = line { $line } has the key `{ $key }`, which is not known
remark-text_missing_key = the key `{ $key }` is missing in what ends or begins in line { $line }
remark-text_key_twice = the key `{ $key }` is there twice, again in line { $line }
remark-text_value = line { $line } has a value of another kind than expected
remark-text_not_utf8 = the text is not UTF-8 from byte { $offset } on

## Why one of this program's files cannot be parsed

remark-content_text = { $why }
remark-content_nested = tables and keys are nested more than { $most } deep
remark-content_schema = its schema is `{ $got }`, not `{ $read }`
remark-content_not_absolute = `{ $path }` is not an absolute path
remark-content_not_a_path = `{ $text }` is not a path
remark-content_not_a_hash = a hash in it is not 64 hexadecimal digits
remark-content_not_a_time = a time in it is not written as in 2026-12-31T00:00:00Z
remark-content_not_encoded = a value in it is not base64 or hexadecimal from character { $offset } on
remark-content_edit_format = `{ $format }` is not a format of a shared file
remark-content_set_without = `{ $set }` is set, but `{ $missing }` is missing
remark-content_not_a_word = `{ $setting }` cannot be `{ $got }`
remark-content_too_many = `{ $setting }` has more than { $most } values
remark-content_consent_count = it declares { $declared } consents, but has { $found }
remark-content_consent_coverage = a consent is for suffixes and networks, or has all-names = "{ $word }"
remark-content_consent = { $why }
remark-content_other_hash = the content does not match the hash in the file's name
remark-content_receipt_missing = it is missing, but only it recorded changes that were made
remark-content_status = it is none of `begun`, `applied` and `undone`
remark-content_other = it is not in the form in which this program writes it
remark-content_missing = the content { $hash } is not in it

## Why a consent is refused

remark-consent_no_scope = a consent names at least one suffix or network
remark-consent_too_many_scopes = a consent names at most { $most } suffixes and networks, not { $count }
remark-consent_unparsable_scope = «{ $text }» is neither a DNS suffix nor a network such as 192.168.0.0/16
remark-consent_for_everything = «{ $text }» has a wildcard; a name covers the names below it by itself (bank.example), and nothing covers every name
remark-consent_for_top_level_domain = «{ $suffix }» is one label and not a private suffix: names of many owners end in it, or may one day
remark-consent_for_public_suffix = «{ $suffix }» is a public suffix: names of many owners end in it
remark-consent_network_too_wide = { $network } is more of the internet than one owner has: the prefix must be /{ $least } or longer
remark-consent_bits_after_prefix = { $network } has bits after its prefix, so it is not clear which network is meant
remark-consent_ends_before_it_begins = it would end at { $until }, before it begins at { $not_before }
remark-consent_too_long = it would end at { $until }, and a consent that begins then holds for at most { $most_days } days, to { $latest }
remark-consent_empty = nothing is said about { $field }
remark-consent_not_one_line = { $field }: this is not a single line of at most { $most } bytes
remark-consent_for_accused_key = no consent covers a key of the class { $class }
remark-consent_no_private_key = it has no private key that can be read: RSA, ECDSA or Ed25519, without a password
remark-consent_other_private_key = the private key belongs to another certificate: its public half has the hash { $got }
remark-consent_key_twice = the key { $key } is there twice
remark-consent_field_by = who gives it (`by`)
remark-consent_field_why = why it is given (`why`)
