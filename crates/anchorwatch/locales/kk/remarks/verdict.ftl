### check, verdict және verify жауаптары неден құралады. Ана тілінде сөйлейтін адам алдымен
### мынаны тексерсін: «куәландырады», «тізбек», «жалпыға ортақ атау»; бәрі де сөйлем бөліктері;
### remark-ech_block*; remark-throttled; remark-speed_varies; remark-dns_*: «шифрланған қосылым арқылы берген мекенжай», «атынан келген жауап».

## What a rule saw, a clause each

remark-signed_by_interception_key = тізбекке { $known_id } кілтімен қол қойылған; ол трафик оқуға пайдаланылған немесе соған арнап жасалған, иесі: { $operator }
remark-signed_by_leaked_key = тізбекке { $known_id } кілтімен қол қойылған; оның жабық бөлігі жұртқа белгілі, сондықтан жалпыға ортақ сайттарға онымен қол қойылмайды
remark-other_key_at_own_server = өз серверіңізде { $name } атауы сұралған { $total } қосылымның { $other_key } рет бөтен кілт жауап берді, ал басқа атаулар сұралған { $controls } қосылымның { $own_key } рет сервердің өз кілті жауап берді: жолдағы біреу атауға қарап, сервердің орнына жауап береді
remark-other_keys_at_own_server = өз серверіңізде { $total } қосылымның { $other_key } рет бөтен кілт, ал { $own_key } рет сервердің өз кілті жауап берді: кейбір қосылымдар басқа жерде аяқталады
remark-answers_differ = { $name } { $trusted } қосылымда сенімді сертификат, ал { $refused } қосылымда сенімсіз сертификат көрсетті
remark-own_server_not_reached = өз серверіңізге қосылу мүмкін болмады: { $total } қосылымның { $other_key } рет бөтен кілт жауап берді, ал сервердің өз кілті бірде-бір рет жауап бермеді; қате мекенжай не хеш, желіге кіру беті және барлық қосылымды ұстап қалу да дәл осылай көрінеді
remark-own_server_untested = { $total ->
        [0] өз серверіңізге қосылу мүмкін болмады
       *[other] { $name } атауы сұралған { $total } қосылымның ешқайсысында өз серверіңіз кілтін растамады
    }, сондықтан ол жерде ештеңе тексерілмеді: ол жұмыс істемейді немесе жолдағы біреу оған қосылымды үзеді
remark-hello_changed_for_name = { $name } атауы сұралған { $total } қосылымның { $changed } рет өз серверіңіз жіберілген емес, басқа ClientHello алды, ал басқа атауларда — жіберілгеннің өзін: жолдағы біреу қосылымды үзіп, өзінікін ашты
remark-hello_changed = { $total } қосылымның { $changed } рет, басқа атауларда да, өз серверіңіз жіберілген емес, басқа ClientHello алды: жолдағы біреу қосылымды үзіп, өзінікін ашты
remark-copied_certificate = басқа атауларға бұл сервер { $total } қосылымның { $seen } рет { $genuine_issuer } берген сертификатты көрсетті, оған жария түбірлік сертификат кепіл; { $name } атауына ол сол сертификаттың { $issuer } берген, кілті басқа көшірмесін көрсетті
remark-name_cut_off = { $name } атауы сұралған { $tries } қосылым сертификат келгенше үзілді ({ $failure }), ал сол мекенжайда басқа атаулар сұралған { $controls } қосылымға жауап келді
remark-name_cut_off_over_quic = QUIC арқылы { $name } атауы сұралған { $tries } қол алысу сертификат келгенше үзілді ({ $failure }), ал сол мекенжайда басқа атаулар сұралған { $controls } қол алысуға жауап келді: QUIC қолданатын бағдарламалар TCP-ге көшеді
remark-quic_silent = DNS бойынша { $name } HTTP/3 ұсынады, бірақ QUIC арқылы { $tries } қол алысудың ешқайсысына жауап келмеді: бағдарламалар TCP-ге көшеді. Көп желі осы портқа келетін UDP-ні не үшін екеніне қарамай тастайды
remark-name_cut_off_at_own_server = өз серверіңізде { $name } атауы сұралған { $tries } қосылым сертификат келгенше үзілді ({ $failure }), ал басқа атаулар сұралған { $controls } қосылымға жауап келді: жолдағы біреу осы атаудың қосылымдарын үзеді
remark-throttled = өз серверіңіздің деректері { $name } атауы сұралған { $tries } қосылымда { $fastest_kbit_s } кбит/с-тан жылдам келмеді, ал басқа атаулар сұралған { $controls } қосылымда { $slowest_kbit_s } кбит/с-тан баяу келмеді: жолдағы біреу осы атаудың қосылымдарын баяулатады
remark-dns_leads_to_forgery = { $resolver ->
        [system] осы компьютердің атаулар сервері { $name } үшін берген { $address } мекенжайы
       *[other] { $resolver } атынан { $name } үшін келген { $address } мекенжайы
    } сол атауды өзінікі деп көрсететін, бірақ ешбір жария түбірлік сертификат кепіл болмайтын біреуге апарады; { $sure } шифрланған қосылым арқылы берген мекенжай сайтқа апарады
remark-dns_no_public_address = { $resolver ->
        [system] осы компьютердің атаулар сервері { $name } үшін берген { $address } мекенжайы
       *[other] { $resolver } атынан { $name } үшін келген { $address } мекенжайы
    } жалпыға ортақ сайттарда болмайды; { $sure } шифрланған қосылым арқылы берген мекенжай сайтқа апарады
