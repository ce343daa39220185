//! Limits that many measurements share: connections in all, and to one address.
//!
//! One address has one connection at a time, and the next begins a pause after the last one
//! began. All connections together begin at most at a rate, evenly spaced, so that a network meets
//! no burst of them.
//!
//! **Not covered:** look-ups, which have no rate: whoever makes many measurements limits how many
//! wait at a time, and the resolver can meet that many at once. Connections of other programs.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep_until},
};

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

impl Courtesy {
    /// `pause` is the shortest time between the beginnings of two connections to one address,
    /// `interval` that between any two.
    #[must_use]
    pub fn new(pause: Duration, interval: Duration) -> Self {
        let state = State {
            addresses: HashMap::new(),
            forget_at: FEW,
            next: Instant::now(),
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

    /// Waits for a turn with the address, then for one among all. `None` if the limits are lost,
    /// which only a panic elsewhere can cause.
    pub(crate) async fn wait_for(&self, ip: IpAddr) -> Option<Held> {
        let slot = self.slot(ip)?;
        let turn = Arc::clone(&slot.turn).acquire_owned().await.ok()?;
        let held = Held {
            ip,
            slot,
            _turn: turn,
        };
        if let Some(begun) = held.begun() {
            sleep_until(begun + self.pause).await;
        }
        sleep_until(self.next()?).await;
        held.begins();
        Some(held)
    }

    fn slot(&self, ip: IpAddr) -> Option<Arc<Slot>> {
        let mut state = self.state.lock().ok()?;
        if state.addresses.len() >= state.forget_at {
            let now = Instant::now();
            let pause = self.pause;
            state.addresses.retain(|_, slot| slot.is_needed(now, pause));
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

    /// Nothing here waits for longer than this, and no upper limit is asserted.
    const SHORT: Duration = Duration::from_millis(20);

    /// So long that a test that waits for it never ends.
    const LONG: Duration = Duration::from_secs(1 << 30);

    #[test]
    fn one_address_has_its_pause() {
        run(async {
            let begun = Instant::now();
            let courtesy = Courtesy::new(SHORT, Duration::ZERO);
            drop(courtesy.wait_for(ip(1)).await.unwrap());
            drop(courtesy.wait_for(ip(1)).await.unwrap());
            assert!(begun.elapsed() >= SHORT);
        });
    }

    #[test]
    fn other_addresses_do_not_wait_for_it() {
        run(async {
            let courtesy = Courtesy::new(LONG, Duration::ZERO);
            for number in 0..100 {
                drop(courtesy.wait_for(ip(number)).await.unwrap());
            }
        });
    }

    #[test]
    fn an_address_in_use_is_waited_for() {
        run(async {
            let courtesy = Courtesy::new(Duration::ZERO, Duration::ZERO);
            let first = courtesy.wait_for(ip(1)).await.unwrap();
            let second = tokio::time::timeout(SHORT, courtesy.wait_for(ip(1)));
            assert!(second.await.is_err());
            drop(first);
            assert!(courtesy.wait_for(ip(1)).await.is_some());
        });
    }

    #[test]
    fn all_together_keep_the_rate() {
        run(async {
            let begun = Instant::now();
            let courtesy = Courtesy::new(Duration::ZERO, SHORT);
            for number in 0..6 {
                drop(courtesy.wait_for(ip(number)).await.unwrap());
            }
            assert!(begun.elapsed() >= SHORT * 5);
        });
    }

    #[test]
    fn addresses_are_forgotten_but_not_those_in_use() {
        run(async {
            let courtesy = Courtesy::new(Duration::ZERO, Duration::ZERO);
            let _held = courtesy.wait_for(ip(0)).await.unwrap();
            for number in 1..5000 {
                drop(courtesy.wait_for(ip(number)).await.unwrap());
            }
            let state = courtesy.state.lock().unwrap();
            assert!(state.addresses.len() <= FEW);
            assert!(state.addresses.contains_key(&ip(0)));
        });
    }

    #[test]
    fn an_address_is_remembered_while_its_pause_lasts() {
        run(async {
            let courtesy = Courtesy::new(LONG, Duration::ZERO);
            for number in 0..3000 {
                drop(courtesy.wait_for(ip(number)).await.unwrap());
            }
            assert_eq!(courtesy.state.lock().unwrap().addresses.len(), 3000);
        });
    }
}
