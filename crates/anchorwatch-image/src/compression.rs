//! The compression of a layer or of the whole file, told by its first bytes.

use std::io::{BufReader, Read};

use anchorwatch_home::image::Extent;
use flate2::bufread::MultiGzDecoder;

use crate::{
    Damage, Error, Form,
    blob::{Files, SpoolError, read_full},
    zstd::ZstdReader,
};

/// How much text packs well: logs and tables reach fifty times, and beyond a hundred there is
/// nothing in a layer but filling. Deflate itself ends at 1032 (zlib's technical details).
const MOST_TIMES: u64 = 100;

/// Up to here, in bytes, it does not matter: an empty file system packs best of all.
const FREE_BYTES: u64 = 16 << 20;

/// Each compression by its first bytes (RFC 1952 §2.3.1, RFC 8878 §3.1.1, and the file formats
/// of xz and bzip2).
const MAGIC: [(&[u8], Compression); 4] = [
    (&[0x1f, 0x8b], Compression::Gzip),
    (&[0x28, 0xb5, 0x2f, 0xfd], Compression::Zstd),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], Compression::Other("xz")),
    (b"BZh", Compression::Other("bzip2")),
];

/// How much is read at once, in bytes.
const PIECE_BYTES: usize = 256 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compression {
    None,
    Gzip,
    Zstd,
    /// One that is not read.
    Other(&'static str),
}

/// Returns where the same is without compression: in place, or in the spool.
pub(crate) fn plain(files: &mut Files, extent: Extent, what: &str) -> Result<Extent, Error> {
    match compression(files, extent)? {
        Compression::None => Ok(extent),
        Compression::Gzip => {
            let packed = packed(files, extent);
            unpacked(files, extent, MultiGzDecoder::new(packed), what)
        }
        Compression::Zstd => {
            let packed = packed(files, extent);
            unpacked(files, extent, ZstdReader::new(packed), what)
        }
        Compression::Other(form) => Err(Error::Unsupported {
            what: what.to_owned(),
            form: Form::Compressed(form),
        }),
    }
}

fn compression(files: &Files, extent: Extent) -> Result<Compression, Error> {
    let mut first = [0; 8];
    let count =
        read_full(&mut files.read(extent), &mut first).map_err(Error::io("read the image"))?;
    let first = first.get(..count).unwrap_or_default();
    let known = MAGIC.iter().find(|(magic, _)| first.starts_with(magic));
    Ok(known.map_or(Compression::None, |(_, compression)| *compression))
}

fn packed(files: &Files, extent: Extent) -> BufReader<impl Read + use<>> {
    BufReader::with_capacity(PIECE_BYTES, files.read(extent))
}

fn unpacked(
    files: &mut Files,
    extent: Extent,
    content: impl Read,
    what: &str,
) -> Result<Extent, Error> {
    let most = extent
        .size_bytes
        .saturating_mul(MOST_TIMES)
        .saturating_add(FREE_BYTES);
    let spooled = files.spool(content, |total| total <= most);
    spooled.map_err(|error| match error {
        SpoolError::Read(_) => Error::damaged(what, Damage::Packing),
        SpoolError::Write(source) => Error::io("write the unpacked layers")(source),
        SpoolError::TooMuch => Error::Unsupported {
            what: what.to_owned(),
            form: Form::Unpacks(MOST_TIMES),
        },
    })
}
