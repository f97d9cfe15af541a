//! Printing through the desktop portal, which shows the dialog in which a printer is chosen: the way of programs in a sandbox.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek, Write};
use std::os::fd::{AsFd, FromRawFd};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use desk::{DeskError, ErrorCode};
use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::zvariant::{Fd, OwnedObjectPath, OwnedValue, Value};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const PRINT: &str = "org.freedesktop.portal.Print";
const REQUEST: &str = "org.freedesktop.portal.Request";
const ANSWERS: &str = "type='signal',interface='org.freedesktop.portal.Request',member='Response'";
/// How soon it is noticed that the program wants to lock.
const STEP: Duration = Duration::from_millis(100);

type Options<'a> = HashMap<&'a str, Value<'a>>;

/// Prints on A4 at its true size; none when there is no portal that prints.
///
/// A dialog that is open longer than `patience`, or while `dismissals` are counted up, is closed.
pub(crate) fn print(pdf: &[u8], dismissals: &AtomicU64, patience: Duration) -> Option<Result<(), DeskError>> {
    print_over(&Connection::session().ok()?, pdf, dismissals, patience)
}

fn print_over(
    bus: &Connection,
    pdf: &[u8],
    dismissals: &AtomicU64,
    patience: Duration,
) -> Option<Result<(), DeskError>> {
    let portal = Proxy::new(bus, PORTAL, PATH, PRINT).ok()?;
    // A portal without this interface, or a bus without a portal, does not know its version.
    portal.get_property::<u32>("version").ok()?;
    let until = Instant::now() + patience;
    let asked = Asked { bus, dismissals, until, before: dismissals.load(Ordering::SeqCst) };
    Some(asked.print(&portal, pdf))
}

/// One print job and how long its dialogs may stay.
struct Asked<'a> {
    bus: &'a Connection,
    dismissals: &'a AtomicU64,
    until: Instant,
    before: u64,
}

impl Asked<'_> {
    fn print(&self, portal: &Proxy<'_>, pdf: &[u8]) -> Result<(), DeskError> {
        let settings = Options::from([("paper-format", "iso_a4_210x297mm".into()), ("scale", "100".into())]);
        let mm = |length: f64| Value::from(length);
        let setup = Options::from([
            ("PPDName", "A4".into()),
            ("Name", "iso_a4".into()),
            ("Width", mm(210.0)),
            ("Height", mm(297.0)),
            ("Orientation", "portrait".into()),
        ]);
        let chosen = self.answer(|| portal.call("PreparePrint", &("", "zhixin", settings, setup, Options::new())))?;
        let token = chosen.get("token").and_then(|token| u32::try_from(token).ok()).ok_or(ErrorCode::PrintFailed)?;
        let file = in_memory(pdf).map_err(|_| ErrorCode::PrintFailed)?;
        let options = || Options::from([("token", token.into())]);
        self.answer(|| portal.call("Print", &("", "zhixin", Fd::from(file.as_fd()), options())))?;
        Ok(())
    }

    /// Asks, and waits for what the user answers.
    fn answer(
        &self,
        ask: impl FnOnce() -> zbus::Result<OwnedObjectPath>,
    ) -> Result<HashMap<String, OwnedValue>, DeskError> {
        let failed = |_: zbus::Error| DeskError::from(ErrorCode::PrintFailed);
        // Before it is asked, so that no answer is missed.
        let messages = MessageIterator::from(self.bus);
        let answers = MatchRule::try_from(ANSWERS).map_err(failed)?;
        DBusProxy::new(self.bus).map_err(failed)?.add_match_rule(answers).map_err(|_| ErrorCode::PrintFailed)?;
        let request = ask().map_err(failed)?;
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            for message in messages.flatten() {
                let header = message.header();
                let is_answer = header.interface().is_some_and(|name| name == REQUEST);
                if is_answer && sender.send(message.clone()).is_err() {
                    break;
                }
            }
        });
        loop {
            match receiver.recv_timeout(STEP) {
                Ok(message) if message.header().path().map(|path| path.as_str()) != Some(request.as_str()) => {}
                Ok(message) => {
                    let body = message.body();
                    let answer: (u32, HashMap<String, OwnedValue>) = body.deserialize().map_err(failed)?;
                    return match answer {
                        (0, results) => Ok(results),
                        (1, _) => Err(ErrorCode::Stopped.into()),
                        _ => Err(ErrorCode::PrintFailed.into()),
                    };
                }
                Err(RecvTimeoutError::Timeout) => {
                    if self.dismissals.load(Ordering::SeqCst) != self.before || Instant::now() > self.until {
                        let shown = Proxy::new(self.bus, PORTAL, &request, REQUEST).map_err(failed)?;
                        // What is closed already cannot be closed.
                        let _ = shown.call_method("Close", &());
                        return Err(ErrorCode::Stopped.into());
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Err(ErrorCode::PrintFailed.into()),
            }
        }
    }
}

