### What `check` and `verdict` say.

## What was not checked, and why: a noun and a clause each

unchecked-local_roots = the roots that were added to the machine that measured
unchecked-local_roots-why = the program that measured does not record them
unchecked-other_names = whether other names get another certificate
unchecked-other_names-why = no other name was sent; `check --deep` does
unchecked-other_names_not_reached = whether other names get another certificate
unchecked-other_names_not_reached-why = no connection to the site was made, so no other name was sent
unchecked-other_names_unanswered = whether other names get another certificate
unchecked-other_names_unanswered-why = no certificate came for any of them ({ $sent ->
        [one] one connection
       *[other] { $sent } connections
    })
unchecked-own_server = whether a server of your own is reached unchanged
unchecked-own_server-why = none was asked; `check --deep --own-server` does
unchecked-own_server_unclear = what your own server received in { $unclear } of { $total } connections
unchecked-own_server_unclear-why = it was not reached, or did not say so with its signature
unchecked-throttling = whether connections for this name are slowed down
unchecked-throttling-why = nothing was transferred from a server of your own; `check --deep --own-server` does
unchecked-throttling_unclear = whether connections for this name are slowed down
unchecked-throttling_unclear-why = that takes three transfers on each side; { $tries } for this name and { $controls } for others say how fast they were
unchecked-other_networks = the view from another network
unchecked-other_networks-why = this was measured from one place; `--notary FILE` adds what another saw, and without it nobody is accused because others get another certificate
unchecked-notary_unusable = the view from another network
unchecked-notary_unusable-why = what was given cannot be compared: { $notary }
unchecked-too_much = part of this measurement
unchecked-too_much-why = judging all of it would be too much work; left out: { $left_out }
unchecked-issuer_history = which authorities may sign for this name, and which did before
unchecked-issuer_history-why = neither its CAA record nor the public logs were asked; `--deep --resolver public` asks for the record, and `--earlier FILE` adds what was measured before
unchecked-earlier_issuers = which authorities signed for this name before
unchecked-earlier_issuers-why = the public logs were not asked; `--earlier FILE` adds what was measured before
unchecked-earlier_unusable = which authorities signed for this name before
unchecked-earlier_unusable-why = nothing that `--earlier` gave shows a good chain of this name more than a day before
unchecked-allowed_authorities = which authorities may sign for this name
unchecked-allowed_authorities-why = no resolver over TLS or HTTPS gave its CAA record; `--deep --resolver public` asks for it
unchecked-authority_identifiers = whether the authority may sign for this name
unchecked-authority_identifiers-why = this program does not know by which names CAA records allow { $issuer }
unchecked-resolver = whether the resolver told the truth
unchecked-resolver-why = one resolver was asked; `check --deep --resolver public` asks others
unchecked-resolver_unclear = whether the resolver told the truth
unchecked-resolver_unclear-why = resolvers were asked ({ $asked ->
        [one] one question
       *[other] { $asked } questions
    }), and none whose own name is proven gave an address that leads to the site
unchecked-quic = whether QUIC (HTTP/3) is read or blocked
unchecked-quic-why = no handshake over it was made (`check --deep --quic` does)
unchecked-quic_unanswered = whether QUIC (HTTP/3) is read or blocked
unchecked-quic_unanswered-why = no certificate came in { $tries } handshakes over it: the site may not offer it, or UDP may be blocked
unchecked-place_on_path = where on the path the answer came from
unchecked-place_on_path-why = no probe with a limited lifetime was sent
unchecked-arrival_ttls = with which TTLs the answers arrived
unchecked-arrival_ttls-why = this was not measured, or a packet was lost, or connections ended early: only the trace says where the answer came from
unchecked-place_comes_and_goes = where on the path the answer came from
unchecked-place_comes_and_goes-why = other connections got the genuine answer, so a probe without an answer may have passed whoever intercepts
unchecked-transparency_no_public_chain = Certificate Transparency
unchecked-transparency_no_public_chain-why = no trusted chain under a public root came, and logs take no other
unchecked-transparency_list_too_old = Certificate Transparency
unchecked-transparency_list_too_old-why = our list of logs is too old to judge by
unchecked-transparency_list_too_new = Certificate Transparency
unchecked-transparency_list_too_new-why = our list of logs is newer than the certificate's end, and may no longer have its logs
unchecked-transparency_off = Certificate Transparency
unchecked-transparency_off-why = logs are not looked at, by the owner's choice
unchecked-revocation = revocation
unchecked-revocation-why = this version does not ask for it
verdict-more-stores = { $count ->
        [one] and 1 more place of this machine; `anchorwatch audit` lists it
       *[other] and { $count } more places of this machine; `anchorwatch audit` lists them
    }
