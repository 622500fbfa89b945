//! DataFusion's settings by name: what pyrust sets, and what a user may.

use std::collections::BTreeMap;

use datafusion::common::config::{ConfigNonZeroUsize, ConfigOptions};
use datafusion::prelude::SessionConfig;

use crate::error::{Error, ErrorKind, Result, nearest, wording};
use crate::trial::{self, Mend};

/// What rows and answers depend on, with the reason. A name that ends in a dot stands for all that begin with it.
const FIXED: [(&str, &str); 10] = [
    ("datafusion.catalog.", "tables are those of Session.register"),
    ("datafusion.sql_parser.", "SQL means the same in every session: names keep their case, nulls sort last"),
    ("datafusion.execution.enable_file_stream_work_stealing", "frames would lose the order of their files"),
    ("datafusion.execution.split_file_groups_by_statistics", "frames would lose the order of their files"),
    ("datafusion.execution.max_spill_file_size_bytes", "queries that spill could wait for ever"),
    ("datafusion.execution.skip_physical_aggregate_schema_check", "aggregations over expressions would fail"),
    ("datafusion.optimizer.enable_aggregate_dynamic_filter_pushdown", "min and max would lose rows"),
    (
        "datafusion.optimizer.enable_dynamic_filter_pushdown",
        "it sets that of aggregates too, which loses rows: set those of joins and of top k",
    ),
    ("datafusion.optimizer.max_passes", "answers of DataFusion are corrected by optimizer rules"),
    ("datafusion.optimizer.skip_failed_rules", "answers of DataFusion are corrected by optimizer rules"),
];
const PREFIX: &str = "datafusion.";
const RUNTIME: &str = "datafusion.runtime.";

/// What each thread of a sort keeps for merging, at the most, and as a part of the memory limit for all threads.
const MERGE: usize = 10 << 20;
const MERGE_PART: usize = 16;

/// Returns pyrust's settings, for queries on so many threads with so much memory.
pub(super) fn configuration(threads: usize, memory: usize) -> SessionConfig {
    let mut config = SessionConfig::new().with_information_schema(true).with_target_partitions(threads);
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    options.sql_parser.enable_ident_normalization = false;
    options.sql_parser.default_null_ordering = "nulls_last".into();
    // A sorted frame is a table whose rows have an order: a query over it must keep it.
    options.sql_parser.enable_subquery_sort_elimination = false;
    // One hash table for all threads up to this size; above, both sides are partitioned by their keys first.
    options.optimizer.hash_join_single_partition_threshold_rows = 1_000_000;
    options.optimizer.hash_join_single_partition_threshold = 64 << 20;
    // `crate::optimizer` has already decided which side of a join is the smaller one.
    options.optimizer.join_reordering = false;
    // Integer keys that fill a twentieth of their range are looked up in an array, which takes no more memory than a
    // hash table of as many and less time (docs/decisions/0015).
    options.execution.perfect_hash_join_min_key_density = 0.05;
    // The dynamic filter that an aggregation pushes down to its scan for min and max ignores the other aggregates next
    // to them, their FILTER clauses, and values that are still null (docs/upstream/aggregate-filter.md).
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = !Mend::AggregateFilter.is_on();
    // After optimization a column may be nullable less often than announced, which is not a defect of the plan.
    options.execution.skip_physical_aggregate_schema_check = true;
    // A file stream that has ended must not take over rows of another: see `crate::execute`.
    options.execution.enable_file_stream_work_stealing = false;
    // It cannot be spilled: on many threads with little memory the sorts of one query would take all of it.
    options.execution.sort_spill_reservation_bytes = MERGE.min(memory / MERGE_PART / threads.max(1));
    // Each batch that a repartition spills has a file of its own: of a file that is not finished its reader waits for more,
    // while the batch that it wants is in another (docs/upstream/spilled-partitions.md).
    if let Ok(one) = ConfigNonZeroUsize::try_new(1) {
        options.execution.max_spill_file_size_bytes = one;
    }
    // The parser does not report that it gave up, and ends the statement where it did: fifty levels are soon reached by
    // a CASE within a CASE. `crate::expr::depth` knows how many the stack allows.
    if let Ok(levels) = ConfigNonZeroUsize::try_new(300) {
        options.sql_parser.recursion_limit = levels;
    }
    match trial::batch_rows() {
        Some(rows) => config.with_batch_size(rows),
        None => config,
    }
}

/// A setting of DataFusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name.
    pub name: String,
    /// The value as a string; `None` if it is not set.
    pub value: Option<String>,
    /// The value that it had when its session began.
    pub first: Option<String>,
    /// What it is for, in DataFusion's words.
    pub help: &'static str,
    /// Why it cannot be changed.
    pub fixed: Option<&'static str>,
}

/// Returns all settings in the order of their names; `first` are those that the session began with.
pub(super) fn described(now: &ConfigOptions, first: &ConfigOptions) -> Vec<Setting> {
    let mut first: BTreeMap<String, Option<String>> =
        first.entries().into_iter().map(|entry| (entry.key, entry.value)).collect();
    let described = now.entries().into_iter().map(|entry| {
        let (first, fixed) = (first.remove(&entry.key).flatten(), fixed(&entry.key));
        Setting { name: entry.key, value: entry.value, first, help: entry.description, fixed }
    });
    let mut described: Vec<Setting> = described.collect();
    described.sort_by(|one, other| one.name.cmp(&other.name));
    described
}

