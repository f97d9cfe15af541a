"""Reads workbooks with openpyxl, which knows nothing of this program, and says as JSON what is in them."""

import json
import sys
import zipfile

import openpyxl


def cell_of(cell, cached):
    kinds = {"s": "text", "n": "number", "d": "date", "f": "formula", "b": "bool", "e": "error", "inlineStr": "text"}
    return {
        "at": cell.coordinate,
        "kind": "empty" if cell.value is None else kinds[cell.data_type],
        "value": None if cell.value is None else str(cell.value),
        "cached": None if cached.value is None else str(cached.value),
        "format": cell.number_format,
        "wrap": bool(cell.alignment.wrap_text),
        "bold": bool(cell.font.b),
        "border": cell.border.left.style == "thin" and cell.border.bottom.style == "thin",
        "comment": cell.comment is not None,
        "link": cell.hyperlink is not None,
    }


def sheet_of(sheet, values):
    page = sheet.page_setup
    return {
        "title": sheet.title,
        "freeze": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "repeat": sheet.print_title_rows,
        "paper": str(page.paperSize),
        "orientation": page.orientation,
        "fit": bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage),
        # What is not said is one page.
        "wide": 1 if page.fitToWidth is None else page.fitToWidth,
        "high": 1 if page.fitToHeight is None else page.fitToHeight,
        "centred": bool(sheet.print_options.horizontalCentered),
        "footer": sheet.oddFooter.center.text,
        "merged": [str(merged) for merged in sheet.merged_cells.ranges],
        "widths": [dimension.width for _, dimension in sorted(sheet.column_dimensions.items())],
        "rows": [
            [cell_of(cell, values[cell.coordinate]) for cell in row if not isinstance(cell, openpyxl.cell.cell.MergedCell)]
            for row in sheet.iter_rows()
        ],
    }


def book_of(path):
    book = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
    names = book.defined_names
    names = names.definedName if hasattr(names, "definedName") else list(names.values())
    properties = book.properties
    return {
        "creator": properties.creator or "",
        "modified_by": properties.lastModifiedBy or "",
        "title": properties.title or "",
        "names": [name.name if hasattr(name, "name") else str(name) for name in names],
        "parts": parts,
        "sheets": [sheet_of(sheet, values[sheet.title]) for sheet in book.worksheets],
    }


json.dump([book_of(path) for path in sys.argv[1:]], sys.stdout, ensure_ascii=False)
