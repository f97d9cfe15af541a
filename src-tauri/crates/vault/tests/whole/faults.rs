//! Every single file operation of the key files fails once, and for good, at every place.

use vault::{KdfCost, Notice, Vault, VaultError};

use crate::common::*;
use crate::faulty::Faulty;

#[test]
fn a_failed_creation_leaves_a_ledger_or_none() {
    for stays in [false, true] {
        let mut refused = 0;
        for at in 0.. {
            assert!(at < 200, "creation takes fewer operations");
            let dir = tempfile::tempdir().unwrap();
            let folder = dir.path().join("a.zhixin");
            let (world, disk) = Faulty::world(at, stays);
            let made = Vault::create(world, &folder, &password(), KdfCost::LEAST);
            let struck = disk.struck();
            match made {
                Ok(vault) => {
                    drop(vault);
                    assert!(open(&folder).unwrap().verify().unwrap().is_clean(), "at {at}");
                }
                Err(e) => {
                    refused += 1;
                    assert!(matches!(e, VaultError::Io(_)), "at {at}: {e:?}");
                    let after = open(&folder).map(drop);
                    assert!(matches!(after, Ok(()) | Err(VaultError::NotAVault)), "at {at}: {after:?}");
                    if !stays && after.is_err() && at > 1 {
                        assert!(!folder.exists(), "at {at}: nothing half-made is left");
                    }
                }
            }
            if !struck {
                break;
            }
        }
        assert!(refused > 10, "creation was made to fail at {refused} places");
    }
}

#[test]
fn a_failed_opening_or_lock_loses_nothing() {
    for (stays, harm) in [(false, false), (true, false), (false, true), (true, true)] {
        let (dir, whole) = small();
        for at in 0.. {
            assert!(at < 200, "opening and locking take fewer operations");
            let folder = dir.path().join(format!("{stays}{harm}{at}.zhixin"));
            copy(&whole, &folder);
            if harm {
                std::fs::write(folder.join("keys.a"), b"harmed").unwrap();
            }
            let (world, disk) = Faulty::world(at, stays);
            let mut kept = 1;
            let mut locked = false;
            if let Ok(mut vault) = Vault::open(world, &folder, &password()) {
                put(&mut vault, |w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "", None)));
                kept = 2;
                locked = vault.lock().is_ok();
            }
            let vault = open(&folder).unwrap_or_else(|e| panic!("at {at}: {e:?}"));
            assert_eq!(get(&vault, |r| r.person_count()), kept, "at {at}");
            assert!(vault.verify().unwrap().is_clean(), "at {at}");
            let wrong = [Notice::OldKeysPutBack, Notice::DatabaseRolledBack];
            assert!(!vault.notices().iter().any(|notice| wrong.contains(notice)), "at {at}: {:?}", vault.notices());
            if !disk.struck() {
                assert!(locked);
                break;
            }
        }
    }
}
