//! Work that DataFusion does in one step, and memory that it does not ask for.

use std::sync::Arc;
use std::task::Poll;

use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;

use super::{Defect, answer, datafusion, physical};
use crate::wait;

#[test]
fn a_join_keeps_its_thread_for_all_pairs_of_rows() {
    let context = datafusion(1);
    wait(async {
        let rows = "create table r as select value as v from range(0, 2000)";
        context.sql(rows).await.unwrap().collect().await.unwrap();
    });
    let plan = physical(&context, "select a.v from r a join r b on (a.v * b.v) % 1000003 = -1");
    let defect = Defect::new("turns", "operator/time_slice.rs");
    wait(async {
        let mut rows = plan.execute(0, context.task_ctx()).unwrap();
        loop {
            match futures::poll!(rows.next()) {
                Poll::Ready(Some(batch)) => assert_eq!(batch.unwrap().num_rows(), 0),
                Poll::Ready(None) => break,
                Poll::Pending => panic!("it yields: {}", defect.says()),
            }
        }
    });
}

#[test]
fn a_list_as_long_as_it_is_told_is_made_beside_the_pool() {
    const LIMIT: usize = 1 << 20;
    let pool = Arc::new(GreedyMemoryPool::new(LIMIT));
    let runtime = RuntimeEnvBuilder::new().with_memory_pool(pool).build_arc().unwrap();
    let context = SessionContext::new_with_config_rt(SessionConfig::new(), runtime);
    let defect = Defect::new("unbounded-results", "functions/growth.rs");
    let items = 4 * LIMIT / size_of::<i64>();
    let now = answer(&context, &format!("select cardinality(range(0, n)) from (values ({items})) v(n)"));
    assert_eq!(now, items.to_string(), "{}", defect.says());
}
