### What has a stable code, in words. The part after the first hyphen is the code.
### Носителю языка: сначала remark-reason_*: термины «перекрёстная подпись», «удостоверяющий центр».

## Classes of a certificate, a sentence each

class-leaked_key = Его закрытый ключ общеизвестен: читать трафик тех, кто доверяет этому сертификату, может кто угодно.
class-known_interception = Он использовался или был создан для того, чтобы читать чужой зашифрованный трафик.
class-suspected_family = Он похож на корневые сертификаты, с помощью которых перехватывали трафик; это подозрение, а не доказательство.
class-distrusted_by_list = Он запрещён подписанным списком, которому следует эта машина.
class-distrusted_by_program = Одна из программ корневых сертификатов удалила или заблокировала его по веской причине: взлом, неправомерно выданные сертификаты или обман.
class-state_root = Это собственный корневой сертификат государства, его нет в программах браузеров; случаи перехвата с ним неизвестны, но его владелец на это способен.
class-public_program = Он входит в набор корневых сертификатов Mozilla для веб-серверов.
class-retired_from_program = Его удостоверяющий центр входит или входил в программу Mozilla; среди её корневых сертификатов для веб-серверов этого сейчас нет.
class-inspection_product_name = Он назван как корневой сертификат антивируса или шлюза; такое имя может взять кто угодно. Прежде чем удалять, спросите.
class-unknown = Его кто-то добавил; кто именно, мы не знаем. Прежде чем удалять, спросите.

## Reasons for a class, a clause each

remark-reason_known_key = это ключ { $id } ({ $title }); его владелец: { $operator }
remark-reason_known_key_other_certificate = сертификат не тот, что известен: перевыпущен, переименован или подписан кем-то ещё
remark-reason_not_in_logs = ни один публичный журнал Certificate Transparency не примет сертификат от этого корневого центра (по состоянию на { $as_of })
remark-reason_known_key_other_encoding = ключ записан другими байтами, чем известный, поэтому списки хешей его не замечают
remark-reason_look_alike_name = его имя похоже на { $id } ({ $title }), но написано иначе; с этим корневым сертификатом читают трафик, его владелец: { $operator }. Написать такое имя может кто угодно
remark-reason_signed_by_known_key = он подписан ключом { $id } ({ $title }); владелец ключа: { $operator }
remark-reason_known_intermediate = это промежуточный сертификат { $id }; его владелец: { $operator }. С ним читали трафик, как показало измерение { $seen }
remark-reason_isca_name = он носит имя корневых сертификатов 2020 и 2021 годов, с которыми в Казахстане перехватывали трафик
remark-reason_isca_generator_mark = его серийный номер и идентификаторы ключа составлены так же, как у восьми корневых сертификатов для перехвата от 28 февраля 2020 года
remark-reason_known_key_other_name = это известный ключ перехвата под именем, с которым его раньше не видели
remark-reason_known_name_new_key = он носит в точности имя корневого сертификата, с которым читают чужой трафик, но ключ у него другой
remark-reason_known_issuer_name = В нём издателем назван { $id } ({ $title }), корневой сертификат, с которым читают трафик; владелец: { $operator }. Ни один из известных ключей его не подписал, а написать такое имя может кто угодно
remark-reason_look_alike_issuer_name = имя издателя в нём похоже на { $id } ({ $title }), но написано иначе; с этим корневым сертификатом читают трафик, его владелец: { $operator }. Ни один из известных ключей сертификат не подписал, а написать такое имя может кто угодно
remark-reason_isca_issuer_name = В нём издатель назван так же, как корневые сертификаты, с которыми в Казахстане перехватывали трафик. Ни один из известных ключей его не подписал, а написать такое имя может кто угодно
remark-reason_state_issuer_name = издатель назван в нём как { $name }, государственный корневой сертификат или промежуточный под ним ({ $country }); ни один известный ключ этого государства его не подписал, а написать такое имя может кто угодно
remark-reason_inspection_issuer_name = В нём издатель назван как корневой сертификат { $product }; такое имя может взять кто угодно
remark-reason_state_authority = CCADB называет его владельцем государственный орган ({ $country }), и ни в одной программе браузеров его не было
remark-reason_state_root_name = он носит имя { $name }, государственного корневого сертификата или промежуточного под ним ({ $country }), но ключ у него другой; написать такое имя может кто угодно
remark-reason_public_program_key = ключ входит в набор корневых сертификатов Mozilla для серверов TLS
remark-reason_retired_from_program = он есть в записях программы Mozilla, но не входит в набор для серверов TLS
remark-reason_inspection_product_name = он назван как корневой сертификат { $product }; такое имя может взять кто угодно
remark-reason_on_signed_list = он в подписанном списке, которому следует эта машина: { $list }
remark-reason_not_in_any_registry = этого ключа нет ни в известных нам программах корневых сертификатов, ни среди известных корневых сертификатов
remark-reason_outside_validity = { $when ->
        [begins] срок его действия начнётся только { $time }
       *[ended] срок его действия истёк { $time }
    }

