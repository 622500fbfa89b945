//! `cache`: a frame that is computed once.

use std::sync::Arc;

use crate::error::Result;
use crate::frame::Frame;
use crate::query::cache::{Cache, CacheSize, CacheTable};

impl Frame {
    /// A lazy frame with the same rows, which are computed once, at first use. A frame that has its rows already, and
    /// one that is a cache, are returned as they are.
    ///
    /// # Errors
    /// When the plan cannot be visited.
    pub fn cache(self: &Arc<Self>) -> Result<Arc<Self>> {
        if self.rows().is_some() || Cache::of(self.plan()).is_some() {
            return Ok(Arc::clone(self));
        }
        let cache = Cache::new(self.session(), Arc::clone(self.content()), "cache")?;
        let origin = format!("cache of {}", self.describe_source());
        Self::from_table(self.session(), Arc::new(CacheTable(Arc::new(cache))), None, &origin)
    }

    /// The size of the cache, for a frame that is one and has been computed.
    pub fn cached(&self) -> Option<CacheSize> {
        Cache::of(self.plan())?.size()
    }

    /// Returns whether this frame is a cache, computed or not.
    pub fn is_cache(&self) -> bool {
        Cache::of(self.plan()).is_some()
    }
}
