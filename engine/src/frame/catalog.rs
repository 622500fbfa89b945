//! Frames and their session: its tables by name, and its settings for one frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::session::Session;

impl Session {
    /// Registers `frame` under a name for queries of this session; a table of that name is replaced.
    ///
    /// # Errors
    /// A `Value` error for an empty name.
    pub fn register(&self, name: &str, frame: &Arc<Frame>) -> Result<()> {
        if name.is_empty() {
            return Err(Error::new(ErrorKind::Value, "register", "a table needs a name"));
        }
        self.insert(name, Arc::clone(frame.content()));
        Ok(())
    }

    /// Returns a frame over the table registered as `name`.
    ///
    /// # Errors
    /// `TableNotFound`, with the most similar names.
    pub fn table(self: &Arc<Self>, name: &str) -> Result<Arc<Frame>> {
        Ok(Frame::from_content(self, self.named(name)?))
    }
}

impl Frame {
    /// Returns the same table, whose queries run with some of DataFusion's settings changed.
    ///
    /// # Errors
    /// `Value` for a setting that does not exist, cannot be changed or does not take that value.
    pub fn with_settings(&self, settings: &BTreeMap<String, String>) -> Result<Arc<Self>> {
        Ok(Self::from_content(&self.session.with_settings(settings)?, Arc::clone(&self.content)))
    }
}
