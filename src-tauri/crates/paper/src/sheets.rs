//! What can be printed: plain values, already put into words by the caller where only the caller knows how.
//!
//! The fields follow the customary forms of branch work. No official form exists, so nothing here is compulsory:
//! every text may be empty and every list may have any length.

use chrono::{NaiveDate, NaiveTime};
use method::{TalkMode, VisitMode};
use serde::Serialize;

/// One form, filled in or blank.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Sheet {
    /// 谈心谈话记录表, filled in.
    Talk(TalkSheet),
    /// 走访慰问登记表, filled in.
    Visit(VisitSheet),
    /// 谈心谈话记录表 to be carried and filled in by hand.
    TalkBlank(BlankSheet),
    /// 走访慰问登记表 to be carried and filled in by hand.
    VisitBlank(BlankSheet),
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
    /// 记录人.
    pub recorder: String,
    /// Which of 六必谈 it answers, 1 to 6; 0 is 其他（例行）.
    pub categories: Vec<u8>,
    /// 谈话主题.
    pub topic: String,
    /// 谈话内容. A line break begins a paragraph.
    pub content: String,
    /// 谈话对象意见. A line break begins a paragraph.
    pub opinion: String,
    /// 处理意见及跟进情况. A line break begins a paragraph.
    pub follow_up: String,
    /// Whether the record was entered late; 补录 is then printed beside the time.
    pub late_entry: bool,
    /// The number of this printed sheet, such as `T-000023`, at the foot.
    pub sheet_no: String,
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
    /// Whether the record was entered late; 补录 is then printed beside the time.
    pub late_entry: bool,
    /// The number of this printed sheet, such as `V-000007`, at the foot.
    pub sheet_no: String,
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
    /// The number of this printed sheet, at the foot.
    pub sheet_no: String,
}
