//! A statement as a plan: its names are read as they are written first, and where that fails, in the case that they have.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::Schema;
use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList, MemorySchemaProvider,
    SchemaProvider,
};
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement as Parsed;

use super::tables::{Tables, quoted};
use super::values::{Values, bind};
use super::{Given, Instead, Planned, QUARTILES, Statement, show};
use crate::analyzer;
use crate::error::{Diagnostic, Error, ErrorKind, Fix, Result, nearest};
use crate::frame::Frame;
use crate::session::UserFunction;
use crate::sql::case::planned_in_any_case;
use crate::sql::lookup::{Found, Missing, What, look_up};
use crate::sql::reading::{sql_statement, sql_statement_mut};
use crate::sql::unqualified::without_qualifiers;
use crate::sql::{bound, operators, recursion, refusal, rewrite, warning};
use crate::subquery;
use crate::trial::Mend;

/// How often a statement is read anew with names in another case: what is found by one of them may name others.
const MOST_READINGS: usize = 4;

/// Why a statement was not planned.
enum Refused {
    /// In our words.
    Ours(Error),
    /// In DataFusion's, with what it was given.
    Planner(Box<(SessionState, Parsed, DataFusionError)>),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl Statement {
    /// Plans the statement with what its caller knows of its names.
    ///
    /// # Errors
    /// `TableNotFound`, `ColumnNotFound` or `Sql` with the location in the text and with what else is wrong; errors of
    /// reading a file.
    pub async fn plan(self, mut given: Given) -> Result<Planned> {
        if self.asks_for_tables() {
            return Ok(Planned { frame: show::tables(&self.session, given.names)?, notes: Vec::new() });
        }
        let mut tables = self.session.snapshot();
        let scope = std::mem::take(&mut given.tables);
        tables.extend(scope.into_iter().map(|(name, frame)| (name, Arc::clone(frame.content()))));
        let mut notes = self.resolve(&mut tables, &given).await?;
        let values: Values = std::mem::take(&mut given.values).into_iter().collect();
        self.check_values(&values)?;
        let mut statement = self;
        for reading in 1.. {
            let refused = match statement.framed(&tables, &given.functions, &values).await {
                Ok(frame) => {
                    notes.extend(
                        sql_statement(&statement.parsed)
                            .map(|sql| warning::warnings(statement.text(), sql))
                            .unwrap_or_default(),
                    );
                    return Ok(Planned { frame, notes });
                }
                Err(refused) => refused,
            };
            let found = statement.look_up(&tables);
            let mut edits = statement.edits.clone();
            if reading == MOST_READINGS || !edits.extend(found.edits) {
                return Err(statement.explained(refused, found.missing).await);
            }
            statement =
                Self::read(&statement.session, &statement.script, statement.part.clone(), statement.dialect, edits)?;
        }
        Err(Error::new(ErrorKind::Internal, "sql", "a statement was read without an end"))
    }

    /// Plans the statement as it is read now.
    async fn framed(
        &self,
        tables: &Tables,
        functions: &[UserFunction],
        values: &Values,
    ) -> std::result::Result<Arc<Frame>, Refused> {
        let mut parsed = self.parsed.clone();
        let bound = bind(&mut parsed, values);
        let (has_values, mut is_recursive) = (!bound.is_empty(), false);
        let bound = bound.into_iter().map(|value| UserFunction::Scalar(Arc::new(value)));
        let mut functions: Vec<UserFunction> = functions.iter().cloned().chain(bound).collect();
        if let Some(statement) = sql_statement_mut(&mut parsed) {
            let rewritten = rewrite::rewrite(statement, tables).map_err(|error| self.text().relocated(error))?;
            functions.extend(rewritten.function.map(|function| UserFunction::Scalar(Arc::new(function))));
            is_recursive = rewritten.is_recursive;
            operators::with_operators(statement);
        }
        let state = self.state_with(tables, functions)?;
        let plan = match planned_in_any_case(&state, parsed.clone()).await {
            Ok(plan) => plan,
            Err(error) => match with_unique_names(&state, &parsed, tables, &error).await {
                Some(plan) => plan,
                None => return Err(Refused::Planner(Box::new((state, parsed, error)))),
            },
        };
        if let LogicalPlan::DescribeTable(table) = &plan {
            return Ok(show::columns(&self.session, &table.schema)?);
        }
        if let Some(statement) = sql_statement(&parsed).filter(|_| is_recursive && Mend::Recursion.is_on()) {
            recursion::check(statement, &plan).map_err(|error| self.text().relocated(error))?;
        }
        let convert = |error| self.text().located(error);
        let plan = if has_values { bound::with_values(plan).map_err(convert)? } else { plan };
        let plan = subquery::nullable_values(plan).and_then(analyzer::settled).and_then(without_qualifiers);
        let plan = plan.map_err(convert)?;
        let frame = Frame::from_query(&self.session, plan).map_err(|error| self.text().relocated(error))?;
        self.remember(&frame);
        Ok(match self.instead {
            None => frame,
            Some(Instead::Columns) => show::columns(&self.session, frame.schema())?,
            Some(Instead::Summary) => frame.describe(&QUARTILES)?,
        })
    }

    fn state_with(&self, tables: &Tables, functions: Vec<UserFunction>) -> Result<SessionState> {
        let convert = |e| Error::from_datafusion("sql", e);
        let schema = MemorySchemaProvider::new();
        // A statement that lists the tables sees all of them; any other those that it names.
        let lists = self.references.iter().any(|(reference, _)| reference.schema() == Some("information_schema"));
        let named = |name: &str| self.references.iter().any(|(reference, _)| reference.table() == name);
        for (name, table) in tables.iter().filter(|(name, _)| lists || named(name)) {
            schema.register_table(name.clone(), table.as_table()?).map_err(convert)?;
        }
        let mut state = self.session.state().as_ref().clone();
        let defaults = &state.config_options().catalog;
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema(&defaults.default_schema, Arc::new(schema)).map_err(convert)?;
        let list = MemoryCatalogProviderList::new();
        list.register_catalog(defaults.default_catalog.clone(), Arc::new(catalog));
        state.register_catalog_list(Arc::new(list));
        for function in self.session.functions().into_values().chain(functions) {
            function.add_to(&mut state).map_err(convert)?;
        }
        Ok(state)
    }

    /// Looks up the names of the statement.
    fn look_up(&self, tables: &Tables) -> Found {
        let named = self.references.iter().map(|(reference, _)| reference.table());
        let schemas: BTreeMap<&str, &Schema> =
            named.filter_map(|name| Some((name, tables.get(name)?.schema().as_ref()))).collect();
        match sql_statement(&self.parsed) {
            Some(statement) => look_up(statement, self.script.text(), &schemas),
            None => Found::default(),
        }
    }

    /// Returns the error of a statement that was not planned, with all names that there are not.
    async fn explained(&self, refused: Refused, missing: Vec<Missing>) -> Error {
        let error = match refused {
            Refused::Ours(error) => error,
            Refused::Planner(given) => {
                let (state, parsed, error) = *given;
                refusal::explained(&state, &parsed, error, self.text()).await
            }
        };
        if error.kind() != ErrorKind::ColumnNotFound || missing.is_empty() {
            return error;
        }
        let mut missing = missing.into_iter().map(|missing| self.not_found(missing));
        match missing.next() {
            Some(first) => first.with_others(missing.map(|error| error.diagnostic())),
            None => error,
        }
    }

    /// Returns an error of tables that there are not, with the columns that there are not in those that there are.
    pub(super) fn with_missing(&self, error: Error, mut others: Vec<Diagnostic>, tables: &Tables) -> Error {
        others.extend(self.missing(tables).into_iter().map(|error| error.diagnostic()));
        error.with_others(others)
    }

    /// Returns an error for each name of a column that there is not.
    pub(super) fn missing(&self, tables: &Tables) -> Vec<Error> {
        self.look_up(tables).missing.into_iter().map(|missing| self.not_found(missing)).collect()
    }

    fn not_found(&self, missing: Missing) -> Error {
        let Missing { name, range, what, candidates } = missing;
        let all = || candidates.iter().map(String::as_str);
        let error = match what {
            What::Column => Error::column_not_found("sql", &name, all()),
            What::Table => {
                let told = Error::table_not_found("sql", &name, all());
                Error::new(ErrorKind::ColumnNotFound, "sql", format!("FROM has no table \"{name}\""))
                    .with_hint(told.hint().unwrap_or_default())
            }
            What::Case => {
                let fits = candidates.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" and ");
                Error::new(ErrorKind::ColumnNotFound, "sql", format!("\"{name}\" fits {fits}"))
                    .with_hint("put the name that is meant in quotes, in its own case")
            }
        };
        let near = if what == What::Case { Vec::new() } else { nearest(&name, all()) };
        let fix = near.first().map(|near| Fix { place: self.script.text().place(&range), text: quoted(near) });
        self.text().at(error.with_fix(fix), &range)
    }
}

/// Returns the plan of a statement with unique column names, if it has been refused because of them.
async fn with_unique_names(
    state: &SessionState,
    parsed: &Parsed,
    tables: &Tables,
    error: &DataFusionError,
) -> Option<LogicalPlan> {
    for apart in rewrite::with_unique_names(sql_statement(parsed)?, tables, error) {
        let mut parsed = parsed.clone();
        *sql_statement_mut(&mut parsed)? = apart;
        if let Ok(plan) = planned_in_any_case(state, parsed).await {
            return Some(plan);
        }
    }
    None
}
