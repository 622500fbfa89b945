//! Compression of text files.

use std::io::{self, Write};

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use liblzma::write::XzEncoder;

use crate::error::{Error, ErrorKind, Result};
use crate::sink::TextCompression;
use crate::sink::output::Buffer;

/// A writer that compresses, or does not.
pub(super) enum CompressedWriter {
    Plain(Buffer),
    Gzip(GzEncoder<Buffer>),
    Bzip2(BzEncoder<Buffer>),
    Xz(XzEncoder<Buffer>),
    Zstd(zstd::Encoder<'static, Buffer>),
}

/// Returns the extension of files of this compression.
pub(super) fn ending(compression: &str) -> Option<&'static str> {
    Some(match compression {
        "gzip" => ".gz",
        "bz2" => ".bz2",
        "xz" => ".xz",
        "zstd" => ".zst",
        _ => return None,
    })
}

fn of_path(path: &str) -> &'static str {
    ["gzip", "bz2", "xz", "zstd"]
        .into_iter()
        .find(|name| ending(name).is_some_and(|ending| path.ends_with(ending)))
        .unwrap_or("uncompressed")
}

impl CompressedWriter {
    /// Returns a writer with this compression, or of the extension of `path`.
    pub(super) fn try_new(
        what: &'static str,
        compression: &TextCompression,
        path: &str,
        buffer: Buffer,
    ) -> Result<Self> {
        let name = compression.codec.as_deref().unwrap_or_else(|| of_path(path));
        let level = |default: u32, most: u32| match compression.level {
            Some(level) if level > most => {
                Err(Error::new(ErrorKind::Value, what, format!("{name} has no level {level}: its levels go to {most}")))
            }
            given => Ok(given.unwrap_or(default)),
        };
        Ok(match name {
            "uncompressed" => Self::Plain(buffer),
            "gzip" => Self::Gzip(GzEncoder::new(buffer, flate2::Compression::new(level(6, 9)?))),
            "bz2" => Self::Bzip2(BzEncoder::new(buffer, bzip2::Compression::new(level(6, 9)?.max(1)))),
            "xz" => Self::Xz(XzEncoder::new(buffer, level(6, 9)?)),
            "zstd" => {
                let level = i32::try_from(level(3, 22)?).unwrap_or(3);
                let encoder = zstd::Encoder::new(buffer, level);
                Self::Zstd(encoder.map_err(|e| Error::new(ErrorKind::Write, what, e.to_string()))?)
            }
            other => {
                let message = format!("there is no compression \"{other}\" for text");
                return Err(
                    Error::new(ErrorKind::Value, what, message).with_hint("gzip, bz2, xz, zstd or uncompressed")
                );
            }
        })
    }

    /// Writes the end of the compressed text.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(encoder) => encoder.finish().map(drop),
            Self::Bzip2(encoder) => encoder.finish().map(drop),
            Self::Xz(encoder) => encoder.finish().map(drop),
            Self::Zstd(encoder) => encoder.finish().map(drop),
        }
    }
}

impl Write for CompressedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(buffer) => buffer.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Bzip2(encoder) => encoder.write(bytes),
            Self::Xz(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    /// Does nothing: a flush after each batch would cut the compressed text into small blocks.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
