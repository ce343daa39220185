### What `audit` says, and what several answers share.

## The headline: how many roots of each class

audit-count-leaked_key = { $count ->
        [one] The private key of { $count } root is public.
       *[other] The private keys of { $count } roots are public.
    }
audit-count-known_interception = { $count ->
        [one] { $count } root here was used, or made, to read other people's traffic.
       *[other] { $count } roots here were used, or made, to read other people's traffic.
    }
audit-count-suspected_family = { $count ->
        [one] { $count } root resembles roots that were used to intercept traffic.
       *[other] { $count } roots resemble roots that were used to intercept traffic.
    }
audit-count-distrusted_by_list = { $count ->
        [one] { $count } root is refused by a signed list that this machine follows.
       *[other] { $count } roots are refused by a signed list that this machine follows.
    }
audit-count-distrusted_by_program = { $count ->
        [one] { $count } root was removed by browsers after misconduct or a break-in.
       *[other] { $count } roots were removed by browsers after misconduct or a break-in.
    }
audit-count-state_root = { $count ->
        [one] { $count } root belongs to a government, and no browser ships it.
       *[other] { $count } roots belong to governments, and no browser ships them.
    }
audit-count-inspection_product_name = { $count ->
        [one] { $count } root here is named like an antivirus or a gateway; a name proves nothing.
       *[other] { $count } roots here are named like antivirus programs or gateways; a name proves nothing.
    }
audit-count-unknown = { $count ->
        [one] { $count } root here was added by someone; we do not know who.
       *[other] { $count } roots here were added by someone; we do not know who.
    }
audit-count-verification_disabled = { $count ->
        [one] { $count } setting switches verification off.
       *[other] { $count } settings switch verification off.
    }
audit-count-proxy_configured = { $count ->
        [one] { $count } setting leads traffic through a proxy.
       *[other] { $count } settings lead traffic through a proxy.
    }
audit-count-consented = { $count ->
        [one] You allowed { $count } root; the names and the expiry date are below.
       *[other] You allowed { $count } roots; the names and the expiry dates are below.
    }
audit-blind = { $count ->
        [one] { $count } place that could hold a root was not read.
       *[other] { $count } places that could hold a root were not read.
    } See «Not checked».
audit-nothing = No root was found beyond those that are or were in the public program.

## Findings

audit-no-program = no program that is known here
audit-program-unknown = not known: { $path } could not be read
audit-trust-waiting = { $path } (will be added by the next update-ca-certificates)
audit-trust-unused = { $path } (no known program trusts it there)
audit-trust-held-out = { $path } (held out of the system store by `anchorwatch block`)
audit-trust-none = { $path } (stored there, not trusted)
audit-trust-distrusted = { $path } (marked there as distrusted)
# $what is a setting's clause; $literal the setting as it is in the file
audit-setting = { $path }: { $what } ({ $literal })
audit-retired = { $count ->
        [one] { $count } root that Mozilla has retired for web servers:
       *[other] { $count } roots that Mozilla has retired for web servers:
    }

## Consents

# $coverage is all or some; $scopes the suffixes and networks; $by who consented
standing-consent_in_force = { $coverage ->
        [all] { $by } consents to this key for every name, until { $until }; it stays a finding.
       *[some] { $by } consents to this key for { $scopes }, until { $until }.
    }
standing-consent_not_yet = { $by } consents to this key for { $scopes }, but only from { $from }; now the consent covers nothing.
standing-consent_expired = The consent of { $by } for { $scopes } ended at { $until }; it covers nothing now.
standing-consent_void = There is a consent of { $by }, but none covers a certificate of this class.

## Stores

