//! Hellos of TLS, written from the standards with a few vectors, so that their reader is not
//! tested against itself; and the first octets of real handshakes.

mod flight;

pub use flight::{Answer, FirstFlights, first_flights};

use crate::pki::behind_length;

/// A client's hello (RFC 8446 §4.1.2). Any values are written as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientHello {
    /// The version of its records.
    pub record_version: u16,
    /// `legacy_version`.
    pub version: u16,
    /// The client's random.
    pub random: [u8; 32],
    /// The session identifier.
    pub session_id: Vec<u8>,
    /// The cipher suites.
    pub cipher_suites: Vec<u16>,
    /// The compression methods.
    pub compression_methods: Vec<u8>,
    /// The extensions, each with its body; without any, there is no list either if it is `None`.
    pub extensions: Option<Vec<(u16, Vec<u8>)>>,
}

impl ClientHello {
    /// Returns the hello of the interceptor in Kazakhstan of 2019, for a site's name.
    ///
    /// From Cloudflare's mitmengine (BSD-3-Clause; reference_fingerprints/mitmengine/mitm.txt line
    /// 70), with the default signature algorithms of OpenSSL 1.1.1: with them it has the identifier
    /// at tlsfingerprint.io that Censored Planet saw (Raman et al., "Investigating Large Scale HTTPS
    /// Interception in Kazakhstan", IMC 2020).
    pub fn kazakhstan_2019(server_name: &str) -> Self {
        let extensions = vec![
            (0, host_name(server_name)),
            (11, behind_length(1, &[0, 1, 2])),
            (10, numbers(2, &[0x1d, 0x17, 0x1e, 0x19, 0x18])),
            (35, Vec::new()),
            (22, Vec::new()),
            (23, Vec::new()),
            (13, numbers(2, &OPENSSL_1_1_1_SIGNATURE_ALGORITHMS)),
        ];
        Self {
            record_version: 0x0301,
            version: 0x0303,
            random: [0x5a; 32],
            session_id: Vec::new(),
            cipher_suites: vec![
                0xc02b, 0xc02f, 0xc02c, 0xc030, 0xc00a, 0xc009, 0xc013, 0xc014, 0x33, 0x39, 0x2f,
                0x35, 0xff,
            ],
            compression_methods: vec![0],
            extensions: Some(extensions),
        }
    }

    /// Returns the hello of Chrome 143 on Android, with the numbers of GREASE that it draws anew
    /// each time.
    ///
    /// From what browserleaks.com answered to it (tls.md of
    /// <https://github.com/service0427/v2_cp_app>). Bodies that no fingerprint depends on are empty
    /// or zeros.
    pub fn chrome_143(server_name: &str, grease: u16) -> Self {
        let key_share = [
            share(grease, &[0]),
            share(0x11ec, &[0; 1_216]),
            share(0x1d, &[0; 32]),
        ];
        let protocols = [behind_length(1, b"h2"), behind_length(1, b"http/1.1")];
        let extensions = vec![
            (grease, Vec::new()),
            (45, behind_length(1, &[1])),
            (51, behind_length(2, &key_share.concat())),
            (16, behind_length(2, &protocols.concat())),
            (0xfe0d, vec![0; 186]),
            (23, Vec::new()),
            (0x44cd, vec![0, 3, 2, 0x68, 0x32]),
            (0, host_name(server_name)),
            (11, behind_length(1, &[0])),
            (10, numbers(2, &[grease, 0x11ec, 0x1d, 0x17, 0x18])),
            (43, numbers(1, &[grease, 0x0304, 0x0303])),
            (0xff01, vec![0]),
            (35, Vec::new()),
            (18, Vec::new()),
            (5, vec![1, 0, 0, 0, 0]),
            (
                13,
                numbers(
                    2,
                    &[
                        0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
                    ],
                ),
            ),
            (27, vec![2, 0, 2]),
            (grease ^ 0x1010, vec![0]),
        ];
        Self {
            record_version: 0x0301,
            version: 0x0303,
            random: [0xa5; 32],
            session_id: vec![7; 32],
            cipher_suites: vec![
                grease, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8,
                0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35,
            ],
            compression_methods: vec![0],
            extensions: Some(extensions),
        }
    }

