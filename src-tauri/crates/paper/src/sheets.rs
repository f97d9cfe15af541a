//! What can be printed: plain values, already put into words by the caller where only the caller knows how.
//!
//! The fields follow the customary forms of branch work. No official form exists, so nothing here is compulsory:
//! every text may be empty and every list may have any length.

use chrono::{NaiveDate, NaiveTime};
use method::{
    DutyKind, EntryBody, Explanation, Extra, Facet, FormStyle, PaperKind, Part, PartialDate, TalkMode, TalkVariant,
    VisitMode,
};
use serde::Serialize;

use crate::activities::{ActivitySheet, SignInSheet};
use crate::archive::ArchiveSheet;
use crate::book::BookSheet;
use crate::filed::FiledSheet;
use crate::handover::HandoverSheet;
use crate::lists::{CardSheet, ListSheet, ReportSheet};
use crate::recovery::RecoverySheet;
use crate::retention::{DisposalSheet, ExtractSheet};

/// One form, filled in or blank.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Sheet {
    /// 谈心谈话记录表, filled in.
    Talk(TalkSheet),
    /// 走访慰问登记表, filled in.
    Visit(VisitSheet),
    /// 谈前提纲.
    Brief(BriefSheet),
    /// 恢复单.
    Recovery(RecoverySheet),
    /// 销毁清册.
    Disposal(DisposalSheet),
    /// 本人信息摘录.
    Extract(ExtractSheet),
    /// 六知晓 个人卡.
    Card(CardSheet),
    /// A list or ledger.
    List(ListSheet),
    /// 统计报表.
    Report(ReportSheet),
    /// 打印校准页: rulers to measure the printer with.
    Ruler,
    /// 谈心谈话记录表 to be carried and filled in by hand.
    TalkBlank(BlankSheet),
    /// 走访慰问登记表 to be carried and filled in by hand.
    VisitBlank(BlankSheet),
    /// 会议（活动）记录, filled in.
    Activity(Box<ActivitySheet>),
    /// The same to be filled in by hand.
    ActivityBlank(Box<ActivitySheet>),
    /// 签到表.
    SignIn(SignInSheet),
    /// 工作交接清单, or 工作交接书.
    Handover(Box<HandoverSheet>),
    /// A sheet of the archive.
    Archive(ArchiveSheet),
    /// A record as it lies in the archive.
    Filed(Box<FiledSheet>),
    /// 年度合订本.
    Book(Box<BookSheet>),
}

impl Sheet {
    /// How many sheets are laid out for it: a book has many.
    pub fn parts(&self) -> usize {
        match self {
            Self::Book(book) => book.sheets.len() + 1,
            _ => 1,
        }
    }

    /// As what the register notes it; none for the recovery sheet, which is secret and carries no code.
    pub fn kind(&self) -> Option<PaperKind> {
        match self {
            Self::Talk(_) => Some(PaperKind::Talk),
            Self::Visit(_) => Some(PaperKind::Visit),
            Self::Brief(_) => Some(PaperKind::Brief),
            Self::Recovery(_) | Self::Ruler => None,
            Self::Card(_) => Some(PaperKind::Card),
            Self::List(_) | Self::Report(_) => Some(PaperKind::Ledger),
            Self::Disposal(_) => Some(PaperKind::Disposal),
            Self::Extract(_) => Some(PaperKind::Extract),
            Self::TalkBlank(_) => Some(PaperKind::TalkBlank),
            Self::VisitBlank(_) => Some(PaperKind::VisitBlank),
            Self::Activity(_) => Some(PaperKind::Activity),
            Self::ActivityBlank(_) => Some(PaperKind::ActivityBlank),
            Self::SignIn(_) => Some(PaperKind::SignIn),
            Self::Handover(_) => Some(PaperKind::Handover),
            Self::Archive(sheet) => sheet.kind(),
            Self::Filed(filed) => filed.sheet.kind(),
            Self::Book(_) => Some(PaperKind::Yearbook),
        }
    }
}

