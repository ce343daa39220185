//! A thread that answers datagrams.

use std::fmt;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::Error;
use crate::site::server::LIFETIME;

/// How long a thread waits before it looks whether it should end.
const REST: Duration = Duration::from_millis(50);

/// The largest datagram.
const MAX_BYTES: usize = 1 << 16;

/// Answers until it is dropped, or for half an hour.
pub(super) struct Datagrams {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Datagrams {
    /// Sends to whoever asks each of the messages that `answers` returns, in their order.
    pub(super) fn answer<Answers>(socket: UdpSocket, answers: Answers) -> Result<Self, Error>
    where
        Answers: Fn(&[u8]) -> Vec<Vec<u8>> + Send + 'static,
    {
        let address = socket.local_addr().map_err(Error::ServerThread)?;
        let waiting = socket.set_read_timeout(Some(REST));
        waiting.map_err(Error::ServerThread)?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name(format!("lab {address}"))
            .spawn(move || {
                let began = Instant::now();
                let mut buffer = vec![0; MAX_BYTES];
                while !stopped.load(Ordering::SeqCst) && began.elapsed() < LIFETIME {
                    let Ok((length, from)) = socket.recv_from(&mut buffer) else {
                        continue;
                    };
                    for answer in answers(buffer.get(..length).unwrap_or_default()) {
                        // Who asks and then goes away gets no answer.
                        drop(socket.send_to(&answer, from));
                    }
                }
            })
            .map_err(Error::ServerThread)?;
        Ok(Self {
            address,
            stop,
            thread: Some(thread),
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Datagrams {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has already been printed; a drop must not add another.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for Datagrams {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Datagrams")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
