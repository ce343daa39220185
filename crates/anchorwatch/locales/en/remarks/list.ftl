### Why a distrust list, or a record of it, cannot be used. Clauses.

## Why a list cannot be read

remark-list_too_large = the list has { $got } bytes; at most { $max } are read
remark-list_too_many_records = the list has more than { $max } records
remark-list_unknown_format = this is no list of a known kind
# $part: one of the parts below
remark-list_cut_short = the file ends too early: { $part } at byte { $offset } needs { $need } bytes, and { $left } are left
# $says: the parser's words, always in English
remark-list_json = the JSON of { $part } is wrong at line { $line }, column { $column }: { $why }
remark-list_header_field = the field { $field } of the CRLSet's header { $why }
remark-list_too_many_serials = the parent at byte { $offset } states { $got } serial numbers; at most { $max } are accepted
remark-list_component_version = the component has version { $version }; only version 3 is read
remark-list_component_header = the component's header is wrong at byte { $offset }: { $why }
remark-list_signature_invalid = signature { $index } of the component, by the key { $key }, is not valid
remark-list_other_component = the component is not the one for CRLSets
remark-list_component_key_missing = the component is not signed by the key for CRLSets
remark-list_publisher_key_missing = the component is not signed by its publisher
remark-list_chain = the chain of whoever signed it proves nothing: { $why }
remark-list_content_signature_invalid = no signature of the collection is valid
remark-list_other_collection = this is another collection of Mozilla's than OneCRL
remark-list_not_canonical = its timestamp is missing, or a number in it can be written in several ways, so it is not known what was signed
remark-list_archive = the archive in the component cannot be read: { $why }
remark-list_no_usable_record = none of the { $count } records is one of OneCRL's; the first: { $why }
remark-list_properties_escape = the escape at byte { $offset } is not \u and four hexadecimal digits
remark-list_algorithm = the fingerprints are of the kind «{ $got }»; only SHA-256 can be compared
remark-list_entry = entry { $index } is wrong: { $why }

## Parts of a list's file, a noun each

remark-list_part_crlset_header_length = the length of the CRLSet's header
remark-list_part_crlset_header = the CRLSet's header
remark-list_part_parent = a parent
remark-list_part_serial_count = the number of a parent's serial numbers
remark-list_part_serial_length = the length of a serial number
remark-list_part_serial = a serial number
remark-list_part_component_start = the start of the component
remark-list_part_component_header = the component's header
remark-list_part_component_field = a field of the component's header
remark-list_part_archive_directory = the archive's directory
remark-list_part_directory_entry = an entry of the archive's directory
remark-list_part_archive_entry = an entry of the archive
remark-list_part_records = the list of records
remark-list_part_entries = the list of entries

## What is wrong with a field of a CRLSet's header: goes on after «the field X»

remark-list_field_not_crlset = is not «CRLSet»
remark-list_field_not_zero = is not 0
remark-list_field_not_an_integer = is missing or not a 32-bit integer
remark-list_field_before_1970 = is before 1970
remark-list_field_not_a_list = is not a list
remark-list_field_not_base64 = contains something that is not base64
remark-list_field_not_an_object = is not an object
remark-list_field_name_not_base64 = has a name that is not base64
remark-list_field_value_not_a_list = has a value that is not a list

## What is wrong with a component's header

remark-list_component_too_long = it is too long
remark-list_component_too_many_fields = it has too many fields
remark-list_component_wire_type = it has a field of an unknown wire type
remark-list_component_long_number = a number is longer than 64 bits

## What is wrong with the chain of a collection's signer

remark-list_chain_unreadable = it cannot be read as certificates
remark-list_chain_too_long = the file is longer than { $max } bytes
remark-list_chain_too_many = it has more than { $max } certificates
remark-list_chain_other_root = Mozilla's root is not in it
remark-list_chain_out_of_date = a certificate of it is not valid at this time
remark-list_chain_purpose = the signer's certificate is not for signing code
remark-list_chain_other_name = the signer has another name than that of this list
remark-list_chain_no_path = nothing leads from the signer to the root

## Why nobody vouches for a list

remark-list_without_signature = it has no signature
remark-list_chain_not_given = it has a signature; give the chain of its signer to have it checked

## Why entries are not in a list that was written

remark-list_left_out_kind = { $count ->
        [one] { $count } entry of a kind
       *[other] { $count } entries of kinds
    } that the format does not have
