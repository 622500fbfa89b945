//! Memory that functions reserve before they allocate it. An operator reserves what it holds; a function receives
//! columns and nothing else, but its result may be large: so it asks the pool of the run that it computes for. So does a
//! reader whose parser holds text.

use std::sync::Arc;

use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};

use crate::error::{Error, ErrorKind, Result};
use crate::run::current::current;

/// Less than this is not reserved, as each batch takes as much.
const NOTHING: usize = 1 << 20;
/// The limit while a plan is made, before a run begins: constants are computed then.
const WHILE_PLANNING: usize = 64 << 20;

/// Reserves `bytes` until the result is dropped; `None` where they are few.
///
/// # Errors
/// `Resources`, if the memory limit does not leave that much.
pub(crate) fn room(what: &str, bytes: usize) -> Result<Option<MemoryReservation>> {
    room_for(what, "its result", bytes)
}

/// Reserves `bytes` for `contents`, in words for the error, until what is returned is dropped; `None` where they are few.
///
/// # Errors
/// Those of [`room`].
pub(crate) fn room_for(what: &str, contents: &str, bytes: usize) -> Result<Option<MemoryReservation>> {
    if bytes < NOTHING {
        return Ok(None);
    }
    let refused = || {
        let message = format!("{contents} would take {} MB, more than the memory limit leaves", bytes >> 20);
        Error::new(ErrorKind::Resources, what, message).with_hint("ask for less, or of fewer rows at once")
    };
    match current() {
        Some(run) => {
            let pool: Arc<dyn MemoryPool> = Arc::clone(run.pool()) as _;
            let reservation = MemoryConsumer::new(what).register(&pool);
            reservation.try_grow(bytes).map_err(|_| refused())?;
            Ok(Some(reservation))
        }
        None if bytes <= WHILE_PLANNING => Ok(None),
        None => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_run_there_is_room_for_constants() {
        assert!(room("repeat", WHILE_PLANNING).is_ok());
        let error = room("repeat", 3 << 30).unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Resources, "repeat"));
        assert!(error.message().contains("3072 MB"), "{error}");
    }
}
