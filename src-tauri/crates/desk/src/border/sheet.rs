//! Printed sheets: preview, saving, printing.

use method::{DutyId, PersonId, TalkId, VisitId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BriefGet, TalkForm, VisitForm};

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
    /// A blank talk sheet to carry.
    TalkBlank {
        /// Whose head is printed, if any.
        person: Option<PersonId>,
        /// The duty whose purpose is printed, if any.
        duty: Option<DutyId>,
    },
    /// A blank visit sheet to carry.
    VisitBlank {
        /// Whose head is printed, if any.
        person: Option<PersonId>,
        /// The duty whose purpose is printed, if any.
        duty: Option<DutyId>,
    },
}

/// The pages of a sheet as pictures.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetPages {
    /// One SVG text a page.
    pub pages: Vec<String>,
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
