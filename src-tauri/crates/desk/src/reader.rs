//! Files from outside are parsed in a process of its own: this program once more, without keys, without surroundings, and with
//! limits that it sets itself before it reads the first byte. What it answers is data; what kills it kills nothing else.
//!
//! The child gets one message on its standard input: the length of the request as four bytes, the request as JSON, and then the file.
//! It answers with `Result<ReadAnswer, SheetError>` as JSON and ends. Nothing is written to the disk.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use sheet::{ReadAnswer, ReadRequest, SheetError};
use zeroize::Zeroizing;

use crate::{DeskError, ErrorCode, Host};

mod child;

pub use child::{READER_ARGUMENT, serve_reader};

/// The longest answer, in bytes; that of 50,000 people takes some 30 MB.
const ANSWER_LIMIT: u64 = 96 * 1024 * 1024;

/// Variables without which the program may not even start: where an unpacked bundle has its libraries, and Windows its own.
const KEPT: [&str; 2] = ["LD_LIBRARY_PATH", "SystemRoot"];

/// The process that reads files: which program, and what it may take.
///
/// On Linux the memory and the processor's time are held down by the system; macOS heeds only the time, and Windows neither, so that
/// there `patience` stands, and the limits that `sheet` checks by itself everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The program, which takes [`READER_ARGUMENT`] as its first argument.
    pub program: PathBuf,
    /// How much memory it may take, in bytes.
    pub memory: u64,
    /// After this time on the clock it is killed; the processor's time is limited to the same, in whole seconds.
    pub patience: Duration,
}

impl Reader {
    /// This reader of files with the usual limits.
    pub fn of(program: PathBuf) -> Self {
        Self { program, memory: 512 * 1024 * 1024, patience: Duration::from_secs(12) }
    }

    /// The program that runs.
    ///
    /// # Errors
    /// `ReaderMissing` when the system does not say which it is.
    pub fn itself() -> Result<Self, DeskError> {
        // The file may have been replaced by an update since the program was started; this is still the one that runs.
        if cfg!(target_os = "linux") {
            return Ok(Self::of("/proc/self/exe".into()));
        }
        Ok(Self::of(std::env::current_exe().map_err(|_| ErrorCode::ReaderMissing)?))
    }
}

/// Has a file read in a process of its own.
///
/// # Errors
/// Those of `sheet`; `ReaderMissing` when the process cannot be started, `ReaderTime` and `ReaderMemory` when it took too much.
pub(crate) fn read(host: &dyn Host, request: &ReadRequest, bytes: &[u8]) -> Result<ReadAnswer, DeskError> {
    let reader = host.reader()?;
    let request = Zeroizing::new(serde_json::to_vec(request).map_err(|_| ErrorCode::Internal)?);
    let length = u32::try_from(request.len()).map_err(|_| ErrorCode::TooLarge)?.to_le_bytes();
    let mut running = Running(start(&reader)?);
    let (input, output) = (running.0.stdin.take(), running.0.stdout.take());
    let (mut input, output) = (input.ok_or(ErrorCode::ReaderMissing)?, output.ok_or(ErrorCode::ReaderMissing)?);

    let answer = std::thread::scope(|scope| {
        let (send, answered) = channel();
        scope.spawn(move || {
            let mut answer = Zeroizing::new(Vec::new());
            let whole = output.take(ANSWER_LIMIT + 1).read_to_end(&mut answer).is_ok();
            // Whoever waited may have given up.
            let _ = send.send(answer);
            whole
        });
        scope.spawn(move || {
            // A child that has died already does not take it; what it left unsaid is told from how it ended.
            let parts: [&[u8]; 3] = [&length, &request, bytes];
            let _ = parts.iter().try_for_each(|part| input.write_all(part));
        });
        let answer = answered.recv_timeout(reader.patience).ok();
        // Both threads end with the process.
        let ended = running.end();
        answer.map(|answer| (answer, ended))
    });
    let Some((answer, ended)) = answer else { return Err(ErrorCode::ReaderTime.into()) };
    if answer.len() as u64 > ANSWER_LIMIT {
        return Err(ErrorCode::TooLarge.into());
    }
    match serde_json::from_slice::<Result<ReadAnswer, SheetError>>(&answer) {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(why(ended).into()),
    }
}

fn start(reader: &Reader) -> Result<Child, DeskError> {
    let mut command = Command::new(&reader.program);
    command.arg(READER_ARGUMENT).arg(reader.memory.to_string()).arg(reader.patience.as_secs().max(1).to_string());
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    for name in KEPT {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.spawn().map_err(|_| ErrorCode::ReaderMissing.into())
}

/// A process that is never left behind, however the reading ends.
struct Running(Child);

impl Running {
    /// Ends it, if it has not ended, and says how it did.
    fn end(&mut self) -> Option<ExitStatus> {
        // One that has ended cannot be killed any more, and that is no matter.
        let _ = self.0.kill();
        self.0.wait().ok()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// Why there is no whole answer: the system ended it for its time, or it ended itself for want of memory.
fn why(ended: Option<ExitStatus>) -> ErrorCode {
    let Some(ended) = ended else { return ErrorCode::ReaderMissing };
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;

        if ended.signal() == Some(rustix::process::Signal::XCPU.as_raw()) {
            return ErrorCode::ReaderTime;
        }
        if ended.signal().is_some() {
            return ErrorCode::ReaderMemory;
        }
    }
    // A Windows process that aborts has a code of the system's own.
    if cfg!(windows) && ended.code().is_some_and(|code| code < 0) {
        ErrorCode::ReaderMemory
    } else {
        ErrorCode::ReaderMissing
    }
}
