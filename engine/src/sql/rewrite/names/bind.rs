//! Bare names and `*` of one query, replaced by the columns that they mean.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    ExcludeSelectItem, Expr, Ident, ObjectName, Query, RenameSelectItem, SelectItem, SelectItemQualifiedWildcardKind,
    VisitorMut, WildcardAdditionalOptions,
};

use super::{Columns, Names};
use crate::error::{Error, ErrorKind, Result};
use crate::sql::rewrite::scope::{Fit, Scope, Shown, Star};
use crate::sql::rewrite::star;

impl VisitorMut for Names<'_> {
    type Break = Error;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Error> {
        if self.inside == 0
            && let Err(error) = self.query(query)
        {
            return ControlFlow::Break(error);
        }
        self.inside += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<Error> {
        self.inside -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        if self.inside == 0
            && let Expr::Identifier(name) = expr
            && let Some(parts) = self.meant(name)
        {
            *expr = match parts.as_slice() {
                [name] => Expr::Identifier(name.clone()),
                _ => Expr::CompoundIdentifier(parts),
            };
        }
        ControlFlow::Continue(())
    }
}

impl Names<'_> {
    /// Returns the column that a bare name means, where DataFusion might find another.
    fn meant(&mut self, name: &Ident) -> Option<Vec<Ident>> {
        for depth in (0..self.scopes.len()).rev() {
            let (outer, inner) = self.scopes.split_at_mut(depth + 1);
            let scope = outer.last_mut()?;
            if inner.is_empty() && scope.aliases.contains(&name.value) {
                return None;
            }
            let known = scope.is_known();
            let shown = match scope.find(name) {
                Fit::None if known => continue,
                Fit::One(shown) if shown.merged => shown,
                _ => return None,
            };
            let mut parts = shown.value.clone();
            if let [qualifier, _] = parts.as_mut_slice()
                && inner.iter().any(|scope| scope.qualifies(&qualifier.value))
            {
                // A table of the subquery has the same name: only a copy is visible there.
                let copy = format!("copy of {}.{}", qualifier.value, shown.name);
                qualifier.value.clone_from(shown.copy.get_or_insert(copy));
                qualifier.quote_style = Some('"');
            }
            parts.iter_mut().for_each(|part| part.span = name.span);
            return Some(parts);
        }
        None
    }
}

/// Returns whether `*` contains a column that is selected next to it.
pub(super) fn is_double(projection: &[SelectItem], scope: &Scope) -> bool {
    let star = |item: &SelectItem| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..));
    if projection.len() < 2 || !scope.is_known() || !projection.iter().any(star) {
        return false;
    }
    let mut names = outputs(projection, scope).unwrap_or_default();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    names.len() < all
}

/// Replaces `*` by the list of columns that it shows.
pub(super) fn expand(projection: &mut Vec<SelectItem>, scope: &Scope) -> Result<()> {
    let mut items = Vec::with_capacity(projection.len());
    for item in std::mem::take(projection) {
        match item {
            SelectItem::Wildcard(options) => items.extend(listed(scope, options)?),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options)
                if options == star::options() =>
            {
                let table = name.0.last().and_then(|part| part.as_ident());
                let table = table.and_then(|name| scope.tables.iter().find(|one| one.name.value == name.value));
                match table.and_then(|table| Some((&table.name, table.columns.as_ref()?))) {
                    Some((table, columns)) => items.extend(columns.iter().map(|column| {
                        let column = Ident::with_quote('"', column.clone());
                        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(vec![table.clone(), column]))
                    })),
                    None => items.push(SelectItem::QualifiedWildcard(
                        SelectItemQualifiedWildcardKind::ObjectName(name),
                        options,
                    )),
                }
            }
            other => items.push(other),
        }
    }
    *projection = items;
    Ok(())
}

