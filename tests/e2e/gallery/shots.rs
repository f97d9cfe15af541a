//! What is taken: the steps from the first page, each the `data-testid` of what is clicked; `testid=words` fills a field, `?testid` waits,
//! `css:…` clicks another selector, `key:F1` presses a key, `~testid` shows a user's folder there instead of this machine's.

pub(super) struct Shot {
    pub(super) name: &'static str,
    pub(super) steps: &'static [&'static str],
    /// Only this part of the window.
    pub(super) part: Option<&'static str>,
    /// In a window of 1366 × 768, whatever the look says: there the sheet stands beside the form.
    pub(super) wide: bool,
}

const fn shot(name: &'static str, steps: &'static [&'static str]) -> Shot {
    Shot { name, steps, part: None, wide: false }
}

const fn part(name: &'static str, steps: &'static [&'static str], part: &'static str) -> Shot {
    Shot { name, steps, part: Some(part), wide: false }
}

const fn wide(name: &'static str, steps: &'static [&'static str]) -> Shot {
    Shot { name, steps, part: Some("main"), wide: true }
}

/// The page before unlocking.
pub(super) const LOCKED: Shot = shot("lock", &["?lock-forgot"]);
/// The same for the manual.
pub(super) const LOCK_CARD: Shot = part("lock", &["?lock-forgot", "~lock-place"], "#lock-form");

/// The first run, each step from where the one before ended.
pub(super) const FIRST: &[Shot] = &[
    part("first-place", &["?first-next", "~first-place"], "main.first .inside"),
    part(
        "first-password",
        &["first-next", "first-password=清风明月 2026 山高水长", "first-password2=清风明月 2026 山高水长", "css:h1"],
        "main.first .inside",
    ),
    part(
        "first-branch",
        &["first-next", "first-branch=中共某县税务局中和税务所支部委员会", "first-secretary=甲书记"],
        "main.first .inside",
    ),
    part("first-recovery", &["first-create", "recovery-begin", "?recovery-print"], "main.first .inside"),
    part("first-later", &["first-later", "?first-roster"], "main.first .inside"),
];

/// An empty ledger.
pub(super) const EMPTY: &[Shot] = &[
    shot("today", &["nav-today", "?today-empty"]),
    shot("people", &["nav-people"]),
    shot("events", &["nav-events"]),
    shot("talks", &["nav-talks"]),
    shot("visits", &["nav-visits"]),
    shot("promises", &["nav-promises"]),
    shot("activities", &["nav-activities"]),
    shot("overtime", &["nav-overtime"]),
    shot("ledgers", &["nav-ledgers"]),
    shot("statistics", &["nav-ledgers", "ledgers-tab-statistics"]),
    shot("indicators", &["nav-ledgers", "ledgers-tab-indicators"]),
    shot("archive", &["nav-archive"]),
    shot("archive-scans", &["nav-archive", "archive-tab-scans"]),
    shot("knowing", &["nav-people", "people-tab-knowing"]),
    shot("talk-edit", &["nav-talks", "talk-add"]),
];

macro_rules! pages {
    ($($more:expr),* $(,)?) => {
        &[
            shot("today", &["nav-today", "?duty-row"]),
            shot("people", &["nav-people", "?person-row"]),
            shot("person", &["nav-people", "css:[data-testid=person-row] button, [data-testid=person-row] a", "?person-card"]),
            shot("knowing", &["nav-people", "people-tab-knowing", "?knowing-row"]),
            shot("events", &["nav-events", "?event-row"]),
            shot("event-edit", &["nav-events", "event-add", "?event-person"]),
            shot("talks", &["nav-talks"]),
            shot("talk-edit", &["nav-talks", "talk-add", "?talk-content"]),
            shot("visits", &["nav-visits"]),
            shot("visit-edit", &["nav-visits", "visit-add", "?visit-situation"]),
            shot("promises", &["nav-promises"]),
            shot("activities", &["nav-activities"]),
            shot("example", &["nav-activities", "activities-tab-example"]),
            shot("suggestions", &["nav-activities", "activities-tab-suggestions"]),
            shot("handover", &["nav-settings", "settings-handover", "?handover-back"]),
            shot("overtime", &["nav-overtime"]),
            shot("ledgers", &["nav-ledgers", "?ledger-table"]),
            shot("statistics", &["nav-ledgers", "ledgers-tab-statistics", "?statistics-keys"]),
            shot("indicators", &["nav-ledgers", "ledgers-tab-indicators"]),
            shot("archive-papers", &["nav-archive"]),
            shot("archive-scans", &["nav-archive", "archive-tab-scans"]),
            shot("archive-arrange", &["nav-archive", "archive-tab-arrange"]),
            shot("archive-catalogue", &["nav-archive", "archive-tab-catalogue"]),
            shot("archive-seals", &["nav-archive", "archive-tab-seals"]),
            shot("settings", &["nav-settings"]),
            shot("forms", &["nav-settings", "settings-forms", "?forms-back"]),
            shot("security", &["nav-settings", "settings-security", "?password-ways"]),
            shot("backups", &["nav-settings", "settings-backups", "?backup-make"]),
            shot("rules", &["nav-settings", "settings-rules", "?rules-version"]),
            shot("calendar", &["nav-settings", "settings-calendar", "?calendar-import"]),
            shot("logbook", &["nav-settings", "settings-log", "?log-action"]),
            shot("manual", &["nav-today", "key:F1", "?manual-chapter"]),
            $($more),*
        ]
    };
}

/// The pages.
pub(super) const PAGES: &[Shot] = pages![];

/// The pages, and the main dialogs.
pub(super) const MAIN: &[Shot] = pages![
    shot("d-why", &["nav-today", "duty-why"]),
    shot("d-menu", &["nav-today", "duty-menu"]),
    shot("d-defer", &["nav-today", "duty-menu", "duty-defer", "?duty-dialog"]),
    shot("d-talk-duty", &["nav-today", "css:[data-kind=talk] [data-testid=duty-record]", "?talk-content"]),
    shot("d-visit-duty", &["nav-today", "css:[data-kind=visit] [data-testid=duty-record]", "?visit-situation"]),
    shot("d-event-filled", &["nav-events", "event-add", "event-kind-illness", "event-note=县人民医院住院"]),
    shot("d-talk-open", &["nav-talks", "css:[data-testid=talk-row] button", "?talk-print"]),
    shot("d-visit-open", &["nav-visits", "css:[data-testid=visit-row] button", "?visit-print"]),
    shot(
        "d-brief",
        &[
            "nav-people",
            "css:[data-testid=person-row] button, [data-testid=person-row] a",
            "person-brief",
            "?brief-print"
        ]
    ),
    shot("d-person-edit", &["nav-people", "people-add", "?person-save"]),
    shot("d-facet", &["nav-people", "css:[data-testid=person-row] button, [data-testid=person-row] a", "facet-family"]),
    shot("d-export", &["nav-ledgers", "ledger-export", "?ledger-confirm"]),
    shot("d-print-list", &["nav-ledgers", "ledger-print"]),
    shot("d-blanks", &["nav-talks", "talk-blanks"]),
    shot("d-search", &["nav-today", "search-open"]),
    shot("d-archive-settings", &["nav-archive", "archive-tab-arrange", "archive-settings", "?archive-settings-dialog"]),
    shot("d-password", &["nav-settings", "settings-security", "ways-change", "?password-dialog"]),
    shot("d-recovery", &["nav-settings", "settings-security", "way-make"]),
    shot("d-import-roster", &["nav-people", "people-import"]),
    shot("d-import-overtime", &["nav-overtime", "overtime-import"]),
    shot("d-activity-plan", &["nav-activities", "activity-plan", "activity-plan-committee", "?activity-agenda"]),
    shot("d-activity-held", &["nav-activities", "css:[data-state=held] [data-testid=activity-open]", "?sheet-page"]),
    shot("d-activity-kinds", &["nav-activities", "activity-kinds", "?kinds-save"]),
    shot("d-example-review", &["nav-activities", "activities-tab-example", "example-review", "?review-save"]),
    shot("d-suggestion", &["nav-activities", "activities-tab-suggestions", "suggestion-new", "?suggestion-save"]),
    shot(
        "d-papers",
        &[
            "nav-talks",
            "css:[data-testid=talk-row]:last-child button",
            "talk-print",
            "?toast",
            "nav-visits",
            "css:[data-testid=visit-row]:last-child button",
            "visit-print",
            "?toast",
            "nav-archive",
            "?paper-row",
            "toast-close",
        ]
    ),
    shot("d-shortcuts", &["nav-settings", "settings-keys", "?shortcuts"]),
    shot("d-licences", &["nav-settings", "settings-licences"]),
    shot("d-manual-search", &["nav-today", "key:F1", "manual-find=密码"]),
];

/// The manual's. A chapter names its picture.
pub(super) const MANUAL: &[Shot] = &[
    part("today", &["nav-today", "?duty-row"], "main"),
    part("why", &["nav-today", "duty-why", "?duty-explain"], "[data-testid=duty-row]:has([data-testid=duty-explain])"),
    part(
        "event",
        &[
            "nav-events",
            "event-add",
            "event-person=李志国",
            "person-option-李志国",
            "event-kind-illness",
            "event-day=2026-11-21",
            "event-note=县人民医院住院",
            "?preview-due",
        ],
        "main",
    ),
    // Before a draft stands above it.
    wide("talk-open", &["nav-talks", "css:[data-testid=talk-row] button", "?talk-print", "?sheet-page"]),
    wide(
        "talk",
        &[
            "nav-today",
            "css:[data-kind=talk] [data-testid=duty-record]",
            "?talk-content",
            "talk-content=本人说新岗位业务还不熟，希望有人带一带。",
            "?sheet-page",
        ],
    ),
    wide("visit", &["nav-today", "css:[data-kind=visit] [data-testid=duty-record]", "?visit-situation", "?sheet-page"]),
    part(
        "brief",
        &["nav-people", "css:[data-person=胡桂兰] button, [data-person=胡桂兰] a", "person-brief", "?brief-print"],
        "main",
    ),
    part("promises", &["nav-promises"], "main"),
    part("activities", &["nav-activities"], "main"),
    part(
        "handover",
        &[
            "nav-settings",
            "settings-handover",
            "handover-to=王娟霞",
            "handover-to-post=党支部书记",
            "handover-witness=周刚华",
        ],
        "main",
    ),
    part("person", &["nav-people", "css:[data-person=周刚华] button, [data-person=周刚华] a", "?person-card"], "main"),
    part("knowing", &["nav-people", "people-tab-knowing", "?knowing-row"], "main"),
    part("overtime", &["nav-overtime"], "main"),
    part("import", &["nav-people", "people-import", "?roster-choose"], "main"),
    part("export", &["nav-ledgers", "ledger-export", "?ledger-confirm"], "dialog[open]"),
    wide("statistics", &["nav-ledgers", "ledgers-tab-statistics", "?statistics-keys"]),
    part(
        "papers",
        &[
            "nav-talks",
            "css:[data-testid=talk-row]:last-child button",
            "talk-print",
            "?toast",
            "nav-visits",
            "css:[data-testid=visit-row]:last-child button",
            "visit-print",
            "?toast",
            "nav-archive",
            "?paper-row",
            "toast-close",
        ],
        "main",
    ),
    part("scans", &["nav-archive", "archive-tab-scans"], "main"),
    part("arrange", &["nav-archive", "archive-tab-arrange"], "main"),
    part("rules", &["nav-settings", "settings-rules", "?rules-version"], "main"),
    part("calendar", &["nav-settings", "settings-calendar", "?calendar-import"], "main"),
    wide("forms", &["nav-settings", "settings-forms", "?sheet-page"]),
    part("security", &["nav-settings", "settings-security", "?password-ways"], "main"),
    part("backup", &["nav-settings", "settings-backups", "?backup-make", "~backup-folder"], "main"),
    part("find", &["nav-today", "search-open", "palette-field=李"], "dialog[open]"),
];
