//! The interceptor of 2019 in Kazakhstan, as a program of the lab, with the habits that were seen
//! later and some that were not seen yet.
//!
//! Sources: Raman et al., "Investigating Large Scale HTTPS Interception in Kazakhstan" (IMC 2020),
//! §§3-4; Cloudflare's mitmengine (reference_fingerprints/mitmengine/mitm.txt line 70) for the
//! hello; OONI's report of 19 September 2024 for 2021 to 2024.
//!
//! It reads a connection only if the SNI is exactly a listed name and the server has a certificate
//! that leads to the lab's public root, for any name. It looks at both directions: also at
//! connections from the other side to servers on the client's side. It reads the server's
//! certificate on a connection of its own, once for each server and name. Everything else passes
//! byte for byte.
//!
//! **Unlike it, or not known:** which [`Mode`] it had. Its root's key had 4,096 bits. The name of
//! the intermediates of 2021 to 2024, and the moment at which the 24 hours of July 2019 began,
//! were not published. Chains are leaf and intermediate, without the root.
//!
//! Its answer never comes before the server's own, so with [`Mode::Takeover`] it takes the time of the
//! way to the server and back, as the server's would.
//!
//! **Not reproduced:** keys of 1,024 bits (until 19 July 2019), ECH, and a hello towards servers that
//! imitates the client's.

use std::net::Ipv4Addr;

use serde_json::json;

use super::{Folder, PORT, Place, V4_ALONE, key_pem};
use crate::{Error, Root, programs};

/// The names whose connections were read in 2019: Raman et al., table 2 and
/// <https://censoredplanet.org/kazakhstan>.
pub const NAMES_OF_2019: [&str; 37] = [
    "allo.google.com",
    "android.com",
    "cdninstagram.com",
    "dns.google.com",
    "docs.google.com",
    "encrypted.google.com",
    "facebook.com",
    "goo.gl",
    "google.com",
    "groups.google.com",
    "hangouts.google.com",
    "instagram.com",
    "mail.google.com",
    "mail.ru",
    "messages.android.com",
    "messenger.com",
    "news.google.com",
    "ok.ru",
    "picasa.google.com",
    "plus.google.com",
    "rukoeb.com",
    "sites.google.com",
    "sosalkino.tv",
    "tamtam.chat",
    "translate.google.com",
    "twitter.com",
    "video.google.com",
    "vk.com",
    "vk.me",
    "vkuseraudio.net",
    "vkuservideo.net",
    "www.facebook.com",
    "www.google.com",
    "www.instagram.com",
    "www.messenger.com",
    "www.youtube.com",
    "youtube.com",
];

/// How the box gets between the two ends of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It ends TCP for every connection to port 443, like a transparent proxy.
    Proxy,
    /// The TCP handshake passes to the server. The box takes the connection over at the
    /// ClientHello, and connections that it does not read stay the client's own.
    Takeover,
}

/// What the box takes over from a server's certificate, and what it adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// The dates of its leaves.
    pub dates: Dates,
    /// From when to when its intermediate is valid, in days from now.
    pub intermediate_days: (i32, i32),
    /// What else its leaves take over.
    pub copies: Copies,
    /// What its packets give away.
    pub disguise: Disguise,
}

/// What an observer learns from the sizes and the TTL of what the box sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disguise {
    /// Both are its own.
    Nothing,
    /// Its leaf is as long as the server's, by an extension that nobody knows instead of the subject
    /// key identifier. With TLS 1.3, so is what it says in the handshake, by padding (RFC 8446 §5.4),
    /// unless it has more to say. With [`Mode::Takeover`], its packets arrive with the TTL of the
    /// server's.
    AsTheServer,
}

/// The dates of forged leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// The server's, both six hours earlier.
    SixHoursEarlier,
    /// 24 hours from six hours ago.
    OneDay,
    /// The server's.
    Copied,
}

/// What forged leaves take over besides subject and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// The serial number but for its 33 low bits, and no extension. RSA with 2048 bits and
    /// exponent 3; TLS 1.2; the hello of 2019 towards servers.
    AsIn2019,
    /// The serial number, all extensions with their SCTs, and the issuer's name and key identifier.
    /// ECDSA on P-256, also with TLS 1.3; the hello of the installed OpenSSL towards servers.
    Everything,
    /// The same, with a serial number of its own.
    EverythingButTheSerial,
}

impl Habits {
    /// From 17 July 2019.
    pub const JULY_2019: Self = Self {
        dates: Dates::SixHoursEarlier,
        intermediate_days: (-30, 1_065),
        copies: Copies::AsIn2019,
        disguise: Disguise::Nothing,
    };

    /// From 30 July 2019: leaves for 24 hours.
    pub const LATE_JULY_2019: Self = Self {
        dates: Dates::OneDay,
        ..Self::JULY_2019
    };

    /// From 2021 to 2024: intermediates for 75 days.
    pub const SINCE_2021: Self = Self {
        intermediate_days: (-30, 45),
        ..Self::JULY_2019
    };

    /// As in March 2024: the intermediate in use had expired 35 days before.
    pub const EXPIRED_2024: Self = Self {
        intermediate_days: (-110, -35),
        ..Self::JULY_2019
    };

    /// Nobody was seen to do this yet: what an adversary can do who knows how copies are found.
    pub const HARDENED: Self = Self {
        dates: Dates::Copied,
        intermediate_days: (-30, 1_065),
        copies: Copies::Everything,
        disguise: Disguise::Nothing,
    };

