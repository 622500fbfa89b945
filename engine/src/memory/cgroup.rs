//! The control groups of Linux that this process is in, versions 1 and 2, and how much memory they allow.
//!
//! `sysinfo` reads the root group only. A container or a service of systemd has its limit somewhere between that and the
//! process's own group, and each group above counts too.

use std::fs::read_to_string;
use std::path::{Component, Path, PathBuf};

/// Version 1 writes the largest number of pages for "no limit"; no machine has as much memory as this.
const NO_LIMIT: u64 = 1 << 60;

/// A control group that limits memory.
#[derive(Debug)]
pub(super) struct Cgroup {
    folder: PathBuf,
    version: &'static Version,
    /// Its path among the groups.
    pub(super) name: String,
    /// The bytes that its processes may have together.
    pub(super) limit: u64,
}

/// The names of the files of one version.
#[derive(Debug)]
struct Version {
    file_system: &'static str,
    limit: &'static str,
    current: &'static str,
    /// The pages of files in `memory.stat`, which the kernel takes back before it kills anybody.
    reclaimable: [&'static str; 2],
}

static FIRST: Version = Version {
    file_system: "cgroup",
    limit: "memory.limit_in_bytes",
    current: "memory.usage_in_bytes",
    reclaimable: ["total_inactive_file", "total_active_file"],
};

static SECOND: Version = Version {
    file_system: "cgroup2",
    limit: "memory.max",
    current: "memory.current",
    reclaimable: ["inactive_file", "active_file"],
};

impl Cgroup {
    /// Returns the group with the smallest limit among those of this process and those above them; `None` where none
    /// has a limit. `root` is the root of the file system.
    pub(super) fn smallest(root: &Path) -> Option<Self> {
        let groups = read_to_string(root.join("proc/self/cgroup")).ok()?;
        let mounts = read_to_string(root.join("proc/self/mountinfo")).ok()?;
        let limited = groups.lines().filter_map(|line| Membership::read(line, &mounts)).flat_map(|of| of.limited(root));
        limited.min_by_key(|group| group.limit)
    }

    /// Returns how many bytes its processes have that the kernel cannot take back: all but pages of files.
    pub(super) fn used(&self) -> Option<u64> {
        let current = number(&self.folder.join(self.version.current))?;
        let counts = read_to_string(self.folder.join("memory.stat")).ok()?;
        let of = |name: &str| {
            let mut found = counts.lines().filter_map(|line| line.split_once(' ')).filter(|(key, _)| *key == name);
            found.find_map(|(_, value)| value.trim().parse::<u64>().ok()).unwrap_or(0)
        };
        Some(current.saturating_sub(self.version.reclaimable.iter().map(|name| of(name)).sum()))
    }
}

/// The group of this process in one hierarchy.
struct Membership<'a> {
    version: &'static Version,
    /// Where the hierarchy is mounted, and which of its groups is seen there.
    mount: &'a Path,
    top: &'a Path,
    /// Its path below that one.
    below: &'a Path,
}

impl<'a> Membership<'a> {
    /// Reads a line of `/proc/self/cgroup`: `4:memory:/a/b` in version 1, `0::/a/b` in version 2.
    fn read(line: &'a str, mounts: &'a str) -> Option<Self> {
        let (_, rest) = line.split_once(':')?;
        let (controllers, path) = rest.split_once(':')?;
        let version = match controllers {
            "" => &SECOND,
            listed if listed.split(',').any(|controller| controller == "memory") => &FIRST,
            _ => return None,
        };
        let (top, mount) = mounts.lines().find_map(|line| mounted(line, version))?;
        // Within a container the process may be in a group that is not seen there; the topmost one that is then counts.
        let path = Path::new(path);
        let is_seen = !path.components().any(|part| part == Component::ParentDir);
        let below = path.strip_prefix(top).ok().filter(|_| is_seen).unwrap_or(Path::new(""));
        Some(Self { version, mount, top, below })
    }

    /// Returns the groups on the way up that have a limit.
    fn limited(self, root: &Path) -> Vec<Cgroup> {
        let mount = root.join(self.mount.strip_prefix("/").unwrap_or(self.mount));
        let groups = self.below.ancestors().filter_map(|below| {
            let folder = mount.join(below);
            let limit = number(&folder.join(self.version.limit)).filter(|limit| (1..NO_LIMIT).contains(limit))?;
            let name = self.top.join(below).to_string_lossy().trim_end_matches('/').to_owned();
            let name = if name.is_empty() { "/".to_owned() } else { name };
            Some(Cgroup { folder, version: self.version, name, limit })
        });
        groups.collect()
    }
}

