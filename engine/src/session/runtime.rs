//! DataFusion's runtime: one for the process, whose memory, temporary files and caches all sessions share.

use std::sync::{Arc, OnceLock};

use datafusion::execution::cache::cache_manager::CacheManagerConfig;
use datafusion::execution::disk_manager::DiskManagerBuilder;
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreUrl};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};

use crate::budget::{self, SessionPool};
use crate::error::{Error, Result};
use crate::local::Local;
use crate::spill;

static SHARED: OnceLock<RuntimeEnv> = OnceLock::new();

/// Returns the runtime of a session that may reserve `cap` bytes of memory, or as many as the process may. Its object
/// stores are its own: they are opened with the environment that a session finds.
///
/// # Errors
/// When an environment variable of the budget has no possible value.
pub(super) fn runtime(cap: Option<usize>) -> Result<Arc<RuntimeEnv>> {
    budget::settle()?;
    let shared = match SHARED.get() {
        Some(shared) => shared,
        None => {
            let made = RuntimeEnvBuilder::new()
                .with_disk_manager_builder(
                    DiskManagerBuilder::default().with_temp_file_factory(Arc::clone(spill::files()) as _),
                )
                // Listings have no expiry: a cached one would hide that a file was added or rewritten.
                .with_cache_manager(CacheManagerConfig::default().with_list_files_cache_limit(0))
                .build()
                .map_err(|error| Error::from_datafusion("Session", error))?;
            SHARED.get_or_init(|| made)
        }
    };
    let runtime = RuntimeEnv {
        memory_pool: Arc::new(SessionPool::new(cap)),
        object_store_registry: Arc::new(DefaultObjectStoreRegistry::new()),
        ..shared.clone()
    };
    runtime.register_object_store(ObjectStoreUrl::local_filesystem().as_ref(), Arc::new(Local::default()));
    Ok(Arc::new(runtime))
}
