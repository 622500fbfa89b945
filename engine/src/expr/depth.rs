//! Limits on how deep expressions are nested.
//!
//! Copying and dropping an expression recurses without a check of the stack (DataFusion and sqlparser derive both), and
//! so does a part of planning: beyond some thousand levels the process would end, whatever else it holds. So an
//! expression that is too deep is refused as soon as it is made.

use std::ops::ControlFlow;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion, TreeNodeVisitor};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::Expr;
use datafusion::sql::sqlparser::ast;

use crate::error::{Error, ErrorKind};

/// The most nested operations: a third of what 8 MiB of stack have room for.
const MOST_LEVELS: usize = 2_000;
/// The most set operations in a row in one statement: half of that.
const MOST_SETS: usize = 1_000;

/// The stack that dropping one level of a statement takes.
const STACK_OF_LEVEL: usize = 512;
/// The most stack that is allocated for that.
const MOST_STACK: usize = 1 << 30;

/// Returns whether operations are nested too deep.
pub fn is_too_deep(expr: &Expr) -> bool {
    let mut levels = Levels(0);
    matches!(expr.visit(&mut levels), Ok(TreeNodeRecursion::Stop))
}

/// Returns the error of the operation `name` for an expression that is too deep.
pub fn too_deep(name: &str) -> Error {
    let message = format!("more than {MOST_LEVELS} operations are within each other");
    Error::new(ErrorKind::Value, name, message)
        .with_hint("one of many values is asked for with is_in([...]); a long sum is made of sums of its halves")
}

/// Refuses a statement, or an expression of SQL, that is too deep.
pub(crate) fn check(statement: &impl ast::Visit) -> Result<(), Error> {
    match ast::Visit::visit(statement, &mut Levels(0)) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => {
            let message = format!(
                "more than {MOST_LEVELS} operations are within each other, or more than {MOST_SETS} queries are added up"
            );
            let hint = "one of many values is asked for with IN (...); many frames are put together \
                        by pr.concat";
            Err(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint))
        }
    }
}

/// Drops a refused statement of at most `levels` levels (no more than its text has characters), which recurses too.
pub(crate) fn dropped<T>(statement: T, levels: usize) {
    stacker::grow(levels.saturating_mul(STACK_OF_LEVEL).min(MOST_STACK), || drop(statement));
}

/// Counts nested levels.
struct Levels(usize);

impl<'n> TreeNodeVisitor<'n> for Levels {
    type Node = Expr;

    fn f_down(&mut self, _: &'n Expr) -> EngineResult<TreeNodeRecursion> {
        self.0 += 1;
        Ok(if self.0 > MOST_LEVELS { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    }

    fn f_up(&mut self, _: &'n Expr) -> EngineResult<TreeNodeRecursion> {
        self.0 -= 1;
        Ok(TreeNodeRecursion::Continue)
    }
}

impl ast::Visitor for Levels {
    type Break = ();

    fn pre_visit_query(&mut self, query: &ast::Query) -> ControlFlow<()> {
        let (mut body, mut sets) = (&query.body, 0);
        while let ast::SetExpr::SetOperation { left, .. } = body.as_ref() {
            (body, sets) = (left, sets + 1);
        }
        if sets > MOST_SETS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn pre_visit_expr(&mut self, _: &ast::Expr) -> ControlFlow<()> {
        self.0 += 1;
        if self.0 > MOST_LEVELS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn post_visit_expr(&mut self, _: &ast::Expr) -> ControlFlow<()> {
        self.0 -= 1;
        ControlFlow::Continue(())
    }
}