remark-list_left_out_limited = { $count ->
        [one] { $count } entry applies to some names or dates, and the format has no such limits
       *[other] { $count } entries apply to some names or dates, and the format has no such limits
    }
remark-list_left_out_local = { $count ->
        [one] { $count } entry refuses only below local roots, and the file would refuse everywhere
       *[other] { $count } entries refuse only below local roots, and the file would refuse everywhere
    }
remark-list_left_out_name = { $count ->
        [one] { $count } entry whose name is known only as a hash; --names gives names
       *[other] { $count } entries whose names are known only as hashes; --names gives names
    }

## Why a list cannot be written

remark-list_export_too_long = the file would have { $got } bytes in a part that takes { $max }

## What is wrong with a component's archive

remark-list_archive_repeated = the list is in it twice
remark-list_archive_no_crl_set = there is no list in it
remark-list_archive_too_large = the list in it is too large
remark-list_archive_method = the list in it is compressed in an unknown way
remark-list_archive_damaged = the list in it cannot be decompressed
remark-list_archive_size = the list in it has another size than stated
remark-list_archive_too_short = it is too short
remark-list_archive_no_end = its end is missing, or it has a comment
remark-list_archive_end_record = its end record is not that of a small archive
remark-list_archive_directory_gap = its directory does not end at the end record
remark-list_archive_directory_surplus = its directory is longer than its entries
remark-list_archive_directory_foreign = its directory contains something other than entries
remark-list_archive_encrypted = an entry is encrypted
remark-list_archive_no_entry = its directory points to something that is not an entry
remark-list_archive_other_name = an entry has another name than in the directory

## What is wrong with an entry

remark-list_entry_match = its match is of an unknown kind
remark-list_entry_member_missing = a member that its match needs is missing or malformed
remark-list_entry_member_surplus = it has members that its match does not need, or not in their only spelling
remark-list_entry_threshold = its threshold is unknown
remark-list_entry_two_lists = its limits have two lists of names
remark-list_entry_empty_limits = its limits are empty
remark-list_entry_suffix_count = its limits name no suffix, or too many
remark-list_entry_suffix = its limits have a suffix that is not a DNS name in lower case
remark-list_entry_time = a time in it is not RFC 3339 in UTC with whole seconds
remark-list_entry_not_in_registry = the registry of known keys does not have its source
remark-list_entry_source = its source is unknown
remark-list_entry_says = its source has a description that does not belong to it
remark-list_entry_known_interception = a known interception key is not a hash
remark-list_entry_made_from = what it was made from is malformed

## Which record cannot be used, a noun each

remark-list_record = record { $index }
remark-list_record_with_id = record { $index }, { $id }
remark-list_record_hash = { $field }, hash { $index }
remark-list_record_name = { $field }, name { $index }
remark-list_record_serial = the serial at byte { $offset }
remark-list_record_parent_count = the number of parents
remark-list_record_fingerprint = fingerprint { $index }, «{ $text }»

## Why a record cannot be used

remark-list_record_hash_length = it has { $octets } octets, and a SHA-256 has 32, so it matches nothing
remark-list_record_serial_form = it is empty or begins with a zero octet, and so matches no certificate
remark-list_record_parents_differ = the header promises { $stated }, and { $count } are there
remark-list_record_lower_case = it is not in upper case, so Java never matches it
remark-list_record_not_a_fingerprint = it is not 64 hexadecimal digits without colons
# $says: the parser's words, always in English
remark-list_record_json = { $why }
remark-list_record_serial_length = serialNumber has { $octets } octets
remark-list_record_key_length = pubKeyHash has { $octets } octets, not 32
remark-list_record_name_length = { $member } is longer than a certificate's name can be: more than { $max } octets
remark-list_record_not_base64 = { $member } is not base64 from character { $offset } on
remark-list_record_neither = it has neither an issuer and a serial number nor a subject and a key

## Which signed list refuses a certificate

# $origin: the list's name; $epoch: the number of the set of publishers
remark-said_by_approved_list = the approved list number { $sequence } of { $origin }, signed by at least { $signers_needed } of { $publisher_count } publishers (set { $epoch })
remark-said_by_quick_list = the quick list number { $sequence } of { $origin }, signed by at least { $signers_needed } of { $publisher_count } publishers (set { $epoch })
remark-said_by_earlier_list = an earlier list of { $origin }; number { $sequence }, signed by at least { $signers_needed } of { $publisher_count } publishers (set { $epoch }), no longer has the entry, which stays in force for the publishers' delay
