//! Everything about a measurement that a verdict depends on.

mod exchange;
mod hello;
mod request;

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
};

use anchorwatch_evidence::{
    AnchorView, DnsQuery, Failure, Measurement, OwnServer, OwnersChoices, OwnersConsent,
    PublicAnchors, QuicHandshake, Resolver, Target, TcpConnect, TlsHandshake,
};
use anchorwatch_identity::UnixSeconds;

use crate::{
    joint::Joint,
    notary::{NotaryView, OtherViews},
};

/// Two measurements with the same key have the same verdict. Compared octet by octet: a hash that
/// someone made collide changes nothing.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key(Vec<u8>);

/// Certificates by number, each with the moments at which a decision about it can change.
#[derive(Default)]
pub(super) struct Certificates {
    numbers: HashMap<Vec<u8>, usize>,
    /// `None`: it cannot be read.
    moments: Vec<Option<Vec<UnixSeconds>>>,
    bytes: usize,
}

impl Certificates {
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    fn number(&mut self, der: &[u8]) -> usize {
        if let Some(number) = self.numbers.get(der) {
            return *number;
        }
        let number = self.moments.len();
        self.moments.push(anchorwatch_verify::moments_of(der));
        self.numbers.insert(der.to_vec(), number);
        self.bytes = self.bytes.saturating_add(der.len());
        number
    }
}

impl Key {
    /// `views` are what notaries and earlier measurements show of the measurement's target.
    pub(super) fn of(
        measurement: &Measurement,
        views: &OtherViews,
        certificates: &mut Certificates,
    ) -> Self {
        let mut writer = Writer {
            octets: Vec::with_capacity(512),
            certificates,
            numbers: Vec::new(),
            measured_at: measurement.measured_at,
        };
        let Measurement {
            target: Target { host, port },
            measured_at,
            queries,
            tcp_connect,
            tls_handshakes,
            quic_handshakes,
            requests,
            own_server,
            anchors,
            imported_from,
        } = measurement;
        writer.text(host);
        writer.number(u64::from(*port));
        writer.list(queries, Writer::query);
        writer.list(tcp_connect, Writer::connect);
        writer.list(tls_handshakes, Writer::handshake);
        writer.list(quic_handshakes, Writer::quic_handshake);
        writer.list(requests, Writer::request);
        writer.option(own_server.as_ref(), Writer::own_server);
        writer.anchors(anchors);
        writer.text(imported_from.map_or("", |format| format.code()));
        writer.option(views.notary.as_ref(), Writer::view);
        writer.option(views.earlier.as_ref(), Writer::view);
        writer.joint(views.joint);
        writer.window(*measured_at);
        Self(writer.octets)
    }

    pub(super) const fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// Writes values so that different ones differ: lengths come first.
struct Writer<'a> {
    octets: Vec<u8>,
    certificates: &'a mut Certificates,
    /// The certificates of this measurement.
    numbers: Vec<usize>,
    measured_at: UnixSeconds,
}

