//! How fast the measurer's own server's answers came, by the names that were asked for.
//!
//! Only answers that the server's own key protects count: nobody on the way can have made them longer or
//! shorter, only slower.

use std::time::Duration;

use anchorwatch_evidence::{Failure, Measurement, Purpose, TRANSFER_BYTES, Transfer};

use crate::own_server::is_of_own_server;

/// From this many transfers on each side, chance is no explanation.
const ENOUGH: u64 = 3;

/// A whole transfer has more than this: a record or two come first and are not counted.
const LEAST_BYTES: u64 = TRANSFER_BYTES / 2;

/// A wait that ended earlier says nothing about speed.
const LEAST_WAIT: Duration = Duration::from_secs(1);

/// The transfers by both kinds of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transfers {
    /// Those by the target's name.
    pub(crate) with_name: Speeds,
    /// Those by other names.
    pub(crate) with_controls: Speeds,
}

/// Speeds in octets a second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Speeds {
    pub(crate) count: u64,
    pub(crate) slowest: u64,
    pub(crate) fastest: u64,
}

impl Transfers {
    /// `None` if nothing was transferred.
    pub(crate) fn of(measurement: &Measurement) -> Option<Self> {
        let of = |purpose| Speeds::of(measurement, purpose);
        let is_asked = |purpose| matches!(purpose, Purpose::OwnServer | Purpose::OwnServerControl);
        let mut handshakes = measurement.tls_handshakes.iter();
        let is_any = handshakes.any(|it| it.transfer.is_some() && is_asked(it.purpose));
        is_any.then(|| Self {
            with_name: of(Purpose::OwnServer),
            with_controls: of(Purpose::OwnServerControl),
        })
    }

    /// Whether there are enough of both to compare them.
    pub(crate) fn is_enough(self) -> bool {
        self.with_name.count.min(self.with_controls.count) >= ENOUGH
    }
}

impl Speeds {
    fn of(measurement: &Measurement, purpose: Purpose) -> Self {
        let handshakes = measurement.tls_handshakes.iter();
        let own = handshakes.filter(|it| it.purpose == purpose && !it.is_limited());
        let own = own.filter(|it| is_of_own_server(it, measurement));
        let speeds = own.filter_map(|it| speed(it.transfer.as_ref()?));
        speeds.fold(Self::default(), |all, speed| Self {
            count: all.count + 1,
            slowest: match all.count {
                0 => speed,
                _ => all.slowest.min(speed),
            },
            fastest: all.fastest.max(speed),
        })
    }
}

/// Octets a second, if the transfer came to its end or was too slow for that. One that somebody cut off
/// has no speed.
fn speed(transfer: &Transfer) -> Option<u64> {
    let is_told = match &transfer.failure {
        None => transfer.octets >= LEAST_BYTES,
        Some(Failure::GenericTimeoutError) => transfer.elapsed >= LEAST_WAIT,
        Some(_) => false,
    };
    let microseconds = transfer.elapsed.as_micros().max(1);
    let speed = u128::from(transfer.octets) * 1_000_000 / microseconds;
    is_told.then(|| u64::try_from(speed).unwrap_or(u64::MAX))
}
