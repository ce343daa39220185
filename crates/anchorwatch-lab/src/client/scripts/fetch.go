package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

func ask(client *http.Client, words, url string) string {
	answer, err := client.Get(url)
	if err != nil {
		var unknown x509.UnknownAuthorityError
		var invalid x509.CertificateInvalidError
		var name x509.HostnameError
		if errors.As(err, &unknown) || errors.As(err, &invalid) || errors.As(err, &name) {
			return "refuses " + err.Error()
		}
		return "broken " + err.Error()
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return "broken " + err.Error()
	}
	if strings.Contains(string(page), words) {
		return "loads"
	}
	return "broken another page"
}

func main() {
	client := &http.Client{Timeout: 20 * time.Second}
	for _, url := range os.Args[2:] {
		fmt.Println(strings.Join(strings.Fields(ask(client, os.Args[1], url)), " "))
	}
}
