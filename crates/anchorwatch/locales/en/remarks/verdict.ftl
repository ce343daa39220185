### What verdicts and decisions are made of: remarks, found by their code.

## What a rule saw, a clause each

# $known_id: identifier in the registry; $operator: who has the key
remark-signed_by_interception_key = the chain is signed by the key of { $known_id }, which { $operator } used, or made, to read traffic
remark-signed_by_leaked_key = the chain is signed by the key of { $known_id }, whose private half is public, and no public site lets that key sign for it
remark-other_key_at_own_server = at your own server, another key answered { $other_key } of { $total } connections that asked for { $name }, and the server's own key answered { $own_key } of { $controls } that asked for other names: someone on the way looks at the name and answers in the server's place
remark-other_keys_at_own_server = at your own server, another key answered { $other_key } of { $total } connections, and the server's own key answered { $own_key }: some connections end elsewhere
remark-answers_differ = { $name } showed a trusted certificate in { $trusted ->
        [one] one connection
       *[other] { $trusted } connections
    }, and one that is refused in { $refused ->
        [one] another
       *[other] { $refused } others
    }
remark-own_server_not_reached = your own server was not reached: another key answered { $other_key } of { $total } connections, and the server's own key none; a wrong address or hash, a network's sign-in page and an interceptor of every connection look the same
remark-own_server_untested = { $total ->
        [0] no connection to your own server was made
        [one] your own server did not prove its key in the one connection that asked for { $name }
       *[other] your own server proved its key in none of { $total } connections that asked for { $name }
    }, so nothing was tested there: it is not running, or something on the way cuts it off
remark-hello_changed_for_name = your own server received another ClientHello than was sent in { $changed } of { $total } connections that asked for { $name }, and in none that asked for other names: someone on the way ended the connection and made a new one
remark-hello_changed = your own server received another ClientHello than was sent in { $changed } of { $total } connections, also with other names: someone on the way ended the connection and made a new one
remark-copied_certificate = asked for other names, this server showed a certificate by { $genuine_issuer } in { $seen } of { $total } connections, and a public root vouches for it; asked for { $name }, it showed a copy of that certificate by { $issuer }, with another key
remark-name_cut_off = { $tries } connections that asked for { $name } ended before a certificate came ({ $failure }), and { $controls } connections to the same address that asked for other names were answered
remark-name_cut_off_over_quic = over QUIC, { $tries } handshakes that asked for { $name } ended before a certificate came ({ $failure }), and { $controls } with the same address that asked for other names were answered: programs that use QUIC fall back to TCP
remark-quic_silent = over QUIC, none of { $tries } handshakes was answered, though DNS says that { $name } offers HTTP/3: programs fall back to TCP. Many networks drop UDP to this port whatever it is for
remark-name_cut_off_at_own_server = { $tries } connections to your own server that asked for { $name } ended before a certificate came ({ $failure }), and { $controls } that asked for other names were answered: someone on the way cuts off that name
remark-throttled = your own server's octets came at { $fastest_kbit_s } kbit/s at most in { $tries } connections that asked for { $name }, and at { $slowest_kbit_s } kbit/s at least in { $controls } that asked for other names: someone on the way slows down that name
remark-dns_leads_to_forgery = { $resolver ->
        [system] the address that this machine's resolver gave for { $name }, { $address },
       *[other] an address that came for { $name } in the name of { $resolver }, { $address },
    } leads to someone who claims that name and for whom no public root vouches; the address that { $sure } gave over an encrypted connection leads to the site
remark-dns_no_public_address = { $resolver ->
        [system] the address that this machine's resolver gave for { $name }, { $address },
       *[other] the address that came for { $name } in the name of { $resolver }, { $address },
    } is one that no public site has; the address that { $sure } gave over an encrypted connection leads to the site
remark-dns_no_such_name = { $resolver ->
        [system] this machine's resolver
       *[other] an answer in the name of { $resolver }
    } says that { $name } does not exist; the address that { $sure } gave over an encrypted connection leads to the site
remark-dns_leads_elsewhere = { $resolver ->
        [system] the address that this machine's resolver gave for { $name }, { $address },
       *[other] an address that came for { $name } in the name of { $resolver }, { $address },
    } leads to a server with a certificate for other names; the address that { $sure } gave over an encrypted connection leads to the site
