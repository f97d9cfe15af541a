//! What the Linux desktop says about sleep and the locked screen, over D-Bus. Without a bus the program runs as without this.
//!
//! Windows and macOS say it in other ways, which are not listened to: there the ledger locks when idle and by hand.

use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::message::{Message, Type};
use zbus::zvariant::{OwnedFd, OwnedObjectPath, Value};

const LOGIN: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";

/// What counts as a locked screen on the system's bus: the session is told to lock, or says that it is locked.
const OF_LOGIN: [&str; 3] = [
    "type='signal',sender='org.freedesktop.login1',interface='org.freedesktop.login1.Manager',member='PrepareForSleep'",
    "type='signal',sender='org.freedesktop.login1',interface='org.freedesktop.login1.Session',member='Lock'",
    "type='signal',sender='org.freedesktop.login1',interface='org.freedesktop.DBus.Properties',\
     member='PropertiesChanged',arg0='org.freedesktop.login1.Session'",
];

/// The same on the user's bus: GNOME, KDE, MATE, Cinnamon and others; UKUI (麒麟); Deepin and UOS (统信), old and new.
const OF_DESKTOP: [&str; 4] = [
    "type='signal',member='ActiveChanged'",
    "type='signal',interface='org.ukui.ScreenSaver',member='lock'",
    "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',arg0='com.deepin.SessionManager'",
    "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',\
     arg0='org.deepin.dde.SessionManager1'",
];

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Sleeps,
    Wakes,
    Locks,
}

/// Listens on both buses from threads of their own, for as long as the program runs.
pub(crate) fn listen(lock: impl Fn() + Clone + Send + 'static) {
    let of_login = lock.clone();
    std::thread::spawn(move || Connection::system().and_then(|bus| listen_to_login(&bus, of_login)));
    std::thread::spawn(move || Connection::session().and_then(|bus| listen_to_desktop(&bus, lock)));
}

/// Locks before sleep, which is held back for that long, and with the session; returns when the bus is gone.
fn listen_to_login(bus: &Connection, lock: impl Fn()) -> zbus::Result<()> {
    let messages = listening(bus, &OF_LOGIN)?;
    let manager = Proxy::new(bus, LOGIN, "/org/freedesktop/login1", MANAGER)?;
    // Nought is the caller's own process. Without an answer every session counts: locking once too often costs less.
    let own: Option<OwnedObjectPath> = manager.call("GetSessionByPID", &0_u32).ok();
    let mut hold = hold_back_sleep(&manager);
    for message in messages {
        match of_login(&message?, own.as_ref().map(|path| path.as_str())) {
            Some(Said::Sleeps) => {
                lock();
                drop(hold.take());
            }
            Some(Said::Wakes) => hold = hold_back_sleep(&manager),
            Some(Said::Locks) => lock(),
            None => {}
        }
    }
    Ok(())
}

/// Locks with the screen; returns when the bus is gone.
fn listen_to_desktop(bus: &Connection, lock: impl Fn()) -> zbus::Result<()> {
    for message in listening(bus, &OF_DESKTOP)? {
        if of_desktop(&message?) == Some(Said::Locks) {
            lock();
        }
    }
    Ok(())
}

fn listening(bus: &Connection, rules: &[&str]) -> zbus::Result<MessageIterator> {
    // Before the bus is asked for them, so that none is missed.
    let messages = MessageIterator::from(bus);
    let asked = DBusProxy::new(bus)?;
    for rule in rules {
        asked.add_match_rule(MatchRule::try_from(*rule)?)?;
    }
    Ok(messages)
}

/// Sleep waits, five seconds at most, until what this answers is dropped. None when there is nobody to ask or he refuses.
fn hold_back_sleep(manager: &Proxy<'_>) -> Option<OwnedFd> {
    manager.call("Inhibit", &("sleep", "知心", "锁定账本", "delay")).ok()
}

fn of_login(message: &Message, own: Option<&str>) -> Option<Said> {
    let header = message.header();
    if message.message_type() != Type::Signal {
        return None;
    }
    let is_own = || own.is_none() || own == header.path().map(|path| path.as_str());
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (MANAGER, "PrepareForSleep") => match message.body().deserialize::<bool>().ok()? {
            true => Some(Said::Sleeps),
            false => Some(Said::Wakes),
        },
        (SESSION, "Lock") if is_own() => Some(Said::Locks),
        (_, "PropertiesChanged") if is_own() => locked_by(message, SESSION, "LockedHint"),
        _ => None,
    }
}

