//! Prints the figures of a source tree: `cargo run --example figures -- [SRC]`; without a folder
//! those of this project.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "it prints, shares a file with the tests, and ends where a tree cannot be read"
)]

#[path = "support/house.rs"]
mod house;

use std::path::PathBuf;

fn main() {
    let src = std::env::args().nth(1).map_or_else(|| PathBuf::from("src"), PathBuf::from);
    let figures = house::count(&src);
    println!("lines without those of tests: {}", figures.lines);
    list("lines of more than 100 columns", &figures.wide);
    list("functions of more than 60 lines", &figures.long);
    list("functions with tuples for parameters", &figures.tuples);
    let circles: Vec<String> = figures.circles.iter().map(|files| files.join(", ")).collect();
    list("circles between files", &circles);
}

fn list(what: &str, places: &[String]) {
    println!("{what}: {}", places.len());
    places.iter().for_each(|place| println!("  {place}"));
}
