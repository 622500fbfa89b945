//! The lineage of a frame's columns.

use crate::error::Result;
use crate::frame::Frame;
use crate::query::lineage::{Origins, origins_of};

impl Frame {
    /// The sources that the frame reads, and the lineage of each of its columns.
    ///
    /// # Errors
    /// When the plan names a column that it does not have.
    pub fn origins(&self) -> Result<Origins> {
        origins_of(self.plan())
    }
}