/// Reads a line of `/proc/self/mountinfo`: the root of what is mounted, and where; `None` for another file system.
fn mounted<'a>(line: &'a str, version: &Version) -> Option<(&'a Path, &'a Path)> {
    let (mount, file_system) = line.split_once(" - ")?;
    let mut kind = file_system.split(' ');
    let is_wanted = kind.next() == Some(version.file_system)
        && (version.file_system == SECOND.file_system
            || kind.nth(1).is_some_and(|options| options.split(',').any(|option| option == "memory")));
    let mut fields = mount.split(' ').skip(3);
    let (top, at) = (fields.next()?, fields.next()?);
    is_wanted.then(|| (Path::new(top), Path::new(at)))
}

/// Returns the number in a file; `None` for `max`.
fn number(path: &Path) -> Option<u64> {
    read_to_string(path).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::fs::{create_dir_all, write};

    use tempfile::TempDir;

    use super::*;

    const V2: &str = "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
    const V1: &str = "31 24 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n\
                      35 24 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory";

    /// A machine whose process is in these groups.
    fn machine(groups: &str, mounts: &str, files: &[(&str, &str)]) -> TempDir {
        let root = tempfile::tempdir().unwrap();
        let mut files = files.to_vec();
        files.extend([("proc/self/cgroup", groups), ("proc/self/mountinfo", mounts)]);
        for (path, text) in files {
            let path = root.path().join(path);
            create_dir_all(path.parent().unwrap()).unwrap();
            write(path, text).unwrap();
        }
        root
    }

    fn found(root: &TempDir) -> Option<(String, u64, Option<u64>)> {
        Cgroup::smallest(root.path()).map(|group| (group.name.clone(), group.limit, group.used()))
    }

    #[test]
    fn the_smallest_limit_on_the_way_up_counts_in_version_2() {
        let root = machine(
            "0::/user.slice/work/kernel\n",
            V2,
            &[
                ("sys/fs/cgroup/user.slice/work/kernel/memory.max", "max\n"),
                ("sys/fs/cgroup/user.slice/work/memory.max", "2000\n"),
                ("sys/fs/cgroup/user.slice/work/memory.current", "1500\n"),
                ("sys/fs/cgroup/user.slice/work/memory.stat", "anon 900\ninactive_file 400\nactive_file 100\n"),
                ("sys/fs/cgroup/user.slice/memory.max", "8000\n"),
            ],
        );
        assert_eq!(found(&root), Some(("/user.slice/work".into(), 2000, Some(1000))));
    }

    #[test]
    fn version_1_is_read_in_the_hierarchy_of_memory() {
        let root = machine(
            "5:cpu:/elsewhere\n4:memory:/a/b\n0::/\n",
            V1,
            &[
                ("sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "3000\n"),
                ("sys/fs/cgroup/memory/a/b/memory.usage_in_bytes", "2500\n"),
                (
                    "sys/fs/cgroup/memory/a/b/memory.stat",
                    "inactive_file 1\ntotal_inactive_file 300\ntotal_active_file 200\n",
                ),
                ("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n"),
                ("sys/fs/cgroup/cpu/elsewhere/memory.limit_in_bytes", "1\n"),
            ],
        );
        assert_eq!(found(&root), Some(("/a/b".into(), 3000, Some(2000))));
    }

    #[test]
    fn a_container_sees_its_group_as_the_root_of_the_mount() {
        let mounts = "35 24 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory";
        let limit = [("sys/fs/cgroup/memory/memory.limit_in_bytes", "4000\n")];
        let root = machine("4:memory:/docker/abc\n", mounts, &limit);
        assert_eq!(found(&root), Some(("/docker/abc".into(), 4000, None)));
        // One of a name space of its own, and one that is outside of what is mounted.
        for groups in ["4:memory:/../other\n", "4:memory:/kubepods/x\n"] {
            let root = machine(groups, mounts, &limit);
            assert_eq!(found(&root).map(|(_, limit, _)| limit), Some(4000), "{groups}");
        }
        let root = machine("0::/\n", V2, &[("sys/fs/cgroup/memory.max", "5000\n")]);
        assert_eq!(found(&root), Some(("/".into(), 5000, None)));
    }

    #[test]
    fn without_a_limit_there_is_no_group() {
        let unlimited = [("sys/fs/cgroup/a/memory.max", "max\n"), ("sys/fs/cgroup/a/memory.current", "7\n")];
        assert_eq!(found(&machine("0::/a\n", V2, &unlimited)), None);
        assert_eq!(found(&machine("", "", &[])), None);
        assert_eq!(found(&tempfile::tempdir().unwrap()), None);
    }
}
