### What `consent` says.

## A plan

consent-nothing = Nothing to change: it is so already.
consent-give = Let this key vouch for these names, and for no others:
consent-give-all = Whoever holds this key can read everything that this device sends. It stays a finding of every audit.
consent-withdraw = Let the key { $key } vouch for private names only again.
consent-earlier-head = In place of the earlier consent:
consent-confirm = To confirm, type: { $sentence }

## `consent list`

consent-none = There is no consent: locally added roots vouch for private names only.
consent-in-force = In force:
consent-not-yet = Not yet in force:
consent-over = Expired; it covers nothing:

## Labels

label-for = for
label-starts = from
label-until = until
label-by = by
label-purpose = why
