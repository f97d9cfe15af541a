//! A process killed in the middle of writing loses nothing that it had acknowledged.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::common::*;

/// Set for the child process: the folder that it is to write into.
const FOLDER: &str = "VAULT_TEST_WRITE_INTO";

/// Not a test of its own: the process that is killed.
#[test]
fn child_that_writes() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut vault = open(&folder).unwrap();
    let mut out = std::io::stderr();
    for n in 2_u128.. {
        put(&mut vault, |w| {
            w.put_person(&person(n, &"长".repeat(300)))?;
            w.put_talk(&talk(10_000 + n, &[n, 1], &[], "x"))?;
            w.log("person_create", &n.to_string(), None)
        });
        writeln!(out, "kept {n}").unwrap();
    }
}

#[test]
fn killed_at_any_point_every_acknowledged_write_is_there() {
    // A small linear congruential generator: the same points in every run.
    let mut seed: u64 = 20_261_123;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (_dir, folder) = small();
    let mut before = 1;
    for round in 0..10 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::child_that_writes", "--nocapture"])
            .env(FOLDER, &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut acknowledged = 0;
        let wanted = 1 + random(25);
        for _ in 0..wanted {
            let line = lines.next().unwrap().unwrap();
            acknowledged = line.strip_prefix("kept ").unwrap().parse::<usize>().unwrap();
        }
        std::thread::sleep(Duration::from_micros(random(8_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it acknowledged between the last line read and its end.
        for line in lines.map_while(Result::ok) {
            if let Some(n) = line.strip_prefix("kept ").and_then(|n| n.parse().ok()) {
                acknowledged = n;
            }
        }
        let vault = open(&folder).unwrap();
        let (persons, talks) = get(&vault, |r| Ok((r.person_count()?, r.talks(None)?.len())));
        assert!(persons >= acknowledged.max(before), "round {round}: {persons} of {acknowledged}");
        assert_eq!(persons, talks + 1, "a person and his talk are one transaction");
        let checked = vault.verify().unwrap();
        assert!(checked.is_clean(), "round {round}: {checked:?}");
        assert_eq!(vault.notices(), []);
        before = persons;
    }
}