    /// The same, with dates that are not the server's and serial numbers of its own.
    pub const HARDENED_FURTHER: Self = Self {
        dates: Dates::OneDay,
        copies: Copies::EverythingButTheSerial,
        ..Self::HARDENED
    };

    /// The same, and neither sizes nor TTLs are its own.
    pub const DISGUISED: Self = Self {
        disguise: Disguise::AsTheServer,
        ..Self::HARDENED_FURTHER
    };
}

/// The box, and what can be chosen about it.
#[derive(Clone, Copy, Debug)]
pub struct Kazakhstan<'a> {
    /// The names, in lower case. [`NAMES_OF_2019`] are the real ones.
    pub names: &'a [&'a str],
    /// The one root with which it verifies servers.
    pub public_root: &'a Root,
    /// How it forges.
    pub habits: Habits,
    /// How it gets in between.
    pub mode: Mode,
    /// How many connections it reads, of how many that it could: `(8, 20)`. They are counted for
    /// each server and name, evenly spread, and the same in every run. Unless it reads all, the
    /// first one passes.
    pub share: (u32, u32),
    /// A TLS record with a ClientHello: connections with a hello of the same cipher suites and
    /// extensions pass, in whatever order the extensions come.
    pub spared_hello: Option<&'a [u8]>,
    /// Connections to these servers pass.
    pub spared_servers: &'a [Ipv4Addr],
}

impl<'a> Kazakhstan<'a> {
    /// The box of 17 July 2019.
    pub fn july_2019(public_root: &'a Root, mode: Mode) -> Self {
        Self {
            names: &NAMES_OF_2019,
            public_root,
            habits: Habits::JULY_2019,
            mode,
            share: (1, 1),
            spared_hello: None,
            spared_servers: &[],
        }
    }
}

pub(super) fn command_line(
    folder: &Folder<'_>,
    imposed: &Root,
    product: &Kazakhstan<'_>,
    place: &Place,
) -> Result<Vec<String>, Error> {
    programs::require("python3", "python3")?;
    for (name, text) in PROGRAM {
        folder.write(name, text)?;
    }
    let Habits {
        dates,
        intermediate_days,
        copies,
        disguise,
    } = product.habits;
    let is_hardened = copies != Copies::AsIn2019;
    let settings = json!({
        "mode": match product.mode {
            Mode::Proxy => "proxy",
            Mode::Takeover => "takeover",
        },
        "interfaces": place.interfaces().collect::<Vec<_>>(),
        "names": product.names,
        "public": folder.write("public.pem", &product.public_root.pem())?,
        "root": folder.write("imposed.pem", &imposed.pem())?,
        "root_key": folder.write("imposed-key.pem", &key_pem(imposed))?,
        "part": product.share.0,
        "whole": product.share.1,
        "spared_hello": product.spared_hello.map(|it| data_encoding::HEXLOWER.encode(it)),
        "spared_servers": product.spared_servers,
        "habits": {
            "dates": match dates {
                Dates::SixHoursEarlier => "six_hours_earlier",
                Dates::OneDay => "one_day",
                Dates::Copied => "copied",
            },
            "intermediate_days": [intermediate_days.0, intermediate_days.1],
            "copies_all": is_hardened,
            "disguised": disguise == Disguise::AsTheServer,
            "serial": match copies {
                Copies::AsIn2019 => "low_bits_changed",
                Copies::Everything => "copied",
                Copies::EverythingButTheSerial => "own",
            },
            "key": if is_hardened { "p256" } else { "rsa" },
            "tls": if is_hardened { "1.3" } else { "1.2" },
        },
    });
    let settings = folder.write("settings.json", &settings.to_string())?;
    let program = folder.path.display().to_string();
    let line = ["python3", "-I", "-B", &program, &settings];
    Ok(line.map(str::to_owned).into())
}

/// Diverts both directions.
pub(super) fn diversion(mode: Mode, place: &Place) -> String {
    let interfaces: Vec<String> = place.interfaces().map(|it| format!("\"{it}\"")).collect();
    let from = format!("iifname {{ {} }} {V4_ALONE}", interfaces.join(", "));
    match mode {
        Mode::Proxy => format!(
            "chain prerouting {{\n\
             type nat hook prerouting priority dstnat; policy accept;\n\
             {from} tcp dport 443 redirect to :{PORT}\n\
             }}"
        ),
        // The box sees packets before this. It passes on what it does not read; the kernel sends
        // the ICMP error for a SYN that may go no further, and receives what is for the box.
        Mode::Takeover => format!(
            "chain prerouting {{\n\
             type filter hook prerouting priority mangle; policy accept;\n\
             fib daddr type local accept\n\
             {from} ip ttl 1 tcp flags & (syn | ack) == syn accept\n\
             {from} tcp dport 443 drop\n\
             {from} tcp sport 443 drop\n\
             }}"
        ),
    }
}

/// The files of the program.
const PROGRAM: [(&str, &str); 10] = [
    ("__main__.py", include_str!("box2019/__main__.py")),
    ("decide.py", include_str!("box2019/decide.py")),
    ("forge.py", include_str!("box2019/forge.py")),
    ("half.py", include_str!("box2019/half.py")),
    ("hello.py", include_str!("box2019/hello.py")),
    ("pad.py", include_str!("box2019/pad.py")),
    ("proxy.py", include_str!("box2019/proxy.py")),
    ("segment.py", include_str!("box2019/segment.py")),
    ("session.py", include_str!("box2019/session.py")),
    ("takeover.py", include_str!("box2019/takeover.py")),
];