unchecked-machine_store_unread = { $what }
unchecked-machine_store_unread-why = { $why }
unchecked-roots_untried = { $count } roots
unchecked-roots_untried-why = there are too many to ask of each whether it signed the chain under another name
unchecked-vantage_unanswered = the view from { $vantage }
unchecked-vantage_unanswered-why = { $why }
unchecked-machine_store = a store of this machine
# $why: what the reader of the store says
unchecked-machine_store-why = { $why }
# $variable: the name of an environment variable
unchecked-proxy = the way through the proxy that { $variable } names
unchecked-proxy-why = this program connects directly and does not use it

## The page

verdict-none = The evidence has no measurement, so there is nothing to say.
verdict-word-intercepted = intercepted
verdict-word-suspected = suspected
verdict-word-dns_tampered = look-up leads away
verdict-word-censored_or_down = cut off
verdict-word-throttled = slowed down
verdict-word-captive_portal = sign-in page
verdict-word-inspected_with_consent = inspected, with the owner's consent
verdict-word-site_fault = fault of the site
verdict-word-stale_roots = old roots
verdict-word-not_seen = no interception seen
verdict-word-inconclusive = inconclusive
verdict-confidence = { $verdict } (confidence { $confidence })
verdict-plain-intercepted = This connection was re-signed on the way by { $signer }. Whoever holds that key can read what you send. Do not log in.
verdict-plain-intercepted-elsewhere = Connections to your own server are re-signed on the way by { $signer }; the one to this site was not seen to be. Whoever does that can read what goes through there. Do not log in on this network.
verdict-plain-intercepted-some = Some connections to this site are re-signed on the way by { $signer }; others were not seen to be. Whoever does that can read what goes through them. Do not log in on this network.
verdict-plain-intercepted-answered = Somebody else answers in this site's place: the certificate that came leads to no public root, and elsewhere the site shows one that does. Whoever answers can read what you send here. Do not log in.
verdict-plain-suspected = Something points to connections to this site being re-signed on the way, and does not prove it. Do not log in until you know more.
verdict-plain-censored_or_down = Connections for this name are cut off, and connections for other names are not. Nobody reads what does not get through; whether anyone reads what does was not seen.
verdict-plain-throttled = Connections for this name are slowed down, and connections for other names are not. That does not mean that anyone reads them.
verdict-plain-captive_portal = The network seems to want a sign-in before it lets anyone through. Nothing here says whether the connection is read after that.
verdict-plain-inspected_with_consent = This connection is re-signed on the way by { $signer }, and the owner of this machine consented to that for this name. Whoever holds that key can read what you send.
verdict-plain-site_fault = The certificate is the site's own and cannot be accepted as it came. Nothing here points to interception; whoever runs the site has to repair it.
verdict-plain-stale_roots = The program that measured refused a certificate that a public root vouches for. That is a fault of its list of roots or of its clock, and no sign of interference.
verdict-plain-dns_tampered = A look-up of this name leads away from the site, or says that the name does not exist: connections do not reach the site. Nobody reads what does not get through; the site itself can be reached at the address that an encrypted look-up gave.
verdict-plain-ech-blocked = The site answers, and nobody was seen to read the connection. But connections that hide the site's name (Encrypted Client Hello) are cut off here, so this network can see that you visit it.
verdict-plain-quic-cut-off = Over QUIC (HTTP/3), connections for this name are cut off here, and connections for other names are not. Browsers then use TCP, as if the site did not offer QUIC; nobody was seen to read that.
verdict-plain-not_seen = No interception was seen: for this name, on this path, at this time, in { $tries ->
        [one] one try
       *[other] { $tries } tries
    }.
