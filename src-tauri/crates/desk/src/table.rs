//! The command table: every command with its request and its answer, once.
//!
//! From it come the window's handlers, the list that gates them, the page's types and `zhixin call`.

use method::{FormsSettings, RulePack};
use serde::Serialize;
use serde_json::Value;
use ts_rs::{Config, TS, TypeVisitor};

use crate::border::*;
use crate::{
    Desk, DeskError, ErrorCode, Host, about, activities, appointment, archive, attachments, backups, brief, calendar,
    duties, events, examples, forms, handover, imports, indicators, knowing, ledgers, logbook, manual, overtime,
    overtime_in, papers, people, printing, promises, retention, roster, rules, scans, search, session, sheets, slots,
    statistics, strength, suggestions, talks, today, visits, work,
};

/// One row of the table, described.
#[derive(Clone, Debug, Serialize)]
pub struct CommandInfo {
    /// `noun_verb`.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The request's type, as TypeScript writes it, with its fields.
    pub request: String,
    /// The answer's type, likewise.
    pub response: String,
}

macro_rules! commands {
    ($($name:ident($request:ty) -> $response:ty = $run:path, $about:literal;)*) => {
        /// The names of all commands.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Runs the command `name` with a request in JSON.
        pub fn call(desk: &mut Desk, host: &dyn Host, name: &str, request: Value) -> Result<Value, DeskError> {
            match name {
                $(stringify!($name) => {
                    let request: $request = parse(request)?;
                    let response: $response = $run(desk, host, request)?;
                    serde_json::to_value(response).map_err(|_| ErrorCode::Internal.into())
                })*
                _ => Err(ErrorCode::UnknownCommand.into()),
            }
        }

        /// The table as data.
        pub fn describe() -> Vec<CommandInfo> {
            let config = config();
            vec![$(CommandInfo {
                name: stringify!($name),
                about: $about,
                request: <$request as TS>::inline(&config),
                response: <$response as TS>::inline(&config),
            }),*]
        }

        fn visit_types(types: &mut Types) {
            $(types.visit::<$request>(); types.visit::<$response>();)*
        }

        fn signatures(config: &Config) -> String {
            let rows = [$(format!(
                "  /** {} */\n  {}: [{}, {}];\n",
                $about, stringify!($name), <$request as TS>::name(config), <$response as TS>::name(config),
            )),*];
            rows.concat()
        }
    };
}