fn of_desktop(message: &Message) -> Option<Said> {
    let header = message.header();
    if message.message_type() != Type::Signal {
        return None;
    }
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (interface, "ActiveChanged") if interface.ends_with(".ScreenSaver") => {
            message.body().deserialize::<bool>().ok()?.then_some(Said::Locks)
        }
        ("org.ukui.ScreenSaver", "lock") => Some(Said::Locks),
        (_, "PropertiesChanged") => locked_by(message, "com.deepin.SessionManager", "Locked")
            .or_else(|| locked_by(message, "org.deepin.dde.SessionManager1", "Locked")),
        _ => None,
    }
}

/// Whether the change of properties says that this one of that interface has become true.
fn locked_by(message: &Message, interface: &str, property: &str) -> Option<Said> {
    let body = message.body();
    let (of, changed, _): (&str, std::collections::HashMap<&str, Value<'_>>, Vec<&str>) = body.deserialize().ok()?;
    let is_locked = of == interface && matches!(changed.get(property), Some(Value::Bool(true)));
    is_locked.then_some(Said::Locks)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, PipeReader, Read};
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::{Receiver, channel};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use serde_json::json;
    use zbus::blocking::connection::Builder;

    use super::*;

    const OWN: &str = "/org/freedesktop/login1/session/_32";
    const PATIENCE: Duration = Duration::from_secs(20);
    /// Long enough for what was said before to be heard.
    const MOMENT: Duration = Duration::from_millis(300);

    /// A bus of its own.
    struct Bus(Child, String);

    impl Bus {
        fn new() -> Self {
            let mut daemon = Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                .stdout(Stdio::piped())
                .spawn()
                .expect("dbus-daemon; its Debian package is dbus");
            let mut address = String::new();
            BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
            Self(daemon, address.trim().to_owned())
        }

        fn connect(&self) -> Connection {
            Builder::address(self.1.as_str()).unwrap().build().unwrap()
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    /// In place of systemd-logind: gives out what holds back sleep and keeps the other end.
    struct Login {
        held: Arc<Mutex<Vec<PipeReader>>>,
        knows_session: bool,
    }

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Login {
        fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
            assert_eq!((what, mode), ("sleep", "delay"));
            let (reader, writer) = std::io::pipe().unwrap();
            self.held.lock().unwrap().push(reader);
            std::os::fd::OwnedFd::from(writer).into()
        }

        #[zbus(name = "GetSessionByPID")]
        fn get_session_by_pid(&self, _pid: u32) -> zbus::fdo::Result<OwnedObjectPath> {
            match self.knows_session {
                true => Ok(OwnedObjectPath::try_from(OWN).unwrap()),
                false => Err(zbus::fdo::Error::Failed("no session".to_owned())),
            }
        }
    }

    struct Surroundings {
        login: Connection,
        held: Arc<Mutex<Vec<PipeReader>>>,
        locks: Receiver<()>,
        _bus: Bus,
    }

    /// A bus with a fake logind, and the program listening on it; every lock takes a moment.
    fn listening_to_login(knows_session: bool) -> Surroundings {
        let bus = Bus::new();
        let held = Arc::<Mutex<Vec<PipeReader>>>::default();
        let manager = Login { held: held.clone(), knows_session };
        let login = Builder::address(bus.1.as_str()).unwrap().name(LOGIN).unwrap();
        let login = login.serve_at("/org/freedesktop/login1", manager).unwrap().build().unwrap();
        let (told, locks) = channel();
        let connection = bus.connect();
        std::thread::spawn(move || {
            listen_to_login(&connection, || {
                std::thread::sleep(MOMENT);
                let _ = told.send(());
            })
        });
        // It asks for the inhibitor once it listens.
        while held.lock().unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(10));
        }
        Surroundings { login, held, locks, _bus: bus }
    }

    impl Surroundings {
        fn sleep(&self, begins: bool) {
            self.login
                .emit_signal(None::<&str>, "/org/freedesktop/login1", MANAGER, "PrepareForSleep", &begins)
                .unwrap();
        }

        fn session(&self, path: &str, member: &str) {
            self.login.emit_signal(None::<&str>, path, SESSION, member, &()).unwrap();
        }

        fn hint(&self, path: &str, is_locked: bool) {
            properties(&self.login, path, SESSION, "LockedHint", is_locked);
        }

        fn locks(&self, times: usize) {
            for _ in 0..times {
                self.locks.recv_timeout(PATIENCE).expect("a lock");
            }
            assert!(self.locks.recv_timeout(2 * MOMENT).is_err(), "no more than that");
        }
    }

    fn properties(bus: &Connection, path: &str, of: &str, property: &str, is: bool) {
        let changed = std::collections::HashMap::from([(property, Value::from(is)), ("Other", Value::from("text"))]);
        let body = (of, changed, Vec::<&str>::new());
        bus.emit_signal(None::<&str>, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", &body).unwrap();
    }

    #[test]
    fn sleep_waits_until_the_ledger_is_locked() {
        let surroundings = listening_to_login(true);
        for round in 0..2 {
            let mut hold = surroundings.held.lock().unwrap().remove(0);
            surroundings.sleep(true);
            // Reads to the end only when the program has let go.
            hold.read_to_end(&mut Vec::new()).unwrap();
            assert!(surroundings.locks.try_recv().is_ok(), "locked before sleep was let go, round {round}");
            surroundings.sleep(false);
            while surroundings.held.lock().unwrap().is_empty() {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        surroundings.locks(0);
    }

    #[test]
    fn the_own_session_locks_the_ledger_and_no_other() {
        let surroundings = listening_to_login(true);
        surroundings.session(OWN, "Unlock");
        surroundings.session("/org/freedesktop/login1/session/_39", "Lock");
        surroundings.hint("/org/freedesktop/login1/session/_39", true);
        surroundings.hint(OWN, false);
        surroundings.locks(0);
        surroundings.session(OWN, "Lock");
        surroundings.hint(OWN, true);
        surroundings.locks(2);
        // Only the system's own service is believed.
        let stranger = surroundings._bus.connect();
        stranger.emit_signal(None::<&str>, OWN, SESSION, "Lock", &()).unwrap();
        surroundings.locks(0);
    }

    #[test]
    fn every_session_locks_where_the_own_is_not_known() {
        let surroundings = listening_to_login(false);
        surroundings.session("/org/freedesktop/login1/session/_39", "Lock");
        surroundings.locks(1);
    }

    #[test]
    fn the_screen_of_every_desktop_locks_the_ledger() {
        let bus = Bus::new();
        let (told, locks) = channel();
        let listener = bus.connect();
        let name = listener.unique_name().unwrap().to_string();
        std::thread::spawn(move || listen_to_desktop(&listener, || told.send(()).unwrap()));
        let desktop = bus.connect();
        // Until the rules are known to the bus.
        std::thread::sleep(MOMENT);
        let says = |path: &str, interface: &str, member: &str, body: Option<bool>| {
            let sent = match body {
                Some(is) => desktop.emit_signal(None::<&str>, path, interface, member, &is),
                None => desktop.emit_signal(None::<&str>, path, interface, member, &()),
            };
            sent.unwrap();
        };
        let locked = |said: &str| locks.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{said} locks"));
        for interface in ["org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver", "org.mate.ScreenSaver"] {
            says("/org/x", interface, "ActiveChanged", Some(false));
            says("/org/x", interface, "ActiveChanged", Some(true));
            locked(interface);
        }
        says("/", "org.ukui.ScreenSaver", "unlock", None);
        says("/", "org.ukui.ScreenSaver", "lock", None);
        locked("UKUI");
        for of in ["com.deepin.SessionManager", "org.deepin.dde.SessionManager1"] {
            properties(&desktop, "/x", of, "Locked", false);
            properties(&desktop, "/x", of, "Locked", true);
            locked(of);
        }
        // What is something else, or nonsense, is passed over.
        says("/org/x", "org.example.Player", "ActiveChanged", Some(true));
        says("/org/x", "org.gnome.ScreenSaver", "ActiveChanged", None);
        properties(&desktop, "/x", "org.example", "Locked", true);
        let body = json!({"Locked": true}).to_string();
        desktop
            .emit_signal(Some(name.as_str()), "/x", "org.freedesktop.DBus.Properties", "PropertiesChanged", &body)
            .unwrap();
        assert!(locks.recv_timeout(2 * MOMENT).is_err());
    }
}
