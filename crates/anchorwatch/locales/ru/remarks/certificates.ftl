### Why a certificate, or a part of a file of certificates, could not be read. Clauses.
### Носителю языка: сначала «блок PEM» и container_*.

remark-certificate_too_large = в сертификате { $got } байт, а читается не больше { $max }
remark-certificate_malformed = DER не разбирается как сертификат X.509: { $why }
remark-certificate_trailing_bytes = сертификат кончается на байте { $offset }, но дальше ещё байт: { $surplus }
remark-certificate_otherwise_unreadable = { $says }

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
remark-certificate_file_otherwise_unreadable = { $says }

## A file with certificates inside

remark-container_empty = он пуст
remark-container_too_large = в нём { $got } байт, а читается не больше { $most }
remark-container_not_recognised = это не сертификат, не PEM, не PKCS #7, не PKCS #12, не профиль конфигурации и не выгруженное хранилище, известные этой программе
remark-container_damaged = он обрезан или повреждён ({ $what }: { $why })
remark-container_certificate = в нём нет сертификата, который можно прочитать: { $why }
remark-container_pem = это не блок PEM, который можно прочитать: { $why }
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
remark-container_otherwise_unreadable = { $says }

## OpenSSL

remark-openssl_block_lines = у блока в строке { $line } нет подходящей конечной строки, или внутри есть пустая или короткая строка
remark-openssl_block_not_base64 = блок в строке { $line } пуст или не base64
remark-openssl_block_header = в блоке в строке { $line } перед base64 стоит текст
remark-openssl_otherwise_refused = { $says }
