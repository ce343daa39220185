### Why a certificate, or a part of a file of certificates, could not be read. Clauses.

remark-certificate_too_large = the certificate has { $got } bytes, and at most { $max } are read
remark-certificate_malformed = the DER does not parse as an X.509 certificate: { $part }
remark-certificate_trailing_bytes = the certificate ends at byte { $offset }, but { $surplus } more follow

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

## A file with certificates inside

remark-container_empty = it is empty
remark-container_too_large = it has { $got } bytes, and at most { $most } are read
remark-container_not_recognised = it is no certificate, PEM, PKCS #7, PKCS #12, configuration profile or exported store that this program knows
remark-container_damaged = { $what } is cut short or damaged: { $why }
remark-container_certificate = it holds no certificate that can be read: { $why }
remark-container_pem = { $why }
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

## OpenSSL

remark-openssl_block_lines = the block in line { $line } has no end line that fits, or an empty or a short line inside
remark-openssl_block_not_base64 = the block in line { $line } is empty or not base64
remark-openssl_block_content = the block in line { $line } is not what its label says
remark-openssl_block_header = the block in line { $line } has text before its base64
remark-gnutls_block_not_base64 = the block in line { $line } is not only base64
remark-gnutls_block_no_certificate = the block in line { $line } is not a certificate

## A part of a certificate that does not parse

remark-malformed_end = the bytes end early
remark-malformed_der = tags or lengths do not fit
remark-malformed_version = the version
remark-malformed_serial_number = the serial number
remark-malformed_algorithm = the name of an algorithm
remark-malformed_name = the name of the issuer or of the holder
remark-malformed_validity = the validity
remark-malformed_public_key = the public key
remark-malformed_unique_id = a unique identifier
remark-malformed_extensions = the extensions
remark-malformed_duplicate_extension = an extension that is there twice
remark-malformed_signature = the signature
remark-malformed_structure = the structure

## A part of a container that is damaged or not read

remark-part_file = the file
remark-part_pkcs12 = the PKCS #12 data
remark-part_pkcs7 = the PKCS #7 data
remark-part_pkcs12_kind = this kind of PKCS #12
remark-part_pkcs12_part_kind = this kind of part in PKCS #12
remark-part_bag_kind = this kind of bag in PKCS #12
remark-part_certificate_kind = this kind of certificate
remark-part_other_certificate = an attribute certificate or extended certificate
remark-part_pkcs7_kind = this kind of PKCS #7 content
remark-part_encryption = the encryption scheme
remark-part_mac = the message authentication code
remark-part_key = the key
remark-part_properties = the list of properties
remark-part_p11_kit_object = the p11-kit object
remark-part_pem_block = the PEM block
remark-part_base64_text = the base64 text
remark-part_packed_file = a packed file, which must be unpacked first,
remark-part_long_text = so long a text (in bytes) inside JSON, HTML or a mail

## In what way a part is damaged

remark-damage_cut_short = the bytes end early
remark-damage_not_ber = tags or lengths do not fit
remark-damage_element = an element is missing or out of place
remark-damage_property_head = the start of a property is missing
remark-damage_property_length = a property is longer than the remaining bytes
remark-damage_not_hexadecimal = an octet is not two hexadecimal digits
remark-damage_no_certificate = there is no certificate in it
remark-damage_not_quoted = its value is not a quoted text of octets
remark-damage_not_pem = it has no end, or is not base64

## Why a property list is not read

remark-property_list_syntax = its syntax is wrong
remark-property_list_cut_short = it is cut short
remark-property_list_empty = there is nothing in it
remark-property_list_too_many = it has more than { $most } entries
remark-property_list_too_deep = its parts are nested too deeply
remark-property_list_cdata = it has a CDATA section
remark-property_list_entity = it declares an entity
remark-property_list_surplus = something follows its end
remark-property_list_ends_twice = it ends twice
remark-property_list_key_not_text = a key is not text
remark-property_list_key_without_value = a key has no value
remark-property_list_key_twice = a dictionary has a key twice

## Where in a file something is, from the outside in; each is a noun

remark-place_whole = the bytes as a whole
remark-place_after_end = after its end
remark-place_other_forms = its other forms
remark-place_numbers = its numbers
remark-place_utf16 = UTF-16
remark-place_base64 = base64
remark-place_base64_text = base64 text { $number }
remark-place_pem_block = PEM block { $number }
remark-place_labelled_pem_block = PEM block «{ $label }»
remark-place_pkcs12_part = PKCS #12 part { $number }
remark-place_bag = bag { $number }
remark-place_pkcs7 = the PKCS #7 data
remark-place_signed_content = what is signed
remark-place_certificate = certificate { $number }
remark-place_signature_certificate = certificate { $number } of the signature
remark-place_property_list = property list { $number }
remark-place_profile = the profile
remark-place_payload = payload { $number } ({ $kind })
remark-place_registry_key = key «{ $path }»
remark-place_no_registry_key = outside of any key
remark-place_object = object { $number }

## Who signed a file, as it claims

remark-signer_named = { $name }
remark-signer_not_in_file = someone whose certificate is not in the file
