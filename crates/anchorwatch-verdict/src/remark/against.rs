//! What speaks against a verdict.

use anchorwatch_remark::remarks;
use anchorwatch_verify::ct;

use crate::ServerKey;

remarks! {
    /// What speaks against a verdict: another explanation of the same observation.
    pub enum Against {
        /// The person who measured chose the public roots.
        "public_roots_were_given" => PublicRootsWereGiven,
        /// Pages without encryption can be answered by anyone on the way.
        "anyone_can_answer_in_clear" => AnyoneCanAnswerInClear,
        /// A public authority can be forced to sign for an interceptor.
        "authority_can_be_made_to_sign" => AuthorityCanBeMadeToSign,
        /// The certificate has no SCTs that count.
        "not_logged" => NotLogged {
            /// The result of checking its SCTs.
            transparency: ct::Status,
        },
        /// Only so many connections were made, at one time.
        "few_connections" => FewConnections {
            /// How many asked for the target's name.
            tries: u64,
            /// How many of 100 such measurements miss an interceptor that acts on 8 of 20
            /// connections.
            missed: u64,
            /// With how many tries only one of 100 misses it.
            enough: u64,
            /// The same for an interceptor that acts on one connection in ten.
            missed_seldom: u64,
            /// Likewise.
            enough_seldom: u64,
        },
        /// A name does not prove that it is that product.
        "anyone_can_name_a_product" => AnyoneCanNameAProduct,
        /// A name does not prove that it is that state.
        "anyone_can_name_a_state" => AnyoneCanNameAState,
        /// A name proves nothing, and no known key with that name signed.
        "anyone_can_write_a_name" => AnyoneCanWriteAName,
        /// Another root with that name may have signed.
        "name_is_no_signature" => NameIsNoSignature,
        /// The owner may have added the root on purpose.
        "owner_may_have_added_it" => OwnerMayHaveAddedIt,
        /// The consent is what the vantage point says, and others on it may not know.
        "consent_is_of_this_machine" => ConsentIsOfThisMachine,
        /// A program on the same device may have signed.
        "program_here_may_have_signed" => ProgramHereMayHaveSigned,
        /// A service can be several machines.
        "several_machines" => SeveralMachines,
        /// The measurer's own server passes connections for that name on to the target.
        "routed_by_name" => RoutedByName,
        /// Something in front of the measurer's own server may end TLS.
        "own_servers_front_end" => OwnServersFrontEnd,
        /// A device can cut off some connections, whatever their names.
        "connections_are_limited" => ConnectionsAreLimited,
        /// The speed of a line varies.
        "speed_varies" => SpeedVaries,
        /// A network, a company or a site can offer its root openly.
        "root_offered_openly" => RootOfferedOpenly,
        /// The server itself may not answer hellos with that extension.
        "server_may_refuse_ech" => ServerMayRefuseEch,
        /// The ECH configuration may be old, or another server's.
        "old_ech_configuration" => OldEchConfiguration,
        /// A server can refuse a name itself.
        "server_may_refuse_the_name" => ServerMayRefuseTheName,
        /// The site's key may have been stolen.
        "key_may_be_stolen" => KeyMayBeStolen,
        /// The registry says how a certificate came about, and not who uses it.
        "user_is_not_known" => UserIsNotKnown,
        /// Anyone can write what another vantage point is said to have seen.
        "notary_can_be_made_up" => NotaryCanBeMadeUp,
        /// Logs' promises can also come in the handshake.
        "scts_in_the_handshake" => SctsInTheHandshake,
        /// A resolver can have kept an address that the site had before.
        "address_may_be_old" => AddressMayBeOld,
        /// Inside a company's network a name can have other addresses.
        "other_answers_inside" => OtherAnswersInside,
        /// A resolver can leave out names by its owner's wish.
        "resolver_may_filter" => ResolverMayFilter,
        /// A resolver may not know HTTPS records, or may give out an older one.
        "resolver_may_not_know_type" => ResolverMayNotKnowType,
        /// The TTLs with which the answers to the name and to another one arrived are the same
        /// although the hops differ, or the reverse.
        "arrival_ttls_say_otherwise" => ArrivalTtlsSayOtherwise {
            /// Of the answer to the name.
            name: u64,
            /// Of the answer to another name.
            control: u64,
        },
        /// A server can have two certificates for the same names.
        "two_certificates" => TwoCertificates,
        /// A site may be changing its authority.
        "authority_changed" => AuthorityChanged,
        /// CAA records may have changed since the authority signed.
        "records_may_be_newer" => RecordsMayBeNewer,
        /// The name's CAA records allow other authorities only. They may have changed.
        "records_forbid_authority" => RecordsForbidAuthority {
            /// The certificate's issuer.
            issuer: String,
            /// The name that has the records.
            record: String,
            /// Who may sign.
            allowed: Vec<String>,
            /// How many these are.
            count: u64,
        },
        /// The authority did not sign for the name when that was last seen.
        "authority_is_new" => AuthorityIsNew {
            /// The certificate's issuer.
            issuer: String,
            /// The issuer of the certificate that was seen earlier.
            earlier_issuer: String,
            /// When that was.
            time: String,
        },
        /// Names and number patterns can be imitated.
        "pattern_can_be_imitated" => PatternCanBeImitated,
        /// The holder of the added root's key can read private names.
        "holder_reads_private_names" => HolderReadsPrivateNames,
        /// A recorded chain may have been replayed.
        "recorded_chain" => RecordedChain {
            /// What is known about the server's key.
            server_key: ServerKey,
        },
        /// A server whose certificate was not renewed, or a wrong clock.
        "not_renewed_or_wrong_clock" => NotRenewedOrWrongClock {
            /// The certificate's subject.
            subject: String,
            /// The end of its validity.
            until: String,
            /// The time of the measurement.
            now: String,
        },
        /// A wrong clock.
        "wrong_clock" => WrongClock {
            /// The certificate's subject.
            subject: String,
            /// The beginning of its validity.
            from: String,
            /// The time of the measurement.
            now: String,
        },
        /// A sign-in page, or a misconfigured server.
        "sign_in_page" => SignInPage,
        /// A device with its own certificate.
        "device_certificate" => DeviceCertificate,
        /// A company's or household's own authority.
        "own_authority" => OwnAuthority {
            /// Its subject.
            subject: String,
        },
        /// A server that does not send its issuer's certificate.
        "issuer_not_sent" => IssuerNotSent {
            /// The issuer that the last certificate names.
            issuer: String,
        },
    }
}
