//! A look-up that leads away from the site: the page says that, and not that the path is cut.

use anchorwatch_evidence::{
    DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Resolver,
};

use super::*;

const NAME: &str = "www.example.kz";
const TRUE: &str = "203.0.113.10";
const DOT: &str = "198.51.100.53:853";

impl Scene {
    /// A resolver gives an address that no public server has, and one over TLS the true one.
    fn misled(&self) -> Measurement {
        let own = self.public.issue(&[NAME]).unwrap();
        let own = own.certificates().iter().map(|it| it.to_vec()).collect();
        let mut measurement = self.measurement(NAME, clock::now_unix_s(), Shows::Genuine, own);
        measurement.anchors.local.clear();
        let mut reached = measurement.tls_handshakes.remove(0);
        reached.purpose = Purpose::OtherAddress;
        reached.address = Some(format!("{TRUE}:443").parse().unwrap());
        let resolver = self.public.issue(&["dns.example"]).unwrap();
        let resolver = resolver.certificates().iter().map(|it| it.to_vec());
        let sure = TlsHandshake {
            purpose: Purpose::Resolver,
            address: Some(DOT.parse().unwrap()),
            peer_certificates: resolver.collect(),
            ..reached.clone()
        };
        measurement.tls_handshakes = vec![reached, sure];
        measurement.queries = vec![
            query(DnsEngine::Udp, "192.0.2.53:53", "127.0.0.1"),
            query(DnsEngine::Dot, DOT, TRUE),
        ];
        measurement
    }
}

fn query(engine: DnsEngine, at: &str, answer: &str) -> DnsQuery {
    let response = DnsResponse {
        is_truncated: false,
        rcode: 0,
        answers: vec![DnsAnswer {
            ttl: 60,
            data: DnsData::Address(answer.parse().unwrap()),
        }],
        elapsed: Duration::ZERO,
    };
    DnsQuery {
        hostname: NAME.to_owned(),
        resolver: Resolver::Other,
        failure: None,
        answers: vec![answer.parse().unwrap()],
        exchange: Some(DnsExchange {
            engine,
            resolver_address: at.parse().unwrap(),
            resolver_name: engine.is_over_tls().then(|| "dns.example".to_owned()),
            query_type: DnsQueryType::A,
            responses: vec![response],
            unmatched_count: 0,
        }),
    }
}

#[test]
fn the_page_says_what_verdict_says_of_a_look_up_that_leads_away() {
    let scene = Scene::new();
    scene.write("in/a.jsonl", vec![scene.misled()]);
    let file = scene.path("in/a.jsonl");
    for language in ["en", "ru", "kk"] {
        let file = file.to_str().unwrap();
        let args = ["verdict", file, "--language", language];
        let judged = anchorwatch(&args);
        let said = judged.phrases();
        let (run, page) = scene.report(&["--language", language]);
        assert_eq!((run.code, judged.code), (10, 10), "{}", run.stderr);
        let name = page.split("id=\"name-1\"").nth(1).unwrap();
        let plain = paragraph(name);
        assert!(said.contains(plain), "{plain}: {said}");
        let to_do = page.split("id=\"to-do\"").nth(1).unwrap();
        let step = to_do.split("<li>").nth(1).unwrap();
        let step = step.split("</li>").next().unwrap();
        assert!(said.contains(step), "{step}: {said}");
    }
}

fn paragraph(html: &str) -> &str {
    let inner = html.split("<p>").nth(1).unwrap();
    inner.split("</p>").next().unwrap()
}
