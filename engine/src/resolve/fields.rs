//! Structs with other names for their fields, or with other fields: which they have is known with the columns.

use arrow::datatypes::{DataType, Fields};
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::core::{get_field, named_struct};
use datafusion::logical_expr::{Case, Expr, lit};

use super::expand::{Meaning, call_placeholder, meaning};
use super::label::label;
use super::refusal::with_type;
use super::resolved_type;
use crate::cast::value_type;
use crate::error::{Error, ErrorKind, Result};

/// What becomes of the fields of a struct.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Change {
    /// All fields under these names, in their order.
    Rename(Vec<String>),
    /// These fields in the place of those of the same name, or after them.
    Put(Vec<String>),
}

/// The struct with these names for its fields.
pub fn rename_fields(expr: Expr, names: Vec<String>) -> Expr {
    call_placeholder(Meaning::Fields(Change::Rename(names)), vec![expr])
}

/// The struct with each of `fields` in the place of the field of that name, or after the others.
pub fn with_fields(expr: Expr, fields: Vec<(String, Expr)>) -> Expr {
    let (names, values): (Vec<String>, Vec<Expr>) = fields.into_iter().unzip();
    call_placeholder(Meaning::Fields(Change::Put(names)), std::iter::once(expr).chain(values).collect())
}

impl Change {
    /// The name of the method.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Rename(_) => "rename_fields",
            Self::Put(_) => "with_fields",
        }
    }

    fn build(&self, operation: &str, of: &Expr, fields: &Fields, values: &[Expr]) -> Result<Expr> {
        let field = |name: &str| get_field().call(vec![of.clone(), lit(name)]);
        let mut parts: Vec<(String, Expr)> = Vec::with_capacity(fields.len() + values.len());
        match self {
            Self::Rename(names) if names.len() != fields.len() => {
                let message =
                    format!("rename_fields has {} names for the {} fields of {}", names.len(), fields.len(), label(of));
                let known = fields.iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", ");
                return Err(
                    Error::new(ErrorKind::Value, operation, message).with_hint(format!("its fields are {known}"))
                );
            }
            Self::Rename(names) => {
                parts.extend(names.iter().cloned().zip(fields.iter().map(|old| field(old.name()))));
            }
            Self::Put(names) => {
                parts.extend(fields.iter().map(|old| (old.name().clone(), field(old.name()))));
                for (name, value) in names.iter().zip(values) {
                    match parts.iter_mut().find(|(known, _)| known == name) {
                        Some((_, known)) => *known = value.clone(),
                        None => parts.push((name.clone(), value.clone())),
                    }
                }
            }
        }
        let arguments = parts.into_iter().flat_map(|(name, value)| [lit(name), value.unalias()]);
        let made = named_struct().call(arguments.collect());
        Ok(Expr::Case(Case::new(None, vec![(Box::new(of.clone().is_not_null()), Box::new(made))], None)))
    }
}

/// The expression with each such change made.
pub(super) fn with_changes(operation: &str, schema: &DFSchema, expr: Expr) -> Result<Expr> {
    let change = |node: Expr| {
        let Some((Meaning::Fields(change), [of, values @ ..])) = meaning(&node) else {
            return Ok(Transformed::no(node));
        };
        if let Some(missing) = of.column_refs().into_iter().find(|column| !schema.has_column(column)) {
            let columns = schema.fields().iter().map(|field| field.name().as_str());
            return Err(Error::column_not_found(operation, &missing.name, columns).into());
        }
        let given = resolved_type(operation, schema, of)?;
        let DataType::Struct(fields) = value_type(&given) else {
            let message = format!("{} needs a struct, got {}", change.name(), with_type(of, &given));
            return Err(Error::new(ErrorKind::Schema, operation, message).into());
        };
        Ok(Transformed::yes(change.build(operation, of, fields, values)?.alias(label(of))))
    };
    let built = expr.transform_up(change).map_err(|error| Error::from_datafusion(operation, error))?;
    Ok(built.data)
}