fn listed(scope: &Scope, options: WildcardAdditionalOptions) -> Result<Vec<SelectItem>> {
    if let Some(ilike) = &options.opt_ilike {
        let message = format!("* ILIKE '{}' over a join with USING", ilike.pattern);
        return Err(Error::new(ErrorKind::Sql, "sql", message).with_hint("name the columns"));
    }
    let left_out = left_out(&options);
    for name in &left_out {
        if scope.is_known() && !scope.columns().any(|shown| shown.name == name.value) {
            let names: Vec<String> = scope.columns().map(|shown| shown.name.clone()).collect();
            return Err(Error::column_not_found("sql", &name.value, names.iter().map(String::as_str)));
        }
    }
    let renames = match options.opt_rename {
        Some(RenameSelectItem::Single(one)) => vec![one],
        Some(RenameSelectItem::Multiple(many)) => many,
        None => Vec::new(),
    };
    let replaced = options.opt_replace.map(|replace| replace.items).unwrap_or_default();
    let item = |shown: &Shown| {
        let alias =
            || renames.iter().find(|rename| rename.ident.value == shown.name).map(|rename| rename.alias.clone());
        match replaced.iter().find(|element| element.column_name.value == shown.name) {
            Some(element) => {
                SelectItem::ExprWithAlias { expr: element.expr.clone(), alias: element.column_name.clone() }
            }
            None => match alias() {
                Some(alias) => SelectItem::ExprWithAlias { expr: shown.expr(), alias },
                None => SelectItem::UnnamedExpr(shown.expr()),
            },
        }
    };
    Ok(scope
        .star
        .iter()
        .filter_map(|part| match part {
            Star::Column(shown) if left_out.iter().any(|name| name.value == shown.name) => None,
            Star::Column(shown) => Some(item(shown)),
            Star::All(table) => Some(SelectItem::QualifiedWildcard(
                SelectItemQualifiedWildcardKind::ObjectName(ObjectName::from(table.clone())),
                star::options(),
            )),
        })
        .collect())
}

/// Returns the names after `EXCLUDE` and `EXCEPT`.
fn left_out(options: &WildcardAdditionalOptions) -> Vec<Ident> {
    let last = |name: &ObjectName| name.0.last().and_then(|part| part.as_ident()).cloned();
    let excluded: Vec<Ident> = match &options.opt_exclude {
        Some(ExcludeSelectItem::Single(name)) => last(name).into_iter().collect(),
        Some(ExcludeSelectItem::Multiple(names)) => names.iter().filter_map(last).collect(),
        None => Vec::new(),
    };
    let excepted = options.opt_except.iter();
    let excepted =
        excepted.flat_map(|except| std::iter::once(&except.first_element).chain(&except.additional_elements));
    excluded.into_iter().chain(excepted.cloned()).collect()
}

/// Returns the names of a query's columns, if they are known here.
pub(super) fn outputs(projection: &[SelectItem], scope: &Scope) -> Columns {
    let mut names = Vec::with_capacity(projection.len());
    for item in projection {
        match item {
            SelectItem::ExprWithAlias { alias, .. } => names.push(alias.value.clone()),
            SelectItem::UnnamedExpr(Expr::Identifier(name)) => names.push(name.value.clone()),
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => match parts.as_slice() {
                [table, name] if scope.qualifies(&table.value) || table.quote_style.is_some() => {
                    names.push(name.value.clone());
                }
                _ => names.push(item.to_string()),
            },
            SelectItem::Wildcard(options) => {
                if !scope.is_known() || options.opt_rename.is_some() || options.opt_ilike.is_some() {
                    return None;
                }
                let left_out = left_out(options);
                let shown = scope.columns().filter(|shown| !left_out.iter().any(|name| name.value == shown.name));
                names.extend(shown.map(|shown| shown.name.clone()));
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(table), options) => {
                let table = table.0.last().and_then(|part| part.as_ident())?;
                let columns = scope.tables.iter().find(|one| one.name.value == table.value)?.columns.as_ref()?;
                let left_out = left_out(options);
                names.extend(columns.iter().filter(|name| !left_out.iter().any(|one| one.value == **name)).cloned());
            }
            other => names.push(other.to_string()),
        }
    }
    Some(names)
}
