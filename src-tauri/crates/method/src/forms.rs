//! How the office wants its forms: titles, labels, what is shown, in which order, and fields of its own.
//!
//! No official form exists, so everything that a form prints of itself can be changed; what is not changed has its default in `paper`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the office's own fields of a record hold, by the field's key.
pub type Extra = BTreeMap<String, String>;

/// The office's wishes for the forms of both kinds of record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct FormsSettings {
    /// 谈心谈话记录表, and its blank.
    pub talk: FormStyle,
    /// 走访慰问登记表, and its blank.
    pub visit: FormStyle,
    /// What all sheets are set in.
    pub fonts: FontWishes,
}

/// Fonts of the computer that sheets are set in, where it has them; otherwise it is the program's own, as nothing may depend on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct FontWishes {
    /// 仿宋 for running text.
    pub fangsong: bool,
    /// 小标宋 for titles.
    pub xiaobiaosong: bool,
}

/// The office's wishes for one form; empty, the form is as it comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct FormStyle {
    /// Other words for a title, a label or the line at the foot, by the field's key.
    pub labels: BTreeMap<String, String>,
    /// The keys of the fields and signature lines that are left out.
    pub hidden: Vec<String>,
    /// The keys of the large cells from top to bottom, as far as they stand in another order.
    pub order: Vec<String>,
    /// Fields of the office's own.
    pub extra: Vec<ExtraField>,
    /// Sums of money in figures only, not in words (大写) too.
    pub figures_only: bool,
}

/// A field of the office's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExtraField {
    /// Its key in [`Extra`]: `own1`, `own2` and so on.
    pub key: String,
    /// What is printed before it.
    pub label: String,
    /// A large cell for several lines; otherwise one line.
    #[serde(default)]
    pub long: bool,
}
