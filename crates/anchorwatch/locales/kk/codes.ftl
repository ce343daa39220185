### What has a stable code, in words. The part after the first hyphen is the code.
### Ана тілінде сөйлейтінге: алдымен remark-reason_*: «түбірлік сертификат», «куәландырушы орталық» терминдері.

## Classes of a certificate, a sentence each

class-leaked_key = Оның жабық кілті жұртқа белгілі: осы сертификатқа сенетін адамның трафигін кез келген адам оқи алады.
class-known_interception = Ол басқа адамдардың шифрланған трафигін оқу үшін пайдаланылған немесе соған арнап жасалған.
class-suspected_family = Ол трафик оқуға пайдаланылған түбірлік сертификаттардың кезектісіне ұқсайды; бұл — күдік, дәлел емес.
class-distrusted_by_list = Оған осы машина бағынатын қол қойылған тізім тыйым салады.
class-distrusted_by_program = Түбірлік сертификаттар бағдарламаларының бірі оны салмақты себеппен алып тастаған немесе бұғаттаған: бұзып кіру, заңсыз берілген сертификаттар немесе алдау.
class-state_root = Бұл — мемлекеттің өз түбірлік сертификаты, ол браузерлердің бағдарламаларында жоқ; онымен трафик ұсталғаны белгісіз, бірақ иесінің қолынан келеді.
class-public_program = Ол Mozilla-ның веб-серверлерге арналған түбірлік сертификаттар жиынына кіреді.
class-retired_from_program = Оның куәландырушы орталығы Mozilla бағдарламасында бар немесе болған; бағдарламаның веб-серверлерге арналған түбірлік сертификаттары арасында қазір бұл жоқ.
class-inspection_product_name = Ол антивирустың немесе шлюздің түбірлік сертификаты сияқты аталған; мұндай атауды кез келген адам қоя алады. Жоймас бұрын сұраңыз.
class-unknown = Оны біреу қосқан; кім екенін білмейміз. Жоймас бұрын сұраңыз.

## Reasons for a class, a clause each

remark-reason_known_key = бұл — { $id } кілті ({ $title }); оның иесі: { $operator }
remark-reason_known_key_other_certificate = сертификат белгілі сертификаттан өзгеше: қайта шығарылған, атауы өзгертілген немесе басқа біреу қол қойған
remark-reason_not_in_logs = Certificate Transparency ашық журналдарының бірде-бірі бұл түбірден шыққан сертификатты қабылдамайды ({ $as_of } жағдайы бойынша)
remark-reason_known_key_other_encoding = кілт белгілі кілттен басқа байттармен жазылған, сондықтан хеш тізімдері оны байқамайды
remark-reason_look_alike_name = оның атауы { $id } атауына ұқсайды ({ $title }), бірақ басқаша жазылған; ол түбірлік сертификатпен трафик оқылады, иесі: { $operator }. Мұндай атты кез келген адам жаза алады
remark-reason_signed_by_known_key = оған { $id } кілтімен қол қойылған ({ $title }); кілттің иесі: { $operator }
remark-reason_known_intermediate = бұл — { $id } аралық сертификаты; оның иесі: { $operator }. Онымен трафик оқылған, мұны { $seen } жүргізілген өлшеу көрсетті
remark-reason_isca_name = оның атауы Қазақстандағы трафик ұстауға арналған 2020 және 2021 жылғы түбірлік сертификаттардың атауымен бірдей
remark-reason_isca_generator_mark = оның сериялық нөмірі мен кілт идентификаторлары трафик ұстауға арналған 2020 жылғы 28 ақпандағы сегіз түбірлік сертификаттыкі сияқты жасалған
remark-reason_known_key_other_name = бұл — трафик ұстайтын белгілі кілт, бірақ бұрын онымен кездеспеген атаумен
remark-reason_known_name_new_key = оның атауы басқа адамдардың трафигін оқуға пайдаланылатын түбірлік сертификаттың атауымен дәлме-дәл бірдей, ал кілті басқа
remark-reason_known_issuer_name = онда беруші ретінде { $id } атауы көрсетілген ({ $title }); бұл түбірлік сертификатпен трафик оқылады, иесі: { $operator }. Оған белгілі кілттердің ешқайсысымен қол қойылмаған, ал мұндай атты кез келген адам жаза алады
remark-reason_look_alike_issuer_name = онда берушінің атауы { $id } атауына ұқсайды ({ $title }), бірақ басқаша жазылған; ол түбірлік сертификатпен трафик оқылады, иесі: { $operator }. Оған белгілі кілттердің ешқайсысымен қол қойылмаған, ал мұндай атты кез келген адам жаза алады
remark-reason_isca_issuer_name = онда беруші ретінде Қазақстандағы трафик ұстауға арналған түбірлік сертификаттардың атауы көрсетілген. Оған белгілі кілттердің ешқайсысымен қол қойылмаған, ал мұндай атты кез келген адам жаза алады
remark-reason_state_issuer_name = онда беруші { $name } деп аталған: бұл — мемлекеттің түбірлік сертификаты немесе оның астындағы аралық сертификат ({ $country }). Оған сол мемлекеттің белгілі кілттерінің ешқайсысымен қол қойылмаған, ал мұндай атты кез келген адам жаза алады
remark-reason_inspection_issuer_name = онда беруші { $product } өнімінің түбірлік сертификаты сияқты аталған; мұндай атты кез келген адам қоя алады
remark-reason_state_authority = CCADB оның иесі деп мемлекеттік органды атайды ({ $country }), ол браузерлердің ешбір бағдарламасында болмаған
remark-reason_state_root_name = оның атауы { $name }: бұл — мемлекеттің түбірлік сертификатының немесе оның астындағы аралық сертификаттың атауы ({ $country }), бірақ кілті басқа; мұндай атты кез келген адам жаза алады
remark-reason_public_program_key = кілт Mozilla-ның TLS серверлеріне арналған түбірлік сертификаттар жиынына кіреді
remark-reason_retired_from_program = ол Mozilla бағдарламасының жазбаларында бар, бірақ TLS серверлеріне арналған жиынға кірмейді
remark-reason_inspection_product_name = ол { $product } өнімінің түбірлік сертификаты сияқты аталған; мұндай атауды кез келген адам қоя алады
remark-reason_on_signed_list = ол осы машина бағынатын қол қойылған тізімде бар: { $list }
remark-reason_not_in_any_registry = бұл кілт бізге белгілі түбірлік сертификаттар бағдарламаларында да, белгілі түбірлік сертификаттар арасында да жоқ
remark-reason_outside_validity = { $when ->
        [begins] оның жарамдылық мерзімі тек { $time } басталады
       *[ended] оның жарамдылық мерзімі { $time } аяқталған
    }