remark-dns_no_such_name = { $resolver ->
        [system] осы компьютердің атаулар сервері
       *[other] { $resolver } атынан келген жауап
    } { $name } жоқ дейді; { $sure } шифрланған қосылым арқылы берген мекенжай сайтқа апарады
remark-dns_leads_elsewhere = { $resolver ->
        [system] осы компьютердің атаулар сервері { $name } үшін берген { $address } мекенжайы
       *[other] { $resolver } атынан { $name } үшін келген { $address } мекенжайы
    } сертификаты басқа атауларға арналған серверге апарады; { $sure } шифрланған қосылым арқылы берген мекенжай сайтқа апарады
remark-dns_ech_missing = { $resolver } атынан келген жауапта браузерлер { $name } атауын жолда жасыратын кілт (Encrypted Client Hello) жоқ, ал { $sure } шифрланған қосылым арқылы берген жауапта ол бар
remark-dns_canary_denied = { $resolver } атынан келген жауап { $canary } жоқ дейді: бұл браузерлерден атау сұрауларын шифрламауды сұрау, сонда сайт атаулары жолда көрінеді
remark-refused_for_some_hellos = { $name } атауына жауап оның қалай сұралғанына байланысты. Сенімсіз сертификат әр жолы мына сұрауға келді: { $refused }. Сенімді сертификат әр жолы мына сұрауға келді: { $trusted }
remark-answered_for_some_hellos = әдеттегі ClientHello-ға { $name } сертификаты келмеді, ал сенімді сертификат әр жолы мына сұрауға келді: { $trusted }
remark-ech_blocked_for_name = атауы шифрланған (ECH) және { $outer } атауы ашық көрінген { $cut } қосылым сертификат келгенше үзілді ({ $failure }), ал екеуі бірге болмаған { $answered } қосылымға жауап келді: жолдағы бірдеңе дәл осы екеуі бірге болғанда үзеді
remark-ech_blocked = атауы шифрланған (ECH) { $cut } қосылым сертификат келгенше үзілді ({ $failure }), ал сол мекенжайда атауы шифрланбаған { $answered } қосылымға жауап келді: шифрланған атаулар үзіледі
remark-ech_block_unclear = атауы шифрланған (ECH) { $total } қосылымның { $cut } рет үзілгені байқалды, ал қалғандары себебі шифрланған атау ма, соны көрсетпейді
remark-ech_rejected_by_added_root = шифрланған атауға (ECH) конфигурацияда аталған { $outer } емес, басқа біреу жауап берді: жауапқа { $signer } түбірлік сертификатымен қол қойылған, оны осы машинаға біреу қосқан немесе ол трафик оқуымен белгілі
remark-ech_rejected_untrusted = шифрланған атау (ECH) { $outer } атауына арналған сенімсіз сертификатпен қабылданбады: { $refusal }
remark-led_to_root = { $name } шифрсыз сұралғанда, жауап басқа сайтқа, { $page } мекенжайына бағыттады, ол түбірлік сертификат орнатуды ұсынады: { $root }
remark-public_authority_offered = { $name } үшін шифрсыз бет сертификат ұсынады ({ $page }), бірақ ол түбірлік емес: { $subject } сертификатына { $root } қол қойған, оған құрылғылар онсыз да сенеді
remark-root_offered = { $name } шифрсыз беті түбірлік сертификат орнатуды ұсынады ({ $page }): { $root }
remark-sign_in_page_came = желіге кірмейінше, ол { $name } торабына өткізбейтін сияқты: { $page }. Мұның өзі трафик ұстау емес; желінің кімдікі екенін білсеңіз, желіге кіріп, қайта тексеріңіз
remark-signed_by_added_root = тізбекке { $signer } қол қойған: бұл түбірлік сертификатты осы машинаға біреу қосқан, ал { $name } — жалпыға ортақ атау
remark-refused_here_alone = { $tries } қосылымның бәрінде { $name } үшін { $issuer } берген, жария түбірлік сертификатқа апармайтын сертификат келді, ал басқа жерден сол мекенжайда { $notary_issuer } берген, апаратын сертификат көрінді
remark-sent_elsewhere = { $tries } қосылымның бәрінде { $name } үшін { $issuer } берген, жария түбірлік сертификатқа апармайтын сертификат келді, әрі ол басқа жерден көрінбеген мекенжайдан келді; ол жерде { $notary_issuer } берген, апаратын сертификат келді
remark-unlogged_certificate = { $name } үшін { $issuer } берген сертификат ешбір ашық журналда жоқ, ал басқа жерден { $notary_issuer } берген, кілті басқа сертификат көрінді
remark-unlogged_new_authority = { $name } үшін { $issuer } берген сертификат ешбір ашық журналда жоқ, ал бұл атау соңғы рет көрінгенде ({ $time }) оған { $earlier_issuer } қол қойған
remark-new_authority_here_alone = { $name } үшін { $issuer } берген сертификат бұрын көрінгеннен ({ $time }) жаңа, ол кезде бұл атауға { $earlier_issuer } қол қойған; басқа жерден әлі де { $notary_issuer } берген сертификат көрінеді
remark-unlogged_forbidden_authority = { $name } үшін { $issuer } берген сертификат ешбір ашық журналда жоқ, ал { $record } атауының CAA жазбасы { $count ->
        [0] ешкімге қол қоюға рұқсат бермейді
       *[other] тек басқаларға қол қоюға рұқсат береді: { $allowed }
    }
remark-new_forbidden_authority = { $name } үшін { $issuer } берген сертификат бұрын көрінгеннен ({ $time }) жаңа, ол кезде бұл атауға { $earlier_issuer } қол қойған, ал { $record } атауының CAA жазбасы { $count ->
        [0] ешкімге қол қоюға рұқсат бермейді
       *[other] тек басқаларға қол қоюға рұқсат береді: { $allowed }
    }
