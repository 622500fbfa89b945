//! The queue of runs that were submitted: as many as there are threads compute, the others wait in their order.

use std::sync::{Arc, LazyLock};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::budget;
use crate::error::Result;
use crate::run::Run;

static PLACES: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(budget::threads().map_or(1, |threads| threads.value)));

/// Waits for the turn of a run, which has its place until the result is dropped.
///
/// # Errors
/// `Cancelled`, if the run is cancelled while it waits.
pub(crate) async fn turn(run: &Arc<Run>) -> Result<Option<SemaphorePermit<'static>>> {
    tokio::select! {
        biased;
        error = run.cancelled() => Err(error),
        place = PLACES.acquire() => Ok(place.ok()),
    }
}
