//! How far an execution is.

/// The state of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It was submitted, and others are ahead of it.
    Queued,
    /// Its plan is being made.
    Planning,
    /// It computes.
    Running,
    /// It has rows that nobody has taken yet, and goes on when somebody does.
    Waiting,
    /// It was told to stop, and some of its tasks or of its memory is still there.
    Cancelling,
    /// All rows have been returned.
    Done,
    /// It ended with an error.
    Failed,
    /// It was told to stop, or nobody wanted its rows any more; nothing of it is left.
    Cancelled,
}

impl RunState {
    /// The state in lower case, as messages and panels name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Planning => "planning",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Cancelling => "cancelling",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns whether nothing of the run is left.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }

    /// Returns whether not all of its rows come.
    pub(crate) fn is_broken(self) -> bool {
        matches!(self, Self::Cancelling | Self::Failed | Self::Cancelled)
    }

    /// The state of this number, which is that of `as u8`.
    pub(super) fn from_code(code: u8) -> Self {
        const ALL: [RunState; 8] = [
            RunState::Queued,
            RunState::Planning,
            RunState::Running,
            RunState::Waiting,
            RunState::Cancelling,
            RunState::Done,
            RunState::Failed,
            RunState::Cancelled,
        ];
        ALL.get(usize::from(code)).copied().unwrap_or(RunState::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_number_and_its_word() {
        for code in 0..8 {
            let state = RunState::from_code(code);
            assert_eq!(state as u8, code);
            assert_eq!(state.as_str(), format!("{state:?}").to_lowercase());
        }
    }
}
