//! What this process may take: memory, threads, and disk in a folder for temporary files. All sessions share it.
//!
//! Each setting comes from an option, else from an environment variable, else from the machine, and says where it came
//! from. They are settled when the first session begins. Afterwards all but the number of threads may still be changed:
//! the limits hold for the next byte, the folder for the next file (docs/decisions/0031).
//!
//! - `amount`: amounts as people write them; `folder`: what is asked of a folder; [`Disk`]: the bytes of temporary files;
//! - `pool`: the memory pool of the process, and those of its sessions.

mod amount;
mod disk;
mod folder;
mod pool;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use parking_lot::RwLock;

use crate::error::{Error, ErrorKind, Result};
use crate::memory::HardLimit;

pub use amount::Amount;
pub(crate) use amount::size;
pub(crate) use disk::{DISK, Disk};
pub(crate) use folder::warning;
pub use pool::reserved;
pub(crate) use pool::{PROCESS, SessionPool};

/// The share of the memory that queries may reserve by default: the rest is for what nobody reserves.
const DEFAULT_MEMORY: Amount = Amount::Percent(60.0);
/// The share of the free disk that temporary files may take by default, and the most bytes.
const DEFAULT_DISK: Amount = Amount::Percent(90.0);
const MOST_DISK: u64 = 100 << 30;
/// Less is a number whose unit was forgotten.
const LEAST: u64 = 1_000_000;
const MOST_THREADS: usize = 1024;

/// A value, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// `the option`, `PYRUST_MEMORY_LIMIT`, `60 % of the machine's 25 GB`.
    pub source: String,
}

#[derive(Clone, Debug)]
struct Budget {
    memory: Setting<usize>,
    threads: Setting<usize>,
    folder: Setting<PathBuf>,
    disk: Setting<u64>,
}

#[derive(Clone, Debug, Default)]
struct Options {
    memory: Option<Amount>,
    threads: Option<usize>,
    folder: Option<PathBuf>,
    disk: Option<Amount>,
}

#[derive(Debug)]
struct State {
    options: Options,
    settled: Option<Budget>,
}

static STATE: RwLock<State> =
    RwLock::new(State { options: Options { memory: None, threads: None, folder: None, disk: None }, settled: None });

/// The name of a setting: as an option and as a variable.
struct Name {
    option: &'static str,
    variable: &'static str,
}

const MEMORY: Name = Name { option: "options.engine.memory_limit", variable: "PYRUST_MEMORY_LIMIT" };
const THREADS: Name = Name { option: "options.engine.threads", variable: "PYRUST_THREADS" };
const FOLDER: Name = Name { option: "options.engine.temp_dir", variable: "PYRUST_TEMP_DIR" };
const DISK_LIMIT: Name = Name { option: "options.engine.disk_limit", variable: "PYRUST_DISK_LIMIT" };

/// What somebody wants, with the name that errors begin with, and where it came from.
struct Wanted<T> {
    value: T,
    name: &'static str,
    source: &'static str,
}

impl Name {
    /// Returns what the option says, else what `read` makes of the variable; `None` if neither is set.
    fn wanted<T>(
        &self,
        option: Option<T>,
        variable: impl Fn(&str) -> Option<OsString>,
        read: impl FnOnce(OsString) -> Result<T>,
    ) -> Result<Option<Wanted<T>>> {
        if let Some(value) = option {
            return Ok(Some(Wanted { value, name: self.option, source: "the option" }));
        }
        let text = variable(self.variable).filter(|text| !text.is_empty());
        let value = text.map(read).transpose()?;
        Ok(value.map(|value| Wanted { value, name: self.variable, source: self.variable }))
    }

    fn amount(
        &self,
        option: Option<Amount>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Option<Wanted<Amount>>> {
        self.wanted(option, variable, |text| {
            let text = text.to_string_lossy();
            Amount::parse(&text).ok_or_else(|| no_amount(self.variable, &format!("{text:?}")))
        })
    }
}

impl Options {
    fn memory(&self, variable: impl Fn(&str) -> Option<OsString>, hard: &HardLimit) -> Result<Setting<usize>> {
        let (most, whole) = (hard.bytes() as u64, hard.owner());
        let Some(wanted) = MEMORY.amount(self.memory, variable)? else {
            let source = format!("{DEFAULT_MEMORY} of {whole}'s {}", size(most));
            return Ok(Setting { value: DEFAULT_MEMORY.of(most) as usize, source });
        };
        let bytes = checked(wanted.name, wanted.value, most, &format!("that is all {whole} allows"))?;
        Ok(Setting { value: bytes, source: wanted.source.to_owned() })
    }