remark-misissued_key = серверде { $known_id } кілті бар: ашық куәландырушы орталық оған атаулардың иесі тапсырыс бермеген сертификат берген; тапсырыс берген: { $operator }. Осы кілт { $name } атауына жауап береді
remark-sites_own_certificate = барлық қосылымда, басқа атаулармен де, бір ғана кілт көрінді, ашық куәландырушы орталық оны { $name } үшін растаған ({ $issuer }); сертификат бәрібір қабылданбайды: { $refusal }
remark-refused_by_old_roots = { $name } атауын жария { $root } түбірлік сертификаты куәландырады, ал өлшеген бағдарлама былай деді: { $failure }
remark-refused_under_known_root = { $name } сертификаты { $root } түбіріне апарады: түбірлік сертификаттар бағдарламалары оны біледі немесе білген, ал бұл бағдарламаның ашық түбірлерінің арасында ол жоқ; өлшеген бағдарлама былай деді: { $failure }
remark-refused_though_logged = { $issuer } берген { $name } сертификатын әртүрлі операторлардың ашық журналдары көрген (операторлар саны: { $operators }), ал өлшеген бағдарлама былай деді: { $failure }
remark-consented_root_vouches = жалпыға ортақ { $name } атауын осы машинаға біреу қосқан { $root } түбірлік сертификаты куәландырады, ал машинаның иесі бұған { $until } дейін келісім берген
remark-signer_looks_known = қол қойған { $signer } түбірлік сертификаты белгілі иенің кезекті сертификатына ұқсайды
remark-sent_looks_known = жіберілген { $subject } сертификаты белгілі иенің кезекті сертификатына ұқсайды
remark-unchecked_added_root = сертификатта шығарушы ретінде { $issuer } аталған: бұл түбірлік сертификатты осы машинаға біреу қосқан, ал { $name } — жалпыға ортақ атау; мұндай қолтаңбаны бұл бағдарлама тексере алмайды, ал басқалары тексере алады
remark-named_like_leaked_root = сертификатта шығарушы ретінде { $issuer } аталған: бұл — жабық кілті жұртқа белгілі { $known_id } түбірлік сертификатының атауы
remark-named_like_interception_root = сертификатта шығарушы ретінде { $issuer } аталған: бұл — трафик оқуға пайдаланылатын { $known_id } түбірлік сертификатының атауы, иесі: { $operator }
remark-named_almost_like_interception_root = сертификатта шығарушы ретінде { $issuer } аталған: бұл трафик оқуға пайдаланылатын { $known_id } түбірлік сертификатының атауына ұқсайды ({ $title }), бірақ басқаша жазылған; оның иесі: { $operator }
remark-named_like_isca = сертификатта шығарушы ретінде { $issuer } аталған: Қазақстанда трафик оқу үшін жасалған түбірлік сертификаттар осылай аталады
remark-named_like_state_root = сертификатта шығарушы ретінде { $issuer } аталған: бұл — { $root } атауы, мемлекеттің түбірлік сертификаты немесе оның астындағы аралық сертификат ({ $country })
remark-named_like_product = сертификатта шығарушы ретінде { $issuer } аталған: бұл — иесінің шифрланған трафигін әдейі оқитын { $product } өнімінің атауы; оның түбірлік сертификаты бұл бағдарлама қарайтын жерлерде жоқ
remark-public_root_vouches = жалпыға ортақ { $root } түбірлік сертификаты { $name } атауын куәландырады, ал сервер кілт өзінде екенін дәлелдеді
remark-added_root_vouches = «{ $name }» — жеке атау, сондықтан осы машинаға біреу қосқан { $root } түбірлік сертификаты оны куәландыра алады
remark-self_signed = сервердің { $name } атауына арналған сертификатына оның өзі қол қойған: ешбір куәландырушы орталық қол қоймаған
remark-not_trusted = сервердің { $name } атауына арналған сертификаты сенімсіз: { $refusal }
remark-key_not_proven = { $root } түбірлік сертификатына апаратын тізбек келді, бірақ { $server_key }
remark-no_certificate_came = «{ $host }» торабымен байланыс орнады, бірақ сертификат келмеді: { $failure }
remark-no_certificate_recorded = «{ $host }» торабының сертификаты жазылмаған: { $failure }
remark-not_connected = «{ $host }» торабымен байланыс орнамады: { $failure }
remark-not_looked_up = «{ $host }» мекенжайын білу мүмкін болмады: { $failure }
remark-too_much_to_judge = { $name } өлшеуінде бір өлшеуде бағаланатыннан көп нәрсе бар; қалдырылған тізбектер, жауаптар мен қолтаңбалар: { $left_out }, олардың не көрсететіні белгісіз
remark-nothing_to_judge = бағалайтын ештеңе жоқ: { $inconclusive }

## What a rule adds to that, a clause each

