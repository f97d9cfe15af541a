//! The database engine's own writing made to fail: every write, sync, truncation and removal that it asks of the file system counts.
//!
//! The engine's file system is copied with those calls replaced and made the default. A failing write leaves half of its bytes, as a power loss
//! does. The plan is the thread's own, so that tests beside this one notice nothing.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::{c_char, c_int, c_void};
use std::sync::{Mutex, Once, OnceLock};

use rusqlite::ffi;

/// What the engine is told when the disk is full, and when writing, syncing, shortening or removing a file fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Full,
    Io,
}

#[derive(Clone, Copy)]
struct Plan {
    at: usize,
    stays: bool,
    failure: Failure,
    done: usize,
}

thread_local! {
    static PLAN: Cell<Option<Plan>> = const { Cell::new(None) };
}

/// Lets the engine's operation number `at` fail on this thread, counted from 0, and all later ones when it `stays`, while `work` runs. Gives
/// also how many operations there were. Within another such work it counts for itself.
pub(crate) fn failing<T>(at: usize, stays: bool, failure: Failure, work: impl FnOnce() -> T) -> (T, usize) {
    install();
    let outer = PLAN.replace(Some(Plan { at, stays, failure, done: 0 }));
    let result = work();
    let done = PLAN.replace(outer).map_or(0, |plan| plan.done);
    (result, done)
}

/// Counts an operation, and gives the code with which it fails when its turn has come.
fn step(code: c_int) -> Option<c_int> {
    let mut plan = PLAN.get()?;
    let n = plan.done;
    plan.done += 1;
    PLAN.set(Some(plan));
    let fails = if plan.stays { n >= plan.at } else { n == plan.at };
    fails.then_some(if plan.failure == Failure::Full { ffi::SQLITE_FULL } else { code })
}

/// A file's calls with some replaced. `methods` is first, as the engine knows the whole by its address.
#[repr(C)]
struct Counted {
    methods: ffi::sqlite3_io_methods,
    original: *const ffi::sqlite3_io_methods,
}

/// The engine's own file system.
struct Original(*mut ffi::sqlite3_vfs);
// SAFETY: it is never changed and lives as long as the process.
unsafe impl Send for Original {}
// SAFETY: as above.
unsafe impl Sync for Original {}

static ORIGINAL: OnceLock<Original> = OnceLock::new();
/// The replaced calls by the address of the original ones; never freed.
static COUNTED: Mutex<Option<HashMap<usize, usize>>> = Mutex::new(None);

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the file systems that the engine knows live as long as the process, and so does the copy; apart from two calls the copy is the same.
        unsafe {
            ffi::sqlite3_initialize();
            let original = ffi::sqlite3_vfs_find(std::ptr::null());
            let _ = ORIGINAL.set(Original(original));
            let mut copy = std::ptr::read(original);
            copy.pNext = std::ptr::null_mut();
            copy.zName = c"counted".as_ptr();
            copy.xOpen = Some(open);
            copy.xDelete = Some(delete);
            assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(Box::new(copy)), 1), ffi::SQLITE_OK);
        }
    });
}

fn original() -> *mut ffi::sqlite3_vfs {
    ORIGINAL.get().unwrap().0
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: the arguments are the engine's own, handed on.
    unsafe {
        let done = (*original()).xOpen.unwrap()(original(), name, file, flags, flags_out);
        if done == ffi::SQLITE_OK && !(*file).pMethods.is_null() {
            (*file).pMethods = counted((*file).pMethods);
        }
        done
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    if let Some(code) = step(ffi::SQLITE_IOERR_DELETE) {
        return code;
    }
    // SAFETY: the arguments are the engine's own, handed on.
    unsafe { (*original()).xDelete.unwrap()(original(), name, sync) }
}

/// The replaced calls for these.
unsafe fn counted(original: *const ffi::sqlite3_io_methods) -> *const ffi::sqlite3_io_methods {
    let mut known = COUNTED.lock().unwrap();
    let known = known.get_or_insert_with(HashMap::new);
    *known.entry(original as usize).or_insert_with(|| {
        // SAFETY: the engine's tables of calls are constants.
        let mut methods = unsafe { std::ptr::read(original) };
        methods.xWrite = Some(write);
        methods.xSync = Some(sync);
        methods.xTruncate = Some(truncate);
        Box::into_raw(Box::new(Counted { methods, original })) as usize
    }) as *const ffi::sqlite3_io_methods
}

/// The file's own calls.
unsafe fn own(file: *mut ffi::sqlite3_file) -> ffi::sqlite3_io_methods {
    // SAFETY: only files whose calls are `Counted` come here.
    unsafe { std::ptr::read((*(*file).pMethods.cast::<Counted>()).original) }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    n: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let failed = step(ffi::SQLITE_IOERR_WRITE);
    let n = if failed.is_some() { n / 2 } else { n };
    // SAFETY: the arguments are the engine's own, or fewer bytes of them.
    let done = unsafe { own(file).xWrite.unwrap()(file, bytes, n, at) };
    failed.unwrap_or(done)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    if let Some(code) = step(ffi::SQLITE_IOERR_FSYNC) {
        return code;
    }
    // SAFETY: the arguments are the engine's own, handed on.
    unsafe { own(file).xSync.unwrap()(file, flags) }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    if let Some(code) = step(ffi::SQLITE_IOERR_TRUNCATE) {
        return code;
    }
    // SAFETY: the arguments are the engine's own, handed on.
    unsafe { own(file).xTruncate.unwrap()(file, size) }
}
