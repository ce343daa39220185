//! Makes measurements for `anchorwatch report`: names that are read from some day on, from some
//! vantage points, until some later day; others that are clean, cut off or misconfigured.
//!
//!     cargo run --release -p anchorwatch-bench --example measurements -- DIR NAMES VANTAGES DAYS PER_DAY
//!
//! Which measurement shows what is always the same; keys and certificates are new in each run.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers"
)]

use std::{net::SocketAddr, path::Path, time::Duration};

use anchorwatch_evidence::{
    AnchorView, DnsQuery, Evidence, Failure, Measurement, OwnersChoices, PublicAnchors, Purpose,
    Resolver, Target, TcpConnect, TlsHandshake,
};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::pki::{Forgery, Issuance, Root, ServerChain, Validity};

/// How many measurements a file has.
const PER_FILE: usize = 25_000;

const DAY_S: i64 = 86_400;
const HOUR_S: i64 = 3_600;

const NAMES: [&str; 20] = [
    "www.facebook.com",
    "mail.google.com",
    "vk.com",
    "ok.ru",
    "www.instagram.com",
    "twitter.com",
    "www.youtube.com",
    "docs.google.com",
    "mail.ru",
    "messenger.com",
    "translate.google.com",
    "tamtam.chat",
    "blocked.example.kz",
    "router.example.kz",
    "www.wikipedia.org",
    "github.com",
    "www.debian.org",
    "egov.example.kz",
    "news.example.kz",
    "bank.example.kz",
];

const VANTAGES: [(&str, &str); 3] = [
    ("Almaty, home", "AS9198"),
    ("Astana, mobile", "AS29555"),
    ("Karaganda, office", "AS48502"),
];

struct Authorities {
    public: Root,
    interceptor: Root,
}

struct Site {
    name: String,
    genuine: Vec<Vec<u8>>,
    forged: Vec<Vec<u8>>,
    self_signed: Vec<Vec<u8>>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| arguments[index].parse::<usize>().unwrap();
    let folder = Path::new(&arguments[0]);
    let (names, vantages, days, per_day) = (number(1), number(2), number(3), number(4));
    let authorities = Authorities {
        public: Root::company("Public Trust Services").unwrap(),
        interceptor: Root::isca_like().unwrap(),
    };
    let sites: Vec<Site> = (0..names).map(|index| site(index, &authorities)).collect();
    let now = anchorwatch_lab::clock::now_unix_s();
    let start = (now - i64::try_from(days).unwrap() * DAY_S) / DAY_S * DAY_S;
    let mut count = 0;
    for vantage in 0..vantages {
        let (label, asn) = VANTAGES[vantage % VANTAGES.len()];
        let label = match vantage / VANTAGES.len() {
            0 => label.to_owned(),
            round => format!("{label} {round}"),
        };
        let inside = folder.join(format!("{vantage:02}"));
        std::fs::create_dir_all(&inside).unwrap();
        let run =
            format!("{{\"vantage\":\"{label}\",\"probe_asn\":\"{asn}\",\"probe_cc\":\"KZ\"}}");
        std::fs::write(inside.join("run.json"), run).unwrap();
        let tries = (0..days * per_day).flat_map(|try_| (0..names).map(move |name| (try_, name)));
        let all: Vec<(usize, usize)> = tries.collect();
        for (file, part) in all.chunks(PER_FILE).enumerate() {
            let made = part.iter().map(|(try_, name)| {
                let at =
                    start + i64::try_from(*try_).unwrap() * DAY_S / i64::try_from(per_day).unwrap();
                measurement(&sites[*name], *name, vantage, at, start, &authorities)
            });
            let evidence = Evidence {
                software: "anchorwatch bench".to_owned(),
                measurements: made.collect(),
            };
            count += evidence.measurements.len();
            std::fs::write(inside.join(format!("{file:06}.jsonl")), evidence.encode()).unwrap();
        }
    }
    println!("{count} measurements below {}", folder.display());
}

fn site(index: usize, authorities: &Authorities) -> Site {
    let name = match (index, NAMES.get(index)) {
        (_, Some(name)) => (*name).to_owned(),
        (index, None) => format!("www.site-{index}.example"),
    };
    let issuance = Issuance {
        // As long as the roots have been valid.
        leaf: Validity::days(-30, 60),
        intermediate: None,
        ..Issuance::default()
    };
    let genuine = authorities.public.issue_with(&[&name], &issuance).unwrap();
    let own = &genuine.certificates()[0];
    let forged = authorities.interceptor.forge(own, Forgery::KAZAKHSTAN_2019);
    let forged = forged
        .unwrap()
        .followed_by(authorities.interceptor.der().clone());
    let other = Root::company("Router").unwrap().issue(&[&name]).unwrap();
    Site {
        genuine: ders(&genuine),
        forged: ders(&forged),
        self_signed: ders(&other),
        name,
    }
}

