//! The rule that corrects functions. The tests of regular expressions are `~`, `~*`, `!~`, `!~*`, `regexp_like` and
//! SIMILAR TO, for which DataFusion checks only that a part of the string matches ([`super::constant_pattern`]); `||`
//! reserves its memory ([`super::joined`]); other functions are computed by DataFusion once their arguments are
//! corrected ([`super::guarded`], [`super::calls`]); and floats are compared, not looked up ([`super::zeros`]).

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result};
use datafusion::config::ConfigOptions;
use datafusion::functions::regex::regexplike::RegexpLikeFunc;
use datafusion::logical_expr::expr::{Like, ScalarFunction};
use datafusion::logical_expr::{BinaryExpr, Distinct, Expr, ExprSchemable, LogicalPlan, Operator};
use datafusion::optimizer::AnalyzerRule;

use super::calls;
use super::constant_pattern::Test;
use super::guarded::{guarded, is_guarded};
use super::joined::{is_joined, joined};
use super::matches::Matches;
use super::zeros;
use crate::expr::scope::{has_part, rewrite_parts, scope_of};
use crate::trial::Mend;

/// The rule; it runs after DataFusion's own, which settle the types that it asks for.
pub(crate) fn rule() -> Arc<dyn AnalyzerRule + Send + Sync> {
    Arc::new(Functions)
}

#[derive(Debug)]
struct Functions;

impl AnalyzerRule for Functions {
    fn name(&self) -> &str {
        "functions"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewritten)?.data)
    }
}

fn rewritten(mut plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    calls::check_hollow(&plan)?;
    let changed = match &mut plan {
        LogicalPlan::Distinct(Distinct::On(on)) => on.sort_expr.as_mut().is_some_and(calls::once),
        _ => false,
    };
    if !has_part(&plan, is_concerned) {
        return Ok(Transformed::new_transformed(plan, changed));
    }
    let schema = scope_of(&plan)?;
    rewrite_parts(plan, |_| true, |node| expression(node, &schema))
}

fn expression(node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    if let Some(made) = zeros::compared(&node, schema)?.filter(|_| Mend::Zeros.is_on()) {
        return Ok(Transformed::yes(made));
    }
    if is_test(&node) && !Mend::Matches.is_on() {
        return Ok(Transformed::no(node));
    }
    if calls::is_concerned(&node) {
        return calls::accepted(node, schema);
    }
    let (test, args) = match node {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match Test::of_operator(op) {
            Some(test) => (test, vec![*left, *right]),
            None if op == Operator::StringConcat && is_joined(&left.get_type(schema)?) => {
                return Ok(Transformed::yes(joined(*left, *right)));
            }
            None => return Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right }))),
        },
        Expr::SimilarTo(Like { negated, expr, pattern, escape_char: None, case_insensitive }) => {
            (Test::of_whole(negated, case_insensitive), vec![*expr, *pattern])
        }
        Expr::ScalarFunction(call) if call.func.inner().is::<RegexpLikeFunc>() => (Test::PART, call.args),
        Expr::ScalarFunction(ScalarFunction { func, args }) => {
            let call = |func, args| Expr::ScalarFunction(ScalarFunction { func, args });
            return Ok(match guarded(&func).filter(|_| Mend::Guarded.is_on()) {
                Some(guarded) => Transformed::yes(call(guarded, args)),
                None => Transformed::no(call(func, args)),
            });
        }
        other => return Ok(Transformed::no(other)),
    };
    let text_type = args.first().map_or(Ok(DataType::Null), |text| text.get_type(schema))?;
    Matches::call(test, args, &text_type).map(Transformed::yes)
}

fn is_concerned(node: &Expr) -> bool {
    zeros::looks_up(node)
        || calls::is_concerned(node)
        || is_test(node)
        || match node {
            Expr::BinaryExpr(binary) => binary.op == Operator::StringConcat,
            Expr::ScalarFunction(call) => is_guarded(&call.func),
            _ => false,
        }
}

/// Returns whether an expression tests a string against a regular expression.
fn is_test(node: &Expr) -> bool {
    match node {
        Expr::BinaryExpr(binary) => Test::of_operator(binary.op).is_some(),
        Expr::SimilarTo(_) => true,
        Expr::ScalarFunction(call) => call.func.inner().is::<RegexpLikeFunc>(),
        _ => false,
    }
}
