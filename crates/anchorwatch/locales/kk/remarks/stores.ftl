### Remarks on stores and the files of programs. Clauses.
### Ана тілінде сөйлейтінге: алдымен NSS («сенім нысаны», «модуль») мен Java («кілт қоймасы»).

## Files of certificates

remark-store_named_pipe = { $path } — атаулы арна: одан оқылатынды басқа бағдарлама жазады, сондықтан ол тексерілмеді
remark-store_openssl_loads_nothing = OpenSSL { $name } ішінен бірде-бір сертификат жүктемейді, curl, Python және соған негізделген басқалары да: { $why }
remark-store_openssl_stops = OpenSSL үшін { $name } файлы { $offset }-байтта, нөлдік байттан басталатын жолда аяқталады; OpenSSL, curl, Python және соған негізделген басқалары содан бұрынғысын ғана жүктейді
remark-store_gnutls_loads_nothing = GnuTLS { $name } ішінен бірде-бір сертификат жүктемейді: { $why }
remark-store_neither_pem_nor_der = { $name } — PEM де, DER түріндегі сертификат та емес
remark-store_part = { $name }: { $why }
remark-store_without_certificate = { $name } ішінде оқуға болатын сертификат жоқ
remark-store_more_parts = оқу мүмкін болмаған тағы { $count } бөлік
remark-store_nested_too_deep = { $path } тым терең кірістірілген
remark-store_names_limit = атаулардың { $max } ғана қаралды

## Debian's package

remark-shipped_unread = { $why }
remark-shipped_changed = { $path } өз дестесі әкелген күйінде емес және жіберілмейді
remark-shipped_nothing = { $path } ішінде әкелінген күйінде қалған бірде-бір сертификат аталмаған
remark-shipped_not_text = { $path } — мәтін емес
remark-shipped_not_a_sum = { $path } ішінде бақылау сомасы емес жол бар

## Databases

remark-database_not_sqlite = базаны SQLite ретінде оқу мүмкін емес: { $why }
remark-database_rows_limit = базада { $max } жолдан көп
remark-database_without_table = базада { $name } кестесі жоқ
remark-database_not_a_table = { $name } — кесте емес ({ $kind })
remark-database_is_a_link = бұл сілтеме; әлі енгізілмеген өзгерістер ол көрсететін жердің қасында
remark-database_is_written = оқылып жатқанда оған бағдарлама жазып жатыр
remark-database_beside_unread = { $path } ішінде базада әлі жоқ өзгерістер болуы мүмкін: { $why }
remark-database_beside_not_understood = { $path } ішінде базада әлі жоқ өзгерістер болуы мүмкін: { $why }
remark-database_changes_not_understood = базаның қасында онда әлі жоқ өзгерістер болуы мүмкін: { $why }
remark-recovery_not_sqlite = бұл SQLite файлы емес
remark-recovery_odd_name = оның соңында осы базаның бас журналы аталмаған
remark-recovery_page_size = беттерінің өлшемі базадағыдан басқа
remark-recovery_damaged = ондағы бет бүлінген
remark-recovery_too_large = база { $max } байттан үлкен болар еді
remark-recovery_version = оның нұсқасы: { $version }

## NSS

