//! A sign of life on long work: on a terminal, after a second.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before it is worth a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is shown anew.
const BEAT: Duration = Duration::from_millis(120);

/// Shows that the program works until it is dropped; shows nothing where standard error is not a
/// terminal.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    ticks: Arc<AtomicU64>,
}

impl Progress {
    /// Starts to wait; after a second the message appears with the time that has passed.
    pub(super) fn start(message: &str, quiet: bool) -> Progress {
        Progress::show(message, quiet, None)
    }

    /// Starts to wait likewise for so many pieces of work; each that is done is told by
    /// [`Progress::tick`].
    pub(super) fn count(message: &str, quiet: bool, pieces: u64) -> Progress {
        Progress::show(message, quiet, Some(pieces))
    }

    /// One piece of work is done.
    pub(super) fn tick(&self) {
        self.ticks.fetch_add(1, Ordering::Relaxed);
    }

    fn show(message: &str, quiet: bool, pieces: Option<u64>) -> Progress {
        let ticks = Arc::new(AtomicU64::new(0));
        if quiet || !std::io::stderr().is_terminal() {
            return Progress { done: None, thread: None, ticks };
        }
        let seen = Arc::clone(&ticks);
        let (done, waiting) = channel::<()>();
        let message = message.to_owned();
        let show = move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(pieces, ProgressDrawTarget::stderr());
            if pieces.is_some()
                && let Ok(style) =
                    ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} ({eta})")
            {
                bar.set_style(style);
            }
            bar.set_message(message);
            while waiting.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                match pieces {
                    Some(_) => bar.set_position(seen.load(Ordering::Relaxed)),
                    None => bar.tick(),
                }
            }
            bar.finish_and_clear();
        };
        Progress { done: Some(done), thread: std::thread::Builder::new().spawn(show).ok(), ticks }
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
