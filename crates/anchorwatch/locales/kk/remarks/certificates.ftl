### Why a certificate, or a part of a file of certificates, could not be read. Clauses.
### Ана тілінде сөйлейтінге: алдымен «PEM блогы» мен container_*.

remark-certificate_too_large = сертификатта { $got } байт бар, ал ең көбі { $max } оқылады
remark-certificate_malformed = DER X.509 сертификаты ретінде талданбайды: { $why }
remark-certificate_trailing_bytes = сертификат { $offset }-байтта аяқталады, бірақ одан кейін тағы { $surplus } байт бар
remark-certificate_otherwise_unreadable = { $says }

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
remark-certificate_file_otherwise_unreadable = { $says }

## A file with certificates inside

remark-container_empty = ол бос
remark-container_too_large = онда { $got } байт бар, ал ең көбі { $most } оқылады
remark-container_not_recognised = бұл осы бағдарлама танитын сертификат, PEM, PKCS #7, PKCS #12, конфигурация профилі немесе шығарылған қойма емес
remark-container_damaged = ол қиылған немесе бүлінген ({ $what }: { $why })
remark-container_certificate = онда оқуға болатын сертификат жоқ: { $why }
remark-container_pem = бұл оқуға болатын PEM блогы емес: { $why }
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
remark-container_otherwise_unreadable = { $says }

## OpenSSL

remark-openssl_block_lines = { $line }-жолдағы блоктың сәйкес соңғы жолы жоқ немесе ішінде бос не қысқа жол бар
remark-openssl_block_not_base64 = { $line }-жолдағы блок бос немесе base64 емес
remark-openssl_block_header = { $line }-жолдағы блокта base64 алдында мәтін тұр
remark-openssl_otherwise_refused = { $says }
