//! The rule that keeps the tests of regular expressions right: `~`, `~*`, `!~`, `!~*`, `regexp_like` and SIMILAR TO, of
//! which the engine asks no more than that a part of the text matches.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result};
use datafusion::config::ConfigOptions;
use datafusion::functions::regex::regexplike::RegexpLikeFunc;
use datafusion::functions::regex::regexpreplace::RegexpReplaceFunc;
use datafusion::logical_expr::expr::{Like, ScalarFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, ScalarUDF};
use datafusion::optimizer::AnalyzerRule;

use super::constant_pattern::Test;
use super::matches::Matches;
use super::replaced::Replaced;
use crate::scope::scope_of;

/// The rule; it belongs behind the engine's own, as it asks for the types that they settle.
pub(crate) fn rule() -> Arc<dyn AnalyzerRule + Send + Sync> {
    Arc::new(RegularExpressions { replaced: Arc::new(ScalarUDF::new_from_impl(Replaced::default())) })
}

#[derive(Debug)]
struct RegularExpressions {
    replaced: Arc<ScalarUDF>,
}

impl AnalyzerRule for RegularExpressions {
    fn name(&self) -> &str {
        "regular_expressions"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(|plan| self.plan(plan))?.data)
    }
}

impl RegularExpressions {
    fn plan(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        let mut found = false;
        plan.apply_expressions(|expr| {
            found = found || expr.exists(|node| Ok(is_regular(node)))?;
            Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
        })?;
        if !found {
            return Ok(Transformed::no(plan));
        }
        let schema = scope_of(&plan)?;
        let names = NamePreserver::new(&plan);
        plan.map_expressions(|expr| {
            let name = names.save(&expr);
            let rewritten = expr.transform_up(|node| self.expression(node, &schema))?;
            Ok(rewritten.update_data(|expr| name.restore(expr)))
        })
    }

    fn expression(&self, node: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        let (test, args) = match node {
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => match Test::of_operator(op) {
                Some(test) => (test, vec![*left, *right]),
                None => return Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right }))),
            },
            Expr::SimilarTo(Like { negated, expr, pattern, escape_char: None, case_insensitive }) => {
                (Test::of_whole(negated, case_insensitive), vec![*expr, *pattern])
            }
            Expr::ScalarFunction(call) if call.func.inner().is::<RegexpLikeFunc>() => (Test::PART, call.args),
            Expr::ScalarFunction(call) if call.func.inner().is::<RegexpReplaceFunc>() => {
                let call = ScalarFunction { func: Arc::clone(&self.replaced), ..call };
                return Ok(Transformed::yes(Expr::ScalarFunction(call)));
            }
            other => return Ok(Transformed::no(other)),
        };
        let text_type = args.first().map_or(Ok(DataType::Null), |text| text.get_type(schema))?;
        Matches::call(test, args, &text_type).map(Transformed::yes)
    }
}

fn is_regular(node: &Expr) -> bool {
    match node {
        Expr::BinaryExpr(binary) => Test::of_operator(binary.op).is_some(),
        Expr::SimilarTo(_) => true,
        Expr::ScalarFunction(call) => {
            let function = call.func.inner();
            function.is::<RegexpLikeFunc>() || function.is::<RegexpReplaceFunc>()
        }
        _ => false,
    }
}