## Roles of a certificate, a clause each

role-root = владелец и издатель совпадают
role-intermediate = издан под другим именем и сам может издавать
role-leaf = издан под другим именем и не говорит, что может издавать

## What a file is, a noun each

format-der = сертификат (DER)
format-pem = текст PEM
format-base64 = текст base64 без меток PEM
format-pkcs7 = файл PKCS #7
format-pkcs12 = файл PKCS #12
format-profile = неподписанный профиль конфигурации для устройств Apple
format-signed_profile = подписанный профиль конфигурации для устройств Apple
format-registry_export = выгрузка реестра Windows
format-serialized_store = сериализованное хранилище сертификатов Windows
format-p11_kit = текст объектов доверия для p11-kit
format-embedded = текст, внутри которого сертификаты: JSON, HTML или письмо
format-no_certificate = ключи, запросы или списки отозванных сертификатов

## What a payload of a profile does, a sentence each

effect-vpn = Направляет трафик через VPN.
effect-proxy = Направляет веб-трафик через прокси-сервер.
effect-relay = Направляет трафик через промежуточные узлы.
effect-content_filter = Позволяет приложению или списку решать, какие сайты доступны.
effect-dns = Позволяет кому-то другому отвечать, какой адрес стоит за именем.
effect-device_management = Передаёт устройство серверу управления, который может установить и другое, в том числе корневые сертификаты.
effect-fetches_profile = Заставляет устройство загрузить ещё один профиль.
effect-transparency_exemption = Освобождает сертификаты от записи в открытые журналы.

## Kinds of findings, a sentence each

kind-certificate = Сертификат в хранилище; что он такое, говорит его класс.
kind-same_key_twice = Программы доверяют нескольким сертификатам с одним ключом, поэтому отказ от одного из них не был бы отказом от ключа.
kind-public_name_foreign_key = Он носит имя корневого сертификата публичной программы, но ключ у него другой.
kind-new_since_last_audit = В прошлой проверке его не было.
kind-verification_disabled = Программе велено не проверять сертификаты: тот, кто на пути, может читать то, что она отправляет.
kind-proxy_configured = Трафик идёт через прокси-сервер, которому видно каждое запрошенное имя.

## What a setting does, a clause each

