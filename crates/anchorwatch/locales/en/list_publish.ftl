### What the publisher's commands of `list` say.

list-key-made = The private key is in { $path }. Whoever has this file signs as you. Keep it off the network, and keep a copy.
list-proposed = { $count ->
        [one] { $path } has { $count } entry
       *[other] { $path } has { $count } entries
    }, { $new } of them new. Read it, and have it reviewed.
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
label-list-number = number
label-list-hash = hash
label-list-signed-by = signed by
label-known-about = known
label-against = against