remark-root_not_in_logs = Certificate Transparency ашық журналдарының бірде-бірі бұл түбірден шыққан сертификатты қабылдамайды ({ $as_of } жағдайы бойынша)
remark-holds_only_at = тізбек тек басқа уақытта ({ $time }) жарамды, сондықтан браузер сайттың орнына қате көрсетеді
remark-failed_after = бұл { $stage } болды
remark-stage_connect = байланыс орнағаннан кейін, ClientHello жіберілмей тұрып
remark-stage_client_hello = ClientHello жіберілгеннен кейін, ештеңе келмей тұрып
remark-stage_server_hello = жауап басталғаннан кейін, сертификат келмей тұрып
remark-stage_certificate = сертификаттан кейін
remark-own_server_unchanged = өз серверіңіз { $total } қосылымның { $unchanged } рет жіберілгеннің өзін алды
remark-quic_agrees = QUIC арқылы да сенімді сертификат келді, қол алысу саны: { $count }
remark-notaries_agree = сол кілт басқа жерден де көрінді (барлық жер саны: { $count })
remark-authority_signed_before = сол орталық немесе сол кілт бұл атау үшін бұрын да көрінген (салыстырылған өлшеулер: { $count })
remark-records_forbid_authority_too = { $record } атауының CAA жазбасы { $count ->
        [0] ешкімге қол қоюға рұқсат бермейді
       *[other] тек басқаларға қол қоюға рұқсат береді: { $allowed }
    }
remark-hello_of_known_interceptor = сервер алған ClientHello белгілі ұстап қалушының ClientHello хабарымен бірдей: { $product }
remark-hello_fingerprints = жіберілгеннің JA4 таңбасы: { $sent }; сервер алғандікі: { $received }
remark-hello_differences = мыналар өзгеше: { $differences }
remark-hello_random_differs = кездейсоқ сан
remark-hello_key_shares_differ = кілт алмасуға арналған кілттер (топтар: жіберілді { $sent }, алынды { $received })
remark-hello_session_id_differs = сеанс идентификаторы
remark-hello_suites_differ = шифр жиындары (жоқ: { $missing }; қосылған: { $added })
remark-hello_suites_reordered = шифр жиындарының реті
remark-hello_extensions_differ = кеңейтімдер (жоқ: { $missing }; қосылған: { $added })
remark-hello_extensions_reordered = кеңейтімдердің реті
remark-hello_versions_differ = TLS нұсқалары (жіберілді { $sent }, алынды { $received })
remark-hello_legacy_version_differs = тақырыптағы нұсқа (жіберілді { $sent }, алынды { $received })
remark-hello_server_name_differs = сервер атауы (жіберілді { $sent }, алынды { $received })
remark-hello_extension_bodies_differ = кеңейтімдердің мазмұны: { $extensions }
remark-hello_compression_differs = сығу әдістері
remark-hello_empty_extensions_differ = кеңейтімдердің бос тізімі
remark-hello_records_differ = жазбалар (жіберілді { $sent_count }, алынды { $received_count })
remark-server_hello_differs = осы атауға сервердің алғашқы хабары (JA3S { $name }) сол мекенжайдағы басқа атауларға келетінінен (JA3S { $control }) өзгеше, басқа бағдарлама жауап беретін сияқты; бірақ бір мекенжайдың артында бірнеше машина болса, солай болуы да мүмкін
remark-consent_covers = келісім { $scope } үшін берілген
remark-consent_covers_all_names = келісім барлық атауға берілген
remark-hello_kind_usual = әдеттегі ClientHello
remark-hello_kind_no_name = атаусыз
remark-hello_kind_split = бірнеше жазбаға бөлінген ClientHello
remark-hello_kind_tls12 = тек TLS 1.2
remark-hello_kind_tls13 = тек TLS 1.3
remark-hello_kind_grease_ech = шифрланған атаудың орнына кездейсоқ байттар
remark-hello_kind_ech = атауы шифрланған (ECH)
remark-hello_kind_quic = QUIC арқылы
remark-ech_switched_off = онымен бірге басқа ECH конфигурациясы келмеді, сондықтан осы түбірлік сертификатқа сенетін бағдарлама ECH-сіз жалғастырып, атауды ашық жіберуі мүмкін
remark-offered_root_signed = осы атауға келген сертификатқа сол түбірлік сертификатпен қол қойылған
remark-page_says_install = бетте сертификат орнату туралы сөздер бар
remark-signers_key = сертификаттың кілті — оған қол қойған орталықтың өз кілті: демек, жауап беруші кез келген атауға сертификат жасай алады
remark-dates_copied = көшірменің мерзімі сервердің өз сертификатымен бірдей
remark-dns_answers_raced = сол бір сұраққа { $answers } түрлі жауап келді, ал атаулар сервері біреуін ғана береді: жолдағы біреу бірінші болып жауап берген болуы мүмкін
remark-dates_earlier = көшірменің мерзімі сервердің өз сертификатымен бірдей, бірақ { $hours } сағат ерте
remark-dates_later = көшірменің мерзімі сервердің өз сертификатымен бірдей, бірақ { $hours } сағат кеш
remark-serial_copied = көшірменің сериялық нөмірі сол { $bits } биттен басталады
remark-exponent_small = көшірменің кілті — экспонентасы 3 болатын RSA, 2019 жылғы көшірмелердегідей, ал сервердің өз кілті ондай емес; ашық куәландырушы орталықтар мұндай кілттерге қол қоймайды деуге болады
remark-extensions_lost = көшірмеде атаулардан басқа кеңейтім жоқ, ал сервердің өз сертификатында басқалары да бар: { $count }
remark-seen_again = осы атауды екі минут не одан да көп бұрын немесе кейін өлшеген басқа өлшем де сол шығарушыны немесе сол кілтті көрсетеді
remark-seen_at_one_time = бұл бір ғана өлшем; екі минут не одан да көп бұрын немесе кейін жасалған ешбір өлшем соны көрсетпейді, сондықтан сенімділік сәл төмен
remark-few_other_names = сервердің өз сертификатын алған басқа атаулар саны: { $count }; үшеу болса, сенімділік сәл жоғары болар еді
remark-same_issuer_elsewhere = сол файлдарда бұл шығарушы басқа домендердің атауларына да қол қойған (домендер саны: { $count })
remark-seen_elsewhere = басқа жерден де бұл атауға сол шығарушы немесе сол кілт көрінеді
remark-no_other_vantage = басқа жерден де солай көріне ме, ол жағы белгісіз (`--notary ФАЙЛ`)
remark-family_isca_name = оның атауы Қазақстандағы трафик ұстауға арналған 2020 және 2021 жылғы түбірлік сертификаттардың атауымен бірдей
remark-family_isca_generator_mark = оның сериялық нөмірі мен кілт идентификаторлары трафик ұстауға арналған 2020 жылғы 28 ақпандағы сегіз түбірлік сертификаттыкі сияқты жасалған
remark-family_known_key_other_name = бұл — трафик ұстайтын белгілі кілт, бірақ бұрын онымен кездеспеген атаумен
remark-family_known_name_new_key = оның атауы басқа адамдардың трафигін оқуға пайдаланылатын түбірлік сертификаттың атауымен дәлме-дәл бірдей, ал кілті басқа
remark-family_look_alike_name = оның атауы басқа адамдардың трафигін оқуға пайдаланылатын { $known_id } түбірлік сертификатының атауына ұқсайды ({ $title }), бірақ басқаша жазылған
remark-family_signed_by_known_key = оған белгілі кілтпен қол қойылған

