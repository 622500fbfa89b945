//! The folder for temporary files: whether files can be made there, how much room it has, and whether it is in memory.

use std::fs;
use std::io;
use std::path::Path;

/// What is said of a folder whose files take memory.
const IN_MEMORY: &str = "a tmpfs: what is written there takes memory";

/// Checks that a file can be made in the folder, and removes it.
///
/// # Errors
/// What is wrong, to be said after the folder's path.
pub(super) fn check(folder: &Path) -> Result<(), String> {
    let cannot = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "cannot be written to".to_owned(),
        _ => format!("cannot be used: {error}"),
    };
    if !fs::metadata(folder).map_err(|e| cannot(&e))?.is_dir() {
        return Err("is not a folder".to_owned());
    }
    tempfile::tempfile_in(folder).map(drop).map_err(|e| cannot(&e))
}

/// Returns what a user should know of the folder: that it is in memory; `None` for one on a disk.
pub(crate) fn warning(folder: &Path) -> Option<&'static str> {
    is_in_memory(folder).then_some(IN_MEMORY)
}

#[cfg(target_os = "linux")]
fn is_in_memory(folder: &Path) -> bool {
    // The file systems' numbers in `linux/magic.h`: tmpfs and ramfs.
    const IN_MEMORY: [u64; 2] = [0x0102_1994, 0x8584_58f6];
    rustix::fs::statfs(folder).is_ok_and(|found| IN_MEMORY.contains(&(found.f_type as u64 & 0xffff_ffff)))
}

#[cfg(not(target_os = "linux"))]
fn is_in_memory(_: &Path) -> bool {
    false
}

/// Returns how many bytes may still be written to the folder; `None` where the system does not say.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_can_be_written_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check(folder.path()), Ok(()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(free(folder.path()).is_some_and(|bytes| bytes > 0));
    }

    #[test]
    fn what_is_wrong_with_a_folder_is_said() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check(&folder.path().join("none")), Err("does not exist".to_owned()));
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(check(&file), Err("is not a folder".to_owned()));
        assert!(check(Path::new("/proc")).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_in_memory_is_noticed() {
        assert_eq!(warning(Path::new("/proc")), None);
        let is_tmpfs = |line: &str| line.split(' ').nth(1) == Some("/dev/shm") && line.contains(" tmpfs ");
        if fs::read_to_string("/proc/mounts").is_ok_and(|mounts| mounts.lines().any(is_tmpfs)) {
            assert_eq!(warning(Path::new("/dev/shm")), Some(IN_MEMORY));
        }
    }
}
