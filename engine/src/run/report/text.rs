//! A report as text and as HTML: an operator a line, below the one that reads its rows, with what it took.

use std::fmt::{self, Write};

use crate::render::{Escaped, visible};
use crate::run::report::{Operator, Report};

/// From this share of all computing on an operator is marked.
const HOT: f64 = 0.2;
/// An estimate that is off by this factor is marked.
const OFF: u64 = 10;
/// The most characters of what an operator was asked for, in a line.
const DETAIL_SHOWN: usize = 90;

/// The figures of a line; a column without any is left out.
const FIGURES: [&str; 6] = ["time", "share", "rows", "expected", "memory", "spilled"];
const TIME: usize = 0;
const SHARE: usize = 1;
const EXPECTED: usize = 3;

/// One line: the operator below its readers, and its figures.
struct Line<'a> {
    branch: String,
    operator: &'a Operator,
    figures: [String; FIGURES.len()],
    /// Its share of all computing.
    share: f64,
    /// Whether it is here that the rows are not those that were expected, and not already in what it reads.
    is_off: bool,
}

impl Line<'_> {
    fn is_hot(&self) -> bool {
        self.share >= HOT
    }
}

fn lines(report: &Report) -> Vec<Line<'_>> {
    let total = seconds(report.root());
    let mut lines = Vec::new();
    add(report.root(), String::new(), "", total, &mut lines);
    lines
}

fn add<'a>(operator: &'a Operator, branch: String, below: &str, total: f64, lines: &mut Vec<Line<'a>>) {
    let share = if total > 0.0 { operator.seconds / total } else { 0.0 };
    let count = |count: Option<u64>| count.map_or_else(String::new, grouped);
    let figures = [
        duration(operator.seconds),
        if share >= 0.005 { format!("{:.0} %", share * 100.0) } else { String::new() },
        count(operator.rows),
        count(operator.expected),
        size(operator.memory),
        size(operator.spilled),
    ];
    let is_off = is_off(operator) && !operator.inputs.iter().any(is_off_somewhere);
    lines.push(Line { branch, operator, figures, share, is_off });
    let last = operator.inputs.len().saturating_sub(1);
    for (place, input) in operator.inputs.iter().enumerate() {
        let (turn, through) = if place == last { ("└ ", "  ") } else { ("├ ", "│ ") };
        add(input, format!("{below}{turn}"), &format!("{below}{through}"), total, lines);
    }
}

fn is_off(operator: &Operator) -> bool {
    match (operator.rows, operator.expected) {
        (Some(rows), Some(expected)) => rows.max(expected) >= OFF.saturating_mul(rows.min(expected).max(1)),
        _ => false,
    }
}

fn is_off_somewhere(operator: &Operator) -> bool {
    is_off(operator) || operator.inputs.iter().any(is_off_somewhere)
}

fn seconds(operator: &Operator) -> f64 {
    operator.seconds + operator.inputs.iter().map(seconds).sum::<f64>()
}

/// Returns the places of the figures that some line has.
fn columns(lines: &[Line<'_>]) -> Vec<usize> {
    (0..FIGURES.len()).filter(|place| lines.iter().any(|line| !line.figures[*place].is_empty())).collect()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = lines(self);
        let columns = columns(&lines);
        let labels: Vec<_> = lines.iter().map(|line| format!("{}{}", line.branch, line.operator.name)).collect();
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
        let width = widest(&mut labels.iter().map(String::as_str).chain(["operator"]));
        let widths: Vec<_> = columns
            .iter()
            .map(|place| widest(&mut lines.iter().map(|line| line.figures[*place].as_str()).chain([FIGURES[*place]])))
            .collect();
        write!(f, "{:<width$}", "operator")?;
        for (place, width) in columns.iter().zip(&widths) {
            write!(f, "  {:>width$}", FIGURES[*place])?;
        }
        for (line, label) in lines.iter().zip(&labels) {
            write!(f, "\n{label:<width$}")?;
            for (place, width) in columns.iter().zip(&widths) {
                write!(f, "  {:>width$}", line.figures[*place])?;
            }
            if line.is_off {
                write!(f, "  ← not the rows expected")?;
            }
            let detail = visible(&line.operator.detail, DETAIL_SHOWN);
            if !detail.is_empty() {
                write!(f, "  {detail}")?;
            }
        }
        Ok(())
    }
}

