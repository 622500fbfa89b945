//! Memory that its holder gives back when somebody else needs it. A consumer of DataFusion's pools can only be refused,
//! never asked; so whoever is refused asks here, and tries again.

use std::sync::OnceLock;

/// Gives back about so many bytes, or what there is; returns how many they were.
type GiveBack = fn(usize) -> usize;

static HOLDER: OnceLock<GiveBack> = OnceLock::new();

/// Names the holder of what can be given back; there is one.
pub(crate) fn set_holder(give_back: GiveBack) {
    let _ = HOLDER.set(give_back);
}

/// Asks for `bytes` back; returns how many were given. It may write them to disk first, so the caller must hold no lock.
pub(crate) fn reclaim(bytes: usize) -> usize {
    HOLDER.get().map_or(0, |give_back| give_back(bytes))
}