## Roles of a certificate, a clause each

role-root = иесі мен шығарушысы бір
role-intermediate = басқа атаумен шығарылған және өзі де шығара алады
role-leaf = басқа атаумен шығарылған және өзі шығара алатынын айтпайды

## What a file is, a noun each

format-der = сертификат (DER)
format-pem = PEM мәтіні
format-base64 = PEM белгілері жоқ base64 мәтіні
format-pkcs7 = PKCS #7 файлы
format-pkcs12 = PKCS #12 файлы
format-profile = Apple құрылғыларына арналған қол қойылмаған конфигурация профилі
format-signed_profile = Apple құрылғыларына арналған қол қойылған конфигурация профилі
format-registry_export = Windows тізілімінің көшірмесі
format-serialized_store = Windows сертификаттар қоймасының сериялық файлы
format-p11_kit = p11-kit сенім нысандарының мәтіні
format-embedded = ішінде сертификаттары бар мәтін: JSON, HTML немесе хат
format-no_certificate = кілттер, сұраулар немесе кері қайтарылған сертификаттар тізімдері

## What a payload of a profile does, a sentence each

effect-vpn = Трафикті VPN арқылы жібереді.
effect-proxy = Веб-трафикті прокси-сервер арқылы жібереді.
effect-relay = Трафикті аралық тораптар арқылы жібереді.
effect-content_filter = Қай сайттарға кіруге болатынын қолданбаның немесе тізімнің шешуіне мүмкіндік береді.
effect-dns = Атауға қай мекенжай сәйкес келетінін басқа біреудің айтуына мүмкіндік береді.
effect-device_management = Құрылғыны басқару серверіне береді; ол басқаны да, соның ішінде түбірлік сертификаттарды да орната алады.
effect-fetches_profile = Құрылғыға тағы бір профиль жүктетеді.
effect-transparency_exemption = Сертификаттарды ашық журналдарға жазудан босатады.

## Kinds of findings, a sentence each

kind-certificate = Қоймадағы сертификат; оның не екенін класы айтады.
kind-same_key_twice = Бағдарламалар кілті ортақ бірнеше сертификатқа сенеді, сондықтан олардың біреуінен бас тарту кілттен бас тарту болмас еді.
kind-public_name_foreign_key = Оның атауы ашық бағдарламаның түбірлік сертификатының атауымен бірдей, ал кілті басқа.
kind-new_since_last_audit = Ол алдыңғы тексеруде болмаған.
kind-verification_disabled = Бағдарламаға сертификаттарды тексермеу бұйырылған: жолда тұрған адам ол жіберген деректерді оқи алады.
kind-proxy_configured = Трафик прокси-сервер арқылы өтеді, оған сұралған әрбір атау көрінеді.

## What a setting does, a clause each

