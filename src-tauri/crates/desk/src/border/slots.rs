//! The ways into the ledger: passwords, the recovery sheet, the second officer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What kind of way into the ledger it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    /// The secretary's password; there is always one.
    Password,
    /// The recovery sheet (恢复单).
    Recovery,
    /// A second officer's password (第二负责人).
    Officer,
    /// One that a newer version of the program made.
    Other,
}

/// A way into the ledger, without its secret.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SlotView {
    /// For removing it; another after each change of its secret.
    #[ts(type = "string")]
    pub id: Uuid,
    /// What kind.
    pub kind: WayKind,
    /// Whose it is, for the second officer; empty otherwise.
    pub label: String,
    /// When its password was set, or its sheet made.
    pub made_at: Option<DateTime<Utc>>,
}

/// The request to change a password, the secretary's or the officer's: whichever `password` is. What was written before, as backups
/// and copies, still opens with the old one.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present password.
    pub password: String,
    /// The new one, at least [`crate::MIN_PASSWORD`] characters.
    pub new_password: String,
}

/// The request to change the secretary's password and to encrypt the whole ledger anew. The recovery sheet stays good.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PasswordReencrypt {
    /// The secretary's present password.
    pub password: String,
    /// The new one, at least [`crate::MIN_PASSWORD`] characters.
    pub new_password: String,
    /// The second officer's password, if his way in is to stay; without it, it is removed.
    #[serde(default)]
    pub officer_password: Option<String>,
}

/// The request to make a recovery sheet.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecoveryBegin {
    /// The secretary's password.
    pub password: String,
}

/// A recovery sheet that was made but does not count yet. Its text is only on the sheet: show and print it as
/// `SheetOf::Recovery` with this token. It is forgotten when it is
/// given up, when another is begun and when the ledger is locked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecoveryBegun {
    /// Names it.
    pub token: String,
    /// How many lines are to be typed back.
    pub lines: u32,
    /// Whether an earlier sheet becomes void with this one.
    pub replaces: bool,
}

/// The request to let a recovery sheet count: its text, typed back from the paper.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecoveryConfirm {
    /// Which.
    pub token: String,
    /// The lines, parted by line breaks; small letters, spaces and hyphens do not matter.
    pub text: String,
}

/// The request to forget a recovery sheet that was begun and shall not count.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecoveryCancel {
    /// Which.
    pub token: String,
}

/// The request to open the locked ledger at the chosen place with the recovery sheet, and to set a new password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VaultRecover {
    /// The lines of the sheet, parted by line breaks, or what its QR code says.
    pub text: String,
    /// The secretary's new password, at least [`crate::MIN_PASSWORD`] characters.
    pub new_password: String,
}

/// The request to let a second officer in. There is at most one.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfficerAdd {
    /// The secretary's password.
    pub password: String,
    /// The officer's own, at least [`crate::MIN_PASSWORD`] characters.
    pub officer_password: String,
    /// Whose it is: a name or a post.
    pub label: String,
}

/// The request of the second officer to become the secretary, when nobody has the secretary's password any more.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfficerTakeOver {
    /// The officer's password.
    pub password: String,
    /// The secretary's from then on, at least [`crate::MIN_PASSWORD`] characters.
    pub new_password: String,
}

/// The request to take a way into the ledger away; never the secretary's password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SlotRemove {
    /// Which.
    #[ts(type = "string")]
    pub id: Uuid,
    /// The secretary's password.
    pub password: String,
}

/// The request to judge a password. Nothing of it is stored or logged, and no ledger is needed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PasswordStrength {
    /// The password.
    pub password: String,
    /// What a guesser would try first: the branch, names.
    #[serde(default)]
    pub words: Vec<String>,
}

/// How hard a password is to guess.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StrengthView {
    /// 0 (guessed at once) to 4 (not guessed); from 3 on it is fit for a ledger.
    pub score: u8,
    /// What is wrong with it, and what would be better.
    pub advice: Vec<PasswordAdvice>,
}

/// What is to be said of a weak password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordAdvice {
    /// Shorter than [`crate::MIN_PASSWORD`] characters.
    TooShort,
    /// Of one kind only: digits as in a telephone number or a birthday.
    DigitsOnly,
    /// Keys that lie in a row, or a pattern on the keyboard.
    Keyboard,
    /// The same character or piece again and again.
    Repeats,
    /// abc, 6543.
    Sequence,
    /// Among the passwords that everyone uses, or like one.
    Common,
    /// One word by itself.
    SingleWord,
    /// A year or a date.
    Date,
    /// A name, or one of the given words.
    Name,
    /// A few unrelated words together are better.
    MoreWords,
    /// Capital letters, reversed words, @ for a help little.
    TricksHelpLittle,
}

macro_rules! hides_secrets {
    ($($name:ident),*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " { .. }"))
            }
        })*
    };
}

hides_secrets!(
    PasswordChange,
    PasswordReencrypt,
    RecoveryBegin,
    RecoveryConfirm,
    VaultRecover,
    OfficerAdd,
    OfficerTakeOver,
    SlotRemove,
    PasswordStrength
);
