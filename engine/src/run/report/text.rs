//! A report as text and as HTML: an operator a line, below the one that reads its rows, with what it took.

use std::fmt::{self, Write};

use crate::render::{Escaped, visible};
use crate::run::report::{Operator, Report};

/// From this share of all computing on an operator is marked.
const HOT: f64 = 0.2;
/// An estimate that is off by this factor is marked.
const OFF: u64 = 10;
/// The most characters of what an operator was asked for, in a line.
const DETAIL_SHOWN: usize = 70;

const HEAD: [&str; 6] = ["operator", "rows", "expected", "time", "memory", "spilled"];

/// One line: the operator below its readers, and its figures.
struct Line<'a> {
    branch: String,
    operator: &'a Operator,
    figures: [String; 5],
    /// Its share of all computing.
    share: f64,
}

impl Line<'_> {
    fn label(&self) -> String {
        let detail = visible(&self.operator.detail, DETAIL_SHOWN);
        let gap = if detail.is_empty() { "" } else { ": " };
        format!("{}{}{gap}{detail}", self.branch, self.operator.name)
    }

    fn is_hot(&self) -> bool {
        self.share >= HOT
    }

    fn is_off(&self) -> bool {
        match (self.operator.rows, self.operator.expected) {
            (Some(rows), Some(expected)) => rows.max(expected) >= OFF.saturating_mul(rows.min(expected).max(1)),
            _ => false,
        }
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
        count(operator.rows),
        count(operator.expected),
        duration(operator.seconds),
        size(operator.memory),
        size(operator.spilled),
    ];
    lines.push(Line { branch, operator, figures, share });
    let last = operator.inputs.len().saturating_sub(1);
    for (place, input) in operator.inputs.iter().enumerate() {
        let (turn, through) = if place == last { ("└ ", "  ") } else { ("├ ", "│ ") };
        add(input, format!("{below}{turn}"), &format!("{below}{through}"), total, lines);
    }
}

fn seconds(operator: &Operator) -> f64 {
    operator.seconds + operator.inputs.iter().map(seconds).sum::<f64>()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = lines(self);
        let labels: Vec<_> = lines.iter().map(Line::label).collect();
        let mut widths = HEAD.map(|head| head.chars().count());
        for (line, label) in lines.iter().zip(&labels) {
            widths[0] = widths[0].max(label.chars().count());
            for (width, figure) in widths[1..].iter_mut().zip(&line.figures) {
                *width = (*width).max(figure.chars().count());
            }
        }
        write!(f, "{:<1$}", HEAD[0], widths[0])?;
        for (head, width) in HEAD.iter().zip(widths).skip(1) {
            write!(f, "  {head:>width$}")?;
        }
        for (line, label) in lines.iter().zip(&labels) {
            write!(f, "\n{label:<0$}", widths[0])?;
            for (figure, width) in line.figures.iter().zip(&widths[1..]) {
                write!(f, "  {figure:>0$}", *width)?;
            }
            if line.is_hot() {
                write!(f, "  ← {:.0} % of the time", line.share * 100.0)?;
            }
            if line.is_off() {
                write!(f, "  ← not the rows expected")?;
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
        const CELL: &str = "text-align:right;white-space:pre;padding:2px 10px";
        let mut out = String::from(
            "<div class=\"pyrust-static\" style=\"overflow-x:auto\"><table class=\"tex2jax_ignore mathjax_ignore\" \
             style=\"border-collapse:collapse;margin:0;font-variant-numeric:tabular-nums\"><thead><tr>",
        );
        for (place, head) in HEAD.iter().enumerate() {
            let align = if place == 0 { "left" } else { "right" };
            write!(out, "<th style=\"text-align:{align};padding:4px 10px;border-bottom:1px solid #999\">{head}</th>")?;
        }
        write!(out, "</tr></thead><tbody>")?;
        for line in lines(self) {
            let weight = if line.is_hot() { "bold" } else { "normal" };
            write!(
                out,
                "<tr style=\"background:transparent\"><td style=\"text-align:left;white-space:pre;padding:2px 10px\">\
                 <span style=\"font-family:monospace;opacity:0.6\">{}</span><span style=\"font-weight:{weight}\">{}</span> \
                 <span style=\"opacity:0.75\">{}</span></td>",
                Escaped(&line.branch),
                Escaped(&line.operator.name),
                Escaped(&visible(&line.operator.detail, DETAIL_SHOWN)),
            )?;
            for (place, figure) in line.figures.iter().enumerate() {
                let marked = match place {
                    1 if line.is_off() => ";font-weight:bold;text-decoration:underline",
                    2 if line.is_hot() => ";font-weight:bold",
                    _ => "",
                };
                write!(out, "<td style=\"{CELL}{marked}\">{}", Escaped(figure))?;
                if place == 2 && line.is_hot() {
                    write!(out, " ({:.0} %)", line.share * 100.0)?;
                }
                write!(out, "</td>")?;
            }
            write!(out, "</tr>")?;
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
        let join = Operator { name: "HashJoin".into(), memory: 1_500_000, seconds: 0.5, inputs, ..Operator::default() };
        Report(Arc::new(join))
    }

    #[test]
    fn the_operators_stand_below_those_that_read_their_rows() {
        let text = report().to_string();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[1].starts_with("HashJoin") && lines[1].contains("1.5 MB"), "{text}");
        assert!(lines[2].starts_with("├ DataSource") && lines[2].contains("1 000 000"), "{text}");
        assert!(lines[2].contains("86 % of the time"), "{text}");
        assert!(lines[3].starts_with("└ Range") && lines[3].contains("not the rows expected"), "{text}");
    }

    #[test]
    fn html_is_text_and_never_markup() {
        let html = report().html().unwrap();
        assert!(html.contains("&lt;b&gt;⟨U+202E⟩.parquet") && !html.contains("<b>"), "{html}");
    }
}
