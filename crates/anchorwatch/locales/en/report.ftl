### The page of `report`. A frightened person reads it first: short sentences, the answer before the reasons.

report-reading = reading and judging the measurements
report-written = page: { $path }
report-written-tables = tables: { $path }
report-signed = Signed by { $keys }: every file that is used here is as it was when it was signed.
report-maker = Anchorwatch · report on measurements
report-vantage-unnamed = a place that is not named
report-and-more = and { $count } more
report-count-of = { $count } / { $total }

## The answer

report-badge-read = Read by others
report-badge-suspected = Suspected
report-badge-misled = Misled
report-badge-cut = Cut off
report-badge-slow = Slowed down
report-badge-portal = Sign-in page
report-badge-consent = Inspected, by consent
report-badge-fault = Faulty site
report-badge-roots = Old roots
report-badge-clean = Nothing seen
report-badge-open = No answer
report-answer-read = { $count ->
    [one] Somebody on the way could read 1 of { $total } sites.
   *[other] Somebody on the way could read { $count } of { $total } sites.
}
report-answer-suspected = { $count ->
    [one] Something suggests that 1 of { $total } sites was read on the way. It is not proved.
   *[other] Something suggests that { $count } of { $total } sites were read on the way. It is not proved.
}
report-answer-misled = { $count ->
    [one] Look-ups of 1 of { $total } sites led away from it. Nobody was seen reading.
   *[other] Look-ups of { $count } of { $total } sites led away from them. Nobody was seen reading.
}
report-answer-cut = { $count ->
    [one] 1 of { $total } sites was cut off. Nobody was seen reading.
   *[other] { $count } of { $total } sites were cut off. Nobody was seen reading.
}
report-answer-slow = { $count ->
    [one] 1 of { $total } sites was slowed down. Nobody was seen reading.
   *[other] { $count } of { $total } sites were slowed down. Nobody was seen reading.
}
report-answer-portal = { $count ->
    [one] For 1 of { $total } sites the network wanted a sign-in first. Nobody was seen reading.
   *[other] For { $count } of { $total } sites the network wanted a sign-in first. Nobody was seen reading.
}
report-answer-consent = { $count ->
    [one] 1 of { $total } sites is inspected on the way, and the owner of the computer agreed to that. Whoever inspects it can read it. Nobody else was seen reading.
   *[other] { $count } of { $total } sites are inspected on the way, and the owner of the computer agreed to that. Whoever inspects them can read them. Nobody else was seen reading.
}
report-answer-fault = { $count ->
    [one] 1 of { $total } sites has a faulty certificate of its own. Nobody was seen reading.
   *[other] { $count } of { $total } sites have faulty certificates of their own. Nobody was seen reading.
}
report-answer-roots = { $count ->
    [one] For 1 of { $total } sites, the program that measured has an old list of roots or a wrong clock. Nobody was seen reading.
   *[other] For { $count } of { $total } sites, the program that measured has an old list of roots or a wrong clock. Nobody was seen reading.
}
report-answer-clean = { $count ->
    [one] Nobody was seen reading: 1 of { $total } sites looked as it should.
   *[other] Nobody was seen reading: { $count } of { $total } sites looked as they should.
}
report-answer-open = These measurements do not say whether anybody reads.
report-answer-none = What was given has no measurement that could be read.
report-sites-open = { $count ->
    [one] From at least one place, 1 site gave no answer: there it may be read or not.
   *[other] From at least one place, { $count } sites gave no answer: there they may be read or not.
}
report-since = First seen { $from }, last seen { $to } (UTC).
report-span = Measured from { $from } to { $to } (UTC).
report-part-missing = Not everything that was given could be read. What is missing is listed below, under “What we do not know”.
report-label-sure = How sure
report-number-sure = { $confidence } of 1, for the clearest measurement
report-label-measurements = Measurements that show it
report-number-measurements = { $count } of { $total }
report-label-vantages = Vantage points that saw it
report-number-vantages = { $count } of { $total }
report-label-tries = Fewest tries of a site
report-number-tries = { $tries }. Of 100 measurements with so many tries, { $missed } miss somebody who reads { $acts } of 100 connections, and { $missed_seldom } somebody who reads { $acts_seldom } of 100.

