### Why a certificate, or a part of a file of certificates, could not be read. Clauses.
### Ана тілінде сөйлейтінге: алдымен «PEM блогы» мен container_*.

remark-certificate_too_large = сертификатта { $got } байт бар, ал ең көбі { $max } оқылады
remark-certificate_malformed = DER X.509 сертификаты ретінде талданбайды: { $part }
remark-certificate_trailing_bytes = сертификат { $offset }-байтта аяқталады, бірақ одан кейін тағы { $surplus } байт бар

## A part of a file of certificates

remark-pem_block_without_end = PEM блогын оқу мүмкін емес: { $offset }-байттан басталған блоктың соңы жоқ
remark-pem_block_not_base64 = PEM блогын оқу мүмкін емес: { $offset }-байттан басталған блок base64 емес
remark-pem_block_without_certificate = PEM блогын оқу мүмкін емес: { $offset }-байттан басталған блокта оқуға болатын сертификат жоқ: { $why }
remark-pem_block_encrypted = { $offset }-байттағы PEM блогы шифрланған
remark-no_pem_and_no_der = онда PEM де, DER түріндегі сертификат та жоқ
remark-rejects_all_of_its_roots = ол өз сертификаттарын TLS серверлері үшін түбірлік деп санауға тыйым салады
remark-container_inside_unreadable = { $offset }-байттағы { $kind } файлын оқу мүмкін емес: { $why }
remark-too_many_containers_inside = одан PKCS #7 мен PKCS #12 файлдарының { $max } ғана ашылды
remark-certificates_inside_certificates = { $offset }-байттан бастап сертификат ішіндегі сертификаттар ізделмейді
remark-unknown_bytes = { $offset }-байттан бастап { $count } байт PEM де, оқуға болатын сертификат та емес

## A file with certificates inside

remark-container_empty = ол бос
remark-container_too_large = онда { $got } байт бар, ал ең көбі { $most } оқылады
remark-container_not_recognised = бұл осы бағдарлама танитын сертификат, PEM, PKCS #7, PKCS #12, конфигурация профилі немесе шығарылған қойма емес
remark-container_damaged = ол қиылған немесе бүлінген ({ $what }: { $why })
remark-container_certificate = онда оқуға болатын сертификат жоқ: { $why }
remark-container_pem = { $why }
remark-container_surplus_bytes = оның соңынан кейін артық { $count } байт бар
remark-container_unsupported = мұндай мазмұнды бұл бағдарлама оқымайды ({ $what }: { $kind })
remark-container_needs_password = ол шифрланған, құпиясөзі керек
remark-container_wrong_password = құпиясөз келмейді немесе файл бүлінген
remark-container_too_costly = құпиясөзді тексеруге { $cost } қадам керек, ал бір файлға ең көбі { $most } жұмсалады
remark-container_unfolds = оның бөліктері { $most } байттан артық көлемге жайылады
remark-container_too_deep = ол { $most } контейнерден терең кірістірілген
remark-container_too_many = алғашқы { $most } жазба ғана оқылды
remark-container_property_list = сипаттар тізімін оқу мүмкін емес: { $why }
remark-container_not_a_profile = бұл — сипаттар тізімі, бірақ конфигурация профилі емес
remark-container_encrypted_profile = профильдің мазмұны бір құрылғыға арнап шифрланған
remark-container_empty_payload = профильдің бұл бөлімі бос
remark-container_not_opened = мұнда тек PEM мен DER оқылады

## OpenSSL

remark-openssl_block_lines = { $line }-жолдағы блоктың сәйкес соңғы жолы жоқ немесе ішінде бос не қысқа жол бар
remark-openssl_block_not_base64 = { $line }-жолдағы блок бос немесе base64 емес
remark-openssl_block_content = { $line }-жолдағы блокта белгісінде айтылғаннан басқа нәрсе тұр
remark-openssl_block_header = { $line }-жолдағы блокта base64 алдында мәтін тұр
remark-gnutls_block_not_base64 = { $line }-жолдағы блокта base64-тен басқа да нәрсе бар
remark-gnutls_block_no_certificate = { $line }-жолдағы блок сертификат емес

## A part of a certificate that does not parse

