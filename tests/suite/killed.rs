//! The program killed at any moment of a working session: the ledger opens with the password of before or after, never with neither, and
//! everything that was acknowledged is there.
//!
//! 15 times in an ordinary run; `cargo xtask soak` kills it 500 times.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use desk::{FixedDay, World};
use serde_json::{Value, json};
use vault::{Password, Vault, VaultError, backup_folder, check_backup, unwatched};
use zhixin_tests::{Ledger, TODAY, kills, text};

use crate::shapes::Chance;

/// Set for the child process: the folder that it works in, the number of the password that opens the ledger, and of the round.
const FOLDER: &str = "ZHIXIN_TEST_KILLED_IN";
const NUMBER: &str = "ZHIXIN_TEST_KILLED_PASSWORD";
const ROUND: &str = "ZHIXIN_TEST_KILLED_ROUND";
/// The names of one imported roster.
const BATCH: usize = 8;
/// After so many rounds another ledger is begun, so that checking does not take ever longer.
const OF_ONE_LEDGER: u32 = 25;

fn password(number: u32) -> String {
    format!("第{number}个密码 七匹马")
}

/// One line in one piece, so that none is half there when the process is killed.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Not a test of its own: the process that is killed.
#[test]
fn child_that_works() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let number = |name: &str| std::env::var(name).unwrap().parse::<u32>().unwrap();
    let (mut known, round) = (number(NUMBER), number(ROUND));
    let mut ledger = Ledger::none_in(&folder);
    ledger.ok("vault_unlock", json!({"password": password(known)}));
    let mut chance = Chance::new(u64::from(round) + 1);
    say("ready");
    for step in 0.. {
        let unique = format!("{round}之{step}");
        match chance.below(12) {
            0 => {
                let names: Vec<String> = (0..BATCH).map(|n| format!("批{unique}员{n}")).collect();
                let path = ledger.path("名册.csv");
                std::fs::write(&path, format!("姓名,职务\n{},会计\n", names.join(",会计\n"))).unwrap();
                ledger.open_from(&path);
                let plan = ledger.ok("roster_choose", Value::Null);
                ledger.ok("roster_apply", json!({"token": plan["token"]}));
                say(&format!("person {}", names[BATCH - 1]));
            }
            1 | 2 => {
                let command = if chance.below(2) == 0 { "password_change" } else { "password_reencrypt" };
                say(&format!("try {}", known + 1));
                ledger.ok(command, json!({"password": password(known), "new_password": password(known + 1)}));
                known += 1;
                say(&format!("set {known}"));
            }
            3 => {
                ledger.ok("backup_make", json!({"to": "default"}));
            }
            4 => {
                ledger.ok("vault_lock", Value::Null);
                ledger.ok("vault_unlock", json!({"password": password(known)}));
            }
            5 => {
                let person = ledger.person(&format!("附{unique}"));
                let scan = ledger.path("scan.png");
                std::fs::write(&scan, [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 150_000]].concat()).unwrap();
                ledger.open_from(&scan);
                ledger.ok("attachment_add", json!({"to": "person", "record": person}));
                say(&format!("person 附{unique}"));
            }
            _ => {
                let name = format!("员{unique}");
                let person = ledger.person(&name);
                say(&format!("person {name}"));
                let event = ledger.event("illness", &[&person], "2026-11-20");
                let duties: Vec<String> =
                    event["duties"].as_array().unwrap().iter().map(|duty| text(&duty["id"])).collect();
                let form = json!({"persons": [person], "day": TODAY, "reason": name, "settles": duties});
                ledger.ok("visit_create", json!({"form": form}));
                say(&format!("visit {name}"));
            }
        }
    }
}

/// What the killed processes had been told.
#[derive(Default)]
struct Told {
    persons: BTreeSet<String>,
    visits: BTreeSet<String>,
    password: u32,
    /// A password that was being set.
    trying: Option<u32>,
}

impl Told {
    fn hear(&mut self, line: &str) {
        match line.split_once(' ') {
            Some(("person", name)) => drop(self.persons.insert(name.to_owned())),
            Some(("visit", name)) => drop(self.visits.insert(name.to_owned())),
            Some(("try", number)) => self.trying = number.parse().ok(),
            Some(("set", number)) => (self.password, self.trying) = (number.parse().unwrap(), None),
            _ => {}
        }
    }
}

fn world() -> World {
    World { clock: Arc::new(FixedDay(TODAY.parse().unwrap())), ..World::real() }
}

