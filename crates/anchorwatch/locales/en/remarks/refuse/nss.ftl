### Messages about a refusal in an NSS database, and why one cannot be changed. Clauses.

remark-nss_not_changed = the trust in { $path } cannot be changed: { $why }
remark-nss_finished_first = { $path }: an earlier run was stopped while it changed this database; that change is finished first
remark-nss_in_use = a program seems to run with { $path }: it obeys once it is started again
remark-nss_old_form = { $path } is of NSS's old form (before 2018), which is not looked into; a program takes what is in it into a new one when it starts
remark-nss_primary_password = { $path } has a primary password: its trust in a refused key is removed, and its distrust cannot be signed, so a module or a policy may still bring the certificate
remark-nss_rows_without_number = { $count ->
        [one] { $count } row has no number by which NSS finds it
       *[other] { $count } rows have no number by which NSS finds them
    }
remark-nss_certificate_unreadable = a certificate row: { $why }
remark-nss_row_changed_since = { $name } is no longer as it was left: { $now }
remark-nss_link = { $path } is a link, and is not followed
remark-nss_not_seen = cannot look at { $path }: { $why }
remark-nss_locked = another program keeps it locked; close the browser and try again
remark-nss_read_only = it, its folder or its file system may not be written
remark-nss_disk_full = the file system is full
remark-nss_damaged = it is damaged
remark-nss_table_not_plain = { $name } in it is not a plain table
remark-nss_foreign_object = { $name } in it is a { $kind } that NSS did not make
remark-nss_foreign_column = its table has the column { $column }, which NSS does not make
remark-nss_column_missing = its table has no column { $column }
remark-nss_number_twice = two objects have the number { $number }
remark-nss_foreign_journal = the journal beside it names another file, «{ $name }»
remark-nss_unreadable = it cannot be read: { $why }
remark-nss_unclear = { $why }; start the program that uses it, close it, and try again
remark-nss_sqlite_failed = SQLite failed: { $why }
remark-nss_bad_item = «{ $name }» is not a record of a change
remark-nss_row_changed = { $name } is no longer as it was: it is { $now }
remark-nss_password_changed = its password was changed since, so this program cannot sign the trust of { $name }; set it with the browser or with certutil
