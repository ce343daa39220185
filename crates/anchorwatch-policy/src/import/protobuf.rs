//! The part of protocol buffers that a component's header needs: fields of bytes.

use super::{ComponentProblem, Error, Part, cursor::Cursor};

/// One field whose wire type is «length-delimited».
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) number: u64,
    pub(super) bytes: &'a [u8],
}

/// Reads a message to its end. Fields of other wire types are skipped, as every reader of
/// protocol buffers does with unknown fields; groups are refused.
///
/// `max` bounds the number of fields.
pub(super) fn fields(message: &[u8], max: usize) -> Result<Vec<Field<'_>>, Error> {
    let mut cursor = Cursor::new(message);
    let mut fields = Vec::new();
    let mut count = 0;
    while !cursor.is_empty() {
        count += 1;
        if count > max {
            return Err(wrong(&cursor, ComponentProblem::TooManyFields));
        }
        let key = varint(&mut cursor)?;
        match key & 7 {
            0 => drop(varint(&mut cursor)?),
            1 => drop(cursor.take(FIELD, 8)?),
            2 => {
                let length = varint(&mut cursor)?;
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                let bytes = cursor.take(FIELD, length)?;
                let number = key >> 3;
                fields.push(Field { number, bytes });
            }
            5 => drop(cursor.take(FIELD, 4)?),
            _ => return Err(wrong(&cursor, ComponentProblem::WireType)),
        }
    }
    Ok(fields)
}

const FIELD: Part = Part::ComponentField;

fn varint(cursor: &mut Cursor<'_>) -> Result<u64, Error> {
    let mut number = 0;
    // 64 bits in groups of 7.
    for shift in (0..64).step_by(7) {
        let octet = cursor.u8(FIELD)?;
        let group = u64::from(octet & 0x7f);
        if shift == 63 && group > 1 {
            break;
        }
        number |= group << shift;
        if octet & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(wrong(cursor, ComponentProblem::LongNumber))
}

fn wrong(cursor: &Cursor<'_>, why: ComponentProblem) -> Error {
    Error::ComponentHeader {
        offset: cursor.offset() as u64,
        why,
    }
}
