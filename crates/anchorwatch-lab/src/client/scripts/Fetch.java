import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.HttpsURLConnection;

public class Fetch {
    public static void main(String[] arguments) {
        for (int index = 1; index < arguments.length; index++)
            System.out.println(ask(arguments[0], arguments[index]).replaceAll("\\s+", " "));
    }

    static String ask(String words, String url) {
        try {
            var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(20_000);
            connection.setReadTimeout(20_000);
            var page = new String(
                connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return page.contains(words) ? "loads" : "broken another page";
        } catch (Exception error) {
            for (Throwable cause = error; cause != null; cause = cause.getCause())
                if (cause instanceof CertPathBuilderException
                        || cause instanceof CertPathValidatorException
                        || cause instanceof CertificateException)
                    return "refuses " + error.getMessage();
            return "broken " + error;
        }
    }
}
