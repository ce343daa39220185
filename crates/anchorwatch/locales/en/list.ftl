### What `list` says.

list-summary = { $lists ->
        [one] { $lists } list
       *[other] { $lists } lists
    } with { $entries ->
        [one] { $entries } entry.
       *[other] { $entries } entries.
    }
list-no-match = { $count ->
        [one] No entry matches the certificate.
       *[other] No entry matches the { $count } certificates.
    }
list-match = { $matched ->
        [one] { $matched } of { $count } certificates is refused by an entry.
       *[other] { $matched } of { $count } certificates are refused by an entry.
    }
list-needs-issuer = For some this depends on the certificate that issued them. Put it into the same file.
list-stale = A list here is out of date: that it has no entry means little.
list-not-checked = The issuer of a certificate: every certificate with the issuer's name in the same file was taken for it. No signature was checked.
list-entries-head = Entries
list-known-head = { $count ->
        [one] The { $count } known key, by class:
       *[other] The { $count } known keys, by class:
    }
list-unusable = { $count ->
        [one] { $path }: { $count } record cannot be used
       *[other] { $path }: { $count } records cannot be used
    }
list-written = written: { $path }
list-more = and { $count } more; --format json lists all

## What a list says of a certificate

label-refused-by = refused by
label-certificate = certificate
label-not-told = not known
label-known = known
list-no-entry = no entry
list-matched = { $source } in { $list }: { $what } ({ $threshold } threshold{ $limited ->
        [yes] , within limits)
       *[no] )
    }
list-publisher = The publisher says: «{ $says }»
list-issuer-missing = { $list } has its serial number, under the key of an issuer that is not in the file
list-known-key = { $list } knows its key for interception; that alone refuses nothing

## A list

list-built-in = The built-in entries
list-built-in-name = the built-in entries
list-built-in-from = the registry of known keys that the program ships
label-list-from = from
label-entries = entries
label-signed = signed
label-sequence = sequence
label-dated = dated
label-stale = out of date
label-made-from = made from
label-limited = limited
label-repeated = repeated
label-not-used = not used
list-refuses-nothing = none: this list refuses nothing
list-known-keys = { $count ->
        [one] { $count } key for interception; that alone refuses nothing
       *[other] { $count } keys for interception; that alone refuses nothing
    }
list-unsigned = no: nobody vouches for these bytes
list-signed-component = yes, as a component of Chromium; every signature is valid:
list-signed-collection = yes, as a collection of Mozilla's; the chain and the signature are valid:
list-stale-since = since { $time }; what is on it is still refused
list-stale-after = after { $time }
list-sequence = sequence { $sequence }
list-of-date = of { $time }
list-out-of-date = out of date after { $time }
list-signed = signed
list-without = { $count ->
        [one] without { $count } of its records
       *[other] without { $count } of its records
    }
list-claimed = { $facts } (as the file says)
list-column-entries = entries
list-column-threshold = threshold
list-column-source = source
list-column-what = what they match
list-limited = { $count } to some names or dates
list-repeated = { $count } of them say what another says

list-format-crlset = a CRLSet of Chromium
list-format-onecrl = Mozilla's OneCRL
list-format-java_blocked = Java's blocked.certs
list-format-entries = Anchorwatch's normal form
list-kind-key = a key in any certificate
list-kind-subject_key = a key under one name
list-kind-subject_unless_key = a name under any key but the listed ones
list-kind-issuer_serial = a serial number under an issuer's name
list-kind-issuer_key_serial = a serial number under an issuer's key
list-kind-certificate = one exact certificate
list-threshold-quick = quick
list-threshold-high = high

## What `list export` says

list-exported = { $path } has { $written } of { $count } entries.
label-left-out = left out
list-export-not-checked = The file has no signature: whoever takes it trusts whoever hands it over.
