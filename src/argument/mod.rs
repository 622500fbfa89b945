//! What a user may write where the API wants a column, a table, a path or a value: permissive types, which are never
//! returned.

mod amount;
mod column;
mod path;
mod row_count;
mod seconds;
mod settings;
mod slice;
mod span;
mod table;
mod value;

pub use amount::amount;
pub use column::{
    column, into_column_names, into_expr, into_exprs, into_items, into_names, into_operand, into_sort_key,
    into_sort_keys,
};
pub use path::into_paths;
pub use row_count::row_count;
pub use seconds::seconds;
pub use settings::settings;
pub use slice::slice_bounds;
pub use span::into_span;
pub use table::{into_frame, into_frame_as, into_table, is_table, is_table_by_class};
pub use value::{Argument, Column, Columns, Dtype, Format, Formats, Number, Text, Value, Whole, one_byte};
