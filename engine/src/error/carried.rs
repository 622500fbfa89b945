//! Errors of ours that come back in an error of somebody else's.

use super::Error;

/// Our own error, which a reader of bytes has wrapped into its own.
pub(super) fn carried(operation: &str, error: &(dyn std::error::Error + 'static)) -> Option<Error> {
    let mut error = Some(error);
    while let Some(this) = error {
        if let Some(own) = this.downcast_ref::<Error>() {
            let mut own = own.clone();
            // Readers of bytes and the spill do not know for whom they work.
            if matches!(own.0.operation.as_str(), "read" | "spill") {
                own.0.operation = operation.to_string();
            }
            return Some(own);
        }
        // What an error of the system holds is not its source, but has one.
        let held = this.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        error = match held {
            Some(held) => Some(held as &(dyn std::error::Error + 'static)),
            None => this.source(),
        };
    }
    None
}