remark-dns_ech_missing = the answer in the name of { $resolver } lacks the key with which browsers hide the name { $name } on the way (Encrypted Client Hello), and that of { $sure }, over an encrypted connection, has it
remark-dns_canary_denied = an answer in the name of { $resolver } says that { $canary } does not exist: that asks browsers not to encrypt their look-ups, and then the names of sites can be seen on the way
remark-refused_for_some_hellos = the answer for { $name } depends on how it is asked for. A certificate that is not trusted came each time with: { $refused }. A trusted one came each time with: { $trusted }
remark-answered_for_some_hellos = the usual ClientHello got no certificate for { $name }, and a trusted one came each time with: { $trusted }
remark-ech_blocked_for_name = { $cut } connections with an encrypted name (ECH) that also showed the name { $outer } ended before a certificate came ({ $failure }), and { $answered } that did not have both were answered: something on the way cuts off that combination
remark-ech_blocked = { $cut } connections with an encrypted name (ECH) ended before a certificate came ({ $failure }), and { $answered } to the same address without one were answered: encrypted names are cut off
remark-ech_block_unclear = { $cut } of { $total } connections with an encrypted name (ECH) were cut off, and the others do not show whether the encrypted name is why
remark-ech_rejected_by_added_root = the answer to an encrypted name (ECH) came from somebody other than { $outer }, whose name the ECH configuration gives: { $signer } signed it, a root that someone added to this machine or that is known for reading traffic
remark-ech_rejected_untrusted = the encrypted name (ECH) was rejected with a certificate for { $outer } that is not trusted: { $refusal }
remark-led_to_root = asked without encryption for { $name }, the answer led to { $page }, another site, which offers a root certificate to install: { $root }
remark-public_authority_offered = a page without encryption for { $name } offers a certificate at { $page }, which is no root: { $subject } was signed by { $root }, which devices trust already
remark-root_offered = the page of { $name } without encryption offers a root certificate to install, at { $page }: { $root }
remark-sign_in_page_came = the network seems to want a sign-in before it lets anyone through to { $name }: { $page }. That alone is no interception; if you know whose network it is, sign in, and check again
remark-signed_by_added_root = the chain is signed by { $signer }, a root that someone added to this machine, and { $name } is a public name
remark-refused_here_alone = each of { $tries } connections got a certificate for { $name } by { $issuer } that leads to no public root, and at the same address another vantage point saw one by { $notary_issuer } that does
remark-sent_elsewhere = each of { $tries } connections got a certificate for { $name } by { $issuer } that leads to no public root, at an address that another vantage point did not see; there, one by { $notary_issuer } came that does lead to one
remark-unlogged_certificate = the certificate for { $name } by { $issuer } is in no public log, and another vantage point saw one by { $notary_issuer }, with another key
remark-unlogged_new_authority = the certificate for { $name } by { $issuer } is in no public log, and when the name was last seen ({ $time }) { $earlier_issuer } signed for it
remark-new_authority_here_alone = the certificate for { $name } by { $issuer } is newer than what was seen of the name on { $time }, when { $earlier_issuer } signed for it; another vantage point still sees one by { $notary_issuer }
remark-unlogged_forbidden_authority = the certificate for { $name } by { $issuer } is in no public log, and the CAA record of { $record } { $count ->
        [0] lets nobody sign
       *[other] lets others sign only: { $allowed }
    }
remark-new_forbidden_authority = the certificate for { $name } by { $issuer } is newer than what was seen of the name on { $time }, when { $earlier_issuer } signed for it, and the CAA record of { $record } { $count ->
        [0] lets nobody sign
       *[other] lets others sign only: { $allowed }
    }
