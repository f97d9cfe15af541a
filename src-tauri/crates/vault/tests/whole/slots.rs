//! The ways into a ledger: what opens it after each change, what no longer does, and what a failing disk may leave.

use std::fs;
use std::path::{Path, PathBuf};

use vault::{FailedUnlocks, KdfCost, Password, RecoveryKey, SlotKind, Vault, VaultError, World};

use crate::common::*;
use crate::faulty::Faulty;

const NEW: &str = "新密码 八个字";
const OFFICER: &str = "第二负责人的密码";

pub(crate) fn word(text: &str) -> Password {
    Password::new(text.to_owned())
}

pub(crate) fn opens(folder: &Path, text: &str) -> bool {
    match Vault::open(World::real(), folder, &word(text)) {
        Ok(vault) => {
            assert!(vault.verify().unwrap().is_clean());
            assert_eq!(vault.notices(), []);
            true
        }
        Err(VaultError::WrongPassword) => false,
        Err(e) => panic!("{e:?}"),
    }
}

/// Makes the recovery slot count, and gives the text as it would be typed.
pub(crate) fn recovery(vault: &mut Vault) -> String {
    let pending = vault.begin_recovery(&password()).unwrap();
    let text: Vec<String> = pending.key().lines().iter().map(|line| line.to_string()).collect();
    let text = text.join("\n");
    vault.confirm_recovery(&pending, &text).unwrap();
    text
}

pub(crate) fn recovers(folder: &Path, text: &str, new: &str) -> Result<Vault, VaultError> {
    Vault::recover(World::real(), folder, &RecoveryKey::read(text).unwrap(), &word(new), KdfCost::LEAST)
}

fn kinds(vault: &Vault) -> Vec<SlotKind> {
    vault.slots().unwrap().iter().map(|slot| slot.kind).collect()
}

fn actions(vault: &Vault) -> Vec<String> {
    get(vault, |r| r.log(40)).into_iter().map(|entry| entry.action).collect()
}

#[test]
fn a_changed_password_opens_and_the_old_one_does_not() {
    let (dir, folder) = small();
    let before = dir.path().join("before");
    copy(&folder, &before);
    let mut vault = open(&folder).unwrap();
    let old = vault.slots().unwrap();
    assert_eq!(vault.change_password(&word("falsch"), &word(NEW), KdfCost::LEAST), Err(VaultError::PasswordRefused));
    assert_eq!(vault.slots().unwrap(), old);
    vault.change_password(&password(), &word(NEW), KdfCost::LEAST).unwrap();
    assert_ne!(vault.slots().unwrap()[0].id, old[0].id);
    assert!(vault.slots().unwrap()[0].made_at >= old[0].made_at);
    assert_eq!(actions(&vault)[0], "password_change");
    assert_eq!(fs::read(folder.join("keys.a")).unwrap(), fs::read(folder.join("keys.b")).unwrap());
    vault.lock().unwrap();
    assert!(opens(&folder, NEW) && !opens(&folder, PASSWORD));
    assert!(opens(&before, PASSWORD) && !opens(&before, NEW), "an earlier copy opens as before");
}

#[test]
fn an_old_key_file_put_back_after_a_change_is_noticed_and_loses_its_password() {
    let (dir, folder) = small();
    let before = dir.path().join("before");
    copy(&folder, &before);
    let mut vault = open(&folder).unwrap();
    vault.change_password(&password(), &word(NEW), KdfCost::LEAST).unwrap();
    vault.lock().unwrap();
    for name in ["keys.a", "keys.b"] {
        fs::copy(before.join(name), folder.join(name)).unwrap();
    }
    let vault = open(&folder).unwrap();
    assert_eq!(vault.notices(), [vault::Notice::OldKeysPutBack]);
    vault.lock().unwrap();
    assert!(opens(&folder, NEW) && !opens(&folder, PASSWORD));
}

