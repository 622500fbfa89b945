//! What the environment says of files: how object stores are reached, and where the user is at home.
//!
//! Python changes the environment through the system, whose `setenv` moves what another thread may be reading. So it is read
//! where no Python code can run beside ([`note`]), and what was noted is used later on whatever thread asks.

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::RwLock;

/// How the variables of object stores begin, in small letters.
const OF_STORES: [&str; 3] = ["aws_", "google_", "azure_"];

static NOTED: RwLock<Option<Arc<Environment>>> = RwLock::new(None);

#[derive(Debug)]
pub(super) struct Environment {
    /// The variables of object stores; the names in small letters.
    pub(super) stores: Vec<(String, String)>,
    pub(super) home: Option<PathBuf>,
}

/// Notes the environment as it is now: called by who knows that nobody changes it meanwhile.
pub fn note() {
    let is_of_stores = |name: &str| OF_STORES.iter().any(|prefix| name.starts_with(prefix));
    // A variable that is no text is none of theirs.
    let stores = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?.to_ascii_lowercase(), value.into_string().ok()?)))
        .filter(|(name, _)| is_of_stores(name));
    let environment = Environment { stores: stores.collect(), home: std::env::home_dir() };
    *NOTED.write() = Some(Arc::new(environment));
}

/// The environment as it was noted last; as it is, where nobody has.
pub(super) fn noted() -> Arc<Environment> {
    loop {
        if let Some(noted) = NOTED.read().as_ref() {
            return Arc::clone(noted);
        }
        note();
    }
}
