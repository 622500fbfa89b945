//! Expressions that stand for others until the columns are known: a selector stands for several columns, and
//! `.name.suffix("_sum")` for the name of the column that an expression begins with. They are functions that DataFusion
//! never sees: [`expand`] puts what they stand for in their place when the columns are known. So do functions of several
//! columns (`horizontal`), changes of fields (`fields`), and what is said of an aggregate's rows (`choice`).

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, plan_err};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::choice::{Rows, refuse_rows};
use super::fields::{Change, with_changes};
use super::horizontal::{Horizontal, put_together};
use super::label::label;
use super::selector::Selector;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::expr::scope::find_part;

/// How a column's name becomes another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// The name as it is.
    Keep,
    /// With a text before it.
    Prefix(String),
    /// With a text behind it.
    Suffix(String),
    /// In small letters.
    Lower,
    /// In capitals.
    Upper,
}

impl Naming {
    fn apply(&self, name: &str) -> String {
        match self {
            Self::Keep => name.to_owned(),
            Self::Prefix(text) => format!("{text}{name}"),
            Self::Suffix(text) => format!("{name}{text}"),
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
        }
    }
}

/// An expression that is made once the columns are known, in another language than that of the verbs.
pub trait Deferred: std::fmt::Debug + Send + Sync {
    /// Its text, which is its name too.
    fn label(&self) -> &str;

    /// What it means for these columns.
    ///
    /// # Errors
    /// When it means nothing there.
    fn planned(&self, schema: &DFSchema) -> EngineResult<Expr>;
}

/// A deferred expression, which its text tells from others.
#[derive(Debug)]
pub(super) struct Later(Arc<dyn Deferred>);

impl PartialEq for Later {
    fn eq(&self, other: &Self) -> bool {
        self.0.label() == other.0.label()
    }
}

impl Eq for Later {}