remark-nss_certificate_row = сертификат жолы: { $why }
remark-nss_unsigned_trust = { $subject } сертификатына сенім базаның кілтімен қол қойылмаған: оны NSS жазған жоқ, және key4.db осы күйінде тұрғанда NSS оны ескермейді
remark-nss_trust_without_certificate = { $count } сенім нысаны базада жоқ сертификаттарға қатысты: сервер жібере салысымен NSS оларға сенеді
remark-nss_old_format_beside = қасындағы { $name } — 2018 жылға дейінгі пішімдегі NSS базасы, ол оқылмайды; мына база тұрғанда қазіргі бағдарламалар да оны оқымайды
remark-nss_old_format = бұл — 2018 жылға дейінгі пішімдегі NSS базасы, ол оқылмайды; бағдарлама іске қосылғанда ондағыны жаңа базаға көшіреді
remark-nss_list_is_p11_kit_trust = мұнда NSS-тің өз түбірлік сертификаттар тізімінің орнында p11-kit модулі тұр: { $clients } жүйелік жиындағыға сенеді
remark-nss_list_is_p11_kit_proxy = мұнда NSS-тің өз түбірлік сертификаттар тізімінің орнында p11-kit прокси-модулі тұр
remark-nss_list_is_another = ол NSS-тің түбірлік сертификаттар тізімін алмастырады, бірақ өзі ондай тізім емес немесе дестесі әкелген күйінде емес; осыдан { $clients } тағы неге сенетіні тексерілмеді
remark-nss_p11_kit_argument = p11-kit модулінің «{ $argument }» параметрі түсініксіз
remark-nss_p11_kit_setting = p11-kit-тің { $file } модулінде «{ $setting }» баптауы бар, ол түсініксіз
remark-nss_p11_kit_remote = p11-kit-тің { $file } модулі — кез келген түбірлік сертификатты қоса алатын басқа бағдарлама; ол тексерілмеді
remark-p11_kit_trust_module = p11-kit сенімді { $library } арқылы алады; бұл оның өз сенім модулі емес, кез келген түбір сертификатты қоса алады: мұнда оны GnuTLS (wget, git) пен `trust extract` пайдаланады; ол тексерілген жоқ
remark-p11_kit_trust_module_unused = p11-kit сенімді { $library } арқылы алады; бұл оның өз сенім модулі емес, `trust extract` пен p11-kit-тен сұрайтын бағдарламаларға кез келген түбір сертификатты қоса алады; бұл жүйеде GnuTLS ортақ сертификаттар файлын оқиды; ол тексерілген жоқ
remark-nss_p11_kit_place = p11-kit модулінің «{ $place }» орны бағдарламаның қайдан іске қосылғанына байланысты
remark-nss_unknown_module = { $library } модулі — кез келген түбірлік сертификатты қоса алатын бағдарлама; ол тексерілмеді
remark-nss_too_many_modules = { $max } модульден көбі аталған; қалғандары қаралмады
remark-nss_prefixed_database = модуль базасының атауы алдында префикс бар, сондықтан ол оқылмады
remark-nss_relative_database = «{ $folder }» базасының қалтасы бағдарламаның қайдан іске қосылғанына байланысты

## p11-kit

remark-p11_kit_refused_twin = { $subject } кілтін тыйым тізімі басқа сертификатта қабылдамайды: шығарылған файлдарда ол жоқ, бірақ GnuTLS пен NSS оған сенеді
remark-p11_kit_files_limit = { $path } ішінде { $max } файлдан көп; қалғандары оқылмады
remark-p11_kit_unknown_class = { $name }: { $number }-нысан: оның класы белгісіз
remark-p11_kit_object_certificate = { $name }: { $number }-нысан: оның сертификатын оқу мүмкін емес
remark-p11_kit_doubtful_object = { $name }: { $number }-нысанға бола p11-kit файлды оқымауы мүмкін, сондықтан файл қабылдамайтын нәрсе қабылданбаған деп саналмайды
remark-p11_kit_unknown_line = { $name }: { $line }-жол p11-kit пішімінен белгілі ештеңеге ұқсамайды

## Firefox and Thunderbird

remark-mozilla_overrides_limit = мұнда { $count } ерекше жағдай бар, { $max } ғана көрсетілген
remark-mozilla_script_not_judged = бұл баптаулар орнатып қана қоймайтын бағдарлама; оның не істейтіні тексерілмеді
remark-mozilla_script_strings = мұнда { $max } жолдан көп; сертификаттар бәрінен ізделмеді
remark-mozilla_script_fetches = әр іске қосылғанда тағы бір бағдарлама жүктеледі (autoadmin.global_config_url); оның не істейтіні тексерілмеді
remark-mozilla_script_marks = біздің бөлікті қоршаған жолдар онда бір реттен кездеспейді
remark-mozilla_policy_file_not_json = бұл оқуға болатын JSON емес ({ $why })
remark-mozilla_policy_file_without_policies = онда «policies» нысаны жоқ
remark-mozilla_policy_file_limit = онда { $max } сертификаттан не модульден көбі аталған

