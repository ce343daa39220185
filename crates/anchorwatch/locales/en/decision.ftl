### What `verify` says of a chain, and what several answers say of one.

## The page

# $name: the name that was asked for
decision-trusted = Trusted: { $root } may vouch for { $name }.
decision-self_signed = the server's certificate is self-signed, and no authority signed it
decision-refused = Refused for { $name }: { $refusal }.
decision-inconclusive-no_certificate = Inconclusive: there is no certificate to decide on.
decision-inconclusive-no_anchor = Inconclusive: there is no root that may vouch for { $name }.
decision-by = Decided by
decision-outside-bundle = The system's bundle does not have this root. Programs that the preloaded library protects look for local roots only there, so they refuse this chain.
decision-name-consent = The name { $name } is public, and a consent of this machine's owner lets the root vouch for it.
decision-name-public = The name { $name } is public: only public roots may vouch for it.
# $suffix: the end of the name; $source: the standard that says so
decision-name-suffix = The name { $name } is private: it ends in «{ $suffix }» ({ $source }), so local roots may vouch for it.
decision-name-label = The name { $name } is private: it is one label and no top-level domain, so local roots may vouch for it.
decision-name-owner = On this machine { $name } is private: its owner says so, so local roots may vouch for it.
decision-name-address = The address { $name } is private, so local roots may vouch for it.
decision-not-read = Not read: { $why }.
decision-time = The time { $time }. Revocation was not asked.
decision-transparency = Certificate Transparency: { $transparency }.
decision-transparency-not-asked = Certificate Transparency was not asked.
# $valid: how many of the SCTs count; $list: the date of the list of logs
decision-scts = { $count ->
        [one] 1 SCT in the certificate
       *[other] { $count } SCTs in the certificate
    }, { $valid ->
        [one] 1 of them counts
       *[other] { $valid } of them count
    }, by a list of { $list }.
decision-added-root = { $signer }, a root that someone added
decision-retired-root = { $signer }, a root that is or was in the public program and is not in its present set
decision-known-root = { $signer }, a root that is known
decision-other-time = the chain is valid only at another time, such as { $time }
# $id: identifier in the registry
decision-name-of-known = that is the name of { $id }, a root that reads traffic; anyone can write a name
# $title: the root's name
decision-name-almost-of-known = that looks like the name of { $id } ({ $title }), a root that reads traffic, and is written otherwise; anyone can write a name
decision-name-of-isca = that is the name of the roots that Kazakhstan made to read traffic; anyone can write a name
decision-name-of-added = someone added a root of that name, and this program cannot check such a signature
decision-name-of-state = that is the name of { $root }, a state's root or an intermediate under it ({ $country }); no known key of the state signed, and anyone can write a name
decision-name-of-product = the name of { $product }, which reads its owner's traffic on purpose; anyone can write a name

label-rule = by rule
label-says = says
label-path = path
label-root = root
label-named-issuer = issuer
label-suspected = suspected
label-signed-by = signed by
label-known-as = known as
label-looks-like = looks like
label-but = but
