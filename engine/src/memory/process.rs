//! What the operating system reports of this process, and what it lets it have.

use std::path::Path;

use sysinfo::System;

use super::cgroup::Cgroup;

/// The memory of this process that is in RAM (its resident set), in bytes; 0 if the system does not say.
pub fn rss() -> usize {
    resident().unwrap_or(0)
}

/// Reads one line of a small file. `sysinfo` would read a dozen of them, and the inspector asks four times a second.
#[cfg(target_os = "linux")]
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(not(target_os = "linux"))]
fn resident() -> Option<usize> {
    use sysinfo::{ProcessRefreshKind, ProcessesToUpdate};

    let own = sysinfo::get_current_pid().ok()?;
    let mut system = System::new();
    system.refresh_processes_specifics(
        ProcessesToUpdate::Some(&[own]),
        false,
        ProcessRefreshKind::nothing().with_memory(),
    );
    usize::try_from(system.process(own)?.memory()).ok()
}

/// The memory beyond which the system refuses this process or kills it.
#[derive(Debug)]
pub struct HardLimit {
    bytes: usize,
    by: LimitedBy,
}

#[derive(Debug)]
enum LimitedBy {
    Cgroup(Cgroup),
    AddressSpace,
    Machine,
}

impl HardLimit {
    /// Reads the limit: that of the control group, of the address space, or the machine's RAM, whichever is the smallest.
    pub fn read() -> Self {
        let mut system = System::new();
        system.refresh_memory();
        let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let machine = match size(system.total_memory()) {
            // What is unknown is no limit.
            0 => usize::MAX,
            bytes => bytes,
        };
        let group = Cgroup::smallest(Path::new("/")).map(|group| (size(group.limit), LimitedBy::Cgroup(group)));
        let space = address_space().map(|bytes| (bytes, LimitedBy::AddressSpace));
        let limits = [group, space, Some((machine, LimitedBy::Machine))];
        let (bytes, by) =
            limits.into_iter().flatten().min_by_key(|(bytes, _)| *bytes).unwrap_or((machine, LimitedBy::Machine));
        Self { bytes, by }
    }

    /// The bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whose memory it is: `the machine`, `the cgroup /a/b`.
    pub fn owner(&self) -> String {
        match &self.by {
            LimitedBy::Cgroup(group) => format!("the cgroup {}", group.name),
            LimitedBy::AddressSpace => "the address space (ulimit -v)".to_owned(),
            LimitedBy::Machine => "the machine".to_owned(),
        }
    }

    /// Returns how much of it is used, by other processes too, without what the kernel can take back; `None` where the
    /// system does not say. The address space is used by what was reserved and never touched, so it tells nothing.
    pub fn used(&self) -> Option<usize> {
        match &self.by {
            LimitedBy::Cgroup(group) => group.used().and_then(|bytes| usize::try_from(bytes).ok()),
            LimitedBy::AddressSpace => None,
            LimitedBy::Machine => {
                let mut system = System::new();
                system.refresh_memory();
                usize::try_from(system.total_memory().checked_sub(system.available_memory())?).ok()
            }
        }
    }
}

/// Returns the limit of the address space; `None` without one. `getrlimit` would be unsafe, or a feature of `rustix`.
fn address_space() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_fits_into_its_machine() {
        let block = vec![1_u8; 64 << 20];
        assert!(rss() > block.len(), "{}", rss());
        let limit = HardLimit::read();
        assert!(limit.bytes() > rss() && limit.owner().starts_with("the "), "{limit:?}");
        assert!(limit.used().is_some_and(|used| used > block.len() && used < limit.bytes()), "{limit:?}");
    }
}