remark-misissued_key = the server has the key of { $known_id }, for which a public authority signed a certificate that the owner of its names did not order; it was ordered by { $operator }. It answers to { $name }
remark-sites_own_certificate = each connection, with other names too, shows one key, and a public authority certified that key for { $name } ({ $issuer }); the certificate is refused all the same: { $refusal }
remark-refused_by_old_roots = the public root { $root } vouches for { $name }, and the program that measured said: { $failure }
remark-refused_under_known_root = the certificate for { $name } leads to { $root }, which root programs know or knew and which is not among the public roots of this program, and the program that measured said: { $failure }
remark-refused_though_logged = public logs of { $operators } operators have seen the certificate for { $name } by { $issuer }, and the program that measured said: { $failure }
remark-consented_root_vouches = { $root }, a root that someone added to this machine, vouches for the public name { $name }, and the owner of this machine consented to that until { $until }
remark-signer_looks_known = the root that signed it, { $signer }, looks like the next one of a known operator
remark-sent_looks_known = a certificate that was sent, { $subject }, looks like the next one of a known operator
remark-unchecked_added_root = the certificate names { $issuer } as its issuer, a root that someone added to this machine, and { $name } is a public name; this program cannot check such a signature, and others can
remark-named_like_leaked_root = the certificate names { $issuer } as its issuer, which is the name of { $known_id }, a root whose private key is public
remark-named_like_interception_root = the certificate names { $issuer } as its issuer, which is the name of { $known_id }, a root with which { $operator } reads traffic
remark-named_almost_like_interception_root = the certificate names { $issuer } as its issuer, which looks like the name of { $known_id } ({ $title }), a root with which { $operator } reads traffic, and is written otherwise
remark-named_like_isca = the certificate names { $issuer } as its issuer, which is the name of the roots that Kazakhstan made to read traffic
remark-named_like_state_root = the certificate names { $issuer } as its issuer, which has the name of { $root }, a state's root or an intermediate under it ({ $country })
remark-named_like_product = the certificate names { $issuer } as its issuer: that is the name of { $product }, which reads its owner's encrypted traffic on purpose; its root is not installed where this program looks
remark-public_root_vouches = the public root { $root } vouches for { $name }, and the server proved that it has the key
remark-added_root_vouches = the name { $name } is private, and { $root }, a root that someone added to this machine, may vouch for it
remark-self_signed = the server's certificate for { $name } is self-signed: no authority signed it
remark-not_trusted = the server's certificate is not trusted for { $name }: { $refusal }
remark-key_not_proven = a chain under { $root } came, but { $server_key }
remark-no_certificate_came = a connection to { $host } was made, and no certificate came: { $failure }
remark-no_certificate_recorded = no certificate of { $host } was recorded: { $failure }
remark-not_connected = there was no connection to { $host }: { $failure }
remark-not_looked_up = the address of { $host } could not be looked up: { $failure }
remark-too_much_to_judge = the measurement of { $name } has more than is judged of one measurement; { $left_out } chains, answers or signatures were left out, and what they show is not known
remark-nothing_to_judge = there is nothing to judge: { $inconclusive }

## What a rule adds to that, a clause each

remark-root_not_in_logs = no public log of Certificate Transparency would accept a certificate from this root (as of { $as_of })
remark-holds_only_at = the chain is valid only at { $time }, so a browser shows an error instead of the site
remark-failed_after = it ended { $stage }
remark-stage_connect = after the connection was made and before the ClientHello was sent
remark-stage_client_hello = after the ClientHello, before anything came
remark-stage_server_hello = after an answer had begun, before a certificate came
remark-stage_certificate = after the certificate
remark-own_server_unchanged = your own server received { $unchanged } of { $total } connections as they were sent
remark-quic_agrees = over QUIC a trusted certificate came too, in { $count } handshakes
remark-notaries_agree = { $count ->
        [one] another vantage point saw the same key
       *[other] of { $count } other vantage points at least one saw the same key
    }
remark-authority_signed_before = the same authority or key was seen for the name before (measurements compared: { $count })
remark-records_forbid_authority_too = the CAA record of { $record } { $count ->
        [0] lets nobody sign
       *[other] lets others sign only: { $allowed }
    }