    fn threads(&self, variable: impl Fn(&str) -> Option<OsString>) -> Result<Setting<usize>> {
        let no_number = |name, given: &str| {
            let message = format!("expected a whole number from 1 to {MOST_THREADS}, got {given}");
            Error::new(ErrorKind::Value, name, message)
        };
        let read = |text: OsString| {
            let text = text.to_string_lossy();
            text.trim().parse().map_err(|_| no_number(THREADS.variable, &format!("{text:?}")))
        };
        match THREADS.wanted(self.threads, variable, read)? {
            Some(wanted) if !(1..=MOST_THREADS).contains(&wanted.value) => {
                Err(no_number(wanted.name, &wanted.value.to_string()))
            }
            Some(wanted) => Ok(Setting { value: wanted.value, source: wanted.source.to_owned() }),
            None => {
                let value = available_parallelism().map_or(1, std::num::NonZeroUsize::get);
                Ok(Setting { value, source: "the cores that this process may use".to_owned() })
            }
        }
    }

    fn folder(&self, variable: impl Fn(&str) -> Option<OsString>) -> Result<Setting<PathBuf>> {
        let wanted = FOLDER.wanted(self.folder.clone(), &variable, |text| Ok(PathBuf::from(text)))?;
        let (value, source) = match wanted {
            Some(wanted) => {
                // The process may go to another folder later.
                let path = std::path::absolute(&wanted.value).unwrap_or(wanted.value);
                folder::check(&path).map_err(|why| {
                    let message = format!("the folder {} {why}", path.display());
                    Error::new(ErrorKind::Value, wanted.name, message)
                        .with_hint("name a folder that exists and can be written to")
                })?;
                (path, wanted.source)
            }
            None => {
                let source =
                    if variable("TMPDIR").is_some() { "TMPDIR" } else { "the system's folder for temporary files" };
                (env::temp_dir(), source)
            }
        };
        let source = match folder::warning(&value) {
            Some(warning) => format!("{source}; {warning}"),
            None => source.to_owned(),
        };
        Ok(Setting { value, source })
    }

    fn disk(&self, variable: impl Fn(&str) -> Option<OsString>, folder: &Path) -> Result<Setting<u64>> {
        let free = folder::free(folder);
        let Some(wanted) = DISK_LIMIT.amount(self.disk, variable)? else {
            let share = free.map(|bytes| DEFAULT_DISK.of(bytes)).filter(|bytes| *bytes < MOST_DISK);
            let source = match share {
                Some(_) => format!("{DEFAULT_DISK} of what is free in {}", folder.display()),
                None => "the default".to_owned(),
            };
            return Ok(Setting { value: share.unwrap_or(MOST_DISK), source });
        };
        let most = free.unwrap_or(u64::MAX);
        let bytes = match wanted.value {
            Amount::Percent(_) => checked(wanted.name, wanted.value, most, "that is all that is free there")? as u64,
            // What is free changes: a limit beyond it is no mistake.
            Amount::Bytes(_) => checked(wanted.name, wanted.value, u64::MAX, "")? as u64,
        };
        Ok(Setting { value: bytes, source: wanted.source.to_owned() })
    }
}

fn no_amount(name: &str, given: &str) -> Error {
    let message = format!("expected an amount such as \"2 GB\", \"1.5 GiB\" or \"60 %\", got {given}");
    Error::new(ErrorKind::Value, name, message)
}

/// Returns the bytes of an amount of which there is so much, and why.
fn checked(name: &str, amount: Amount, most: u64, why: &str) -> Result<usize> {
    let bytes = amount.of(most);
    let refused = |message: String| Error::new(ErrorKind::Value, name, message);
    if bytes < LEAST {
        let message = format!("must be at least {}, got {amount}", size(LEAST));
        return Err(refused(message).with_hint("give a number of bytes, or a string with a unit: \"2 GB\""));
    }
    if bytes > most {
        return Err(refused(format!("must be at most {}, got {amount}", size(most))).with_hint(why));
    }
    Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name)
}

/// Settles what has not been: from now on the environment is not read any more.
///
/// # Errors
/// `Value`, if an environment variable has no possible value; it names the variable.
pub fn settle() -> Result<()> {
    if STATE.read().settled.is_some() {
        return Ok(());
    }
    let mut state = STATE.write();
    if state.settled.is_none() {
        let options = &state.options;
        let folder = options.folder(variable)?;
        let disk = options.disk(variable, &folder.value)?;
        let memory = options.memory(variable, &HardLimit::read())?;
        let budget = Budget { memory, threads: options.threads(variable)?, folder, disk };
        PROCESS.set_limit(budget.memory.value);
        DISK.set_limit(budget.disk.value);
        state.settled = Some(budget);
    }
    Ok(())
}

