//! A user function that gives a value of each row from all rows of its partition. One call a partition: with many
//! small ones that is many calls, which is the price of seeing each as a whole.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowFunctionSimplification, WindowUDFFieldArgs};
use datafusion::logical_expr::{Expr, LimitEffect, PartitionEvaluator, WindowFunctionDefinition, WindowUDFImpl};
use datafusion::physical_plan::PhysicalExpr;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyType;

use super::call::call;
use super::owner::{Handle, declared};
use super::result;

/// The function in the form that the engine calls for windows.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Window(pub Arc<Handle>);

impl WindowUDFImpl for Window {
    declared!();

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> EngineResult<FieldRef> {
        let types: Vec<DataType> = args.input_fields().iter().map(|field| field.data_type().clone()).collect();
        self.0.definition.check(&types)?;
        Ok(Arc::new(Field::new(args.name(), self.0.definition.returns.clone(), true)))
    }

    fn partition_evaluator(&self, args: PartitionEvaluatorArgs<'_>) -> EngineResult<Box<dyn PartitionEvaluator>> {
        let handle = self.0.held().unwrap_or_else(|| Arc::clone(&self.0));
        let fields = handle.definition.fields(args.input_fields());
        Ok(Box::new(Partition { handle, fields }))
    }

    fn simplify(&self) -> Option<WindowFunctionSimplification> {
        let held = Arc::new(Self(self.0.held()?).into());
        Some(Box::new(move |call, _| {
            let fun = WindowFunctionDefinition::WindowUDF(Arc::clone(&held));
            Ok(Expr::WindowFunction(Box::new(WindowFunction { fun, ..call })))
        }))
    }

    fn limit_effect(&self, _: &[Arc<dyn PhysicalExpr>]) -> LimitEffect {
        LimitEffect::Unknown
    }
}

/// What is called for each partition in turn.
#[derive(Debug)]
struct Partition {
    handle: Arc<Handle>,
    fields: Vec<FieldRef>,
}

impl PartitionEvaluator for Partition {
    fn evaluate_all(&mut self, values: &[ArrayRef], rows: usize) -> EngineResult<ArrayRef> {
        let definition = &self.handle.definition;
        let arrays = definition.cast(values, &self.fields)?;
        let answer = call(&definition.title(), |py| {
            let code = self.handle.code(py)?;
            let values = definition.wrap(py, arrays, &self.fields)?;
            // A class is made anew for each partition.
            let value = match code.cast::<PyType>() {
                Ok(class) => class.call0()?.call_method1(intern!(py, "evaluate"), values)?,
                Err(_) => code.call1(values)?,
            };
            result::column(definition, &value, rows)
        });
        Ok(answer?)
    }
}
