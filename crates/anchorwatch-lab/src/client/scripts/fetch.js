const https = require("https");
const [words, ...urls] = process.argv.slice(2);

// OpenSSL's X509_V_ERR_* without the prefix, as Node names them: errors for a
// certificate without a trusted root, or one that is refused. It has no
// names for some (name constraints among them) and calls those UNSPECIFIED.
const refusals = new Set([
  "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN", "CERT_REVOKED", "CERT_UNTRUSTED", "CERT_REJECTED",
  "INVALID_CA", "INVALID_PURPOSE", "UNSPECIFIED",
]);

const ask = (url) => new Promise((done) => {
  const request = https.get(url, { agent: false, timeout: 20000 }, (answer) => {
    let page = "";
    answer.on("data", (part) => { page += part; });
    answer.on("end", () => done(page.includes(words) ? "loads" : "broken another page"));
  });
  request.on("timeout", () => request.destroy(new Error("timeout")));
  request.on("error", (error) => {
    const kind = refusals.has(error.code) ? "refuses" : "broken";
    done(`${kind} ${error.code}: ${error.message}`);
  });
});

(async () => {
  for (const url of urls) console.log((await ask(url)).replace(/\s+/g, " "));
})();