## What speaks against it, a clause each

remark-public_roots_were_given = мұндағы жалпыға ортақ түбірлік сертификаттар осы бағдарламамен бірге келетіндер емес: оларды өлшеген адам таңдаған
remark-anyone_can_answer_in_clear = шифрсыз сұрауға жолдағы кез келген адам жауап бере алады, демек, мұндай бетті де жібере алады
remark-authority_can_be_made_to_sign = жалпыға ортақ куәландырушы орталықты трафик ұстайтын адам үшін қол қоюға мәжбүрлеуі мүмкін
remark-not_logged = { $transparency }
remark-few_connections = бір уақыттағы { $tries } қосылым: мұндай 100 тексерістің { $missed } бір өнімдегідей 20 қосылымның 8-ін ұстап қалуды, ал { $missed_seldom } әр оныншысын ұстап қалуды байқамайды; қосылым саны { $enough } және { $enough_seldom } болса, 100 тексерістің 1-і ғана байқамас еді. Басқа атауларды ұстап қалуды немесе осы бағдарламаны өткізіп жіберетін ұстап қалушыны бірде-бірі байқамайды
remark-anyone_can_name_a_product = мұндай атты кез келген адам жаза алады: сол өнім бе, жоқ па, оны тек өнімнің иесі немесе осы желіге жауапты адам айта алады
remark-anyone_can_name_a_state = мұндай атты кез келген адам жаза алады: сол мемлекеттің белгілі кілттерінің ешқайсысымен қол қойылмаған; бұл түбірлік сертификаты браузерлердің бағдарламаларында жоқ сол мемлекеттің сайты болуы да, тек оның атын алған біреу болуы да мүмкін
remark-anyone_can_write_a_name = мұндай атты кез келген адам жаза алады: шығарушының өз сертификаты келген жоқ және орнатылмаған, ал осы атаудағы белгілі кілттердің ешқайсысымен қол қойылмаған
remark-name_is_no_signature = атау — қолтаңба емес: осындай атауы бар басқа түбірлік сертификатпен қол қойылған болуы мүмкін
remark-owner_may_have_added_it = осы машинаның иесі түбірлік сертификатты әдейі қосқан болуы мүмкін: антивирус, компаниядағы трафикті тексеру және компанияның өз түбірлік сертификатымен жұмыс істейтін сайты да осылай көрінеді
remark-consent_is_of_this_machine = келісімді өлшеген машинаның иесі берген; оны пайдаланатын басқалар келіспеген болуы мүмкін
remark-program_here_may_have_signed = жолдағы біреу емес, осы құрылғыдағы бағдарлама қол қойған болуы мүмкін
remark-key_may_be_stolen = сайттың кілтін ұрлаған адам да дәл соны көрсете алады
remark-user_is_not_known = бұл сертификаттың қалай пайда болғаны белгілі, ал мұнда оны кім пайдаланатыны белгісіз
remark-notary_can_be_made_up = басқа жерден не көрінгенін кез келген адам жаза алады: сертификаттар жұртқа ашық
remark-scts_in_the_handshake = журналдардың уәдесі байланыс орнату кезінде де келуі мүмкін, ал бұл бағдарлама оған қарамайды
remark-arrival_ttls_say_otherwise = жауаптар келген TTL мәндері түйіндерге қайшы: бұл атауға { $name }, басқа атауға { $control }. Құрылғы өз пакеттерінің TTL мәнін өзі таңдай алады, ал кері жолдардың ұзындығы әртүрлі бола алады
remark-two_certificates = бірдей атауларға екі сертификаты бар сервер де дәл осылай көрінеді
remark-authority_changed = куәландырушы орталығын ауыстырып жатқан сайт та дәл осылай көрінеді
remark-records_may_be_newer = куәландырушы орталықтар CAA жазбаларына қол қойған кезде қарайды, ал иелері оларды өзгертеді: ол кезде рұқсат болған болуы мүмкін
remark-records_forbid_authority = { $record } атауының CAA жазбасы { $count ->
        [0] ешкімге қол қоюға рұқсат бермейді
       *[other] тек басқаларға қол қоюға рұқсат береді: { $allowed }
    }, { $issuer } олардың ішінде жоқ. Иелері жазбаларды сертификат жасалғаннан кейін де өзгертеді, бірақ куәландырушы орталықты алдаған адам да дәл осылай көрінеді
