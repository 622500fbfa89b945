//! Expressions that stand for others until the columns are known: a selector stands for several columns, and
//! `.name.suffix("_sum")` for the name of the column that an expression begins with. Both are functions that the
//! engine never sees: [`expand`] puts what they stand for in their place when a verb has its frame.

use arrow::datatypes::{DataType, Schema};
use datafusion::common::plan_err;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use pyo3::prelude::*;
use pyrust_engine::{Error, Frame};

use crate::exceptions::{to_python, value_error};
use crate::input::column;
use crate::selector::Choice;

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
    fn of(&self, name: &str) -> String {
        match self {
            Self::Keep => name.to_owned(),
            Self::Prefix(text) => format!("{text}{name}"),
            Self::Suffix(text) => format!("{name}{text}"),
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Meaning {
    Columns(Choice),
    Named(Naming),
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Stand {
    meaning: Meaning,
    signature: Signature,
}

impl ScalarUDFImpl for Stand {
    fn name(&self) -> &str {
        match self.meaning {
            Meaning::Columns(_) => "selector",
            Meaning::Named(_) => "name",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        plan_err!("a {} means something only where a frame's verb takes columns", self.name())
    }

    fn invoke_with_args(&self, _args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        plan_err!("a {} has no values of its own", self.name())
    }
}

fn stand(meaning: Meaning, args: Vec<Expr>) -> Expr {
    let signature = Signature::any(args.len(), Volatility::Immutable);
    ScalarUDF::new_from_impl(Stand { meaning, signature }).call(args)
}

/// What stands for the columns of a choice.
pub fn placeholder(choice: Choice) -> Expr {
    stand(Meaning::Columns(choice), Vec::new())
}

/// The expression under a name made of that of its first column.
pub fn renamed(expr: Expr, naming: Naming) -> Expr {
    stand(Meaning::Named(naming), vec![expr])
}

fn meaning(expr: &Expr) -> Option<(&Meaning, &[Expr])> {
    let Expr::ScalarFunction(function) = expr else { return None };
    let stand = function.func.inner().downcast_ref::<Stand>()?;
    Some((&stand.meaning, &function.args))
}

/// The text of what stands for something else.
pub fn text(expr: &Expr) -> Option<String> {
    match meaning(expr)? {
        (Meaning::Columns(choice), _) => Some(choice.to_string()),
        (Meaning::Named(_), args) => args.first().map(super::label),
    }
}

/// The expressions for the columns of a frame: one with a selector becomes one for each column that it chooses,
/// which may be none.
pub fn expand(operation: &str, frame: &Frame, exprs: Vec<Expr>) -> PyResult<Vec<Expr>> {
    let failed = |error| to_python(Error::from_datafusion(operation, error));
    let mut expanded = Vec::with_capacity(exprs.len());
    for expr in exprs {
        if !expr.exists(|node| Ok(meaning(node).is_some())).map_err(failed)? {
            expanded.push(expr);
            continue;
        }
        match the_choice(operation, &expr)? {
            None => expanded.push(named(expr).map_err(failed)?),
            Some(choice) => {
                let schema: &Schema = frame.schema();
                for place in choice.places(operation, schema)? {
                    let one = with_column(expr.clone(), schema.field(place).name()).map_err(failed)?;
                    expanded.push(named(one).map_err(failed)?);
                }
            }
        }
    }
    Ok(expanded)
}

/// The selector of an expression, which may stand in it several times.
fn the_choice(operation: &str, expr: &Expr) -> PyResult<Option<Choice>> {
    let mut choices: Vec<&Choice> = Vec::new();
    expr.apply(|node| {
        if let Some((Meaning::Columns(choice), _)) = meaning(node)
            && !choices.contains(&choice)
        {
            choices.push(choice);
        }
        Ok(TreeNodeRecursion::Continue)
    })
    .map_err(|error| to_python(Error::from_datafusion(operation, error)))?;
    match choices.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some((*only).clone())),
        [one, other, ..] => {
            let message = format!("{one} and {other} stand in one expression, and each means several columns");
            Err(value_error(operation, message, "use one selector in an expression; a | b chooses the columns of both"))
        }
    }
}

fn with_column(expr: Expr, name: &str) -> Result<Expr> {
    let put = |node: Expr| {
        Ok(match meaning(&node) {
            Some((Meaning::Columns(_), _)) => Transformed::yes(column(name)),
            _ => Transformed::no(node),
        })
    };
    Ok(expr.transform_up(put)?.data)
}

/// The expression under the name that `.name` gives it. Inside of a larger expression a name means nothing.
fn named(expr: Expr) -> Result<Expr> {
    let outer = match meaning(&expr) {
        Some((Meaning::Named(naming), args)) => first_column(args)?.map(|name| naming.of(&name)),
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

fn first_column(exprs: &[Expr]) -> Result<Option<String>> {
    let mut found = None;
    for expr in exprs {
        expr.apply(|node| {
            if let Expr::Column(column) = node {
                found.get_or_insert_with(|| column.name.clone());
                return Ok(TreeNodeRecursion::Stop);
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    Ok(found)
}