remark-malformed_end = байттар ерте аяқталады
remark-malformed_der = тегтер не ұзындықтар сәйкес емес
remark-malformed_version = нұсқасы
remark-malformed_serial_number = сериялық нөмірі
remark-malformed_algorithm = алгоритм атауы
remark-malformed_name = шығарушының не иесінің атауы
remark-malformed_validity = жарамдылық мерзімі
remark-malformed_public_key = ашық кілті
remark-malformed_unique_id = бірегей идентификатор
remark-malformed_extensions = кеңейтімдері
remark-malformed_duplicate_extension = екі рет кездесетін кеңейтім
remark-malformed_signature = қолтаңбасы
remark-malformed_structure = құрылымы

## A part of a container that is damaged or not read

remark-part_file = файл
remark-part_pkcs12 = PKCS #12 деректері
remark-part_pkcs7 = PKCS #7 деректері
remark-part_pkcs12_kind = PKCS #12 мұндай түрі
remark-part_pkcs12_part_kind = PKCS #12 бөлігінің мұндай түрі
remark-part_bag_kind = PKCS #12 жазбасының мұндай түрі
remark-part_certificate_kind = сертификаттың мұндай түрі
remark-part_other_certificate = атрибуттар сертификаты немесе кеңейтілген сертификат
remark-part_pkcs7_kind = PKCS #7 мазмұнының мұндай түрі
remark-part_encryption = шифрлау схемасы
remark-part_mac = хабардың аутентификация коды
remark-part_key = кілт
remark-part_properties = сертификат сипаттарының тізімі
remark-part_p11_kit_object = p11-kit нысаны
remark-part_pem_block = PEM блогы
remark-part_base64_text = base64 мәтіні
remark-part_packed_file = алдымен ашу керек сығылған файл
remark-part_long_text = JSON, HTML не хат ішіндегі мұндай ұзын мәтін (байтпен)

## In what way a part is damaged

remark-damage_cut_short = байттар ерте аяқталады
remark-damage_not_ber = тегтер не ұзындықтар сәйкес емес
remark-damage_element = элемент жоқ немесе өз орнында емес
remark-damage_property_head = сипаттың басы жоқ
remark-damage_property_length = сипат қалған байттардан ұзын
remark-damage_not_hexadecimal = октет екі он алтылық цифр емес
remark-damage_no_certificate = онда сертификат жоқ
remark-damage_not_quoted = мәні тырнақшадағы октеттер мәтіні емес
remark-damage_not_pem = оның соңы жоқ немесе ол base64 емес

## Why a property list is not read

remark-property_list_syntax = синтаксисі қате
remark-property_list_cut_short = ол қиылған
remark-property_list_empty = онда ештеңе жоқ
remark-property_list_too_many = онда { $most } жазбадан көп
remark-property_list_too_deep = бөліктері тым терең кірістірілген
remark-property_list_cdata = онда CDATA бөлімі бар
remark-property_list_entity = онда XML нысаны жарияланған
remark-property_list_surplus = соңынан кейін бірдеңе бар
remark-property_list_ends_twice = ол екі рет аяқталады
remark-property_list_key_not_text = кілт мәтін емес
remark-property_list_key_without_value = кілттің мәні жоқ
remark-property_list_key_twice = сөздікте кілт қайталанады

## Where in a file something is, from the outside in; each is a noun

remark-place_whole = барлық байттар тұтас
remark-place_after_end = соңынан кейін
remark-place_other_forms = мәтіннің басқа түрі
remark-place_numbers = мәтіндегі сандар
remark-place_utf16 = UTF-16 мәтіні
remark-place_base64 = base64 мәтіні
remark-place_base64_text = { $number }-base64 мәтіні
remark-place_pem_block = { $number }-PEM блогы
remark-place_labelled_pem_block = «{ $label }» PEM блогы
remark-place_pkcs12_part = PKCS #12 { $number }-бөлігі
remark-place_bag = { $number }-жазба
remark-place_pkcs7 = PKCS #7 деректері
remark-place_signed_content = қол қойылған мазмұн
remark-place_certificate = { $number }-сертификат
remark-place_signature_certificate = қолтаңбаның { $number }-сертификаты
remark-place_property_list = { $number }-сипаттар тізімі
remark-place_profile = профиль
remark-place_payload = { $number }-бөлім ({ $kind })
remark-place_registry_key = «{ $path }» тізілім бөлімі
remark-place_no_registry_key = тізілім бөлімдерінен тыс
remark-place_object = { $number }-нысан

## Who signed a file, as it claims

remark-signer_named = { $name }
remark-signer_not_in_file = сертификаты файлда жоқ біреу