/// One who takes part for the branch: a talker or a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signatory {
    /// The full name.
    pub name: String,
    /// The full title of the post, 职务.
    pub post: String,
}

/// A person talked with or visited. Every text is printed as it stands and may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The full name.
    pub name: String,
    /// 性别.
    pub sex: String,
    /// 出生年月.
    pub birth: String,
    /// 单位及职务（岗位）.
    pub post: String,
    /// 政治面貌.
    pub political: String,
    /// 联系电话.
    pub phone: String,
    /// 家庭住址.
    pub address: String,
}

/// 谈心谈话记录表.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TalkSheet {
    /// The branch that keeps the record.
    pub branch: String,
    /// 编号, such as `〔2026〕第23号`.
    pub number: String,
    /// 谈话人.
    pub talkers: Vec<Signatory>,
    /// 谈话对象.
    pub persons: Vec<Subject>,
    /// The day of the talk.
    pub day: NaiveDate,
    /// When it began, to the minute.
    pub start: Option<NaiveTime>,
    /// When it ended, to the minute.
    pub end: Option<NaiveTime>,
    /// 谈话地点.
    pub place: String,
    /// 谈话方式.
    pub mode: TalkMode,
    /// What kind of talk: it decides the title and some rows.
    pub variant: TalkVariant,
    /// 记录人.
    pub recorder: String,
    /// Which of 六必谈 it answers, 1 to 6; 0 is 其他（例行）.
    pub categories: Vec<u8>,
    /// The titles of the office's own categories that it answers; each is printed as a ticked box after the six.
    pub own_categories: Vec<String>,
    /// 谈话主题.
    pub topic: String,
    /// 谈话内容. A line break begins a paragraph.
    pub content: String,
    /// 谈话对象意见. A line break begins a paragraph.
    pub opinion: String,
    /// 处理意见及跟进情况. A line break begins a paragraph.
    pub follow_up: String,
    /// The fields of the variant and of the office's own.
    pub extra: Extra,
    /// The office's wishes for the form.
    pub style: FormStyle,
    /// Whether the record was entered late; 补录 is then printed beside the time.
    pub late_entry: bool,
}

/// How a visit is worded: condolence money has no place at a wedding, nor congratulation at a funeral.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum VisitWording {
    /// 慰问金 and 慰问品.
    #[default]
    Plain,
    /// Neutral words, with a line on clean conduct.
    Wedding,
    /// Neutral words.
    Funeral,
}

/// 走访慰问登记表.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VisitSheet {
    /// The branch that keeps the record.
    pub branch: String,
    /// 编号, such as `〔2026〕第7号`.
    pub number: String,
    /// 走访对象.
    pub persons: Vec<Subject>,
    /// Which of 六必访 it answers, 1 to 6; 0 is 节日、其他.
    pub categories: Vec<u8>,
    /// The titles of the office's own categories that it answers; each is printed as a ticked box after the six.
    pub own_categories: Vec<String>,
    /// Which words the form uses.
    pub wording: VisitWording,
    /// 走访事由. A line break begins a paragraph.
    pub reason: String,
    /// The day of the visit.
    pub day: NaiveDate,
    /// When it began, to the minute.
    pub start: Option<NaiveTime>,
    /// When it ended, to the minute.
    pub end: Option<NaiveTime>,
    /// 走访地点.
    pub place: String,
    /// 就诊医院、科室、床号, or empty.
    pub hospital: String,
    /// 走访人.
    pub visitors: Vec<Signatory>,
    /// 接访人.
    pub received_by: String,
    /// How the one who received the visit is related to the person.
    pub relation: String,
    /// 走访方式.
    pub mode: VisitMode,
    /// The money handed over, in 分; 0 means none.
    pub money_fen: i64,
    /// Goods handed over, with their number.
    pub goods: String,
    /// 资金来源: `工会经费`, `党费`, `行政(福利)经费`, any other text, or empty.
    pub fund: String,
    /// 走访情况. A line break begins a paragraph.
    pub situation: String,
    /// 反映的困难和问题. A line break begins a paragraph.
    pub problems: String,
    /// 帮扶措施及落实情况. A line break begins a paragraph.
    pub measures: String,
    /// 备注. A line break begins a paragraph.
    pub note: String,
    /// The fields of the office's own.
    pub extra: Extra,
    /// The office's wishes for the form.
    pub style: FormStyle,
    /// Whether the record was entered late; 补录 is then printed beside the time.
    pub late_entry: bool,
}

