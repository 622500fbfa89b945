//! The static table in HTML, for places where no script runs (an untrusted or reopened notebook, nbconvert, GitHub).
//!
//! It fits any background: text colour is inherited and muted by opacity, the one line is a medium grey, and rows have
//! no background of their own. JupyterLab's sanitizer drops `<style>`, `aria-*`, `var(...)` and `currentColor`, so
//! there are only inline styles that it keeps, and the accessible name is a caption.

use std::fmt::Write;

use super::cells::CellKind;
use super::table::{Shown, TableText};
use crate::error::{Error, ErrorKind, Result};

/// The classes keep MathJax from reading prices as formulas.
const OPEN: &str = "<div class=\"pyrust-static\" style=\"overflow-x:auto\">\n\
    <table class=\"tex2jax_ignore mathjax_ignore\" style=\"border-collapse:collapse;table-layout:auto;margin:0;\
    font-variant-numeric:tabular-nums\">\n";
const CLOSE: &str = "</tbody>\n</table>\n</div>";
const CAPTION: &str = "<caption style=\"caption-side:bottom;text-align:left;white-space:nowrap;padding:4px 10px\">";
const ROW: &str = "<tr style=\"background:transparent\">";
const GROUP: &str = "<span style=\"margin-left:0.17em\">";
const TYPE: &str = "<span style=\"font-family:monospace;font-size:11px;font-weight:normal;opacity:0.75\">";
const LEFT: &str = "text-align:left";
const RIGHT: &str = "text-align:right";

/// Returns the table as one block of HTML: no script, no style sheet, no ids, everything escaped.
///
/// # Errors
/// Only for an array that is not of the type it says it is.
pub fn html(table: &TableText<'_>) -> Result<String> {
    let columns = table.shown()?;
    let mut out = String::with_capacity(1024 + (table.head.num_rows() + 1) * columns.len() * 96);
    write_table(table, &columns, &mut out)
        .map_err(|_| Error::new(ErrorKind::Internal, "html", "the table could not be written"))?;
    Ok(out)
}

fn write_table(table: &TableText<'_>, columns: &[Option<Shown<'_>>], out: &mut String) -> std::fmt::Result {
    write!(out, "{OPEN}{CAPTION}{}</caption>\n<thead>{ROW}", Escaped(&table.summary()))?;
    for column in columns {
        let align = if column.as_ref().is_some_and(|column| column.right) { RIGHT } else { LEFT };
        write!(
            out,
            "<th scope=\"col\" style=\"{align};vertical-align:bottom;white-space:pre;padding:4px 10px;\
             border-bottom:1px solid #999\">"
        )?;
        match column {
            Some(column) => {
                write!(out, "{}<br>{TYPE}{}</span></th>", Escaped(&column.name), Escaped(&column.type_name))?;
            }
            None => write!(out, "…</th>")?,
        }
    }
    write!(out, "</tr></thead>\n<tbody>\n")?;
    for row in 0..table.head.num_rows() {
        write!(out, "{ROW}")?;
        for column in columns {
            write_cell(column.as_ref(), row, out)?;
        }
        writeln!(out, "</tr>")?;
    }
    write!(out, "{CLOSE}")
}

fn write_cell(column: Option<&Shown<'_>>, row: usize, out: &mut String) -> std::fmt::Result {
    let align = if column.is_some_and(|column| column.right) { RIGHT } else { LEFT };
    write!(out, "<td style=\"{align};white-space:pre;padding:2px 10px\">")?;
    match column.map(|column| (column, column.cell(row))) {
        None => write!(out, "…")?,
        Some((_, None)) => {}
        Some((column, Some(cell))) => match cell.kind {
            CellKind::Null => write!(out, "<i style=\"opacity:0.7\">{}</i>", Escaped(&column.null()))?,
            CellKind::Empty => write!(out, "<span style=\"opacity:0.7\">&quot;&quot;</span>")?,
            CellKind::Number if !cell.cut => write_number(&cell.text, out)?,
            _ => write!(out, "{}{}", Escaped(&cell.text), if cell.cut { "…" } else { "" })?,
        },
    }
    write!(out, "</td>")
}

/// Writes a number with its digits in groups of three, from five digits on: separated by style, so that a copy is the
/// number itself.
fn write_number(text: &str, out: &mut String) -> std::fmt::Result {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (sign, rest) = text.split_at(start);
    let (mut digits, rest) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    if digits.len() < 5 {
        return write!(out, "{}", Escaped(text));
    }
    let (first, others) = digits.split_at((digits.len() - 1) % 3 + 1);
    write!(out, "{}{first}", Escaped(sign))?;
    digits = others;
    while !digits.is_empty() {
        let (group, others) = digits.split_at(3);
        write!(out, "{GROUP}{group}</span>")?;
        digits = others;
    }
    write!(out, "{}", Escaped(rest))
}

