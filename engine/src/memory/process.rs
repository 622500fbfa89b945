//! What the operating system reports of this process.

use sysinfo::System;

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

/// The most memory that this process may use: the machine's RAM, or less where a container sets a limit.
pub fn memory_limit_of_machine() -> usize {
    let mut system = System::new();
    system.refresh_memory();
    let installed = system.total_memory();
    // If RAM is unknown `cgroup_limits` would panic.
    let allowed = if installed == 0 { None } else { system.cgroup_limits().map(|limits| limits.total_memory) };
    usize::try_from(allowed.filter(|limit| *limit > 0).map_or(installed, |limit| limit.min(installed)))
        .unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_fits_into_its_machine() {
        let block = vec![1_u8; 64 << 20];
        assert!(rss() > block.len(), "{}", rss());
        assert!(memory_limit_of_machine() > rss());
    }
}
