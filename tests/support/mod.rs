//! What the tests share.

pub mod cascade;
pub mod generate;
pub mod oracle;
pub mod run;
