//! The same forms by another program: the `typst` package of Python with our templates, fonts and data, where it is installed.
//! `ZHIXIN_TYPST_PYTHON` names the Python that has it; without one `python3` is tried.

use std::path::Path;
use std::process::Command;

use paper::Sheet;

/// Sets every form to PDF/A-2b once and says how many milliseconds the middle one and all of them took, and how much memory.
const SCRIPT: &str = r#"
import json, pathlib, re, sys, time
import typst

root, fonts = pathlib.Path(sys.argv[1]), [sys.argv[2], sys.argv[3]]
forms = json.loads((root / "forms.json").read_text("utf-8"))
compiler = typst.Compiler(root=str(root), font_paths=fonts, ignore_system_fonts=True)
times = []
for form in forms:
    (root / "data.json").write_text(form, "utf-8")
    begun = time.perf_counter()
    pdf = compiler.compile(input=str(root / "talk.typ"), format="pdf", pdf_standards="a-2b")
    times.append((time.perf_counter() - begun) * 1000)
    assert pdf.startswith(b"%PDF")
# Not `ru_maxrss`, in which the memory of the process that started this one still counts.
memory = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())
print(sorted(times)[len(times) // 2], sum(times), int(memory[1]) / 1000)
"#;

/// What setting the same forms took there.
#[derive(Clone, Copy)]
pub(crate) struct Plain {
    /// The middle one, in milliseconds.
    pub(crate) one: f64,
    /// All of them, in milliseconds.
    pub(crate) all: f64,
    /// The highest memory of the process, in megabytes.
    pub(crate) memory: f64,
}

/// None where the package is not installed.
pub(crate) fn typst(sheets: &[Sheet]) -> Option<Plain> {
    let python = std::env::var_os("ZHIXIN_TYPST_PYTHON").unwrap_or_else(|| "python3".into());
    let has = Command::new(&python).args(["-c", "import typst"]).output().ok()?;
    if !has.status.success() {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for template in std::fs::read_dir(project.join("src-tauri/crates/paper/templates")).unwrap() {
        let template = template.unwrap();
        std::fs::copy(template.path(), folder.path().join(template.file_name())).unwrap();
    }
    let forms: Vec<String> = sheets.iter().map(|sheet| paper::data_of(sheet).unwrap()).collect();
    std::fs::write(folder.path().join("forms.json"), serde_json::to_vec(&forms).unwrap()).unwrap();
    let fonts = project.join("ui/node_modules/@expo-google-fonts/noto-serif-sc");
    let output = Command::new(&python)
        .args(["-c", SCRIPT])
        .arg(folder.path())
        .args([fonts.join("400Regular"), fonts.join("700Bold")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let times: Vec<f64> = said.split_whitespace().map(|time| time.parse().unwrap()).collect();
    Some(Plain { one: times[0], all: times[1], memory: times[2] })
}
