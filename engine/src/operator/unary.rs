//! Macros with what operators with one input have in common, so that each states only what it does.

/// The methods of an `ExecutionPlan` over one input: its name, the field of its input, and how it is rebuilt over
/// another. It asks nothing of its input's distribution, and has no expressions unless it says so after.
macro_rules! unary_exec {
    ($name:literal, $input:ident, $again:expr) => {
        fn name(&self) -> &str {
            $name
        }

        fn children(&self) -> Vec<&::std::sync::Arc<dyn ::datafusion::physical_plan::ExecutionPlan>> {
            vec![&self.$input]
        }

        fn benefits_from_input_partitioning(&self) -> Vec<bool> {
            vec![false]
        }

        fn with_new_children(
            self: ::std::sync::Arc<Self>,
            inputs: Vec<::std::sync::Arc<dyn ::datafusion::physical_plan::ExecutionPlan>>,
        ) -> ::datafusion::error::Result<::std::sync::Arc<dyn ::datafusion::physical_plan::ExecutionPlan>> {
            let again: fn(&Self, ::std::sync::Arc<dyn ::datafusion::physical_plan::ExecutionPlan>) -> Self = $again;
            Ok(::std::sync::Arc::new(again(&self, $crate::operator::only(inputs)?)))
        }
    };
}

/// The method of an `ExecutionPlan` that computes no expression.
macro_rules! without_expressions {
    () => {
        fn apply_expressions(
            &self,
            _: &mut dyn FnMut(
                &::std::sync::Arc<dyn ::datafusion::physical_expr::PhysicalExpr>,
            ) -> ::datafusion::error::Result<::datafusion::common::tree_node::TreeNodeRecursion>,
        ) -> ::datafusion::error::Result<::datafusion::common::tree_node::TreeNodeRecursion> {
            Ok(::datafusion::common::tree_node::TreeNodeRecursion::Continue)
        }
    };
}

/// The methods of a logical node over one input, without expressions: its name, the field of its input, and how it is
/// rebuilt over another.
macro_rules! unary_node {
    ($name:literal, $input:ident, $again:expr) => {
        fn name(&self) -> &str {
            $name
        }

        fn inputs(&self) -> Vec<&::datafusion::logical_expr::LogicalPlan> {
            vec![&self.$input]
        }

        fn expressions(&self) -> Vec<::datafusion::logical_expr::Expr> {
            Vec::new()
        }

        fn with_exprs_and_inputs(
            &self,
            _: Vec<::datafusion::logical_expr::Expr>,
            inputs: Vec<::datafusion::logical_expr::LogicalPlan>,
        ) -> ::datafusion::error::Result<Self> {
            let again: fn(&Self, ::datafusion::logical_expr::LogicalPlan) -> Self = $again;
            Ok(again(self, $crate::operator::only(inputs)?))
        }
    };
}

pub(crate) use {unary_exec, unary_node, without_expressions};
