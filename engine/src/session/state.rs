//! The state that DataFusion plans and runs a session's queries with. It changes where a setting does, so a statement and a
//! run each take it once and keep what they took.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::execution::SessionStateBuilder;
use datafusion::execution::session_state::SessionState;
use parking_lot::{Mutex, RwLock};

use super::settings;
use crate::error::Result;
use crate::instant::OpenUnits;

type Settings = BTreeMap<String, String>;

/// The state of a session: how it began, and with what has been set since.
pub(super) struct States {
    first: SessionState,
    now: RwLock<Now>,
}

struct Now {
    changed: Settings,
    state: Arc<SessionState>,
}

impl States {
    pub(super) fn new(first: SessionState) -> Self {
        let state = Arc::new(first.clone());
        Self { first, now: RwLock::new(Now { changed: Settings::new(), state }) }
    }

    /// The state as the session began, whose memory, files and functions all later ones have.
    pub(super) fn first(&self) -> &SessionState {
        &self.first
    }

    /// The state as it is now.
    pub(super) fn now(&self) -> Arc<SessionState> {
        Arc::clone(&self.now.read().state)
    }

    /// Changes the settings.
    ///
    /// # Errors
    /// Those of [`settings::apply`]; nothing is changed then.
    pub(super) fn change(&self, operation: &str, change: impl FnOnce(&mut Settings)) -> Result<()> {
        let replaced = {
            let mut now = self.now.write();
            let mut changed = now.changed.clone();
            change(&mut changed);
            let state = with(operation, &self.first, &changed)?;
            std::mem::replace(&mut *now, Now { changed, state: Arc::new(state) })
        };
        // Dropped after the lock.
        drop(replaced);
        Ok(())
    }
}

/// Settings of their own over those of the session, for the frames that have them.
#[derive(Default)]
pub(super) struct Own {
    settings: Settings,
    /// The state that was made, and of which one of the session's.
    made: Mutex<Option<(Arc<SessionState>, Arc<SessionState>)>>,
}

impl Own {
    /// Returns these settings and others over them, which are valid over `state`.
    ///
    /// # Errors
    /// Those of [`settings::apply`].
    pub(super) fn and(&self, operation: &str, others: &Settings, state: &SessionState) -> Result<Self> {
        let mut settings = self.settings.clone();
        settings.extend(others.clone());
        with(operation, state, &settings)?;
        Ok(Self { settings, made: Mutex::default() })
    }

    /// Returns the session's state with these settings.
    pub(super) fn over(&self, state: Arc<SessionState>) -> Arc<SessionState> {
        if self.settings.is_empty() {
            return state;
        }
        let mut made = self.made.lock();
        if let Some((of, made)) = &*made
            && Arc::ptr_eq(of, &state)
        {
            return Arc::clone(made);
        }
        // They have been valid, and no setting depends on another.
        let own = with("settings", &state, &self.settings).map_or_else(|_| Arc::clone(&state), Arc::new);
        *made = Some((state, Arc::clone(&own)));
        own
    }
}

fn with(operation: &str, state: &SessionState, settings: &Settings) -> Result<SessionState> {
    let mut state = state.clone();
    let zone = state.config_options().execution.time_zone.clone();
    settings::apply(operation, state.config_mut().options_mut(), settings)?;
    if state.config_options().execution.time_zone == zone {
        return Ok(state);
    }
    // The types of SQL have the zone in them.
    let zones = Arc::new(OpenUnits::of(state.config_options()));
    Ok(SessionStateBuilder::new_from_existing(state).with_type_planner(zones).build())
}
