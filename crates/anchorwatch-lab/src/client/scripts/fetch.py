import ssl
import sys
import urllib.error
import urllib.request


def ask(words, url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            page = answer.read().decode()
    except urllib.error.URLError as error:
        kind = "refuses" if isinstance(error.reason, ssl.SSLCertVerificationError) else "broken"
        return f"{kind} {error.reason}"
    except Exception as error:
        return f"broken {error!r}"
    return "loads" if words in page else "broken another page"


for one in sys.argv[2:]:
    print(" ".join(ask(sys.argv[1], one).split()), flush=True)