verdict-plain-inconclusive = This measurement does not say whether the connection is read.
verdict-no-try = No try: no handshake with this host reached the point where the server proves its key, so nothing here speaks against an interceptor.
# $word: a node and a state, such as `tls.mitm.ca_signed, blocked`
verdict-ooni = In OONI's vocabulary: { $word }.
verdict-signer-unknown = someone
verdict-why = Why
verdict-against = What speaks against it
verdict-explains = What else would explain it
verdict-not-checked = Not checked
verdict-to-do = What to do
# $variable: the name of an environment variable
verdict-proxy = { $variable } is set, and this program does not use a proxy: it connects directly. If only the proxy leads out of this network, that is why nothing came.
verdict-if-read = Do not log in over this connection. Leave this network, then change the passwords that you used here, end open sessions and renew tokens: refusing the key now does not undo past reading. Sites that are intercepted will stop loading rather than become private.
verdict-if-consented = Log in here only if whoever inspects this connection may read what you type. If that is not agreed, ask the owner of this machine: `anchorwatch consent list` shows the consent, and `anchorwatch consent withdraw` ends it.
verdict-if-untrusted = Do not log in here. Do not click through a browser's warning on this page, and do not install a certificate to make the warning go away: whoever has the key of that certificate could read what you send. Try from another network, and compare what came.
verdict-if-cut-off = Try from another network. If the name loads there, this network blocks it, and nothing on this machine needs to be changed. Do not install a certificate that someone offers as a remedy.
verdict-if-throttled = Try from another network. If the name loads faster there, this network slows it down, and nothing on this machine needs to be changed. Do not install a certificate that someone offers as a remedy.
verdict-if-portal = If you know whose network this is, sign in on its page, and check again. Do not install a certificate that the page offers: whoever has its key could read what you send.
verdict-if-misled = Switch on encrypted DNS (in a browser: secure DNS, or DNS over HTTPS) with a resolver outside this network, and try again. Do not click through a warning at the address that you were led to, and do not install a certificate that someone offers as a remedy.
verdict-if-ech-blocked = What you send to the site stays encrypted, but not its name. If it is dangerous for you that this network sees which site you visit, use another network, or Tor Browser. Nothing on this machine needs to be changed. Do not install a certificate that someone offers as a remedy.
verdict-if-quic-cut-off = Nothing on this machine needs to be changed: programs use TCP where QUIC fails. Whoever cuts off QUIC may want to read TCP, so check again later. Do not install a certificate that someone offers as a remedy.
verdict-from = From: { $connections ->
        [one] 1 connection
       *[other] { $connections } connections
    } at { $time }; { $roots }; rules version { $rules }; { $evidence }.
verdict-evidence = evidence { $evidence }
verdict-signed = Signed by { $keys }: the files are as they were when they were signed.
verdict-signed-rest = { $count ->
        [one] The same note also lists 1 file that was not given
       *[other] The same note also lists { $count } files that were not given; the first is
    }: { $first }.
verdict-no-evidence = evidence not kept; --evidence FILE keeps it
# $format: the name of a project or program
verdict-imported = from { $format }'s file; the roots of the machine that measured are not known
verdict-not-read = Not read:
# $record: its line, or its number in a list
verdict-not-read-record = { $file }, record { $record }: { $why }
verdict-not-read-more = { $count ->
    [one] and 1 more record
   *[other] and { $count } more records
    }
roots-machine = { $count ->
        [one] 1 root of this machine's stores that is not public
       *[other] { $count } roots of this machine's stores that are not public
    }
roots-given = { $count ->
        [one] 1 local root from { $source }
       *[other] { $count } local roots from { $source }
    }

## The certificates that came

chain-head = What came
chain-own = The server's certificate:
chain-sent = Certificate { $number } of { $count }, sent with it:
chain-again = Certificate { $number } of { $count }: certificate { $first } again.
chain-more = { $count ->
        [one] And 1 certificate.
       *[other] And { $count } certificates.
    }
chain-more-names = and { $count } more
chain-self-signed = { $issuer } (self-signed)
chain-validity = from { $from } to { $to }

label-subject = subject
label-chain-names = names
label-chain-issuer = issuer
label-chain-valid = valid
label-sha256 = SHA-256
label-not-read = not read

## Before there is an answer

check-sending = sending: one TLS handshake for each of { $hosts }, { $to }. Only if no public root vouches for what comes, or the connection is cut off: one more, and one each with { $controls }. Whoever watches sees the address and the names
check-sending-deep = sending, for each of { $hosts }: one TLS handshake { $to }, then { $rounds ->
        [one] 1 round
       *[other] { $rounds } rounds
    } with its name and with { $controls } in random order. Unless the answers are clean, packets follow that may pass only so many routers. Whoever watches sees the address and the names, and can recognise this program by them.
