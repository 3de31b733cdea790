//! Packed usage, unpacked while it is read: gzip with all its members, Zstandard with all its
//! frames. What is damaged, cut off, or followed by something else is refused; sums are compared
//! where the file has them.

use std::io::{self, BufRead as _, BufReader, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Files;
use crate::input::files::system::Refused;

/// Zstandard may look back over at most so many bytes.
pub(in crate::input) const MOST_WINDOW: u64 = 128 << 20;

/// How a file is packed.
#[derive(Clone, Copy)]
pub(crate) enum Packing {
    Gzip,
    Zstandard,
}

impl Packing {
    /// Tells by its ending how a file is packed.
    pub(crate) fn of(path: &str) -> Option<Packing> {
        match path.rsplit_once('.')?.1 {
            "gz" => Some(Packing::Gzip),
            "zst" => Some(Packing::Zstandard),
            _ => None,
        }
    }
}

/// Opens a file and unpacks it where it is packed.
pub(crate) fn open(files: &dyn Files, path: &str) -> io::Result<Box<dyn Read + Send>> {
    let input = files.open(path)?;
    let packed = |input| Packed { input: BufReader::new(input), failed: None };
    Ok(match Packing::of(path) {
        None => input,
        Some(Packing::Gzip) => Box::new(Members(flate2::read::MultiGzDecoder::new(packed(input)))),
        Some(Packing::Zstandard) => Box::new(Frames::new(packed(input))),
    })
}

/// Packed bytes. It keeps what the system says, which those who unpack put into words of their own.
struct Packed {
    input: BufReader<Box<dyn Read + Send>>,
    failed: Option<io::Error>,
}

impl Packed {
    /// Says why unpacking failed: what the system said, else that the content is damaged.
    fn reason(&mut self) -> io::Error {
        self.failed.take().unwrap_or_else(|| Refused::Damaged.into())
    }

    fn keep(&mut self, error: io::Error) -> io::Error {
        let kind = error.kind();
        self.failed = Some(error);
        kind.into()
    }

    /// Tells whether nothing follows.
    fn is_at_end(&mut self) -> io::Result<bool> {
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return Ok(bytes.is_empty()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Read for Packed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.input.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read.map_err(|error| self.keep(error)),
            }
        }
    }
}

/// The members of a gzip file.
struct Members(flate2::read::MultiGzDecoder<Packed>);

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|_| self.0.get_mut().reason())
    }
}

/// The frames of a Zstandard file.
struct Frames {
    input: Packed,
    decoder: FrameDecoder,
    /// Whether a frame is begun that is not read to its end.
    is_open: bool,
    /// Whether there was any frame.
    has_begun: bool,
}

impl Frames {
    fn new(input: Packed) -> Frames {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MOST_WINDOW);
        Frames { input, decoder, is_open: false, has_begun: false }
    }

    /// Begins the next frame that holds content; `false` at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.input.is_at_end()? {
            self.has_begun = true;
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    self.skip(length.into())?;
                }
                Err(FrameDecoderError::WindowSizeTooBig { requested, .. }) => {
                    return Err(Refused::Window(requested).into());
                }
                Err(FrameDecoderError::DictNotProvided { .. }) => {
                    return Err(Refused::Dictionary.into());
                }
                Err(_) => return Err(self.input.reason()),
            }
        }
        if self.has_begun { Ok(false) } else { Err(Refused::Damaged.into()) }
    }

    /// Goes over a frame without content.
    fn skip(&mut self, length: u64) -> io::Result<()> {
        match io::copy(&mut (&mut self.input).take(length), &mut io::sink()) {
            Ok(skipped) if skipped == length => Ok(()),
            _ => Err(self.input.reason()),
        }
    }

    /// Ends a frame that is read to its end: where it has a sum, the content must agree with it.
    fn end(&mut self) -> io::Result<()> {
        self.is_open = false;
        match self.decoder.get_checksum_from_data() {
            Some(sum) if self.decoder.get_calculated_checksum() != Some(sum) => {
                Err(Refused::Damaged.into())
            }
            _ => Ok(()),
        }
    }
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open {
                self.is_open = self.begin()?;
                if !self.is_open {
                    return Ok(0);
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let block = self
                    .decoder
                    .decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1));
                block.map_err(|_| self.input.reason())?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.end()?;
        }
    }
}
