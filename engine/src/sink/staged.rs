//! Files and folders that are made next to their target and renamed when they are complete.
//!
//! The temporary name for `out.csv` is `.out.csv.pyrust-<process>-<number>.tmp` in the same folder: a rename within a
//! folder is atomic, and readers of the folder skip such a name. It is locked while its writer lives. Dropping it
//! removes it; one left behind by a killed process has no lock any more, and is removed by the next write to the same
//! target.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const MARK: &str = ".pyrust-";
const ENDING: &str = ".tmp";
/// A name with more bytes is truncated in a temporary name.
const LONG: usize = 200;
/// Another writer may take a fresh name for a leftover before it is locked; that is detected, and retried.
const ATTEMPTS: usize = 8;

/// A file that is being written.
pub(super) struct StagedFile {
    file: File,
    path: PathBuf,
    target: PathBuf,
    done: bool,
}

impl StagedFile {
    /// Starts a file that will be `target`; an existing one stays until [`StagedFile::commit`].
    pub(super) fn create(target: PathBuf) -> io::Result<Self> {
        // A symbolic link stays: its target is replaced.
        let target = fs::canonicalize(&target).unwrap_or(target);
        sweep(&target);
        let (file, path) = unused(&target, |path| File::options().write(true).create_new(true).open(path))?;
        if let Ok(old) = fs::metadata(&target) {
            file.set_permissions(old.permissions())?;
        }
        Ok(Self { file, path, target, done: false })
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    pub(super) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Makes the file durable and renames it.
    pub(super) fn commit(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.done = true;
        sync_folder(parent(&self.target));
        Ok(())
    }
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A folder that is being filled.
pub(super) struct StagedFolder {
    /// Held for its lock.
    _lock: File,
    path: PathBuf,
    target: PathBuf,
}

impl StagedFolder {
    /// Starts a folder that will be `target`; an existing one stays until [`StagedFolder::commit`].
    pub(super) fn create(target: PathBuf) -> io::Result<Self> {
        let target = fs::canonicalize(&target).unwrap_or(target);
        sweep(&target);
        let (lock, path) = unused(&target, |path| {
            fs::create_dir(path)?;
            File::open(path)
        })?;
        Ok(Self { _lock: lock, path, target })
    }

    /// The folder in which the files are made.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Renames the folder. An existing folder is exchanged with it in one step where the system can; else it is moved
    /// away first.
    pub(super) fn commit(self) -> io::Result<()> {
        sync_folder(&self.path);
        if !self.target.exists() {
            return fs::rename(&self.path, &self.target).inspect(|()| sync_folder(parent(&self.target)));
        }
        if exchange(&self.path, &self.target).is_err() {
            // Under a name that no sweep removes: until the next line is done, it is the only complete folder.
            let aside = self.path.with_extension("old");
            fs::rename(&self.target, &aside)?;
            if let Err(error) = fs::rename(&self.path, &self.target) {
                fs::rename(&aside, &self.target)?;
                return Err(error);
            }
            // The old folder is removed when this is dropped, as an uncommitted one is.
            fs::rename(&aside, &self.path)?;
        }
        sync_folder(parent(&self.target));
        Ok(())
    }
}

impl Drop for StagedFolder {
    /// Removes the folder under the temporary name: the unfinished one, or the one that was replaced.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns `.name.pyrust-`, the prefix of every temporary name for `target`.
fn prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    let name = target.file_name().unwrap_or_default();
    match name.len() {
        // The longest name that systems allow leaves no room for ours.
        LONG.. => prefix.push(name.to_string_lossy().chars().take(LONG / 4).collect::<String>()),
        _ => prefix.push(name),
    }
    prefix.push(MARK);
    prefix
}

/// Makes a file or folder under an unused temporary name, and locks it.
fn unused(target: &Path, make: impl Fn(&Path) -> io::Result<File>) -> io::Result<(File, PathBuf)> {
    static NUMBERS: AtomicU64 = AtomicU64::new(1);
    let mut failed = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..ATTEMPTS {
        let mut name = prefix(target);
        name.push(format!("{}-{}{ENDING}", std::process::id(), NUMBERS.fetch_add(1, Ordering::Relaxed)));
        let path = parent(target).join(name);
        let made = match make(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                failed = error;
                continue;
            }
            made => made?,
        };
        // Where files cannot be locked, leftovers stay; that does not prevent writing.
        let _ = made.try_lock();
        if path.exists() {
            return Ok((made, path));
        }
    }
    Err(failed)
}

/// Removes the temporary files of writers to `target` that have ended.
fn sweep(target: &Path) {
    let prefix = prefix(target);
    let Ok(entries) = fs::read_dir(parent(target)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes())
            && name.as_encoded_bytes().ends_with(ENDING.as_bytes());
        if !ours {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::open(&path) else { continue };
        match file.try_lock() {
            Ok(()) => {
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                let _ = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

/// Makes a rename durable by syncing its folder, which not every system supports.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
