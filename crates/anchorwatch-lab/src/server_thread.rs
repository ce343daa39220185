//! The thread of a server, which ends and is joined when the server is dropped.

use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::Error;

pub(crate) struct ServerThread {
    address: SocketAddr,
    accepted_count: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ServerThread {
    /// Runs what `prepare` returns, until it is dropped or its time is over. Then the runtime is
    /// dropped, and with it every open connection.
    ///
    /// `prepare` is called inside the runtime, before this returns. It gets what counts the
    /// connections that were accepted.
    pub(crate) fn start<Serving>(
        address: SocketAddr,
        lifetime: Duration,
        prepare: impl FnOnce(Arc<AtomicUsize>) -> Result<Serving, Error>,
    ) -> Result<Self, Error>
    where
        Serving: Future<Output = ()> + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(Error::ServerThread)?;
        let accepted_count = Arc::new(AtomicUsize::new(0));
        let serving = {
            let _inside = runtime.enter();
            prepare(Arc::clone(&accepted_count))?
        };
        let (stop, stopped) = oneshot::channel();
        let run = move || {
            runtime.block_on(async {
                drop(tokio::spawn(serving));
                // Both outcomes mean the same: it is over.
                drop(tokio::time::timeout(lifetime, stopped).await);
            });
        };
        let thread = std::thread::Builder::new()
            .name(format!("lab {address}"))
            .spawn(run)
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

impl Drop for ServerThread {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has already been printed; a drop must not add another.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for ServerThread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerThread")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
