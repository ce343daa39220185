### What has a stable code, in words. The part after the first hyphen is the code.

## Classes of a certificate, a sentence each

class-leaked_key = Its private key is public: anyone can read the traffic of whoever trusts it.
class-known_interception = It was used, or made, to read other people's encrypted traffic.
class-suspected_family = It looks like the next one of the roots that read traffic; that is suspicion, not proof.
class-distrusted_by_list = A signed list that this machine follows refuses it.
class-distrusted_by_program = A root program removed or blocked it for cause: a break-in, misissued certificates or deception.
class-state_root = It belongs to a state and is in no browser's program; no interception with it is known, though its holder could intercept.
class-public_program = It is in Mozilla's set of roots for web servers.
class-retired_from_program = Its authority is or was in Mozilla's program; its roots for web servers do not hold this one now.
class-inspection_product_name = It is named like the root of an antivirus or a gateway; anyone can bear the name. Ask before removing.
class-unknown = Someone added it; we do not know who. Ask before removing.

## Reasons for a class, a clause each

# $id: identifier in the registry; $title: the name under which it is known
remark-reason_known_key = the key is that of { $id } ({ $title }), held by { $operator }
remark-reason_known_key_other_certificate = the certificate is another than the known one: re-issued, renamed or cross-signed
remark-reason_not_in_logs = no public log of Certificate Transparency would accept a certificate from this root (as of { $as_of })
remark-reason_known_key_other_encoding = the key is written in other bytes than the known one, so that lists of hashes miss it
remark-reason_look_alike_name = its name looks like that of { $id } ({ $title }), a root with which { $operator } reads traffic, and is written otherwise; anyone can write a name
remark-reason_signed_by_known_key = it is signed by the key of { $id } ({ $title }), held by { $operator }
remark-reason_known_intermediate = it is the intermediate { $id }, which { $operator } used to read traffic, as measured at { $seen }
remark-reason_isca_name = it bears the name of the interception roots of Kazakhstan of 2020 and 2021
remark-reason_isca_generator_mark = its serial number and key identifiers are made the way the eight interception roots of 28 February 2020 were made
remark-reason_known_key_other_name = it is a known interception key under a name not seen with it before
remark-reason_known_name_new_key = it bears the exact name of a root that reads other people's traffic, over another key
# $country: ISO 3166-1
remark-reason_known_issuer_name = it names as its issuer what { $id } is called ({ $title }), a root with which { $operator } reads traffic; no known key signed it, and anyone can write a name
remark-reason_look_alike_issuer_name = it names an issuer that looks like { $id } ({ $title }), a root with which { $operator } reads traffic, and is written otherwise; no known key signed it, and anyone can write a name
remark-reason_isca_issuer_name = it names as its issuer what the interception roots of Kazakhstan are called; no known key signed it, and anyone can write a name
remark-reason_state_issuer_name = its issuer has the name of { $name }, a state's root or an intermediate under it ({ $country }); no known key of the state signed it, and anyone can write a name
remark-reason_inspection_issuer_name = it names an issuer that is called like a root of { $product }, a name that anyone can bear
remark-reason_state_authority = the CCADB names a state's authority as its owner ({ $country }), and no browser's program ever held it
remark-reason_state_root_name = it has the name of { $name }, a state's root or an intermediate under it ({ $country }), over another key; anyone can write a name
remark-reason_public_program_key = the key is in Mozilla's set of roots for TLS servers
remark-reason_retired_from_program = it is in the records of Mozilla's program and not in the set for TLS servers
remark-reason_inspection_product_name = it is named like a root of { $product }, a name that anyone can bear
remark-reason_on_signed_list = on a signed list that this machine follows: { $list }
remark-reason_not_in_any_registry = the key is neither in a root program that we know nor among the known roots
remark-reason_outside_validity = { $when ->
        [begins] its validity begins only at { $time }
       *[ended] its validity ended at { $time }
    }

## Roles of a certificate, a clause each

role-root = subject and issuer are the same
role-intermediate = another name issued it, and it may issue
role-leaf = another name issued it, and it does not say that it may issue

## What a file is, a noun each

format-der = a certificate (DER)
format-pem = a PEM text
format-base64 = base64 text without PEM marks
format-pkcs7 = a PKCS #7 file
format-pkcs12 = a PKCS #12 file
format-profile = an unsigned configuration profile for Apple devices
format-signed_profile = a signed configuration profile for Apple devices
format-registry_export = an export of Windows's registry
format-serialized_store = a serialized certificate store of Windows
format-p11_kit = a text of trust objects for p11-kit
format-embedded = a text with certificates inside, such as JSON, HTML or a mail
format-no_certificate = keys, requests or revocation lists

## What a payload of a profile does, a sentence each

