//! Where a file is: on this machine, or in an object store at a URL.
//!
//! A path is made absolute once, when a frame is made or a write begins, so that a later change of the working
//! directory has no effect. Readers and writers accept the same names, whatever bytes they have.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use datafusion::datasource::listing::ListingTableUrl;
use datafusion::execution::object_store::ObjectStoreUrl;
use glob::Pattern;
use object_store::ObjectStore;
use url::Url;

use super::environment;
use crate::error::{Error, ErrorKind, Result};
use crate::local::names::{from_bytes, shown, to_bytes};
use crate::session::Session;

/// The characters that make a name a pattern, unless there is a file or folder of that very name.
const GLOB: [char; 3] = ['*', '?', '['];

/// The location of one file or folder, or a pattern.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A local path, absolute, without `.` and `..`.
    Local(PathBuf),
    /// A pattern below a local folder.
    Glob(PathBuf, Pattern),
    /// A URL of an object store.
    Remote(Remote),
}

#[derive(Clone, Debug)]
pub(crate) struct Remote(Box<ListingTableUrl>);

impl Place {
    /// Parses a path or URL as users write it: `~` is the user's home, `file:` is local.
    ///
    /// # Errors
    /// `Value` for an invalid path.
    pub(crate) fn parse(operation: &str, path: &OsStr) -> Result<Self> {
        let wrong =
            |reason: &str| Error::new(ErrorKind::Value, operation, format!("{} {reason}", shown(Path::new(path))));
        if path.is_empty() {
            return Err(Error::new(ErrorKind::Value, operation, "the path is empty"));
        }
        if to_bytes(path).contains(&0) {
            return Err(wrong("is not a valid path: it contains a zero byte"));
        }
        let text = path.to_string_lossy();
        if let Some(rest) = text.strip_prefix("file:").filter(|rest| rest.starts_with('/')) {
            return absolute(&of_file_url(rest).ok_or_else(|| wrong("is not a file of this machine"))?)
                .map(Self::Local)
                .map_err(|e| wrong(&format!("cannot be found: {e}")));
        }
        if !text.contains("://") {
            let path = expand_home(path);
            let path = absolute(Path::new(&path)).map_err(|e| wrong(&format!("cannot be found: {e}")))?;
            return Ok(Self::Local(path));
        }
        let url = Url::parse(&text).map_err(|e| wrong(&format!("is not a valid URL: {e}")))?;
        let url = ListingTableUrl::try_new(url, None).map_err(|e| Error::from_datafusion(operation, e))?;
        Ok(Self::Remote(Remote(Box::new(url))))
    }

    /// Returns the same for reading, where `*`, `?` and `[` make a name a pattern if it does not exist.
    ///
    /// # Errors
    /// `Read` for a local path that does not exist; it has an [`io::Error`] as its cause.
    pub(crate) fn to_read(operation: &str, path: &OsStr) -> Result<Self> {
        match Self::parse(operation, path)? {
            Self::Local(path) => {
                let found = std::fs::metadata(&path);
                match found {
                    Ok(found) if found.is_dir() || found.is_file() => Ok(Self::Local(path)),
                    Ok(_) => Err(Error::new(
                        ErrorKind::Read,
                        operation,
                        format!("{} is neither a file nor a folder", shown(&path)),
                    )
                    .with_hint("open it, and give the file object")),
                    Err(error) => match split_glob(&path) {
                        Some((folder, pattern)) => {
                            let wrong = |e: glob::PatternError| {
                                let message = format!("{} is not a valid pattern: {}", shown(&path), e.msg);
                                Error::new(ErrorKind::Value, operation, message)
                            };
                            Ok(Self::Glob(folder, Pattern::new(&pattern).map_err(wrong)?))
                        }
                        None => Err(unreadable(operation, &path, error)),
                    },
                }
            }
            Self::Remote(Remote(url)) => {
                // Patterns are part of the path there.
                let text = path.to_string_lossy();
                let url = ListingTableUrl::parse(&text).unwrap_or(*url);
                Ok(Self::Remote(Remote(Box::new(url))))
            }
            other => Ok(other),
        }
    }

    /// Returns whether it is a pattern.
    pub(super) fn is_pattern(&self) -> bool {
        match self {
            Self::Local(_) => false,
            Self::Glob(..) => true,
            Self::Remote(Remote(url)) => url.get_glob().is_some(),
        }
    }

    /// Returns the store that it is in, registered with the session.
    pub(super) fn store(&self, session: &Session, operation: &str) -> Result<(ObjectStoreUrl, Arc<dyn ObjectStore>)> {
        let url = match self {
            Self::Remote(Remote(url)) => {
                register_store(session, url, operation)?;
                url.object_store()
            }
            _ => ObjectStoreUrl::local_filesystem(),
        };
        let store = session.runtime().object_store(&url);
        Ok((url, store.map_err(|e| Error::from_datafusion(operation, e))?))
    }
}

impl fmt::Display for Place {
    /// Writes a local path as people write it, anything else as its URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(path) => f.write_str(&shown(path)),
            Self::Glob(folder, pattern) => write!(f, "{}/{pattern}", shown(folder).trim_end_matches('/')),
            Self::Remote(Remote(url)) => match url.get_glob() {
                Some(glob) => write!(f, "{}/{glob}", url.get_url().as_str().trim_end_matches('/')),
                None => write!(f, "{}", url.get_url()),
            },
        }
    }
}

