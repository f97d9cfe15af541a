//! A full disk and a folder that cannot be written: on small file systems mounted for the test where that is permitted, and by file
//! operations that say so, which run everywhere.

use std::io;
use std::path::Path;
use std::process::Command;

use vault::{KdfCost, Vault, VaultError, World, unwatched};

use crate::common::*;
use crate::engine::{Failure, failing};
use crate::faulty::Faulty;

/// A file system in memory, unmounted when dropped.
pub(crate) struct Mount(tempfile::TempDir);

impl Mount {
    pub(crate) fn new(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let done = run(Command::new("mount").args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(dir.path()));
        if !done {
            println!("skipped: mounting is not permitted here");
        }
        done.then_some(Self(dir))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        run(Command::new("umount").arg(self.0.path()));
    }
}

fn run(command: &mut Command) -> bool {
    cfg!(target_os = "linux") && command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_disk_is_said_and_costs_nothing_that_was_kept() {
    let Some(mount) = Mount::new("size=2m") else { return };
    let folder = mount.path().join("a.zhixin");
    let mut vault = create(&folder);
    let mut kept = 0;
    let e = loop {
        let text = "长".repeat(5_000);
        let result = vault.write(|w| w.put_person(&person(kept + 1, &text)).and_then(|()| w.log("x", "", None)));
        match result {
            Ok(()) => kept += 1,
            Err(e) => break e,
        }
        assert!(kept < 1000, "the disk is small");
    };
    assert_eq!(e, VaultError::DiskFull);
    assert!(kept > 0);
    let count = |vault: &Vault| get(vault, |r| r.person_count()) as u128;
    assert_eq!(count(&vault), kept, "what was kept is still readable");
    drop(vault);
    let crowded = open(&folder).map(drop);
    assert!(matches!(crowded, Ok(()) | Err(VaultError::DiskFull)), "{crowded:?}");

    assert!(run(Command::new("mount").args(["-o", "remount,size=64m"]).arg(mount.path())));
    let vault = open(&folder).unwrap();
    assert_eq!(count(&vault), kept);
    let checked = vault.verify().unwrap();
    assert!(checked.is_clean(), "{checked:?}");
}

#[test]
fn creating_on_a_full_disk_leaves_nothing() {
    for size in ["size=4k", "size=40k", "size=100k", "size=160k", "size=240k"] {
        let Some(mount) = Mount::new(size) else { return };
        let folder = mount.path().join("a.zhixin");
        let made = Vault::create(World::real(), &folder, &password(), KdfCost::LEAST).map(drop);
        if let Err(e) = made {
            assert_eq!(e, VaultError::DiskFull, "{size}");
            assert!(!folder.exists(), "{size}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let Some(mount) = Mount::new("size=16m") else { return };
    let folder = mount.path().join("a.zhixin");
    create(&folder).lock().unwrap();
    assert!(run(Command::new("mount").args(["-o", "remount,ro"]).arg(mount.path())));
    assert_eq!(open(&folder).err(), Some(VaultError::ReadOnly));
    let made = Vault::create(World::real(), &mount.path().join("b.zhixin"), &password(), KdfCost::LEAST);
    assert_eq!(made.err(), Some(VaultError::ReadOnly));
    assert!(run(Command::new("mount").args(["-o", "remount,rw"]).arg(mount.path())));
    assert!(open(&folder).is_ok());
}

#[test]
fn full_or_read_only_at_any_operation_is_said_as_such() {
    for (kind, said) in
        [(io::ErrorKind::StorageFull, VaultError::DiskFull), (io::ErrorKind::ReadOnlyFilesystem, VaultError::ReadOnly)]
    {
        let (_dir, folder) = small();
        let mut refused = 0;
        for at in (0..400).step_by(3) {
            let (world, disk) = Faulty::failing_so(at, true, kind);
            let made = Vault::open(world, &folder, &password()).and_then(|mut vault| vault.back_up(&unwatched));
            match made {
                // What cannot be read of both key files counts as damage.
                Err(e) => assert!(e == said || (at < 6 && e == VaultError::KeysDamaged), "{kind} at {at}: {e:?}"),
                Ok(_) if !disk.struck() => break,
                Ok(_) => continue,
            }
            refused += 1;
        }
        assert!(refused > 10, "{kind}: {refused}");
        assert!(open(&folder).unwrap().verify().unwrap().is_clean());
    }
    // And the engine's own writing.
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let save = |vault: &mut Vault| vault.write(|w| w.put_person(&person(2, "x")).and_then(|()| w.log("x", "", None)));
    assert_eq!(failing(0, true, Failure::Full, || save(&mut vault)).0, Err(VaultError::DiskFull));
    assert_eq!(get(&vault, |r| r.person_count()), 1);
    save(&mut vault).unwrap();
}