#[test]
fn the_recovery_text_opens_once_it_was_typed_back() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    assert_eq!(vault.begin_recovery(&word("falsch")).err(), Some(VaultError::PasswordRefused));
    let pending = vault.begin_recovery(&password()).unwrap();
    let text: String = pending.key().lines().iter().map(|line| format!("{} ", line.as_str())).collect();
    let other = vault.begin_recovery(&password()).unwrap();
    let wrong: String = other.key().lines().iter().map(|line| line.to_string()).collect();
    assert_eq!(vault.confirm_recovery(&pending, &wrong), Err(VaultError::WrongRecovery));
    let mistyped = format!("{}{}", if text.starts_with('7') { '8' } else { '7' }, &text[1..]);
    assert_eq!(vault.confirm_recovery(&pending, &mistyped), Err(VaultError::RecoveryMistyped { line: 1 }));
    assert_eq!(kinds(&vault), [SlotKind::Password], "nothing counts yet");
    vault.lock().unwrap();
    assert_eq!(recovers(&folder, &text, NEW).err(), Some(VaultError::WrongRecovery));

    let mut vault = open(&folder).unwrap();
    vault.confirm_recovery(&pending, &text).unwrap();
    assert_eq!(kinds(&vault), [SlotKind::Password, SlotKind::Recovery]);
    vault.lock().unwrap();
    let vault = recovers(&folder, &text, NEW).unwrap();
    assert_eq!(get(&vault, |r| r.person_count()), 1);
    assert_eq!(actions(&vault)[..2], ["recover", "unlock"]);
    assert_eq!(kinds(&vault), [SlotKind::Password, SlotKind::Recovery], "the sheet stays good");
    vault.lock().unwrap();
    assert!(opens(&folder, NEW) && !opens(&folder, PASSWORD));
    recovers(&folder, &text, PASSWORD).unwrap().lock().unwrap();
    assert!(opens(&folder, PASSWORD));
}

#[test]
fn a_new_sheet_puts_the_old_one_out_of_force() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let (old, new) = (recovery(&mut vault), recovery(&mut vault));
    assert_eq!(kinds(&vault), [SlotKind::Password, SlotKind::Recovery]);
    vault.lock().unwrap();
    assert_eq!(recovers(&folder, &old, NEW).err(), Some(VaultError::WrongRecovery));
    recovers(&folder, &new, NEW).unwrap();
}

#[test]
fn a_second_officer_opens_but_does_not_let_others_in() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let add = |vault: &mut Vault, own: &str, officer: &str| {
        vault.add_officer(&word(own), &word(officer), "组织委员 乙某", KdfCost::LEAST)
    };
    assert_eq!(add(&mut vault, PASSWORD, PASSWORD), Err(VaultError::PasswordsAlike));
    assert_eq!(add(&mut vault, OFFICER, OFFICER), Err(VaultError::PasswordRefused));
    add(&mut vault, PASSWORD, OFFICER).unwrap();
    assert_eq!(add(&mut vault, PASSWORD, "a third one"), Err(VaultError::SlotTaken));
    vault.lock().unwrap();
    assert!(opens(&folder, OFFICER) && opens(&folder, PASSWORD));
    let label = "组织委员 乙某".as_bytes();
    for entry in fs::read_dir(&folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_file()) {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(label.len()).any(|window| window == label), "the label is a name");
    }

    let mut vault = Vault::open(World::real(), &folder, &word(OFFICER)).unwrap();
    let slots = vault.slots().unwrap();
    assert_eq!((slots[1].kind, slots[1].label.as_str()), (SlotKind::Officer, "组织委员 乙某"));
    let refused = Err(VaultError::PasswordRefused);
    assert_eq!(vault.begin_recovery(&word(OFFICER)).err(), Some(VaultError::PasswordRefused));
    assert_eq!(vault.remove_slot(slots[1].id, &word(OFFICER)), refused);
    assert_eq!(vault.reencrypt(&word(OFFICER), &word(NEW), None, KdfCost::LEAST), refused);
    assert_eq!(
        vault.change_password(&word(OFFICER), &password(), KdfCost::LEAST),
        Err(VaultError::PasswordsAlike),
        "then nobody could tell the two apart"
    );
    vault.change_password(&word(OFFICER), &word(NEW), KdfCost::LEAST).unwrap();
    assert_eq!(vault.slots().unwrap()[1].label, "组织委员 乙某");
    vault.lock().unwrap();
    assert!(opens(&folder, NEW) && opens(&folder, PASSWORD) && !opens(&folder, OFFICER));
}

#[test]
fn a_slot_is_removed_but_never_the_last_password() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let text = recovery(&mut vault);
    vault.add_officer(&password(), &word(OFFICER), "乙某", KdfCost::LEAST).unwrap();
    let slots = vault.slots().unwrap();
    assert_eq!(vault.remove_slot(slots[0].id, &password()), Err(VaultError::LastPassword));
    assert_eq!(vault.remove_slot(uuid::Uuid::nil(), &password()), Err(VaultError::NotFound));
    assert_eq!(vault.remove_slot(slots[1].id, &word("falsch")), Err(VaultError::PasswordRefused));
    vault.remove_slot(slots[1].id, &password()).unwrap();
    vault.remove_slot(slots[2].id, &password()).unwrap();
    assert_eq!(kinds(&vault), [SlotKind::Password]);
    vault.lock().unwrap();
    assert!(opens(&folder, PASSWORD) && !opens(&folder, OFFICER));
    assert_eq!(recovers(&folder, &text, NEW).err(), Some(VaultError::WrongRecovery));
}

