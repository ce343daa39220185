//! Limits that many measurements share: connections in all, and to one address.
//!
//! One address has one connection at a time, and the next begins a pause after the last one
//! began. All connections together begin at most at a rate, evenly spaced, so that a network meets
//! no burst of them. An address that fails again and again is asked less often, and then no more in
//! this round.
//!
//! A failure is a connection that is not made, or an end without an answer after the *control* name. That
//! another name is cut off or gets no answer says nothing about the address: networks do that.
//!
//! **Not covered:** look-ups, which have no rate: whoever makes many measurements limits how many
//! wait at a time, and the resolver can meet that many at once. Connections of other programs.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use anchorwatch_evidence::{Failure, Measurement, Purpose, TlsHandshake};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep_until},
};

mod failures;

use failures::Failures;

/// Addresses are forgotten once there are this many, and again at each doubling of what is left.
const FEW: usize = 1024;

/// The limits. Clones share them.
#[derive(Debug, Clone)]
pub struct Courtesy {
    pause: Duration,
    interval: Duration,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    addresses: HashMap<IpAddr, Arc<Slot>>,
    forget_at: usize,
    next: Instant,
    failures: Failures,
}

/// One address.
#[derive(Debug)]
struct Slot {
    turn: Arc<Semaphore>,
    begun: Mutex<Option<Instant>>,
}

/// An address that nobody else connects to until this is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    ip: IpAddr,
    slot: Arc<Slot>,
    _turn: OwnedSemaphorePermit,
}

/// Whether there is a turn with an address.
#[derive(Debug)]
pub(crate) enum Turn {
    Begins(Held),
    /// The address was given up: nothing is sent to it.
    GivenUp,
    /// The limits are lost, which only a panic elsewhere can cause.
    Lost,
}

impl Courtesy {
    /// `pause` is the shortest time between the beginnings of two connections to one address,
    /// `interval` that between any two. After `give_up_after` failures in a row, at least 1, an
    /// address gets no connection for the rest of the round.
    #[must_use]
    pub fn new(pause: Duration, interval: Duration, give_up_after: u32) -> Self {
        let state = State {
            addresses: HashMap::new(),
            forget_at: FEW,
            next: Instant::now(),
            failures: Failures::giving_up_after(give_up_after),
        };
        Self {
            pause,
            interval,
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub(crate) fn pause(&self) -> Duration {
        self.pause
    }

    /// Begins a round: each address that was given up is tried once more.
    pub fn begin_round(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.failures.begin_round();
        }
    }

    /// Takes over what was recorded of one visit of this round before a restart. Failures of one
    /// visit count once, because its measurements share some of them.
    pub fn recall<'a>(&self, visit: impl IntoIterator<Item = &'a Measurement>) {
        let mut ends = BTreeMap::new();
        for measurement in visit {
            for (ip, end) in ends_of(measurement) {
                let worst = ends.entry(ip).or_insert(end);
                *worst = (*worst).max(end);
            }
        }
        for (ip, end) in ends {
            self.ended(ip, end);
        }
    }

    /// A connection to the address has ended.
    pub(crate) fn ended(&self, ip: IpAddr, end: End) {
        let ip = ip.to_canonical();
        if let Ok(mut state) = self.state.lock() {
            match end {
                End::Failed => state.failures.add(ip),
                End::Answered => state.failures.forget(ip),
                End::GivenUp => state.failures.give_up(ip),
            }
        }
    }

    /// Waits for a turn with the address, then for one among all.
    pub(crate) async fn wait_for(&self, ip: IpAddr) -> Turn {
        self.turn(ip).await.unwrap_or(Turn::Lost)
    }

    async fn turn(&self, ip: IpAddr) -> Option<Turn> {
        let slot = self.slot(ip)?;
        let turn = Arc::clone(&slot.turn).acquire_owned().await.ok()?;
        // Whoever had the turn before may have failed.
        let Some(pause) = self.pause_before(ip)? else {
            return Some(Turn::GivenUp);
        };
        let held = Held {
            ip,
            slot,
            _turn: turn,
        };
        if let Some(begun) = held.begun() {
            sleep_until(begun + pause).await;
        }
        sleep_until(self.next()?).await;
        held.begins();
        Some(Turn::Begins(held))
    }