## Chromium

remark-chromium_policy_unreadable = бұл оқуға болатын саясат файлы емес: { $why }
remark-chromium_policy_entry = { $key }: { $why }
remark-chromium_policy_entries_limit = { $key }: алғашқы { $max } жазба ғана оқылды
remark-chromium_certificate_row = сертификат жолы: { $why }
remark-chromium_row_trust_cut = жолдағы сенім: хабарлама { $offset }-байтта үзіледі
remark-chromium_row_trust_kind = жолдағы сенім: хабарламада { $kind } түріндегі өріс жоқ
remark-chromium_unknown_browser = Chromium негізіндегі браузер оқитындай оқылады, бірақ { $folder } қалтасын қай браузер пайдаланатыны белгісіз: block онда ештеңені бұғаттай алмайды

## Java

remark-java_entry = «{ $alias }» жазбасы: { $why }
remark-java_part = { $place } бөлігі: { $why }
remark-java_unknown_password = бақылау сомасы әдеттегі құпиясөздердің ешқайсысына келмейді: құпиясөзі басқа немесе файл онсыз өзгертілген; сертификаттары Java құпиясөзсіз оқитындай оқылды
remark-java_keystore_unreadable = { $why }
remark-java_not_a_keystore = { $format ->
        [der] бұл Java оқитын кілт қоймасы емес, сертификат (DER)
        [pem] бұл Java оқитын кілт қоймасы емес, PEM мәтіні
        [pkcs7] бұл Java оқитын кілт қоймасы емес, PKCS #7 файлы
       *[other] бұл Java оқитын кілт қоймасы емес, басқа файл ({ $format })
    }
remark-java_no_password_tried = бірде-бір құпиясөз қолданылмады
remark-java_keystore_ends = кілт қоймасы { $at }-байтта жазбаның ортасында үзіледі
remark-java_keystore_version = кілт қоймасының нұсқасы: { $version }, ал 1 мен 2 ғана белгілі
remark-java_keystore_tag = кілт қоймасының { $at }-байтында белгісіз { $tag } түріндегі жазба бар
remark-java_keystore_secret_key = { $at }-байтта құпия кілт тұр; одан кейінгісі оқылмады
remark-java_keystore_entries_limit = кілт қоймасының алғашқы { $max } сертификаты ғана оқылды
remark-java_blocked_list_private = { $path } оқылмады, сондықтан ол бойынша ештеңе қабылданбаған деп саналмайды: оны әр пайдаланушы оқи алмайды
remark-java_blocked_list_unread = { $path } оқылмады, сондықтан ол бойынша ештеңе қабылданбаған деп саналмайды: { $why }
remark-java_blocked_list_not_understood = { $path } оқылмады, сондықтан ол бойынша ештеңе қабылданбаған деп саналмайды: { $why }

## What SQLite refuses

remark-sqlite_not_a_database = бұл SQLite дерекқоры емес немесе ол шифрланған
remark-sqlite_damaged = дерекқор бүлінген
remark-sqlite_value = мән күтілген түрде емес
remark-sqlite_code = SQLite { $code } қатесін хабарлады

## Why a finding is in the answer, beside the reasons of its class

remark-held_out = `anchorwatch block` оны жүйелік қоймаға енгізбейді
remark-confined = `anchorwatch block` оны жеке атаулармен және сіздің келісімдеріңізбен шектейді
remark-not_self_issued = оны шығарушы басқа
remark-not_an_authority = ол өзін куәландыру орталығы демейді
remark-has_name_constraints = оның өз атау шектеулері бар
remark-not_as_rfc_5280 = ол RFC 5280 бойынша кодталмаған
remark-refused_here = `anchorwatch block` осы машинада оның кілтін бұғаттайды
remark-not_limited_here = `anchorwatch block --unlisted` осы машинада оны шектейді, бірақ мұнда емес
remark-same_key_twice = осы кілті бар сертификаттар: { $certificates }