/// Returns how many bytes of memory the queries of this process may reserve together.
///
/// # Errors
/// `Value`, if nothing is settled and the environment variable has no possible value.
pub fn memory_limit() -> Result<Setting<usize>> {
    let state = STATE.read();
    match &state.settled {
        Some(budget) => Ok(budget.memory.clone()),
        None => state.options.memory(variable, &HardLimit::read()),
    }
}

/// Returns how many threads compute queries.
///
/// # Errors
/// As [`memory_limit`].
pub fn threads() -> Result<Setting<usize>> {
    let state = STATE.read();
    match &state.settled {
        Some(budget) => Ok(budget.threads.clone()),
        None => state.options.threads(variable),
    }
}

/// Returns the folder for temporary files.
///
/// # Errors
/// As [`memory_limit`].
pub fn temp_dir() -> Result<Setting<PathBuf>> {
    let state = STATE.read();
    match &state.settled {
        Some(budget) => Ok(budget.folder.clone()),
        None => state.options.folder(variable),
    }
}

/// Returns how many bytes the temporary files of this process may take together.
///
/// # Errors
/// As [`memory_limit`].
pub fn disk_limit() -> Result<Setting<u64>> {
    let state = STATE.read();
    match &state.settled {
        Some(budget) => Ok(budget.disk.clone()),
        None => state.options.disk(variable, &state.options.folder(variable)?.value),
    }
}

/// Sets how much memory queries may reserve together, now and later; `None` for what the environment or the machine says.
///
/// # Errors
/// `Value`, if it is less than 1 MB, or more than there is.
pub fn set_memory_limit(amount: Option<Amount>) -> Result<()> {
    let mut state = STATE.write();
    let options = Options { memory: amount, ..state.options.clone() };
    let setting = options.memory(variable, &HardLimit::read())?;
    state.options = options;
    if let Some(budget) = &mut state.settled {
        PROCESS.set_limit(setting.value);
        budget.memory = setting;
    }
    Ok(())
}

/// Sets how many threads compute queries; `None` for what the environment or the machine says.
///
/// # Errors
/// `Value`, if it is not from 1 to 1024, or if pyrust has been used: its threads are there then.
pub fn set_threads(threads: Option<usize>) -> Result<()> {
    let mut state = STATE.write();
    if state.settled.is_some() {
        let message = "the threads are there since pyrust was first used in this process";
        let hint = format!("restart the kernel and set it right after the import, or set {}", THREADS.variable);
        return Err(Error::new(ErrorKind::Value, THREADS.option, message).with_hint(hint));
    }
    let options = Options { threads, ..state.options.clone() };
    options.threads(variable)?;
    state.options = options;
    Ok(())
}

/// Sets the folder for the temporary files that are made from now on; `None` for what the environment or the system says.
///
/// # Errors
/// `Value`, if no file can be made there.
pub fn set_temp_dir(folder: Option<PathBuf>) -> Result<()> {
    let mut state = STATE.write();
    let options = Options { folder, ..state.options.clone() };
    let folder = options.folder(variable)?;
    let disk = options.disk(variable, &folder.value)?;
    state.options = options;
    if let Some(budget) = &mut state.settled {
        DISK.set_limit(disk.value);
        (budget.folder, budget.disk) = (folder, disk);
    }
    Ok(())
}

/// Sets how many bytes temporary files may take together, now and later; `None` for what the environment says, or a share
/// of what is free.
///
/// # Errors
/// `Value`, if it is less than 1 MB.
pub fn set_disk_limit(amount: Option<Amount>) -> Result<()> {
    let mut state = STATE.write();
    let options = Options { disk: amount, ..state.options.clone() };
    let disk = options.disk(variable, &options.folder(variable)?.value)?;
    state.options = options;
    if let Some(budget) = &mut state.settled {
        DISK.set_limit(disk.value);
        budget.disk = disk;
    }
    Ok(())
}

/// Returns how many bytes the temporary files of this process take now.
pub fn disk_used() -> u64 {
    DISK.used()
}

/// Returns the folder in which a temporary file is made now.
pub(crate) fn temp_folder() -> PathBuf {
    STATE.read().settled.as_ref().map_or_else(env::temp_dir, |budget| budget.folder.value.clone())
}

/// Returns the bytes that a session may reserve, which wants that much of what the process may.
///
/// # Errors
/// `Value`, if it is less than 1 MB, or more than the process may.
pub(crate) fn session_limit(amount: Amount) -> Result<usize> {
    let process = memory_limit()?;
    let why = format!("all sessions share that ({}): raise pr.options.engine.memory_limit first", process.source);
    checked("Session", amount, process.value as u64, &why).map_err(|error| {
        let message = format!("memory_limit {}", error.message());
        Error::new(ErrorKind::Value, "Session", message).with_hint(error.hint().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests;
