//! Writes the page's types: `cargo run -p desk --example bindings -- FILE`.

fn main() -> std::io::Result<()> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "ui/src/api/bindings/index.ts".to_owned());
    std::fs::write(file, desk::typescript())
}
