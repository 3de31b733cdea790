//! A sign of life on long work: on a terminal, after a second.

use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};

/// How long work may take before it is worth a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows that the program works until it is dropped; shows nothing where standard error is not a terminal.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts to wait; after a second the message appears with the time that has passed.
    pub(super) fn start(message: &str, quiet: bool) -> Progress {
        if quiet || !std::io::stderr().is_terminal() {
            return Progress { done: None, thread: None };
        }
        let (done, waiting) = channel::<()>();
        let message = message.to_owned();
        let show = move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_message(message);
            bar.enable_steady_tick(Duration::from_millis(120));
            let _ = waiting.recv();
            bar.finish_and_clear();
        };
        Progress { done: Some(done), thread: std::thread::Builder::new().spawn(show).ok() }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
