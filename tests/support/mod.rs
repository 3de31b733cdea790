//! What the tests share.

pub mod accounts;
pub mod books;
pub mod cascade;
pub mod derive;
pub mod features;
pub mod generate;
pub mod house;
pub mod mutants;
pub mod oracle;
pub mod readings;
pub mod run;
pub mod weights;
pub mod words;
