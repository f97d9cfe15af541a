//! Printed sheets: preview, saving, printing.

use method::{ActivityId, DutyId, Facet, HandoverId, PersonId, TalkId, TalkVariant, VisitId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    ActivityForm, ArchiveSheetOf, BriefGet, ExampleYearOf, FormSample, IndicatorList, LedgerOf, OvertimeGet,
    StatisticsOf, TalkForm, VisitForm,
};

/// Which sheet to print.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "sheet", deny_unknown_fields)]
pub enum SheetOf {
    /// 谈心谈话记录表 of a stored talk.
    Talk {
        /// Which.
        id: TalkId,
    },
    /// 走访慰问登记表 of a stored visit.
    Visit {
        /// Which.
        id: VisitId,
    },
    /// 谈心谈话记录表 of what is being written, for the preview beside the editor.
    TalkForm {
        /// The stored record behind it, if there is one, for its number.
        id: Option<TalkId>,
        /// What is being written.
        form: TalkForm,
    },
    /// 走访慰问登记表 of what is being written.
    VisitForm {
        /// The stored record behind it, if there is one, for its number.
        id: Option<VisitId>,
        /// What is being written.
        form: VisitForm,
    },
    /// 谈前提纲.
    Brief {
        /// What it is about.
        of: BriefGet,
    },
    /// 恢复单, from its making until it was typed back.
    Recovery {
        /// Which.
        token: String,
    },
    /// 销毁清册, to be signed before the data are destroyed, or printed again afterwards.
    Disposal {
        /// Whose data.
        person: PersonId,
        /// 监销人, as far as they are known; afterwards those who saw to it are printed.
        #[serde(default)]
        supervisors: Vec<String>,
    },
    /// 本人信息摘录.
    Extract {
        /// Of whom.
        person: PersonId,
    },
    /// 六知晓 个人卡.
    Card {
        /// What of whom.
        of: CardOf,
    },
    /// A ledger, with the rows of the screen and of the file.
    Ledger {
        /// Which.
        of: LedgerOf,
    },
    /// 加班登记表 of a month.
    Overtime {
        /// Which month.
        of: OvertimeGet,
    },
    /// 统计报表.
    Report {
        /// Of which period.
        of: StatisticsOf,
    },
    /// 指标完成情况表 of a year.
    Indicators {
        /// Which year.
        of: IndicatorList,
    },
    /// 会议（活动）记录 of a stored activity.
    Activity {
        /// Which.
        id: ActivityId,
    },
    /// 会议（活动）记录 of what is being written.
    ActivityForm {
        /// The stored activity behind it, if there is one, for its number.
        id: Option<ActivityId>,
        /// What is being written.
        form: ActivityForm,
    },
    /// 会议（活动）记录 to be filled in by hand.
    ActivityBlank {
        /// The code of the kind.
        kind: String,
    },
    /// 签到表 of a stored activity.
    SignIn {
        /// Which.
        id: ActivityId,
    },
    /// 书记带头清单 of a year.
    Examples {
        /// Which year.
        of: ExampleYearOf,
    },
    /// 打印校准页: rulers to measure the printer with.
    Ruler,
    /// 工作交接清单; once the ledger was passed on, 工作交接书.
    Handover {
        /// Which.
        id: HandoverId,
    },
    /// A sheet of the archive.
    Archive {
        /// Which.
        of: ArchiveSheetOf,
    },
    /// A form about people who do not exist, to see what the settings of the forms do.
    FormSample {
        /// Which.
        of: FormSample,
    },
    /// A blank talk sheet to carry.
    TalkBlank {
        /// Whose head is printed, if any.
        person: Option<PersonId>,
        /// The duty whose purpose is printed, if any.
        duty: Option<DutyId>,
        /// What kind of talk.
        #[serde(default)]
        #[ts(optional, as = "Option<TalkVariant>")]
        variant: TalkVariant,
    },
    /// A blank visit sheet to carry.
    VisitBlank {
        /// Whose head is printed, if any.
        person: Option<PersonId>,
        /// The duty whose purpose is printed, if any.
        duty: Option<DutyId>,
    },
}

/// What of a person is printed on his card.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CardOf {
    /// Of whom.
    pub person: PersonId,
    /// Which facets; of the sensitive ones the operations log notes it.
    #[serde(default)]
    pub facets: Vec<Facet>,
    /// Cover numbers and addresses; as long as nothing is said, they are covered.
    #[serde(default = "masked")]
    #[ts(optional, as = "Option<bool>")]
    pub masked: bool,
}

fn masked() -> bool {
    true
}

/// The pages of a sheet as pictures.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetPages {
    /// One SVG text a page.
    pub pages: Vec<String>,
}

/// The request for the pages of a sheet that the window does not show already.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetPagesGet {
    /// Which sheet.
    pub of: SheetOf,
    /// The marks of the pages that are shown.
    #[serde(default)]
    pub known: Vec<String>,
}

/// A page of a sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetPage {
    /// The same for pages that look alike, as long as the program runs.
    pub mark: String,
    /// An SVG text; none for a page that is shown already.
    pub svg: Option<String>,
}

/// What became of a file that was to be saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Saved {
    /// False when the user closed the dialog.
    pub saved: bool,
    /// The file's name without its folder; no personal names in it unless the user typed them.
    pub file_name: String,
}

/// The request to check a text for characters that cannot be printed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TextCheck {
    /// The text.
    pub text: String,
}

/// The characters of a text that the fonts lack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TextMissing {
    /// Each once, in order.
    pub missing: Vec<String>,
}