setting-node_tls_reject_unauthorized = Node.js принимает любой сертификат
setting-git_ssl_no_verify = git принимает любой сертификат
setting-git_ssl_verify = git принимает любой сертификат — всех сайтов или названного
setting-curl_insecure = curl принимает любой сертификат — сайтов или своего прокси-сервера
setting-wget_check_certificate = Wget принимает любой сертификат
setting-npm_strict_ssl = npm принимает любой сертификат
setting-yarn_strict_ssl = Yarn принимает любой сертификат
setting-pip_trusted_host = pip принимает любой сертификат этого узла
setting-python_https_verify = старые версии Python принимают любой сертификат
setting-go_insecure = Go загружает эти модули, какой бы сертификат ни предъявили
setting-apt_verify = apt принимает любой сертификат
setting-conda_ssl_verify = conda принимает любой сертификат
setting-insecure_registry = образы загружаются из этого реестра, какой бы сертификат он ни предъявил
setting-uv_insecure_host = uv принимает любой сертификат этого узла
setting-vscode_strict_ssl = редактор и его расширения принимают любой сертификат
setting-jetbrains_accept = программы JetBrains принимают любой сертификат, не спрашивая
setting-program_insecure = программа принимает любой сертификат
setting-browser_switch = браузер запускается без проверки сертификатов
setting-browser_policy = политика позволяет браузеру обходить проверку
setting-certificate_override = браузер принимает для этого узла один сертификат, что бы с ним ни было не так
setting-proxy_environment = трафик идёт через прокси-сервер, которому видно каждое запрошенное имя
setting-proxy_configuration = трафик идёт через прокси-сервер, которому видно каждое запрошенное имя
setting-proxy_policy = трафик идёт через прокси-сервер, которому видно каждое запрошенное имя

## Kinds of stores, a word or two for a table

store-debian_bundle = файл системы
store-debian_directory = папка системы
store-debian_local = добавленные
store-debian_packaged = из пакета
store-openssl_file = файл OpenSSL
store-openssl_directory = папка OpenSSL
store-system_bundle = системный файл
store-system_directory = системная папка
store-p11_kit_source = источник p11-kit
store-nss = база NSS
store-firefox_policy = политика Firefox
store-firefox_autoconfig = Firefox AutoConfig
store-chromium_policy = политика Chromium
store-chromium_server_certificates = своё у Chromium
store-java_keystore = хранилище Java
store-certifi = набор Python
store-named_file = указанный файл
store-named_directory = указанная папка
store-settings = настройки

## What is not looked at, and why: named by the English words that have no code



## Names

name-empty = (пустое имя)
name-cut = { $head }… ({ $count ->
        [one] { $count } знак
        [few] { $count } знака
       *[other] { $count } знаков
    })

## Who held a known key

remark-operator_camerfirma = AC Camerfirma S.A.
remark-operator_cnnic = Китайский информационный центр сети Интернет (CNNIC)
remark-operator_cyberoam = Cyberoam, в её устройствах для проверки трафика
remark-operator_darkmatter = DarkMatter LLC
remark-operator_dell = Dell Inc.
remark-operator_diginotar = DigiNotar B.V., взломанная в 2011 году
remark-operator_mcs_holdings = MCS Holdings
remark-operator_mitel = Mitel Networks
remark-operator_india_nic = Национальный центр информатики Индии (NIC), в подчинении CCA Индии
remark-operator_sennheiser = Sennheiser Communications A/S, в программе HeadSetup
remark-operator_startcom = StartCom Ltd.
remark-operator_superfish = Superfish, Inc.; предустановлен компанией Lenovo
remark-operator_trustcor = TrustCor Systems S. de R.L.
remark-operator_wosign = WoSign CA Limited
remark-operator_trustwave = клиент Trustwave, для проверки трафика внутри компании
remark-operator_comodo_2011 = взломщик регистрационного партнёра Comodo
remark-operator_turktrust = держатели сертификатов, по ошибке выданных TURKTRUST
remark-operator_bangladesh = кто-то, кто сумел получить сертификат на имя google.com.bd
remark-operator_sri_lanka = кто-то, кто сумел получить сертификат на имя google.lk
remark-operator_togo = кто-то, кто сумел получить сертификаты на имена в зоне .tg
remark-operator_uganda = кто-то, кто сумел получить сертификаты на имена в зоне .ug
remark-operator_dg_tresor = Казначейство Франции (DG Trésor)
remark-operator_kazakhstan = Правительство Республики Казахстан
remark-operator_russia = Министерство цифрового развития Российской Федерации