/// A file that has no name and lies in memory.
fn in_memory(bytes: &[u8]) -> std::io::Result<File> {
    // SAFETY: the name is a C string, and the call takes nothing else by reference.
    let fd = unsafe { libc::memfd_create(c"zhixin".as_ptr(), libc::MFD_CLOEXEC) };
    if fd < 0 {
        return Err(std::io::Error::last_os_error());
    }
    // SAFETY: the descriptor was just made and is owned by nobody else.
    let mut file = unsafe { File::from_raw_fd(fd) };
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::{Sender, channel};

    use zbus::blocking::connection::Builder;
    use zbus::zvariant::OwnedFd;

    use super::*;

    /// A bus that starts no service by itself, as the portal of the desktop that the tests run on.
    const PRIVATE: &str = r#"<busconfig>
        <type>session</type>
        <listen>unix:tmpdir=/tmp</listen>
        <policy context="default">
            <allow send_destination="*" eavesdrop="true"/>
            <allow eavesdrop="true"/>
            <allow own="*"/>
        </policy>
    </busconfig>"#;

    struct Bus(Child, String);

    impl Bus {
        fn new() -> Self {
            let mut config = tempfile::NamedTempFile::new().unwrap();
            config.write_all(PRIVATE.as_bytes()).unwrap();
            let mut daemon = Command::new("dbus-daemon")
                .arg(format!("--config-file={}", config.path().display()))
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .stdout(Stdio::piped())
                .spawn()
                .expect("dbus-daemon; its Debian package is dbus");
            let mut address = String::new();
            BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
            Self(daemon, address.trim().to_owned())
        }

        fn builder(&self) -> Builder<'_> {
            Builder::address(self.1.as_str()).unwrap()
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    /// In place of the portal: answers with these codes in turn; none is a dialog that stays open.
    struct Portal {
        answers: Vec<Option<u32>>,
        asked: u32,
        printed: Sender<(u32, Vec<u8>)>,
    }

    impl Portal {
        fn answer(&mut self, token: u32, emitter: &zbus::object_server::SignalEmitter<'_>) -> OwnedObjectPath {
            let path = format!("/org/freedesktop/portal/desktop/request/r{}", self.asked);
            let code = self.answers[self.asked as usize];
            self.asked += 1;
            if let Some(code) = code {
                let results = HashMap::from([("token", Value::from(token))]);
                let bus = emitter.connection().clone();
                let to = path.clone();
                // After the call has returned, as a real one.
                std::thread::spawn(move || {
                    std::thread::sleep(STEP);
                    let bus = zbus::blocking::Connection::from(bus);
                    bus.emit_signal(None::<&str>, to.as_str(), REQUEST, "Response", &(code, results)).unwrap();
                });
            }
            OwnedObjectPath::try_from(path).unwrap()
        }
    }

    #[zbus::interface(name = "org.freedesktop.portal.Print")]
    impl Portal {
        fn prepare_print(
            &mut self,
            _window: &str,
            title: &str,
            settings: HashMap<String, OwnedValue>,
            setup: HashMap<String, OwnedValue>,
            _options: HashMap<String, OwnedValue>,
            #[zbus(signal_emitter)] emitter: zbus::object_server::SignalEmitter<'_>,
        ) -> OwnedObjectPath {
            assert_eq!(title, "zhixin");
            assert_eq!(<&str>::try_from(&settings["paper-format"]).unwrap(), "iso_a4_210x297mm");
            assert_eq!(f64::try_from(&setup["Height"]).unwrap(), 297.0);
            self.answer(7, &emitter)
        }

        fn print(
            &mut self,
            _window: &str,
            title: &str,
            fd: OwnedFd,
            options: HashMap<String, OwnedValue>,
            #[zbus(signal_emitter)] emitter: zbus::object_server::SignalEmitter<'_>,
        ) -> OwnedObjectPath {
            assert_eq!(title, "zhixin");
            let mut bytes = Vec::new();
            File::from(std::os::fd::OwnedFd::from(fd)).read_to_end(&mut bytes).unwrap();
            self.printed.send((u32::try_from(&options["token"]).unwrap(), bytes)).unwrap();
            self.answer(0, &emitter)
        }

        #[zbus(property, name = "version")]
        fn version(&self) -> u32 {
            3
        }
    }

    /// The token and the bytes of each file that the portal got.
    type Got = Vec<(u32, Vec<u8>)>;

    /// Prints over a bus whose portal answers so, and gives what it got.
    fn with_portal(answers: &[Option<u32>], dismissed: bool) -> (Option<Result<(), DeskError>>, Got) {
        let bus = Bus::new();
        let (printed, got) = channel();
        let portal = Portal { answers: answers.to_vec(), asked: 0, printed };
        let _served = bus.builder().name(PORTAL).unwrap().serve_at(PATH, portal).unwrap().build().unwrap();
        let dismissals = AtomicU64::new(0);
        let answer = std::thread::scope(|scope| {
            if dismissed {
                scope.spawn(|| {
                    std::thread::sleep(3 * STEP);
                    dismissals.fetch_add(1, Ordering::SeqCst);
                });
            }
            print_over(&bus.builder().build().unwrap(), b"%PDF-1.7", &dismissals, Duration::from_secs(20))
        });
        (answer, got.try_iter().collect())
    }

    #[test]
    fn the_portal_gets_the_whole_file_and_the_choice_made_in_its_dialog() {
        assert_eq!(with_portal(&[Some(0), Some(0)], false), (Some(Ok(())), vec![(7, b"%PDF-1.7".to_vec())]));
    }

    #[test]
    fn a_dialog_that_is_closed_or_left_open_prints_nothing() {
        let stopped = || (Some(Err(ErrorCode::Stopped.into())), vec![]);
        assert_eq!(with_portal(&[Some(1)], false), stopped());
        assert_eq!(with_portal(&[None], true), stopped(), "the program locks");
        assert_eq!(with_portal(&[Some(2)], false).0, Some(Err(ErrorCode::PrintFailed.into())));
    }

    #[test]
    fn without_a_portal_another_way_is_taken() {
        let bus = Bus::new();
        let connection = bus.builder().build().unwrap();
        assert_eq!(print_over(&connection, b"%PDF", &AtomicU64::new(0), STEP), None);
    }
}
