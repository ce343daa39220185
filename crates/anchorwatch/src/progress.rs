//! A progress line on the terminal while an answer takes time.

use std::{
    env,
    io::{self, IsTerminal as _},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::output;

/// How long to wait before the line is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// Visible until dropped. Does nothing if stderr is not a terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(crate) fn start(words: String) -> Self {
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
        if is_dumb || !io::stderr().is_terminal() {
            return Self { running: None };
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let shown = thread::Builder::new().spawn(move || {
            if stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                output::show_progress(&words);
                // Blocks until the other end is dropped.
                let _ended = stopped.recv();
                output::erase_progress();
            }
        });
        Self {
            // If the thread cannot start, there is no line; the answer still comes.
            running: shown.ok().map(|thread| (stop, thread)),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            let _ended = thread.join();
        }
    }
}