audit-stores-head = Stores that were read
audit-column-roots = roots
audit-column-kind = kind
audit-column-path = where
audit-public = { $count ->
        [one] { $count } entry is a root of the public program (Mozilla's roots for web servers).
       *[other] { $count } entries are roots of the public program (Mozilla's roots for web servers).
    }

## What was not looked at, what to do, and on which data that rests

not-checked-head = Not checked
audit-image = Image { $name }, { $platform }
audit-advice-image = The image was only read, and nothing in it was changed. Take the root out where the image is built, or build on another base image.
advice-head = What to do
audit-advice-known = Refuse the key with `anchorwatch block`.
audit-advice-family = Find out who installed it and why. If it was imposed on you, refuse it with `anchorwatch block --class suspected_family`.
audit-advice-state = Keep it only if you need it: whoever holds its key can sign for every name. Refuse it with `anchorwatch block --class state_root`.
audit-advice-ask = Ask whoever runs this machine before removing anything: a company's or an antivirus's own root looks the same.
audit-advice-verification_disabled = Take out a setting that switches verification off, unless you made it yourself and know why.
audit-advice-proxy_configured = Ask who set the proxy, if it was not you.
if-read = Leave this network, then change the passwords that you used here, end open sessions and renew tokens: refusing the key now does not undo past reading. Sites that are intercepted will stop loading rather than become private.
audit-data = Data: anchorwatch { $version } with { $known } known keys and { $public } public roots; { $time } (UTC).

## Labels, in a column of their own; the shorter the better

label-class = class
label-because = because
label-also = also
label-found-in = found in
label-key = key
label-consent = consent

## Severity, what is settled, and what needs nothing done

severity-alarm = alarm: traffic can be read with it, or it looks so
severity-ask = ask: only the owner of this machine can say whether it is right
severity-note = note: nothing needs to be done
audit-count-baseline = { $count ->
        [one] { $count } root here is not from the public program, and your baseline knows it.
       *[other] { $count } roots here are not from the public program, and your baseline knows them.
    }
audit-count-refused = { $count ->
        [one] { $count } root here is refused, and no program trusts it.
       *[other] { $count } roots here are refused, and no program trusts them.
    }
audit-count-confined = { $count ->
        [one] { $count } root here is held to private names and to what you consent to.
       *[other] { $count } roots here are held to private names and to what you consent to.
    }
audit-confined-head = { $count ->
        [one] { $count } root that is held to private names and to what you consent to:
       *[other] { $count } roots that are held to private names and to what you consent to:
    }
audit-refused-head = { $count ->
        [one] { $count } root that is refused here (`anchorwatch status` shows the block):
       *[other] { $count } roots that are refused here (`anchorwatch status` shows the block):
    }
audit-baseline-head = { $count ->
        [one] { $count } root that the baseline knows:
       *[other] { $count } roots that the baseline knows:
    }
audit-baseline-settings-head = { $count ->
        [one] { $count } setting that the baseline knows:
       *[other] { $count } settings that the baseline knows:
    }
audit-removed = { $count ->
        [one] { $count } root that was removed for cause and that the distribution still ships:
       *[other] { $count } roots that were removed for cause and that the distribution still ships:
    }
audit-trust-refused = { $path } (refused there by `anchorwatch block`)
audit-trust-confined = { $path } (held to names by `anchorwatch block`)
audit-valid = { $from } to { $until }
# $day the last change; $owner root, or uid and a number
audit-file = { $path } (written { $day }, owner { $owner })
audit-file-packaged = { $path } (written { $day }, owner { $owner }, package { $package })
# $path a user's home, or another folder
audit-closed-home = { $path }: { $count } places are closed to this user; run the command as root to see them
audit-no-authority = It says of itself that it is no authority but a server's own certificate, for { $names }. Some programs trust it as a root all the same.
audit-more = and { $count } more
audit-advice-again = These keys are refused on this machine, and some program still trusts them. Run `anchorwatch block --apply` again, and read what it says under «Still trusted»:
audit-advice-listed = The publishers of a list that this machine follows refuse these. Refuse them in every program with `anchorwatch block`.
audit-advice-removed = The distribution does not ship these, and browsers removed them for cause. Refuse them with `anchorwatch block --class distrusted_by_program`.

label-severity = severity
label-file = file
