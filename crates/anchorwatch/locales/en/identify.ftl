### What `identify` says of a file that someone is told to install.

## The headline: what opening the file would do

# The certificates of one class and role: «a root», «2 roots».
identify-what = { $role ->
        [root] { $count ->
            [1] a root
           *[other] { $count } roots
        }
        [intermediate] { $count ->
            [1] an authority
           *[other] { $count } authorities
        }
       *[leaf] { $count ->
            [1] a certificate
           *[other] { $count } certificates
        }
    }
# $what is identify-what
identify-believe-leaked_key = This would make your device believe { $what } { $count ->
        [1] whose private key is public
       *[other] whose private keys are public
    }: anyone can read your traffic.
identify-believe-known_interception = This would make your device believe { $what } { $count ->
        [1] that was used, or made, to read other people's traffic; whoever holds its key
       *[other] that were used, or made, to read other people's traffic; whoever holds their keys
    } can read your traffic.
identify-believe-suspected_family = This would make your device believe { $what } { $count ->
        [1] that looks like the next one of the roots that read traffic; whoever holds its key
       *[other] that look like the next ones of the roots that read traffic; whoever holds their keys
    } can read your traffic.
identify-believe-distrusted_by_program = This would make your device believe { $what } that a root program removed or blocked for cause; { $count ->
        [1] whoever holds its key
       *[other] whoever holds their keys
    } could read your traffic.
identify-believe-state_root = This would make your device believe { $what } of a state, in no browser's program; { $count ->
        [1] whoever holds its key
       *[other] whoever holds their keys
    } could read your traffic.
identify-believe-inspection_product_name = This would make your device believe { $what } { $count ->
        [1] that is named like an antivirus or a gateway; a name proves nothing, and whoever holds its key
       *[other] that are named like an antivirus or a gateway; a name proves nothing, and whoever holds their keys
    } could read your traffic.
identify-believe-unknown = This would make your device believe { $what } that no list here knows. Ask who made it, what for, and what it may be used for: { $count ->
        [1] whoever holds its key
       *[other] whoever holds their keys
    } could read your traffic.
identify-believe-unknown-leaf = This holds { $what } of a server or a person that no list here knows. Installed as a root, it would be believed as one.
# $class is a code
identify-came-with-signature = { $count ->
        [1] 1 certificate that came with the signature is
       *[other] { $count } certificates that came with the signature are
    } «{ $class }». That is not among what the profile installs, but a program that takes the file for PKCS #7 may install it.
identify-not-all-read = Not everything could be read, so this is not the whole answer. See «Not read».
identify-none-found = No certificate was found. That alone does not make a file harmless.
identify-only-refused = It brings no certificate to be believed; it marks some as not to be believed.
identify-all-public = Every certificate that would be installed is, or was, in Mozilla's public program.
identify-has-effect = A profile here does more to the device's traffic than bring certificates.

## The file and what it says of itself

identify-file-not-read = not read
identify-signer = { $signer } (as it says; not checked)
identify-private-keys = { $count ->
        [one] { $count } private key
       *[other] { $count } private keys
    }, not opened
identify-removal-disallowed = It forbids its own removal.

## Each certificate

identify-class-unknown = It is in no list here; we do not know who made it.
identify-validity = { $from } to { $to }
identify-in-signature = with the signature; it is not among what the profile installs

## Certificates that are counted

identify-counted-public_program = { $count ->
        [one] { $count } certificate of the public program (Mozilla's roots for web servers)
       *[other] { $count } certificates of the public program (Mozilla's roots for web servers)
    }:
identify-counted-retired_from_program = { $count ->
        [one] { $count } certificate that Mozilla has retired for web servers
       *[other] { $count } certificates that Mozilla has retired for web servers
    }:
identify-counted-signature = { $count ->
        [one] { $count } certificate that no list knows came with the signature
       *[other] { $count } certificates that no list knows came with the signature
    }:
identify-counted-refused = { $count ->
        [one] { $count } certificate that it marks as not to be believed
       *[other] { $count } certificates that it marks as not to be believed
    }:
identify-more = and { $count } more; --format json lists all

## What was not read, and what to do

identify-not-read-head = Not read
identify-give-password = Give the password with --password-file FILE.
identify-not-checked = Whether any signature is genuine, and who holds the keys. Names and descriptions are their maker's own words and prove nothing.
identify-advice-known = Do not install it. If it is installed already, `anchorwatch audit` shows where, and `anchorwatch block --certificate FILE` refuses a PEM or DER file's keys.
identify-advice-after = If it was installed, whoever holds the key may have read what you sent. Once the key is refused, from another network: change passwords, end open sessions and renew tokens. Refusing does not undo past reading.
identify-advice-ask = Do not install it before you know who made it, what for, for which names it may be used, and who holds its key. A company's own root looks like any other. If it is installed already, `anchorwatch audit` shows where.
identify-advice-public = A root that is public already needs no installing: ask why you are told to install this. If you did, `anchorwatch audit` shows what your programs believe.
identify-advice-profile = On an iPhone or iPad, Settings, General, VPN & Device Management shows which profiles are installed. A root that you installed by hand is believed only once it is switched on under Settings, General, About, Certificate Trust Settings. `anchorwatch guide ios` has the steps.

## Labels, in a column of their own; the shorter the better

label-role = role
label-issuer = issued by
label-valid = valid
label-comes = comes
label-certificate = certificate
label-signer = signed by
label-also-holds = also holds
label-shown-as = shown as
label-from = from
label-identifier = identifier
label-removal = removal
label-does = does
label-payloads = payloads