## What to do

report-do-whom = This is for people who use the networks in which it was seen.
report-do-log-in = Do not log in to these sites and do not send anything private there. Apps use the same sites as browsers.
report-do-leave = Leave this network before you do anything important. A mobile network, a VPN that you trust or Tor may be another way; measure there too.
report-do-renew = Then, from a network that is not read, change the passwords that you used, end open sessions and renew tokens. What was read before stays read.
report-do-refuse = Refuse the key in all programs of your computer: the command is under “Who signed”. The sites then stop loading instead of being read.
report-do-no-install = Do not install a certificate that someone offers to make an error go away.
report-do-compare = Measure again, from another network too, and compare.
report-do-elsewhere = Try another network. If the site loads there, the first network blocks it, and nothing on your computer needs to change.
report-do-consent = Log in to these sites only if whoever inspects them may read what you type. On a computer that belongs to an employer or a school, that is usual.
report-do-withdraw = If you did not know about it, ask the owner of the computer. “anchorwatch consent list” shows the consent, and “anchorwatch consent withdraw” ends it.
report-do-fault = Wait until the site is repaired; whoever runs it has to do that. Do not click through the browser’s warning.
report-do-roots = Set the clock of the device that measured and update its list of roots, then measure again.
report-do-nothing = You do not have to do anything because of these measurements.
report-do-repeat = Measure again if the network changes: this page speaks of these sites, places and times only.
report-do-measure = Measure again. The reasons are listed below, under “What we do not know”.

## The names

report-names = The sites
report-names-caption = The worst first. “First” and “last” are of the measurements that show the answer. All times are in UTC.
report-names-more = { $count ->
    [one] And 1 more site. The table names.csv has all.
   *[other] And { $count } more sites. The table names.csv has all.
}
report-column-name = Site
report-column-answer = Answer
report-column-first = First
report-column-last = Last
report-column-vantages = Vantage points
report-column-measurements = Measurements

## One name

report-details = Site by site
report-details-more = { $count ->
    [one] 1 more site has no section here. The tables have it.
   *[other] { $count } more sites have no section here. The tables have them.
}
report-witness = Clearest measurement: { $place }, made { $time }.
report-times-caption = When it was seen. The higher a bar, the worse; a gap is a time without measurements.
report-times-title = What was seen from { $vantage }
report-lanes-more = { $count ->
    [one] 1 more vantage point has no line here. The table has it.
   *[other] { $count } more vantage points have no line here. The table has them.
}
report-lane-read = Read in { $count } of { $total } measurements.
report-lane-suspected = Suspected in { $count } of { $total } measurements.
report-lane-misled = Look-ups led away from the site in { $count } of { $total } measurements.
report-lane-cut = Cut off in { $count } of { $total } measurements.
report-lane-slow = Slowed down in { $count } of { $total } measurements.
report-lane-portal = The network wanted a sign-in first in { $count } of { $total } measurements.
report-lane-consent = Inspected with the owner’s consent in { $count } of { $total } measurements.
report-lane-fault = A fault of the site in { $count } of { $total } measurements.
report-lane-roots = Old roots or a wrong clock in { $count } of { $total } measurements.
report-lane-open = { $count } of { $total } measurements give an answer.
report-lane-few = Nothing seen in { $count } of { $total } measurements: too few to say more.
report-lane-clean = Nothing seen in { $count } of { $total } measurements.
report-lane-alone = No two of them are close enough to say from when to when.
report-began-between = It began between { $before } and { $first }.
report-began-before = It was already so at the first measurement that shows it, { $first }.
report-ended-between = It ended between { $last } and { $after }.
report-still-read = It was still so when it was last seen, { $last }.
report-episodes-more = { $count ->
    [one] And 1 more time. The table episodes.csv has all.
   *[other] And { $count } more times. The table episodes.csv has all.
}

