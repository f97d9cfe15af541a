//! 仿宋 and 小标宋 of this computer, in which offices set their documents; their licences forbid shipping them.
//!
//! The only place of the crate that reads the disk, and only when the office has chosen such a font. A file is taken by its name, as
//! opening every font of a computer takes seconds, and only when it holds the characters of a form and may be embedded.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use ttf_parser::Permissions;
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontVariant, FontVariations};

/// Parts of the file names under which 仿宋 is installed by Windows, macOS, office programs and Founder's fonts.
const FANGSONG: &[&str] = &["simfang", "stfangso", "fangsong", "fzfs", "仿宋"];
/// The same of 小标宋.
const XIAOBIAOSONG: &[&str] = &["fzxbs", "xiaobiaosong", "小标宋"];
const ENDINGS: &[&str] = &["ttf", "otf", "ttc"];
/// A font without these is not one for Chinese forms.
const NEEDED: &str = "中共支部委员会谈心走访慰问登记表年月日一二三四五六七八九十";
/// A larger file is no font of this kind.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Folders within folders, so deep; links may lead in circles.
const DEPTH: usize = 6;

/// A font of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemFont {
    /// Its name, as `FangSong`.
    pub family: String,
    file: PathBuf,
}

/// What there is on this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemFonts {
    /// 仿宋, for running text.
    pub fangsong: Option<SystemFont>,
    /// 小标宋, for titles.
    pub xiaobiaosong: Option<SystemFont>,
}

impl SystemFonts {
    /// Looks through these folders and the folders in them.
    pub fn in_folders(folders: &[PathBuf]) -> Self {
        let mut files = Vec::new();
        for folder in folders {
            gather(folder, DEPTH, &mut files);
        }
        // Whatever order a disk gives its files in, the same is found.
        files.sort();
        let first = |names: &[&str]| {
            let mut named = files.iter().filter(|file| is_named(file, names));
            named.find_map(|file| Some(SystemFont { family: read(file)?.info().family.clone(), file: file.clone() }))
        };
        Self { fangsong: first(FANGSONG), xiaobiaosong: first(XIAOBIAOSONG) }
    }
}

impl SystemFont {
    /// The font itself; none when its file has gone.
    pub(crate) fn load(&self) -> Option<Font> {
        read(&self.file)
    }
}

/// Where this system and its user keep fonts.
pub fn font_folders() -> Vec<PathBuf> {
    let of = |variable: &str, folder: &str| env::var_os(variable).map(|place| PathBuf::from(place).join(folder));
    if cfg!(windows) {
        return [of("WINDIR", "Fonts"), of("LOCALAPPDATA", "Microsoft/Windows/Fonts")].into_iter().flatten().collect();
    }
    let (of_system, of_user): (&[&str], &[&str]) = if cfg!(target_os = "macos") {
        (&["/System/Library/Fonts", "/System/Library/AssetsV2", "/Library/Fonts"], &["Library/Fonts"])
    } else {
        (&["/usr/share/fonts", "/usr/local/share/fonts", "/run/host/fonts"], &[".local/share/fonts", ".fonts"])
    };
    let of_user = of_user.iter().filter_map(|folder| of("HOME", folder));
    of_system.iter().map(PathBuf::from).chain(of_user).collect()
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if depth > 0 {
                gather(&path, depth - 1, files);
            }
        } else if is_named(&path, FANGSONG) || is_named(&path, XIAOBIAOSONG) {
            files.push(path);
        }
    }
}

fn is_named(file: &Path, names: &[&str]) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().to_lowercase();
    let (stem, ending) = (part(file.file_stem()), part(file.extension()));
    ENDINGS.contains(&ending.as_str()) && names.iter().any(|name| stem.contains(name))
}

/// The first face of the file that has the characters of a form and may stand in a document.
fn read(file: &Path) -> Option<Font> {
    if fs::metadata(file).ok()?.len() > LARGEST {
        return None;
    }
    let bytes = Bytes::new(fs::read(file).ok()?);
    Font::iter(bytes).find(|font| {
        let has = |c: char| font.info().coverage.contains(u32::from(c));
        let ordinary = font.clone().instantiate(FontVariant::default(), Abs::pt(12.0), &FontVariations::default());
        // A font that forbids it outright may not be put into a file that is handed on.
        let face = ordinary.ttf();
        let forbidden = matches!(face.permissions(), None | Some(Permissions::Restricted));
        NEEDED.chars().all(has) && !forbidden && face.is_subsetting_allowed() && face.is_outline_embedding_allowed()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_found_by_its_name_and_what_is_in_it() {
        let temp = tempfile::tempdir().unwrap();
        let inner = temp.path().join("方正/新");
        fs::create_dir_all(&inner).unwrap();
        fs::write(temp.path().join("simfang.ttf"), b"no font").unwrap();
        fs::write(temp.path().join("simfang.txt"), b"no font").unwrap();
        fs::copy(env!("PAPER_FONT_REGULAR"), temp.path().join("simsun.ttf")).unwrap();
        let folders = [temp.path().to_path_buf(), temp.path().join("none")];
        assert_eq!(SystemFonts::in_folders(&folders), SystemFonts::default());

        fs::copy(env!("PAPER_FONT_REGULAR"), inner.join("方正仿宋简体.TTF")).unwrap();
        fs::copy(env!("PAPER_FONT_BOLD"), inner.join("FZXBSJW.ttf")).unwrap();
        let found = SystemFonts::in_folders(&folders);
        assert_eq!(found.fangsong.unwrap().family, "Noto Serif SC");
        assert!(found.xiaobiaosong.unwrap().load().is_some());
    }
}