impl std::hash::Hash for Later {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.label().hash(state);
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    Columns(Selector),
    Named(Naming),
    Later(Later),
    Together(Horizontal),
    Fields(Change),
    Rows(Rows),
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Placeholder {
    meaning: Meaning,
    signature: Signature,
}

impl ScalarUDFImpl for Placeholder {
    fn name(&self) -> &str {
        match &self.meaning {
            Meaning::Columns(_) => "selector",
            Meaning::Named(_) => "name",
            Meaning::Later(_) => "expression",
            Meaning::Together(function) => function.name(),
            Meaning::Fields(change) => change.name(),
            Meaning::Rows(rows) => rows.name(),
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> EngineResult<DataType> {
        plan_err!("a {} means something only where a frame's verb takes columns", self.name())
    }

    fn invoke_with_args(&self, _args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        plan_err!("a {} has no values of its own", self.name())
    }
}

pub(super) fn call_placeholder(meaning: Meaning, args: Vec<Expr>) -> Expr {
    let signature = Signature::any(args.len(), Volatility::Immutable);
    ScalarUDF::new_from_impl(Placeholder { meaning, signature }).call(args)
}

/// What stands for the columns of a selector.
pub fn placeholder(selector: Selector) -> Expr {
    call_placeholder(Meaning::Columns(selector), Vec::new())
}

/// What stands for an expression until the columns are known.
pub fn deferred(expression: Arc<dyn Deferred>) -> Expr {
    call_placeholder(Meaning::Later(Later(expression)), Vec::new())
}

/// What a deferred expression means for these columns; `None` for all others.
pub(super) fn planned(schema: &DFSchema, expr: &Expr) -> EngineResult<Option<Expr>> {
    match meaning(expr) {
        Some((Meaning::Later(later), _)) => later.0.planned(schema).map(Some),
        _ => Ok(None),
    }
}

/// The expression under a name made of that of its first column.
pub fn renamed(expr: Expr, naming: Naming) -> Expr {
    call_placeholder(Meaning::Named(naming), vec![expr])
}

pub(super) fn meaning(expr: &Expr) -> Option<(&Meaning, &[Expr])> {
    let Expr::ScalarFunction(function) = expr else { return None };
    let placeholder = function.func.inner().downcast_ref::<Placeholder>()?;
    Some((&placeholder.meaning, &function.args))
}

/// The text of what stands for something else.
pub(super) fn placeholder_label(expr: &Expr) -> Option<String> {
    match meaning(expr)? {
        (Meaning::Columns(selector), _) => Some(selector.to_string()),
        (Meaning::Named(_) | Meaning::Fields(_), args) => args.first().map(label),
        (Meaning::Later(later), _) => Some(later.0.label().to_owned()),
        (Meaning::Together(function), args) => Some(function.label(args)),
        (Meaning::Rows(_), _) => None,
    }
}

/// Says of the patterns of selectors which names they fit; `fitting` is asked for each.
///
/// # Errors
/// The first of `fitting`.
pub fn fit_patterns<E>(
    exprs: Vec<Expr>,
    mut fitting: impl FnMut(&str) -> std::result::Result<Vec<String>, E>,
) -> std::result::Result<Vec<Expr>, E> {
    let is_open =
        |node: &Expr| matches!(meaning(node), Some((Meaning::Columns(selector), _)) if selector.has_pattern());
    let mut failed = None;
    let mut fitted = |node: Expr| {
        let selector = match meaning(&node) {
            Some((Meaning::Columns(selector), _)) if selector.has_pattern() => selector.clone(),
            _ => return Ok(Transformed::no(node)),
        };
        match selector.with_fitting(&mut fitting) {
            Ok(selector) => Ok(Transformed::yes(placeholder(selector))),
            Err(error) => {
                failed = Some(error);
                Ok(Transformed::new(node, false, TreeNodeRecursion::Stop))
            }
        }
    };
    let one = |expr: Expr| match expr.exists(|node| Ok(is_open(node))) {
        Ok(true) => expr.clone().transform_up(&mut fitted).map_or(expr, |changed| changed.data),
        _ => expr,
    };
    let exprs = exprs.into_iter().map(one).collect();
    failed.map_or(Ok(exprs), Err)
}

/// The expressions for the columns of `schema`: one with a selector becomes one for each column that it chooses,
/// which may be none.
///
/// # Errors
/// A `Value` error for two selectors in one expression; those of [`Selector`].
pub fn expand(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    let failed = |error| Error::from_datafusion(operation, error);
    let mut expanded = Vec::with_capacity(exprs.len());
    for expr in exprs {
        if !expr.exists(|node| Ok(meaning(node).is_some())).map_err(failed)? {
            expanded.push(expr);
            continue;
        }
        let expr = put_together(operation, schema, expr)?;
        match find_selector(operation, &expr)? {
            None => expanded.push(with_meaning(operation, schema, expr)?),
            Some(selector) => {
                let columns: &Schema = schema.as_arrow();
                for place in selector.column_indices(operation, columns)? {
                    let one = replace_selector(expr.clone(), columns.field(place).name()).map_err(failed)?;
                    expanded.push(with_meaning(operation, schema, one)?);
                }
            }
        }
    }
    Ok(expanded)
}

/// An expression over columns with the rest of what it stands for.
fn with_meaning(operation: &str, schema: &DFSchema, expr: Expr) -> Result<Expr> {
    refuse_rows(operation, &expr)?;
    let expr = with_changes(operation, schema, expr)?;
    apply_naming(expr).map_err(|error| Error::from_datafusion(operation, error))
}

/// The selector of an expression, which may stand in it several times.
fn find_selector(operation: &str, expr: &Expr) -> Result<Option<Selector>> {
    let mut selectors: Vec<&Selector> = Vec::new();
    expr.apply(|node| {
        if let Some((Meaning::Columns(selector), _)) = meaning(node)
            && !selectors.contains(&selector)
        {
            selectors.push(selector);
        }
        Ok(TreeNodeRecursion::Continue)
    })
    .map_err(|error| Error::from_datafusion(operation, error))?;
    match selectors.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some((*only).clone())),
        [one, other, ..] => {
            let message = format!("{one} and {other} stand in one expression, and each means several columns");
            let hint = "use one selector in an expression; a | b chooses the columns of both";
            Err(Error::new(ErrorKind::Value, operation, message).with_hint(hint))
        }
    }
}

fn replace_selector(expr: Expr, name: &str) -> EngineResult<Expr> {
    let put = |node: Expr| {
        Ok(match meaning(&node) {
            Some((Meaning::Columns(_), _)) => Transformed::yes(column(name)),
            _ => Transformed::no(node),
        })
    };
    Ok(expr.transform_up(put)?.data)
}

/// The expression under the name that `.name` gives it. Inside of a larger expression a name means nothing.
fn apply_naming(expr: Expr) -> EngineResult<Expr> {
    let outer = match meaning(&expr) {
        Some((Meaning::Named(naming), args)) => first_column_name(args).map(|name| naming.apply(&name)),
        _ => None,
    };
    let bare = expr.transform_up(|node| {
        Ok(match meaning(&node) {
            Some((Meaning::Named(_), [inner])) => Transformed::yes(inner.clone()),
            _ => Transformed::no(node),
        })
    })?;
    Ok(match outer {
        Some(name) => bare.data.unalias().alias(name),
        None => bare.data,
    })
}

fn first_column_name(exprs: &[Expr]) -> Option<String> {
    let name = |part: &Expr| match part {
        Expr::Column(column) => Some(column.name.clone()),
        _ => None,
    };
    exprs.iter().find_map(|expr| find_part(expr, name))
}
