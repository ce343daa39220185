//! The remarks of a verdict: codes with facts.

use anchorwatch_evidence::{Failure, client_hello::HelloDifference};
use anchorwatch_identity::registry::{KnownKey, known_roots};
use anchorwatch_remark::{Fact, List, Told, Value, remarks};
use anchorwatch_verify::{Inconclusive, RefusalReason};

use crate::{HelloKind, NotaryProblem, ServerKey};

mod against;
mod detail;

pub use against::Against;
pub use detail::Detail;

/// Who made or held a known key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator(&'static str);

impl Operator {
    /// The operator of a known key.
    #[must_use]
    pub const fn of(known: &'static KnownKey) -> Self {
        Self(known.operator_code)
    }
}

impl Fact for Operator {
    fn to_value(&self) -> Value {
        Value::Remark(Told::of(format!("operator_{}", self.0)))
    }

    fn from_value(value: &Value) -> Option<Self> {
        let mut all = known_roots().iter().map(Self::of);
        all.find(|one| one.to_value() == *value)
    }
}

/// Every list of this crate whose messages begin with `remark-`: a row each.
pub const REMARKS: &[List] = &[
    List::of::<Saw>("what a rule of a verdict saw"),
    List::of::<Detail>("what a rule of a verdict adds"),
    List::of::<HelloKind>("a ClientHello that was sent, as others differ from the usual one"),
    List::of::<Against>("what speaks against a verdict"),
    List::of::<HelloDifference>("how a received ClientHello differs from the one that was sent"),
];

