//! How a user wants values shown: `pr.options.display`, read when a table is drawn.

use pyo3::intern;
use pyo3::prelude::*;
use pyrust_engine::render::{FloatForm, FloatFormat, Style};

/// The style of the static tables, and how many rows they show.
pub fn display_style(py: Python<'_>) -> PyResult<(Style, usize)> {
    let options = py.import(intern!(py, "pyrust._options"))?.getattr(intern!(py, "options"))?;
    let display = options.getattr(intern!(py, "display"))?;
    let float: Option<String> = display.getattr(intern!(py, "float_format"))?.extract()?;
    let style = Style {
        null: display.getattr(intern!(py, "null_text"))?.extract()?,
        cell_chars: display.getattr(intern!(py, "column_width"))?.extract()?,
        float: float.as_deref().and_then(float_format),
    };
    Ok((style, display.getattr(intern!(py, "rows_static"))?.extract()?))
}

/// `,.2f`, `.3e` or `.1%`, which the options have checked.
fn float_format(text: &str) -> Option<FloatFormat> {
    let grouped = text.starts_with(',');
    let rest = text.trim_start_matches(',');
    let form = match rest.chars().last()? {
        'f' => FloatForm::Fixed,
        'e' => FloatForm::Exponent,
        '%' => FloatForm::Percent,
        _ => return None,
    };
    let digits = rest[..rest.len() - 1].trim_start_matches('.');
    // Without a number of digits Python writes six.
    Some(FloatFormat { digits: if digits.is_empty() { 6 } else { digits.parse().ok()? }, form, grouped })
}
