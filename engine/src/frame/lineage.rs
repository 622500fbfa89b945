//! Where a frame's columns come from.

use crate::error::Result;
use crate::frame::Frame;
use crate::query::lineage::{Origins, origins_of};

impl Frame {
    /// What the frame reads, and where each of its columns comes from.
    ///
    /// # Errors
    /// When the plan names a column that it does not have.
    pub fn origins(&self) -> Result<Origins> {
        origins_of(self.plan())
    }
}