/// Sets what a user wants.
///
/// # Errors
/// Those of [`check`]; `Value` for a value that the setting does not take.
pub(super) fn apply(operation: &str, options: &mut ConfigOptions, settings: &BTreeMap<String, String>) -> Result<()> {
    for (name, value) in settings {
        check(operation, options, name)?;
        options.set(name, value).map_err(|error| {
            let reason = wording::tidy(&error.find_root().message());
            Error::new(ErrorKind::Value, operation, format!("the setting {name} cannot be {value:?}: {reason}"))
        })?;
    }
    Ok(())
}

/// Fails unless a user may change the setting.
///
/// # Errors
/// `Value` for a name that does not exist, with the nearest, and for one that answers depend on, with the reason.
pub(super) fn check(operation: &str, options: &ConfigOptions, name: &str) -> Result<()> {
    let refused = |message: String| Error::new(ErrorKind::Value, operation, message);
    if let Some(why) = fixed(name) {
        return Err(refused(format!("the setting {name} cannot be changed: {why}")));
    }
    if name.starts_with(RUNTIME) {
        let message = format!("the setting {name} is not one of a session");
        return Err(refused(message).with_hint("memory, threads and disk are set by pr.options.engine"));
    }
    let known: Vec<String> = options.entries().into_iter().map(|entry| entry.key).collect();
    if known.iter().any(|known| known == name) {
        return Ok(());
    }
    let near = match known.iter().find(|known| known.strip_prefix(PREFIX) == Some(name)) {
        Some(whole) => vec![whole.as_str()],
        None => nearest(name, known.iter().map(String::as_str)),
    };
    // `SET batch_size = 100`
    let ends = |known: &&String| known.rsplit_once('.').is_some_and(|(_, last)| last == name);
    let hint = match (near.as_slice(), known.iter().find(ends)) {
        ([], Some(whole)) => format!("did you mean {whole}?"),
        ([], None) => "Session.settings lists them".to_owned(),
        (near, _) => format!("did you mean {}?", near.join(", ")),
    };
    Err(refused(format!("there is no setting {name:?}")).with_hint(hint))
}

/// Returns why a setting cannot be changed.
fn fixed(name: &str) -> Option<&'static str> {
    FIXED.iter().find(|(fixed, _)| is_one_of(name, fixed)).map(|(_, why)| *why)
}

fn is_one_of(name: &str, fixed: &str) -> bool {
    if fixed.ends_with('.') { name.starts_with(fixed) } else { name == fixed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(name: &str, value: &str) -> Result<SessionConfig> {
        let mut config = configuration(2, 1 << 30);
        let settings = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        apply("Session", config.options_mut(), &settings).map(|()| config)
    }

    fn refusal(name: &str, value: &str) -> String {
        applied(name, value).unwrap_err().to_string()
    }

    #[test]
    fn a_setting_of_datafusion_is_set() {
        let config = applied("datafusion.execution.batch_size", "100").unwrap();
        assert_eq!(config.batch_size(), 100);
        assert!(
            !applied("datafusion.optimizer.prefer_hash_join", "false").unwrap().options().optimizer.prefer_hash_join
        );
    }

    #[test]
    fn a_name_that_does_not_exist_names_the_nearest() {
        let said = refusal("datafusion.execution.batchsize", "1");
        assert!(said.contains("hint: did you mean datafusion.execution.batch_size"), "{said}");
        let said = refusal("optimizer.prefer_hash_join", "false");
        assert!(said.ends_with("did you mean datafusion.optimizer.prefer_hash_join?"), "{said}");
        assert!(refusal("datafusion.runtime.memory_limit", "1G").contains("pr.options.engine"));
        assert!(refusal("xyzzy", "1").ends_with("hint: Session.settings lists them"));
    }

    #[test]
    fn a_value_that_is_not_one_says_why() {
        for (name, value) in [
            ("datafusion.execution.batch_size", "many"),
            ("datafusion.execution.batch_size", "0"),
            ("datafusion.optimizer.prefer_hash_join", "perhaps"),
        ] {
            let said = refusal(name, value);
            assert!(said.starts_with(&format!("Session: the setting {name} cannot be \"{value}\": ")), "{said}");
        }
    }

    #[test]
    fn what_answers_depend_on_is_fixed_and_all_of_it_exists() {
        let little = configuration(2, 64 << 20);
        assert_eq!(little.options().execution.sort_spill_reservation_bytes, 2 << 20);
        let known = configuration(1, 1 << 30).options().entries();
        for (fixed, why) in FIXED {
            // One that sets several is not listed.
            let sets_several = fixed.ends_with(".enable_dynamic_filter_pushdown");
            assert!(sets_several || known.iter().any(|entry| is_one_of(&entry.key, fixed)), "{fixed}");
            let name = if fixed.ends_with('.') { format!("{fixed}x") } else { fixed.to_owned() };
            assert!(refusal(&name, "true").contains(why));
        }
        let changed = "datafusion.sql_parser.enable_ident_normalization";
        assert!(refusal(changed, "true").contains("names keep their case"));
    }
}
