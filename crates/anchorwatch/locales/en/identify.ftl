### Messages of `identify`, about a file that someone was asked to install.

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
identify-trust-leaked_key = Installing this would make your device trust { $what } { $count ->
        [1] whose private key is public
       *[other] whose private keys are public
    }: anyone can read your traffic.
identify-trust-known_interception = Installing this would make your device trust { $what } { $count ->
        [1] that was used, or made, to read other people's traffic; whoever holds its key
       *[other] that were used, or made, to read other people's traffic; whoever holds their keys
    } can read your traffic.
identify-trust-suspected_family = Installing this would make your device trust { $what } { $count ->
        [1] that resembles the roots that were used to read traffic; whoever holds its key
       *[other] that resemble the roots that were used to read traffic; whoever holds their keys
    } can read your traffic.
identify-trust-distrusted_by_list = Installing this would make your device trust { $what } that a signed list refuses; { $count ->
        [1] whoever holds its key
       *[other] whoever holds their keys
    } could read your traffic.
identify-trust-distrusted_by_program = Installing this would make your device trust { $what } that a root program removed or blocked for cause; { $count ->
        [1] whoever holds its key
       *[other] whoever holds their keys
    } could read your traffic.
identify-trust-state_root = Installing this would make your device trust { $what } of a state, in no browser's program; { $count ->
        [1] whoever holds its key
       *[other] whoever holds their keys
    } could read your traffic.
identify-trust-inspection_product_name = Installing this would make your device trust { $what } { $count ->
        [1] that is named like an antivirus or a gateway; a name proves nothing, and whoever holds its key
       *[other] that are named like an antivirus or a gateway; a name proves nothing, and whoever holds their keys
    } could read your traffic.
identify-trust-unknown = Installing this would make your device trust { $what } { $count ->
        [1] that is in no list here. Ask who made it, what for, and what it may be used for: whoever holds its key
       *[other] that are in no list here. Ask who made them, what for, and what they may be used for: whoever holds their keys
    } could read your traffic.
identify-trust-unknown-leaf = { $count ->
        [1] This holds a certificate of a server or a person that is in no list here. Installed as a root, it would be trusted as one.
       *[other] This holds { $count } certificates of servers or persons that are in no list here. Installed as roots, they would be trusted as such.
    }
# $class is a code
identify-came-with-signature = { $count ->
        [1] 1 certificate that came with the signature is
       *[other] { $count } certificates that came with the signature are
    } «{ $class }». That is not among what the profile installs, but a program that takes the file for PKCS #7 may install it.
identify-not-all-read = Part of it could not be read, so this is not the whole answer. See «Not read».
# $count: files
identify-nothing-read = { $count ->
        [1] This file could not be read, so we do not know what it would do.
       *[other] These { $count } files could not be read, so we do not know what they would do.
    }
identify-none-found = No certificate was found. That alone does not make a file harmless.
# $what: identify-other-…, joined
identify-only-others = No certificate was found, only { $what }. That makes your device trust nobody new.
identify-only-refused = It brings no certificate to be trusted; it marks some as not to be trusted.
identify-all-public = Every certificate that would be installed is, or was, in Mozilla's public program.
identify-has-effect = A profile here does more to the device's traffic than bring certificates.

## The file and what it says of itself

identify-file-not-read = not read
identify-stdin = standard input
identify-signer = { $signer } (as it says; not checked)
identify-private-keys = { $count ->
        [one] { $count } private key
       *[other] { $count } private keys
    }, not opened
identify-other-private_key = { $count ->
        [one] { $count } private key
       *[other] { $count } private keys
    }
identify-other-public_key = { $count ->
        [one] { $count } public key
       *[other] { $count } public keys
    }
identify-other-request = { $count ->
        [one] { $count } certificate request
       *[other] { $count } certificate requests
    }
identify-other-revocation_list = { $count ->
        [one] { $count } revocation list
       *[other] { $count } revocation lists
    }
identify-removal-disallowed = It forbids its own removal.

## Each certificate

identify-class-unknown = It is in no list here; we do not know who made it.
identify-validity = { $from } to { $to }
identify-in-signature = with the signature; it is not among what the profile installs
identify-key-note = SHA-256 of the public key, not the fingerprint: `anchorwatch block --key` takes it.

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
        [one] { $count } certificate that it marks as not to be trusted
       *[other] { $count } certificates that it marks as not to be trusted
    }:
identify-more = and { $count } more; --format json lists all

## What was not read, and what to do

identify-not-read-head = Not read
identify-not-checked = Whether any signature is genuine, and who holds the keys. Names and descriptions are their maker's own words and prove nothing.
identify-advice-known = Do not install it. If it is installed already, `anchorwatch audit` shows where, and `anchorwatch block --certificate FILE` refuses the keys in a PEM or DER file.
identify-advice-after = If it was installed, whoever holds the key may have read what you sent. Once the key is refused, from another network: change passwords, end open sessions and renew tokens. Refusing does not undo past reading.
identify-advice-ask = Do not install it before you know who made it, what for, for which names it may be used, and who holds its key. A company's own root looks like any other. If it is installed already, `anchorwatch audit` shows where.
identify-advice-leaf = A server sends its certificate by itself, so there is no need to install one. Ask why you are told to. If it is installed already, `anchorwatch audit` shows where.
identify-advice-effect = Do not install a profile that changes where your traffic goes before you know who runs that service and why you need it.
identify-advice-unread = Do not install what could not be read: it may hold a root whose owner could read your traffic. Ask whoever gave it to you for the certificate alone, as a PEM or DER file, and check that.
identify-advice-again = It is empty or damaged: get it again, and check it again.
identify-advice-password = It is encrypted. Whoever gave it to you knows the password: write it on the first line of a file, and run `anchorwatch identify FILE --password-file PASSWORD-FILE`.
identify-advice-wrong-password = The password does not fit. Check it; only the first line of the password file is used. If it is right, the file is damaged.
identify-advice-refuses = Installing it takes trust away from these certificates. If you did not make it, ask who did and why.
identify-advice-private-key = A private key belongs to its owner alone. Do not install one that somebody hands you, and give yours to nobody.
identify-advice-nothing = There is nothing in it to trust. If you are told to install it, ask why.
identify-advice-public = There is no need to install a root that is already public: ask why you are told to. If you installed it, `anchorwatch audit` shows what your programs trust.
identify-advice-profile = On an iPhone or iPad, Settings, General, VPN & Device Management shows which profiles are installed. A root that you installed by hand is trusted only once it is switched on under Settings, General, About, Certificate Trust Settings. `anchorwatch guide ios` has the steps.

## Labels, in a column of their own; the shorter the better

label-role = role
label-issuer = issued by
label-valid = valid
label-comes = comes
label-fingerprint = fingerprint
label-public-key = public key
label-names = names
label-signer = signed by
label-also-holds = also holds
label-shown-as = shown as
label-from = from
label-identifier = identifier
label-removal = removal
label-does = does
label-payloads = payloads
identify-confines = it has the form in which `anchorwatch block` holds a root to names in a store; the root has SHA-256 { $root }
