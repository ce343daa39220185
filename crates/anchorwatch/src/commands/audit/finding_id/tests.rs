use super::*;

fn ids(keys: &[[u8; 32]]) -> Ids {
    Ids {
        keys: keys.iter().map(|key| HEXLOWER.encode(key)).collect(),
    }
}

fn key(begin: &[u8]) -> [u8; 32] {
    let mut key = [0xaa; 32];
    key[..begin.len()].copy_from_slice(begin);
    key
}

#[test]
fn an_id_is_as_long_as_it_takes_to_tell_two_keys_apart() {
    let one = key(&[1, 2, 3, 4, 5]);
    let near = key(&[1, 2, 3, 4, 6]);
    let far = key(&[9]);
    let all = ids(&[one, near, far]);
    let id = |key: [u8; 32]| all.id(&SpkiSha256::from_bytes(key));
    assert_eq!(id(one), "0102030405");
    assert_eq!(id(near), "0102030406");
    assert_eq!(id(far), "09aaaaaa");
}

#[test]
fn what_is_typed_may_have_colons_and_capitals_and_nothing_else() {
    let wanted = |typed: &str| typed.parse::<Wanted>();
    assert_eq!(wanted("AB:cd 12"), Ok(Wanted("abcd12".to_owned())));
    for wrong in ["", "abc", "xyzw", "0x1234", &"a".repeat(65)] {
        assert!(wanted(wrong).is_err(), "{wrong}");
    }
}