impl Report {
    /// Returns the same as one block of HTML: a table without script, style sheet or ids, everything escaped.
    ///
    /// # Errors
    /// When the text cannot grow.
    pub fn html(&self) -> std::result::Result<String, fmt::Error> {
        let lines = lines(self);
        let columns = columns(&lines);
        let mut out = String::from(
            "<div class=\"pyrust-static\" style=\"overflow-x:auto\"><table class=\"tex2jax_ignore mathjax_ignore\" \
             style=\"border-collapse:collapse;margin:0;font-variant-numeric:tabular-nums\"><thead><tr>",
        );
        let mut head = |text: &str, align: &str| {
            write!(out, "<th style=\"text-align:{align};padding:4px 10px;border-bottom:1px solid #999\">{text}</th>")
        };
        head("operator", "left")?;
        columns.iter().try_for_each(|place| head(FIGURES[*place], "right"))?;
        head("", "left")?;
        write!(out, "</tr></thead><tbody>")?;
        for line in lines {
            let weight = if line.is_hot() { "bold" } else { "normal" };
            write!(
                out,
                "<tr style=\"background:transparent\"><td style=\"text-align:left;white-space:pre;padding:2px 10px\">\
                 <span style=\"font-family:monospace;opacity:0.6\">{}</span><span style=\"font-weight:{weight}\">{}</span>\
                 </td>",
                Escaped(&line.branch),
                Escaped(&line.operator.name),
            )?;
            for place in &columns {
                write!(out, "<td style=\"text-align:right;white-space:pre;padding:2px 10px")?;
                match *place {
                    TIME | SHARE if line.is_hot() => write!(out, ";font-weight:bold")?,
                    EXPECTED if line.is_off => write!(out, ";font-weight:bold;text-decoration:underline")?,
                    _ => {}
                }
                if *place == SHARE {
                    // Grey that is seen on white and on black.
                    let percent = line.share * 100.0;
                    write!(
                        out,
                        ";background:linear-gradient(to left,rgba(128,128,128,0.35) {percent:.0}%,transparent {percent:.0}%)"
                    )?;
                }
                write!(out, "\">{}</td>", Escaped(&line.figures[*place]))?;
            }
            write!(
                out,
                "<td style=\"text-align:left;white-space:pre;padding:2px 10px;opacity:0.75\">{}</td></tr>",
                Escaped(&visible(&line.operator.detail, DETAIL_SHOWN)),
            )?;
        }
        write!(out, "</tbody></table></div>")?;
        Ok(out)
    }
}

/// Returns a number with its digits in groups of three.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

fn duration(seconds: f64) -> String {
    match seconds {
        0.0 => String::new(),
        s if s < 1e-3 => format!("{:.0} µs", s * 1e6),
        s if s < 1.0 => format!("{:.1} ms", s * 1e3),
        s => format!("{s:.1} s"),
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes == 0 {
        return String::new();
    }
    let (mut size, mut unit) = (bytes as f64 / 1e3, UNITS[0]);
    for larger in &UNITS[1..] {
        if size < 1e3 {
            break;
        }
        (size, unit) = (size / 1e3, larger);
    }
    format!("{size:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn report() -> Report {
        let scan = Operator {
            name: "DataSource".into(),
            detail: "<b>\u{202e}.parquet".into(),
            rows: Some(1_000_000),
            expected: Some(1_000_000),
            seconds: 3.0,
            ..Operator::default()
        };
        let other = Operator { name: "Range".into(), rows: Some(2), expected: Some(100), ..Operator::default() };
        let inputs = vec![scan, other];
        let join = Operator {
            name: "HashJoin".into(),
            rows: Some(2),
            expected: Some(1_000_000),
            memory: 1_500_000,
            seconds: 0.5,
            inputs,
            ..Operator::default()
        };
        Report(Arc::new(join))
    }

    #[test]
    fn the_operators_stand_below_those_that_read_their_rows() {
        let text = report().to_string();
        let lines: Vec<_> = text.lines().collect();
        let head = ["operator", "time", "share", "rows", "expected", "memory"];
        assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>(), head, "nothing has spilled");
        assert!(lines[1].starts_with("HashJoin") && lines[1].contains("1.5 MB"), "{text}");
        assert!(lines[2].starts_with("├ DataSource") && lines[2].contains("86 %"), "{text}");
        assert!(lines[3].starts_with("└ Range"), "{text}");
        // Where it began, and not again in all that read it.
        let marked = lines.iter().map(|line| line.contains("not the rows expected"));
        assert_eq!(marked.collect::<Vec<_>>(), [false, false, false, true], "{text}");
    }

    #[test]
    fn html_is_text_and_never_markup() {
        let html = report().html().unwrap();
        assert!(html.contains("&lt;b&gt;⟨U+202E⟩.parquet") && !html.contains("<b>"), "{html}");
    }
}
