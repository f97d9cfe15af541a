//! What may be typed after `zhixin`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};

use crate::export::ExportArgs;
use crate::import::ImportArgs;

/// 知心: the working ledger of a branch secretary, from the terminal.
///
/// Errors go to standard error as {"code":…,"detail":…}, with exit code 1.
/// The password comes from a file, from standard input or from a prompt, never from the command line.
#[derive(Debug, Parser)]
#[command(name = "zhixin", version)]
pub(crate) struct Args {
    /// Take this day for today.
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) today: Option<NaiveDate>,
    /// Read the password from the first line of this file.
    #[arg(long, global = true, value_name = "F", conflicts_with = "password_stdin")]
    pub(crate) password_file: Option<PathBuf>,
    /// Read the password from the first line of standard input.
    #[arg(long, global = true)]
    pub(crate) password_stdin: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an encrypted ledger.
    New {
        /// The folder to make, usually NAME.zhixin.
        vault: PathBuf,
        /// The branch as forms print it.
        #[arg(long)]
        branch: String,
        /// The secretary's name.
        #[arg(long)]
        secretary: String,
    },
    /// Make a demonstration ledger of fictional people; its password is shown.
    Demo {
        /// The folder to make it in.
        dir: PathBuf,
        /// So many people instead, with records that are invented by rote; for trying a large ledger.
        #[arg(long, value_name = "N", requires = "records", value_parser = clap::value_parser!(u32).range(1..=20_000))]
        people: Option<u32>,
        /// So many events, talks and visits together.
        #[arg(long, value_name = "N", requires = "people", value_parser = clap::value_parser!(u32).range(0..=300_000))]
        records: Option<u32>,
    },
    /// Import a file, or take an import back.
    Import(ImportArgs),
    /// List what is owed, and until when.
    Owed {
        /// The ledger.
        vault: PathBuf,
        /// As it stands on this day.
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print a sheet to a PDF file.
    Print {
        /// The ledger.
        vault: PathBuf,
        /// Which sheet.
        kind: PrintKind,
        /// The talk's or visit's id, or `-` for the newest; for a blank a person's or duty's id, or `-` for an empty one; for the others
        /// a person's id, and `-` for the ruler.
        id: String,
        /// The file to write.
        #[arg(short, value_name = "F.pdf")]
        o: PathBuf,
    },
    /// Export ledgers to spreadsheets; numbers and addresses are covered unless told otherwise.
    Export(ExportArgs),
    /// Read scanned sheets; each page finds its sheet by the code at its foot.
    Scan {
        /// The ledger.
        vault: PathBuf,
        /// PDF, JPEG, PNG or TIFF.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check a whole ledger or a backup, and name the first broken file, page or entry.
    Verify {
        /// The ledger's folder, or a backup.
        vault: PathBuf,
    },
    /// Make a backup in the ledger's own folder, or in a file.
    Backup {
        /// The ledger.
        vault: PathBuf,
        /// The file to make, usually NAME.zhixinbak.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Make a ledger of a backup; the password is that of the day on which the backup was made.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The folder to make; it must not exist or be empty.
        dir: PathBuf,
    },
    /// Save the manual as PDF.
    Manual {
        /// The language.
        #[arg(long, value_enum, default_value_t = ManualLang::ZhCn)]
        lang: ManualLang,
        /// The file to write.
        #[arg(short, long, value_name = "F.pdf")]
        out: PathBuf,
    },
    /// The command table as JSON.
    Commands,
    /// Run a command of the table and print its answer as JSON.
    Call {
        /// The ledger.
        vault: PathBuf,
        /// The command's name, as `person_list`.
        name: String,
        /// The request; `-` reads it from standard input.
        request: Option<String>,
        /// Where commands that save a file save it.
        #[arg(long, value_name = "F")]
        to: Option<PathBuf>,
        /// What commands that open a file open.
        #[arg(long, value_name = "F")]
        from: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PrintKind {
    /// 谈心谈话记录表.
    Talk,
    /// 走访慰问登记表.
    Visit,
    /// A blank talk sheet.
    TalkBlank,
    /// A blank visit sheet.
    VisitBlank,
    /// 谈前提纲.
    Brief,
    /// 六知晓 个人卡, without the sensitive facets.
    Card,
    /// 销毁清册.
    Disposal,
    /// 本人信息摘录.
    Extract,
    /// 打印校准页.
    Ruler,
    /// Any other: ID is the sheet as JSON, in the form of the command `sheet_print`.
    Sheet,
}

/// The languages of the manual.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ManualLang {
    /// 中文.
    #[value(name = "zh-CN", alias = "zh")]
    ZhCn,
    /// English.
    En,
}
