//! An answer, and when its octets came.

use std::time::Duration;

use anchorwatch_evidence::{Failure, TRANSFER_BYTES, Transfer};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    time::{Instant, timeout_at},
};

use crate::{failure, http_head::Head};

/// The most octets that are taken at once: those of one record.
const CHUNK: usize = 16 << 10;

/// What came until the end, or until the wait was over.
#[derive(Debug)]
pub(crate) struct TimedAnswer {
    pub(crate) octets: Vec<u8>,
    /// How many octets came first, and when.
    first: Option<(usize, Instant)>,
    last: Instant,
    ended: Instant,
    /// Why no more came.
    end: Failure,
}

impl TimedAnswer {
    /// Reads at most `most` octets. With `further`, the rest may take so long after the first ones.
    pub(crate) async fn read<S: AsyncRead + Unpin>(
        stream: &mut S,
        most: usize,
        limit: Duration,
        further: Option<Duration>,
    ) -> Self {
        let begun = Instant::now();
        let mut deadline = begun + limit;
        let mut answer = Self {
            octets: Vec::new(),
            first: None,
            last: begun,
            ended: begun,
            end: Failure::EofError,
        };
        let mut chunk = vec![0; CHUNK];
        while answer.octets.len() < most {
            let came = match timeout_at(deadline, stream.read(&mut chunk)).await {
                Err(_) => Err(Failure::GenericTimeoutError),
                Ok(Err(error)) => Err(failure::of_io(&error)),
                Ok(Ok(0)) => Err(Failure::EofError),
                Ok(Ok(count)) => Ok(chunk.get(..count).unwrap_or_default()),
            };
            match came {
                Ok(came) => answer.add(came),
                Err(end) => {
                    answer.end = end;
                    break;
                }
            }
            if let Some((further, (_, first))) = further.zip(answer.first) {
                deadline = first + further;
            }
        }
        answer.ended = Instant::now();
        answer
    }

    fn add(&mut self, came: &[u8]) {
        self.last = Instant::now();
        self.first.get_or_insert((came.len(), self.last));
        self.octets.extend_from_slice(came);
    }

    /// How fast the body came. `None` if nothing came, or if the answer is not a long one: a server
    /// that knows no transfers gives a short one.
    pub(crate) fn transfer(&self) -> Option<Transfer> {
        let head = Head::parse(&self.octets).ok()?;
        let body: u64 = head.field("Content-Length")?.parse().ok()?;
        let (first_count, first) = self.first?;
        if head.status != 200 || body < TRANSFER_BYTES {
            return None;
        }
        let came = self.octets.len().saturating_sub(head.length) as u64;
        let is_whole = came >= body;
        let until = if is_whole { self.last } else { self.ended };
        Some(Transfer {
            octets: self.octets.len().saturating_sub(first_count) as u64,
            elapsed: until.duration_since(first),
            failure: (!is_whole).then(|| self.end.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use tokio::io::AsyncWriteExt as _;

    const PATIENCE: Duration = Duration::from_secs(300);

    /// Longer than a look at the clock takes.
    const PAUSE: Duration = Duration::from_millis(300);

    fn head(body: u64) -> Vec<u8> {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {body}\r\n\r\n").into_bytes()
    }

    /// How many octets are on the way at most, so that what is paused for has been read.
    const ON_THE_WAY: usize = 16;

    /// What is read of these parts, with a pause before each; and how long all of that took. At the end
    /// the other side closes, or says nothing more.
    fn read(parts: &[&[u8]], closes: bool, further: Duration) -> (TimedAnswer, Duration) {
        let parts: Vec<Vec<u8>> = parts.iter().map(|part| part.to_vec()).collect();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let begun = Instant::now();
            let (mut here, mut there) = tokio::io::duplex(ON_THE_WAY);
            let sending = tokio::spawn(async move {
                for part in parts {
                    tokio::time::sleep(PAUSE).await;
                    there.write_all(&part).await.unwrap();
                }
                if !closes {
                    std::future::pending::<()>().await;
                }
            });
            let answer = TimedAnswer::read(&mut here, 1 << 20, PATIENCE, Some(further)).await;
            sending.abort();
            (answer, begun.elapsed())
        })
    }

    /// How much of it comes after the first octets.
    fn rest(head: &[u8]) -> u64 {
        (head.len() - ON_THE_WAY) as u64
    }

    #[test]
    fn the_time_of_a_transfer_begins_with_its_first_octets() {
        let (head, body) = (head(TRANSFER_BYTES), vec![b' '; 256 << 10]);
        let (answer, took) = read(&[&head, &body], true, PATIENCE);
        let transfer = answer.transfer().unwrap();
        let whole = (transfer.octets, transfer.failure);
        assert_eq!(whole, (rest(&head) + TRANSFER_BYTES, None));
        assert!(transfer.elapsed >= PAUSE, "{:?}", transfer.elapsed);
        // The pause before the first octets does not count.
        assert!(transfer.elapsed <= took - PAUSE, "{:?}", transfer.elapsed);
    }

    #[test]
    fn what_does_not_come_to_its_end_says_why() {
        let head = head(TRANSFER_BYTES);
        let (answer, _) = read(&[&head, b"{}   "], true, PATIENCE);
        let transfer = answer.transfer().unwrap();
        let cut = (transfer.octets, transfer.failure);
        assert_eq!(cut, (rest(&head) + 5, Some(Failure::EofError)));
        let (answer, _) = read(&[&head], false, PAUSE);
        let transfer = answer.transfer().unwrap();
        let waited = (transfer.octets, transfer.failure);
        let timeout = Some(Failure::GenericTimeoutError);
        assert_eq!(waited, (rest(&head), timeout));
        assert!(transfer.elapsed >= PAUSE);
    }

    #[test]
    fn a_short_answer_and_another_protocol_are_no_transfers() {
        let short = [head(TRANSFER_BYTES - 1), vec![b' '; 9]].concat();
        for other in [&short[..], b"SSH-2.0-x\r\n", b""] {
            let (answer, _) = read(&[other], true, PATIENCE);
            assert_eq!(answer.transfer(), None);
        }
    }
}