remarks! {
    /// What a rule saw.
    pub enum Saw {
        /// A key that was used or made for interception signed the chain.
        "signed_by_interception_key" => SignedByInterceptionKey {
            /// The key's identifier in the registry.
            known_id: String,
            /// Its operator.
            operator: Operator,
        },
        /// A key whose private half is public signed the chain for a public name.
        "signed_by_leaked_key" => SignedByLeakedKey {
            /// The key's identifier in the registry.
            known_id: String,
        },
        /// At the measurer's own server, another key answered to the target's name, and the
        /// server itself to other names.
        "other_key_at_own_server" => OtherKeyAtOwnServer {
            /// The target's name.
            name: String,
            /// How many handshakes with the target's name another key signed.
            other_key: u64,
            /// Of how many.
            total: u64,
            /// How many handshakes with other names the server's own key signed.
            own_key: u64,
            /// Of how many.
            controls: u64,
        },
        /// At the measurer's own server, another key answered in some handshakes, and not to the
        /// target's name alone.
        "other_keys_at_own_server" => OtherKeysAtOwnServer {
            /// How many handshakes another key signed.
            other_key: u64,
            /// How many the server's own key signed.
            own_key: u64,
            /// Of how many.
            total: u64,
        },
        /// The target showed a trusted certificate in some handshakes, and a refused one in others.
        "answers_differ" => AnswersDiffer {
            /// The target's name.
            name: String,
            /// In how many a trusted one.
            trusted: u64,
            /// In how many one that is refused.
            refused: u64,
        },
        /// The measurer's own server proved its key in no handshake with the target's name, and
        /// nobody else answered.
        "own_server_untested" => OwnServerUntested {
            /// The target's name.
            name: String,
            /// How many handshakes with it there were.
            total: u64,
        },
        /// At the measurer's own server, another key answered in every handshake that shows a key.
        "own_server_not_reached" => OwnServerNotReached {
            /// How many handshakes another key signed.
            other_key: u64,
            /// Of how many.
            total: u64,
        },
        /// The measurer's own server received another ClientHello than was sent, with the
        /// target's name alone.
        "hello_changed_for_name" => HelloChangedForName {
            /// The target's name.
            name: String,
            /// In how many handshakes.
            changed: u64,
            /// Of how many.
            total: u64,
        },
        /// The measurer's own server received another ClientHello than was sent, with other names
        /// too.
        "hello_changed" => HelloChanged {
            /// In how many handshakes.
            changed: u64,
            /// Of how many.
            total: u64,
        },
        /// The certificate has the names of the server's own, and another key and issuer.
        "copied_certificate" => CopiedCertificate {
            /// The target's name.
            name: String,
            /// The issuer that the copy names.
            issuer: String,
            /// The issuer of the server's own certificate.
            genuine_issuer: String,
            /// In how many handshakes with other names the server's own certificate came.
            seen: u64,
            /// Of how many.
            total: u64,
        },
        /// Every connection with the name ended alike before a certificate, and none with other
        /// names at the same address did.
        "name_cut_off" => NameCutOff {
            /// The target's name.
            name: String,
            /// How they ended.
            failure: Failure,
            /// How many.
            tries: u64,
            /// How many with other names were answered.
            controls: u64,
        },
        /// The same at the target over QUIC.
        "name_cut_off_over_quic" => NameCutOffOverQuic {
            /// The target's name.
            name: String,
            /// How they ended.
            failure: Failure,
            /// How many.
            tries: u64,
            /// How many with other names were answered.
            controls: u64,
        },
        /// Nobody answered over QUIC, whatever the name, though a DNS record says that the site
        /// offers HTTP/3.
        "quic_silent" => QuicSilent {
            /// The target's name.
            name: String,
            /// How many handshakes were tried.
            tries: u64,
        },
        /// The same at the measurer's own server.
        "name_cut_off_at_own_server" => NameCutOffAtOwnServer {
            /// The target's name.
            name: String,
            /// How they ended.
            failure: Failure,
            /// How many.
            tries: u64,
            /// How many with other names were answered.
            controls: u64,
        },
        /// Octets of the measurer's own server came much more slowly for the target's name than for
        /// others.
        "throttled" => Throttled {
            /// The target's name.
            name: String,
            /// The speed of the fastest transfer by it, in kbit a second.
            fastest_kbit_s: u64,
            /// Of how many.
            tries: u64,
            /// The speed of the slowest transfer by another name.
            slowest_kbit_s: u64,
            /// Of how many.
            controls: u64,
        },
        /// A resolver's answer leads to somebody who claims the name without a public root's word.
        "dns_leads_to_forgery" => DnsLeadsToForgery {
            /// The target's name.
            name: String,
            /// Who gave it: `system`, or an address and how it was asked.
            resolver: String,
            /// Where it leads.
            address: String,
            /// Whose answer over TLS leads to a trusted certificate.
            sure: String,
        },
        /// A resolver's answer is an address that no public server has.
        "dns_no_public_address" => DnsNoPublicAddress {
            /// The target's name.
            name: String,
            /// Who gave it.
            resolver: String,
            /// The address.
            address: String,
            /// Whose answer over TLS leads to a trusted certificate.
            sure: String,
        },
        /// A resolver says that the name does not exist.
        "dns_no_such_name" => DnsNoSuchName {
            /// The target's name.
            name: String,
            /// Who says so.
            resolver: String,
            /// Whose answer over TLS leads to a trusted certificate.
            sure: String,
        },
        /// A resolver's answer leads to a server with a certificate for other names.
        "dns_leads_elsewhere" => DnsLeadsElsewhere {
            /// The target's name.
            name: String,
            /// Who gave it.
            resolver: String,
            /// Where it leads.
            address: String,
            /// Whose answer over TLS leads to a trusted certificate.
            sure: String,
        },
        /// An HTTPS record has no `ech` parameter, and has one over TLS.
        "dns_ech_missing" => DnsEchMissing {
            /// The target's name.
            name: String,
            /// Who gave the one without.
            resolver: String,
            /// Who gave the one with it.
            sure: String,
        },
        /// A resolver denies the name by which networks switch off encrypted DNS in browsers.
        "dns_canary_denied" => DnsCanaryDenied {
            /// Which resolver.
            resolver: String,
            /// That name.
            canary: String,
        },
        /// Some ClientHellos got a certificate that is refused, each time, and others a trusted one.
        "refused_for_some_hellos" => RefusedForSomeHellos {
            /// The target's name.
            name: String,
            /// The former.
            refused: Vec<HelloKind>,
            /// The latter.
            trusted: Vec<HelloKind>,
        },
        /// The usual ClientHello got no certificate, and others a trusted one, each time.
        "answered_for_some_hellos" => AnsweredForSomeHellos {
            /// The target's name.
            name: String,
            /// The others.
            trusted: Vec<HelloKind>,
        },
        /// Hellos with an ECH extension were cut off beside one name in clear, and only beside that.
        "ech_blocked_for_name" => EchBlockedForName {
            /// The name in clear of the ECH configuration.
            outer: String,
            /// How the hellos with both ended.
            failure: Failure,
            /// How many.
            cut: u64,
            /// How many with one of the two were answered.
            answered: u64,
        },
        /// Hellos with an ECH extension were cut off, whatever the name in clear.
        "ech_blocked" => EchBlocked {
            /// How they ended.
            failure: Failure,
            /// How many.
            cut: u64,
            /// How many with the same names and without the extension were answered.
            answered: u64,
        },
        /// Some hellos with an ECH extension were cut off, and what they are compared with does not
        /// say why.
        "ech_block_unclear" => EchBlockUnclear {
            /// How many were cut off.
            cut: u64,
            /// Of how many with that extension.
            total: u64,
        },
        /// ECH was rejected with a certificate that an added root or a known interception key signed.
        "ech_rejected_by_added_root" => EchRejectedByAddedRoot {
            /// The root's subject.
            signer: String,
            /// The name in clear, from the ECH configuration.
            outer: String,
        },
        /// ECH was rejected with a certificate that is refused.
        "ech_rejected_untrusted" => EchRejectedUntrusted {
            /// The name in clear, from the ECH configuration.
            outer: String,
            /// Why it is refused.
            refusal: RefusalReason,
        },
        /// The target's address redirects to another site, without encryption, which offers a root.
        "led_to_root" => LedToRoot {
            /// The target's name.
            name: String,
            /// Where the root is offered.
            page: String,
            /// The root's subject.
            root: String,
        },
        /// A page at the target's own site offers a root, without encryption.
        "root_offered" => RootOffered {
            /// The target's name.
            name: String,
            /// Where the root is offered.
            page: String,
            /// The root's subject.
            root: String,
        },
        /// A page without encryption offers an authority's certificate that a public root signed.
        "public_authority_offered" => PublicAuthorityOffered {
            /// The target's name.
            name: String,
            /// Where it is offered.
            page: String,
            /// The certificate's subject.
            subject: String,
            /// The public root's subject.
            root: String,
        },
        /// A page that looks like that of a network which wants a sign-in.
        "sign_in_page_came" => SignInPage {
            /// The target's name.
            name: String,
            /// Where it is.
            page: String,
        },
        /// A local root signed the chain for a public name.
        "signed_by_added_root" => SignedByAddedRoot {
            /// The root's subject.
            signer: String,
            /// The reference name.
            name: String,
        },
        /// What came is refused in each handshake, and another vantage point saw a chain at the
        /// same address that a public root vouches for.
        "refused_here_alone" => RefusedHereAlone {
            /// The target's name.
            name: String,
            /// The issuer that the refused certificate names.
            issuer: String,
            /// The issuer of the certificate that the other vantage point saw.
            notary_issuer: String,
            /// How many handshakes were refused here.
            tries: u64,
        },
        /// The same, at an address that the other vantage point did not see.
        "sent_elsewhere" => SentElsewhere {
            /// The target's name.
            name: String,
            /// The issuer that the refused certificate names.
            issuer: String,
            /// The issuer of the certificate that the other vantage point saw.
            notary_issuer: String,
            /// How many handshakes were refused here.
            tries: u64,
        },
        /// A public root vouches for the certificate, no log has promised to show it, and another
        /// vantage point saw another one by another issuer.
        "unlogged_certificate" => UnloggedCertificate {
            /// The target's name.
            name: String,
            /// Its issuer.
            issuer: String,
            /// The issuer of the certificate that the other vantage point saw.
            notary_issuer: String,
        },
        /// A public root vouches for the certificate, no log has promised to show it, and earlier
        /// another authority signed for the name.
        "unlogged_new_authority" => UnloggedNewAuthority {
            /// The target's name.
            name: String,
            /// Its issuer.
            issuer: String,
            /// The issuer of the certificate that was seen earlier.
            earlier_issuer: String,
            /// When that was.
            time: String,
        },
        /// A public root vouches for the certificate, another authority signed for the name earlier,
        /// and another vantage point still sees a certificate of another one.
        "new_authority_here_alone" => NewAuthorityHereAlone {
            /// The target's name.
            name: String,
            /// Its issuer.
            issuer: String,
            /// The issuer of the certificate that the other vantage point saw.
            notary_issuer: String,
            /// The issuer of the certificate that was seen earlier.
            earlier_issuer: String,
            /// When that was.
            time: String,
        },
        /// A public root vouches for the certificate, no log has promised to show it, and the name's
        /// CAA records allow other authorities only.
        "unlogged_forbidden_authority" => UnloggedForbiddenAuthority {
            /// The target's name.
            name: String,
            /// Its issuer.
            issuer: String,
            /// The name that has the records.
            record: String,
            /// Who may sign.
            allowed: Vec<String>,
            /// How many these are.
            count: u64,
        },
        /// A public root vouches for the certificate, another authority signed for the name earlier,
        /// and the name's CAA records allow other authorities only.
        "new_forbidden_authority" => NewForbiddenAuthority {
            /// The target's name.
            name: String,
            /// Its issuer.
            issuer: String,
            /// The issuer of the certificate that was seen earlier.
            earlier_issuer: String,
            /// When that was.
            time: String,
            /// The name that has the records.
            record: String,
            /// Who may sign.
            allowed: Vec<String>,
            /// How many these are.
            count: u64,
        },
        /// The server's own key is one that a public authority certified by mistake.
        "misissued_key" => MisissuedKey {
            /// The key's identifier in the registry.
            known_id: String,
            /// Who had it certified.
            operator: Operator,
            /// The target's name.
            name: String,
        },
        /// The certificate is the site's own, and is refused.
        "sites_own_certificate" => SitesOwnCertificate {
            /// The target's name.
            name: String,
            /// Its issuer.
            issuer: String,
            /// Why it is refused.
            refusal: RefusalReason,
        },
        /// The program that measured refused a chain that a public root vouches for.
        "refused_by_old_roots" => RefusedByOldRoots {
            /// The target's name.
            name: String,
            /// The root's subject.
            root: String,
            /// What that program said.
            failure: Failure,
        },
        /// The program that measured refused a chain that leads to a root which root programs know or
        /// knew, and which is not in the public set.
        "refused_under_known_root" => RefusedUnderKnownRoot {
            /// The target's name.
            name: String,
            /// The root's subject.
            root: String,
            /// What that program said.
            failure: Failure,
        },
        /// The program that measured refused a certificate that public logs of several operators have
        /// seen.
        "refused_though_logged" => RefusedThoughLogged {
            /// The target's name.
            name: String,
            /// The certificate's issuer.
            issuer: String,
            /// How many operators.
            operators: u64,
            /// What that program said.
            failure: Failure,
        },
        /// A local root vouches for a public name, and the owner consented to that.
        "consented_root_vouches" => ConsentedRootVouches {
            /// The root's subject.
            root: String,
            /// The reference name.
            name: String,
            /// The end of the consent.
            until: String,
        },
        /// The root that signed resembles those of a known operator.
        "signer_looks_known" => SignerLooksKnown {
            /// The root's subject.
            signer: String,
        },
        /// A certificate that was sent resembles those of a known operator.
        "sent_looks_known" => SentLooksKnown {
            /// The certificate's subject.
            subject: String,
        },
        /// The chain names a local root as its issuer, for a public name, and the signature
        /// cannot be checked.
        "unchecked_added_root" => UncheckedAddedRoot {
            /// The issuer that the chain names.
            issuer: String,
            /// The reference name.
            name: String,
        },
        /// The chain names a root with a public private key as its issuer.
        "named_like_leaked_root" => NamedLikeLeakedRoot {
            /// The issuer that the chain names.
            issuer: String,
            /// The root's identifier in the registry.
            known_id: String,
        },
        /// The chain names an interception root as its issuer.
        "named_like_interception_root" => NamedLikeInterceptionRoot {
            /// The issuer that the chain names.
            issuer: String,
            /// The root's identifier in the registry.
            known_id: String,
            /// The key's operator.
            operator: Operator,
        },
        /// The chain's issuer has a name that looks like that of an interception root.
        "named_almost_like_interception_root" => NamedAlmostLike {
            /// The issuer that the chain names.
            issuer: String,
            /// The root's identifier in the registry.
            known_id: String,
            /// The root's name.
            title: String,
            /// The key's operator.
            operator: Operator,
        },
        /// The chain's issuer has the name of Kazakhstan's interception roots.
        "named_like_isca" => NamedLikeIsca {
            /// The issuer that the chain names.
            issuer: String,
        },
        /// The chain's issuer has the name of a state's root.
        "named_like_state_root" => NamedLikeGovernmentRoot {
            /// The issuer that the chain names.
            issuer: String,
            /// The common name of the state's root or intermediate.
            root: String,
            /// The state, ISO 3166-1 alpha-2.
            country: String,
        },
        /// The chain's issuer has the name of an antivirus or a gateway.
        "named_like_product" => NamedLikeProduct {
            /// The issuer that the chain names.
            issuer: String,
            /// The product.
            product: String,
        },
        /// A public root vouches for the chain, and the server has the key.
        "public_root_vouches" => PublicRootVouches {
            /// The root's subject.
            root: String,
            /// The reference name.
            name: String,
        },
        /// A local root vouches for a private name.
        "added_root_vouches" => AddedRootVouches {
            /// The root's subject.
            root: String,
            /// The reference name.
            name: String,
        },
        /// The server's certificate is self-signed.
        "self_signed" => SelfSigned {
            /// The reference name.
            name: String,
        },
        /// The chain is not trusted.
        "not_trusted" => NotTrusted {
            /// The reference name.
            name: String,
            /// Why.
            refusal: RefusalReason,
        },
        /// The chain is good, but the server did not prove that it has the key.
        "key_not_proven" => KeyNotProven {
            /// The root's subject.
            root: String,
            /// What is known about the key.
            server_key: ServerKey,
        },
        /// A connection was made, but no certificate came.
        "no_certificate_came" => NoCertificateCame {
            /// The host.
            host: String,
            /// How the handshake ended.
            failure: Failure,
        },
        /// Another program measured, and recorded how it failed but no certificate.
        "no_certificate_recorded" => NoCertificateRecorded {
            /// The host.
            host: String,
            /// How it failed.
            failure: Failure,
        },
        /// No connection was made.
        "not_connected" => NotConnected {
            /// The host.
            host: String,
            /// Why.
            failure: Failure,
        },
        /// The host's address could not be looked up.
        "not_looked_up" => NotLookedUp {
            /// The host.
            host: String,
            /// Why.
            failure: Failure,
        },
        /// Not everything could be judged: it would have been too much.
        "too_much_to_judge" => TooMuchToJudge {
            /// The target's name.
            name: String,
            /// How many chains, answers and signatures were left out, counted each time.
            left_out: u64,
        },
        /// There is nothing to judge.
        "nothing_to_judge" => NothingToJudge {
            /// Why.
            inconclusive: Inconclusive,
        },
    }
}