fn ders(chain: &ServerChain) -> Vec<Vec<u8>> {
    chain.certificates().iter().map(|it| it.to_vec()).collect()
}

/// Read from the third day, 08:00, to the seventh, 20:00, with a pause on the fifth at one vantage
/// point, and never at the third.
fn is_read(name: usize, vantage: usize, since_start_s: i64) -> bool {
    let is_on = (2 * DAY_S + 8 * HOUR_S..6 * DAY_S + 20 * HOUR_S).contains(&since_start_s);
    let is_pause = vantage % 3 == 1 && (4 * DAY_S..5 * DAY_S).contains(&since_start_s);
    // Some connections get through.
    let is_missed = (since_start_s / HOUR_S + i64::try_from(name).unwrap_or(0)) % 7 == 0;
    name % 20 < 12 && vantage % 3 != 2 && is_on && !is_pause && !is_missed
}

fn measurement(
    site: &Site,
    name: usize,
    vantage: usize,
    at: i64,
    start: i64,
    authorities: &Authorities,
) -> Measurement {
    let address: SocketAddr = format!("203.0.113.{}:443", 1 + name % 200).parse().unwrap();
    let is_read = is_read(name, vantage, at - start);
    let shown = match name % 20 {
        _ if is_read => &site.forged,
        13 => &site.self_signed,
        _ => &site.genuine,
    };
    let mut elapsed_us = u64::try_from(at % 997).unwrap() * 31;
    let mut handshake = |purpose, chain: &[Vec<u8>], ttl| {
        elapsed_us += 17;
        handshake(site, address, purpose, chain, ttl, elapsed_us)
    };
    let mut handshakes = vec![handshake(Purpose::Target, shown, None)];
    let mut connects = vec![connect(address, None, None)];
    if name % 20 == 12 {
        let cut = TlsHandshake {
            failure: Some(Failure::ConnectionReset),
            peer_certificates: Vec::new(),
            is_key_proven: None,
            key_signature: None,
            ..handshakes[0].clone()
        };
        let control = handshake(Purpose::TargetControl, &site.genuine, None);
        handshakes = vec![cut.clone(), control.clone(), cut, control];
    } else if is_read && name.is_multiple_of(4) {
        // A trace: the answer to the name comes from hop 5, to another name from hop 9.
        for (hop, router) in [(2, "10.20.0.1"), (3, "185.120.76.1"), (4, "92.47.151.210")] {
            connects.push(connect(address, Some(hop), router.parse().ok()));
        }
        handshakes.push(handshake(Purpose::Target, shown, Some(5)));
        handshakes.push(handshake(Purpose::TargetControl, &site.genuine, Some(9)));
    }
    Measurement {
        target: Target {
            host: site.name.clone(),
            port: 443,
        },
        measured_at: UnixSeconds::new(at),
        queries: vec![query(&site.name, address)],
        tcp_connect: connects,
        tls_handshakes: handshakes,
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Given(vec![authorities.public.der().to_vec()]),
            local: match is_read {
                true => vec![authorities.interceptor.der().to_vec()],
                false => Vec::new(),
            },
            local_count: 1,
            local_source: "the stores of this machine".to_owned(),
            local_unreadable: Vec::new(),
            owners_choices: OwnersChoices::default(),
        },
        imported_from: None,
    }
}

fn handshake(
    site: &Site,
    address: SocketAddr,
    purpose: Purpose,
    chain: &[Vec<u8>],
    ttl: Option<u8>,
    elapsed_us: u64,
) -> TlsHandshake {
    TlsHandshake {
        purpose,
        address: Some(address),
        ttl,
        min_ttl: None,
        server_name: Some(match purpose {
            Purpose::Target => site.name.clone(),
            _ => "example.com".to_owned(),
        }),
        failure: None,
        failed_after: None,
        tls_version: Some("TLSv1.3".to_owned()),
        cipher_suite: Some("TLS13_AES_256_GCM_SHA384".to_owned()),
        peer_certificates: chain.to_vec(),
        is_key_proven: Some(true),
        key_signature: None,
        client_hello: vec![u8::try_from(elapsed_us % 251).unwrap(); 200],
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: Duration::from_micros(elapsed_us),
    }
}

fn query(name: &str, address: SocketAddr) -> DnsQuery {
    DnsQuery {
        hostname: name.to_owned(),
        resolver: Resolver::System,
        failure: None,
        answers: vec![address.ip()],
        exchange: None,
    }
}

fn connect(
    address: SocketAddr,
    ttl: Option<u8>,
    ttl_exceeded_by: Option<std::net::IpAddr>,
) -> TcpConnect {
    TcpConnect {
        address,
        ttl,
        ttl_exceeded_by,
        failure: None,
        elapsed: Duration::from_micros(8_000),
    }
}
