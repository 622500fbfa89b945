//! File names as bytes, as locations of a store, and as text for messages.
//!
//! A local path may contain any byte but zero; the paths of object stores contain no control characters, and are UTF-8.
//! Bytes that those cannot contain are written as `%0A` in them, and so is `%` itself, so that paths and locations
//! correspond one to one.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use object_store::path::Path as Location;

/// Returns the bytes of a name.
pub(crate) fn to_bytes(name: &OsStr) -> &[u8] {
    name.as_encoded_bytes()
}

/// Returns a name of these bytes.
#[cfg(unix)]
pub(crate) fn from_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

/// Returns a name of these bytes, replacing what is not UTF-8: on other systems names are not bytes.
#[cfg(not(unix))]
pub(crate) fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Returns the bytes of a string in which `%` and two hex digits are a byte; any other `%` stays.
pub(crate) fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        out.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    out
}

/// Returns the location of an absolute path in the store of local files.
pub(crate) fn location(path: &Path) -> object_store::Result<Location> {
    let bytes = to_bytes(path.as_os_str());
    let mut text = String::with_capacity(bytes.len());
    let escape = |text: &mut String, bytes: &[u8]| {
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    };
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' if cfg!(windows) => text.push('/'),
                '%' => escape(&mut text, b"%"),
                c if c.is_control() => escape(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes()),
                c => text.push(c),
            }
        }
        escape(&mut text, chunk.invalid());
    }
    Ok(Location::parse(text)?)
}

/// Returns the path of a location in the store of local files.
pub(crate) fn path(location: &Location) -> PathBuf {
    let root = if cfg!(windows) { "" } else { "/" };
    let mut bytes = root.as_bytes().to_vec();
    bytes.extend(unescaped(location.as_ref()));
    PathBuf::from(from_bytes(bytes))
}

/// Returns a path for messages: on one line, whatever it contains.
pub(crate) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for character in path.to_string_lossy().chars() {
        if character.is_control() { text.extend(character.escape_default()) } else { text.push(character) }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_one_location() {
        for name in ["/a/b", "/a b#?*[1]%20%/ü", "/a\tb\nc\u{7f}", "/%2F"] {
            let location = location(Path::new(name)).unwrap();
            assert_eq!(path(&location), Path::new(name), "{location}");
        }
        assert_eq!(location(Path::new("/50%\n")).unwrap().as_ref(), "50%25%0A");
        assert_eq!(shown(Path::new("/a\nb")), "/a\\nb");
    }

    #[cfg(unix)]
    #[test]
    fn names_need_not_be_text() {
        let name = PathBuf::from(from_bytes(b"/a\xff.csv".to_vec()));
        assert_eq!(path(&location(&name).unwrap()), name);
    }
}
