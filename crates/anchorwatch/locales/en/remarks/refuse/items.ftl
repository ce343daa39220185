### What a change inside a file that others write too means. Clauses.

remark-item_certificate = certificate { $certificate }
remark-item_keystore_entry = entry { $entry }
remark-item_blocked_certificate = blocked certificate { $certificate }
remark-item_policy = policy { $policy }
remark-item_script_part = our part of the script
remark-item_exception = exception for { $host }
remark-item_revocation = revocation of the key { $key }
remark-item_revocation_of_one = revocation of the certificate with the serial number { $serial }
remark-item_row = { $object } of certificate { $certificate }…
remark-item_row_without_certificate = { $object } of a certificate that is not in the database
remark-item_other = { $name }
remark-value_absent = not there
remark-value_certificate = the certificate
remark-value_entry = the entry
remark-value_revocation = the revocation
remark-value_trust = { $values }
remark-value_text = { $text }