remark-hello_of_known_interceptor = the ClientHello that the server received is that of a known interceptor: { $product }
remark-hello_fingerprints = JA4 of what was sent: { $sent }; of what the server received: { $received }
remark-hello_differences = among what differs: { $differences }
remark-hello_random_differs = the random number
remark-hello_key_shares_differ = the keys for the key exchange (groups { $sent } sent, { $received } received)
remark-hello_session_id_differs = the session identifier
remark-hello_suites_differ = the cipher suites (missing: { $missing }; added: { $added })
remark-hello_suites_reordered = the order of the cipher suites
remark-hello_extensions_differ = the extensions (missing: { $missing }; added: { $added })
remark-hello_extensions_reordered = the order of the extensions
remark-hello_versions_differ = the versions of TLS ({ $sent } sent, { $received } received)
remark-hello_legacy_version_differs = the version in the header ({ $sent } sent, { $received } received)
remark-hello_server_name_differs = the server's name ({ $sent } sent, { $received } received)
remark-hello_extension_bodies_differ = the contents of the extensions { $extensions }
remark-hello_compression_differs = the compression methods
remark-hello_empty_extensions_differ = an empty list of extensions
remark-hello_records_differ = the records ({ $sent_count } sent, { $received_count } received)
remark-server_hello_differs = the server's first message differs between this name (JA3S { $name }) and other names at the same address (JA3S { $control }), as if another program answered; but several machines behind one address can differ too
remark-consent_covers = the consent is for { $scope }
remark-consent_covers_all_names = the consent is for every name
remark-hello_kind_usual = the usual ClientHello
remark-hello_kind_no_name = one without a name
remark-hello_kind_split = one in several records
remark-hello_kind_tls12 = TLS 1.2 alone
remark-hello_kind_tls13 = TLS 1.3 alone
remark-hello_kind_grease_ech = random octets instead of an encrypted name
remark-hello_kind_ech = the name encrypted (ECH)
remark-hello_kind_quic = sent over QUIC
remark-ech_switched_off = no other ECH configuration came with it, so a program that trusts this root may go on without ECH and send the name in clear
remark-offered_root_signed = that root signed the certificate that came for the name
remark-page_says_install = the page has words for installing a certificate
remark-signers_key = the certificate has the key of the authority that signed it: so whoever answers can sign certificates for any name
remark-dates_copied = the copy has the dates of the server's own certificate
remark-dns_answers_raced = { $answers } different answers came to that one question, and a resolver gives one: someone on the way may have answered first
remark-dates_earlier = the copy has the dates of the server's own certificate, { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    } earlier
remark-dates_later = the copy has the dates of the server's own certificate, { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    } later
remark-serial_copied = the copy's serial number begins with the same { $bits } bits
remark-exponent_small = the copy's key is an RSA key with the exponent 3, as in the copies of 2019, and the server's own is not; public authorities hardly sign such keys
remark-extensions_lost = the copy has no extension but its names, and the server's own certificate has { $count } others
remark-seen_again = another measurement of the name, two minutes or more before or after, shows the same issuer or key
remark-seen_at_one_time = that was one measurement; none that is two minutes or more before or after shows the same, so this is a little less sure
remark-few_other_names = { $count ->
        [one] one other name
       *[other] { $count } other names
    } got the server's own certificate; with three this would be a little surer
remark-same_issuer_elsewhere = in the same files that issuer signed for names of other domains too: { $count }
remark-seen_elsewhere = another vantage point saw the same issuer or key for the name
remark-no_other_vantage = no other vantage point says whether it sees the same (`--notary FILE`)
remark-family_isca_name = it bears the name of the interception roots of Kazakhstan of 2020 and 2021
remark-family_isca_generator_mark = its serial number and key identifiers are made the way the eight interception roots of 28 February 2020 were made
remark-family_known_key_other_name = it is a known interception key under a name not seen with it before
remark-family_known_name_new_key = it bears the exact name of a root that reads other people's traffic, over another key
remark-family_look_alike_name = its name looks like that of { $known_id } ({ $title }), a root that reads other people's traffic, and is written otherwise
remark-family_signed_by_known_key = a known key signed it

## What speaks against it, a clause each

remark-public_roots_were_given = the public roots are not the ones that this program ships: whoever measured chose them
remark-anyone_can_answer_in_clear = anyone on the way can answer what is asked without encryption, and so send such a page
remark-authority_can_be_made_to_sign = a public authority can be made to sign for an interceptor
# $transparency: what the public logs say
remark-not_logged = { $transparency }
remark-few_connections = { $tries ->
        [one] one connection
       *[other] { $tries } connections
    } at one time: { $missed } of 100 such checks miss an interceptor that acts on 8 of 20 connections, as one product was seen to do, and { $missed_seldom } of 100 one that acts on one in ten; with { $enough } and { $enough_seldom } connections 1 of 100 would. All of them miss one that picks other names, or lets this program pass
