### What is wrong with a command line. Clauses.

## What is wrong with a command line

remark-unknown_argument = there is no option { $argument } here
remark-unknown_command = there is no command { $command }
remark-invalid_value = { $argument } does not take «{ $value }»
remark-value_not_taken = { $argument } takes no value, and was given «{ $value }»
remark-value_missing = { $argument } needs a value
remark-arguments_missing = something is missing: { $arguments }
remark-command_missing = { $command } needs another command after it
remark-argument_conflict = { $argument } cannot be given together with { $others }
remark-argument_repeated = { $argument } may be given once only
remark-argument_not_utf8 = what was typed is not UTF-8

## Why a value cannot be taken

remark-host_has_a_space = a host name has no space in it: give each host by itself
remark-host_has_a_control_character = there is an invisible or control character ({ $character }) in the host: type it again
remark-host_has_a_user = there is a user's name before the @: give the host alone
remark-not_a_port = «{ $port }» is not a port; a port is a number from 1 to 65535
remark-host_alone = give the host alone: { $host }
remark-no_host = there is no host name; give one such as www.example.org
remark-not_a_host = «{ $host }» is neither a host name nor an address; give one such as www.example.org
remark-host_has_a_path = a host has no path: give { $host }
remark-not_https = { $scheme }:// is not asked: this looks at TLS alone; give a host, or an address with https://
remark-origin_is_everywhere = «{ $origin }» means every site, which would undo the block: give one such as https://router.lan or [*.]corp.example.org
remark-origin_is_shared = names below { $suffix } belong to many owners: give one site such as https://router.lan
remark-origin_without_scheme = a port needs the scheme before it: { $origin }
remark-origin_has_a_path = an origin has no path: give { $origin }
remark-md5_names_nothing = this is an MD5 hash, which names nothing: give the SHA-256
remark-not_a_hash = a SHA-256 hash is 64 hexadecimal digits, with or without colons and spaces, and this has { $count } characters or others than digits; `anchorwatch identify FILE` shows the key of a certificate's file
remark-not_ech_configs = neither a list of ECH configurations in base64 nor a file with one, or no configuration in it is of a kind that this program knows; `dig +short HOST HTTPS` shows it after `ech=`
remark-not_an_id = an ID is { $fewest } to 64 hexadecimal digits, as `anchorwatch audit` prints it
remark-not_a_day = «{ $day }» is not a day such as 2027-06-30
remark-not_a_time = a time is written as 2019-07-18T00:00:00Z
remark-not_a_key_name = a key's name has no spaces and no plus signs; example.org/kz-watch is one
remark-not_a_verifier_key = this is not the public key of a signer: { $why }
remark-weak_verifier_key = anyone can sign for this key: it has no secret
remark-not_an_address = an address with a port is written as 192.0.2.7:443 or [2001:db8::7]:443
remark-not_a_duration = it is a number with its unit, up to 31 days: 90s, 10m, 6h, 1d
remark-not_a_label = it is one line of at most { $most } characters
remark-not_a_network_number = it is the number of a network, such as AS9198
remark-not_a_country = it is a country's code of two letters, such as KZ
remark-not_a_resolver = a resolver is written as `system`, `public`, or a kind (udp, tcp, dot, doh) with an address and, for dot and doh, a name: dot:192.0.2.53#dns.example
remark-not_a_witness = a witness is written as NAME=URL: its name in the set of publishers, and an address that begins with https:// or http://
remark-not_an_ssh_host = a host is written as ssh:HOST, ssh:USER@HOST or ssh://USER@HOST:PORT, with letters, digits, dots and hyphens; other settings go into ssh's own configuration
remark-not_asked_here = `verdict` sends nothing, so it asks no host; `anchorwatch check HOST --notary ssh:HOST` does. A file of that name is ./ssh:NAME
remark-not_in_range = it is a whole number from { $least } to { $most }
