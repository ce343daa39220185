import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** Puts every certificate of a PEM file into a JKS and into a PKCS #12 keystore. */
public class Keystores {
    public static void main(String[] names) throws Exception {
        char[] password = "changeit".toCharArray();
        String[] types = {"JKS", "PKCS12"};
        for (int i = 0; i < types.length; i++) {
            KeyStore store = KeyStore.getInstance(types[i]);
            store.load(null, password);
            int count = 0;
            try (FileInputStream pem = new FileInputStream(names[0])) {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                for (Certificate one : factory.generateCertificates(pem)) {
                    store.setCertificateEntry("root-" + count++, one);
                }
            }
            try (FileOutputStream file = new FileOutputStream(names[i + 1])) {
                store.store(file, password);
            }
        }
    }
}