remark-anyone_can_name_a_product = anyone can write a name: only the product's owner, or whoever runs this network, can say whether it is that product
remark-anyone_can_name_a_state = anyone can write a name: no known key of that state signed, so this may be a site of that state, whose root is in no browser's program, or someone who only uses its name
remark-anyone_can_write_a_name = anyone can write a name: the issuer's own certificate did not come and is not installed, and none of the known keys of that name signed
remark-name_is_no_signature = a name is no signature: another root of that name may have signed
remark-owner_may_have_added_it = the owner of this machine may have added the root on purpose: an antivirus, a company's inspection or a company's own site under its own root looks the same
remark-consent_is_of_this_machine = the consent is that of the owner of the machine that measured; nobody else who uses it need have agreed
remark-program_here_may_have_signed = a program on this device may have signed, and nobody on the way
remark-key_may_be_stolen = whoever stole the site's key can show the same
remark-user_is_not_known = it is known how that certificate came about, and not who uses it here
remark-notary_can_be_made_up = anyone can write what another vantage point is said to have seen: certificates are public
remark-scts_in_the_handshake = promises of logs can also come in the handshake, where this program does not look
remark-arrival_ttls_say_otherwise = the TTLs with which the answers arrived do not agree with the hops: { $name } for this name, { $control } for another one. A device can choose the TTL of its packets, and ways back can differ in length
remark-two_certificates = a server that has two certificates for the same names looks the same
remark-authority_changed = a site that is changing its authority looks the same
remark-records_may_be_newer = authorities look at CAA records when they sign, and owners change them: the authority may have been allowed then
remark-records_forbid_authority = the CAA record of { $record } { $count ->
        [0] lets nobody sign
       *[other] lets others sign only: { $allowed }
    }, and not { $issuer }. Owners change their records after a certificate was made, and someone who tricked an authority looks the same
remark-authority_is_new = { $issuer } did not sign for this name when that was last seen ({ $time }): { $earlier_issuer } did. Sites change their authorities, and someone who can have certificates issued for the name looks the same
remark-address_may_be_old = a resolver can have kept an address that the site had before, or that is behind the site's own front
remark-other_answers_inside = inside a company's network a name can have other addresses, or none
remark-resolver_may_filter = a resolver can leave out names because its owner wants it to, as filters for families, companies and against malware do
remark-resolver_may_not_know_type = a resolver can be too old for such answers, or have kept one from before the site had the key
remark-several_machines = a service of several machines, of which one has another key or is set up wrongly, looks the same
remark-routed_by_name = what answers at that address passes connections for this name on to the target: its certificate is the target's own
remark-own_servers_front_end = whatever ends TLS in front of your own server, such as a reverse proxy, does the same
remark-connections_are_limited = a device that cuts off some connections, whatever their names, can look the same by chance
remark-speed_varies = the speed of a line varies, and can look the same by chance
remark-server_may_refuse_the_name = the server may refuse that name itself; a server of your own shows the difference
remark-server_may_refuse_ech = the server may refuse encrypted names (ECH) itself; the same check from another network shows the difference
remark-old_ech_configuration = a server answers like this too if the ECH configuration is old or another server's
remark-root_offered_openly = a company, a school or a hotel may offer its root openly, and a site may offer its own; do not install it unless you know whose it is and why
remark-pattern_can_be_imitated = anyone can imitate names and number patterns
remark-holder_reads_private_names = whoever holds that root's key can also read connections to private names
remark-recorded_chain = { $server_key }; a recorded chain may have been replayed
remark-not_renewed_or_wrong_clock = a server whose certificates were not renewed looks the same, and so does a wrong clock: { $subject } was valid until { $until }, and the clock at the measurement said { $now }
remark-wrong_clock = a wrong clock looks the same: { $subject } is valid from { $from } on, and the clock at the measurement said { $now }
remark-sign_in_page = a network's sign-in page, or a server that is set up wrongly, looks the same: compare the names below with the one that was asked for
remark-device_certificate = a router, a printer or another device shows such a certificate of its own
remark-own_authority = the own authority of a company or a household looks the same: { $subject } came with the certificate, and nothing here trusts it
remark-issuer_not_sent = a server that does not send the certificate of its issuer looks the same: that of { $issuer } did not come

## Whether the server has the key of its certificate, a clause each

remark-server_key_proven = the server proved that it has the key of its certificate
remark-server_key_refuted = the server did not prove that it has the key of its certificate: its signature over the handshake is wrong
remark-server_key_not_checkable = whether the server has the key of its certificate cannot be checked here: this program does not know this kind of key or signature
remark-server_key_not_reached = the handshake ended before the server proved that it has the key of its certificate
remark-server_key_not_recorded = the program that measured does not say whether the server proved that it has the key of its certificate

## Why what another vantage point saw cannot be compared, a clause each

