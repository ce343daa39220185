//! What resolvers say, and who is accused of it.

use anchorwatch_evidence::{
    DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Resolver,
};

use super::*;

mod told;

const NAME: &str = "www.example.kz";
const TRUE: &str = "203.0.113.10";
const FALSE: &str = "203.0.113.66";
const DOT: &str = "198.51.100.53:853";

/// The target is measured at one address, and resolvers are asked.
struct Asked {
    scene: Scene,
    /// What was measured.
    measured: &'static str,
    measurement: Measurement,
}

impl Asked {
    /// The target answers at `measured` with this chain, and at the true address with its own.
    fn new(measured: &'static str, chain: impl FnOnce(&Scene) -> Option<ServerChain>) -> Self {
        let mut scene = Scene::new(NAME);
        scene.chain = chain(&scene);
        let mut measurement = scene.measurement();
        let at = format!("{measured}:443").parse().unwrap();
        measurement.tcp_connect[0].address = at;
        measurement.tls_handshakes[0].address = Some(at);
        if scene.chain.is_none() {
            measurement.tls_handshakes.clear();
        }
        measurement.queries.push(DnsQuery {
            hostname: NAME.to_owned(),
            resolver: Resolver::System,
            failure: None,
            answers: vec![measured.parse().unwrap()],
            exchange: None,
        });
        let mut asked = Self {
            scene,
            measured,
            measurement,
        };
        let genuine = asked.scene.public.issue(&[NAME]).unwrap();
        asked.shakes(Purpose::OtherAddress, &format!("{TRUE}:443"), &genuine);
        asked
    }

    /// The resolver over TLS shows this chain and gives the true address.
    fn sure(self, chain: impl FnOnce(&Scene) -> ServerChain) -> Self {
        let chain = chain(&self.scene);
        self.sure_with(&chain, DnsQueryType::A, vec![response(0, &[TRUE])])
    }

    fn honest(self) -> Self {
        self.sure(|scene| scene.public.issue(&["dns.example"]).unwrap())
    }

    fn sure_with(
        mut self,
        chain: &ServerChain,
        asked: DnsQueryType,
        responses: Vec<DnsResponse>,
    ) -> Self {
        self.shakes(Purpose::Resolver, DOT, chain);
        let query = query(DnsEngine::Dot, DOT, asked, responses);
        self.measurement.queries.push(query);
        self
    }

    fn open(mut self, responses: Vec<DnsResponse>) -> Self {
        let query = query(DnsEngine::Udp, "192.0.2.53:53", DnsQueryType::A, responses);
        self.measurement.queries.push(query);
        self
    }

    fn leads(mut self, address: &str, chain: impl FnOnce(&Scene) -> ServerChain) -> Self {
        let chain = chain(&self.scene);
        self.shakes(Purpose::OtherAddress, &format!("{address}:443"), &chain);
        self
    }

    fn shakes(&mut self, purpose: Purpose, at: &str, chain: &ServerChain) {
        let mut scene = Scene::new(NAME);
        scene.chain = None;
        let mut handshake = scene.measurement().tls_handshakes[0].clone();
        handshake.purpose = purpose;
        handshake.address = Some(at.parse().unwrap());
        let certificates = chain.certificates().iter();
        handshake.peer_certificates = certificates.map(|der| der.to_vec()).collect();
        self.measurement.tls_handshakes.push(handshake);
    }

    fn judged(&self) -> Verdict {
        judge(&self.measurement, &Arc::new(DistrustSet::built_in()))
    }

    fn hit(&self) -> Option<Hit> {
        let hits = self.judged().hits.into_iter();
        let mut hits = hits.filter(|hit| hit.rule == RuleId::DnsTampered);
        hits.next()
    }

    fn leads_to(&self) -> Option<(VerdictCode, Confidence)> {
        self.hit().map(|hit| (hit.leads_to, hit.confidence))
    }
}

fn query(
    engine: DnsEngine,
    at: &str,
    query_type: DnsQueryType,
    responses: Vec<DnsResponse>,
) -> DnsQuery {
    DnsQuery {
        hostname: NAME.to_owned(),
        resolver: Resolver::Other,
        failure: None,
        answers: responses[0].addresses().collect(),
        exchange: Some(DnsExchange {
            engine,
            resolver_address: at.parse().unwrap(),
            resolver_name: engine.is_over_tls().then(|| "dns.example".to_owned()),
            query_type,
            responses,
            unmatched_count: 0,
        }),
    }
}

fn response(rcode: u16, addresses: &[&str]) -> DnsResponse {
    let data = addresses.iter().map(|it| it.parse().unwrap());
    let data = data.map(DnsData::Address);
    DnsResponse {
        rcode,
        is_truncated: false,
        answers: data.map(|data| DnsAnswer { ttl: 60, data }).collect(),
        elapsed: std::time::Duration::ZERO,
    }
}

fn https(ech_sha256: Option<[u8; 32]>) -> DnsResponse {
    let data = DnsData::Https {
        priority: 1,
        hostname: ".".to_owned(),
        ech_sha256,
        alpn: Vec::new(),
    };
    DnsResponse {
        answers: vec![DnsAnswer { ttl: 60, data }],
        ..response(0, &[])
    }
}

fn genuine(scene: &Scene) -> ServerChain {
    scene.public.issue(&[NAME]).unwrap()
}

fn forged(_: &Scene) -> ServerChain {
    Root::company("Somebody").unwrap().issue(&[NAME]).unwrap()
}

fn elsewhere(_: &Scene) -> ServerChain {
    let root = Root::company("Somebody").unwrap();
    root.issue(&["block.example"]).unwrap()
}