commands! {
    app_status(Nothing) -> AppStatus = session::app_status, "What the page must know before anything is unlocked.";
    about_get(Nothing) -> AboutView = about::about_get, "Which program it is, by which rules it counts, and where everything lies.";
    vault_choose(VaultChoose) -> AppStatus = session::vault_choose, "Asks where the ledger is or shall be.";
    vault_create(VaultCreate) -> AppStatus = session::vault_create, "Makes a ledger at the chosen place and unlocks it.";
    vault_unlock(VaultUnlock) -> AppStatus = session::vault_unlock, "Unlocks the ledger.";
    vault_lock(Nothing) -> AppStatus = session::vault_lock, "Locks the ledger and forgets everything in memory.";
    vault_recover(VaultRecover) -> AppStatus = slots::vault_recover, "Opens the ledger with the recovery sheet and sets a new password.";
    slot_list(Nothing) -> Vec<SlotView> = slots::slot_list, "The ways into the ledger, without their secrets.";
    slot_remove(SlotRemove) -> Vec<SlotView> = slots::slot_remove, "Takes a way into the ledger away; never the secretary's password.";
    password_change(PasswordChange) -> Vec<SlotView> = slots::password_change, "Changes a password; copies made before open with the old one.";
    password_reencrypt(PasswordReencrypt) -> Vec<SlotView> = slots::password_reencrypt, "Changes the password and encrypts the whole ledger anew.";
    password_strength(PasswordStrength) -> StrengthView = strength::password_strength, "How hard a password is to guess; nothing is stored.";
    recovery_begin(RecoveryBegin) -> RecoveryBegun = slots::recovery_begin, "Makes a recovery sheet, which does not count yet.";
    recovery_confirm(RecoveryConfirm) -> Vec<SlotView> = slots::recovery_confirm, "Lets the sheet count once its text was typed back.";
    recovery_cancel(RecoveryCancel) -> Done = slots::recovery_cancel, "Forgets a sheet that was begun and shall not count.";
    officer_add(OfficerAdd) -> Vec<SlotView> = slots::officer_add, "Lets a second officer in with a password of his own.";
    officer_take_over(OfficerTakeOver) -> Vec<SlotView> = slots::officer_take_over, "Makes the second officer the secretary; the earlier passwords no longer open the ledger.";
    vault_verify(Nothing) -> VaultReport = session::vault_verify, "Checks the whole ledger.";
    vault_examine(VaultExamine) -> VaultReport = backups::vault_examine, "Checks the ledger at the chosen place without opening it.";
    work_status(Nothing) -> Option<WorkView> = work::work_status, "How far the long work is that runs at this moment; none when none runs.";
    work_stop(Nothing) -> Done = work::work_stop, "Stops the long work that runs at this moment; what is half-finished is removed.";
    handover_list(Nothing) -> Vec<HandoverView> = handover::handover_list, "The handovers, newest first.";
    handover_make(HandoverForm) -> HandoverView = handover::handover_make, "Makes the list of what is handed over, and freezes it.";
    handover_pass(HandoverPass) -> HandoverView = handover::handover_pass, "Encrypts the ledger anew under the successor's password; no earlier secret opens it.";
    handover_prove(HandoverProve) -> HandoverView = handover::handover_prove, "Tries what the predecessor's password still opens.";
    handover_clear(HandoverClear) -> HandoverView = handover::handover_clear, "Removes backups that the predecessor's password still opens.";
    handover_finish(HandoverOf) -> HandoverView = handover::handover_finish, "Closes a handover.";
    backup_make(BackupMake) -> Option<BackupMade> = backups::backup_make, "Makes a backup and proves it where it lies.";
    backup_list(Nothing) -> Vec<BackupView> = backups::backup_list, "The ledger's own backups, newest first.";
    backup_verify(BackupVerify) -> Option<BackupReport> = backups::backup_verify, "Checks a backup.";
    backup_restore(BackupRestore) -> Option<AppStatus> = backups::backup_restore, "Makes a ledger of a backup in a new folder and opens it.";
    backup_drill(BackupDrill) -> BackupReport = backups::backup_drill, "Tries whether the newest backup can be restored.";
    backup_status(Nothing) -> BackupStatus = backups::backup_status, "What is known of the backups, and what to be reminded of.";
    settings_get(Nothing) -> Settings = session::settings_get, "The branch and the habits of its ledger.";
    settings_set(Settings) -> Settings = session::settings_set, "Changes them.";
    forms_get(Nothing) -> FormsView = forms::forms_get, "The forms: what can be changed and what the office changed.";
    forms_set(FormsSettings) -> FormsView = forms::forms_set, "Changes titles, labels, order and further fields of the forms.";
    rules_get(Nothing) -> RulePack = rules::rules_get, "The rule pack: event kinds and what they make owed.";
    rules_shipped(Nothing) -> Vec<RulePack> = rules::rules_shipped, "The packs that come with the program, the default first.";
    rules_preview(RulePack) -> RulesChange = rules::rules_preview, "What another pack would change among the open duties.";
    rules_set(RulePack) -> RulesChange = rules::rules_set, "Changes the rules; what is closed stays.";
    rules_choose(Nothing) -> Option<RulePack> = rules::rules_choose, "Reads a pack from a file; nothing is stored.";
    rules_export(Nothing) -> Saved = rules::rules_export, "Saves the pack as a file where the user says.";
    calendar_get(CalendarGet) -> CalendarView = calendar::calendar_get, "A year's working days.";
    calendar_choose(Nothing) -> Option<CalendarYear> = calendar::calendar_choose, "Reads a year's arrangement from a file; nothing is stored.";
    calendar_preview(CalendarYear) -> CalendarChange = calendar::calendar_preview, "What another arrangement of a year would move.";
    calendar_set(CalendarYear) -> CalendarChange = calendar::calendar_set, "Announces or corrects a year; open duties are counted anew.";
    calendar_reset(CalendarGet) -> CalendarChange = calendar::calendar_reset, "Takes a year back to what the program knows of it.";
    today_get(Nothing) -> TodayView = today::today_get, "The first screen.";
    person_create(PersonForm) -> PersonView = people::person_create, "Adds a person.";
    person_edit(PersonEdit) -> PersonView = people::person_edit, "Changes a person.";
    person_get(PersonGet) -> PersonView = people::person_get, "One person with what is owed and what happened.";
    person_list(PersonList) -> Vec<PersonRow> = people::person_list, "The roster.";
    person_return(PersonReturn) -> PersonView = people::person_return, "Notes that a person is there again.";
    person_leave(PersonLeave) -> PersonView = people::person_leave, "Notes that a person left; his open duties close by rule.";
    event_preview(EventForm) -> EventPreview = events::event_preview, "What an event would make owed.";
    event_create(EventForm) -> EventView = events::event_create, "Logs an event.";
    event_difference(EventEdit) -> EventDifference = events::event_difference, "What an edit would change among an event's duties.";
    event_edit(EventEdit) -> EventView = events::event_edit, "Changes an event; its duties follow.";
    event_get(EventGet) -> EventView = events::event_get, "One event with its duties.";
    event_list(EventList) -> Vec<EventView> = events::event_list, "Events, newest first.";
    event_page(EventPageGet) -> EventPage = events::event_page, "A page of the events of a period, newest first.";
    event_cancel(EventCancel) -> EventView = events::event_cancel, "Calls an event off; its open duties are withdrawn.";
    event_restore(EventRestore) -> EventView = events::event_restore, "Takes back that an event was called off.";
    duty_exempt(DutyExempt) -> Vec<DutyView> = duties::duty_exempt, "Exempts open duties, with a reason and a name.";
    duty_defer(DutyDefer) -> Vec<DutyView> = duties::duty_defer, "Puts open duties off; the first due day is kept.";
    duty_missed(DutyMissed) -> DutyView = duties::duty_missed, "Says why a part before an event was not had.";
    duty_reopen(DutyReopen) -> DutyView = duties::duty_reopen, "Takes an exemption back.";
    figures_get(FiguresGet) -> Figures = today::figures_get, "How many duties of a period were met, late, missed; the on-time rate.";
    statistics_show(StatisticsOf) -> StatisticsView = statistics::statistics_show, "The figures of a period.";
    statistics_export(StatisticsExport) -> Saved = statistics::statistics_export, "Saves the figures of a period as a workbook where the user says.";
    duty_list(DutyList) -> Vec<DutyView> = duties::duty_list, "Duties, first due first.";
    settle_offer(SettleOffer) -> Vec<Offer> = duties::settle_offer, "The open duties of some persons, and whether a contact settles them.";
    talk_begin(ContactBegin) -> TalkForm = talks::talk_begin, "A talk's form with what is known filled in.";
    talk_create(TalkCreate) -> TalkView = talks::talk_create, "Saves a new talk and settles the duties it names.";
    talk_edit(TalkEdit) -> TalkView = talks::talk_edit, "Saves a changed talk.";
    talk_get(TalkGet) -> TalkView = talks::talk_get, "One talk.";
    talk_list(ContactList) -> Vec<ContactRow> = talks::talk_list, "Talks, newest first.";
    talk_delete(TalkGet) -> Done = talks::talk_delete, "Deletes a draft.";
    visit_begin(ContactBegin) -> VisitForm = visits::visit_begin, "A visit's form with what is known filled in.";
    visit_create(VisitCreate) -> VisitView = visits::visit_create, "Saves a new visit and settles the duties it names.";
    visit_edit(VisitEdit) -> VisitView = visits::visit_edit, "Saves a changed visit.";
    visit_get(VisitGet) -> VisitView = visits::visit_get, "One visit.";
    visit_list(ContactList) -> Vec<ContactRow> = visits::visit_list, "Visits, newest first.";
    visit_delete(VisitGet) -> Done = visits::visit_delete, "Deletes a draft.";
    knowing_get(KnowingGet) -> KnowingView = knowing::knowing_get, "A person's six knowings; sensitive ones without their entries.";
    knowing_reveal(KnowingReveal) -> FacetView = knowing::knowing_reveal, "The entries of a sensitive facet; logged.";
    knowing_check(KnowingCheck) -> KnowingView = knowing::knowing_check, "Notes that facets were checked and nothing has changed.";
    knowing_map(Nothing) -> KnowingMap = knowing::knowing_map, "What is known of whom, without contents.";
    entry_create(EntryCreate) -> KnowingView = knowing::entry_create, "Enters something known of a person.";
    entry_edit(EntryEdit) -> KnowingView = knowing::entry_edit, "Changes an entry that may be changed.";
    entry_delete(EntryDelete) -> KnowingView = knowing::entry_delete, "Deletes an entry that may be deleted.";
    resume_read(ResumeText) -> ResumeRead = knowing::resume_read, "Reads the lines of a pasted résumé; nothing is stored.";
    promise_create(PromiseForm) -> PromiseView = promises::promise_create, "Notes a promise.";
    promise_edit(PromiseEdit) -> PromiseView = promises::promise_edit, "Changes a promise that is not answered.";
    promise_answer(PromiseAnswer) -> PromiseView = promises::promise_answer, "Notes the answer given to the person, which closes the promise.";
    promise_list(PromiseList) -> Vec<PromiseView> = promises::promise_list, "Promises, first due first.";
    suggestion_create(SuggestionForm) -> SuggestionView = suggestions::suggestion_create, "Notes a suggestion.";
    suggestion_edit(SuggestionEdit) -> SuggestionView = suggestions::suggestion_edit, "Changes a suggestion that is still open.";
    suggestion_finish(SuggestionFinish) -> SuggestionView = suggestions::suggestion_finish, "Notes the answer to a suggestion, or why it is not followed any further.";
    suggestion_reopen(SuggestionOf) -> SuggestionView = suggestions::suggestion_reopen, "Takes an answer or a closing back.";
    suggestion_delete(SuggestionOf) -> Done = suggestions::suggestion_delete, "Deletes a suggestion that is still open.";
    suggestion_list(SuggestionList) -> Vec<SuggestionView> = suggestions::suggestion_list, "Suggestions, first due first.";
    activity_begin(ActivityBegin) -> ActivityForm = activities::activity_begin, "An activity's form with what is known filled in.";
    activity_create(ActivityCreate) -> ActivityView = activities::activity_create, "Plans an activity, or notes one that was held.";
    activity_edit(ActivityEdit) -> ActivityView = activities::activity_edit, "Saves a changed activity.";
    activity_get(ActivityOf) -> ActivityView = activities::activity_get, "One activity.";
    activity_list(ActivityList) -> Vec<ActivityRow> = activities::activity_list, "Activities, newest first.";
    activity_cancel(ActivityCancel) -> ActivityView = activities::activity_cancel, "Calls a planned activity off, with a reason.";
    activity_restore(ActivityOf) -> ActivityView = activities::activity_restore, "Takes back that an activity was called off.";
    activity_delete(ActivityOf) -> Done = activities::activity_delete, "Deletes an activity that was not held.";
    activity_year(ActivityYearOf) -> ActivityYear = activities::activity_year, "What is asked of a year and what was held.";
    activity_explain(ActivityExplain) -> ActivityYear = activities::activity_explain, "Notes why none was held in a period.";
    activity_kinds_get(Nothing) -> ActivityKinds = activities::activity_kinds_get, "The kinds of activities and how often they are asked.";
    activity_kinds_set(ActivityKinds) -> ActivityKinds = activities::activity_kinds_set, "Changes them.";
    example_year(ExampleYearOf) -> ExampleYear = examples::example_year, "What the secretary asks of others, with the reviews of a year.";
    example_save(ExampleSave) -> ExampleYear = examples::example_save, "Adds a line of it or changes one.";
    example_delete(ExampleDelete) -> ExampleYear = examples::example_delete, "Deletes a line that was never reviewed.";
    example_review(ExampleReviewSave) -> ExampleYear = examples::example_review, "Saves the review of a month.";
    brief_get(BriefGet) -> BriefView = brief::brief_get, "What to have in mind before a contact.";
    overtime_grid(OvertimeGet) -> OvertimeGrid = overtime::overtime_grid, "A month of overtime.";
    overtime_set(OvertimeSet) -> OvertimeResult = overtime::overtime_set, "Enters overtime; streaks and their visits follow.";
    overtime_choose(Nothing) -> Option<OvertimePlan> = overtime_in::overtime_choose, "Reads a sheet of overtime and compares it; nothing is stored.";
    overtime_read(OvertimeRead) -> OvertimePlan = overtime_in::overtime_read, "Reads the chosen sheet of overtime in another way.";
    overtime_apply(OvertimeApply) -> OvertimeImported = overtime_in::overtime_apply, "Carries a sheet of overtime out; streaks and their visits follow.";
    overtime_template(OvertimeGet) -> Saved = overtime_in::overtime_template, "Saves a month's matrix to fill in, with the names of who is there.";
    sheet_pages(SheetPagesGet) -> Vec<SheetPage> = sheets::sheet_pages, "The pages of a sheet that have changed, as pictures, for the preview.";
    sheet_preview(SheetOf) -> SheetPages = sheets::sheet_preview, "A sheet's pages as pictures.";
    sheet_save(SheetOf) -> SheetSaved = printing::sheet_save, "Saves a sheet as PDF where the user says.";
    sheet_print(SheetOf) -> SheetsPrinted = printing::sheet_print, "Hands a sheet to the printing system.";
    sheet_print_many(SheetPrintMany) -> SheetsPrinted = printing::sheet_print_many, "Hands several sheets to the printing system as one job.";
    paper_list(PaperList) -> PaperPage = papers::paper_list, "The register of printed sheets.";
    paper_return(PaperReturn) -> Done = papers::paper_return, "Notes that printed sheets are back.";
    paper_void(PaperVoid) -> Done = papers::paper_void, "Makes a printed sheet void.";
    paper_lost(PaperLost) -> Done = papers::paper_lost, "Writes a printed sheet off as lost.";
    paper_undo(PaperOf) -> Done = papers::paper_undo, "Takes back what was noted of a printed sheet.";
    paper_link(PaperLink) -> Done = papers::paper_link, "Notes which record was entered from a sheet filled in by hand.";
    paper_set(PaperSet) -> Done = papers::paper_set, "Sets after how many days a sheet that is out counts as overdue.";
    scan_choose(Nothing) -> Option<ScanReport> = scans::scan_choose, "Reads scanned files that the user chooses.";
    scan_inbox(Nothing) -> ScanInbox = scans::scan_inbox, "The scanned pages that wait for somebody.";
    scan_list(ScanList) -> Vec<ScanView> = scans::scan_list, "Scanned pages, the oldest first.";
    scan_get(ScanOf) -> ScanPicture = scans::scan_get, "A scanned page with its picture; logged.";
    scan_claim(ScanClaim) -> ScanView = scans::scan_claim, "Puts a scanned page to a printed sheet.";
    scan_claim_record(ScanClaimRecord) -> ScanView = scans::scan_claim_record, "Puts a scanned page to a talk or visit.";
    scan_set_aside(ScanSetAside) -> ScanView = scans::scan_set_aside, "Says that a scanned page is not of this ledger.";
    scan_take_back(ScanOf) -> ScanView = scans::scan_take_back, "Takes back where a scanned page was put.";
    scan_folder_set(ScanFolderSet) -> ScanFolder = scans::scan_folder_set, "Sets the folder in which scans are looked for.";
    scan_folder_clear(Nothing) -> ScanFolder = scans::scan_folder_clear, "Watches no folder any more.";
    scan_folder_check(Nothing) -> ScanReport = scans::scan_folder_check, "Reads the new scans in the watched folder.";
    text_check(TextCheck) -> TextMissing = sheets::text_check, "The characters of a text that cannot be printed.";
    ledger_show(LedgerOf) -> LedgerTable = ledgers::ledger_show, "A ledger as a table on the screen.";
    ledger_export(LedgerOf) -> Saved = ledgers::ledger_export, "Saves a ledger as a spreadsheet where the user says.";
    workbook_export(WorkbookOf) -> Saved = ledgers::workbook_export, "Saves several ledgers as one workbook where the user says.";
    indicator_list(IndicatorList) -> IndicatorTable = indicators::indicator_list, "The indicators with their values of a year.";
    indicator_save(IndicatorSave) -> IndicatorTable = indicators::indicator_save, "Adds an indicator or changes one.";
    indicator_delete(IndicatorDelete) -> IndicatorTable = indicators::indicator_delete, "Deletes an indicator with its values.";
    indicator_value_set(IndicatorValueSet) -> IndicatorTable = indicators::indicator_value_set, "Enters the value of a month.";
    indicator_add_rates(IndicatorList) -> IndicatorTable = indicators::indicator_add_rates, "Adds the six rates of tax collection that are not there yet.";
    indicator_export(IndicatorExport) -> Saved = indicators::indicator_export, "Saves the indicators of a year as a spreadsheet where the user says.";
    archive_get(ArchiveGet) -> ArchiveView = archive::archive_get, "The archive of a year: what waits, what is archived, the boxes.";
    archive_settings_get(Nothing) -> ArchiveSettings = archive::archive_settings_get, "How papers are numbered and how long they are kept.";
    archive_settings_set(ArchiveSettings) -> ArchiveSettings = archive::archive_settings_set, "Changes it; what is archived keeps its period.";
    item_create(ItemCreate) -> ArchiveView = archive::item_create, "Archives records, a year's book or other paper; records are frozen.";
    item_edit(ItemEdit) -> ArchiveView = archive::item_edit, "Changes what the catalogue says of an item.";
    item_number(ItemNumber) -> ArchiveView = archive::item_number, "Numbers the items of a year, period and unit that have no number.";
    item_undo(ItemUndo) -> ArchiveView = archive::item_undo, "Takes the newest archiving back on its day, with a reason.";
    box_create(BoxCreate) -> ArchiveView = archive::box_create, "Puts items into a new box.";
    box_edit(BoxEdit) -> ArchiveView = archive::box_edit, "Changes a box; an empty one is taken away.";
    note_append(NoteAppend) -> ArchivedAs = archive::note_append, "Adds a dated note to an archived record.";
    seal_make(Quarter) -> SealView = archive::seal_make, "Makes the seal page of a quarter.";
    seal_list(Nothing) -> Vec<SealView> = archive::seal_list, "The seal pages, newest first.";
    seal_check(SealTyped) -> SealCheck = archive::seal_check, "Whether the ledger still agrees with a seal page.";
    search_find(SearchFind) -> SearchFound = search::search_find, "Searches the whole ledger.";
    log_list(LogList) -> LogPage = logbook::log_list, "A page of the operations log, newest first.";
    log_check(Nothing) -> LogState = logbook::log_check, "Whether the operations log is whole.";
    log_export(LogExport) -> Saved = logbook::log_export, "Saves the operations log as a file where the user says.";
    manual_save(ManualSave) -> Saved = manual::manual_save, "Saves the manual as PDF where the user says.";
    attachment_add(AttachmentAdd) -> Option<AttachmentView> = attachments::attachment_add, "Adds a scan or photo that the user chooses.";
    attachment_list(AttachmentList) -> Vec<AttachmentView> = attachments::attachment_list, "The attachments of a record.";
    attachment_get(AttachmentGet) -> AttachmentPicture = attachments::attachment_get, "An attachment with its picture; logged.";
    attachment_save(AttachmentGet) -> Saved = attachments::attachment_save, "Saves an attachment where the user says.";
    attachment_delete(AttachmentGet) -> Done = attachments::attachment_delete, "Deletes an attachment.";
    retention_list(Nothing) -> RetentionView = retention::retention_list, "Those who left, and what was decided about their data.";
    retention_set(RetentionSet) -> RetentionView = retention::retention_set, "Sets after how many months one is reminded.";
    retention_seal(RetentionOf) -> RetentionView = retention::retention_seal, "Leaves a person's data out of lists and of search.";
    retention_hand_over(RetentionHandOver) -> RetentionView = retention::retention_hand_over, "Notes that a person's data were handed over.";
    retention_undo(RetentionOf) -> RetentionView = retention::retention_undo, "Takes sealing or handing over back.";
    retention_plan(RetentionOf) -> DisposalPlan = retention::retention_plan, "What destroying a person's data would destroy.";
    retention_destroy(RetentionDestroy) -> RetentionView = retention::retention_destroy, "Destroys a person's data; nothing brings them back.";
    roster_choose(Nothing) -> Option<RosterPlan> = roster::roster_choose, "Reads a roster and says what importing it would do.";
    roster_read(RosterRead) -> RosterPlan = roster::roster_read, "Reads the chosen file anew: another sheet or header, other columns.";
    roster_rows(RosterRows) -> Vec<RosterRow> = roster::roster_rows, "A page of the rows of a plan.";
    roster_answer(RosterAnswer) -> RosterPlan = roster::roster_answer, "Says whom a row means of whom only the name agrees.";
    roster_apply(RosterApply) -> RosterResult = roster::roster_apply, "Carries the plan out, all or nothing.";
    roster_template(Nothing) -> Saved = roster::roster_template, "Saves the empty roster to fill in.";
    appointment_choose(Nothing) -> Option<AppointmentPlan> = appointment::appointment_choose, "Reads appointment forms (.lrmx) and compares them; nothing is stored.";
    appointment_answer(AppointmentAnswer) -> AppointmentPlan = appointment::appointment_answer, "Says whom a form means of which only the name agrees.";
    appointment_apply(AppointmentApply) -> AppointmentResult = appointment::appointment_apply, "Carries appointment forms out.";
    import_list(Nothing) -> Vec<ImportView> = imports::import_list, "The newest imports, newest first.";
    import_undo(ImportUndo) -> ImportView = imports::import_undo, "Takes an import back as one step.";
}

