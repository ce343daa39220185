use super::*;
use crate::budget::UNFOLDS;

fn xml(body: &str) -> Result<Node, Error> {
    from_xml(
        format!("<plist version=\"1.0\">{body}</plist>").as_bytes(),
        &mut Budget::default(),
    )
}

fn binary(bytes: &[u8]) -> Result<Node, Error> {
    from_binary(bytes, &mut Budget::default())
}

/// A binary property list of these objects; the first is the root. References are one
/// byte wide, offsets two.
fn binary_list(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.extend(u16::try_from(bytes.len()).unwrap().to_be_bytes());
        bytes.extend(object);
    }
    let table = u64::try_from(bytes.len()).unwrap();
    bytes.extend(offsets);
    bytes.extend([0, 0, 0, 0, 0, 0, 2, 1]);
    bytes.extend(u64::try_from(objects.len()).unwrap().to_be_bytes());
    bytes.extend(0_u64.to_be_bytes());
    bytes.extend(table.to_be_bytes());
    bytes
}

fn why(result: Result<Node, Error>) -> Problem {
    match result {
        Err(Error::PropertyList { why }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_dictionary_is_read_by_its_keys() {
    let node = xml("<dict><key>a</key><array><data>AQI=</data><true/></array></dict>").unwrap();
    let expected = Node::Array(vec![Node::Data(vec![1, 2]), Node::Boolean(true)]);
    assert_eq!(node.get("a"), Some(&expected));
    assert_eq!(node.get("b"), None);
}

#[test]
fn what_readers_understand_differently_is_refused() {
    let twice = "<dict><key>a</key><true/><key>b</key><true/><key>a</key><false/></dict>";
    assert_eq!(why(xml(twice)), Problem::KeyTwice);
    let cdata = "<dict><key><![CDATA[a]]></key><true/></dict>";
    assert_eq!(why(xml(cdata)), Problem::CData);
    assert_eq!(why(xml("<true/><false/>")), Problem::Surplus);
    assert_eq!(why(xml("<dict><true/><true/></dict>")), Problem::KeyNotText);
    assert_eq!(
        why(xml("<dict><key>a</key></dict>")),
        Problem::KeyWithoutValue
    );
    assert_eq!(why(xml("")), Problem::Empty);
}

#[test]
fn entities_that_unfold_are_refused_unread() {
    let bomb = b"<!DOCTYPE plist [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><plist><string>&b;</string></plist>";
    assert_eq!(why(from_xml(bomb, &mut Budget::default())), Problem::Entity);
}

#[test]
fn lists_in_one_another_come_to_an_end() {
    let nested = |depth: usize| "<array>".repeat(depth) + &"</array>".repeat(depth);
    assert!(xml(&nested(MAX_TREE_DEPTH)).is_ok());
    for depth in [MAX_TREE_DEPTH + 1, 1_000_000] {
        assert_eq!(why(xml(&nested(depth))), Problem::TooDeep);
    }
    let objects: Vec<Vec<u8>> = (1..=200).map(|next| vec![0xa1, next]).collect();
    assert_eq!(why(binary(&binary_list(&objects))), Problem::TooDeep);
}

#[test]
fn a_list_that_contains_itself_is_refused() {
    assert!(binary(&binary_list(&[vec![0xa1, 0]])).is_err());
    assert!(binary(&binary_list(&[vec![0xa1, 1], vec![0xa1, 0]])).is_err());
    assert!(binary(&binary_list(&[vec![0xa1, 1], vec![0xa0]])).is_ok());
}

#[test]
fn references_that_unfold_are_refused_in_time() {
    // Twenty lists, each of which contains the next one fifteen times.
    let mut objects: Vec<Vec<u8>> = (1..=20)
        .map(|next| [vec![0xae], vec![next; 14]].concat())
        .collect();
    objects.push(vec![0x09]);
    assert_eq!(
        why(binary(&binary_list(&objects))),
        Problem::TooMany {
            most: crate::MAX_NODE_COUNT as u64
        }
    );

    // One text of 60,000 bytes that is referred to many times.
    let text = [vec![0x5f, 0x11, 0xea, 0x60], vec![b'x'; 60_000]].concat();
    let inner = [vec![0xae], vec![2; 14]].concat();
    let many = [vec![0xaf, 0x10, 200], vec![1; 200]].concat();
    let list = binary_list(&[many, inner, text]);
    assert_eq!(binary(&list), Err(UNFOLDS));
}

#[test]
fn lengths_beyond_the_end_are_refused() {
    for object in [
        vec![0x4f, 0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        vec![0xaf, 0x13, 0, 0, 0, 1, 0, 0, 0, 0],
        vec![0xdf, 0x12, 0x7f, 0xff, 0xff, 0xff],
        vec![0x5f, 0x11, 0xff, 0xff],
        vec![0xa1, 9],
    ] {
        assert!(binary(&binary_list(&[object])).is_err());
    }
    assert!(binary(b"bplist00").is_err());
}