#[test]
fn wrong_guesses_are_counted_over_restarts_and_logged_once() {
    let (_dir, folder) = small();
    let read = || FailedUnlocks::read(&World::real(), &folder);
    assert_eq!(read(), FailedUnlocks::default());
    for _ in 0..5 {
        assert!(Vault::open(World::real(), &folder, &word("falsch")).is_err());
    }
    assert_eq!(read().count, 5);
    assert!((1..=4).contains(&read().wait(chrono::Utc::now())));
    let note = fs::read_to_string(folder.join("guesses")).unwrap();
    assert!(note.starts_with("5 1") && note.len() < 20, "{note}");
    let vault = open(&folder).unwrap();
    let failed: Vec<_> =
        get(&vault, |r| r.log(40)).into_iter().filter(|entry| entry.action == "unlock_failed").collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].object, "5");
    assert_eq!(read().count, 0);
    vault.lock().unwrap();
    // Whatever stands there, nobody is locked out.
    for harm in ["", "x", "4294967295 9999999999999999", "4294967295 -1"] {
        fs::write(folder.join("guesses"), harm).unwrap();
        assert!(opens(&folder, PASSWORD), "{harm}");
    }
}

#[test]
fn an_officer_left_alone_takes_over_and_neither_earlier_password_opens() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let text = recovery(&mut vault);
    let take_over =
        |vault: &mut Vault, officer: &str, new: &str| vault.take_over(&word(officer), &word(new), KdfCost::LEAST);
    assert_eq!(take_over(&mut vault, OFFICER, NEW), Err(VaultError::PasswordRefused), "there is none");
    vault.add_officer(&password(), &word(OFFICER), "组织委员 乙某", KdfCost::LEAST).unwrap();
    let before = vault.slots().unwrap();
    assert_eq!(
        take_over(&mut vault, PASSWORD, NEW),
        Err(VaultError::PasswordRefused),
        "the secretary changes his password"
    );
    assert_eq!(take_over(&mut vault, OFFICER, PASSWORD), Err(VaultError::PasswordsAlike));
    assert_eq!(vault.slots().unwrap(), before);
    vault.lock().unwrap();

    let mut vault = Vault::open(World::real(), &folder, &word(OFFICER)).unwrap();
    take_over(&mut vault, OFFICER, NEW).unwrap();
    assert_eq!(kinds(&vault), [SlotKind::Password, SlotKind::Recovery]);
    assert_eq!(actions(&vault)[0], "officer_take_over");
    vault.lock().unwrap();
    assert!(opens(&folder, NEW));
    assert!(!opens(&folder, OFFICER) && !opens(&folder, PASSWORD));
    recovers(&folder, &text, "第三个密码 再来一次").unwrap();
}

/// A ledger with a recovery sheet and an officer, its folder and the sheet's text.
fn with_all() -> (tempfile::TempDir, PathBuf, String) {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let text = recovery(&mut vault);
    vault.add_officer(&password(), &word(OFFICER), "乙某", KdfCost::LEAST).unwrap();
    vault.lock().unwrap();
    (dir, folder, text)
}

#[test]
fn damage_to_the_key_files_shows_with_every_kind_of_slot() {
    let (dir, folder, text) = with_all();
    let whole = fs::read(folder.join("keys.a")).unwrap();
    let key = RecoveryKey::read(&text).unwrap();
    let harmed = dir.path().join("harmed");
    copy(&folder, &harmed);
    for at in 0..whole.len() {
        for cut in [false, true] {
            let mut bytes = whole.clone();
            if cut {
                bytes.truncate(at)
            } else {
                bytes[at] ^= 0x20
            }
            fs::write(harmed.join("keys.a"), &bytes).unwrap();
            fs::write(harmed.join("keys.b"), &bytes).unwrap();
            // Without the right checksum no key is ever derived, so this costs nothing.
            let said = Vault::recover(World::real(), &harmed, &key, &word(NEW), KdfCost::LEAST).err();
            // The MAC is the last to be checked, with the key that the text gives.
            assert_eq!(said, Some(VaultError::KeysDamaged), "cut {cut} at {at}");
        }
    }
    for (bad, good) in [("keys.a", "keys.b"), ("keys.b", "keys.a")] {
        for at in (0..whole.len()).step_by(37) {
            copy(&folder, &harmed);
            let mut bytes = whole.clone();
            bytes[at] ^= 0x20;
            fs::write(harmed.join(bad), &bytes).unwrap();
            let vault = recovers(&harmed, &text, NEW).unwrap();
            assert_eq!(vault.notices(), [vault::Notice::KeyCopyRepaired], "{bad} at {at}, {good} is whole");
        }
    }
}

