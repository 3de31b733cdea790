//! Files that remember what was read of them: the evidence of a run.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::input::{Files, Identity, Matches};
use crate::source::hex;

/// What was read of one file, as it lay there: packed files are not unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Files that were read whole or to their end, by path.
type Register = Arc<Mutex<BTreeMap<String, Seen>>>;

/// Files that are read through it are remembered with their digest.
pub struct InputRecorder<'f> {
    files: &'f dyn Files,
    register: Register,
}

impl<'f> InputRecorder<'f> {
    /// Watches files.
    pub fn new(files: &'f dyn Files) -> InputRecorder<'f> {
        InputRecorder { files, register: Register::default() }
    }

    /// Lists what was read so far, by path.
    pub fn seen(&self) -> BTreeMap<String, Seen> {
        self.register.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Reads a file to its end for its digest alone.
///
/// # Errors
/// A file that cannot be read, or is none.
pub fn digest_of_file(files: &dyn Files, path: &str) -> io::Result<Seen> {
    let mut file = files.open(path)?;
    let (mut sha, mut bytes, mut buffer) = (Sha256::new(), 0_u64, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(Seen { bytes, sha256: hex(&sha.finalize()) });
        }
        sha.update(&buffer[..read]);
        bytes = bytes.saturating_add(read as u64);
    }
}

fn note(register: &Register, path: &str, bytes: u64, sha: Sha256) {
    let seen = Seen { bytes, sha256: hex(&sha.finalize()) };
    register.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), seen);
}

impl Files for InputRecorder<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path)?;
        note(&self.register, path, bytes.len() as u64, Sha256::new_with_prefix(&bytes));
        Ok(bytes)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>> {
        let input = self.files.open(path)?;
        let register = Arc::clone(&self.register);
        Ok(Box::new(Watched {
            input,
            path: path.to_owned(),
            bytes: 0,
            sha: Sha256::new(),
            register,
        }))
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        self.files.size(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.files.exists(path)
    }

    fn identity(&self, path: &str) -> Identity {
        self.files.identity(path)
    }

    fn matches(&self, pattern: &str) -> io::Result<Matches> {
        self.files.matches(pattern)
    }
}

/// A file that is read as a stream; it is noted when its reader is done with it.
struct Watched {
    input: Box<dyn io::Read + Send>,
    path: String,
    bytes: u64,
    sha: Sha256,
    register: Register,
}

impl io::Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.sha.update(&buffer[..read]);
        self.bytes = self.bytes.saturating_add(read as u64);
        Ok(read)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // A packed file may end before its last bytes are read; what follows belongs to it, too.
        let _ = io::copy(self, &mut io::sink());
        note(&self.register, &self.path, self.bytes, self.sha.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::input::Memory;

    #[test]
    fn what_is_read_whole_or_in_part_is_remembered_whole() {
        let files = Memory(BTreeMap::from([
            ("a".to_owned(), b"abc".to_vec()),
            ("b".to_owned(), vec![7; 70_000]),
        ]));
        let witness = InputRecorder::new(&files);
        witness.read("a").unwrap();
        let mut stream = witness.open("b").unwrap();
        stream.read_exact(&mut [0; 10]).unwrap();
        drop(stream);
        assert!(witness.read("c").is_err());
        let seen = witness.seen();
        assert_eq!(seen.len(), 2);
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            seen["a"].sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(seen["b"].bytes, 70_000);
        assert_eq!(seen["b"].sha256, hex(&Sha256::digest(vec![7; 70_000])));
    }
}