    /// Returns the handshake message, from its type on.
    pub fn message(&self) -> Vec<u8> {
        let body = [
            self.version.to_be_bytes().to_vec(),
            self.random.to_vec(),
            behind_length(1, &self.session_id),
            numbers(2, &self.cipher_suites),
            behind_length(1, &self.compression_methods),
            self.extensions
                .as_deref()
                .map(extension_list)
                .unwrap_or_default(),
        ];
        message(1, &body.concat())
    }

    /// Returns the octets that the client sends, in fragments of at most this length.
    pub fn records(&self, fragment_length: usize) -> Vec<u8> {
        records(self.record_version, &self.message(), fragment_length)
    }
}

/// A server's hello (RFC 8446 §4.1.3). Any values are written as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerHello {
    /// `legacy_version`, also of its records.
    pub version: u16,
    /// The server's random.
    pub random: [u8; 32],
    /// The session identifier.
    pub session_id: Vec<u8>,
    /// The cipher suite.
    pub cipher_suite: u16,
    /// The compression method.
    pub compression_method: u8,
    /// The extensions, each with its body, or no list of them.
    pub extensions: Option<Vec<(u16, Vec<u8>)>>,
}

impl ServerHello {
    /// Returns the handshake message, from its type on.
    pub fn message(&self) -> Vec<u8> {
        let body = [
            self.version.to_be_bytes().to_vec(),
            self.random.to_vec(),
            behind_length(1, &self.session_id),
            self.cipher_suite.to_be_bytes().to_vec(),
            vec![self.compression_method],
            self.extensions
                .as_deref()
                .map(extension_list)
                .unwrap_or_default(),
        ];
        message(2, &body.concat())
    }

    /// Returns the octets that the server sends, in fragments of at most this length.
    pub fn records(&self, fragment_length: usize) -> Vec<u8> {
        records(self.version, &self.message(), fragment_length)
    }
}

/// Returns the octets of a handshake in records of this version, in fragments of at most this
/// length (RFC 8446 §5.1).
pub fn records(version: u16, handshake: &[u8], fragment_length: usize) -> Vec<u8> {
    let fragments = handshake.chunks(fragment_length.max(1));
    let record = |fragment: &[u8]| {
        let [high, low] = version.to_be_bytes();
        [vec![22, high, low], behind_length(2, fragment)].concat()
    };
    fragments.flat_map(record).collect()
}

/// Returns numbers of two octets each, behind a length of `length_octets` octets.
pub fn numbers(length_octets: usize, numbers: &[u16]) -> Vec<u8> {
    let octets: Vec<u8> = numbers.iter().flat_map(|one| one.to_be_bytes()).collect();
    behind_length(length_octets, &octets)
}

/// Returns the body of `server_name` for one host (RFC 6066 §3).
pub fn host_name(name: &str) -> Vec<u8> {
    behind_length(2, &[vec![0], behind_length(2, name.as_bytes())].concat())
}

/// Returns one key share of a client (RFC 8446 §4.2.8).
pub fn share(group: u16, key: &[u8]) -> Vec<u8> {
    [group.to_be_bytes().to_vec(), behind_length(2, key)].concat()
}

fn extension_list(extensions: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let extension = |(id, body): &(u16, Vec<u8>)| share(*id, body);
    let list: Vec<u8> = extensions.iter().flat_map(extension).collect();
    behind_length(2, &list)
}

fn message(message_type: u8, body: &[u8]) -> Vec<u8> {
    [vec![message_type], behind_length(3, body)].concat()
}

const OPENSSL_1_1_1_SIGNATURE_ALGORITHMS: [u16; 23] = [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401,
    0x0501, 0x0601, 0x0303, 0x0203, 0x0301, 0x0201, 0x0302, 0x0202, 0x0402, 0x0502, 0x0602,
];
