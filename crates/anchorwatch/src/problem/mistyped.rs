//! Why a typed value is not valid.

use anchorwatch_note::KeyProblem;

anchorwatch_remark::remarks! {
    /// Why a typed value is not valid.
    pub(crate) enum Mistyped {
        /// A host name has white space in it.
        "host_has_a_space" => HostHasASpace,
        /// A host name has a control character in it.
        "host_has_a_control_character" => HostHasAControlCharacter {
            /// Its number in Unicode, as `U+0007`.
            character: String,
        },
        /// A user name is before the host.
        "host_has_a_user" => HostHasAUser,
        /// The text after the colon is not a port.
        "not_a_port" => NotAPort {
            /// What was typed.
            port: String,
        },
        /// Only a host is expected.
        "host_alone" => HostAlone {
            /// The host in what was typed.
            host: String,
        },
        /// There is no host name.
        "no_host" => NoHost,
        /// Not a resolver.
        "not_a_resolver" => NotAResolver,
        /// Not a host that is reached over SSH.
        "not_an_ssh_host" => NotAnSshHost,
        /// A host to ask, where nothing is sent.
        "not_asked_here" => NotAskedHere,
        /// Neither a host name nor an address.
        "not_a_host" => NotAHost {
            /// What was typed.
            host: String,
        },
        /// Not a witness's name and address.
        "not_a_witness" => NotAWitness,
        /// A path follows the host.
        "host_has_a_path" => HostHasAPath {
            /// The host in what was typed.
            host: String,
        },
        /// The address is of another protocol than HTTPS.
        "not_https" => NotHttps {
            /// Its scheme.
            scheme: String,
        },
        /// A pattern for every site.
        "origin_is_everywhere" => OriginIsEverywhere {
            /// What was typed.
            origin: String,
        },
        /// A suffix under which many owners have names.
        "origin_is_shared" => OriginIsShared {
            /// The suffix.
            suffix: String,
        },
        /// A port without a scheme.
        "origin_without_scheme" => OriginWithoutScheme {
            /// The origin with it.
            origin: String,
        },
        /// A path follows the host.
        "origin_has_a_path" => OriginHasAPath {
            /// The origin in what was typed.
            origin: String,
        },
        /// An MD5 hash.
        "md5_names_nothing" => Md5NamesNothing,
        /// Not a list of ECH configurations.
        "not_ech_configs" => NotEchConfigs,
        /// Not the digits of a hash.
        "not_a_hash" => NotAHash {
            /// How many characters were typed.
            count: u64,
        },
        /// Not a name for a key.
        "not_a_key_name" => NotAKeyName,
        /// Not a public key of signed notes.
        "not_a_verifier_key" => NotAVerifierKey {
            /// What is wrong with it.
            why: KeyProblem,
        },
        /// A public key for which anyone can sign.
        "weak_verifier_key" => WeakVerifierKey,
        /// Not the ID of a root.
        "not_an_id" => NotAnId {
            /// The fewest digits.
            fewest: u64,
        },
        /// Not a day.
        "not_a_day" => NotADay {
            /// What was typed.
            day: String,
        },
        /// Not a time.
        "not_a_time" => NotATime,
        /// Not an address with a port.
        "not_an_address" => NotAnAddress,
        /// Not a number with a unit of time.
        "not_a_duration" => NotADuration,
        /// Not one line of text, or too long.
        "not_a_label" => NotALabel {
            /// The most characters.
            most: u64,
        },
        /// Not the number of a network.
        "not_a_network_number" => NotANetworkNumber,
        /// Not two letters.
        "not_a_country" => NotACountry,
        /// Not a whole number in a range.
        "not_in_range" => NotInRange {
            /// The least.
            least: u64,
            /// The most.
            most: u64,
        },
    }
}

super::said_in_english!(Mistyped);
