//! Values as text: the one formatter behind the grid, the HTML and the plain-text table.
//!
//! - [`Column`] turns the values of one array into [`Cell`]s, for any arrow type, never in more time than the shown
//!   part needs;
//! - [`encode_page`] encodes the cells of a batch for the grid;
//! - [`tab_separated`] writes them for the clipboard;
//! - [`html`] and [`text`] are the static tables, over a [`TableText`].

mod cells;
mod clipboard;
mod durations;
mod html;
mod nested;
mod numbers;
mod page;
mod sink;
mod style;
mod table;
mod temporal;
mod text;
mod types;

#[cfg(test)]
mod tests;

pub use cells::{Cell, CellKind, Column};
pub use clipboard::tab_separated;
pub(crate) use html::Escaped;
pub use html::html;
pub use page::encode_page;
pub use sink::{shown_name, visible};
pub use style::{FloatForm, FloatFormat, Style};
pub use table::{TableText, shown_columns};
pub(crate) use temporal::{nanoseconds_in, per_second};
pub use text::{text, text_within};
pub use types::{ColumnKind, column_kind, type_kind, type_name, type_unit};
