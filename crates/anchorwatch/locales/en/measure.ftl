### What `measure` says.

## What will be sent

# $first: some of the targets
measure-sending = Sending to { $targets ->
        [one] 1 target
       *[other] { $targets } targets
    }: { $hosts ->
        [one] 1 host, whose address this machine's resolver gives
       *[other] { $hosts } hosts, whose addresses this machine's resolver gives
    }, and { $addresses ->
        [one] 1 address
       *[other] { $addresses } addresses
    }. The list begins with { $first }.
measure-sending-own = Each gets one TLS handshake with its own name. Only if no public root vouches for what comes, or the connection is cut off, more follow, also with { $controls }: at most { $most } connections to one target in a round.
measure-sending-names = Each gets one TLS handshake with each of these names: { $names }; and one with { $controls } to compare, in random order: at most { $most } connections to one target in a round.
measure-pace = At most { $rate } connections begin in a second, and one address has one at a time, { $pause } ms after the last one began. A round takes { $least } or longer.
measure-back-off = Each failure of an address doubles that pause, up to a minute. After { $failures } in a row the address gets nothing more in that round.
measure-rounds = There are { $rounds } rounds; one begins { $every } after the one before it began.
measure-seen-by = Nothing is sent after a handshake. The targets and whoever watches see the addresses and the names, and can recognise this program by them.
measure-left-out = Left out: { $repeated } repeated, { $excluded } excluded, { $opted_out } opted out and { $unreadable } unreadable entries, and { $tests } other tests of a descriptor.
measure-left-out-first = Nothing is sent to: { $first }.
measure-bad-line = { $file }, entry { $line }: { $why }
measure-bad-lines-more = and { $count } more entries that cannot be read

## While it runs

# $bar: # and . characters; $left: hours:minutes:seconds
measure-progress = [{ $bar }] { $done } of { $total }, { $rate } a second, { $left } left; intercepted { $intercepted }, suspected { $suspected }, cut off { $cut }

## The answer

measure-measured = { $measured ->
        [one] 1 measurement
       *[other] { $measured } measurements
    } of { $targets ->
        [one] 1 target
       *[other] { $targets } targets
    }, judged by rules version { $rules }:
measure-recorded = { $measured ->
        [one] 1 measurement
       *[other] { $measured } measurements
    } of { $targets ->
        [one] 1 target
       *[other] { $targets } targets
    }, recorded and not judged.
measure-excluded = { $count ->
        [one] 1 target was
       *[other] { $count } targets were
    } not visited, because every address is excluded.
measure-opted-out = { $count ->
        [one] 1 target was
       *[other] { $count } targets were
    } not visited, because an opt-out list has { $count ->
        [one] it
       *[other] them
    }.
measure-backed-off = { $count ->
        [one] For 1 measurement
       *[other] For { $count } measurements
    } nothing was sent, because the address had failed too often in that round.
measure-missing = { $count ->
        [one] 1 target was
       *[other] { $count } targets were
    } not recorded.
measure-unreadable = { $count ->
        [one] 1 line of the lists
       *[other] { $count } lines of the lists
    } could not be read, and what is asked for there was not measured.
measure-found = The first { $named } of { $count } found
measure-found-one = { $name } at { $address }: { $verdict }, signed by { $signer }, { $time }
measure-next = What next
measure-next-resume = Measure what is missing: anchorwatch measure --resume { $folder }
measure-next-found = See why, and what speaks against it: anchorwatch verdict { $folder }/*.jsonl
measure-next-unclear = { $count } of { $measured } measurements do not say whether anyone reads the connection. In the others no interception or blocking was seen from here, at these times, in these tries. See why: anchorwatch verdict { $folder }/*.jsonl
measure-next-none = No interception or blocking was seen from here, at these times, in these tries. The evidence can be judged again: anchorwatch verdict { $folder }/*.jsonl
measure-next-all-unclear = No measurement says whether anyone reads the connection. See why: anchorwatch verdict { $folder }/*.jsonl
measure-next-not-judged = Judge them: anchorwatch report { $folder }, or anchorwatch verdict { $folder }/*.jsonl
measure-next-nothing = Nothing was measured, so nothing is known about these targets.
measure-signed = Signed with { $folder }/run.note. To check it: anchorwatch report { $folder } --signed-by { $key }
measure-signed-before = { $folder }/run.note was signed earlier: what was measured after that is not signed. To sign it too: anchorwatch measure --resume { $folder } --sign KEY --sign-as NAME
measure-not-signed = { $count ->
        [one] 1 segment was not written by this run, and is not signed:
       *[other] { $count } segments were not written by this run, and are not signed, the first of them:
    } { $first }.
