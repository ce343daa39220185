use std::fmt;
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, oneshot};

use crate::Error;
use crate::network::InsideListener;

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

/// A thread that accepts connections until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    accepted_count: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens, then passes every connection to `talk`, in a thread of its own.
    pub(crate) fn start<Talk, Ended>(
        place: Place,
        lifetime: Duration,
        talk: Talk,
    ) -> Result<Self, Error>
    where
        Talk: Fn(TcpStream) -> Ended + Send + 'static,
        Ended: Future<Output = ()> + Send + 'static,
    {
        let listener = place.listen()?;
        let address = listener.local_addr().map_err(Error::ServerThread)?;
        listener
            .set_nonblocking(true)
            .map_err(|source| Error::Listen { address, source })?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(Error::ServerThread)?;
        let accepted_count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&accepted_count);
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name(format!("lab {address}"))
            .spawn(move || serve(&runtime, listener, counter, talk, lifetime, stopped))
            .map_err(Error::ServerThread)?;
        Ok(Self {
            address,
            accepted_count,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn accepted_count(&self) -> usize {
        self.accepted_count.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has already been printed; a drop must not add another.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Runs until told to stop or until its time is over. Then the thread ends, which drops the
/// runtime and with it every open connection.
fn serve<Talk, Ended>(
    runtime: &Runtime,
    listener: TcpListener,
    accepted_count: Arc<AtomicUsize>,
    talk: Talk,
    lifetime: Duration,
    stopped: oneshot::Receiver<()>,
) where
    Talk: Fn(TcpStream) -> Ended + Send + 'static,
    Ended: Future<Output = ()> + Send + 'static,
{
    runtime.block_on(async move {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
            return;
        };
        tokio::spawn(accept_all(listener, accepted_count, talk));
        // Both outcomes mean the same: it is over.
        drop(tokio::time::timeout(lifetime, stopped).await);
    });
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
