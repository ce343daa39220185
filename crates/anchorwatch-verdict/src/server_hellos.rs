//! Whether the ServerHello is another one for the target's name than for other names.
//!
//! An interceptor answers with its own hello, whatever the site is, and in TLS 1.3 it cannot hide
//! that. But the machines behind one address can differ too, and a name can have settings of its
//! own. So this is said beside a rule that accuses; it accuses nobody, and adds no confidence. An
//! interceptor that imitates the server's hello is accused as before.

use std::collections::BTreeSet;

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake, server_hello::ServerHello};

use crate::Detail;

/// From this many answers on each side, chance is no explanation.
const ENOUGH: usize = 2;

/// The answers with the target's name, and those with other names.
pub(crate) fn difference(measurement: &Measurement, at: Purpose) -> Option<Detail> {
    let (name, control) = match at {
        Purpose::OwnServer => (Purpose::OwnServer, Purpose::OwnServerControl),
        _ => (Purpose::Target, Purpose::TargetControl),
    };
    let (name, control) = (
        Answers::of(measurement, name)?,
        Answers::of(measurement, control)?,
    );
    let is_other = name.address == control.address && name.habit != control.habit;
    is_other.then_some(Detail::ServerHelloDiffers {
        name: name.ja3s,
        control: control.ja3s,
    })
}

/// Answers that are all alike, from one address.
struct Answers {
    address: Option<std::net::SocketAddr>,
    habit: String,
    /// Of the first of them.
    ja3s: String,
}

impl Answers {
    /// `None` if there are too few, or they differ among themselves.
    fn of(measurement: &Measurement, purpose: Purpose) -> Option<Self> {
        let handshakes = measurement.tls_handshakes.iter();
        let of_it = handshakes.filter(|it| it.purpose == purpose);
        let answered = of_it.filter(|it| !it.server_hello.is_empty());
        let answered: Vec<&TlsHandshake> = answered.collect();
        let hellos = answered.iter().map(|it| &it.server_hello);
        let hellos: Result<Vec<_>, _> = hellos.map(|it| ServerHello::parse(it)).collect();
        let hellos = hellos.ok().filter(|hellos| hellos.len() >= ENOUGH)?;
        let habits: BTreeSet<String> = hellos.iter().map(ServerHello::habit).collect();
        let addresses: BTreeSet<_> = answered.iter().map(|it| it.address).collect();
        Some(Self {
            address: addresses.into_iter().only()?,
            habit: habits.into_iter().only()?,
            ja3s: hellos.first()?.ja3s().to_string(),
        })
    }
}

/// The only one of several.
trait Only: Iterator {
    fn only(self) -> Option<Self::Item>;
}

impl<I: Iterator> Only for I {
    fn only(mut self) -> Option<Self::Item> {
        let one = self.next();
        one.filter(|_| self.next().is_none())
    }
}
