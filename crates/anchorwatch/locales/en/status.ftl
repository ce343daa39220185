### What `status` says.

status-none = Nothing is refused here: no block is in force.
status-blocked = { $count ->
        [one] { $count } key is refused here, since { $since }.
       *[other] { $count } keys are refused here, the first since { $since }.
    }
status-unlisted = Roots that are not from the distribution, not public and not allowed by you are held out too.
status-unlisted-confine = Roots that are not from the distribution and not public are held to private names and to what you consent to.
status-refused-count = { $count ->
        [one] { $count } root in a store here has such a key, and no program trusts it.
       *[other] { $count } roots in stores here have such a key, and no program trusts them.
    }
status-as-written = The files of the block are as they were written.
status-list-error = The list of refused keys cannot be used, so nothing keeps a key out: { $why }
status-list-gone = The list of refused keys is gone, so nothing keeps a key out: an update of the certificates brings a refused root back.

status-hook-installed = installed; it filters the system store after every update
status-hook-broken = installed, and it cannot run or was changed: an update of the certificates brings a refused root back
status-hook-missing = not installed; an update of the certificates brings a refused root back
status-watch-absent = not installed
status-watch-installed = installed; whether it runs cannot be seen from here
status-watch-running = running
status-watch-stopped = installed, and not running

status-trusted-head = Still trusted, although the key is refused:
status-unlisted-head = Trusted for more than you allow:
# $clients the programs
status-trusted = { $name } in { $path }: { $clients }
status-next-update = after the next update of the certificates
status-drift-head = Not as the block wrote it:
status-drift-missing = { $path } is missing
status-drift-changed = { $path } was changed by someone else
status-drift-outdated = { $path } is out of date

status-keys-head = Refused keys
status-no-receipt = No receipt records this block any more, so `undo` cannot take it back.
status-receipts-head = Receipts that can be undone
status-receipts-lost-head = Receipts that cannot be undone
status-receipt-applied = applied
status-receipt-begun = begun, and not finished
status-consents-head = Consents

status-advice-again = Run `anchorwatch block --apply` again to bring it up to date. If it was not you who changed it, find out who can write there.
status-advice-begun = A change was interrupted. Run the same command again, or take it back with `anchorwatch undo --apply`.
status-advice-original = `undo` needs the originals that were saved before the block changed the files. Put the named ones back from a backup. Without one, restore the changed files by hand, for example by installing their package again; the other receipts can be undone one by one with `anchorwatch undo RECEIPT --apply`.
status-advice-watch = Start the watch with `systemctl start anchorwatch-refilter.path anchorwatch-homes.service`.
status-advice-list = Find out who wrote the list. Take the block back with `anchorwatch undo --apply`, and block again.
status-advice-consents = The consents are not as they were given. Look at them with `anchorwatch consent list`; if it was not you who changed them, find out who can write there, and give them again.

label-hook = hook
label-watch = watch
