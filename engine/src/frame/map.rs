//! `map_batches`: a function over a frame's batches.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::common::DFSchema;

use crate::error::{Error, Result};
use crate::frame::Frame;
use crate::operator::{BatchMap, MapNode, Sequence, plan_of};
use crate::plan::order::{Order, order_of};

impl Frame {
    /// Returns the batches that `map` makes of this frame's; `schema` is their schema.
    ///
    /// # Errors
    /// A `Schema` error when it names a column twice.
    pub fn map_batches(self: &Arc<Self>, map: Arc<dyn BatchMap>, schema: &SchemaRef) -> Result<Arc<Self>> {
        let schema = DFSchema::try_from(Arc::clone(schema)).map_err(|e| Error::from_datafusion("map_batches", e))?;
        let input = match order_of(self.plan()) {
            Order::Kept => plan_of(Sequence::new(Arc::new(self.plan().clone()))),
            Order::None => self.plan().clone(),
        };
        let node = MapNode::new(input, map, Arc::new(schema));
        Self::from_plan(self.session(), plan_of(node), "query")
    }
}
