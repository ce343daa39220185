### Remarks on stores and the files of programs. Clauses.

## Files of certificates

remark-store_named_pipe = { $path } is a named pipe: another program writes what is read there, and it was not judged
# $why is what OpenSSL stumbles over
remark-store_openssl_loads_nothing = OpenSSL loads no certificate of { $name }, and neither do curl, Python and what else is built on it: { $why }
remark-store_openssl_stops = OpenSSL takes { $name } to end at byte { $offset }, at a line that begins with a NUL; it, curl, Python and what else is built on it load only what comes before
remark-store_gnutls_loads_nothing = GnuTLS loads no certificate of { $name }: { $why }
remark-store_neither_pem_nor_der = { $name } is neither PEM nor a certificate in DER
remark-store_part = { $name }: { $why }
remark-store_without_certificate = { $name } holds no certificate that can be read
remark-store_more_parts = { $count ->
        [one] { $count } more part that could not be read
       *[other] { $count } more parts that could not be read
    }
remark-store_nested_too_deep = { $path } is nested too deep
remark-store_names_limit = only { $max } of its names were looked at

## Debian's package

remark-shipped_unread = { $why }
remark-shipped_changed = { $path } is not as its package shipped it, and is not let in
remark-shipped_nothing = { $path } names no certificate that is as it was shipped
remark-shipped_not_text = { $path } is not text
remark-shipped_not_a_sum = { $path } has a line that is not a checksum

## Databases

remark-database_not_sqlite = the database cannot be read as SQLite: { $why }
remark-database_rows_limit = the database has more than { $max } rows
remark-database_without_table = the database has no table { $name }
# $kind is SQLite's word
remark-database_not_a_table = { $name } is a { $kind } and not a table
remark-database_is_a_link = it is a link; changes that are not merged yet are beside its target
remark-database_is_written = a program writes it while it is read
remark-database_beside_unread = { $path } may hold changes that are not in the database yet: { $why }
remark-database_beside_not_understood = { $path } may hold changes that are not in the database yet: { $why }
remark-database_changes_not_understood = what is beside it may hold changes that are not in the database yet: { $why }
remark-recovery_not_sqlite = it is not a file of SQLite's
remark-recovery_odd_name = its end names no super-journal of this database
remark-recovery_page_size = it has pages of another size than the database
remark-recovery_damaged = a page in it is damaged
remark-recovery_too_large = the database would be larger than { $max } bytes
remark-recovery_version = it is of version { $version }

## NSS

remark-nss_certificate_row = a certificate row: { $why }
remark-nss_unsigned_trust = the trust of { $subject } is not signed with the database's key: something other than NSS wrote it, and NSS ignores it as long as key4.db is as it is
remark-nss_trust_without_certificate = { $count ->
        [one] { $count } trust object is for a certificate that is not in it: NSS trusts it as soon as a server sends it
       *[other] { $count } trust objects are for certificates that are not in it: NSS trusts each of them as soon as a server sends it
    }
remark-nss_old_format_beside = { $name } beside it is in NSS's format from before 2018, which is not read; programs of today do not read it either while this database is there
remark-nss_old_format = it is a database in NSS's format from before 2018, which is not read; a program copies what is in it into a new one when it starts
remark-nss_list_is_p11_kit_trust = it is p11-kit's module instead of NSS's own list of roots: { $clients } trust what the system's bundle holds
remark-nss_list_is_p11_kit_proxy = it is p11-kit's proxy instead of NSS's own list of roots
remark-nss_list_is_another = it replaces NSS's own list of roots and is not that list, or not as its package brought it; what else { $clients } trust because of it was not judged
remark-nss_p11_kit_argument = the argument "{ $argument }" of p11-kit's module is not understood
remark-nss_p11_kit_setting = the module { $file } of p11-kit has the setting "{ $setting }", which is not understood
remark-nss_p11_kit_remote = the module { $file } of p11-kit is another program's, which can bring any root; it was not judged
remark-p11_kit_trust_module = p11-kit takes trust from { $library }, which is not its own trust module and can bring any root: GnuTLS (wget, git) and `trust extract` use it here; it was not judged
remark-p11_kit_trust_module_unused = p11-kit takes trust from { $library }, which is not its own trust module and can bring any root to `trust extract` and programs that ask p11-kit; GnuTLS reads the bundle on this system; it was not judged
remark-nss_p11_kit_place = the place "{ $place }" of p11-kit's module depends on where the program is started
remark-nss_unknown_module = the module { $library } is a program that can bring any root; it was not judged
remark-nss_too_many_modules = it names more than { $max } modules; the rest was not followed
remark-nss_prefixed_database = a module's database has a prefix before its name and was not read
remark-nss_relative_database = the database folder "{ $folder }" depends on where the program is started

