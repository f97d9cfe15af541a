//! A disk of which one operation fails, or all from one on. The tests of the whole program take it from here too.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use vault::{Disk, DiskFile, RealDisk, World};

/// A disk of which the operation number `at` fails, counted from 0, and all later ones when it `stays`.
pub(crate) struct Faulty {
    steps: Arc<Steps>,
}

/// The operations of a faulty disk and of its files.
struct Steps {
    at: usize,
    stays: bool,
    kind: io::ErrorKind,
    done: AtomicUsize,
}

impl Steps {
    fn step(&self) -> io::Result<()> {
        let n = self.done.fetch_add(1, Ordering::SeqCst);
        let fails = if self.stays { n >= self.at } else { n == self.at };
        if fails { Err(self.kind.into()) } else { Ok(()) }
    }
}

impl Faulty {
    pub(crate) fn world(at: usize, stays: bool) -> (World, Arc<Self>) {
        Self::failing_so(at, stays, io::ErrorKind::Other)
    }

    /// The same with an error of this kind, as of a full disk.
    pub(crate) fn failing_so(at: usize, stays: bool, kind: io::ErrorKind) -> (World, Arc<Self>) {
        let disk = Arc::new(Self { steps: Arc::new(Steps { at, stays, kind, done: AtomicUsize::new(0) }) });
        (World { disk: disk.clone(), ..World::real() }, disk)
    }

    fn step(&self) -> io::Result<()> {
        self.steps.step()
    }

    /// Whether the failing operation was reached.
    pub(crate) fn struck(&self) -> bool {
        self.steps.done.load(Ordering::SeqCst) > self.steps.at
    }
}

/// A file of a faulty disk: every reading, writing and syncing counts.
struct FaultyFile {
    file: Box<dyn DiskFile>,
    steps: Arc<Steps>,
}

impl Read for FaultyFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.steps.step()?;
        self.file.read(buffer)
    }
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.steps.step()?;
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for FaultyFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl DiskFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        self.steps.step()?;
        self.file.sync()
    }
}

impl Disk for Faulty {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        RealDisk.read(path)
    }
    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(e) = self.step() {
            // As a full disk or a power loss does it: half of it is there.
            RealDisk.write_synced(path, &bytes[..bytes.len() / 2])?;
            return Err(e);
        }
        RealDisk.write_synced(path, bytes)
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(Box::new(FaultyFile { file: RealDisk.open(path)?, steps: self.steps.clone() }))
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(Box::new(FaultyFile { file: RealDisk.create(path)?, steps: self.steps.clone() }))
    }
    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.sync_file(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.rename(from, to)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.sync_dir(dir)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.remove_file(path)
    }
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.create_dir(dir)
    }
    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.remove_dir(dir)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<PathBuf>> {
        self.step()?;
        RealDisk.list(dir)
    }
    fn size(&self, path: &Path) -> io::Result<u64> {
        self.step()?;
        RealDisk.size(path)
    }
    fn exists(&self, path: &Path) -> io::Result<bool> {
        self.step()?;
        RealDisk.exists(path)
    }
}
