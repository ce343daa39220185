### Why a certificate, or a part of a file of certificates, could not be read. Clauses.
### Носителю языка: сначала «блок PEM» и container_*.

remark-certificate_too_large = в сертификате { $got } байт, а читается не больше { $max }
remark-certificate_malformed = DER не разбирается как сертификат X.509: { $part }
remark-certificate_trailing_bytes = сертификат кончается на байте { $offset }, но дальше ещё байт: { $surplus }

## A part of a file of certificates

remark-pem_block_without_end = блок PEM нельзя прочитать: у блока, начатого с байта { $offset }, нет конца
remark-pem_block_not_base64 = блок PEM нельзя прочитать: блок, начатый с байта { $offset }, — не base64
remark-pem_block_without_certificate = блок PEM нельзя прочитать: в блоке, начатом с байта { $offset }, нет сертификата, который можно прочитать: { $why }
remark-pem_block_encrypted = блок PEM с байта { $offset } зашифрован
remark-no_pem_and_no_der = в нём нет ни PEM, ни сертификата в DER
remark-rejects_all_of_its_roots = он запрещает считать свои сертификаты корневыми для серверов TLS
remark-container_inside_unreadable = файл { $kind } с байта { $offset } нельзя прочитать: { $why }
remark-too_many_containers_inside = из него открыто файлов PKCS #7 и PKCS #12 не больше { $max }
remark-certificates_inside_certificates = начиная с байта { $offset } сертификаты внутри сертификатов не ищутся
remark-unknown_bytes = начиная с байта { $offset } есть байты, которые не PEM и не сертификат, который можно прочитать; их число: { $count }

## A file with certificates inside

remark-container_empty = он пуст
remark-container_too_large = в нём { $got } байт, а читается не больше { $most }
remark-container_not_recognised = это не сертификат, не PEM, не PKCS #7, не PKCS #12, не профиль конфигурации и не выгруженное хранилище, известные этой программе
remark-container_damaged = он обрезан или повреждён ({ $what }: { $why })
remark-container_certificate = в нём нет сертификата, который можно прочитать: { $why }
remark-container_pem = { $why }
remark-container_surplus_bytes = за его концом есть лишние байты: { $count }
remark-container_unsupported = такое содержимое эта программа не читает ({ $what }: { $kind })
remark-container_needs_password = он зашифрован, нужен пароль
remark-container_wrong_password = пароль не подходит, или файл повреждён
remark-container_too_costly = проверка пароля требует шагов: { $cost }, а на один файл их тратится не больше { $most }
remark-container_unfolds = его части разворачиваются больше чем в { $most } байт
remark-container_too_deep = вложенность контейнеров глубже { $most }
remark-container_too_many = прочитаны только первые записи: { $most }
remark-container_property_list = список свойств нельзя прочитать: { $why }
remark-container_not_a_profile = это список свойств, но не профиль конфигурации
remark-container_encrypted_profile = содержимое профиля зашифровано для одного устройства
remark-container_empty_payload = этот раздел профиля пуст
remark-container_not_opened = здесь читаются только PEM и DER

## OpenSSL

remark-openssl_block_lines = у блока в строке { $line } нет подходящей конечной строки, или внутри есть пустая или короткая строка
remark-openssl_block_not_base64 = блок в строке { $line } пуст или не base64
remark-openssl_block_content = блок в строке { $line } содержит не то, что сказано в его метке
remark-openssl_block_header = в блоке в строке { $line } перед base64 стоит текст
remark-gnutls_block_not_base64 = в блоке в строке { $line } есть не только base64
remark-gnutls_block_no_certificate = блок в строке { $line } — не сертификат

## A part of a certificate that does not parse

remark-malformed_end = байты кончаются слишком рано
remark-malformed_der = теги или длины не сходятся
remark-malformed_version = версия
remark-malformed_serial_number = серийный номер
remark-malformed_algorithm = название алгоритма
remark-malformed_name = имя издателя или владельца
remark-malformed_validity = срок действия
remark-malformed_public_key = открытый ключ
remark-malformed_unique_id = уникальный идентификатор
remark-malformed_extensions = расширения
remark-malformed_duplicate_extension = расширение, которое есть там дважды
remark-malformed_signature = подпись
remark-malformed_structure = структура

## A part of a container that is damaged or not read

remark-part_file = файл
remark-part_pkcs12 = данные PKCS #12
remark-part_pkcs7 = данные PKCS #7
remark-part_pkcs12_kind = такой вид PKCS #12
remark-part_pkcs12_part_kind = такой вид части PKCS #12
remark-part_bag_kind = такой вид записи PKCS #12
remark-part_certificate_kind = такой вид сертификата
remark-part_other_certificate = сертификат атрибутов или расширенный сертификат
remark-part_pkcs7_kind = такой вид содержимого PKCS #7
remark-part_encryption = схема шифрования
remark-part_mac = код аутентификации сообщения
remark-part_key = ключ
remark-part_properties = список свойств сертификата
remark-part_p11_kit_object = объект p11-kit
remark-part_pem_block = блок PEM
remark-part_base64_text = текст base64
remark-part_packed_file = сжатый файл, который нужно сначала распаковать
remark-part_long_text = текст такой длины (в байтах) в JSON, HTML или письме

## In what way a part is damaged

remark-damage_cut_short = байты кончаются слишком рано
remark-damage_not_ber = теги или длины не сходятся
remark-damage_element = элемента нет или он не на своём месте
remark-damage_property_head = нет начала свойства
remark-damage_property_length = свойство длиннее, чем осталось байт
remark-damage_not_hexadecimal = октет — не две шестнадцатеричные цифры
remark-damage_no_certificate = в нём нет сертификата
remark-damage_not_quoted = значение — не текст октетов в кавычках
remark-damage_not_pem = у него нет конца, или это не base64

## Why a property list is not read

remark-property_list_syntax = неверный синтаксис
remark-property_list_cut_short = он обрезан
remark-property_list_empty = в нём ничего нет
remark-property_list_too_many = в нём больше { $most } записей
remark-property_list_too_deep = слишком глубокая вложенность
remark-property_list_cdata = в нём есть раздел CDATA
remark-property_list_entity = в нём объявлена сущность XML
remark-property_list_surplus = за его концом что-то есть
remark-property_list_ends_twice = он кончается дважды
remark-property_list_key_not_text = ключ — не текст
remark-property_list_key_without_value = у ключа нет значения
remark-property_list_key_twice = в словаре ключ повторяется

## Where in a file something is, from the outside in; each is a noun

remark-place_whole = все байты вместе
remark-place_after_end = за концом
remark-place_other_forms = текст в другой форме
remark-place_numbers = числа в тексте
remark-place_utf16 = текст UTF-16
remark-place_base64 = текст base64
remark-place_base64_text = текст base64 { $number }
remark-place_pem_block = блок PEM { $number }
remark-place_labelled_pem_block = блок PEM «{ $label }»
remark-place_pkcs12_part = часть PKCS #12 { $number }
remark-place_bag = запись { $number }
remark-place_pkcs7 = данные PKCS #7
remark-place_signed_content = подписанное содержимое
remark-place_certificate = сертификат { $number }
remark-place_signature_certificate = сертификат { $number } при подписи
remark-place_property_list = список свойств { $number }
remark-place_profile = профиль
remark-place_payload = раздел { $number } ({ $kind })
remark-place_registry_key = раздел реестра «{ $path }»
remark-place_no_registry_key = вне разделов реестра
remark-place_object = объект { $number }

## Who signed a file, as it claims

remark-signer_named = { $name }
remark-signer_not_in_file = кто-то, чьего сертификата нет в файле
