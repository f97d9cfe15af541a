//! How the office wants its forms.

use method::{DutyKind, FormsSettings, TalkVariant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a field stands on its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormPart {
    /// The title.
    Title,
    /// A row, or a part of one.
    Row,
    /// A large cell; these can be put in another order.
    Cell,
    /// A signature line.
    Signature,
    /// The line at the foot.
    Foot,
}

/// A field of a form, as it comes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FormFieldView {
    /// Its key in the settings.
    pub key: String,
    /// What is printed when the office says nothing else.
    pub label: String,
    /// Where it stands.
    pub part: FormPart,
    /// Whether it may be left out.
    pub optional: bool,
}

/// The forms: what can be changed, and what the office changed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FormsView {
    /// The office's wishes.
    pub settings: FormsSettings,
    /// The fields of 谈心谈话记录表, in the order of the form.
    pub talk: Vec<FormFieldView>,
    /// The fields of 走访慰问登记表, likewise.
    pub visit: Vec<FormFieldView>,
    /// 谈话类型 of 廉政谈话, as they are printed.
    pub talk_types: Vec<String>,
    /// The fonts that can be wished for on this computer.
    pub fonts: FontsFound,
}

/// The fonts of documents that this computer has, by their names.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FontsFound {
    /// 仿宋.
    pub fangsong: Option<String>,
    /// 小标宋.
    pub xiaobiaosong: Option<String>,
}

/// Which sample of a form to draw.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormSample {
    /// Talk or visit.
    pub kind: DutyKind,
    /// What kind of talk.
    #[serde(default)]
    pub variant: TalkVariant,
    /// The blank to be carried.
    #[serde(default)]
    pub blank: bool,
    /// The wishes to try; they are not stored.
    pub settings: FormsSettings,
}