/// A blank form. It leaves the office, so of the person only name, address and telephone are printed on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BlankSheet {
    /// The branch that keeps the record.
    pub branch: String,
    /// Whom it is for; without a person the block is left to the pen.
    pub person: Option<Subject>,
    /// Why, in a few words, such as `生病（六必访第3项）`.
    pub purpose: String,
    /// Which tick boxes are ticked already, as in [`TalkSheet::categories`] and [`VisitSheet::categories`].
    pub categories: Vec<u8>,
    /// The titles of the office's own categories that it answers; each is printed as a ticked box after the six.
    pub own_categories: Vec<String>,
    /// What kind of talk it is for.
    pub variant: TalkVariant,
    /// The office's wishes for the form.
    pub style: FormStyle,
}

/// 谈前提纲: what to have in mind before a contact, on one page. Long lists and texts are cut.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BriefSheet {
    /// The branch.
    pub branch: String,
    /// The day on which it was put together.
    pub day: NaiveDate,
    /// With whom; the address is not printed.
    pub person: Subject,
    /// Completed years.
    pub age: Option<i32>,
    /// What the contact is owed for.
    pub duty: Option<BriefDuty>,
    /// What else the same contact may settle.
    pub others: Vec<BriefDuty>,
    /// 家庭成员, in their order; entries of other kinds are left out.
    pub family: Vec<EntryBody>,
    /// The newest contacts, newest first.
    pub contacts: Vec<BriefContact>,
    /// Promises that are not answered.
    pub promises: Vec<BriefPromise>,
    /// What to ask about.
    pub questions: Vec<BriefQuestion>,
    /// 思想动态 and 先进、后进底数, only when they were asked for; entries of other kinds are left out.
    pub restricted: Option<Vec<BriefNote>>,
}

/// A duty in a brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BriefDuty {
    /// The event's title, as 岗位调整.
    pub title: String,
    /// What happened, or empty.
    pub note: String,
    /// Talk or visit.
    pub kind: DutyKind,
    /// The item that it answers, as 六必谈第2项.
    pub item: String,
    /// Which part.
    pub part: Part,
    /// Of the event's day only the month is known.
    pub month_only: bool,
    /// The last day on time.
    pub due: NaiveDate,
    /// The due day before any deferral.
    pub first_due: NaiveDate,
    /// 暂定.
    pub provisional: bool,
    /// Why it is owed until then.
    pub explanation: Explanation,
}

/// A contact named in a brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefContact {
    /// Talk or visit.
    pub kind: DutyKind,
    /// When.
    pub day: NaiveDate,
    /// The topic of a talk or the reason of a visit.
    pub topic: String,
    /// What was to follow.
    pub follow_up: String,
}

/// A promise that is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefPromise {
    /// What.
    pub what: String,
    /// By whom; empty for the branch.
    pub by: String,
    /// The day it was made.
    pub day: NaiveDate,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Calendar days after the due day; 0 when it is not overdue.
    pub overdue_days: u32,
}

/// Something to ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BriefQuestion {
    /// Which of 六知晓.
    pub facet: Facet,
    /// How many days ago it was checked; none when nothing is known.
    pub unchecked_days: Option<u32>,
}

/// An entry of 思想动态 or 先进、后进底数.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefNote {
    /// The day that it is of.
    pub day: Option<PartialDate>,
    /// What.
    pub body: EntryBody,
}