fn opened(place: &Path, number: u32) -> Option<Vault> {
    match Vault::open(world(), place, &Password::new(password(number))) {
        Ok(vault) => Some(vault),
        Err(VaultError::WrongPassword) => None,
        Err(e) => panic!("password {number}: {e:?}"),
    }
}

/// Opens the ledger as it was left and looks whether everything is there.
fn look(place: &Path, told: &mut Told, round: u32) {
    let old = opened(place, told.password);
    if let Some(trying) = told.trying.take() {
        let is_old = old.is_some();
        drop(old);
        let is_new = opened(place, trying).is_some();
        assert!(is_old != is_new, "round {round}: the old password opens: {is_old}, the new one: {is_new}");
        if is_new {
            told.password = trying;
        }
    } else {
        drop(old.unwrap_or_else(|| panic!("round {round}: the only password opens it")));
    }
    let vault = opened(place, told.password).unwrap();
    assert_eq!(vault.notices(), [], "round {round}");
    let checked = vault.verify().unwrap();
    assert!(checked.is_clean(), "round {round}: {checked:?}");
    let (persons, visits) = vault.read::<_, VaultError>(|r| Ok((r.persons()?, r.visits(None)?))).unwrap();
    let persons: BTreeSet<String> = persons.into_iter().map(|person| person.name).collect();
    let visits: BTreeSet<String> = visits.into_iter().map(|visit| visit.reason).collect();
    assert!(persons.is_superset(&told.persons), "round {round}: {:?}", told.persons.difference(&persons));
    assert!(visits.is_superset(&told.visits), "round {round}: {:?}", told.visits.difference(&visits));
    for name in persons.iter().filter(|name| name.starts_with('批')) {
        let batch = name.split('员').next().unwrap();
        let of_it = persons.iter().filter(|other| other.split('员').next() == Some(batch)).count();
        assert_eq!(of_it, BATCH, "round {round}: a roster is imported whole or not at all");
    }
    (told.persons, told.visits) = (persons, visits);
    for (file, manifest) in vault::backups(&*world().disk, &backup_folder(place)).unwrap() {
        assert!(manifest.is_ok(), "round {round}: what bears a name is whole");
        match vault.prove_backup(&file, &unwatched) {
            Ok(_) => {}
            Err(VaultError::WrongPassword) => old_backup(&file, told.password, round),
            Err(e) => panic!("round {round}: {e:?}"),
        }
    }
    vault.lock().unwrap();
    let of = |ending: &str, dir: PathBuf| {
        let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.to_string_lossy().ends_with(ending)).count()
    };
    assert_eq!((of(".db", place.to_owned()), of("", place.join("tmp"))), (1, 0), "round {round}: nothing is left over");
}

/// A backup of before a re-encryption opens with a password of its day. Not looked at each time, as every password costs a key derivation.
fn old_backup(file: &Path, newest: u32, round: u32) {
    let scratch = tempfile::tempdir().unwrap();
    if round.is_multiple_of(5) && newest < 6 {
        let sound = (0..=newest).any(|number| {
            let checked = check_backup(&world(), file, &Password::new(password(number)), scratch.path(), &unwatched);
            checked.is_ok_and(|checked| checked.is_sound())
        });
        assert!(sound, "round {round}: {}", file.display());
    }
}

#[test]
fn at_any_moment_nothing_acknowledged_is_lost() {
    let rounds = kills(15);
    let mut dir = tempfile::tempdir().unwrap();
    let (mut told, mut passwords) = (Told::default(), 0);
    for round in 0..rounds {
        if round.is_multiple_of(OF_ONE_LEDGER) {
            passwords += told.password;
            dir = tempfile::tempdir().unwrap();
            told = Told::default();
            let mut ledger = Ledger::none_in(dir.path());
            let request = json!({"password": password(0), "branch": "中和税务所党支部", "secretary": "甲书记"});
            ledger.ok("vault_create", request);
            ledger.ok("vault_lock", Value::Null);
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child_that_works", "--nocapture"])
            .env(FOLDER, dir.path())
            .env(NUMBER, told.password.to_string())
            .env(ROUND, round.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert_eq!(first, "ready", "round {round}");
        std::thread::sleep(Duration::from_micros(Chance::new(u64::from(round) + 77).below(700_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let said: Vec<String> = lines.map_while(Result::ok).collect();
        assert!(!said.iter().any(|line| line.contains("panicked")), "round {round}: {}", said.join("\n"));
        said.iter().for_each(|line| told.hear(line));
        look(&dir.path().join("知心.zhixin"), &mut told, round);
    }
    println!("killed {rounds} times; {} changes of the password were made meanwhile", passwords + told.password);
}