/// Does something to the slots with every file operation failing in turn; the ledger then opens with the old or the new secret.
fn every_failure(
    whole: &Path,
    act: impl Fn(&mut Vault) -> Result<(), VaultError>,
    old: impl Fn(&Path) -> bool,
    new: impl Fn(&Path) -> bool,
) {
    let dir = tempfile::tempdir().unwrap();
    for stays in [false, true] {
        let (mut refused, mut uncertain) = (0, 0);
        for at in 0.. {
            assert!(at < 300, "it takes fewer operations");
            let folder = dir.path().join(format!("{stays}{at}.zhixin"));
            copy(whole, &folder);
            let (world, disk) = Faulty::world(at, stays);
            let Ok(mut vault) = Vault::open(world, &folder, &password()) else { continue };
            let result = act(&mut vault);
            let locked = vault.lock();
            let (is_old, is_new) = (old(&folder), new(&folder));
            match result {
                Ok(()) => assert!(is_new && !is_old, "{stays} at {at}: done, old {is_old}, new {is_new}"),
                Err(VaultError::KeysUncertain) => {
                    uncertain += 1;
                    assert!(is_old != is_new, "{stays} at {at}: old {is_old}, new {is_new}");
                }
                Err(e) => {
                    refused += 1;
                    assert!(matches!(e, VaultError::Io(_)), "{stays} at {at}: {e:?}");
                    assert!(is_old && !is_new, "{stays} at {at}: refused, old {is_old}, new {is_new}");
                }
            }
            fs::remove_dir_all(&folder).unwrap();
            if !disk.struck() {
                assert!(locked.is_ok() && result.is_ok());
                break;
            }
        }
        assert!(refused > 0, "it was made to fail");
        assert_eq!(uncertain > 0, stays, "a single failure is always undone");
    }
}

#[test]
fn a_failed_password_change_leaves_one_password() {
    let (_dir, folder) = small();
    every_failure(
        &folder,
        |vault| vault.change_password(&password(), &word(NEW), KdfCost::LEAST),
        |folder| opens(folder, PASSWORD),
        |folder| opens(folder, NEW),
    );
}

#[test]
fn a_failed_recovery_slot_leaves_the_old_sheet_or_the_new_one() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let old = recovery(&mut vault);
    let pending = vault.begin_recovery(&password()).unwrap();
    let new: String = pending.key().lines().iter().map(|line| line.to_string()).collect();
    vault.lock().unwrap();
    let recovers = |folder: &Path, text: &str| match recovers(folder, text, PASSWORD) {
        Ok(_) => true,
        Err(VaultError::WrongRecovery) => false,
        Err(e) => panic!("{e:?}"),
    };
    every_failure(
        &folder,
        |vault| vault.confirm_recovery(&pending, &new),
        |folder| recovers(folder, &old),
        |folder| recovers(folder, &new),
    );
}

#[test]
fn a_failed_recovery_leaves_the_old_password_or_the_new_one() {
    let (_dir, whole, text) = with_all();
    let dir = tempfile::tempdir().unwrap();
    let key = RecoveryKey::read(&text).unwrap();
    for stays in [false, true] {
        for at in 0.. {
            assert!(at < 300, "it takes fewer operations");
            let folder = dir.path().join(format!("{stays}{at}.zhixin"));
            copy(&whole, &folder);
            let (world, disk) = Faulty::world(at, stays);
            let result = Vault::recover(world, &folder, &key, &word(NEW), KdfCost::LEAST).map(drop);
            let (old, new) = (opens(&folder, PASSWORD), opens(&folder, NEW));
            assert!(old != new, "{stays} at {at}: {result:?}, old {old}, new {new}");
            assert!(result.is_err() || new, "{stays} at {at}");
            assert!(opens(&folder, OFFICER) && recovers(&folder, &text, NEW).is_ok(), "{stays} at {at}");
            fs::remove_dir_all(&folder).unwrap();
            if !disk.struck() {
                assert!(result.is_ok());
                break;
            }
        }
    }
}

#[test]
fn errors_and_lists_carry_no_secret() {
    let (_dir, folder, text) = with_all();
    let vault = open(&folder).unwrap();
    let pending = vault.begin_recovery(&password()).unwrap();
    let shown = format!("{:?} {pending:?} {:?}", vault.slots().unwrap(), RecoveryKey::read(&text).unwrap());
    for group in text.split_whitespace().chain(pending.key().lines()[0].split_whitespace()) {
        assert!(!shown.contains(group), "{shown}");
    }
}
