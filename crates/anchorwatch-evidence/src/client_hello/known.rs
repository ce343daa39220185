//! The hellos of known interceptors.
//!
//! Facts from Cloudflare's mitmengine (BSD-3-Clause; <https://github.com/cloudflare/mitmengine>
//! at b587be9): a line of its list, and captures that its authors made from January to April 2016
//! at a server behind these products. The fingerprints were computed with this crate; a test
//! computes them again where the captures are.
//!
//! Left out are hellos of browsers that a product passed on (all of three captures of Untangle), and
//! those of Microsoft's Threat Management Gateway, which have the format of SSL 2.0.

use super::ClientHello;

/// The hello that a known interceptor sends to servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownHello {
    /// The product. That of the interceptor in Kazakhstan is unknown: it has mitmengine's name.
    pub product: &'static str,
    /// Its JA3.
    pub ja3: &'static str,
    /// Its JA4.
    pub ja4: &'static str,
    /// Where in mitmengine it is from: a line of a list, or a capture.
    pub source: &'static str,
    /// The library whose defaults these are: with it, any program sends the same hello.
    pub library: Option<&'static str>,
}

/// Returns the interceptor whose hello this is, by JA3 and JA4.
///
/// **Not checked:** that it is one. A hello can be imitated, and other programs may be configured
/// alike; where that is known, [`KnownHello::library`] says so. A product in another version, or
/// with other settings, has another hello.
#[must_use]
pub fn known_interceptor(hello: &ClientHello) -> Option<&'static KnownHello> {
    let (ja3, ja4) = (hello.ja3().to_string(), hello.ja4().to_string());
    let mut all = KNOWN_INTERCEPTORS.iter();
    all.find(|known| known.ja3 == ja3 && known.ja4 == ja4)
}

/// Every known hello; no two have the same fingerprints.
///
/// Some products copy the client's suites. They have a row for each client that was captured.
pub const KNOWN_INTERCEPTORS: &[KnownHello] = &[
    KnownHello {
        product: "kzmitm-20190719",
        ja3: "3859eefff506be3eb74171d82728eb4d",
        ja4: "t12d130700_3b77a0fc82ec_3c5a66c06c35",
        source: "reference_fingerprints/mitmengine/mitm.txt line 70",
        library: None,
    },
    KnownHello {
        product: "Barracuda",
        ja3: "89916e31019d6c6465c2228412df5e6a",
        ja4: "t10d410500_eeb9a0269cf9_282f11336259",
        source: "reference_fingerprints/pcaps/middleboxes/barracuda/barracuda-chrome48/handshake.pcap",
        library: Some("OpenSSL 1.0.1, limited to TLS 1.0"),
    },
    KnownHello {
        product: "Cisco Web Security Appliance",
        ja3: "0cb8ee5d1f2ed7fab56025df15d59928",
        ja4: "t12d510600_631b57f9de2d_c01d9b2cb215",
        source: "reference_fingerprints/pcaps/middleboxes/cisco-wsa/ciscoWSA-chrome48/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Forcepoint",
        ja3: "e54b3325fbb082067209f082674fa122",
        ja4: "t12d250500_c2b28f00fd9a_3e4878f5e76c",
        source: "reference_fingerprints/pcaps/middleboxes/force-point/forcepoint-chrome48/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "FortiGate",
        ja3: "81fee877b47c3af256f5acd616d8ba4f",
        ja4: "t12d110400_43e74fd21232_4c608536f165",
        source: "reference_fingerprints/pcaps/middleboxes/fortigate/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "FortiGate",
        ja3: "767cff03d4ed95fe7aa1812af66091d7",
        ja4: "t12d260500_abdbad740de4_011e43caa0cc",
        source: "reference_fingerprints/pcaps/middleboxes/fortigate-ie/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "FortiGate",
        ja3: "6b606070dba9ade701099c5e36db1590",
        ja4: "t12d120500_91947cebb58b_afb5f3044d86",
        source: "reference_fingerprints/pcaps/middleboxes/fortinet-chrome-mac/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Juniper vSRX",
        ja3: "fc0430e5de1484c2a5c1ac9e6ff5a884",
        ja4: "t12d060300_ecfa06d3ea9d_5c28f5cac5c2",
        source: "reference_fingerprints/pcaps/middleboxes/juniper-vsrx-medium/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Juniper vSRX",
        ja3: "9850165eb9a78d6df2aad6020e533fd1",
        ja4: "t12d030300_296674a4f860_5c28f5cac5c2",
        source: "reference_fingerprints/pcaps/middleboxes/juniper-vsrx-strong/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Juniper vSRX",
        ja3: "92d64a7030da1b691167c5d2056e6344",
        ja4: "t12d120300_500b9db88d6c_5c28f5cac5c2",
        source: "reference_fingerprints/pcaps/middleboxes/juniper-vsrx-weak/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Juniper vSRX",
        ja3: "8f86304c51a4b40d27cd9b9e23440191",
        ja4: "t12i060200_ecfa06d3ea9d_5c28f5cac5c2",
        source: "reference_fingerprints/pcaps/middleboxes/juniper-vsrx/juniper-vsrx-ie11/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Sophos",
        ja3: "f14fd16c5bc8b8f8108fdbc371d5d6f1",
        ja4: "t12d130500_94beff773b37_f0b8f5931c7e",
        source: "reference_fingerprints/pcaps/middleboxes/Sophos-Win-7-Chrome-47.0.256.111m/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Sophos",
        ja3: "047badbc113f792257d2ef8704e72f32",
        ja4: "t12d110500_43e74fd21232_f0b8f5931c7e",
        source: "reference_fingerprints/pcaps/middleboxes/Sophos-Win-7-Firefox-43.0.4/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Sophos",
        ja3: "9ea5f18232394bb2c85fcd50a164f198",
        ja4: "t12d260500_e99a3d2b2b8b_f0b8f5931c7e",
        source: "reference_fingerprints/pcaps/middleboxes/Sophos-Win-7-IE-11/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Sophos",
        ja3: "ac1301d936c7a5b0aff41df53acc3058",
        ja4: "t10d120400_d94e65cdb899_f8ec56bc740a",
        source: "reference_fingerprints/pcaps/middleboxes/SophosTagged-Win-7-IE-11/handshake.pcap",
        library: None,
    },
    KnownHello {
        product: "Untangle 12.0",
        ja3: "0f05217f9fa900be158c51ec03b79cfd",
        ja4: "t12d280400_3afc3fd24b6e_0870ba469d0c",
        source: "reference_fingerprints/pcaps/middleboxes/windows-7-untangle-12.0.0-chrome-50/handshake.pcap",
        library: Some("Java 7"),
    },
];
