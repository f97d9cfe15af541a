//! The six knowings (六知晓): entries with date and source, days on which they were checked, and freshness.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{EntryId, PartialDate, PersonId};

/// One of the six things to know of a person (知晓项).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// 工作简历.
    Resume,
    /// 家庭情况.
    Family,
    /// 兴趣爱好.
    Hobby,
    /// 工作表现.
    Performance,
    /// 思想动态.
    Mind,
    /// 先进、后进底数.
    Standing,
}

impl Facet {
    /// All six, in the order in which the method names them.
    pub const ALL: [Self; 6] = [Self::Resume, Self::Family, Self::Hobby, Self::Performance, Self::Mind, Self::Standing];

    /// Whether its entries stay hidden until they are asked for: they harm most when somebody looks over the shoulder.
    pub fn sensitive(self) -> bool {
        matches!(self, Self::Family | Self::Mind | Self::Standing)
    }
}

/// Where an entry comes from (来源).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 谈心.
    Talk,
    /// 走访.
    Visit,
    /// 观察.
    Observation,
    /// 本人反映.
    #[serde(rename = "self")]
    Own,
    /// 花名册、任免审批表等材料.
    File,
    /// 其他.
    #[default]
    Other,
}

/// 关注等级.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// 平稳.
    #[default]
    Calm,
    /// 一般关注.
    Watch,
    /// 重点关注.
    Focus,
}

/// 先进、中间、后进.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 先进.
    Advanced,
    /// 中间.
    Middle,
    /// 后进.
    Behind,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum EntryBody {
    /// A line of the résumé (简历).
    Post {
        /// From this month.
        from: PartialDate,
        /// To this month; none while it lasts.
        to: Option<PartialDate>,
        /// Where and as what.
        text: String,
    },
    /// 学历学位.
    Education {
        /// 全日制; otherwise 在职.
        full_time: bool,
        /// 学历, as 大学本科.
        level: String,
        /// 学位.
        degree: String,
        /// 毕业院校.
        school: String,
        /// 专业.
        major: String,
        /// 毕业时间.
        until: Option<PartialDate>,
    },
    /// 岗位意愿: a post wished for.
    Wish {
        /// In his words.
        text: String,
    },
    /// 家庭成员.
    Relative {
        /// 称谓, as 妻子.
        relation: String,
        /// 姓名.
        name: String,
        /// 出生年月.
        birth: Option<PartialDate>,
        /// 政治面貌.
        political: String,
        /// 工作单位及职务.
        post: String,
        /// 联系电话.
        phone: String,
        /// 已故.
        deceased: bool,
    },
    /// 家庭情况: housing, burdens, who lives where.
    Household {
        /// What is known.
        text: String,
    },
    /// 爱好.
    Hobby {
        /// Which.
        text: String,
    },
    /// 特长.
    Strength {
        /// Which.
        text: String,
    },
    /// 年度考核.
    Appraisal {
        /// Of which year.
        year: i32,
        /// 优秀, 称职 … or 合格 ….
        grade: String,
    },
    /// 奖励.
    Award {
        /// What for, or which title.
        title: String,
        /// Who granted it.
        by: String,
    },
    /// 处分、处理.
    Punishment {
        /// Which.
        title: String,
        /// Who decided.
        by: String,
        /// 影响期至.
        until: Option<PartialDate>,
    },
    /// 工作表现: a dated note on work, good or short of it.
    Work {
        /// What.
        text: String,
    },
    /// 思想动态.
    Mind {
        /// What.
        text: String,
        /// 关注等级.
        attention: Attention,
    },
    /// 先进、中间、后进 with its basis.
    Standing {
        /// Which.
        mark: Mark,
        /// 依据: the dated fact that it rests on.
        basis: String,
        /// 帮带人.
        helper: String,
        /// 帮带措施.
        plan: String,
    },
    /// 转化情况.
    Progress {
        /// What has changed.
        text: String,
    },
}

impl EntryBody {
    /// The facet that it belongs to.
    pub fn facet(&self) -> Facet {
        match self {
            Self::Post { .. } | Self::Education { .. } | Self::Wish { .. } => Facet::Resume,
            Self::Relative { .. } | Self::Household { .. } => Facet::Family,
            Self::Hobby { .. } | Self::Strength { .. } => Facet::Hobby,
            Self::Appraisal { .. } | Self::Award { .. } | Self::Punishment { .. } | Self::Work { .. } => {
                Facet::Performance
            }
            Self::Mind { .. } => Facet::Mind,
            Self::Standing { .. } | Self::Progress { .. } => Facet::Standing,
        }
    }

