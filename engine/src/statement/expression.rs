//! One expression of SQL as an expression of the verbs. Its columns are those of the frame that uses it, so it is parsed
//! at once and planned when these are known; its operators mean what they mean in SQL.

use std::sync::Arc;

use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result as EngineResult;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::Expr;
use datafusion::sql::sqlparser::ast::ExprWithAlias;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::depth;
use crate::expr::names::column;
use crate::resolve::{Deferred, deferred};
use crate::session::Session;
use crate::sql::dialect::SqlDialect;
use crate::sql::location::StatementText;
use crate::sql::reading;
use crate::sql::script::Script;

const WHAT: &str = "sql_expr";

/// A parsed expression.
#[derive(Debug)]
struct Parsed {
    text: String,
    script: Script,
    parsed: ExprWithAlias,
    state: SessionState,
}

/// Returns the expression that `text` is in SQL, with the functions of a session.
///
/// # Errors
/// `Sql`, with the location in the text; where a frame uses it, `Sql` and `ColumnNotFound` for what it has not.
pub fn expression(session: &Arc<Session>, text: &str) -> Result<Expr> {
    let limit = session.state().config_options().sql_parser.recursion_limit.get();
    let script = Script::new(text, SqlDialect::default().parser().as_ref());
    let whole = script.whole();
    let site = StatementText { script: &script, part: &whole };
    if let Some(error) = site.mistakes() {
        return Err(error);
    }
    let mut parsed = reading::expression(&script, limit).map_err(|error| site.located(error))?;
    if let Err(error) = depth::check(&parsed) {
        depth::dropped(parsed, text.len());
        return Err(error);
    }
    let name = parsed.alias.take();
    let mut state = session.state().as_ref().clone();
    for function in session.functions().into_values() {
        function.add_to(&mut state).map_err(|error| Error::from_datafusion(WHAT, error))?;
    }
    let made = deferred(Arc::new(Parsed { text: text.trim().to_owned(), script, parsed, state }));
    Ok(match name {
        Some(name) => made.alias(name.value),
        None => made,
    })
}

impl Deferred for Parsed {
    fn label(&self) -> &str {
        &self.text
    }

    fn planned(&self, schema: &DFSchema) -> EngineResult<Expr> {
        let planned = self.state.create_logical_expr_from_sql_expr(self.parsed.clone(), schema);
        let whole = self.script.whole();
        let site = StatementText { script: &self.script, part: &whole };
        let planned = planned.map_err(|error| site.located(error))?;
        if planned.exists(|node| Ok(matches!(node, Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_))))? {
            let message = "a subquery has tables, and an expression has only the columns of its frame";
            return Err(Error::new(ErrorKind::Sql, WHAT, message).with_hint("write the query for pr.sql").into());
        }
        let bare = planned.transform_up(|node| {
            Ok(match node {
                Expr::Column(found) => Transformed::yes(column(&found.name)),
                other => Transformed::no(other),
            })
        })?;
        Ok(bare.data)
    }
}
