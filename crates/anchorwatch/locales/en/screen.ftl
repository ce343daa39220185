### The first screen of `audit`, and `--explain`. One line has 80 columns: keep it short.

## The verdict, in one line

screen-alarms = { $count ->
        [one] { $count } root here can be used to read traffic, or resembles one that was.
       *[other] { $count } roots here can be used to read traffic, or resemble ones that were.
    }
screen-asks = { $count ->
        [one] { $count } finding needs your decision.
       *[other] { $count } findings need your decision.
    }
screen-blind = { $count ->
        [one] { $count } place could not be read.
       *[other] { $count } places could not be read.
    }
screen-unknown = { $count ->
        [one] Nothing that needs action was found, but { $count } place could not be read.
       *[other] Nothing that needs action was found, but { $count } places could not be read.
    }
screen-nothing = No root or setting here needs action.
screen-nothing-open = { $count ->
        [one] Nothing that you may read here needs action; { $count } home is closed to you.
       *[other] Nothing that you may read here needs action; { $count } homes are closed to you.
    }

## What a group of findings asks of the reader; the word is coloured

screen-word-alarm = ALARM
screen-word-ask = ASK
screen-word-note = NOTE
screen-head-alarm = Act now. The commands show what would change; add --apply to do it.
screen-head-ask = Decide. Only the owner of this machine can say whether these are right.
screen-head-note = Nothing needs to be done about these:

## Why: one reason, which fits beside its label

screen-why-leaked_key = its private key is public, so anyone can read traffic with it
screen-why-known_interception = it was used, or made, to read other people's traffic
screen-why-suspected_family = it resembles roots that were used to read traffic
screen-why-distrusted_by_list = a signed list that this machine follows refuses it
screen-why-distrusted_by_program = browsers removed it after misconduct or a break-in
screen-why-state_root = it belongs to a government, and no browser ships it
screen-why-public_program = it is one of Mozilla's roots for web servers
screen-why-retired_from_program = Mozilla does not trust it for web servers now
screen-why-inspection_product_name = it is named like an antivirus or a gateway's root
screen-why-unknown = it is not a public root, and we do not know who added it
screen-why-again = its key is refused here, but something still trusts it
screen-why-unlisted = `block --unlisted` limits it, but something here trusts it for more
screen-why-deceives = it has the name of a public root, but another key

# For roots with which traffic is read
screen-if-read = Leave this network, then change the passwords that you used here and end open sessions: blocking does not undo what was read.

## What is settled, counted or not read

screen-new = new
screen-new-head = { $count ->
        [one] { $count } root that needs no action is new since the earlier answer:
       *[other] { $count } roots that need no action are new since the earlier answer:
    }
screen-accepted-head = { $count ->
        [one] { $count } alarm that your baseline accepts:
       *[other] { $count } alarms that your baseline accepts:
    }
# $root is the option --root with its folder, or nothing
screen-refused-head = { $count ->
        [one] { $count } root is refused here; `anchorwatch status{ $root }` shows the block:
       *[other] { $count } roots are refused here; `anchorwatch status{ $root }` shows the block:
    }
screen-confined-head = { $count ->
        [one] { $count } root is held to private names and to what you consent to:
       *[other] { $count } roots are held to private names and to what you consent to:
    }
screen-consented-head = { $count ->
        [one] { $count } root is allowed here; `anchorwatch consent list{ $root }` shows for what:
       *[other] { $count } roots are allowed here; `anchorwatch consent list{ $root }` shows for what:
    }
screen-removed = { $count ->
        [one] { $count } root that browsers removed for cause; the distribution still ships it
       *[other] { $count } roots that browsers removed for cause; the distribution still ships them
    }
screen-retired = { $count ->
        [one] { $count } root that Mozilla has retired for web servers
       *[other] { $count } roots that Mozilla has retired for web servers
    }
screen-baseline = { $count ->
        [one] { $count } finding that your baseline knows
       *[other] { $count } findings that your baseline knows
    }
screen-unread-head = { $count ->
        [one] Not checked: { $count } place that could hold a root:
       *[other] Not checked: { $count } places that could hold a root:
    }
screen-left-out = … and { $count } more; --all shows everything

## Where the rest is

screen-closed = Closed to you: { $count ->
        [one] { $count } home
       *[other] { $count } homes
    } of other users. Run this as root to read them too.
screen-read = Read: { $stores ->
        [one] { $stores } store
       *[other] { $stores } stores
    }. Never read by this version: { $kinds ->
        [one] { $kinds } kind of place
       *[other] { $kinds } kinds of places
    } (--all lists them).
screen-more = Everything: `anchorwatch audit{ $root } --all`. One root in full: --explain ID. For programs: --format json.
screen-data = anchorwatch { $version }, { $known } known keys, { $public } public roots, { $time } (UTC)
# $url is an address, $read the day on which it was read
screen-source = { $url } (read { $read })
screen-explain-to-do = If it was imposed on you, this shows what blocking it would change:

label-why = why
label-trusted-by = trusted by
label-to-do = do
label-source = source

## Without a command, and while stores are read

intro-what = Anchorwatch finds and blocks root certificates used to read your traffic.
intro-audit = START HERE: which roots are trusted here?
intro-identify = what is this file I am told to install?
intro-check = is my connection intercepted?
intro-guide = remove a root from a phone, step by step
intro-block = refuse a root; shows a plan first
intro-fleet = for administrators of many machines
intro-more = Only block, remove, consent and undo change anything. All commands: --help
progress-reading = Reading certificate stores …
