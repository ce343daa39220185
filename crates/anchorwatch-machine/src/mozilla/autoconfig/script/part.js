    const classes = Components.classes;
    const interfaces = Components.interfaces;
    const service = (name, kind) => classes[`@mozilla.org/${name};1`].getService(interfaces[kind]);
    const kind = interfaces.nsICertStorage;
    const storage = service("security/certstorage", "nsICertStorage");
    const octets = hex => (hex.match(/../g) || []).map(pair => parseInt(pair, 16));
    const isInForce = (subject, key) =>
      storage.getRevocationState([], [], subject, key) == kind.STATE_ENFORCE;
    const entry = (subject, pubKey, state = kind.STATE_ENFORCE) => ({
      QueryInterface: ChromeUtils.generateQI([
        "nsISubjectAndPubKeyRevocationState",
        "nsIRevocationState",
      ]),
      subject,
      pubKey,
      state,
    });
    const entryOfOne = (issuer, serial, state) => ({
      QueryInterface: ChromeUtils.generateQI([
        "nsIIssuerAndSerialRevocationState",
        "nsIRevocationState",
      ]),
      issuer,
      serial,
      state,
    });
    const observers = service("observer-service", "nsIObserverService");
    // A connection that is kept open, or resumed, is not verified again.
    const forget = () => {
      try {
        service("psm", "nsINSSComponent").clearSSLExternalAndInternalSessionCache();
        observers.notifyObservers(null, "net:prune-all-connections");
      } catch (error) {
        // Then they last as long as the other side lets them.
      }
    };
    const set = missing => {
      if (missing.length) {
        storage.setRevocations(missing, forget);
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
      return Array.from(hash.finish(false), octet => octet.charCodeAt(0));
    };
    // A certificate's names, key and serial number, as its octets say them.
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
      if (der[at] == 0xa0) {
        at = element(at).end;
      }
      const number = element(at);
      const issuer = element(number.end).end;
      const days = element(issuer).end;
      const subject = element(days).end;
      const key = element(subject).end;
      return {
        serial: der.slice(number.start, number.end),
        issuer: der.slice(issuer, days),
        subject: der.slice(subject, key),
        spki: der.slice(key, element(key).end),
      };
    };
    const periods = new Map(consented.map(([key, from, until]) => [key, { from, until }]));
    const isConsented = key => {
      const period = periods.get(key);
      const second = Date.now() / 1000;
      return period && period.from <= second && second <= period.until;
    };
    const keyOf = certificate => certificate.sha256SubjectPublicKeyInfoDigest;
    const isTrusted = certificate =>
      database().isCertTrusted(
        certificate,
        interfaces.nsIX509Cert.CA_CERT,
        interfaces.nsIX509CertDB.TRUSTED_SSL
      );
    // The program's own roots; whoever has a root of the same key has no more power.
    const ownKeys = certificates => {
      const own = new Set();
      for (const certificate of unlisted.length ? certificates : []) {
        try {
          if (certificate.isBuiltInRoot) {
            own.add(keyOf(certificate));
          }
        } catch (error) {
          // As below.
        }
      }
      return own;
    };
    const isMarked = refusal => isInForce(octets(mark[1]), refusal.marked);
    const markOf = (refusal, state) => entry(mark[0], base64(hashOf(refusal.marked)), state);
    const ofKey = ({ subject, spki }) => ({
      isInForce: isInForce(subject, spki),
      entry: state => entry(base64(subject), base64(hashOf(spki)), state),
      marked: [...hashOf(spki), ...subject],
    });
    const ofOneCertificate = ({ issuer, serial }) => ({
      isInForce: storage.getRevocationState(issuer, serial, [], []) == kind.STATE_ENFORCE,
      entry: state => entryOfOne(base64(issuer), base64(serial), state),
      marked: [...octets(mark[2]), ...issuer, ...serial],
    });
    // Both at once: the refusal, and the mark by which it is known as ours.
    const enforced = refusal => {
      if (refusal.isInForce) {
        return [];
      }
      const itself = refusal.entry(kind.STATE_ENFORCE);
      return isMarked(refusal) ? [itself] : [itself, markOf(refusal, kind.STATE_ENFORCE)];
    };
    const unset = refusal =>
      isMarked(refusal)
        ? [refusal.entry(kind.STATE_UNSET), markOf(refusal, kind.STATE_UNSET)]
        : [];
    const confinedKeys = new Set(confined.map(([, key]) => key));
    const standIns = new Set(confined.map(([, , standIn]) => standIn));
    // What is trusted now instead of roots that are held to names.
    const inPlace = new Map();
    // What is to be trusted instead of this root now.
    const forRoot = der => {
      const root = base64(der);
      const second = Date.now() / 1000;
      const isIt = ([its, , , from, until]) => its == root && from <= second && second <= until;
      return confined.find(isIt)?.[2];
    };
    const ofOne = (certificate, own, isItTrusted, wanted) => {
      const key = keyOf(certificate);
      if (keys.has(key)) {
        return enforced(ofKey(parts(certificate.getRawDER())));
      }
      if (!unlisted.length || own.has(key)) {
        return [];
      }
      const der = certificate.getRawDER();
      const its = parts(der);
      if (isConsented(key)) {
        return [...unset(ofKey(its)), ...unset(ofOneCertificate(its))];
      }
      if (standIns.has(base64(der))) {
        // Another program's profile trusts one itself: it is what it should be.
        return unset(ofOneCertificate(its));
      }
      if (!isItTrusted(certificate)) {
        return [];
      }
      if (!confinedKeys.has(key)) {
        return enforced(ofKey(its));
      }
      wanted.add(forRoot(der));
      // One that holds the key to names has the same name and key.
      return [...unset(ofKey(its)), ...enforced(ofOneCertificate(its))];
    };
    // Returns what is to be trusted instead of what it refuses.
    const refuse = (certificates, own, isItTrusted) => {
      const wanted = new Set();
      for (const certificate of certificates) {
        try {
          set(ofOne(certificate, own, isItTrusted, wanted));
        } catch (error) {
          // One that cannot be read must not hide the next.
        }
      }
      wanted.delete(undefined);
      return wanted;
    };
    const trustForServers = (certificate, isTrustedNow) =>
      database().setCertTrust(
        certificate,
        interfaces.nsIX509Cert.CA_CERT,
        isTrustedNow ? interfaces.nsIX509CertDB.TRUSTED_SSL : 0
      );
    const trust = wanted => {
      for (const text of wanted) {
        try {
          if (!inPlace.has(text)) {
            const certificate = database().constructX509FromBase64(text);
            trustForServers(certificate, true);
            inPlace.set(text, certificate);
          }
        } catch (error) {
          // Then its root speaks for no name.
        }
      }
    };
    const trustOnly = wanted => {
      for (const [text, certificate] of inPlace) {
        try {
          if (!wanted.has(text)) {
            inPlace.delete(text);
            trustForServers(certificate, false);
            forget();
          }
        } catch (error) {
          // The next must go too.
        }
      }
      trust(wanted);
    };
    const database = () => service("security/x509certdb", "nsIX509CertDB");
    const textOf = file => {
      const stream = classes["@mozilla.org/network/file-input-stream;1"].createInstance(
        interfaces.nsIFileInputStream
      );
      stream.init(file, -1, 0, 0);
      try {
        const reader = classes["@mozilla.org/binaryinputstream;1"].createInstance(
          interfaces.nsIBinaryInputStream
        );
        reader.setInputStream(stream);
        return reader.readBytes(stream.available());
      } finally {
        stream.close();
      }
    };
    const inFile = file => {
      if (!file.exists() || !file.isFile() || file.fileSize > 1048576) {
        return [];
      }
      const text = textOf(file);
      try {
        return [database().constructX509(Array.from(text, octet => octet.charCodeAt(0)))];
      } catch (error) {
        const inside = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/.exec(text);
        return inside ? [database().constructX509FromBase64(inside[1].replace(/\s/g, ""))] : [];
      }
    };
    // The program reads the files that a policy names by and by, and says nothing when it
    // has; by then a page may be open. So they are read here, before the first.
    const fromPolicy = () => {
      const policies = service("enterprisepolicies", "nsIEnterprisePolicies").getActivePolicies();
      const folders = ["XREAppDist", "XREUserNativeManifests", "XRESysNativeManifests"];
      const places = service("file/directory_service", "nsIProperties");
      const named = policies?.Certificates?.Install ?? [];
      // Asked for only where it is needed: the program opens its stores a little later.
      const own = ownKeys(named.length && unlisted.length ? database().getCerts() : []);
      for (const name of named) {
        for (const folder of name.startsWith("/") ? [null] : folders) {
          try {
            let file = classes["@mozilla.org/file/local;1"].createInstance(interfaces.nsIFile);
            if (folder) {
              file = places.get(folder, interfaces.nsIFile).clone();
              file.append("certificates");
              file.append(name);
            } else {
              file.initWithPath(name);
            }
            trust(refuse(inFile(file), own, () => true));
          } catch (error) {
            // As above.
          }
        }
      }
    };
    // A card whose list is behind a PIN would have the person asked for it.
    // A module that cannot be asked must not keep us from looking: whoever adds one could.
    const asksForPin = slot => {
      try {
        const token = slot.status == slot.SLOT_NOT_PRESENT ? null : slot.getToken();
        return (
          token && !token.isInternalKeyToken && token.hasPassword && token.isLoggedIn !== true
        );
      } catch (error) {
        return false;
      }
    };
    const slotsOf = module => {
      try {
        return module.slots;
      } catch (error) {
        return [];
      }
    };
    // Whether a known root is trusted can be asked without a list.
    const knownRoots = () => {
      const roots = new Set(confined.map(([root]) => root));
      const certificates = [];
      for (const root of roots) {
        try {
          certificates.push(database().constructX509FromBase64(root));
        } catch (error) {
          // Another certificate has its issuer and serial number.
        }
      }
      return certificates;
    };
    let isLooking = false;
    const look = async () => {
      if (isLooking) {
        return;
      }
      isLooking = true;
      try {
        const modules = service("security/pkcs11moduledb", "nsIPKCS11ModuleDB");
        for (const module of await modules.listModules()) {
          if (slotsOf(module).some(asksForPin)) {
            const roots = knownRoots();
            trustOnly(refuse(roots, ownKeys(roots), isTrusted));
            return;
          }
        }
        const certificates = database().getCerts();
        trustOnly(refuse(certificates, ownKeys(certificates), isTrusted));
      } catch (error) {
        // As below.
      } finally {
        isLooking = false;
      }
    };

    underKnownNames();
    const timer = classes["@mozilla.org/timer;1"].createInstance(interfaces.nsITimer);
    let lookCount = 0;
    const again = () => {
      lookCount += 1;
      if (lookCount == 40) {
        timer.delay = 5000;
      }
      look();
    };
    const course = {
      observe(subject, topic) {
        observers.removeObserver(course, topic);
        if (topic == "quit-application") {
          timer.cancel();
          return;
        }
        try {
          fromPolicy();
        } catch (error) {
          // Then the looks find what it installs.
        }
        look();
        timer.initWithCallback(again, 250, timer.TYPE_REPEATING_SLACK);
      },
    };
    observers.addObserver(course, "profile-after-change");
    observers.addObserver(course, "quit-application");