    /// The pause before the next connection; `Some(None)`: there is none in this round.
    fn pause_before(&self, ip: IpAddr) -> Option<Option<Duration>> {
        let state = self.state.lock().ok()?;
        let is_given_up = state.failures.is_given_up(ip);
        Some((!is_given_up).then(|| state.failures.pause(ip, self.pause)))
    }

    fn slot(&self, ip: IpAddr) -> Option<Arc<Slot>> {
        let mut state = self.state.lock().ok()?;
        let state = &mut *state;
        if state.addresses.len() >= state.forget_at {
            let now = Instant::now();
            let failures = &state.failures;
            state
                .addresses
                .retain(|ip, slot| slot.is_needed(now, failures.pause(*ip, self.pause)));
            state.forget_at = (state.addresses.len() * 2).max(FEW);
        }
        let slot = state.addresses.entry(ip).or_insert_with(|| {
            Arc::new(Slot {
                turn: Arc::new(Semaphore::new(1)),
                begun: Mutex::new(None),
            })
        });
        Some(Arc::clone(slot))
    }

    fn next(&self) -> Option<Instant> {
        let mut state = self.state.lock().ok()?;
        let at = state.next.max(Instant::now());
        state.next = at + self.interval;
        Some(at)
    }
}

/// How a connection ended, for the address. What says most comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Failed,
    Answered,
    /// None was made any more.
    GivenUp,
}

impl End {
    /// How a handshake ended; `None` if that says nothing about the address.
    pub(crate) fn of(handshake: &TlsHandshake) -> Option<Self> {
        let is_silence = matches!(
            handshake.failure,
            Some(
                Failure::ConnectionReset
                    | Failure::EofError
                    | Failure::GenericTimeoutError
                    | Failure::HostUnreachable
                    | Failure::NetworkUnreachable
            )
        ) && handshake.peer_certificates.is_empty()
            && handshake.server_hello.is_empty();
        match (is_silence, handshake.purpose) {
            (false, _) => Some(Self::Answered),
            (true, Purpose::TargetControl) => Some(Self::Failed),
            (true, _) => None,
        }
    }
}

/// How the connections of a measurement ended.
fn ends_of(measurement: &Measurement) -> impl Iterator<Item = (IpAddr, End)> + '_ {
    let connects = measurement.tcp_connect.iter().filter_map(|it| {
        let end = match it.failure.as_ref()? {
            Failure::BackedOff => End::GivenUp,
            _ => End::Failed,
        };
        Some((it.address.ip(), end))
    });
    let handshakes = measurement.tls_handshakes.iter();
    let handshakes = handshakes.filter_map(|it| Some((it.address?.ip(), End::of(it)?)));
    connects.chain(handshakes)
}

impl Slot {
    fn is_needed(self: &Arc<Self>, now: Instant, pause: Duration) -> bool {
        let begun = self.begun.lock().ok().and_then(|begun| *begun);
        Arc::strong_count(self) > 1 || begun.is_some_and(|begun| begun + pause > now)
    }
}

impl Held {
    pub(crate) fn is_for(&self, ip: IpAddr) -> bool {
        self.ip == ip
    }

    /// A connection begins now.
    pub(crate) fn begins(&self) {
        if let Ok(mut begun) = self.slot.begun.lock() {
            *begun = Some(Instant::now());
        }
    }

