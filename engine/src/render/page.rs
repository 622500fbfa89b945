//! A page of cells for the grid: one buffer, read in the browser without a decoder.
//!
//! All numbers are little endian; cells are in column order. docs/protocol.md describes the other side.
//!
//! | at | what |
//! | --- | --- |
//! | 0 | `PRP1` |
//! | 4, 8, 12 | u32: rows, columns, flags (1: rows are left out, as the page would be too large) |
//! | 16, 24 | u64: number of the first row, bytes of text |
//! | 32 | u8 per cell: [`CellKind`](super::CellKind) in the low 7 bits, bit 7 if the text is cut |
//! | next multiple of 4 | u32 per cell and one more: where its text begins, and ends |
//! | then | the texts, UTF-8 |

use arrow::array::RecordBatch;

use super::cells::Column;
use super::sink::Sink;
use crate::error::{Error, ErrorKind, Result};

const MAGIC: u32 = 0x3150_5250;
const HEADER: usize = 32;
const CUT: u8 = 0x80;
const ROWS_LEFT_OUT: u32 = 1;

/// Encodes the cells of `batch`, each with at most `max_chars` characters, as a page of about `max_bytes`: of what would
/// be more it leaves out the last rows, but for one, and says so in its flags. `first_row` is the number of the batch's
/// first row among all rows; it is written to the header.
///
/// # Errors
/// If the texts exceed 4 GiB.
pub fn encode_page(batch: &RecordBatch, first_row: u64, max_chars: usize, max_bytes: usize) -> Result<Vec<u8>> {
    let (all, mut rows) = (batch.num_rows(), batch.num_rows());
    loop {
        let flags = if rows < all { ROWS_LEFT_OUT } else { 0 };
        let page = encode_rows(&batch.slice(0, rows), first_row, max_chars, flags)?;
        if page.len() <= max_bytes || rows <= 1 {
            return Ok(page);
        }
        // As many as fit if all are of the same size; rows further down may be smaller than those above.
        rows = (rows.saturating_mul(max_bytes) / page.len()).clamp(1, rows - 1);
    }
}

fn encode_rows(batch: &RecordBatch, first_row: u64, max_chars: usize, flags: u32) -> Result<Vec<u8>> {
    let (rows, columns) = (batch.num_rows(), batch.num_columns());
    let cells = rows.checked_mul(columns).ok_or_else(too_large)?;
    let mut kinds = Vec::with_capacity(cells);
    let mut ends = Vec::with_capacity(cells);
    let mut text = String::with_capacity(cells.saturating_mul(12));
    for array in batch.columns() {
        let column = Column::try_new(array)?;
        for row in 0..rows {
            let mut sink = Sink::shown(&mut text, max_chars);
            let kind = column.write(row, &mut sink) as u8;
            kinds.push(if sink.is_cut() { kind | CUT } else { kind });
            ends.push(small(text.len())?);
        }
    }

    let padding = cells.next_multiple_of(4) - cells;
    let mut page = Vec::with_capacity(HEADER + cells + padding + 4 * (cells + 1) + text.len());
    for number in [MAGIC, small(rows)?, small(columns)?, flags] {
        page.extend(number.to_le_bytes());
    }
    page.extend(first_row.to_le_bytes());
    page.extend(u64::from(small(text.len())?).to_le_bytes());
    page.extend(kinds);
    page.resize(page.len() + padding, 0);
    page.extend(0_u32.to_le_bytes());
    page.extend(ends.into_iter().flat_map(u32::to_le_bytes));
    page.extend(text.into_bytes());
    Ok(page)
}

fn small(number: usize) -> Result<u32> {
    u32::try_from(number).map_err(|_| too_large())
}

fn too_large() -> Error {
    Error::new(ErrorKind::Value, "page", "the page is too large").with_hint("ask for fewer rows or columns")
}
