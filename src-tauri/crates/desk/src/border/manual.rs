//! The manual as a file.

use paper::ManualLanguage;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which manual to save.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ManualSave {
    /// The language.
    pub language: ManualTongue,
}

/// The languages that the manual is written in, as the page names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum ManualTongue {
    /// 中文.
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl From<ManualTongue> for ManualLanguage {
    fn from(tongue: ManualTongue) -> Self {
        match tongue {
            ManualTongue::Chinese => Self::Chinese,
            ManualTongue::English => Self::English,
        }
    }
}