/// Text escaped for an element or a quoted attribute.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rest = self.0;
        while let Some(place) = rest.find(['&', '<', '>', '"', '\'']) {
            f.write_str(&rest[..place])?;
            f.write_str(match rest.as_bytes()[place] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[place + 1..];
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Style, tests::sample};
    use super::*;

    #[test]
    fn everything_is_escaped_and_no_text_is_coloured() {
        let batch = sample(&["<script>alert('x')</script>", "a & \"b\"", "\u{202e}x\n"]);
        let page = html(&TableText {
            schema: &batch.schema(),
            head: &batch,
            rows: Some(59_986_052),
            exact: true,
            note: Some("<b>note</b>"),
            style: &Style::default(),
        })
        .unwrap();
        assert!(page.starts_with("<div class=\"pyrust-static\""));
        for forbidden in ["<script", "<b>", "<style", "color", "var(", " id=", "\u{202e}", " aria-"] {
            assert!(!page.contains(forbidden), "{forbidden} in {page}");
        }
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        assert!(page.contains("⟨U+202E⟩x↵"));
        assert!(page.contains("first 3 of 59 986 052 rows × 3 columns · &lt;b&gt;note&lt;/b&gt;"));
        assert!(page.contains("<i style=\"opacity:0.7\">null</i>"));
        assert!(page.contains("&quot;&quot;</span>"));
        assert!(page.contains("text-align:right"));
        assert_eq!(page.matches("scope=\"col\"").count(), 3);
        assert_eq!(page.matches("<tr ").count(), page.matches("</tr>").count());
        assert_eq!(page.matches("<tr ").count(), page.matches("background:transparent").count());
    }

    #[test]
    fn digits_stand_in_groups_by_style_alone() {
        let number = |text: &str| {
            let mut out = String::new();
            write_number(text, &mut out).unwrap();
            out.replace(GROUP, "[").replace("</span>", "]")
        };
        let cases = [
            ("1234", "1234"),
            ("12345", "12[345]"),
            ("-123456", "-123[456]"),
            ("1234567.1234567", "1[234][567].1234567"),
            ("1e300", "1e300"),
            ("1.23456789e-12", "1.23456789e-12"),
            ("", ""),
        ];
        for (text, grouped) in cases {
            assert_eq!(number(text), grouped);
        }
    }

    #[test]
    fn a_name_of_blanks_or_of_nothing_is_seen() {
        let batch = sample(&["x"]);
        let mut fields: Vec<_> = batch.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
        for (field, name) in fields.iter_mut().zip(["", " a ", "b\nc"]) {
            field.set_name(name);
        }
        let schema = arrow::datatypes::Schema::new(fields);
        let page = html(&TableText {
            schema: &schema,
            head: &batch,
            rows: None,
            exact: false,
            note: None,
            style: &Style::default(),
        })
        .unwrap();
        assert!(page.contains(">&quot;&quot;<br>") && page.contains(">␣a␣<br>") && page.contains(">b↵c<br>"));
    }

    #[test]
    fn a_hostile_column_name_is_text() {
        let batch = sample(&["x"]);
        let mut fields: Vec<_> = batch.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
        fields[0].set_name("\"><img src=x onerror=alert(1)>");
        let schema = arrow::datatypes::Schema::new(fields);
        let page = html(&TableText {
            schema: &schema,
            head: &batch,
            rows: None,
            exact: false,
            note: None,
            style: &Style::default(),
        })
        .unwrap();
        assert!(!page.contains("<img"));
        assert!(page.contains("&quot;&gt;&lt;img"));
    }

    #[test]
    fn of_many_columns_the_first_and_last_ten_are_shown() {
        use arrow::array::{ArrayRef, Int64Array, RecordBatch};
        use std::sync::Arc;
        let value: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let batch = RecordBatch::try_from_iter((0..2000).map(|i| (format!("c{i}"), Arc::clone(&value)))).unwrap();
        let page = html(&TableText {
            schema: &batch.schema(),
            head: &batch,
            rows: Some(1),
            exact: true,
            note: None,
            style: &Style::default(),
        });
        let page = page.unwrap();
        assert_eq!(page.matches("<th ").count(), 21);
        assert_eq!(page.matches("<td ").count(), 21);
        assert!(page.contains(">c9<") && page.contains(">c1990<") && !page.contains(">c10<"));
        assert!(page.contains("1 row × 2000 columns"));
    }
}