check-sending-page = Its first page is asked for without encryption too (HTTP, port { $port }): at most five requests, to where it leads, without cookies. The names to which it leads are looked up.
check-sending-variants = In each round the host gets more handshakes: with a ClientHello in several records, with TLS 1.2 alone, with TLS 1.3 alone, with random octets instead of an encrypted name (ECH), and without a name.
check-sending-variants-ech = In each round the host gets more handshakes: with a ClientHello in several records, with TLS 1.2 alone, with TLS 1.3 alone, with random octets instead of an encrypted name (ECH), without a name, and with its name encrypted by the given configuration. To see whether such connections are cut off, it also gets the name that this configuration gives in clear, with and without random octets, and the host's name in clear beside an encrypted one.
check-sending-own = The same names go to your server at { $server }, which sends 256 KiB back each time.
check-sending-quic = In each round the same names go out over QUIC too (UDP, the same port). Where the site does not offer it, nothing answers; whoever watches sees that it was tried.
check-sending-resolvers = For each host, these resolvers are asked for its addresses, for its HTTPS record, and for { $canary }: { $resolvers }. Those over dot and doh are also asked who may sign for it (CAA), up to eight names. For each host, at most { $connections } connections follow to addresses that they give. They learn the names, and questions over udp and tcp can be read on the way.
check-sending-vantages = Before that, these hosts are asked over SSH to run `anchorwatch check` for the same names: { $vantages }. Whoever watches here sees the connections to them; whoever watches there sees the address and the names.
check-would-run = For that, it would run:
check-vantages = asking { $vantages } over SSH (at most { $seconds } s)
check-sending-look = Your server is asked to look at each host from where it is: it looks the name up and makes one TLS handshake with it. Whoever watches here sees one more connection to your server for each host; whoever watches there sees the address and the name.
check-look = asking your server at { $server } to look at { $host } (at most 150 s)
check-to-address = to { $address }
check-to-resolved = to the address that this machine's resolver gives
check-look-up = looking up { $host } (at most { $seconds } s)
check-connect = connecting to { $address } for { $host } (at most { $seconds } s)
check-ask = asking the resolver at { $address } for { $host } (at most { $seconds } s)
check-handshake = waiting for the certificate of { $host } from { $address } (at most { $seconds } s)
check-page = asking { $address } for the first page of { $host } (at most { $seconds } s)
check-quic = waiting for the certificate of { $host } from { $address } over QUIC (at most { $seconds } s)
check-evidence = evidence: { $path }
check-signed = signed: { $path }. To check it: `anchorwatch verdict FILE --note { $path } --signed-by { $key }`
probe-server-listens = listening on { $address }; stop it with Ctrl-C
probe-server-looks = FILE has the same key as here. Whoever has it can make this server connect to other names, and learns what comes.
probe-server-address = Replace ADDRESS with an address of this machine.
probe-server-next = On the network that you want to test, run, with the name that you want to test:
verdict-path-nameless = ?
verdict-path-first = you ── ✗ hop { $hop } answers ···· { $target }
verdict-path-first-any = you ── hop { $hop } answers
verdict-path-one = you ── { $before } ── ✗ hop { $hop } answers ···· { $target }
verdict-path-one-any = you ── { $before } ── hop { $hop } answers
verdict-path = you ── … { $routers } more … ── { $before } ── ✗ hop { $hop } answers ···· { $target }
verdict-path-any = you ── … { $routers } more … ── { $before } ── hop { $hop } answers
verdict-place = The answer comes from hop { $hop }{ $hop ->
        [1] , which is the first router, or a program on this machine such as an antivirus
       *[other] {""}
    }. Other names are answered from there too: it is the server itself, or someone who ends every connection there. The certificates, not the hops, say which.
verdict-place-for-name = The answer to this name comes from hop { $hop }{ $hop ->
        [1] {" "}(the first router, or a program on this machine such as an antivirus)
       *[other] {""}
    }, and the answer to another name from hop { $control }: whoever answers to this name is nearer than the server.
verdict-place-over-quic = This was traced over QUIC (UDP).
verdict-arrival = The packets of the answer arrive with a TTL of { $ttl }, those of the answer to another name with { $control }.
check-arrival = asking whether the answer of { $address } ({ $host }) arrives with a TTL of { $ttl } or more
check-trace = looking for what answers { $hops } hops on the way to { $address } ({ $host })
verdict-believed = Programs of this machine that believe this certificate: { $programs }. Others show an error.
verdict-believed-by-none = No program of this machine that was looked at believes this certificate: they show an error.
