//! Memory that is asked for before it is taken. An operator reserves what it holds; a function is handed columns and
//! nothing else, and may make much of them: so it asks the pool of the run that it computes for.

use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};

use crate::error::{Error, ErrorKind, Result};
use crate::run::current::current;

/// Nobody is asked for less, as each batch takes as much.
const NOTHING: usize = 1 << 20;
/// What a plan may take while it is made, and no run has begun: constants are computed then.
const WHILE_PLANNING: usize = 64 << 20;

/// Room for so many bytes, until it is dropped; nothing to hold where it is little.
///
/// # Errors
/// `Resources`, where the memory limit does not leave as much.
pub(crate) fn room(what: &str, bytes: usize) -> Result<Option<MemoryReservation>> {
    if bytes < NOTHING {
        return Ok(None);
    }
    let refused = || {
        let message = format!("its result would take {} MB, more than the memory limit leaves", bytes >> 20);
        Error::new(ErrorKind::Resources, what, message).with_hint("ask for less, or of fewer rows at once")
    };
    match current() {
        Some(run) => {
            let reservation = MemoryConsumer::new(what).register(&run.pool());
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