    fn begun(&self) -> Option<Instant> {
        self.slot.begun.lock().ok().and_then(|begun| *begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(work)
    }

    /// So many failures never happen here.
    const NEVER: u32 = u32::MAX;

    async fn begins(courtesy: &Courtesy, number: u32) -> Held {
        match courtesy.wait_for(ip(number)).await {
            Turn::Begins(held) => held,
            other => panic!("{other:?}"),
        }
    }

    impl Courtesy {
        fn begun(&self, number: u32) -> Instant {
            let state = self.state.lock().unwrap();
            let slot = state.addresses.get(&ip(number)).unwrap();
            let begun = slot.begun.lock().unwrap();
            begun.unwrap()
        }
    }

    /// Nothing here waits for longer than this, and no upper limit is asserted.
    const SHORT: Duration = Duration::from_millis(20);

    /// So long that a test that waits for it never ends.
    const LONG: Duration = Duration::from_secs(1 << 30);

    #[test]
    fn one_address_has_its_pause() {
        run(async {
            let begun = Instant::now();
            let courtesy = Courtesy::new(SHORT, Duration::ZERO, NEVER);
            drop(begins(&courtesy, 1).await);
            drop(begins(&courtesy, 1).await);
            assert!(begun.elapsed() >= SHORT);
        });
    }

    #[test]
    fn each_failure_doubles_the_pause_and_the_last_ends_it() {
        run(async {
            let courtesy = Courtesy::new(SHORT, Duration::ZERO, 3);
            drop(begins(&courtesy, 1).await);
            for factor in [2, 4] {
                courtesy.ended(ip(1), End::Failed);
                let begun = courtesy.begun(1);
                drop(begins(&courtesy, 1).await);
                assert!(courtesy.begun(1) >= begun + SHORT * factor);
            }
            courtesy.ended(ip(1), End::Failed);
            assert!(matches!(courtesy.wait_for(ip(1)).await, Turn::GivenUp));
            drop(begins(&courtesy, 2).await);
            courtesy.begin_round();
            drop(begins(&courtesy, 1).await);
            courtesy.ended(ip(1), End::Failed);
            assert!(matches!(courtesy.wait_for(ip(1)).await, Turn::GivenUp));
        });
    }

    /// Whoever waited for the turn sees what became of the one before.
    #[test]
    fn a_turn_that_is_waited_for_is_lost_if_the_address_is_given_up() {
        run(async {
            let courtesy = Courtesy::new(LONG, Duration::ZERO, 1);
            let first = begins(&courtesy, 1).await;
            let other = courtesy.clone();
            let fails = async {
                tokio::task::yield_now().await;
                other.ended(ip(1), End::Failed);
                drop(first);
            };
            let (turn, ()) = tokio::join!(courtesy.wait_for(ip(1)), fails);
            assert!(matches!(turn, Turn::GivenUp));
        });
    }

    #[test]
    fn other_addresses_do_not_wait_for_it() {
        run(async {
            let courtesy = Courtesy::new(LONG, Duration::ZERO, NEVER);
            for number in 0..100 {
                drop(begins(&courtesy, number).await);
            }
        });
    }

    #[test]
    fn an_address_in_use_is_waited_for() {
        run(async {
            let courtesy = Courtesy::new(Duration::ZERO, Duration::ZERO, NEVER);
            let first = begins(&courtesy, 1).await;
            let second = tokio::time::timeout(SHORT, courtesy.wait_for(ip(1)));
            assert!(second.await.is_err());
            drop(first);
            drop(begins(&courtesy, 1).await);
        });
    }

    #[test]
    fn all_together_keep_the_rate() {
        run(async {
            let begun = Instant::now();
            let courtesy = Courtesy::new(Duration::ZERO, SHORT, NEVER);
            for number in 0..6 {
                drop(begins(&courtesy, number).await);
            }
            assert!(begun.elapsed() >= SHORT * 5);
        });
    }

    #[test]
    fn addresses_are_forgotten_but_not_those_in_use() {
        run(async {
            let courtesy = Courtesy::new(Duration::ZERO, Duration::ZERO, NEVER);
            let _held = begins(&courtesy, 0).await;
            for number in 1..5000 {
                drop(begins(&courtesy, number).await);
            }
            let state = courtesy.state.lock().unwrap();
            assert!(state.addresses.len() <= FEW);
            assert!(state.addresses.contains_key(&ip(0)));
        });
    }

    #[test]
    fn an_address_is_remembered_while_its_pause_lasts() {
        run(async {
            let courtesy = Courtesy::new(LONG, Duration::ZERO, NEVER);
            for number in 0..3000 {
                drop(begins(&courtesy, number).await);
            }
            assert_eq!(courtesy.state.lock().unwrap().addresses.len(), 3000);
        });
    }
}
