### Messages about a refusal in Java's keystores and lists. Clauses.

remark-blocked_certs_writable = others than root can write { $path }, so no certificate is added there
remark-blocked_certs_missing = { $path } has no list of blocked certificates
remark-blocked_certs_of_package = { $path } is a configuration file of a package: when that is upgraded, dpkg may ask about it; keep the version that is installed
remark-blocked_certs_replaced_by_upgrade = an upgrade of Java may replace { $path }, without the certificates that are added
remark-blocked_certs_unreadable = Java would not read it: { $why }
remark-blocked_certs_open_end = nothing can be added behind its last line
remark-blocked_certs_would_change = without the lines that were added it would say something else too
remark-blocked_certs_bad_item = an item is not a fingerprint that was added
remark-keystore_read_at_start = Java programs that run now have read their keystore already: they refuse the keys only after a restart
remark-keystore_not_read = { $path } is { $node }, and not looked into
remark-keystore_entry_unreadable = the entry "{ $entry }" cannot be read: { $why }
remark-keystore_nameless_entry_unreadable = an entry without a name cannot be read: { $why }
remark-keystore_private_key_stays = the private key "{ $entry }" has a refused certificate of its own, which stays
remark-keystore_some_private_key_stays = a private key has a refused certificate of its own, which stays
remark-keystore_password_unknown = the keystore has another password than those that are known, so it could not be sealed again and is not changed
remark-keystore_left = it is not changed: { $why }
remark-keystore_still_shows_refused = it still shows a refused certificate after that was taken out
remark-keystore_bad_item = what was noted of a removed entry cannot be read
remark-keystore_item_not_trusted = what was noted of a removed entry is not a trusted certificate
remark-keystore_other_format = the keystore has another format than when an entry of the format { $format } was taken out
remark-keystore_name_taken = another certificate has the name "{ $entry }" in the keystore by now
remark-keystore_nameless_taken = an entry without a name has been replaced by another certificate
