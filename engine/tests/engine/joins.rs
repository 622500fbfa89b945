//! The order of joins: whatever the optimizer makes of a graph of joins, the rows are those of DataFusion alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use pyrust_engine::Frame;

use crate::{Numbers, alone, collected, query, session, shown_rows, wait};

const TABLES: u64 = 6;

/// A table of its own number of rows: `id`, and three keys with nulls.
fn table(numbers: &mut Numbers, rows: u64) -> RecordBatch {
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows as i64));
    let mut key = || Arc::new((0..rows).map(|_| numbers.or_null(7, 6)).collect::<Int64Array>()) as ArrayRef;
    let columns = [("id", ids), ("k0", key()), ("k1", key()), ("k2", key())];
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, values)| (name, values, true))).unwrap()
}

/// A query over the first tables: each is joined to one before it, by one or two equations, sometimes also by an
/// inequality, from the left, or in a subquery.
fn graph(numbers: &mut Numbers) -> String {
    let key = |numbers: &mut Numbers, table: u64| format!("t{table}.k{}", numbers.below(3));
    let count = 2 + numbers.below(TABLES - 1);
    let (mut from, mut shown, mut conditions) = ("t0".to_owned(), vec!["t0.id as id0".to_owned()], Vec::new());
    for table in 1..count {
        let other = numbers.below(table);
        let mut on = format!("{} = {}", key(numbers, other), key(numbers, table));
        if numbers.below(3) == 0 {
            let another = numbers.below(table);
            on = format!("{on} and {} = {}", key(numbers, another), key(numbers, table));
        }
        if numbers.below(4) == 0 {
            on = format!("{on} and {} <= {}", key(numbers, other), key(numbers, table));
        }
        from = match numbers.below(6) {
            0 => format!("{from} left join t{table} on {on}"),
            _ => format!("{from} join t{table} on {on}"),
        };
        shown.push(format!("t{table}.id as id{table}"));
    }
    for table in 0..count {
        match numbers.below(12) {
            0 => conditions.push(format!("{} < {}", key(numbers, table), 2 + numbers.below(5))),
            1 => conditions.push(format!(
                "{} in (select k1 from t{} where k2 > 1)",
                key(numbers, table),
                numbers.below(TABLES)
            )),
            2 => conditions.push(format!(
                "not exists (select 1 from t{} x where x.k0 = {} and x.id > 9)",
                numbers.below(TABLES),
                key(numbers, table)
            )),
            _ => {}
        }
    }
    let filter = if conditions.is_empty() { String::new() } else { format!(" where {}", conditions.join(" and ")) };
    format!("select {} from {from}{filter}", shown.join(", "))
}

/// The number of rows of each scan, from left to right.
fn scans(plan: &Arc<dyn ExecutionPlan>) -> Vec<usize> {
    let mut sizes = Vec::new();
    plan.apply(|node| {
        if node.children().is_empty() {
            let statistics = StatisticsContext::new().compute(node.as_ref(), &StatisticsArgs::new())?;
            sizes.extend(statistics.num_rows.get_value());
        }
        Ok(TreeNodeRecursion::Continue)
    })
    .unwrap();
    sizes
}

#[test]
fn joins_in_another_order_give_the_same_rows() {
    let mut numbers = Numbers(15);
    let session = session();
    let alone = alone(2);
    for at in 0..TABLES {
        // Each has a size of its own, by which its scan is known.
        let batch = table(&mut numbers, 4 + 5 * ((at * 5) % TABLES));
        let frame = Frame::from_batches(&session, batch.schema(), vec![batch.clone()]).unwrap();
        session.register(&format!("t{at}"), &frame).unwrap();
        alone.register_batch(format!("t{at}"), batch).unwrap();
    }
    let (mut reordered, mut rows) = (0, 0);
    for _ in 0..120 {
        let text = graph(&mut numbers);
        let frame = query(&session, &text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let (expected, written) = wait(async {
            let asked = alone.sql(&text).await?;
            let plan = asked.clone().create_physical_plan().await?;
            Ok::<_, datafusion::error::DataFusionError>((asked.collect().await?, scans(&plan)))
        })
        .unwrap_or_else(|error| panic!("{text}: {error}"));
        let (mut found, mut expected) = (shown_rows(&collected(&frame)), shown_rows(&expected));
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{text}");
        rows += found.len();
        let plan = wait(session.state().create_physical_plan(frame.plan())).unwrap();
        let ours = scans(&plan);
        reordered += usize::from(ours.iter().collect::<BTreeSet<_>>() == written.iter().collect() && ours != written);
    }
    assert!(reordered > 20, "only {reordered} of the plans have another order: nothing is compared");
    assert!(rows > 400, "{rows}");
}
