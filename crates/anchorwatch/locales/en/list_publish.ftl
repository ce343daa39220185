### What the publisher's commands of `list` say.

list-key-made = The private key is in { $path }. Whoever has this file signs as you. What it signed last is in the file beside it whose name ends in .signed: without that one it signs nothing. Keep both off the network, and keep a copy.
list-log-key-made = The private key of the log is in { $path }. What it signed last is in the file beside it whose name ends in .signed. Keep both together: whoever has an older copy of the second one could make two logs.
list-proposed = { $count ->
        [one] { $path } has { $count } entry
       *[other] { $path } has { $count } entries
    }, { $new } of them new. Read it, and have it reviewed.
list-verified-component = signed as a component of Chromium
list-verified-collection = signed as a collection of Mozilla's
list-reviewed = { $count ->
        [one] { $count } entry is proposed.
       *[other] { $count } entries are proposed.
    } { $against ->
        [0] Nothing is known that speaks against it.
        [one] Something speaks against { $against } of them.
       *[other] Something speaks against { $against } of them.
    }
list-prepared = The list is in { $path }. Nobody has signed it yet.
list-not-signed-yet = Nothing is signed. If you want what is below, sign it with --key FILE --out FILE --hash { $hash }
list-sign-done = Your signature is in { $path }. Send it to whoever publishes the list.
list-published = The list is published in { $path }.
list-set-published = The next set of publishers is in { $path }. Clients follow it with the first list that it signs.
list-renewed = The proofs in { $path } are renewed.
list-about-set = Set number { $epoch } of the publishers of { $origin }
list-set-publishers = { $publishers }: { $approved } of { $count } sign an approved list, and { $quick } a quick one
list-set-delay = { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
list-set-added = New keys ({ $count })
list-set-removed = Keys that go ({ $count })
list-set-read-it = Read the whole text too: it says which publishers have to sign together, and which logs and witnesses clients ask for.
list-about-log = { $origin } has { $size } entries, { $added } of them new
list-witness-cosigned = { $witness } cosigned
list-witness-fault = { $witness } did not cosign: { $why }
list-audit-right = The log { $origin } is what its witnesses cosigned, and its entries follow each other.
list-audit-wrong = { $count ->
        [one] Something is wrong with the log { $origin }, or with this copy of it:
       *[other] { $count } things are wrong with the log { $origin }, or with this copy of it:
    }
list-audit-unclear = The log { $origin } is what its witnesses cosigned. Whether all of its entries are right cannot be told from it:
list-audit-log = The log { $origin }
list-audit-entries = approved lists: { $approved }; quick lists: { $quick }; sets of publishers: { $sets }
list-audit-cosigned = { $witness }, at { $time }
list-audit-not-checked = Who signed the lists: a log has no signatures. What mirrors show that were not named with --mirror. To which approved list a quick list adds: its entry does not say.
list-monitored = { $count ->
        [0] No list has an entry about them.
        [one] The lists have { $count } entry about them.
       *[other] The lists have { $count } entries about them.
    }
list-since-approved = On the approved list, at least since number { $sequence }
list-since-quick = On the quick list, number { $sequence }
list-review-not-checked = Whether the remarks are true, and whether a public root signed a key that the registry does not have. Which logs of Certificate Transparency accept a root is known only for keys in the registry.
list-needs-quorum = the quorum of publishers
list-quick-suffices = as few as a quick list needs
list-about-approved = The approved list of { $origin }
list-about-quick = The quick list of { $origin }
list-about-number = { $sequence }, issued at { $issued }, expires at { $expires }; { $entries ->
        [one] { $entries } entry
       *[other] { $entries } entries
    }
list-about-signers = { $signed ->
        [0] nobody
       *[other] { $signers }
    } (at least { $needed } needed)
list-entry-reach = { $what }; { $public ->
        [yes] refuses every path
       *[no] refuses only paths to a local root
    }{ $limited ->
        [yes] , within limits
       *[no] { "" }
    }
list-changed-from = { $now }. Before: { $before }
list-no-change = No entry comes or goes.
list-other-changes = { $count ->
        [one] { $count } entry comes or goes that this program cannot show. Sign only if you know from elsewhere what it is.
       *[other] { $count } entries come or go that this program cannot show. Sign only if you know from elsewhere what they are.
    }
list-published-deltas = { $count ->
        [one] Clients can fetch it whole, or as a change to an earlier list.
       *[other] Clients can fetch it whole, or as a change to one of { $count } earlier lists.
    }
list-action-add = To be added
list-action-remove = To be removed
list-action-withdraw = To be taken back from the quick list
list-change-added = Added ({ $count })
list-change-widened = Refuses more than before ({ $count })
list-change-narrowed = Refuses less than before ({ $count })
list-change-altered = Refuses other paths than before ({ $count })
list-change-removed = Removed ({ $count })
list-change-withdrawn = Taken back from the quick list ({ $count })
label-set-line = for the set
label-set-publishers = publishers
label-set-delay = delay
label-set-logs = public logs
label-set-expires = expires
label-log-size = size
label-log-entries = entries
label-log-cosigned = cosigned by
label-list-number = number
label-list-hash = hash
label-list-signed-by = signed by
label-known-about = known
label-against = against

## What witnesses saw

list-seen-log = The log { $origin }, of which the mirror shows { $size ->
    [one] { $size } entry
   *[other] { $size } entries
}
list-witness-shows = { $witness } shows { $view }
list-witness-silent = { $witness } does not answer: { $why }