remark-notary_key_not_proven = a good chain came there, and nothing says that the server proved its key
remark-notary_no_public_chain = no chain came there that a public root vouches for
remark-notary_other_time = it was measured more than a day before or after
remark-notary_same_measurement = it is this measurement itself
remark-notary_other_target = it is about other names or ports

## How a step failed, a clause each

remark-failure_connection_refused = nothing listens there, or something refuses in its place
remark-failure_connection_reset = the connection was reset
remark-failure_eof_error = the other side ended the connection
remark-failure_generic_timeout_error = no answer came in time
remark-failure_host_unreachable = the host cannot be reached from here
remark-failure_network_unreachable = the network cannot be reached from here
remark-failure_dns_nxdomain_error = the resolver says that the name does not exist
remark-failure_dns_no_answer = the resolver gave no address
remark-failure_ssl_failed_handshake = what answered does not speak TLS, or the two sides could not agree on how
remark-failure_plain_http_response = what answered speaks plain HTTP, as a portal that wants a log-in does
remark-failure_ech_rejected = the server rejected the encrypted name (ECH) and sent another configuration
remark-failure_ech_disabled = the server rejected the encrypted name (ECH) and sent no other configuration
remark-failure_quic_incompatible_version = the two sides speak no common version of QUIC
remark-failure_backed_off = nothing was sent to the address any more, because it had failed too often
remark-failure_connection_aborted = the connection was aborted
remark-failure_connection_already_closed = the measuring program closed the connection itself
remark-failure_network_down = there is no network
remark-failure_network_reset = the network dropped the connection
remark-failure_interrupted = the measurement was stopped
remark-failure_dns_refused_error = the resolver refused to answer
remark-failure_dns_servfail_error = the resolver could not find out
remark-failure_dns_server_misbehaving = the resolver gave no usable answer
remark-failure_dns_temporary_failure = the name could not be looked up for now
remark-failure_dns_non_recoverable_failure = the name cannot be looked up
remark-failure_dns_reply_with_wrong_query_id = an answer to another question came
remark-failure_dns_bogon_error = the address that the resolver gave cannot be that of a public host
remark-failure_android_dns_cache_no_data = Android could not look the name up, and does not say why
remark-failure_ssl_unknown_authority = the measuring program knows no authority that vouches for the certificate
remark-failure_ssl_invalid_hostname = the measuring program found the certificate to be for other names
remark-failure_ssl_invalid_certificate = the measuring program did not accept the certificate, which may have expired
# $text: the system's own words, in English
remark-failure_unknown_failure = the system says: { $text }

## Why a chain is refused, a clause each

remark-refusal_malformed_certificate = a certificate of the chain cannot be read
remark-refusal_distrusted_key = the chain rests on a key that must not be trusted
remark-refusal_distrusted_certificate = the chain rests on a certificate that must not be trusted
remark-refusal_local_anchor_for_public_name = only a root that is not in the public set vouches for it, and the name is public
remark-refusal_unknown_issuer = the chain leads to no trusted root
remark-refusal_certificate_expired = a certificate's validity is over
remark-refusal_certificate_not_yet_valid = a certificate's validity has not begun
remark-refusal_invalid_signature = a signature does not hold
remark-refusal_name_mismatch = the server's certificate is for other names
remark-refusal_constraint_violated = a certificate is used for something it was not issued for, or is signed in a way that is not accepted
remark-refusal_not_transparent = the certificate is not shown to be in the public logs, and that is required

## Why nothing could be decided, a clause each

remark-inconclusive_no_certificate = there is no certificate to decide on
remark-inconclusive_no_anchor = there is no root that may speak for the name

## What the public logs say, a clause each

remark-transparency_compliant = enough public logs have promised to show the certificate
remark-transparency_malformed_certificate = the certificate is not of the form that logs sign
remark-transparency_repeated_extension = the certificate lists its SCTs twice
remark-transparency_critical_extension = the certificate marks its SCTs as critical, which is not allowed
remark-transparency_malformed_list = the certificate's list of SCTs cannot be read
remark-transparency_no_valid_sct = none of the SCTs in the certificate counts
remark-transparency_only_retired_logs = only retired logs have signed the certificate
remark-transparency_too_few_logs = too few logs have signed a certificate that is valid for so long
remark-transparency_one_operator = all logs that have signed the certificate had one operator
remark-transparency_no_scts = no public log has promised to show the certificate
remark-transparency_list_too_old = our list of logs is too old to judge by
remark-transparency_off = logs are not looked at, by the owner's choice
remark-transparency_anchor_not_public = the chain does not end in a public root

