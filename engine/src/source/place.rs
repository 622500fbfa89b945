//! Where a file is: on this machine, or in an object store under a URL.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::datasource::listing::ListingTableUrl;
use object_store::ObjectStore;
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::session::Session;

/// One place for one file or folder.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A path of this machine.
    Local(PathBuf),
    /// A URL of an object store.
    Remote(Remote),
}

#[derive(Clone, Debug)]
pub(crate) struct Remote(Box<ListingTableUrl>);

impl Place {
    /// Reads a path or URL as users write it: `~` is the user's home, `file://` is local.
    pub(crate) fn parse(operation: &str, path: &str) -> Result<Self> {
        let path = expand_home(path);
        if path.is_empty() {
            return Err(Error::new(ErrorKind::Value, operation, "the path is empty"));
        }
        if !path.contains("://") {
            return Ok(Self::Local(path.into()));
        }
        let wrong = |reason: String| Error::new(ErrorKind::Value, operation, format!("{path} is no URL: {reason}"));
        let url = Url::parse(&path).map_err(|e| wrong(e.to_string()))?;
        if url.scheme() == "file" {
            let local = url.to_file_path().map_err(|()| wrong("it names no local file".into()))?;
            return Ok(Self::Local(local));
        }
        let url = ListingTableUrl::try_new(url, None).map_err(|e| Error::from_datafusion(operation, e))?;
        Ok(Self::Remote(Remote(Box::new(url))))
    }
}

impl Remote {
    /// The store and the location in it.
    pub(crate) fn open(
        &self,
        session: &Session,
        operation: &str,
    ) -> Result<(Arc<dyn ObjectStore>, object_store::path::Path)> {
        register_store(session, &self.0, operation)?;
        let store = session.state().runtime_env().object_store(&*self.0);
        Ok((store.map_err(|e| Error::from_datafusion(operation, e))?, self.0.prefix().clone()))
    }
}

/// Makes the store of a remote path known to the engine, set up from the environment as its own tools do
/// (`AWS_...`, `GOOGLE_...`, `AZURE_...`). A store that is known stays as it is.
pub(super) fn register_store(session: &Session, url: &ListingTableUrl, operation: &str) -> Result<()> {
    let runtime = session.state().runtime_env();
    if url.scheme() == "file" || runtime.object_store(url).is_ok() {
        return Ok(());
    }
    let store_url = url.object_store();
    let base: &Url = store_url.as_ref();
    let settings = std::env::vars().map(|(key, value)| (key.to_ascii_lowercase(), value));
    let settings = settings.filter(|(key, _)| ["aws_", "google_", "azure_"].iter().any(|p| key.starts_with(p)));
    // Whoever writes http:// has chosen it; the store would insist on https.
    let plain = (base.scheme() == "http").then(|| ("allow_http".to_owned(), "true".to_owned()));
    let kind = if operation.starts_with("write") { ErrorKind::Write } else { ErrorKind::Read };
    let (store, _) = object_store::parse_url_opts(base, settings.chain(plain))
        .map_err(|e| Error::new(kind, operation, format!("{base} cannot be opened: {e}")))?;
    runtime.register_object_store(base, Arc::from(store));
    Ok(())
}

/// A path as the engine lists it. A file that is really called `a[1].csv` is that file, and no pattern.
pub(super) fn listing_url(path: &str) -> datafusion::error::Result<ListingTableUrl> {
    let literal = Path::new(path);
    let absolute = literal.is_file().then(|| std::path::absolute(literal).ok()).flatten();
    match absolute.and_then(|path| Url::from_file_path(path).ok()) {
        Some(url) => ListingTableUrl::try_new(url, None),
        None => ListingTableUrl::parse(path),
    }
}

/// A local path that is neither a URL nor a glob must exist; the object store would say it less plainly.
pub(super) fn check_exists(path: &str) -> std::result::Result<(), String> {
    let is_pattern = path.contains("://") || path.contains(['*', '?', '[']);
    if is_pattern || Path::new(path).exists() {
        return Ok(());
    }
    Err(format!("no such file or folder: {path}"))
}

/// A leading `~` is the user's home, as in a shell.
pub(super) fn expand_home(path: &str) -> String {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
        _ => path.to_string(),
    }
}
