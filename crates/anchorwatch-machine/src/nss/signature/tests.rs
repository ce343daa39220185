use data_encoding::HEXLOWER;
use rusqlite::{Connection, params};

use super::*;

/// What a real program wrote into `key4.db` for one trusted root (`ce536358` is
/// `ce534352`), in hexadecimal; the databases were discarded.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) object: u32,
    salt: &'static str,
    check: &'static str,
    signature: &'static str,
}

/// certutil 3.87: `-N --empty-password`, `-A -t C,,`.
pub(crate) const CERTUTIL: Sample = Sample {
    object: 0x0db2_7615,
    salt: "2b077bfce3e3deee3eafbd7e6b13fce4368b9c7b",
    check: "308181306d06092a864886f70d01050d3060304106092a864886f70d01050c3034042088f4d0b4159940ad76d3429554d31d86db6612b9f3fec63b4755966cb302a530020101020120300a06082a864886f70d0209301b060960864801650304012a040e36c022e58f11a38f07044e708a9c041055acd09bce95166dac8525009606b9d9",
    signature: "308180305c06092a864886f70d01050e304f304106092a864886f70d01050c30340420e2128592649dc1f6640fff6aad5e3ca8721611b1ebcda69134571d7159ceb598020101020120300a06082a864886f70d0209300a06082a864886f70d02090420b84e67b73af3326512c841bae92d1e15ba83a211798a55d5037c64f9a48d6427",
};

/// Firefox 140.10 ESR, by its policy `Certificates.Install`.
pub(crate) const FIREFOX: Sample = Sample {
    object: 0x12f2_a5ee,
    salt: "968f27bb2f96b29f88bcefa7eedc4e2b4abd84c3",
    check: "308181306d06092a864886f70d01050d3060304106092a864886f70d01050c30340420c6e437a623594f5a4f4ddd501ed71733828e891be3531c595bb8590e11d025f7020101020120300a06082a864886f70d0209301b060960864801650304012a040ed7c3b7a67df0894f62e3e93b28c10410e75cc0e7e55db93e26146fc9bc83b282",
    signature: "308180305c06092a864886f70d01050e304f304106092a864886f70d01050c30340420b81c85baefc05aa5eeae6ac52a9c9e0aada9e8268163e63fa2869aef76786502020101020120300a06082a864886f70d0209300a06082a864886f70d02090420c5f40fe060d87d3ed14f67918af5d1748c3eefe43437d54133319779878d5630",
};

/// certutil 3.87 with a primary password: ten thousand rounds.
pub(crate) const WITH_PASSWORD: Sample = Sample {
    object: CERTUTIL.object,
    salt: "efc8a4d7f7f73e386f30e1f4ece659679a064fdf",
    check: "308182306e06092a864886f70d01050d3061304206092a864886f70d01050c3035042055d41fe72953aa8523977f32d3e7ef38bdc355e4e9af779f7621b46aecb7ec4202022710020120300a06082a864886f70d0209301b060960864801650304012a040e8ca5de5d7ccfb3ce590ee5a4ad6504100db2f28ba00b4adde9cead05e7a1291c",
    signature: CERTUTIL.signature,
};

const ATTRIBUTE: u32 = 0xce53_6358;
const VALUE: [u8; 4] = [0xce, 0x53, 0x43, 0x52];

impl Sample {
    pub(crate) fn database(&self) -> Vec<u8> {
        let signature = (self.object, hex(self.signature));
        database(&hex(self.salt), &hex(self.check), &[signature])
    }
}

fn hex(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).unwrap()
}

fn database(salt: &[u8], check: &[u8], signatures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE metaData (id, item1, item2)")
        .unwrap();
    let insert = "INSERT INTO metaData (id, item1, item2) VALUES (?, ?, ?)";
    connection
        .execute(insert, params!["password", salt, check])
        .unwrap();
    for (object, signature) in signatures {
        let name = format!("sig_cert_{object:08x}_{ATTRIBUTE:08x}");
        connection
            .execute(insert, params![name, signature, None::<Vec<u8>>])
            .unwrap();
    }
    connection.serialize("main").unwrap().to_vec()
}

fn checked(signature: &[u8]) -> Signed {
    let sample = CERTUTIL;
    let content = database(
        &hex(sample.salt),
        &hex(sample.check),
        &[(sample.object, signature.to_vec())],
    );
    let mut signatures = Signatures::read(content).unwrap().unwrap();
    signatures.check(sample.object, ATTRIBUTE, &VALUE)
}

#[test]
fn real_signatures_hold_for_their_object_attribute_and_value_alone() {
    for sample in [CERTUTIL, FIREFOX] {
        let mut signatures = Signatures::read(sample.database()).unwrap().unwrap();
        let mut check =
            |object, attribute, value: &[u8]| signatures.check(object, attribute, value);
        assert_eq!(check(sample.object, ATTRIBUTE, &VALUE), Signed::Yes);
        assert_eq!(check(sample.object + 1, ATTRIBUTE, &VALUE), Signed::No);
        assert_eq!(check(sample.object, ATTRIBUTE + 1, &VALUE), Signed::No);
        assert_eq!(check(sample.object, ATTRIBUTE, &VALUE[..3]), Signed::No);
    }
}