remark-authority_is_new = бұл атау соңғы рет көрінгенде ({ $time }) оған { $issuer } емес, { $earlier_issuer } қол қойған. Сайттар куәландырушы орталығын ауыстырады, бірақ бұл атауға сертификат ала алатын адам да дәл осылай көрінеді
remark-address_may_be_old = атаулар сервері сайттың бұрынғы мекенжайын немесе сайттың өз алдыңғы серверінің артындағы мекенжайды сақтап қалған болуы мүмкін
remark-other_answers_inside = ұйымның ішкі желісінде атаудың мекенжайы басқа болуы немесе мүлде болмауы мүмкін
remark-resolver_may_filter = атаулар сервері иесінің қалауымен атауларды бермеуі мүмкін: отбасына, ұйымға арналған және зиянды бағдарламаға қарсы сүзгілер солай істейді
remark-resolver_may_not_know_type = атаулар сервері мұндай жауаптар үшін тым ескі болуы немесе кілт пайда болғанға дейінгі жауапты сақтап қалуы мүмкін
remark-several_machines = бірінің кілті басқа не қате бапталған бірнеше машинадан тұратын қызмет те дәл осылай көрінеді
remark-routed_by_name = сол мекенжайда жауап беретін нәрсе осы атаудың қосылымдарын тексерілетін сервердің өзіне өткізеді: оның сертификаты сол
remark-own_servers_front_end = өз серверіңіздің алдында TLS-ті аяқтайтын нәрсе, мысалы кері прокси, дәл солай істейді
remark-connections_are_limited = атауға қарамай кейбір қосылымдарды үзетін құрылғы да кездейсоқ дәл осылай көрінуі мүмкін
remark-speed_varies = желінің жылдамдығы өзгеріп тұрады, кездейсоқ дәл осылай көрінуі мүмкін
remark-server_may_refuse_the_name = бұл атауды сервердің өзі қабылдамауы мүмкін; айырмашылықты өз серверіңіз көрсетеді
remark-server_may_refuse_ech = шифрланған атауларды (ECH) сервердің өзі қабылдамауы мүмкін; басқа желіден жасалған дәл сондай тексеру айырмашылықты көрсетеді
remark-old_ech_configuration = ECH конфигурациясы ескірген немесе басқа сервердікі болса, сервер де дәл осылай жауап береді
remark-root_offered_openly = компания, мектеп не қонақүй өз түбірлік сертификатын ашық ұсына алады, сайт та өзінікін ұсына алады; кімдікі және не үшін екенін білмесеңіз, орнатпаңыз
remark-pattern_can_be_imitated = атаулар мен нөмірлердегі заңдылықты кез келген адам қайталай алады
remark-holder_reads_private_names = осы түбірлік сертификаттың кілті кімде болса, сол жеке атаулармен байланысты да оқи алады
remark-recorded_chain = { $server_key }; бұрын жазып алынған тізбек қайталанып жіберілген болуы мүмкін
remark-not_renewed_or_wrong_clock = сертификаттары жаңартылмаған сервер де, қате сағат та осылай көрінеді: { $subject } жарамдылығы { $until } аяқталған, ал өлшеу кезіндегі сағат { $now } көрсеткен
remark-wrong_clock = қате сағат та осылай көрінеді: { $subject } жарамдылығы { $from } басталады, ал өлшеу кезіндегі сағат { $now } көрсеткен
remark-sign_in_page = желіге кіру беті де, қате бапталған сервер де осылай көрінеді: төмендегі атауларды сұралған атаумен салыстырыңыз
remark-device_certificate = бағдарғылауыш, принтер немесе басқа құрылғы өзінің осындай сертификатын көрсетеді
remark-own_authority = компанияның немесе үйдің өз куәландырушы орталығы да осылай көрінеді: { $subject } сертификатпен бірге келді, бірақ мұнда оған ештеңе сенбейді
remark-issuer_not_sent = шығарушысының сертификатын жібермейтін сервер де осылай көрінеді: { $issuer } сертификаты келмеді

## Whether the server has the key of its certificate, a clause each

remark-server_key_proven = сервер сертификатының кілті өзінде екенін дәлелдеді
remark-server_key_refuted = сервер сертификатының кілті өзінде екенін дәлелдемеді: байланыс орнатудағы қолтаңбасы қате
remark-server_key_not_checkable = сертификатының кілті серверде бар-жоғын мұнда тексеру мүмкін емес: мұндай кілтті немесе қолтаңбаны бұл бағдарлама білмейді
remark-server_key_not_reached = сервер сертификатының кілті өзінде екенін дәлелдегенше, байланыс орнату үзілді
remark-server_key_not_recorded = сервер өз сертификатының кілті өзінде екенін дәлелдегенін өлшеген бағдарлама айтпайды

## Why what another vantage point saw cannot be compared, a clause each

remark-notary_key_not_proven = онда жақсы тізбек келді, бірақ сервер кілтін дәлелдегені айтылмаған
remark-notary_no_public_chain = онда жария түбірлік сертификат куәландыратын тізбек келмеді
remark-notary_other_time = ол бір күннен артық бұрын не кейін өлшенген
remark-notary_same_measurement = бұл — дәл осы өлшемнің өзі
remark-notary_other_target = онда басқа атаулар не порттар өлшенген

## How a step failed, a clause each

