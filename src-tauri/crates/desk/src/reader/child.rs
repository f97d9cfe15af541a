//! The process that reads: its limits, its one request, its one answer.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::ExitCode;

use sheet::{ReadAnswer, ReadRequest, SheetError};

/// The first argument with which the program is a reader and nothing else; the memory in bytes and the seconds follow it.
pub const READER_ARGUMENT: &str = "--read-sheet";

/// The longest request, in bytes: a name and some choices.
const REQUEST_LIMIT: u32 = 1024 * 1024;
/// The longest file, in bytes, and one more; what is longer is refused by the parsers.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// Reads one file for another process of this program, when the arguments ask for that; none when they do not.
///
/// To be called first in `main`: before there are threads, windows, or anything worth keeping.
pub fn serve_reader(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    if arguments.next()? != READER_ARGUMENT {
        return None;
    }
    let mut number = || arguments.next()?.to_str()?.parse().ok();
    let served = match (number(), number()) {
        (Some(memory), Some(seconds)) => serve(memory, seconds),
        _ => None,
    };
    Some(served.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS))
}

fn serve(memory: u64, seconds: u64) -> Option<()> {
    limit(memory, seconds)?;
    // A panic may quote the file.
    std::panic::set_hook(Box::new(|_| {}));
    let answer = answer()?;
    // At once: the standard output takes a line at a time, and the answer is one line of many megabytes.
    let text = serde_json::to_vec(&answer).ok()?;
    // The process ends here: giving back the memory of many thousand rows piece by piece would only take time.
    std::mem::forget(answer);
    let mut output = std::io::stdout().lock();
    output.write_all(&text).ok()?;
    output.flush().ok()
}

fn answer() -> Option<Result<ReadAnswer, SheetError>> {
    let mut input = std::io::stdin().lock();
    let mut length = [0; 4];
    input.read_exact(&mut length).ok()?;
    let length = Some(u32::from_le_bytes(length)).filter(|length| *length <= REQUEST_LIMIT)?;
    let mut request = vec![0; usize::try_from(length).ok()?];
    input.read_exact(&mut request).ok()?;
    let request: ReadRequest = serde_json::from_slice(&request).ok()?;
    let mut bytes = Vec::new();
    input.take(FILE_LIMIT).read_to_end(&mut bytes).ok()?;
    Some(sheet::read(&request, &bytes))
}

/// So much memory and time and no more, no file written, no memory image left behind.
#[cfg(unix)]
fn limit(memory: u64, seconds: u64) -> Option<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    // The private memory; the address space would count the libraries of the window, which are many.
    // The system says that the time is over before it ends the process for good.
    let time = Rlimit { current: Some(seconds), maximum: Some(seconds.saturating_add(1)) };
    setrlimit(Resource::Cpu, time).ok()?;
    let limits = [
        (Resource::Data, memory),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        // The three streams that are open, and one to spare.
        (Resource::Nofile, 4),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }).ok()?;
    }
    Some(())
}

#[cfg(not(unix))]
fn limit(_: u64, _: u64) -> Option<()> {
    Some(())
}
