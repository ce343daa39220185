### Why a certificate, or a part of a file of certificates, could not be read. Clauses.

remark-certificate_too_large = the certificate has { $got } bytes, and at most { $max } are read
# $why is the parser's message, in English
remark-certificate_malformed = the DER does not parse as an X.509 certificate: { $why }
remark-certificate_trailing_bytes = the certificate ends at byte { $offset }, but { $surplus } more follow
# $says is an error in English
remark-certificate_otherwise_unreadable = { $says }

## A part of a file of certificates

remark-pem_block_without_end = a PEM block cannot be read: the block that begins at byte { $offset } has no end
remark-pem_block_not_base64 = a PEM block cannot be read: the block that begins at byte { $offset } is not base64
remark-pem_block_without_certificate = a PEM block cannot be read: the block that begins at byte { $offset } holds no certificate that can be read: { $why }
remark-pem_block_encrypted = the PEM block at byte { $offset } is encrypted
remark-no_pem_and_no_der = it holds neither PEM nor a certificate in DER
remark-rejects_all_of_its_roots = it rejects all of its certificates as roots for TLS servers
# $kind is PKCS #7 or PKCS #12
remark-container_inside_unreadable = the { $kind } file at byte { $offset } cannot be read: { $why }
remark-too_many_containers_inside = only { $max } PKCS #7 and PKCS #12 files of it are opened
remark-certificates_inside_certificates = from byte { $offset } on it is not searched for certificates inside certificates
remark-unknown_bytes = { $count } bytes from byte { $offset } on are neither PEM nor a certificate that can be read
remark-certificate_file_otherwise_unreadable = { $says }

## A file with certificates inside

remark-container_empty = it is empty
remark-container_too_large = it has { $got } bytes, and at most { $most } are read
remark-container_not_recognised = it is no certificate, PEM, PKCS #7, PKCS #12, configuration profile or exported store that this program knows
# $what and $why are in English
remark-container_damaged = { $what } is cut short or damaged: { $why }
remark-container_certificate = it holds no certificate that can be read: { $why }
remark-container_pem = it is no PEM block that can be read: { $why }
remark-container_surplus_bytes = { $count } more bytes follow that are not understood
remark-container_unsupported = { $what } is not read by this program: { $kind }
remark-container_needs_password = it is encrypted and needs its password
remark-container_wrong_password = the password does not open it, or it is damaged
remark-container_too_costly = trying a password costs { $cost } steps, and at most { $most } are spent on a file
remark-container_unfolds = its parts unfold to more than { $most } bytes
remark-container_too_deep = it is more than { $most } containers deep
remark-container_too_many = only the first { $most } entries were read
remark-container_property_list = the property list cannot be read: { $why }
remark-container_not_a_profile = it is a property list, but no configuration profile
remark-container_encrypted_profile = the profile's payloads are encrypted for one device
remark-container_empty_payload = the payload has no content
remark-container_not_opened = only PEM and DER are read here
remark-container_otherwise_unreadable = { $says }

## OpenSSL

remark-openssl_block_lines = the block in line { $line } has no end line that fits, or an empty or a short line inside
remark-openssl_block_not_base64 = the block in line { $line } is empty or not base64
remark-openssl_block_header = the block in line { $line } has text before its base64
remark-openssl_otherwise_refused = { $says }
