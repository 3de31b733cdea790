//! Where the delimiters and line ends of a block stand, found sixteen bytes at a time.

use wide::u8x16;

/// Bytes that are looked at together.
const LANES: usize = 16;
/// Groups of them that fill one mask.
const GROUPS: usize = 4;

/// Writes the places of all delimiters and line feeds, in order; the end of a last line without
/// line feed counts as one.
pub(crate) fn find(bytes: &[u8], delimiter: u8, places: &mut Vec<u32>) {
    places.clear();
    let (first, second) = (u8x16::splat(delimiter), u8x16::splat(b'\n'));
    let chunks = bytes.chunks_exact(LANES * GROUPS);
    let rest = chunks.remainder();
    let mut base = 0_u32;
    for chunk in chunks {
        let mut mask = 0_u64;
        for (group, lanes) in chunk.as_chunks::<LANES>().0.iter().enumerate() {
            let lanes = u8x16::new(*lanes);
            let hits = (lanes.simd_eq(first) | lanes.simd_eq(second)).to_bitmask();
            mask |= u64::from(hits) << (LANES * group);
        }
        while mask != 0 {
            places.push(base.wrapping_add(mask.trailing_zeros()));
            mask &= mask.wrapping_sub(1);
        }
        base = base.wrapping_add(64);
    }
    for byte in rest {
        if *byte == delimiter || *byte == b'\n' {
            places.push(base);
        }
        base = base.wrapping_add(1);
    }
    if bytes.last().is_some_and(|last| *last != b'\n') {
        places.push(base);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_a_plain_search(text in "[a-c,;\n]{0,300}", delimiter in "[,;]") {
            let (bytes, delimiter) = (text.as_bytes(), delimiter.as_bytes()[0]);
            let mut found = Vec::new();
            find(bytes, delimiter, &mut found);
            let plain = memchr::memchr2_iter(delimiter, b'\n', bytes);
            let open = (!bytes.is_empty() && !bytes.ends_with(b"\n")).then_some(bytes.len());
            prop_assert!(found.into_iter().map(|at| at as usize).eq(plain.chain(open)));
        }
    }
}
