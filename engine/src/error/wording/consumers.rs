//! DataFusion's names for those who reserve memory: operators, by their own names and the partition.

/// The name of the memory consumer of a partial aggregation.
pub(crate) const PARTIAL_AGGREGATE: &str = "PartialHashAggregateStream";

/// The beginnings of names, and what an error calls their operator.
const OPERATORS: [(&str, &str); 14] = [
    ("HashJoinInput", "hash join"),
    ("NestedLoopJoin", "nested loop join"),
    ("CrossJoin", "cross join"),
    ("PiecewiseMergeJoin", "merge join"),
    ("SMJStream", "merge join"),
    ("AsofJoin", "as-of join"),
    ("ExternalSorter", "sort"),
    ("SortPreservingMerge", "sort"),
    ("TopK", "top k"),
    ("PartitionedTopK", "top k"),
    ("RepartitionExec", "repartition"),
    ("AggregateStream", "aggregation"),
    ("WindowAggStream", "window"),
    ("ParquetSink", "Parquet writer"),
];

/// Returns whether a memory consumer is a partial aggregation.
pub(crate) fn is_partial_aggregate(consumer: &str) -> bool {
    consumer.starts_with(PARTIAL_AGGREGATE)
}

/// Returns which operator a memory consumer belongs to, as an error names it: all of its partitions have one name.
pub(crate) fn operator_of(consumer: &str) -> &str {
    let own = consumer.split('[').next().unwrap_or(consumer);
    if own.contains("AggregateStream") {
        return "aggregation";
    }
    OPERATORS.iter().find(|(name, _)| own.starts_with(name)).map_or(own, |(_, operator)| operator)
}

/// Returns whether an operator, as [`operator_of`] names it, is a hash join: it holds one side in memory and cannot spill.
pub(crate) fn is_hash_join(operator: &str) -> bool {
    operator == "hash join"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use arrow::array::{Int64Array, RecordBatch};
    use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};
    use datafusion::execution::runtime_env::RuntimeEnvBuilder;
    use datafusion::prelude::{SessionConfig, SessionContext};
    use parking_lot::Mutex;

    use super::*;

    /// A pool that grants everything, and records the consumers.
    #[derive(Debug, Default)]
    struct Asked(Mutex<BTreeSet<String>>);

    impl std::fmt::Display for Asked {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("asked")
        }
    }

    impl MemoryPool for Asked {
        fn name(&self) -> &str {
            "asked"
        }

        fn register(&self, consumer: &MemoryConsumer) {
            self.0.lock().insert(consumer.name().to_owned());
        }

        fn grow(&self, _: &MemoryReservation, _: usize) {}

        fn shrink(&self, _: &MemoryReservation, _: usize) {}

        fn try_grow(&self, _: &MemoryReservation, _: usize) -> datafusion::error::Result<()> {
            Ok(())
        }

        fn reserved(&self) -> usize {
            0
        }
    }

    /// The consumers of a statement over two tables of numbers.
    async fn consumers(statement: &str, hash_join: bool) -> BTreeSet<String> {
        let pool = Arc::new(Asked::default());
        let runtime = RuntimeEnvBuilder::new().with_memory_pool(Arc::clone(&pool) as _).build_arc().unwrap();
        let mut config = SessionConfig::new().with_target_partitions(2).with_batch_size(1_000);
        config.options_mut().optimizer.prefer_hash_join = hash_join;
        config.options_mut().optimizer.hash_join_single_partition_threshold_rows = 0;
        let context = SessionContext::new_with_config_rt(config, runtime);
        for name in ["t", "u"] {
            let numbers = Int64Array::from_iter_values(0..10_000);
            context.register_batch(name, RecordBatch::try_from_iter([("n", Arc::new(numbers) as _)]).unwrap()).unwrap();
        }
        context.sql(statement).await.unwrap().collect().await.unwrap();
        let asked = pool.0.lock();
        asked.clone()
    }

    #[tokio::test]
    async fn consumers_of_datafusion_are_known_by_their_names() {
        let join = "select t.n from t join u on t.n = u.n";
        for (statement, hash_join, operator) in [
            (join, true, "hash join"),
            (join, false, "merge join"),
            ("select t.n from t join u on t.n < u.n and t.n > 9990", true, "nested loop join"),
            ("select t.n from t cross join (select n from u limit 2)", true, "cross join"),
            ("select n from t order by n", true, "sort"),
            ("select n from t order by n limit 3", true, "top k"),
            ("select n, count(*) from t group by n", true, "aggregation"),
            ("select n, count(*) from t group by n", true, "repartition"),
        ] {
            let found = consumers(statement, hash_join).await;
            assert!(found.iter().any(|consumer| operator_of(consumer) == operator), "{statement}: {found:?}");
        }
        assert!(is_hash_join("hash join") && !is_hash_join("merge join"));
        assert_eq!(operator_of("GroupTopK"), "GroupTopK");
        let found = consumers("select n, count(*) from t group by n", true).await;
        assert!(found.iter().any(|consumer| is_partial_aggregate(consumer)), "{found:?}");
        assert!(!found.iter().all(|consumer| is_partial_aggregate(consumer)), "{found:?}");
    }
}
