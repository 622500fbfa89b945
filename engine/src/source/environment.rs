//! The environment variables about files: how object stores are reached, and the user's home.
//!
//! Python changes the environment through the system, whose `setenv` moves what another thread may be reading. So it is
//! read where no Python code can run concurrently ([`note_for`]), and the copy is used later on any thread.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::RwLock;

/// The prefixes of the variables of object stores, in lower case.
const OF_STORES: [&str; 3] = ["aws_", "google_", "azure_"];

static NOTED: RwLock<Option<Arc<Environment>>> = RwLock::new(None);

#[derive(Debug)]
pub(super) struct Environment {
    /// The variables of object stores; the names in lower case.
    pub(super) stores: Vec<(String, String)>,
    pub(super) home: Option<PathBuf>,
}

/// Reads the environment if `text`, a path or a query, may name a file that depends on it: a URL, or one below a home
/// folder. To be called while nobody changes the environment.
pub fn note_for(text: &OsStr) {
    let text = text.to_string_lossy();
    if text.contains("://") || text.contains('~') {
        note();
    }
}

fn note() {
    let is_of_stores = |name: &str| OF_STORES.iter().any(|prefix| name.starts_with(prefix));
    // A variable that is not UTF-8 is none of theirs.
    let stores = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?.to_ascii_lowercase(), value.into_string().ok()?)))
        .filter(|(name, _)| is_of_stores(name));
    let environment = Environment { stores: stores.collect(), home: std::env::home_dir() };
    *NOTED.write() = Some(Arc::new(environment));
}

/// The environment as it was read last; as it is now, if nobody has read it.
pub(super) fn noted() -> Arc<Environment> {
    loop {
        if let Some(noted) = NOTED.read().as_ref() {
            return Arc::clone(noted);
        }
        note();
    }
}