## p11-kit

remark-p11_kit_refused_twin = { $subject } has a key that a blocklist refuses in another certificate: the extracted files leave it out, GnuTLS and NSS trust it
remark-p11_kit_files_limit = { $path } has more than { $max } files; the rest was not read
remark-p11_kit_unknown_class = { $name }: object { $number }: it is of a class that is not known
remark-p11_kit_object_certificate = { $name }: object { $number }: its certificate cannot be read
remark-p11_kit_doubtful_object = { $name }: object { $number } may keep p11-kit from reading the file, so what the file refuses does not count as refused
remark-p11_kit_unknown_line = { $name }: line { $line } is nothing that is known of p11-kit's own format

## Firefox and Thunderbird

remark-mozilla_overrides_limit = it has { $count } exceptions; only { $max } are listed
remark-mozilla_script_not_judged = it is a program that does more than set preferences; what it does was not judged
remark-mozilla_script_strings = it has more than { $max } strings; not all were searched for certificates
remark-mozilla_script_fetches = it fetches a further program at every start (autoadmin.global_config_url); what that does was not judged
remark-mozilla_script_marks = the lines around our part of it are not both there once
remark-mozilla_policy_file_not_json = it cannot be read as JSON: { $why }
remark-mozilla_policy_file_without_policies = it has no object «policies»
remark-mozilla_policy_file_limit = it names more than { $max } certificates or modules

## Chromium

remark-chromium_policy_unreadable = it is not a policy file that can be read: { $why }
remark-chromium_policy_entry = { $key }: { $why }
remark-chromium_policy_entries_limit = { $key }: only the first { $max } entries were read
remark-chromium_certificate_row = a certificate row: { $why }
remark-chromium_row_trust_cut = a row's trust: the message is cut short at byte { $offset }
remark-chromium_row_trust_kind = a row's trust: the message has no field of the kind { $kind }
remark-chromium_unknown_browser = it is read as a Chromium-based browser reads it, but which browser uses { $folder } is not known: block cannot refuse there

## Java

remark-java_entry = the entry "{ $alias }": { $why }
# $place is in English
remark-java_part = { $place }: { $why }
remark-java_unknown_password = its digest fits no usual password: it has another, or was changed without one; its certificates are read as Java reads them without a password
remark-java_keystore_unreadable = { $why }
remark-java_not_a_keystore = { $format ->
        [der] it is a certificate (DER), and no keystore that Java reads
        [pem] it is a PEM text, and no keystore that Java reads
        [pkcs7] it is a PKCS #7 file, and no keystore that Java reads
       *[other] it is another file ({ $format }), and no keystore that Java reads
    }
remark-java_no_password_tried = no password was tried
remark-java_keystore_ends = the keystore ends at byte { $at } in the midst of an entry
remark-java_keystore_version = the keystore has version { $version }, and only 1 and 2 are known
remark-java_keystore_tag = the keystore has an entry of the unknown kind { $tag } at byte { $at }
remark-java_keystore_secret_key = there is a secret key at byte { $at }; what follows it in the keystore is not read
remark-java_keystore_entries_limit = only the first { $max } certificates of the keystore were read
remark-java_blocked_list_private = { $path } could not be read, so nothing counts as refused by it: not every user may read it
remark-java_blocked_list_unread = { $path } could not be read, so nothing counts as refused by it: { $why }
remark-java_blocked_list_not_understood = { $path } could not be read, so nothing counts as refused by it: { $why }

## What SQLite refuses

remark-sqlite_not_a_database = it is not a database of SQLite, or it is encrypted
remark-sqlite_damaged = the database is damaged
remark-sqlite_value = a value is of another kind than expected
remark-sqlite_code = SQLite reports error { $code }

## Why a finding is in the answer, beside the reasons of its class

remark-held_out = the hook of `anchorwatch block` withholds it from the system store
remark-confined = `anchorwatch block` holds it to private names and to what you consent to
remark-not_self_issued = its issuer is another
remark-not_an_authority = it does not say that it is an authority
remark-has_name_constraints = it has name constraints of its own
remark-not_as_rfc_5280 = it is not encoded as RFC 5280 says
remark-refused_here = `anchorwatch block` refuses its key on this machine
remark-not_limited_here = `anchorwatch block --unlisted` limits it on this machine, but not here
remark-same_key_twice = certificates with this key: { $certificates }
