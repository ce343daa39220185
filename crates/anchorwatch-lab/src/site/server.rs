use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use crate::Error;
use crate::network::InsideListener;
use crate::server_thread::ServerThread;

/// More than any client opens at once; limits memory and file descriptors.
const OPEN_CONNECTIONS_LIMIT: usize = 64;

/// The pause after a failed accept (no file descriptors left), so that the loop does not spin.
const ACCEPT_REST: Duration = Duration::from_millis(10);

/// Long enough for the slowest trial with a browser, short enough that a site that a test forgets
/// ends by itself.
pub(crate) const LIFETIME: Duration = Duration::from_secs(1_800);

/// Where a server listens.
#[derive(Debug)]
pub(crate) enum Place {
    /// Here, if this is loopback.
    Loopback(SocketAddr),
    /// In a node of a network, which alone makes such a socket.
    Inside(InsideListener),
}

impl Place {
    fn listen(self) -> Result<TcpListener, Error> {
        match self {
            Self::Inside(listener) => Ok(listener.into_socket()),
            Self::Loopback(address) if !address.ip().is_loopback() => {
                Err(Error::NotLoopback { address })
            }
            Self::Loopback(address) => {
                TcpListener::bind(address).map_err(|source| Error::Listen { address, source })
            }
        }
    }
}

/// Listens, then passes every connection to `talk`, in a thread of its own.
pub(crate) fn start<Talk, Ended>(
    place: Place,
    lifetime: Duration,
    talk: Talk,
) -> Result<ServerThread, Error>
where
    Talk: Fn(TcpStream) -> Ended + Send + 'static,
    Ended: Future<Output = ()> + Send + 'static,
{
    let listener = place.listen()?;
    let address = listener.local_addr().map_err(Error::ServerThread)?;
    let failed = |source| Error::Listen { address, source };
    listener.set_nonblocking(true).map_err(failed)?;
    ServerThread::start(address, lifetime, |accepted_count| {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
        Ok(accept_all(listener, accepted_count, talk))
    })
}

async fn accept_all<Talk, Ended>(
    listener: tokio::net::TcpListener,
    accepted_count: Arc<AtomicUsize>,
    talk: Talk,
) where
    Talk: Fn(TcpStream) -> Ended,
    Ended: Future<Output = ()> + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(OPEN_CONNECTIONS_LIMIT));
    while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_REST).await;
            continue;
        };
        accepted_count.fetch_add(1, Ordering::SeqCst);
        let ended = talk(stream);
        tokio::spawn(async move {
            ended.await;
            drop(slot);
        });
    }
}
