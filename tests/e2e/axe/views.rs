//! What is looked at beside the pages that the palette opens: pages of one thing, and the main dialogs. The steps are those of
//! `Window::step`, from wherever one is.

pub(super) type View = (&'static str, &'static [&'static str]);

const PERSON: &str = "css:[data-testid=person-row] button, [data-testid=person-row] a";

/// Pages that are of one person, one record, one routine or one activity.
pub(super) const OF_ONE: &[View] = &[
    ("routine", &["nav-today", "routine-open", "?routine-back"]),
    ("person", &["nav-people", PERSON, "?person-card"]),
    ("person, family", &["nav-people", PERSON, "facet-family", "?facet-panel"]),
    ("brief", &["nav-people", PERSON, "person-brief", "?brief-print"]),
    ("event", &["nav-events", "css:[data-testid=event-row] button", "?event-note"]),
    ("talk", &["nav-talks", "css:[data-testid=talk-row] button", "?sheet-page"]),
    ("visit", &["nav-visits", "css:[data-testid=visit-row] button", "?sheet-page"]),
    ("activity", &["nav-activities", "activity-open", "?activity-back"]),
    ("search with hits", &["search-open", "palette-field=住院", "palette-whole", "?search-hit"]),
];

/// The dialogs, each left by Esc.
pub(super) const DIALOGS: &[View] = &[
    ("why it is owed", &["nav-today", "duty-why", "?duty-explain"]),
    ("defer", &["nav-today", "duty-menu", "duty-defer", "?duty-dialog"]),
    ("exempt", &["nav-today", "duty-menu", "duty-exempt", "?duty-dialog"]),
    ("menu of a duty", &["nav-today", "duty-menu", "?duty-defer"]),
    ("question", &["nav-events", "event-add", "event-note=住院", "nav-today", "?ask"]),
    (
        "call off",
        &["ask-yes", "nav-events", "css:[data-testid=event-row] button", "event-cancel", "?event-cancel-dialog"],
    ),
    ("leave", &["nav-people", PERSON, "person-more", "person-leave", "?person-leave-dialog"]),
    ("blank sheets", &["nav-talks", "talk-blanks", "?sheet-dialog"]),
    ("answer", &["nav-promises", "promise-answer-open", "?promise-dialog"]),
    ("kinds of activities", &["nav-activities", "activity-kinds", "?kinds-dialog"]),
    ("line of 作示范", &["nav-activities", "activities-tab-example", "example-add", "?example-dialog"]),
    ("review", &["nav-activities", "activities-tab-example", "example-review", "?review-dialog"]),
    ("suggestion", &["nav-activities", "activities-tab-suggestions", "suggestion-new", "?suggestion-dialog"]),
    (
        "answer to a suggestion",
        &["nav-activities", "activities-tab-suggestions", "suggestion-answer", "?suggestion-dialog"],
    ),
    ("export", &["nav-ledgers", "ledger-export", "?ledger-confirm"]),
    ("print of a ledger", &["nav-ledgers", "ledger-print", "?sheet-dialog"]),
    ("statistics sheet", &["nav-ledgers", "ledgers-tab-statistics", "statistics-print", "?sheet-dialog"]),
    ("indicator", &["nav-ledgers", "ledgers-tab-indicators", "indicator-add", "?indicator-name"]),
    ("days of paper", &["nav-archive", "papers-days", "?paper-days-dialog"]),
    ("archive settings", &["nav-archive", "archive-tab-arrange", "archive-settings", "?archive-settings-dialog"]),
    ("password", &["nav-settings", "settings-security", "ways-change", "?password-dialog"]),
    ("officer", &["nav-settings", "settings-security", "way-officer-add", "?officer-dialog"]),
    ("recovery sheet", &["nav-settings", "settings-security", "way-make", "?recovery-begin"]),
    ("kind of the rules", &["nav-settings", "settings-rules", "rule-edit", "?kind-dialog"]),
    ("log export", &["nav-settings", "settings-log", "log-export", "?log-export-dialog"]),
    ("licences", &["nav-settings", "settings-licences"]),
    ("shortcuts", &["nav-settings", "settings-keys", "?shortcuts"]),
    ("palette with hits", &["nav-today", "search-open", "palette-field=住院", "?palette-whole"]),
    ("search in the manual", &["nav-today", "key:F1", "manual-find=密码"]),
];
