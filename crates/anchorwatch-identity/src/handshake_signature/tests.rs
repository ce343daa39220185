use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{self, EcdsaKeyPair, KeyPair as _, RsaEncoding, RsaKeyPair},
};
use rcgen::{KeyPair, PublicKeyData as _};

use super::*;

const MESSAGE: &[u8] = b"what both sides said";

struct Signed {
    spki: Vec<u8>,
    signature: Vec<u8>,
}

fn rsa(size: KeySize, encoding: &'static dyn RsaEncoding) -> Signed {
    let key = RsaKeyPair::generate(size).unwrap();
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(encoding, &SystemRandom::new(), MESSAGE, &mut signature)
        .unwrap();
    Signed {
        spki: spki_of_rsa(key.public_key().as_ref()),
        signature,
    }
}

/// RFC 3279 §2.3.1, around the key itself.
fn spki_of_rsa(key: &[u8]) -> Vec<u8> {
    let algorithm = [
        0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    ];
    let bits = tlv(0x03, &[&[0], key].concat());
    tlv(0x30, &[&algorithm[..], &bits].concat())
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82][..], &length, content].concat()
}

fn ask(signed: &Signed, scheme: u16) -> KeyProof {
    handshake_key_proof(&signed.spki, scheme, MESSAGE, &signed.signature)
}

#[test]
fn a_key_of_2048_bits_is_proven_under_either_padding_and_refuted_for_another_message() {
    for (encoding, scheme) in [
        (&signature::RSA_PKCS1_SHA256 as &dyn RsaEncoding, 0x0401),
        (&signature::RSA_PKCS1_SHA384, 0x0501),
        (&signature::RSA_PSS_SHA256, 0x0804),
        (&signature::RSA_PSS_SHA512, 0x0806),
    ] {
        let mut signed = rsa(KeySize::Rsa2048, encoding);
        assert_eq!(ask(&signed, scheme), KeyProof::Proven, "{scheme:#06x}");
        let other = handshake_key_proof(&signed.spki, scheme, b"other", &signed.signature);
        assert_eq!(other, KeyProof::Refuted);
        signed.signature[7] ^= 1;
        assert_eq!(ask(&signed, scheme), KeyProof::Refuted);
    }
}

#[test]
fn a_curve_is_proven_and_another_key_refuted() {
    let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let algorithm = &signature::ECDSA_P256_SHA256_ASN1_SIGNING;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, &key.serialize_der()).unwrap();
    let signed = Signed {
        spki: key.subject_public_key_info(),
        signature: pair
            .sign(&SystemRandom::new(), MESSAGE)
            .unwrap()
            .as_ref()
            .to_vec(),
    };
    assert_eq!(ask(&signed, 0x0403), KeyProof::Proven);
    let other = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let other = Signed {
        spki: other.subject_public_key_info(),
        ..signed
    };
    assert_eq!(ask(&other, 0x0403), KeyProof::Refuted);
}

#[test]
fn what_cannot_be_checked_is_neither_proven_nor_refuted() {
    let signed = rsa(KeySize::Rsa2048, &signature::RSA_PKCS1_SHA256);
    // An algorithm of the future, and one of another kind of key.
    for scheme in [0x0000, 0x0808, 0x0403, 0x0807, 0xffff] {
        assert_eq!(
            ask(&signed, scheme),
            KeyProof::NotCheckable,
            "{scheme:#06x}"
        );
    }
    // 504 and 16,392 bits; the signature is never looked at.
    for octets in [63, 2049] {
        let modulus = [&[0x00, 0xff][..], &vec![0x55; octets - 2], &[0x01]].concat();
        let number = [tlv(0x02, &modulus), vec![0x02, 0x03, 0x01, 0x00, 0x01]].concat();
        let spki = spki_of_rsa(&tlv(0x30, &number));
        for scheme in [0x0401, 0x0601, 0x0804] {
            let asked = handshake_key_proof(&spki, scheme, MESSAGE, &vec![0; octets]);
            assert_eq!(asked, KeyProof::NotCheckable);
        }
    }
    // brainpoolP256r1 becomes its twin, brainpoolP256t1 (RFC 5639 §4), which the library does not
    // support.
    let twisted = BRAINPOOL_P256.replace("2b2403030208010107", "2b2403030208010108");
    let asked = handshake_key_proof(
        &octets(&twisted),
        0x0403,
        MESSAGE,
        &octets(BY_BRAINPOOL_P256),
    );
    assert_eq!(asked, KeyProof::NotCheckable);
    assert_eq!(
        handshake_key_proof(b"no key", 0x0401, b"", b""),
        KeyProof::NotCheckable
    );
}