setting-node_tls_reject_unauthorized = Node.js кез келген сертификатты қабылдайды
setting-git_ssl_no_verify = git кез келген сертификатты қабылдайды
setting-git_ssl_verify = git барлық сайттың немесе аталған сайттың кез келген сертификатын қабылдайды
setting-curl_insecure = curl сайттардың немесе өз прокси-серверінің кез келген сертификатын қабылдайды
setting-wget_check_certificate = Wget кез келген сертификатты қабылдайды
setting-npm_strict_ssl = npm кез келген сертификатты қабылдайды
setting-yarn_strict_ssl = Yarn кез келген сертификатты қабылдайды
setting-pip_trusted_host = pip осы тораптың кез келген сертификатын қабылдайды
setting-python_https_verify = Python-ның ескі нұсқалары кез келген сертификатты қабылдайды
setting-go_insecure = Go бұл модульдерді қандай сертификат көрсетілсе де жүктейді
setting-apt_verify = apt кез келген сертификатты қабылдайды
setting-conda_ssl_verify = conda кез келген сертификатты қабылдайды
setting-insecure_registry = бейнелер осы тізілімнен қандай сертификат көрсетілсе де жүктеледі
setting-uv_insecure_host = uv осы тораптың кез келген сертификатын қабылдайды
setting-vscode_strict_ssl = редактор мен оның кеңейтімдері кез келген сертификатты қабылдайды
setting-jetbrains_accept = JetBrains бағдарламалары кез келген сертификатты сұрамай қабылдайды
setting-program_insecure = бағдарлама кез келген сертификатты қабылдайды
setting-browser_switch = браузер сертификаттарды тексермейтін күйде іске қосылады
setting-browser_policy = саясат браузерге тексеруді айналып өтуге рұқсат береді
setting-certificate_override = браузер осы торап үшін бір сертификатты, ақауы қандай болса да, қабылдайды
setting-proxy_environment = трафик прокси-сервер арқылы өтеді, оған сұралған әрбір атау көрінеді
setting-proxy_configuration = трафик прокси-сервер арқылы өтеді, оған сұралған әрбір атау көрінеді
setting-proxy_policy = трафик прокси-сервер арқылы өтеді, оған сұралған әрбір атау көрінеді

## Kinds of stores, a word or two for a table

store-debian_bundle = жүйе файлы
store-debian_directory = жүйе бумасы
store-debian_local = қосылғандар
store-debian_packaged = дестеден
store-openssl_file = OpenSSL файлы
store-openssl_directory = OpenSSL бумасы
store-system_bundle = жүйелік файл
store-system_directory = жүйелік қалта
store-p11_kit_source = p11-kit көзі
store-nss = NSS дерекқоры
store-firefox_policy = Firefox саясаты
store-firefox_autoconfig = Firefox AutoConfig
store-chromium_policy = Chromium саясаты
store-chromium_server_certificates = Chromium-нікі
store-java_keystore = Java қоймасы
store-certifi = Python жинағы
store-named_file = көрсетілген файл
store-named_directory = көрсетілген бума
store-settings = баптаулар

## What is not looked at, and why: named by the English words that have no code



## Names

name-empty = (бос атау)
name-cut = { $head }… ({ $count } таңба)

## Who held a known key

remark-operator_camerfirma = AC Camerfirma S.A.
remark-operator_cnnic = Қытайдың Интернет желісі ақпарат орталығы (CNNIC)
remark-operator_cyberoam = Cyberoam, трафикті тексеретін құрылғыларында
remark-operator_darkmatter = DarkMatter LLC
remark-operator_dell = Dell Inc.
remark-operator_diginotar = DigiNotar B.V., 2011 жылы бұзылған
remark-operator_mcs_holdings = MCS Holdings
remark-operator_mitel = Mitel Networks
remark-operator_india_nic = Үндістанның Ұлттық информатика орталығы (NIC), Үндістанның CCA қарамағында
remark-operator_sennheiser = Sennheiser Communications A/S, HeadSetup бағдарламасында
remark-operator_startcom = StartCom Ltd.
remark-operator_superfish = Superfish, Inc.; Lenovo алдын ала орнатқан
remark-operator_trustcor = TrustCor Systems S. de R.L.
remark-operator_wosign = WoSign CA Limited
remark-operator_trustwave = Trustwave-тің тұтынушысы, компания ішіндегі трафикті тексеру үшін
remark-operator_comodo_2011 = Comodo-ның тіркеу серіктесіне бұзып кірген адам
remark-operator_turktrust = TURKTRUST қателесіп берген сертификаттардың иелері
remark-operator_bangladesh = google.com.bd атауына сертификат ала алған біреу
remark-operator_sri_lanka = google.lk атауына сертификат ала алған біреу
remark-operator_togo = .tg аймағындағы атауларға сертификаттар ала алған біреу
remark-operator_uganda = .ug аймағындағы атауларға сертификаттар ала алған біреу
remark-operator_dg_tresor = Францияның қазынашылығы (DG Trésor)
remark-operator_kazakhstan = Қазақстан Республикасының Үкіметі
remark-operator_russia = Ресей Федерациясының Цифрлық даму министрлігі
