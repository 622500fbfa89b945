//! The local file system as an object store, for reading: all files, or the one of a plan.
//!
//! object_store's own store accepts no name with a control character, none that is not UTF-8 and none that ends in
//! `#1`, and returns the file that is at a path at the time of the request, so that a scan may read half of one file
//! and half of another that replaced it meanwhile. Here every name can be read ([`names`](crate::local::names)), and a
//! plan reads the version that it was made with ([`held`]).

pub(crate) mod file;
pub(crate) mod held;
pub(crate) mod names;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::datasource::listing::PartitionedFile;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt};
use object_store::path::Path as Location;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, OBJECT_STORE_COALESCE_DEFAULT, ObjectMeta,
    ObjectStore, ObjectStoreExt, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, coalesce_ranges,
};

use crate::local::file::blocking;
use crate::run::current::add_read;

/// The store.
#[derive(Clone, Debug, Default)]
pub(crate) struct Local {
    /// The one file that it serves, in the version that a plan was made with; `None` for any file as it is now.
    planned: Option<PartitionedFile>,
}

/// Returns a file's path for messages: absolute for a local file.
pub(crate) fn shown(store: &Arc<dyn ObjectStore>, location: &object_store::path::Path) -> String {
    shown_at(is_local(store), location)
}

/// Returns a file's path for messages, if it is known whether it is local.
pub(crate) fn shown_at(is_local: bool, location: &Location) -> String {
    if is_local { names::shown(&names::path(location)) } else { location.to_string() }
}

/// Returns whether a store is that of local files.
pub(crate) fn is_local(store: &Arc<dyn ObjectStore>) -> bool {
    store.to_string() == file::NAME
}

/// Returns the store for one file of a plan, which reads the version that the plan was made with.
pub(crate) fn store_of(store: &Arc<dyn ObjectStore>, file: &PartitionedFile) -> Arc<dyn ObjectStore> {
    match is_local(store) {
        true => Arc::new(Local { planned: Some(file.clone()) }),
        false => Arc::clone(store),
    }
}

impl Local {
    /// Returns the planned file, if there is one.
    fn planned(&self, location: &Location) -> Result<Option<PartitionedFile>> {
        match &self.planned {
            Some(file) if file.object_meta.location != *location => {
                Err(Error::NotSupported { source: "only the file of the scan is here".into() })
            }
            planned => Ok(planned.clone()),
        }
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(file::NAME)
    }
}

fn for_reading<T>() -> Result<T> {
    Err(Error::NotSupported { source: "the store of local files is for reading".into() })
}

// Boxed futures by hand: `#[async_trait]` costs minutes of compilation.
impl ObjectStore for Local {
    fn get_opts<'a, 'b, 'f>(&'a self, location: &'b Location, options: GetOptions) -> BoxFuture<'f, Result<GetResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        match self.planned(location) {
            Ok(Some(file)) => std::future::ready(held::answer(file, &options)).boxed(),
            Ok(None) => {
                let location = location.clone();
                blocking(move || {
                    let (file, meta) = file::open(&location)?;
                    file::answer(file, meta, &options)
                })
                .boxed()
            }
            Err(error) => std::future::ready(Err(error)).boxed(),
        }
    }

    fn get_ranges<'a, 'b, 'c, 'f>(
        &'a self,
        location: &'b Location,
        ranges: &'c [Range<u64>],
    ) -> BoxFuture<'f, Result<Vec<Bytes>>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
    {
        async move {
            let read = match self.planned(location)? {
                Some(file) => {
                    let ranges = ranges.to_vec();
                    blocking(move || held::ranges_of(&file, &ranges)).await
                }
                // The default of object_store.
                None => {
                    let get = |range| self.get_range(location, range);
                    coalesce_ranges(ranges, get, OBJECT_STORE_COALESCE_DEFAULT).await
                }
            }?;
            add_read(read.iter().map(Bytes::len).sum());
            Ok(read)
        }
        .boxed()
    }

    fn put_opts<'a, 'b, 'f>(&'a self, _: &'b Location, _: PutPayload, _: PutOptions) -> BoxFuture<'f, Result<PutResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        std::future::ready(for_reading()).boxed()
    }

    fn put_multipart_opts<'a, 'b, 'f>(
        &'a self,
        _: &'b Location,
        _: PutMultipartOptions,
    ) -> BoxFuture<'f, Result<Box<dyn MultipartUpload>>>
    where
        'a: 'f,
        'b: 'f,
    {
        std::future::ready(for_reading()).boxed()
    }

    fn delete_stream(&self, _: BoxStream<'static, Result<Location>>) -> BoxStream<'static, Result<Location>> {
        futures::stream::iter([for_reading()]).boxed()
    }

    /// Files are listed by [`walk`](crate::source::walk), by their paths.
    fn list(&self, _: Option<&Location>) -> BoxStream<'static, Result<ObjectMeta>> {
        futures::stream::iter([for_reading()]).boxed()
    }

    fn list_with_delimiter<'a, 'b, 'f>(&'a self, _: Option<&'b Location>) -> BoxFuture<'f, Result<ListResult>>
    where
        'a: 'f,
        'b: 'f,
    {
        std::future::ready(for_reading()).boxed()
    }

    fn copy_opts<'a, 'b, 'c, 'f>(
        &'a self,
        _: &'b Location,
        _: &'c Location,
        _: CopyOptions,
    ) -> BoxFuture<'f, Result<()>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
    {
        std::future::ready(for_reading()).boxed()
    }
}