impl Writer<'_> {
    fn number(&mut self, number: u64) {
        self.octets.extend_from_slice(&number.to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.octets.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn list<T>(&mut self, all: &[T], write: fn(&mut Self, &T)) {
        self.number(all.len() as u64);
        for one in all {
            write(self, one);
        }
    }

    fn option<T: ?Sized>(&mut self, one: Option<&T>, write: fn(&mut Self, &T)) {
        self.octets.push(u8::from(one.is_some()));
        if let Some(one) = one {
            write(self, one);
        }
    }

    fn certificate(&mut self, der: &[u8]) {
        let number = self.certificates.number(der);
        self.numbers.push(number);
        self.number(number as u64);
    }

    fn certificates(&mut self, all: &[Vec<u8>]) {
        self.list(all, |writer, der| writer.certificate(der));
    }

    fn failure(&mut self, failure: &Failure) {
        self.text(failure.code());
        if let Failure::Unknown(text) = failure {
            self.text(text);
        }
    }

    fn ip(&mut self, address: &IpAddr) {
        match address {
            IpAddr::V4(address) => self.bytes(&address.octets()),
            IpAddr::V6(address) => self.bytes(&address.octets()),
        }
    }

    fn address(&mut self, address: &SocketAddr) {
        self.ip(&address.ip());
        self.number(u64::from(address.port()));
        // A scope is a number of the machine that measured, and part of what is compared.
        if let SocketAddr::V6(address) = address {
            self.number(u64::from(address.scope_id()));
            self.number(u64::from(address.flowinfo()));
        }
    }

    fn octet(&mut self, octet: &u8) {
        self.octets.push(*octet);
    }

    fn query(&mut self, query: &DnsQuery) {
        let DnsQuery {
            hostname,
            resolver,
            failure,
            answers,
            exchange,
        } = query;
        self.text(hostname);
        self.octets.push(match resolver {
            Resolver::System => 0,
            Resolver::Given => 1,
            Resolver::Other => 2,
        });
        self.option(failure.as_ref(), Self::failure);
        self.list(answers, Self::ip);
        self.option(exchange.as_ref(), Self::exchange);
    }

    fn connect(&mut self, connect: &TcpConnect) {
        let TcpConnect {
            address,
            ttl,
            ttl_exceeded_by,
            failure,
            elapsed: _,
        } = connect;
        self.address(address);
        self.option(ttl.as_ref(), Self::octet);
        self.option(ttl_exceeded_by.as_ref(), Self::ip);
        self.option(failure.as_ref(), Self::failure);
    }

    fn handshake(&mut self, handshake: &TlsHandshake) {
        let TlsHandshake {
            purpose,
            address,
            ttl,
            min_ttl,
            server_name,
            failure,
            failed_after,
            tls_version,
            cipher_suite,
            peer_certificates,
            is_key_proven,
            // `is_key_proven` says what became of it.
            key_signature: _,
            client_hello,
            server_hello,
            echo,
            transfer,
            elapsed: _,
        } = handshake;
        self.text(purpose.code());
        self.option(address.as_ref(), Self::address);
        self.option(ttl.as_ref(), Self::octet);
        self.option(min_ttl.as_ref(), Self::octet);
        self.option(server_name.as_deref(), Self::text);
        self.option(failure.as_ref(), Self::failure);
        self.text(failed_after.map_or("", |stage| stage.code()));
        self.option(tls_version.as_deref(), Self::text);
        self.option(cipher_suite.as_deref(), Self::text);
        self.certificates(peer_certificates);
        self.octets.push(match is_key_proven {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        });
        self.server_hello(server_hello);
        self.option(echo.as_ref(), Self::echo);
        self.option(transfer.as_ref(), Self::transfer);
        if echo.is_some() {
            self.bytes(client_hello);
        }
    }

    fn quic_handshake(&mut self, handshake: &QuicHandshake) {
        let QuicHandshake {
            tls,
            quic_version,
            offered_versions,
            is_retried,
            negotiated_protocol,
            ttl_exceeded_by,
        } = handshake;
        self.handshake(tls);
        self.number(u64::from(*quic_version));
        self.list(offered_versions, |writer, version| {
            writer.number(u64::from(*version));
        });
        self.octets.push(u8::from(*is_retried));
        self.option(negotiated_protocol.as_deref(), Self::text);
        self.option(ttl_exceeded_by.as_ref(), Self::ip);
    }

    fn own_server(&mut self, server: &OwnServer) {
        let OwnServer {
            address,
            spki_sha256,
        } = server;
        self.address(address);
        self.bytes(spki_sha256);
    }

    /// Which notaries are beside it: what each saw is always the same.
    fn view(&mut self, view: &NotaryView) {
        self.number(view.places.len() as u64);
        for place in &view.places {
            self.number(*place as u64);
        }
        self.text(view.problem.code());
        self.number(view.left_out);
    }

    /// What others add is always the same too, whichever they are.
    fn joint(&mut self, joint: Joint) {
        let Joint {
            is_seen_again,
            is_seen_elsewhere,
            other_domains,
            is_elsewhere,
        } = joint;
        self.number(other_domains);
        self.octets
            .extend([is_seen_again, is_seen_elsewhere, is_elsewhere].map(u8::from));
    }

    fn anchors(&mut self, anchors: &AnchorView) {
        let AnchorView {
            public,
            local,
            local_count,
            local_source,
            local_unreadable,
            owners_choices,
        } = anchors;
        let given = match public {
            PublicAnchors::Bundled => None,
            PublicAnchors::Given(given) => Some(given.as_slice()),
        };
        self.option(given, Self::certificates);
        self.certificates(local);
        self.number(*local_count as u64);
        self.text(local_source);
        self.list(local_unreadable, |writer, text| writer.text(text));
        self.owners_choices(owners_choices);
    }

    fn owners_choices(&mut self, choices: &OwnersChoices) {
        let OwnersChoices {
            consents,
            private_names,
        } = choices;
        self.list(consents, |writer, consent| {
            let OwnersConsent {
                spki_sha256,
                covers,
                not_before,
                until,
            } = consent;
            writer.bytes(spki_sha256);
            writer.option(covers.as_deref(), Self::text);
            // When a consent begins and ends are moments of their own.
            for moment in [not_before, until] {
                writer.bytes(&moment.get().to_be_bytes());
                writer.place(&[*moment], writer.measured_at);
            }
        });
        self.list(private_names, |writer, name| writer.text(name));
    }

    /// Between which moments the time is, and whether it is one. Their number is enough: which
    /// moments there are follows from the certificates, which are part of the key.
    fn window(&mut self, at: UnixSeconds) {
        self.place(anchorwatch_verify::shipped_moments(), at);
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.sort_unstable();
        numbers.dedup();
        let mut is_known = true;
        let mut places = Vec::new();
        for number in numbers {
            match self.certificates.moments.get(number) {
                Some(Some(moments)) => places.push(place(moments, at)),
                _ => is_known = false,
            }
        }
        for (before, until) in places {
            self.number(before);
            self.number(until);
        }
        if !is_known {
            self.octets.extend_from_slice(&at.get().to_be_bytes());
        }
    }

    fn place(&mut self, moments: &[UnixSeconds], at: UnixSeconds) {
        let (before, until) = place(moments, at);
        self.number(before);
        self.number(until);
    }
}

/// How many moments are before the time, and how many are not after it.
fn place(moments: &[UnixSeconds], at: UnixSeconds) -> (u64, u64) {
    let before = moments.partition_point(|moment| *moment < at);
    let until = moments.partition_point(|moment| *moment <= at);
    (before as u64, until as u64)
}