    /// Whether it is never changed and never deleted, only followed by a newer one: what was thought of a person on a day stays as it was.
    pub fn only_followed(&self) -> bool {
        matches!(self, Self::Mind { .. } | Self::Standing { .. } | Self::Progress { .. })
    }
}

/// An entry of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which.
    pub id: EntryId,
    /// Of whom.
    pub person: PersonId,
    /// What.
    pub body: EntryBody,
    /// The day that it is of; for a résumé line or a relative none.
    pub day: Option<PartialDate>,
    /// Where it comes from.
    pub source: Source,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// A day on which a facet was found to be right, whether or not anything was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCheck {
    /// Of whom.
    pub person: PersonId,
    /// What.
    pub facet: Facet,
    /// When.
    pub day: NaiveDate,
}

/// Whether a facet is known (知晓).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FacetState {
    /// 未知: nothing was ever entered or checked.
    Unknown,
    /// 过期: checked longer ago than the limit.
    Stale,
    /// 已知.
    Known,
}

/// After how many days a facet is 过期; editable in the rule pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Freshness {
    /// 工作简历.
    pub resume: u32,
    /// 家庭情况.
    pub family: u32,
    /// 兴趣爱好.
    pub hobby: u32,
    /// 工作表现.
    pub performance: u32,
    /// 思想动态.
    pub mind: u32,
    /// 先进、后进底数.
    pub standing: u32,
}

impl Freshness {
    /// The limit of a facet, in calendar days.
    pub fn days(&self, facet: Facet) -> u32 {
        match facet {
            Facet::Resume => self.resume,
            Facet::Family => self.family,
            Facet::Hobby => self.hobby,
            Facet::Performance => self.performance,
            Facet::Mind => self.mind,
            Facet::Standing => self.standing,
        }
    }
}

impl Default for Freshness {
    /// Our suggestion, as no regulation fixes these limits.
    fn default() -> Self {
        Self { resume: 365, family: 180, hobby: 365, performance: 90, mind: 90, standing: 180 }
    }
}

/// Whether a facet last checked on a day is known today; exactly at the limit it still is, and a check in the future counts.
pub fn facet_state(checked: Option<NaiveDate>, limit_days: u32, today: NaiveDate) -> FacetState {
    match checked {
        None => FacetState::Unknown,
        Some(day) if (today - day).num_days() > i64::from(limit_days) => FacetState::Stale,
        Some(_) => FacetState::Known,
    }
}

/// 知晓度: how many of all facets are known, in whole percent; 100 only when every one is, and 0 when there are none.
pub fn knowing_percent(known: u32, all: u32) -> u32 {
    let percent = u64::from(known.min(all)) * 100 / u64::from(all.max(1));
    percent.try_into().unwrap_or(0)
}

/// The place of a relative in a list, as the 干部任免审批表 orders them: 配偶 0, 子女 1, 父母 2, 配偶父母 3, all others 4.
///
/// Whole words are compared, as 岳父, 伯父 and 女婿 are neither a parent nor a child.
pub fn relation_rank(relation: &str) -> u8 {
    const SPOUSE: &[&str] = &["配偶", "丈夫", "妻子", "夫", "妻", "爱人", "老伴", "老公", "老婆"];
    const CHILD: &[&str] = &["子女", "儿子", "女儿", "子", "女", "儿", "孩子", "独生子", "独生女", "独子", "独女"];
    const PARENT: &[&str] = &["父母", "父亲", "母亲", "父", "母", "爸爸", "妈妈"];
    const IN_LAW: &[&str] = &[
        "配偶父母",
        "配偶父亲",
        "配偶母亲",
        "岳父母",
        "岳父",
        "岳母",
        "公婆",
        "公公",
        "婆婆",
        "公爹",
        "丈人",
        "丈母娘",
    ];
    // The eldest, the second and so on, and those by adoption or marriage.
    const BEFORE: &[char] = &['长', '次', '大', '二', '三', '四', '五', '小', '幼', '养', '继', '生'];
    let word: String = relation.chars().filter(|c| !c.is_whitespace()).collect();
    let root = word.strip_prefix(BEFORE).unwrap_or(&word);
    let is = |words: &[&str]| words.contains(&word.as_str()) || words.contains(&root);
    match () {
        () if is(SPOUSE) => 0,
        () if is(CHILD) => 1,
        () if is(PARENT) => 2,
        () if is(IN_LAW) => 3,
        () => 4,
    }
}
