//! Statements that DataFusion reads otherwise than they are meant, or refuses.

use super::Defect;

#[test]
fn operators_bind_otherwise() {
    Defect::new("precedence", "sql/dialect.rs").still(&[
        ("select 2 ^ 3", "1"),
        ("select 1 | 4 & 2", "1"),
        ("select true is distinct from true or true", "false"),
    ]);
}

#[test]
fn copies_of_rows_are_not_counted() {
    let tables = "with a(v) as (values (1), (1), (1), (2), (null), (null), (3)), b(v) as (values (1), (1), (2), (2), (null), (4))";
    let intersection = format!("{tables} select count(*) from (select v from a intersect all select v from b)");
    let rest = format!("{tables} select count(*) from (select v from a except all select v from b)");
    Defect::new("sets", "frame/sets.rs").still(&[(&intersection, "6"), (&rest, "1")]);
}

#[test]
fn statements_are_read_and_not_answered() {
    Defect::new("statements", "sql/reading.rs").still(&[
        ("table t", "error: Expected: an SQL statement"),
        ("select count(*) from (from t)", "4"),
        ("select list[:2] from t", "error: requires a lower bound"),
    ]);
    Defect::new("statements", "sql/rewrite/sampling.rs")
        .still(&[("select count(*) from t tablesample (1 percent)", "4")]);
    let escaped = "select word like '10!%' escape '!' from t";
    Defect::new("statements", "sql/rewrite/pattern.rs").still(&[(escaped, "error: does not support escape_char")]);
    Defect::new("statements", "sql/rewrite/everyday.rs")
        .still(&[("select a.n from t a semi join t b on a.n = b.n", "error: Unsupported JOIN operator")]);
    Defect::new("statements", "sql/rewrite/double.rs").still(&[
        ("select n, n from t", "error: require unique expression names"),
        ("select n, word as n from t", "error: would be ambiguous"),
        ("with c(p) as (select n, word from t) select * from c", "error: only 1 names given"),
    ]);
    let cut_off =
        "with recursive r as (select 1 as n union all select n * 1.5 from r where n < 3) select * from r limit 4";
    Defect::new("statements", "sql/recursion.rs").still(&[(cut_off, "1; 1; 1; 1")]);
    let pairs = "select n from t where (n, word) in (select n, word from t)";
    Defect::new("statements", "sql/rewrite/rows.rs").still(&[(pairs, "error: Too many columns")]);
}

#[test]
fn the_column_of_using_is_that_of_one_side() {
    let tables = "with a(k) as (values (1), (2)), b(k) as (values (2), (4))";
    let [full, right, filtered] = [
        "select k from a full join b using (k) order by k",
        "select k from a right join b using (k) order by k",
        "select k from a join b using (k) where k = 2",
    ]
    .map(|query| format!("{tables} {query}"));
    Defect::new("using", "sql/rewrite/names").still(&[
        (&full, "1; 2; null"),
        (&right, "2; null"),
        (&filtered, "error: Ambiguous reference"),
    ]);
    Defect::new("using", "sql/rewrite/relation.rs")
        .still(&[("select count(*) from a natural left join (select n from t where false) e", "0")]);
}

#[test]
fn subqueries_are_refused_or_take_another_column() {
    let same_name = "with a(k) as (values (3)), z(k) as (values (0)) \
                     select k from a where exists (select b.k from a b cross join z where z.k = a.k)";
    Defect::new("subquery-names", "subquery/native.rs").still(&[(same_name, "3")]);
    Defect { page: "../decisions/0020-subqueries", mend: "subquery" }.still(&[
        ("select k, (select sum(n) from t where n < k) from a", "error: does not support logical expression"),
        (
            "select k from a where k in (select b.k from b where b.k = a.k limit 1)",
            "error: does not support logical expression",
        ),
        (
            "select a.k from a left join lateral (select a.k + 1 as j) l on true",
            "error: does not support logical expression",
        ),
    ]);
}

#[test]
fn a_scalar_subquery_without_a_row_is_not_null() {
    Defect::new("nullable-subqueries", "subquery/may_be_null.rs")
        .still(&[("select (select 1 where false) is null", "false")]);
}
