### What would be changed, and what was: `block`, `remove`, `undo`.

## What plans of `block`, `remove`, `undo` and `consent` have in common

plan-not-applied = Nothing was changed. Give --apply to make these changes.
plan-applied = Done. Receipt { $receipt }. To undo it:
plan-unknown-keys = { $count ->
        [one] No store that was read holds this key, and the registry does not know it.
       *[other] No store that was read holds these keys, and the registry does not know them.
    } If a browser or a phone showed you the hash, it belongs to a certificate and not to its key, and naming it here has no effect on that certificate. Give the file instead, with `--certificate FILE`:
plan-blind-head = Could not be checked, and left as it is; a refused key may be in it:
plan-not-refused-head = Still trusted after this change:
plan-warning = Warning: { $text }.
plan-warnings-head = Warnings; --verbose shows them whole:
plan-more = and { $count } more; --verbose shows all of them
plan-keys-head = Keys:
plan-changes-head = Changes:
plan-changes-none = (every file is as it was before)
plan-changes-count = { $count ->
        [one] { $count } file or folder changes; --verbose shows it.
       *[other] { $count } files and folders change; --verbose lists them.
    }
plan-nothing = nothing
plan-withheld-none = No certificate file here holds a refused key now.
plan-withheld-head = { $count ->
        [one] Taken out of { $count } place:
       *[other] Taken out of { $count } places:
    }
plan-withheld-count = { $count ->
        [one] Taken out of { $count } place.
       *[other] Taken out of { $count } places.
    }
plan-withheld = { $name } from { $path }

## `block`

block-nothing = { $count ->
        [one] Nothing to change: { $count } key is already refused wherever that is possible here.
       *[other] Nothing to change: { $count } keys are already refused wherever that is possible here.
    }
block-headline = { $count ->
        [one] Refuse { $count } key in the programs below, now and after every update, even while its root stays installed.
       *[other] Refuse { $count } keys in the programs below, now and after every update, even while their roots stay installed.
    }
block-installed = { $count ->
        [0] No store here trusts any of them.
        [one] { $count } of them is trusted in a store here.
       *[other] { $count } of them are trusted in a store here.
    }
block-unlisted = From now on the system store takes in only the roots that the distribution ships, public roots, and what you consent to. Chromium, Firefox and Thunderbird trust only their own roots and what you consent to.
block-unlisted-confine = From now on the system store, NSS databases and the files that settings name hold every root that is not from the distribution and not public to private names and to what you consent to. Java refuses such a root. Chromium, Firefox and Thunderbird hold those that were added to them to the same names.
block-column-programs = programs
block-column-refused = how they refuse
block-not-refused = NOT refused
reach-by_key = by key
reach-by_name_and_key = by name and key
reach-by_key_in_program = by key while running, else by name and key
reach-no_way_around = no click past an error
reach-each_certificate = each known certificate
block-left-head = { $count ->
        [one] NOT included: { $count } root that `audit` warns of stays trusted. If it was imposed on you, include it:
       *[other] NOT included: { $count } roots that `audit` warns of stay trusted. If one was imposed on you, include it:
    }
block-left-others = { $count ->
        [one] 1 other
       *[other] { $count } others
    }
block-left-more = and { $count } more; `anchorwatch audit` names all
block-covered-head = Where they are refused, and by what:
block-stops-head = What will stop working:
block-stops-services-short = services whose only root is refused: a state's, a company's, an appliance's
block-stops-services = services whose only root is a refused one, such as those of a state that uses it, an appliance, or a company that inspects its network
block-stops-confined = for a root that is held to names: certificates with a name of one label, such as https://printer/, alone or beside others (unless you name it in names.private), and everything in Java
block-stops-exceptions = clicking through any certificate warning, for every user and on every site ({ $clients }). In Chromium you can exempt a device with its own certificate with `--allow-override-for https://router.lan`; Firefox and Thunderbird have no such exemption
block-stops-exceptions-short = clicking through any certificate warning ({ $clients }); in Chromium, `--allow-override-for ORIGIN` exempts an appliance
block-not-covered = Not covered: programs with built-in roots, containers, other machines; in git and Wget (GnuTLS), chains that another installed root cross-signed.
block-unlisted-head = These roots are not from the distribution, not public and not allowed by you. Programs will no longer connect where only they vouch for a server, such as sites that a company inspects; and a service that uses such a file as its own certificate will not find it. To keep one, consent to its key first:
block-confined-head = These roots are not from the distribution and not public. Programs will accept them for private names, such as those under .lan or .corp and addresses in 10.0.0.0/8, and for no others (in git and Wget for an address only if the server's certificate also has a private name). To allow a root more names, consent to them:
# $names are suffixes and networks; $until a time
block-confined-names = { $name }, also for { $names } until { $until }
block-confined-verbose = `--verbose` gives the command for each.

## `remove`

remove-nothing = { $count ->
        [one] Nothing to remove: no store that can be changed holds the key.
       *[other] Nothing to remove: no store that can be changed holds any of the keys.
    }
remove-headline = { $count ->
        [one] Remove { $count } key from every store:
       *[other] Remove { $count } keys from every store:
    }
remove-may-return = Whoever installed it can install it again, or its successor: `anchorwatch block` keeps the key refused.

## `undo`

undo-nothing = Nothing to undo.
undo-receipt = Undo receipt { $receipt }:
undo-rebuild-run = The store was rebuilt since, so `update-ca-certificates` is run to build it again.
undo-rebuild-left = The store was rebuilt since; run `update-ca-certificates` inside that system to build it again.
undo-stays-head = Not undone, or not looked into:
undo-done = Undone.
undo-done-in-part = Undone, except for what is listed above. Run `undo` again when it is free.
undo-lists = Programs will follow no signed list any more. `anchorwatch list update` has them follow again.
undo-lists-done = Programs follow no signed list any more. `anchorwatch list update` has them follow again.
undo-forgets = Then the journal is deleted, and no record stays here of what was done.
undo-forgotten = The journal is deleted.
undo-folder-stays = { $path } stays: there is something else in it.

## `refilter`, after the distribution's own messages

refilter-held = held out { $name } from { $path }
refilter-confined = { $name } is held to private names and to what you consent to
refilter-warning = warning: { $text }
refilter-blind = warning: not looked into: { $text }
homes-too-many = only { $max } homes are watched; what comes into the others takes effect within the hour
homes-partial = not everything in { $path } is watched: there is more than the program or the kernel watches. What comes into the rest takes effect within the hour
homes-unwatched = { $path } cannot be watched now; what comes into it takes effect within the hour
