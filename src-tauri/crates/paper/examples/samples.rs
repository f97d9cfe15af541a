//! Writes one PDF of each kind of sheet, filled with made-up people, to be looked at:
//! `cargo run -p paper --example samples -- DIR`.

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

use chrono::NaiveDate;
use paper::{Press, Sheet};

#[path = "../tests/fixtures/mod.rs"]
mod fixtures;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("which folder should the samples go to?")?);
    fs::create_dir_all(&folder)?;
    let made = NaiveDate::from_ymd_opt(2026, 11, 23).ok_or("no such day")?;
    let press = Press::new()?;
    for (name, sheet) in fixtures::all() {
        let began = Instant::now();
        let pdf = fixtures::printed(&press, &sheet)?;
        println!("{name}: {} bytes, {:?}", pdf.len(), began.elapsed());
        fs::write(folder.join(name).with_extension("pdf"), pdf)?;
    }
    let began = Instant::now();
    for (number, page) in press.pages(&Sheet::Talk(fixtures::talk()))?.iter().enumerate() {
        println!("picture of a talk record: {} bytes, {:?}", page.len(), began.elapsed());
        fs::write(folder.join(format!("talk-{}.svg", number + 1)), page)?;
    }
    let many: Vec<_> = (1..=300_u16).map(|n| (fixtures::numbered(n.into()), fixtures::mark(n.into()))).collect();
    let began = Instant::now();
    let pdf = press.print(&many, made, &|_| true)?.pdf;
    println!("300 talk records: {} bytes, {:?}", pdf.len(), began.elapsed());
    fs::write(folder.join("300.pdf"), pdf)?;
    Ok(())
}
