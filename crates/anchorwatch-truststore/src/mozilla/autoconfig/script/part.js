    const classes = Components.classes;
    const interfaces = Components.interfaces;
    const service = (name, kind) => classes[`@mozilla.org/${name};1`].getService(interfaces[kind]);
    const kind = interfaces.nsICertStorage;
    const storage = service("security/certstorage", "nsICertStorage");
    const octets = hex => (hex.match(/../g) || []).map(pair => parseInt(pair, 16));
    const isInForce = (subject, key) =>
      storage.getRevocationState([], [], subject, key) == kind.STATE_ENFORCE;
    const entry = (subject, pubKey) => ({
      QueryInterface: ChromeUtils.generateQI([
        "nsISubjectAndPubKeyRevocationState",
        "nsIRevocationState",
      ]),
      subject,
      pubKey,
      state: kind.STATE_ENFORCE,
    });
    const set = missing => {
      if (missing.length) {
        storage.setRevocations(missing, () => {});
      }
    };

    const underKnownNames = () => {
      const missing = [];
      for (const [subject, key, markKey, subjectHex, keyHex, markHex] of refused) {
        if (keyHex && isInForce(octets(subjectHex), octets(keyHex))) {
          continue;
        }
        missing.push(entry(subject, key));
        if (!isInForce(octets(mark[1]), octets(markHex))) {
          missing.push(entry(mark[0], markKey));
        }
      }
      set(missing);
    };

    const base64 = octets =>
      ChromeUtils.base64URLEncode(new Uint8Array(octets), { pad: true })
        .replaceAll("-", "+")
        .replaceAll("_", "/");
    const hashOf = octets => {
      const hash = classes["@mozilla.org/security/hash;1"].createInstance(interfaces.nsICryptoHash);
      hash.init(hash.SHA256);
      hash.update(octets, octets.length);
      return hash.finish(true);
    };
    // A certificate's subject and key, as its octets say them.
    const parts = der => {
      const element = at => {
        let start = at + 2;
        let length = der[at + 1];
        if (length > 127) {
          const end = start + (length & 127);
          for (length = 0; start < end; start++) {
            length = length * 256 + der[start];
          }
        }
        return { start, end: start + length };
      };
      let at = element(element(0).start).start;
      // The version, if it is there, number, algorithm, issuer and days come first.
      for (let before = der[at] == 0xa0 ? 5 : 4; before; before--) {
        at = element(at).end;
      }
      const middle = element(at).end;
      return [der.slice(at, middle), der.slice(middle, element(middle).end)];
    };
    const ofOne = certificate => {
      const key = certificate.sha256SubjectPublicKeyInfoDigest;
      if (!keys.has(key)) {
        return [];
      }
      const [subject, spki] = parts(certificate.getRawDER());
      if (isInForce(subject, spki)) {
        return [];
      }
      const marked = [...octets(keys.get(key)), ...subject];
      const marks = isInForce(octets(mark[1]), marked) ? [] : [entry(mark[0], hashOf(marked))];
      return [entry(base64(subject), key), ...marks];
    };
    const underNamesInUse = () => {
      for (const certificate of service("security/x509certdb", "nsIX509CertDB").getCerts()) {
        try {
          set(ofOne(certificate));
        } catch (error) {
          // One that cannot be read must not hide the next.
        }
      }
    };
    // A card whose list is behind a PIN would have the person asked for it.
    const asksForPin = slot => {
      const token = slot.status == slot.SLOT_NOT_PRESENT ? null : slot.getToken();
      return (
        token && !token.isInternalKeyToken && token.hasPassword && token.isLoggedIn !== true
      );
    };
    const look = async () => {
      try {
        for (const module of await service(
          "security/pkcs11moduledb",
          "nsIPKCS11ModuleDB"
        ).listModules()) {
          if (module.slots.some(asksForPin)) {
            return;
          }
        }
        underNamesInUse();
      } catch (error) {
        // As below.
      }
    };

    underKnownNames();
    const timers = [];
    const observers = service("observer-service", "nsIObserverService");
    const start = {
      observe(subject, topic) {
        observers.removeObserver(start, topic);
        look();
        // What a policy installs comes a little later.
        for (const wait of [100, 1000, 10000, 60000]) {
          const timer = classes["@mozilla.org/timer;1"].createInstance(interfaces.nsITimer);
          timer.initWithCallback(look, wait, timer.TYPE_ONE_SHOT);
          timers.push(timer);
        }
      },
    };
    observers.addObserver(start, "profile-after-change");
