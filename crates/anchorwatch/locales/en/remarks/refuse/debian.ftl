### Messages about Debian's system store, its hook and its watch, and of OpenSSL. Clauses.

remark-server_certificate_stays = { $path } stays, since a server may need it: a certificate that is not an authority's, for private names only. What finds roots by links or in the bundle does not find it; what reads every file of the folder does: Rust programs with rustls-native-certs trust whoever has its key for every name
remark-shipped_root_stays = { $path } is the distribution's own and is not deleted, so its next update brings it back; `anchorwatch block` refuses its key
remark-shipped_records_unreadable = { $why }; only what the distribution shipped when the block was made is let in
remark-consents_unreadable = { $why }; no consent is honoured
remark-root_not_confined = { $name } cannot be held to names, so it is refused for all of them: { $why }
remark-java_refuses_confined = Java does not hold a root to names, so it refuses these for every name: { $names }
remark-common_names_not_confined = whoever has the key of a root that is held to names can still deceive curl, Python and Node: OpenSSL does not hold a wildcard such as *.example.com to names if it is only the common name of a server's certificate. `--hold-out` or the preloaded library closes this
remark-confined_server_refused = { $name } is a server's own certificate too. OpenSSL (curl, Python, Node) and Go refuse that server from now on; git and Wget accept it for private names
remark-private_names_unreadable = { $why }; only the built-in private names count
remark-hook_folder_missing = there is no { $path }, so nothing keeps the keys out after an update of the certificates
remark-hook_name_too_long = a program of { $path } has so long a name that ours cannot sort after it: what it does to the certificates is not looked at after an update
remark-hook_folder_writable = { $path } belongs to user { $uid } with mode { $mode }: who can write there can become root through the hook
remark-watch_without_systemd = without systemd, nothing watches the certificates between updates: what is added by hand is trusted until the next update
remark-watch_not_begun = systemd is installed and does not run here: nothing watches the certificates between their updates until it does
remark-watch_not_active = nothing watches the certificates between their updates, though the units are there ({ $why }); start the watch with `systemctl start anchorwatch-refilter.path anchorwatch-homes.service`
remark-systemctl_not_started = cannot run systemctl: { $why }
remark-systemctl_failed = systemctl { $arguments }: { $says }
remark-update_not_started = it could not be run: { $why }
remark-namesake_in_store = { $path } holds { $name } with a key that is not refused, under a refused key's name; for that name { $clients } will look no further, and trust a refused key that another root has certified under it
remark-added_roots_stay = { $count ->
        [one] { $count } root that was added here stays trusted: if its owner signed a certificate for a refused key, git, wget, Java and others without OpenSSL accept that chain; OpenSSL's programs accept it too where the server's certificate names its issuer by serial number or by an unusual key identifier ({ $names })
       *[other] { $count } roots that were added here stay trusted: if one of their owners signed a certificate for a refused key, git, wget, Java and others without OpenSSL accept that chain; OpenSSL's programs accept it too where the server's certificate names its issuer by serial number or by an unusual key identifier ({ $names })
    }
remark-home_watched_in_part = not everything in it is watched: there is more than the program or the kernel watches; what comes into the rest takes effect within the hour
remark-home_not_watched = it is not watched; what comes into it takes effect within the hour
remark-homes_not_all_watched = only { $most } homes are watched; what comes into the others takes effect within the hour
remark-home_watch_unknown = the watch does not say which homes it watches: run `anchorwatch block` again to start its present version
