### What `list update` says.

list-update-unchanged = Nothing changed.
list-update-changed = Newer lists are held now.
list-update-would-change = Newer lists are there. Nothing was written.
list-update-obeyed = From now on, `verify` and programs that use Anchorwatch’s library refuse by these lists, without a restart.
list-update-stores-not_asked = Other programs follow where `anchorwatch block` was applied: within an hour, or at once with --apply.
list-update-stores-not_blocked = Nothing is blocked here, so other programs do not follow. `anchorwatch block --apply` has them do so.
list-update-stores-refused = The stores of this machine refuse the keys on the lists too.
list-update-stores-refused-but = The stores of this machine refuse the keys on the lists too, except for this:
list-update-stores-failed = The stores of this machine could not be changed. The hourly run tries again.
list-update-fork = Somebody is shown another list: two sources, or this machine earlier and a source now, have different lists of one number.
list-update-refused = The connection to a mirror is intercepted, or its certificate is wrong. The lists were fetched all the same, because they authenticate themselves. With --evidence FILE the certificates are kept; `anchorwatch verdict FILE` says what they mean.
list-update-nothing = No list is held yet.
list-update-current = The lists are current.
list-update-young = The lists are young. Their publishers use no public log, so nobody can confirm that they are the newest.
list-update-unconfirmed = Nobody has confirmed since { $time } that these are the newest lists. Somebody may keep newer ones back.
list-update-ageing = Newer lists should have come by now. These expire at { $time }.
list-update-stale = The lists expired at { $time }. What is on them still counts; that something is missing from them means nothing.
list-update-unseen = { $count ->
        [one] The public log has { $count } newer entry that no source showed.
       *[other] The public log has { $count } newer entries that no source showed.
    }
list-update-added = { $count ->
        [one] { $count } entry is new on the lists:
       *[other] { $count } entries are new on the lists:
    }
list-update-removed = { $count ->
        [one] { $count } entry is no longer in force:
       *[other] { $count } entries are no longer in force:
    }
list-update-held = What is held of { $origin }
list-update-none = none
list-update-number = number { $sequence }, issued at { $issued }, expires at { $expires }
list-update-in-force = { $entries }; { $waiting } of them do not refuse public sites yet, { $retained } are gone from the lists and stay for a time, { $unused } are of kinds that this program does not use
list-update-epoch = set number { $epoch }
label-approved-list = approved list
label-quick-list = quick list
label-in-force = entries
label-publishers = publishers
label-came-over = came over
label-problem = not taken
list-channel-verified = an encrypted connection to the mirror itself
list-channel-refused = an encrypted connection whose certificate is refused
list-channel-plain = a connection without encryption
list-channel-local = a file or folder of this machine
list-channel-nothing = no answer came