#[test]
fn a_password_that_is_not_empty_leaves_signatures_unchecked() {
    assert!(
        Signatures::read(WITH_PASSWORD.database())
            .unwrap()
            .is_none()
    );
    let damaged = database(&hex(CERTUTIL.salt), b"", &[]);
    assert!(Signatures::read(damaged).unwrap().is_none());
    let other_salt = database(&hex(FIREFOX.salt), &hex(CERTUTIL.check), &[]);
    assert!(Signatures::read(other_salt).unwrap().is_none());
}

#[test]
fn a_code_that_differs_in_one_bit_is_wrong_and_a_form_that_is_not_known_is_unknown() {
    let real = hex(CERTUTIL.signature);
    assert_eq!(checked(&real), Signed::Yes);
    let mut wrong = real.clone();
    *wrong.last_mut().unwrap() ^= 1;
    assert_eq!(checked(&wrong), Signed::No);
    assert_eq!(checked(b""), Signed::Unknown);
    // HMAC with SHA-512 over the same: NSS knows it, this reader does not.
    let mut other_hash = real.clone();
    let place = other_hash.len() - 32 - 3;
    assert_eq!(other_hash[place], 9);
    other_hash[place] = 11;
    assert_eq!(checked(&other_hash), Signed::Unknown);
}

#[test]
fn rounds_without_end_are_not_taken() {
    let real = hex(CERTUTIL.signature);
    let rounds = real
        .windows(3)
        .position(|bytes| bytes == [2, 1, 1])
        .unwrap();
    let mut costly = real[..rounds].to_vec();
    costly.extend([2, 4, 0x7f, 0xff, 0xff, 0xff]);
    costly.extend(&real[rounds + 3..]);
    // Repair the lengths around the longer number.
    for (place, old) in [(2, 0x80), (4, 0x5c), (17, 0x4f), (19, 0x41), (32, 0x34)] {
        assert_eq!(costly[place], old, "{place}");
        costly[place] += 3;
    }
    assert!(Pbmac1::read(&costly).is_some_and(|signature| signature.cost() > MAX_DERIVATION_COST));
    assert_eq!(checked(&costly), Signed::Unknown);
}

#[test]
fn signatures_without_number_are_not_all_looked_at() {
    let many = vec![(CERTUTIL.object, Vec::new()); 1_000];
    let content = database(&hex(CERTUTIL.salt), &hex(CERTUTIL.check), &many);
    let mut signatures = Signatures::read(content).unwrap().unwrap();
    signatures.check(CERTUTIL.object, ATTRIBUTE, &VALUE);
    assert_eq!(signatures.cost_left, MAX_DERIVATION_COST - 1_000);
    signatures.cost_left = 10;
    let answer = signatures.check(CERTUTIL.object, ATTRIBUTE, &VALUE);
    assert_eq!((answer, signatures.cost_left), (Signed::Unknown, 0));
}

#[test]
fn a_true_signature_counts_beside_false_ones_of_the_same_name() {
    let sample = CERTUTIL;
    let real = hex(sample.signature);
    let mut wrong = real.clone();
    *wrong.last_mut().unwrap() ^= 1;
    for order in [[&wrong, &real], [&real, &wrong]] {
        let signatures = order.map(|signature| (sample.object, signature.clone()));
        let content = database(&hex(sample.salt), &hex(sample.check), &signatures);
        let mut signatures = Signatures::read(content).unwrap().unwrap();
        assert_eq!(
            signatures.check(sample.object, ATTRIBUTE, &VALUE),
            Signed::Yes
        );
    }
}

#[test]
fn a_signature_or_check_cut_or_changed_anywhere_never_panics_or_passes() {
    let real = hex(CERTUTIL.signature);
    for at in 0..real.len() {
        assert_ne!(checked(&real[..at]), Signed::Yes, "{at}");
        let mut changed = real.clone();
        changed[at] ^= 0xff;
        assert_ne!(checked(&changed), Signed::Yes, "{at}");
    }
    let check = hex(CERTUTIL.check);
    for at in 0..check.len() {
        let cut = database(&hex(CERTUTIL.salt), &check[..at], &[]);
        assert!(Signatures::read(cut).unwrap().is_none(), "{at}");
    }
}

#[test]
fn a_database_cut_or_overwritten_anywhere_never_panics() {
    let whole = CERTUTIL.database();
    for at in (0..whole.len()).step_by(53) {
        let _cut = Signatures::read(whole[..at].to_vec());
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        let _answer = Signatures::read(damaged);
    }
}