## The path

report-path-caption = Where on the way the answer comes from
report-path-hop = hop { $hop }
report-path-you = The measuring device
report-path-routers = { $count ->
    [one] 1 router
   *[other] { $count } routers
}
report-path-nameless = A router without a name
report-path-private = A router of an inner network
report-path-reader = Here somebody answers instead
report-path-answer = Here somebody answers
report-path-server = The real server

## The certificates

report-pair-caption = The site’s own certificate, and the one that came in its place
report-pair-caption-other = What the server shows to other names, and what came for this name
report-pair-field = Field
report-pair-genuine = The real one
report-pair-forged = What came
report-pair-compared = Compared
report-pair-serial = serial number
report-pair-key = key (SHA-256)
report-pair-exponent = exponent (RSA)
report-pair-no-exponent = no RSA key
report-pair-extensions = extensions besides the names
report-as-in-2019 = as in the copies of 2019
report-all-lost = all left out
report-same = the same
report-different = different
report-shifted = { $hours ->
    [one] both moved by { $hours } hour
   *[other] both moved by { $hours } hours
}
report-same-bits = the first { $bits } bits are the same

## Who signed

report-signers = Who signed
report-signers-more = { $count ->
    [one] And 1 more.
   *[other] And { $count } more.
}
report-signer-names = { $count ->
    [one] Signed for 1 site.
   *[other] Signed for { $count } sites, under { $domains ->
        [one] 1 domain
       *[other] { $domains } domains
    }.
}
report-signer-known = A known interception key ({ $id }): { $operator }.
report-signer-unknown = No list knows this key. The name in a certificate is only what its maker wrote: it does not prove who it is.
report-signer-refuse = To refuse this key in every program of a computer:
report-signer-no-key = No signature shows whose key it is, so it cannot be refused by its key.

## What is not known

report-unknown = What we do not know
report-nothing-unknown = Every file that ends in .jsonl or .json was read, and every measurement has an answer.
report-unread-files = Files that could not be read
report-unfinished = Files of a measurement that is not complete; they were not read
report-skipped = Folders that are too deep; nothing in them was read. Give them as arguments
report-unread-records = Records that could not be used
report-left-out = Left out
report-left-out-count = { $count ->
    [one] 1 measurement, because there are too many sites or measurements for one page
   *[other] { $count } measurements, because there are too many sites or measurements for one page
}
report-unanswered = Measurements without an answer, and why
report-unanswered-why = { $count } ×: { $why } (first: { $place })
report-not-checked-in = { $what }: { $why } ({ $count } ×)

## How this page was made

report-method = How this page was made, and its limits
report-method-judged = Each measurement was judged by itself, with the roots that this program ships and the rules that “verdict” uses. Whoever has the measurements gets the same answers.
report-method-counted = A site counts as read if one measurement proves it: the number of measurements and of vantage points says how much that is worth.
report-method-dated = Two measurements in a row that show it begin a time; eight in a row that do not end it. Times are given as the measurements before and after.
report-method-confidence = The confidence is an estimate of the rules, not a measured rate of errors.
report-method-limits = Where nothing was seen, it was not seen: for these sites, on these paths, at these times. Measurements can be forged by whoever made them, and clocks can be wrong.
report-method-rules = Rules version { $rules }.
report-privacy = This file contains names of sites, times, names of vantage points and of files, certificates’ contents, addresses of public routers, and nothing else of the measurements: no address of a device that measured. It loads nothing from anywhere and runs no program. Whoever finds it on your device learns that you have it.
report-data = The figures as tables
report-data-intro = The same figures for spreadsheets and programs (CSV).
report-table-save = Save { $file }
report-table-too-long = The table is too long for this page. “report --csv FOLDER” writes it.
