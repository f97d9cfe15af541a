//! One wish to the printer that the PDF writer has no setting for: print the page at its true size.

/// Adds `/PrintScaling /None` to the viewer preferences of a PDF and moves the cross-reference table accordingly.
/// `None` if the file is not built the way our PDF writer builds files: one classic cross-reference table.
pub(crate) fn without_scaling(pdf: Vec<u8>) -> Option<Vec<u8>> {
    const OPENING: &[u8] = b"/ViewerPreferences<<";
    const ENTRY: &[u8] = b"/PrintScaling/None";

    let start_key = find_last(&pdf, b"startxref")?;
    let start = number(&pdf[start_key + 9..])?;
    let table = pdf.get(start..start_key)?;
    let trailer = start + find_last(table, b"trailer")?;
    let root_key = trailer + find(&pdf[trailer..], b"/Root ")?;
    let root = number(&pdf[root_key + 6..])?;

    let lines = entries(&pdf[start..trailer])?;
    let catalog = *lines.get(root)?;
    let insertion = catalog + find(pdf.get(catalog..start)?, OPENING)? + OPENING.len();

    let mut out = Vec::with_capacity(pdf.len() + ENTRY.len());
    out.extend_from_slice(&pdf[..insertion]);
    out.extend_from_slice(ENTRY);
    out.extend_from_slice(&pdf[insertion..start]);
    out.extend_from_slice(format!("xref\n0 {}\n", lines.len()).as_bytes());
    let body = trailer - 20 * lines.len();
    for (line, old) in pdf[body..trailer].chunks(20).zip(&lines) {
        if line.get(17) == Some(&b'n') && *old >= insertion {
            out.extend_from_slice(format!("{:010}", old + ENTRY.len()).as_bytes());
            out.extend_from_slice(&line[10..]);
        } else {
            out.extend_from_slice(line);
        }
    }
    out.extend_from_slice(&pdf[trailer..start_key]);
    out.extend_from_slice(format!("startxref\n{}\n%%EOF", start + ENTRY.len()).as_bytes());
    Some(out)
}

/// The offsets in a cross-reference table of one section that begins at object 0.
fn entries(table: &[u8]) -> Option<Vec<usize>> {
    let table = table.strip_prefix(b"xref\n0 ")?;
    let count = number(table)?;
    let body = &table[find(table, b"\n")? + 1..];
    if body.len() == count * 20 { body.chunks(20).map(number).collect() } else { None }
}

fn number(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().skip_while(|b| b.is_ascii_whitespace()).take_while(|b| b.is_ascii_digit());
    let digits: Vec<u8> = digits.copied().collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}