remark-failure_connection_refused = онда байланысты ешкім қабылдамайды немесе оның орнына бірдеңе бас тартады
remark-failure_connection_reset = байланыс үзілді
remark-failure_eof_error = екінші тарап байланысты жапты
remark-failure_generic_timeout_error = жауап уақытында келмеді
remark-failure_host_unreachable = бұл жерден торапқа жету мүмкін емес
remark-failure_network_unreachable = бұл жерден желіге жету мүмкін емес
remark-failure_dns_nxdomain_error = атаулар сервері мұндай атау жоқ дейді
remark-failure_dns_no_answer = атаулар сервері мекенжай бермеді
remark-failure_ssl_failed_handshake = жауап берген тарап TLS тілін білмейді немесе екі тарап келісе алмады
remark-failure_plain_http_response = жауап берген тарап шифрлаусыз HTTP қолданады: кіруді талап ететін портал осылай жауап береді
remark-failure_ech_rejected = сервер шифрланған атауды (ECH) қабылдамай, басқа конфигурация жіберді
remark-failure_ech_disabled = сервер шифрланған атауды (ECH) қабылдамады және басқа конфигурация жібермеді
remark-failure_quic_incompatible_version = екі жақтың ортақ QUIC нұсқасы жоқ
remark-failure_backed_off = бұл мекенжайға бұдан әрі ештеңе жіберілмеді, өйткені ол тым жиі жауап бермеді
remark-failure_connection_aborted = байланыс тоқтатылды
remark-failure_connection_already_closed = өлшеген бағдарлама байланысты өзі жапты
remark-failure_network_down = желі жоқ
remark-failure_network_reset = желі байланысты үзді
remark-failure_interrupted = өлшеу тоқтатылды
remark-failure_dns_refused_error = атаулар сервері жауап беруден бас тартты
remark-failure_dns_servfail_error = атаулар сервері мекенжайды біле алмады
remark-failure_dns_server_misbehaving = атаулар сервері жарамды жауап бермеді
remark-failure_dns_temporary_failure = атауды әзірше іздеп табу мүмкін болмады
remark-failure_dns_non_recoverable_failure = атауды іздеп табу мүмкін емес
remark-failure_dns_reply_with_wrong_query_id = басқа сұрақтың жауабы келді
remark-failure_dns_bogon_error = атаулар сервері берген мекенжай жалпыға ортақ торапқа тиесілі бола алмайды
remark-failure_android_dns_cache_no_data = Android атауды таба алмады және себебін айтпайды
remark-failure_ssl_unknown_authority = өлшеген бағдарлама сертификатты куәландыратын орталықты білмейді
remark-failure_ssl_invalid_hostname = өлшеген бағдарлама бойынша сертификат басқа атауларға берілген
remark-failure_ssl_invalid_certificate = өлшеген бағдарлама сертификатты қабылдамады: мерзімі өткен болуы мүмкін
remark-failure_unknown_failure = жүйе былай дейді: { $text }

## Why a chain is refused, a clause each

remark-refusal_malformed_certificate = тізбектегі бір сертификатты оқу мүмкін емес
remark-refusal_distrusted_key = тізбек сенімсіз кілтке сүйенеді
remark-refusal_distrusted_certificate = тізбек сенімсіз сертификатқа сүйенеді
remark-refusal_local_anchor_for_public_name = атау — жалпыға ортақ, ал оны тек жалпыға ортақ жиында жоқ түбірлік сертификат куәландырады
remark-refusal_unknown_issuer = тізбек ешбір сенімді түбірлік сертификатқа апармайды
remark-refusal_certificate_expired = бір сертификаттың жарамдылық мерзімі аяқталған
remark-refusal_certificate_not_yet_valid = бір сертификаттың жарамдылық мерзімі әлі басталған жоқ
remark-refusal_invalid_signature = бір қолтаңба қате
remark-refusal_name_mismatch = сервердің сертификаты басқа атауларға берілген
remark-refusal_constraint_violated = бір сертификат берілген мақсатынан басқаға пайдаланылған немесе қабылданбайтын тәсілмен қол қойылған
remark-refusal_not_transparent = сертификаттың ашық журналдарда бар екені көрінбейді, ал бұл талап етіледі

## Why nothing could be decided, a clause each

remark-inconclusive_no_certificate = шешім қабылдайтын сертификат жоқ
remark-inconclusive_no_anchor = бұл атауды куәландыра алатын түбірлік сертификат жоқ

## What the public logs say, a clause each

remark-transparency_compliant = ашық журналдардың жеткілікті саны бұл сертификатты көрсетуге уәде берген
remark-transparency_malformed_certificate = сертификат журналдар қол қоятын түрде емес
remark-transparency_repeated_extension = сертификатта журнал белгілері (SCT) екі рет тізілген
remark-transparency_critical_extension = сертификатта журнал белгілері (SCT) міндетті деп белгіленген, бұған болмайды
remark-transparency_malformed_list = сертификаттағы журнал белгілерінің (SCT) тізімін оқу мүмкін емес
remark-transparency_no_valid_sct = сертификаттағы журнал белгілерінің (SCT) ешқайсысы есептелмейді
remark-transparency_only_retired_logs = сертификатқа тек жұмысын тоқтатқан журналдар қол қойған
remark-transparency_too_few_logs = мерзімі осындай ұзақ сертификатқа тым аз журнал қол қойған
remark-transparency_one_operator = сертификатқа қол қойған журналдардың бәрінің иесі бір болған
remark-transparency_no_scts = ешбір ашық журнал бұл сертификатты көрсетуге уәде бермеген
remark-transparency_list_too_old = журналдар тізіміміз тым ескі, онымен бағалау мүмкін емес
remark-transparency_off = иесінің таңдауы бойынша журналдар қаралмайды
remark-transparency_anchor_not_public = тізбек жалпыға ортақ түбірлік сертификатпен аяқталмайды

## Why a file of evidence cannot be read

