//! Small damage, the same in every run: what a fuzzer does first, without feedback.

/// A sequence of numbers that depends only on its start (xorshift64*, Vigna 2016).
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Creates the sequence for a start value.
    #[must_use]
    pub fn new(start: u64) -> Self {
        Self {
            state: start.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// Returns a number below the limit; 0 if the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let drawn = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        usize::try_from(drawn)
            .unwrap_or(0)
            .checked_rem(limit)
            .unwrap_or(0)
    }
}

/// Values at which errors in counts and lengths show.
const EDGES: [u8; 8] = [0, 1, 0x7f, 0x80, 0x82, 0x84, 0xfe, 0xff];

/// Returns the bytes with one to four errors.
#[must_use]
pub fn mutated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        damage(&mut bytes, dice);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    let length = dice.below(bytes.len().saturating_sub(at).min(64) + 1);
    match dice.below(7) {
        0 => bytes.truncate(at),
        1 => flip(bytes, at, 1 << dice.below(8)),
        2 => set(bytes, at, EDGES[dice.below(EDGES.len())]),
        3 => drop(bytes.drain(at..at + length)),
        4 => {
            let copied = bytes[at..at + length].to_vec();
            let to = dice.below(bytes.len() + 1);
            drop(bytes.splice(to..to, copied));
        }
        5 => {
            let edge = EDGES[dice.below(EDGES.len())];
            let to = at.min(bytes.len());
            drop(bytes.splice(to..to, std::iter::repeat_n(edge, length)));
        }
        _ => {
            let end = (at + length).min(bytes.len());
            bytes[at..end].reverse();
        }
    }
}

fn flip(bytes: &mut [u8], at: usize, bit: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= bit;
    }
}

fn set(bytes: &mut [u8], at: usize, value: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = value;
    }
}