impl Remote {
    /// Returns the store and the location in it.
    pub(crate) fn open(
        &self,
        session: &Session,
        operation: &str,
    ) -> Result<(Arc<dyn ObjectStore>, object_store::path::Path)> {
        register_store(session, &self.0, operation)?;
        let store = session.runtime().object_store(&*self.0);
        Ok((store.map_err(|e| Error::from_datafusion(operation, e))?, self.0.prefix().clone()))
    }

    pub(crate) fn url(&self) -> &ListingTableUrl {
        &self.0
    }
}

/// Returns the error of a local path that cannot be read, with the system's error as the cause.
pub(super) fn unreadable(operation: &str, path: &Path, error: io::Error) -> Error {
    let path = shown(path);
    let message = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => format!("no such file or folder: {path}"),
        io::ErrorKind::PermissionDenied => format!("no permission to read {path}"),
        _ => format!("{path} cannot be read: {error}"),
    };
    Error::new(ErrorKind::Read, operation, message).with_cause(Arc::new(error))
}

/// Registers the store of a remote path with the session, configured by the environment variables of the vendor's tools
/// (`AWS_...`, `GOOGLE_...`, `AZURE_...`). A registered store stays as it is.
fn register_store(session: &Session, url: &ListingTableUrl, operation: &str) -> Result<()> {
    let runtime = session.runtime();
    if url.scheme() == "file" || runtime.object_store(url).is_ok() {
        return Ok(());
    }
    let store_url = url.object_store();
    let base: &Url = store_url.as_ref();
    let settings = environment::noted().stores.clone();
    // A URL with http:// was written on purpose; the store would insist on https.
    let plain = (base.scheme() == "http").then(|| ("allow_http".to_owned(), "true".to_owned()));
    let kind = if operation.starts_with("write") { ErrorKind::Write } else { ErrorKind::Read };
    let (store, _) = object_store::parse_url_opts(base, settings.into_iter().chain(plain))
        .map_err(|e| Error::new(kind, operation, format!("{base} cannot be opened: {e}")))?;
    runtime.register_object_store(base, Arc::from(store));
    Ok(())
}

/// Returns the path without `.` and `..`, from the root. `..` after a symbolic link is resolved as the system does: to
/// the folder above the link's target.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    let mut clean = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean = std::fs::canonicalize(&clean).unwrap_or(clean);
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// Returns the path of a URL after `file:`: `//host` is ignored if it is this machine, `%20` is a space. `?` and `#`
/// are characters of names, as a file URL has no query.
fn of_file_url(rest: &str) -> Option<PathBuf> {
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").filter(|rest| rest.starts_with('/')).unwrap_or(rest),
        None => rest,
    };
    // `file:///C:/x`
    let path = if cfg!(windows) { path.trim_start_matches('/') } else { path };
    let path = PathBuf::from(from_bytes(crate::local::names::unescaped(path)));
    path.is_absolute().then_some(path)
}

/// Returns the folder down to which names are literal, and the pattern below it.
fn split_glob(path: &Path) -> Option<(PathBuf, String)> {
    let (mut folder, mut pattern) = (PathBuf::new(), Vec::new());
    for part in path.components() {
        let name = part.as_os_str().to_string_lossy();
        let literal = pattern.is_empty() && (!name.contains(GLOB) || folder.join(part).exists());
        if literal { folder.push(part) } else { pattern.push(name.into_owned()) }
    }
    (!pattern.is_empty()).then(|| (folder, pattern.join("/")))
}

/// Expands a leading `~` to the user's home, `~name` to another user's, as in a shell.
fn expand_home(path: &OsStr) -> Cow<'_, OsStr> {
    let mut parts = Path::new(path).components();
    let first = match parts.next() {
        Some(Component::Normal(first)) => first.to_str().and_then(|first| first.strip_prefix('~')),
        _ => None,
    };
    let home = match first {
        Some("") => environment::noted().home.clone(),
        Some(user) => home_of(user),
        None => None,
    };
    match home {
        Some(home) => Cow::Owned(home.join(parts.as_path()).into_os_string()),
        None => Cow::Borrowed(path),
    }
}

/// Returns the home of a user of this machine.
fn home_of(user: &str) -> Option<PathBuf> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == user).then(|| fields.nth(4).map(PathBuf::from))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_url_is_a_path() {
        for url in ["///a%20b", "//localhost/a%20b", "/a%20b"] {
            assert_eq!(of_file_url(url), Some(PathBuf::from("/a b")), "{url}");
        }
        assert_eq!(of_file_url("///a?#b"), Some(PathBuf::from("/a?#b")));
        assert_eq!(of_file_url("//else/a"), None);
    }

    #[test]
    fn steps_go_away() {
        assert_eq!(absolute(Path::new("/no such folder/./a/../b//c/")).unwrap(), Path::new("/no such folder/b/c"));
        assert_eq!(absolute(Path::new("/../..")).unwrap(), Path::new("/"));
    }

    #[test]
    fn a_pattern_begins_where_no_folder_is_called_so() {
        let (folder, pattern) = split_glob(Path::new("/no such folder/a*/b[1]/c")).unwrap();
        assert_eq!((folder.as_path(), pattern.as_str()), (Path::new("/no such folder"), "a*/b[1]/c"));
        assert!(split_glob(Path::new("/no such folder/a")).is_none());
    }
}