remark-evidence_text = бұл өлшем деректерінің құжаты емес: { $why }
remark-evidence_schema = оның схемасы `{ $got }`, ал `{ $read }` оқылады
remark-evidence_time = { $index }-өлшемнің уақытын оқу мүмкін емес
remark-evidence_root = { $index }-өлшемдегі түбірлік сертификатты оқу мүмкін емес: { $why }
remark-evidence_contradicts_itself = { $index }-өлшемде жалпыға ортақ түбірлік сертификаттар берілген және пайдаланылмаған делінген
remark-evidence_not_base64 = { $index }-өлшемдегі сертификат base64 емес
remark-evidence_hash = сертификаттың хеші оның жолында көрсетілгендей емес: { $sha256 }
remark-evidence_chains_too_large = барлық өлшемдердің тізбектері бірге { $max } байттан үлкен
remark-evidence_certificates_too_large = барлық тізбектердің сертификаттары бірге { $max } байттан үлкен
remark-evidence_line_too_long = { $line }-жол { $max } байттан ұзын
remark-evidence_certificate_missing = { $index }-өлшем { $sha256 } сертификатын атайды, бірақ ол өзінен бұрынғы ешбір жолда жоқ
remark-evidence_value = { $index }-өлшемде { $key } мәні бар, бұл нұсқа оны білмейді

## Why others' measurements cannot be read

remark-import_unknown_format = оның пішімі белгісіз
remark-import_unreadable = одан ештеңе оқу мүмкін емес: { $why }

## Why a record of others' measurements cannot be used, a clause each

remark-record_too_long = онда { $max } байттан көп
remark-record_not_json = ол JSON емес немесе мәндері тым терең кіріктірілген
remark-record_key_twice = онда `{ $key }` кілті екі рет кездеседі
remark-record_too_many = онда жазба { $max } шегінен көп
remark-record_other_kind = ол файлдың пішіміндегі өлшеу емес
remark-record_without_tls = онда TLS қол алысуы да, оған жеткізбеген сәтсіз қадам да жоқ
remark-record_value = `{ $key }` мәні күтілген түрде емес
remark-record_over_limit = файлда { $max } өлшеуден көп

## Қол қойылған жазбалар

remark-note_key_name = атауы бос, тым ұзын немесе ішінде бос орын, плюс не басқару таңбасы бар
remark-note_key_form = ол АТАУ+ID+КІЛТ түрінде жазылмаған
remark-note_key_kind = бұл { $kind } түріндегі кілт, ал тек Ed25519, 1-түр, белгілі
remark-note_key_id = оның ID-і атауы мен кілтіне сәйкес емес
remark-note_private_key = бұл PKCS #8 түріндегі Ed25519 кілті емес
remark-note_key_not_made = криптографиялық кітапхана жаңа кілт жасамады
remark-note_too_long = онда { $max } байттан көп
remark-note_form = бұл қол қойылған жазба (signed note) емес
remark-note_too_many_signatures = онда { $max } қолтаңбадан көп
remark-note_unknown_signer = сіз берген кілттердің ешқайсысы оған қол қоймаған
remark-note_signature = { $key } қолтаңбасы қате: мәтін немесе қолтаңба өзгертілген
remark-bundle_form = қол қойылған мәтінде жазба файлдарының тізімі жоқ
remark-bundle_too_many_files = қол қойылған мәтінде { $max } файлдан көп
remark-bundle_name = { $name } файл атауын қол қойылған жазбаға енгізуге болмайды
remark-bundle_other_file = { $name } қол қойылған файлдардың бірі емес немесе содан бері өзгертілген
remark-bundle_missing_file = { $name } — қол қойылған файлдардың бірі, бірақ ол жоқ

## Why another vantage point did not say what it sees

remark-vantage_program_missing = { $program } бағдарламасы мұнда орнатылмаған
remark-vantage_not_started = { $program } мұнда іске қосылмайды: { $why }
remark-vantage_late = { $seconds } с ішінде толық жауап келмеді
remark-vantage_too_much = ол жақтан { $most } байттан көп келді
remark-vantage_not_reached = ssh ол жерге жетпеді немесе қабылданбады: { $says }
remark-vantage_not_installed = ондағы қабықша `anchorwatch` бағдарламасын таппайды: { $says }
remark-vantage_failed = ондағы бағдарлама { $status } кодымен аяқталды: { $says }
remark-vantage_ended = ssh { $signal } сигналымен тоқтатылды
remark-vantage_silent = ондағы бағдарлама қатесіз аяқталды, бірақ өлшеу жібермеді
remark-vantage_nothing_of_host = ол жақта бұл түйін емес, басқалары өлшенген
remark-vantage_unreadable = жіберілгені толық жазба емес: { $why }
remark-vantage_not_connected = онымен TLS арқылы байланысу мүмкін болмады: { $failure }
remark-vantage_does_not_look = онда жауап берген ешкім үшін қарамайды: `probe-server` бағдарламасына --look-key керек
remark-vantage_other_key = ол жақ кілт басқа дейді немесе сұрақ жолда өзгертілген
remark-vantage_no_name = ол атауларға ғана қарайды, ал бұл түйін TLS-те жіберілетін атау емес
remark-vantage_port_not_allowed = ол бұл портқа қарамайды: `probe-server --look-port` рұқсат береді
remark-vantage_address_not_allowed = ол жерден бұл атау жалпыға қолжетімді бірде-бір мекенжайға апармайды: басқаларына `probe-server --look-private` рұқсат береді
remark-vantage_busy = ол басқа біреу үшін қарап жатыр немесе қарау тым ұзаққа созылды
remark-vantage_forged = жауап кілті бар жақтан келген жоқ: оны жолда біреу өзгерткен
remark-vantage_cut = толық жауап келгенше қосылым аяқталды
