//! Numbers and blocks, read from the front and written.

use crate::ListProblem;

/// The last second of the year 9999.
pub(crate) const MAX_TIME: u64 = 253_402_300_799;

/// The octets that are left, and where they begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Reads octets that begin at this offset of a file.
    pub(crate) const fn at(rest: &'a [u8], offset: usize) -> Self {
        Self { rest, offset }
    }

    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], ListProblem> {
        let split = self.rest.split_at_checked(count);
        let (taken, rest) = split.ok_or_else(|| self.cut_short())?;
        self.rest = rest;
        self.offset += count;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], ListProblem> {
        let split = self.rest.split_first_chunk::<N>();
        let (taken, rest) = split.ok_or_else(|| self.cut_short())?;
        self.rest = rest;
        self.offset += N;
        Ok(taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, ListProblem> {
        self.array::<1>().map(|[octet]| *octet)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, ListProblem> {
        self.array().map(|octets| u64::from_be_bytes(*octets))
    }

    pub(crate) fn time(&mut self) -> Result<u64, ListProblem> {
        let value = self.value();
        let time = self.u64()?;
        if time > MAX_TIME {
            return Err(value);
        }
        Ok(time)
    }

    /// An unsigned LEB128 number in its shortest form, below 2³².
    pub(crate) fn varint(&mut self) -> Result<usize, ListProblem> {
        let offset = self.offset as u64;
        let wrong = ListProblem::Number { offset };
        let mut number = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let octet = self.u8()?;
            number |= u64::from(octet & 0x7f) << shift;
            if octet & 0x80 == 0 {
                let is_shortest = octet != 0 || shift == 0;
                let number = u32::try_from(number).ok().filter(|_| is_shortest);
                return number.map(|it| it as usize).ok_or(wrong);
            }
        }
        Err(wrong)
    }

    /// A block, as a reader of its own.
    pub(crate) fn block(&mut self) -> Result<Self, ListProblem> {
        let length = self.varint()?;
        let offset = self.offset;
        Ok(Self::at(self.take(length)?, offset))
    }

    /// Refuses octets that nothing asked for.
    pub(crate) fn end(&self) -> Result<(), ListProblem> {
        let offset = self.offset as u64;
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(ListProblem::LeftOver { offset })
        }
    }

    pub(crate) const fn order(&self) -> ListProblem {
        let offset = self.offset as u64;
        ListProblem::Order { offset }
    }

    pub(crate) const fn value(&self) -> ListProblem {
        let offset = self.offset as u64;
        ListProblem::Value { offset }
    }

    const fn cut_short(&self) -> ListProblem {
        let offset = self.offset as u64;
        ListProblem::CutShort { offset }
    }
}

/// Writes a number in the shortest form. Callers write lengths of what is in memory and far below
/// 2³²; a longer one would be refused when it is read.
pub(crate) fn put_varint(out: &mut Vec<u8>, number: usize) {
    let mut left = number;
    loop {
        // Seven bits always fit.
        let low = u8::try_from(left & 0x7f).unwrap_or(0);
        left >>= 7;
        if left == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

pub(crate) fn put_block(out: &mut Vec<u8>, octets: &[u8]) {
    put_varint(out, octets.len());
    out.extend_from_slice(octets);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for number in [0, 1, 127, 128, 300, 16_383, 16_384, u32::MAX as usize] {
            let mut written = Vec::new();
            put_varint(&mut written, number);
            assert_eq!(Reader::at(&written, 0).varint(), Ok(number));
        }
        let wrong = Err(ListProblem::Number { offset: 7 });
        let too_large = [0xff, 0xff, 0xff, 0xff, 0x1f];
        for octets in [&[0x80, 0][..], &[0xff, 0x80, 0], &too_large, &[0x80; 6]] {
            assert_eq!(Reader::at(octets, 7).varint(), wrong, "{octets:?}");
        }
    }

    #[test]
    fn a_block_ends_where_the_octets_end() {
        let mut reader = Reader::at(&[3, 1, 2], 0);
        assert_eq!(
            reader.block().err(),
            Some(ListProblem::CutShort { offset: 1 })
        );
        let mut reader = Reader::at(&[2, 1, 2, 9], 0);
        assert_eq!(reader.block().map(|it| it.rest()), Ok(&[1, 2][..]));
        assert_eq!(reader.end(), Err(ListProblem::LeftOver { offset: 3 }));
    }
}
