//! The tables that a statement names, each where it stands.

use std::ops::{ControlFlow, Range};

use datafusion::sql::sqlparser::ast::{Ident, ObjectName, Query, Statement, Visit, Visitor, visit_relations};

use super::text::Text;

/// A table's name in a statement.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// Its parts: a catalog and a schema may be before the name.
    pub(crate) parts: Vec<Ident>,
    /// Where they are.
    pub(crate) range: Range<usize>,
}

impl Named {
    /// Returns whether the name is in quotes, and so means exactly what is written.
    pub(crate) fn is_quoted(&self) -> bool {
        self.parts.last().is_some_and(|last| last.quote_style.is_some())
    }
}

/// Returns the tables that a statement names, in the order of the text; a common table expression is one, too.
pub(crate) fn named(statement: &Statement, text: &Text) -> Vec<Named> {
    let mut found = Vec::new();
    let _ = visit_relations(statement, |name| {
        found.extend(placed(name, text));
        ControlFlow::<()>::Continue(())
    });
    found.sort_by_key(|named| named.range.start);
    found
}

fn placed(name: &ObjectName, text: &Text) -> Option<Named> {
    let parts: Vec<Ident> = name.0.iter().filter_map(|part| part.as_ident()).cloned().collect();
    let ranges: Vec<Range<usize>> = parts.iter().filter_map(|part| text.range(part.span)).collect();
    let range = ranges.first()?.start..ranges.last()?.end;
    Some(Named { parts, range })
}

/// Returns the names of all common table expressions of a statement.
pub(crate) fn commons(statement: &Statement) -> Vec<String> {
    struct Commons(Vec<String>);
    impl Visitor for Commons {
        type Break = ();

        fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
            let commons = query.with.iter().flat_map(|with| &with.cte_tables);
            self.0.extend(commons.map(|common| common.alias.name.value.clone()));
            ControlFlow::Continue(())
        }
    }
    let mut commons = Commons(Vec::new());
    let _ = statement.visit(&mut commons);
    commons.0
}
