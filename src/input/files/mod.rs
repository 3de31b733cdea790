//! The bytes of files: where they come from, what the system says, their text, and the record of
//! what was read. Nothing else in the program opens a file of the project.

pub(crate) mod access;
pub(crate) mod decode;
pub(crate) mod letter_texts;
pub(crate) mod reasons;
pub(crate) mod recorder;
pub(crate) mod search;
pub(crate) mod system;
