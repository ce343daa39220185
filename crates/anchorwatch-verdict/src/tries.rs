//! How often a measurement could have met an interceptor, and what so many tries miss.

use anchorwatch_evidence::{Measurement, Purpose};

/// How many handshakes with the target ended with a proven key.
pub(crate) fn tries(measurement: &Measurement) -> u64 {
    let handshakes = measurement.tls_handshakes.iter();
    let counted = handshakes.filter(|handshake| {
        handshake.purpose == Purpose::Target && handshake.is_key_proven == Some(true)
    });
    counted.count() as u64
}

/// How many of 100 measurements with so many tries miss an interceptor that acts on one
/// connection in three, by chance and each for itself: (2/3)^tries, rounded up.
pub(crate) fn missed_percent(tries: u64) -> u64 {
    // Beyond this many tries it is less than one in 10,000.
    let tries = tries.min(24);
    let (missed, all) = (0..tries).fold((100_u64, 1_u64), |(missed, all), _| (missed * 2, all * 3));
    missed.div_ceil(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_tries_miss_less_and_never_nothing() {
        assert_eq!([0, 1, 2, 3, 10].map(missed_percent), [100, 67, 45, 30, 2]);
        assert_eq!(missed_percent(u64::MAX), 1);
    }
}