effect-vpn = It sends traffic through a VPN.
effect-proxy = It sends web traffic through a proxy.
effect-relay = It sends traffic through relays.
effect-content_filter = It lets an app or a list decide which sites may be reached.
effect-dns = It lets someone else answer which address a name has.
effect-device_management = It hands the device to a management server, which can install more, roots too.
effect-fetches_profile = It has the device fetch another profile.
effect-transparency_exemption = It exempts certificates from the public logs.

## Kinds of findings, a sentence each

kind-certificate = A certificate in a store; its class says what it is.
kind-same_key_twice = Several certificates with one key are trusted, so refusing one of them would not refuse the key.
kind-public_name_foreign_key = It bears the name of a root of the public program, over another key.
kind-new_since_last_audit = The earlier audit did not list it.
kind-verification_disabled = A program is told not to verify: whoever is on the way can read what it sends.
kind-proxy_configured = Traffic is led through a proxy, which sees every name that is asked for.

## What a setting does, a clause each

setting-node_tls_reject_unauthorized = Node.js accepts every certificate
setting-git_ssl_no_verify = git accepts every certificate
setting-git_ssl_verify = git accepts every certificate, of all sites or of the named one
setting-curl_insecure = curl accepts every certificate, of sites or of its proxy
setting-wget_check_certificate = Wget accepts every certificate
setting-npm_strict_ssl = npm accepts every certificate
setting-yarn_strict_ssl = Yarn accepts every certificate
setting-pip_trusted_host = pip accepts every certificate of this host
setting-python_https_verify = old Pythons accept every certificate
setting-go_insecure = Go fetches these modules whatever certificate is shown
setting-apt_verify = apt accepts every certificate
setting-conda_ssl_verify = conda accepts every certificate
setting-insecure_registry = images are fetched from this registry whatever certificate it shows
setting-uv_insecure_host = uv accepts every certificate of this host
setting-vscode_strict_ssl = the editor and its extensions accept every certificate
setting-jetbrains_accept = JetBrains' programs accept every certificate without asking
setting-program_insecure = the program accepts every certificate
setting-browser_switch = the browser is started without verification
setting-browser_policy = a policy lets the browser go past its verification
setting-certificate_override = the browser accepts one certificate for this host, whatever is wrong with it
setting-proxy_environment = traffic goes through a proxy, which sees every name that is asked for
setting-proxy_configuration = traffic goes through a proxy, which sees every name that is asked for
setting-proxy_policy = traffic goes through a proxy, which sees every name that is asked for

## Kinds of stores, a word or two for a table

store-debian_bundle = system file
store-debian_directory = system folder
store-debian_local = local additions
store-debian_packaged = from the package
store-openssl_file = OpenSSL's file
store-openssl_directory = OpenSSL's folder
store-system_bundle = system file
store-system_directory = system folder
store-p11_kit_source = p11-kit source
store-nss = NSS database
store-firefox_policy = Firefox policy
store-firefox_autoconfig = Firefox AutoConfig
store-chromium_policy = Chromium policy
store-chromium_server_certificates = Chromium's own
store-java_keystore = Java keystore
store-certifi = Python bundle
store-named_file = named file
store-named_directory = named folder
store-settings = settings

## What is not looked at, and why: named by the English words that have no code



## Names

name-empty = (an empty name)
name-cut = { $head }… ({ $count } characters)

## Who held a known key: the registry's words for it

remark-operator_camerfirma = AC Camerfirma S.A.
remark-operator_cnnic = China Internet Network Information Center (CNNIC)
remark-operator_cyberoam = Cyberoam, in its inspection devices
remark-operator_darkmatter = DarkMatter LLC
remark-operator_dell = Dell Inc.
remark-operator_diginotar = DigiNotar B.V., compromised in 2011
remark-operator_mcs_holdings = MCS Holdings
remark-operator_mitel = Mitel Networks
remark-operator_india_nic = National Informatics Centre (NIC), under India's CCA
remark-operator_sennheiser = Sennheiser Communications A/S, in HeadSetup
remark-operator_startcom = StartCom Ltd.
remark-operator_superfish = Superfish, Inc., preinstalled by Lenovo
remark-operator_trustcor = TrustCor Systems S. de R.L.
remark-operator_wosign = WoSign CA Limited
remark-operator_trustwave = a customer of Trustwave, for inspection inside a company
remark-operator_comodo_2011 = an intruder at a registration partner of Comodo
remark-operator_turktrust = holders of certificates that TURKTRUST issued by mistake
remark-operator_bangladesh = someone who could have a certificate issued for google.com.bd
remark-operator_sri_lanka = someone who could have a certificate issued for google.lk
remark-operator_togo = someone who could have certificates issued for names under .tg
remark-operator_uganda = someone who could have certificates issued for names under .ug
remark-operator_dg_tresor = the French Treasury (DG Trésor)
remark-operator_kazakhstan = the Government of the Republic of Kazakhstan
remark-operator_russia = the Ministry of Digital Development of the Russian Federation