remarks! {
    /// Something that was not checked, and why.
    pub enum NotChecked {
        /// Which roots the vantage point had added: another program measured and did not record
        /// them.
        "local_roots" => LocalRoots,
        /// What the server shows to other names: none was sent.
        "other_names" => OtherNames,
        /// What the server shows to other names: no connection was made over which to send one.
        "other_names_not_reached" => OtherNamesNotReached,
        /// What the server shows to other names: none of them got a certificate.
        "other_names_unanswered" => OtherNamesUnanswered {
            /// How many times one was sent.
            sent: u64,
        },
        /// Whether a server of the measurer's own is reached unchanged: none was asked.
        "own_server" => OwnServer,
        /// What the measurer's own server received in some handshakes: it was not reached, or did
        /// not say so with its signature.
        "own_server_unclear" => OwnServerUnclear {
            /// In how many handshakes.
            unclear: u64,
            /// Of how many.
            total: u64,
        },
        /// Whether the name is slowed down: nothing was transferred.
        "throttling" => Throttling,
        /// Whether the name is slowed down: too few transfers say how fast they were.
        "throttling_unclear" => ThrottlingUnclear {
            /// How many by the target's name.
            tries: u64,
            /// How many by other names.
            controls: u64,
        },
        /// Part of the measurement: to judge all of it would be too much.
        "too_much" => TooMuch {
            /// How many chains, answers and signatures were left out, counted each time.
            left_out: u64,
        },
        /// The view from other networks: there was only one vantage point. So nobody is accused by
        /// [`RefusedHereAlone`](crate::RuleId::RefusedHereAlone) and
        /// [`PublicCertificateDiffers`](crate::RuleId::PublicCertificateDiffers).
        "other_networks" => OtherNetworks,
        /// The view from other networks: what was given cannot be compared.
        "notary_unusable" => NotaryUnusable {
            /// Why.
            notary: NotaryProblem,
        },
        /// Which authorities the name's CAA record allows, and which signed for it before: nobody
        /// was asked.
        "issuer_history" => IssuerHistory,
        /// Which authorities signed for the name before: what was given shows none.
        "earlier_unusable" => EarlierUnusable,
        /// Which authorities signed for the name before: nothing earlier was given.
        "earlier_issuers" => EarlierIssuers,
        /// Which authorities may sign for the name: no resolver that proved its name gave its CAA
        /// records.
        "allowed_authorities" => AllowedAuthorities,
        /// Whether the authority may sign for the name: it is not known by which names CAA records
        /// allow it.
        "authority_identifiers" => AuthorityIdentifiers {
            /// The certificate's issuer.
            issuer: String,
        },
        /// Whether the resolver was honest: only one was used.
        "resolver" => Resolver,
        /// Whether the resolver was honest: no answer over TLS led to the target.
        "resolver_unclear" => ResolverUnclear {
            /// How many questions about the name were asked.
            asked: u64,
        },
        /// Whether QUIC is read or blocked: no handshake over it was tried.
        "quic" => Quic,
        /// Whether QUIC is read or blocked: no certificate for the target's name came over it. The
        /// server may not speak it.
        "quic_unanswered" => QuicUnanswered {
            /// How many handshakes were tried.
            tries: u64,
        },
        /// Where on the path the answer came from: nothing was sent to find out.
        "place_on_path" => PlaceOnPath,
        /// Where on the path the answer came from: a trace needs an interceptor that acts on every
        /// connection.
        "place_comes_and_goes" => PlaceComesAndGoes,
        /// With which TTLs the answers arrived: a packet was lost, or the connections ended early.
        "arrival_ttls" => ArrivalTtls,
        /// Certificate Transparency: no chain under a public root came.
        "transparency_no_public_chain" => TransparencyNoPublicChain,
        /// Certificate Transparency: the list of logs is too old.
        "transparency_list_too_old" => TransparencyListTooOld,
        /// Certificate Transparency: the certificate had expired before the list of logs was made.
        "transparency_list_too_new" => TransparencyListTooNew,
        /// Certificate Transparency: it was switched off.
        "transparency_off" => TransparencyOff,
        /// Revocation: this version does not check it.
        "revocation" => Revocation,
    }
}