/// Fields that hold a day; a request that is wrong there is told so.
const DAYS: &[&str] = &["day", "from", "to", "due", "until", "birth", "work_since", "party_since", "since", "month"];

/// Reads a request. The error names the field and never repeats what stands in it.
fn parse<T: serde::de::DeserializeOwned>(request: Value) -> Result<T, DeskError> {
    let request = if request.is_null() { Value::Object(serde_json::Map::new()) } else { request };
    serde_path_to_error::deserialize(request).map_err(|error| {
        let field = field_of(error.path());
        let leaf = field.rsplit('.').next().unwrap_or_default();
        let code = if DAYS.contains(&leaf) { ErrorCode::BadDate } else { ErrorCode::BadRequest };
        DeskError::with(code, field.clone())
    })
}

/// The path to a field, as far as it consists of names of fields; the titles of extra columns are the user's own words.
fn field_of(path: &serde_path_to_error::Path) -> String {
    let path = path.to_string();
    let is_name = |part: &&str| {
        part.len() <= 40 && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_[]".contains(c))
    };
    let mut parts: Vec<&str> = path.split('.').take_while(is_name).collect();
    if let Some(at) = parts.iter().position(|part| *part == "extra") {
        parts.truncate(at + 1);
    }
    parts.join(".")
}

fn config() -> Config {
    Config::new().with_large_int("number")
}

/// Collects the declaration of every type that crosses the border, each once, by name.
#[derive(Default)]
struct Types {
    declared: std::collections::BTreeMap<String, String>,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let config = config();
        // Only types of our own have a file to be exported to; the others are built in.
        if T::output_path().is_some() {
            let name = T::ident(&config);
            if self.declared.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.declared.insert(name, format!("{docs}export {}\n", T::decl(&config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The page's types: every border type, the error codes, and the commands by name.
pub fn typescript() -> String {
    let mut types = Types::default();
    visit_types(&mut types);
    types.visit::<DeskError>();
    let declared: Vec<String> = types.declared.into_values().collect();
    format!(
        "// Generated by `cargo xtask bindings` from the command table of the desk crate. Do not edit.\n\n{}\n\
         /** Every command: its request and its answer. */\nexport interface Commands {{\n{}}}\n\n\
         /** The names of all commands. */\nexport const COMMANDS: (keyof Commands)[] = [\n{}];\n",
        declared.join("\n"),
        signatures(&config()),
        NAMES.iter().map(|name| format!("  '{name}',\n")).collect::<String>(),
    )
}