#[test]
fn short_keys_and_rare_curves_are_proven_and_refuted_like_all_others() {
    for (what, key, scheme, signature) in [
        ("1,024 bits", RSA_1024, 0x0804, PSS_BY_RSA_1024),
        ("1,024 bits", RSA_1024, 0x0809, PSS_BY_RSA_1024),
        ("1,024 bits", RSA_1024, 0x0501, SHA384_BY_RSA_1024),
        ("512 bits", RSA_512, 0x0401, SHA256_BY_RSA_512),
        ("P-224", P224, 0x0403, BY_P224),
        ("secp256k1", SECP256K1, 0x0403, BY_SECP256K1),
        ("brainpool", BRAINPOOL_P256, 0x0403, BY_BRAINPOOL_P256),
    ] {
        let (key, mut signature) = (octets(key), octets(signature));
        let ask = |message, signature: &[u8]| handshake_key_proof(&key, scheme, message, signature);
        assert_eq!(ask(MESSAGE, &signature), KeyProof::Proven, "{what}");
        assert_eq!(ask(b"other", &signature), KeyProof::Refuted, "{what}");
        let last = signature.len() - 1;
        signature[last] ^= 1;
        assert_eq!(ask(MESSAGE, &signature), KeyProof::Refuted, "{what}");
        assert_eq!(ask(MESSAGE, b""), KeyProof::Refuted, "{what}");
    }
}

fn octets(hexadecimal: &str) -> Vec<u8> {
    data_encoding::HEXLOWER
        .decode(hexadecimal.as_bytes())
        .unwrap()
}

// Keys made with `openssl genrsa` and `openssl ecparam`, and their signatures over `MESSAGE` made
// with `openssl dgst -sign`. The private keys were not kept. The library that signs in these
// tests cannot make such keys.
const RSA_1024: &str = "30819f300d06092a864886f70d010101050003818d0030818902818100e1fab49604cc809cc66bb6cb47\
    173e31c41cbaf46ddb8bfb10641a878b9b252de709bb993a559d8d9b45a4ac5d92a1b46592984eb5cbef\
    5be4d140dfd6889e89088a5594d4c4a6c8123fea871c462366d444e9c7ded71c204d0ede66df4fed174e\
    d85433f6934a888e56ae8b9ad3a19b3b1feac978c8fba97bb5db7bd94372810203010001";
const PSS_BY_RSA_1024: &str = "3339871dc52d210de9e70338406f3ad409c8d9837f43d0a058e466eabb576d60c29e0cc52396db7778cc\
    9e066ccf65d9f9d3ffe406b6b73297ed906c7a10654891f7265afa0cbb84fbb07b258a36f5c8c91cdb17\
    834083b09620417729f1c22ec70800ea0938932eb33709dfd7ca1bb8a49504de088027315f819757209b\
    717f";
const SHA384_BY_RSA_1024: &str = "71203446c8c01057374e2e37c833223430e5cb7fdc549d283545e03376a480a742bd8cca64674381499a\
    f5be5b8a5d1d0f95ffbd2a99b06eeec4235130d175dbed9bcd81b473cfc721d8c04532ca4093d54f55c2\
    ee935f352a8df55657ff0866bb60291888b0f4e1f57e52cfddc84edb572c10bae90fcbbaef7ee91a5b07\
    1ca2";
const RSA_512: &str = "305c300d06092a864886f70d0101010500034b003048024100f3506fe5d2c2282f3dd2070f300d6a8f1d\
    4fdbddf66bab11e0a72f902a802e9bfd02f55bc2d2d2330644e393a2e878342e140d659ea19325cefc9c\
    2c44378fd50203010001";
const SHA256_BY_RSA_512: &str = "0673786be54077b3f571ec969459df797735cfe6b80b272dcb9beb8a2a371c4f0c64dde98ba41ee8d8dd\
    f086568820596a8e68cd445a1c16eb20889cd1f60d6b";
const P224: &str = "304e301006072a8648ce3d020106052b81040021033a0004e2495a89a85c1f24c2c1f4458eac1105b13b\
    b06c8ee01c159feb7ac8d989fbf6ec9823ffd5140f68cb219e2607356d3621244cc728b8b67f";
const BY_P224: &str = "303d021c091f18fe3364824a4e9e073ad5fbd3b0f84241ba9708ce55f6f8bb84021d00db6a493127d6ac\
    1a2a49b8eab7e6e92e27a872d733e283196b61e686";
const SECP256K1: &str = "3056301006072a8648ce3d020106052b8104000a034200048849b03dfce57e59ffff20e66b3f87fb6c8c\
    200986097a02ead2b9cff5a7704c15dec8bfb59c949f93e76ba8bed4936e6c171113d243427565d76da9\
    099f1b5f";
const BY_SECP256K1: &str = "3045022100fd5bd6fd56bf47de6a94323fa5e490e208366b6f65720d9b634a9eaf2da4fc3d02206e3aee\
    53ba69c25ed58ccbbd1a93e9f5a22e5917fa51667f1733cfd16d98d2cf";
const BRAINPOOL_P256: &str = "305a301406072a8648ce3d020106092b24030302080101070342000408a4fd95dc1f919ce1ddaa285036\
    6c5ea5f31573a68d3d9f80036f4cd81f0b117b2378b96346cf4f5570890fce3cd9cbedd5e0d9ca1d772d\
    7a4075f1d077f3af";
const BY_BRAINPOOL_P256: &str = "3045022079f2065a4380aedf9c47f315b03b023c8496a0d79e0bc47276bb1733fdb075d50221008dcc45\
    090ec57a3fec3befb6eacfc49a38cc13bd11b8e237567b4d0997718926";
