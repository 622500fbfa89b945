//! Errors of ours within errors of other libraries.

use super::Error;

/// Returns our own error, if a reader of bytes has wrapped it into its own.
pub(super) fn carried(operation: &str, error: &(dyn std::error::Error + 'static)) -> Option<Error> {
    let mut error = Some(error);
    while let Some(this) = error {
        if let Some(own) = this.downcast_ref::<Error>() {
            let mut own = own.clone();
            // Readers of bytes and the spill do not know their caller.
            if matches!(own.0.operation.as_str(), "read" | "spill") {
                own.0.operation = operation.to_string();
            }
            return Some(own);
        }
        // The error inside an `io::Error` is not its `source()`; `get_ref` returns it.
        let held = this.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        error = match held {
            Some(held) => Some(held as &(dyn std::error::Error + 'static)),
            None => this.source(),
        };
    }
    None
}