const fn confidence(hundredths: u8) -> Confidence {
    Confidence::hundredths(hundredths)
}

#[test]
fn a_measured_address_that_leads_to_a_forgery_is_suspected_and_raced_is_an_interception() {
    let asked = Asked::new(FALSE, |it| Some(forged(it))).honest();
    let verdict = asked.judged();
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert_eq!(
        asked.leads_to(),
        Some((VerdictCode::Suspected, confidence(85)))
    );
    let raced = vec![response(0, &[FALSE]), response(0, &[TRUE])];
    let asked = asked.open(raced);
    assert_eq!(asked.judged().code, VerdictCode::Intercepted);
    let hit = asked.hit().unwrap();
    assert_eq!(hit.details, [Detail::DnsAnswersRaced { answers: 2 }]);
    assert!(matches!(hit.saw, Saw::DnsLeadsToForgery { address, .. } if address == FALSE));
}

#[test]
fn a_forgery_at_another_resolvers_address_is_suspected_at_most() {
    let asked = Asked::new(TRUE, |it| Some(genuine(it))).honest();
    assert_eq!(asked.judged().code, VerdictCode::NotSeen);
    let raced = vec![response(0, &[FALSE]), response(0, &[TRUE])];
    let asked = asked.open(raced).leads(FALSE, forged);
    assert_eq!(
        asked.leads_to(),
        Some((VerdictCode::Suspected, confidence(85)))
    );
}

#[test]
fn without_a_resolver_that_proved_its_name_nothing_is_said() {
    let clear = |it: Asked| it.open(vec![response(0, &[FALSE]), response(0, &[TRUE])]);
    let begin = || Asked::new(FALSE, |it| Some(forged(it)));
    let somebody = |_: &Scene| Root::company("B").unwrap().issue(&["dns.example"]).unwrap();
    let other_name = |it: &Scene| it.public.issue(&["other.example"]).unwrap();
    for asked in [
        clear(begin()),
        clear(begin().sure(somebody)),
        clear(begin().sure(other_name)),
    ] {
        assert_eq!(asked.hit(), None);
        let not_checked = asked.judged().not_checked;
        let unclear = |it: &NotChecked| matches!(it, NotChecked::ResolverUnclear { .. });
        assert!(not_checked.iter().any(unclear), "{not_checked:?}");
    }
    let mut unproven = clear(begin().honest());
    let shown = unproven.measurement.tls_handshakes.iter_mut();
    for handshake in shown.filter(|it| it.purpose == Purpose::Resolver) {
        handshake.is_key_proven = None;
    }
    assert_eq!(unproven.hit(), None);
}

#[test]
fn the_true_address_must_lead_to_the_target() {
    let mut asked = Asked::new(FALSE, |it| Some(forged(it))).honest();
    assert!(asked.hit().is_some());
    let shown = asked.measurement.tls_handshakes.iter_mut();
    for handshake in shown.filter(|it| it.purpose == Purpose::OtherAddress) {
        handshake.peer_certificates.clear();
    }
    assert_eq!(asked.hit(), None);
}

#[test]
fn answers_that_differ_and_lead_to_trusted_certificates_accuse_nobody() {
    let asked = Asked::new("203.0.113.30", |it| Some(genuine(it))).honest();
    let raced = vec![
        response(0, &["203.0.113.31"]),
        response(0, &["203.0.113.30"]),
    ];
    let asked = asked.open(raced).leads("203.0.113.31", genuine);
    let verdict = asked.judged();
    assert_eq!(verdict.code, VerdictCode::NotSeen);
    assert_eq!(verdict.hits.len(), 1, "{:?}", verdict.hits);
    let not_checked = &verdict.not_checked;
    assert!(!not_checked.contains(&NotChecked::Resolver));
}

#[test]
fn a_silent_address_and_an_expired_certificate_accuse_nobody() {
    let expired = |scene: &Scene| {
        let issuance = Issuance {
            leaf: Validity::EXPIRED,
            intermediate: Some(Validity::LONG),
            ..Issuance::default()
        };
        scene.public.issue_with(&[NAME], &issuance).unwrap()
    };
    let begin = || Asked::new(TRUE, |it| Some(genuine(it))).honest();
    let open = |it: Asked| it.open(vec![response(0, &[FALSE])]);
    assert_eq!(open(begin()).hit(), None);
    assert_eq!(open(begin()).leads(FALSE, expired).hit(), None);
    assert!(open(begin()).leads(FALSE, elsewhere).hit().is_some());
}

#[test]
fn the_sites_own_certificate_without_its_issuers_is_no_forgery() {
    let authority = || Root::company("Authority").unwrap();
    let (known, unknown) = (authority(), authority());
    let asked = |authority: &Root| {
        let asked = Asked::new(TRUE, |it| {
            let certified = known.cross_signed_by(&it.public).unwrap();
            Some(known.issue(&[NAME]).unwrap().followed_by(certified))
        });
        let incomplete = authority.issue(&[NAME]).unwrap();
        let asked = asked.honest().open(vec![response(0, &[FALSE])]);
        asked.leads(FALSE, |_| incomplete)
    };
    assert_eq!(asked(&known).leads_to(), None);
    // The twin: nobody certified that authority.
    assert_eq!(
        asked(&unknown).leads_to(),
        Some((VerdictCode::Suspected, confidence(85)))
    );
}

#[test]
fn a_name_that_its_owner_calls_private_has_other_answers_inside() {
    let mut asked = Asked::new(FALSE, |it| Some(forged(it))).honest();
    assert!(asked.hit().is_some());
    let choices = &mut asked.measurement.anchors.owners_choices;
    choices.private_names.push("example.kz".to_owned());
    assert!(asked.hit().is_none());
}
