//! A client with what it holds, and roots that count as public for it.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use anchorwatch_carrier::{
    CarrierProblem, Limits, Options, Proxy, Source, Update, Validators, update,
};
use anchorwatch_identity::Certificate;
use anchorwatch_lab::{Root, ServerChain};
use anchorwatch_list::{ListState, Role};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{Anchors, Policy, rustls::Verifier};

use crate::{publisher::*, repository::Repository};

pub(crate) const HOST: &str = "mirror.example";
pub(crate) const NOW: i64 = START + 10 * DAY;

/// A root that counts as public, and one that somebody imposes.
pub(crate) struct Roots {
    pub(crate) public: Root,
    pub(crate) imposed: Root,
}

pub(crate) fn roots() -> &'static Roots {
    static ROOTS: OnceLock<Roots> = OnceLock::new();
    ROOTS.get_or_init(|| Roots {
        public: Root::company("Public").unwrap(),
        imposed: Root::isca_like().unwrap(),
    })
}

pub(crate) fn good_chain() -> ServerChain {
    roots().public.issue(&[HOST]).unwrap()
}

pub(crate) fn forged_chain() -> ServerChain {
    roots().imposed.issue(&[HOST]).unwrap()
}

pub(crate) fn limits() -> Limits {
    Limits::default()
}

/// Asks with these limits, at a clock's time at which the lab's certificates are valid.
pub(crate) struct Client {
    pub(crate) state: ListState,
    pub(crate) validators: Validators,
    pub(crate) limits: Limits,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) plain_port: Option<u16>,
}

impl Client {
    pub(crate) fn new(state: ListState) -> Self {
        Self {
            state,
            validators: Validators::default(),
            limits: limits(),
            proxy: None,
            plain_port: None,
        }
    }

    pub(crate) fn ask(&self, sources: &[Source]) -> Update {
        let certificate = |root: &Root| Certificate::from_der(root.der()).unwrap();
        let (anchors, _) = Anchors::of(&[certificate(&roots().public)], &[]);
        let policy = Policy::new(anchors, DistrustSet::default());
        let addresses = [(HOST.to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST))];
        let options = Options {
            verifier: Arc::new(Verifier::new(policy)),
            clock: at(NOW),
            limits: self.limits,
            proxy: self.proxy.clone(),
            plain_port: self.plain_port,
            addresses: &addresses,
        };
        update(&self.state, sources, &self.validators, &options).unwrap()
    }

    /// Asks, and keeps what came.
    pub(crate) fn take(&mut self, source: &Source) -> Option<CarrierProblem> {
        let mut update = self.ask(std::slice::from_ref(source));
        self.state = update.state;
        self.validators = update.validators;
        update.visits.pop().unwrap().problem
    }

    pub(crate) fn sequence(&self) -> u64 {
        sequence(&self.state)
    }
}

pub(crate) fn sequence(state: &ListState) -> u64 {
    state
        .held(Role::Approved)
        .map_or(0, |it| it.header().sequence)
}

pub(crate) fn https(port: u16) -> Source {
    Source::parse(&format!("https://{HOST}:{port}/")).unwrap()
}

pub(crate) fn http(port: u16) -> Source {
    Source::parse(&format!("http://{HOST}:{port}/")).unwrap()
}

/// A client that holds what a repository has.
pub(crate) fn holding(state: ListState, repository: &Repository) -> Client {
    let folder = tempfile::tempdir().unwrap();
    repository.write(folder.path());
    let mut client = Client::new(state);
    let source = Source::Path(folder.path().to_owned());
    assert_eq!(client.take(&source), None);
    client
}

pub(crate) const SHORT: Limits = Limits {
    request: Duration::from_millis(300),
    source: Duration::from_millis(600),
    octets: 1 << 20,
};