## Why a file of evidence cannot be read

remark-evidence_text = it is not an evidence document: { $why }
remark-evidence_schema = its schema is `{ $got }`, and `{ $read }` is read
remark-evidence_time = measurement { $index } has a time that cannot be read
remark-evidence_root = measurement { $index } has a root that is not a certificate: { $why }
remark-evidence_contradicts_itself = measurement { $index } gives public roots and says that it did not use them
remark-evidence_not_base64 = measurement { $index } has a certificate that is not base64
remark-evidence_hash = a certificate does not have the hash { $sha256 } that its line gives
remark-evidence_chains_too_large = the chains of all measurements together are larger than { $max } bytes
remark-evidence_certificates_too_large = the certificates of all chains together are larger than { $max } bytes
remark-evidence_line_too_long = line { $line } is longer than { $max } bytes
remark-evidence_certificate_missing = measurement { $index } names the certificate { $sha256 }, which no line before it has
remark-evidence_value = measurement { $index } has a value of { $key } that this version does not know

## Why others' measurements cannot be read

remark-import_unknown_format = it is in no format that is known
remark-import_unreadable = nothing in it can be read: { $why }

## Why a record of others' measurements cannot be used, a clause each

remark-record_too_long = it has more than { $max } bytes
remark-record_not_json = it is not JSON, or its values are nested too deeply
remark-record_key_twice = it has the key `{ $key }` twice
remark-record_too_many = it has more than { $max } entries where fewer are read
remark-record_other_kind = it is no measurement in the format of the file
remark-record_without_tls = it has no TLS handshake, and no failed step that led to none
remark-record_value = the value of `{ $key }` is not of the expected form
remark-record_over_limit = the file has more than { $max } measurements

## Signed evidence

remark-note_key_name = its name is empty, too long, or has a space, a plus sign or a control character
remark-note_key_form = it is not written as NAME+ID+KEY
remark-note_key_kind = it is a key of kind { $kind }, and only Ed25519, kind 1, is known
remark-note_key_id = its ID does not fit its name and key
remark-note_private_key = it is not an Ed25519 key in PKCS #8
remark-note_key_not_made = the cryptographic library made no new key
remark-note_too_long = it has more than { $max } bytes
remark-note_form = it is not a signed note
remark-note_too_many_signatures = it has more than { $max } signatures
remark-note_unknown_signer = none of the keys that you gave signed it
remark-note_signature = the signature by { $key } is wrong: the text or the signature was changed
remark-bundle_form = the signed text does not list evidence files
remark-bundle_too_many_files = the signed text lists more than { $max } files
remark-bundle_name = the file name { $name } cannot be written in a note
remark-bundle_other_file = { $name } is not one of the signed files, or was changed since
remark-bundle_missing_file = { $name } is one of the signed files, and is missing

## Why another vantage point did not say what it sees

# $says: the last line on standard error
remark-vantage_program_missing = the program { $program } is not installed here
remark-vantage_not_started = { $program } cannot be started here: { $why }
remark-vantage_late = no whole answer came within { $seconds } s
remark-vantage_too_much = it sent more than { $most } bytes
remark-vantage_not_reached = ssh did not get there, or was refused: { $says }
remark-vantage_not_installed = the shell there does not find `anchorwatch`: { $says }
remark-vantage_failed = the program there ended with exit code { $status }: { $says }
remark-vantage_ended = ssh was ended by signal { $signal }
remark-vantage_silent = it ended without an error and sent no measurement
remark-vantage_nothing_of_host = it measured other hosts, and not this one
remark-vantage_unreadable = what it sent is not whole evidence: { $why }
remark-vantage_not_connected = no TLS connection to it was made: { $failure }
remark-vantage_does_not_look = whoever answers there does not look for anyone: `probe-server` needs --look-key
remark-vantage_other_key = it says that the key is not its own, or the question was changed on the way
remark-vantage_no_name = it looks only at names that TLS can carry, and this host is not such a name
remark-vantage_port_not_allowed = it does not look at this port: `probe-server --look-port` allows it
remark-vantage_address_not_allowed = from there, the name leads to no address that anyone can reach: `probe-server --look-private` allows others
remark-vantage_busy = it is looking for somebody else, or its look took too long
remark-vantage_forged = the answer is not from whoever has the key: someone on the way changed it
remark-vantage_cut = the connection ended before a whole answer came
