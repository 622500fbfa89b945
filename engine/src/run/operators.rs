//! The operators of a physical plan and the figures that they count.

use std::sync::Arc;

use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::metrics::{MetricValue, MetricsSet};

/// Wrappers of ours and of DataFusion's that yield to the runtime, and say nothing about a query.
const FOLDED: [&str; 3] = ["TimeSliceExec", "GateExec", "CooperativeExec"];

/// Returns the operator below the wrappers around it.
pub(super) fn unwrapped(mut plan: &dyn ExecutionPlan) -> &dyn ExecutionPlan {
    while FOLDED.contains(&plan.name())
        && let Some(inner) = inputs(plan).next()
    {
        plan = inner;
    }
    plan
}

/// Returns the operators whose rows this one reads.
pub(super) fn inputs(plan: &dyn ExecutionPlan) -> impl Iterator<Item = &dyn ExecutionPlan> {
    plan.children().into_iter().map(Arc::as_ref)
}

/// The figures of one operator, over all of its partitions.
pub(super) struct Figures(MetricsSet);

impl Figures {
    pub(super) fn of(plan: &dyn ExecutionPlan) -> Self {
        Self(plan.metrics().unwrap_or_default())
    }

    /// Returns how many rows it has returned; `None` if it does not count them.
    pub(super) fn rows(&self) -> Option<u64> {
        self.0.output_rows().map(|rows| rows as u64)
    }

    /// Returns how long it has computed, in seconds, summed over threads.
    pub(super) fn seconds(&self) -> f64 {
        // A scan of files counts apart what takes its time: decompressing and decoding.
        let decoded = self.sum("time_elapsed_processing");
        decoded.max(self.0.elapsed_compute().unwrap_or(0) as u64) as f64 / 1e9
    }

    /// Returns how many bytes it has written to temporary files.
    pub(super) fn spilled(&self) -> u64 {
        self.0.spilled_bytes().unwrap_or(0) as u64
    }

    /// Returns the sum of one figure; 0 if it is not counted.
    pub(super) fn sum(&self, name: &str) -> u64 {
        self.0.sum_by_name(name).map_or(0, |value| value.as_usize() as u64)
    }

    /// Returns how many of the parts of a file were skipped, and how many were there.
    pub(super) fn skipped(&self, name: &str) -> (u64, u64) {
        let figures = self.0.iter().filter_map(|metric| match metric.value() {
            MetricValue::PruningMetrics { name: found, pruning_metrics } if found == name => Some(pruning_metrics),
            _ => None,
        });
        figures.fold((0, 0), |(skipped, all), parts| {
            let pruned = parts.pruned() as u64;
            (skipped + pruned, all + pruned + parts.matched() as u64)
        })
    }

    /// Returns how many partitions have come to their end.
    pub(super) fn ended(&self) -> usize {
        let ended = |value: &MetricValue| matches!(value, MetricValue::EndTimestamp(at) if at.value().is_some());
        self.0.iter().filter(|metric| ended(metric.value())).count()
    }

    /// Returns the most memory that it has had, in bytes, as far as it counts it.
    pub(super) fn memory(&self) -> u64 {
        const NAMES: [&str; 3] = ["build_mem_used", "peak_mem_used", "peak_mem_usage"];
        NAMES.iter().map(|name| self.sum(name)).max().unwrap_or(0)
    }

    /// Returns all figures that are not zero, by name.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        let shown = self.0.aggregate_by_name().sorted_for_display().timestamps_removed();
        let figures = shown.iter().map(|metric| metric.value());
        let counted =
            figures.filter(|value| value.as_usize() > 0 || matches!(value, MetricValue::PruningMetrics { .. }));
        counted.map(|value| (value.name().to_string(), value.to_string())).collect()
    }
}
