import sys

import requests


def ask(words, url):
    try:
        page = requests.get(url, timeout=20).text
    except requests.exceptions.SSLError as error:
        kind = "refuses" if "CERTIFICATE_VERIFY_FAILED" in str(error) else "broken"
        return f"{kind} {error}"
    except Exception as error:
        return f"broken {error!r}"
    return "loads" if words in page else "broken another page"


for one in sys.argv[2:]:
    print(" ".join(ask(sys.argv[1], one).split()), flush=True)
