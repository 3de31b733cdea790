# The commands of a day; `just --list` shows them. `.ci/run` runs all checks of a fresh clone.

# Run all tests, or those whose name contains a word
test name="":
    cargo test --locked {{name}}

# Check format and lints
lint:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings

# Build the documentation of the library
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked

# Share the cost of the example
example:
    cargo run --release --locked -- -C fixtures/templates/ozg-verbund-mitte allocate

# Write generated pages and printed messages anew; read the difference before you commit it
reference:
    UMLAGE_BLESS=1 cargo test --locked --test main -- agreements:: documents:: gallery:: verdicts::
    git diff --stat
