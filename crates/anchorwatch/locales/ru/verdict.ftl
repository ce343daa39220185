### Что говорят `check` и `verdict`. Носителю языка проверить прежде всего: verdict-plain-*
### и verdict-if-*: спокойно ли и ясно ли сказано, что делать; слова «удостоверяет», «цепочка».

## What was not checked, and why: a noun and a clause each

unchecked-local_roots = корневые сертификаты, которые добавлены на измерявшей машине
unchecked-local_roots-why = измерявшая программа их не записывает
unchecked-other_names = получают ли другие имена другой сертификат
unchecked-other_names-why = другие имена не отправлялись; это делает `check --deep`
unchecked-own_server = доходит ли соединение до вашего собственного сервера без изменений
unchecked-own_server-why = такой сервер не спрашивали; это делает `check --deep --own-server`
unchecked-own_server_unclear = что получил ваш собственный сервер в { $unclear } из { $total } соединений
unchecked-own_server_unclear-why = он не ответил или не подтвердил это своей подписью
unchecked-other_networks = как это выглядит из другой сети
unchecked-other_networks-why = измеряли из одного места; `--notary ФАЙЛ` добавит, что видели из другого
unchecked-notary_unusable = как это выглядит из другой сети
unchecked-notary_unusable-why = то, что дано, сравнить нельзя: { $notary }
unchecked-too_much = часть этого измерения
unchecked-too_much-why = оценить его целиком было бы слишком долго; пропущено: { $left_out }
unchecked-issuer_history = какие удостоверяющие центры могут подписывать для этого имени и какие подписывали раньше
unchecked-issuer_history-why = ни запись CAA, ни публичный журнал не спрашивали; `--earlier ФАЙЛ` добавит, что измерили раньше
unchecked-earlier_unusable = какие удостоверяющие центры могут подписывать для этого имени и какие подписывали раньше
unchecked-earlier_unusable-why = в том, что дал `--earlier`, нет исправной цепочки этого имени более чем за день до этого
unchecked-allowed_authorities = какие удостоверяющие центры могут подписывать для этого имени
unchecked-allowed_authorities-why = его запись CAA не спрашивали
unchecked-resolver = сказал ли сервер имён правду
unchecked-resolver-why = спрашивали только один; другие спрашивает `check --deep --resolver public`
unchecked-resolver_unclear = сказал ли сервер имён правду
unchecked-resolver_unclear-why = серверы имён спрашивали (вопросов: { $asked }), но ни один из тех, чьё имя подтверждено, не дал адреса, который ведёт на сайт
unchecked-quic = читают ли QUIC (HTTP/3) и блокируют ли его
unchecked-quic-why = по нему не было ни одного рукопожатия (это делает `check --deep --quic`)
unchecked-quic_unanswered = читают ли QUIC (HTTP/3) и блокируют ли его
unchecked-quic_unanswered-why = по нему не пришёл сертификат (рукопожатий: { $tries }): возможно, сайт его не предлагает, или UDP блокируют
unchecked-place_on_path = из какой точки пути пришёл ответ
unchecked-place_on_path-why = проб с ограниченным временем жизни не отправляли
unchecked-arrival_ttls = с какими TTL пришли ответы
unchecked-arrival_ttls-why = этого не проверяли, потерялся пакет или соединения закончились раньше времени: о месте, откуда пришёл ответ, говорит только трассировка
unchecked-place_comes_and_goes = из какой точки пути пришёл ответ
unchecked-place_comes_and_goes-why = другие соединения получили подлинный ответ, поэтому проба без ответа могла пройти мимо перехватчика
unchecked-transparency_no_public_chain = публичные журналы сертификатов (Certificate Transparency)
unchecked-transparency_no_public_chain-why = доверенной цепочки под публичным корневым сертификатом не пришло, а других журналы не принимают
unchecked-transparency_list_too_old = публичные журналы сертификатов (Certificate Transparency)
unchecked-transparency_list_too_old-why = наш список журналов слишком стар, чтобы по нему судить
unchecked-transparency_list_too_new = публичные журналы сертификатов (Certificate Transparency)
unchecked-transparency_list_too_new-why = наш список журналов составлен, когда сертификат уже истёк, и его журналов там может больше не быть
unchecked-transparency_off = публичные журналы сертификатов (Certificate Transparency)
unchecked-transparency_off-why = по выбору владельца на журналы не смотрят
unchecked-revocation = не отозван ли сертификат
unchecked-revocation-why = эта версия об этом не спрашивает
verdict-more-stores = { $count ->
        [one] и ещё { $count } место на этой машине; полный список покажет `anchorwatch audit`
        [few] и ещё { $count } места на этой машине; полный список покажет `anchorwatch audit`
       *[other] и ещё { $count } мест на этой машине; полный список покажет `anchorwatch audit`
    }
unchecked-machine_store_unread = { $what }
unchecked-machine_store_unread-why = { $why }
unchecked-roots_untried = корневые сертификаты ({ $count })
unchecked-roots_untried-why = их слишком много, чтобы о каждом выяснить, не подписал ли он цепочку под другим именем
unchecked-machine_store = одно из хранилищ этой машины
unchecked-machine_store-why = не прочитано ({ $why })
unchecked-proxy = путь через прокси-сервер, который задан в { $variable }
unchecked-proxy-why = эта программа соединяется напрямую и не пользуется им

## The page

verdict-none = В записи нет ни одного измерения, поэтому сказать нечего.
verdict-word-intercepted = перехват
verdict-word-suspected = есть подозрение на перехват
verdict-word-dns_tampered = поиск адреса уводит от сайта
verdict-word-censored_or_down = соединение обрывают
verdict-word-captive_portal = страница входа в сеть
verdict-word-inspected_with_consent = соединение проверяют, с согласия владельца
verdict-word-site_fault = ошибка сайта
verdict-word-stale_roots = устаревшие корневые сертификаты
verdict-word-not_seen = перехвата не видно
verdict-word-inconclusive = неясно
verdict-confidence = { $verdict } (уверенность { $confidence })
verdict-plain-intercepted = Это соединение в пути подписано заново; подписал: { $signer }. Тот, у кого этот ключ, может читать то, что вы отправляете. Не вводите здесь паролей.
verdict-plain-intercepted-elsewhere = Соединения с вашим собственным сервером в пути подписаны заново; подписал: { $signer }; для соединения с этим сайтом этого не видно. Кто это делает, может читать то, что там проходит. Не вводите паролей в этой сети.
verdict-plain-intercepted-some = Часть соединений с этим сайтом в пути подписана заново; подписал: { $signer }; для других этого не видно. Кто это делает, может читать то, что по ним проходит. Не вводите паролей в этой сети.
verdict-plain-intercepted-answered = Вместо этого сайта отвечает кто-то другой: пришедший сертификат не ведёт к публичному корневому, а из другого места сайт показывает сертификат, который ведёт. Тот, кто отвечает, может читать то, что вы здесь отправляете. Не вводите здесь паролей.
verdict-plain-suspected = Кое-что указывает на то, что соединения с этим сайтом в пути подписываются заново, но не доказывает этого. Не вводите паролей, пока не узнаете больше.
verdict-plain-censored_or_down = Соединения с этим именем обрываются, а с другими именами — нет. То, что не доходит, никто не читает; читает ли кто-нибудь остальное, не видно.
verdict-plain-captive_portal = Похоже, сеть хочет, чтобы сначала в неё вошли, и до этого никого не пропускает. Читает ли кто-нибудь соединение после входа, отсюда не видно.
verdict-plain-inspected_with_consent = Это соединение в пути подписано заново; подписал: { $signer }. Владелец этой машины дал на это согласие для этого имени. Тот, у кого этот ключ, может читать то, что вы отправляете.
verdict-plain-site_fault = Сертификат принадлежит самому сайту, но принять его в таком виде нельзя. На перехват здесь ничто не указывает; исправить это должен тот, кто отвечает за сайт.
verdict-plain-stale_roots = Измерявшая программа отвергла сертификат, за который ручается публичный корневой. Это ошибка её списка корневых сертификатов или её часов, а не признак вмешательства.
verdict-plain-dns_tampered = Поиск адреса этого имени уводит от сайта или отвечает, что такого имени нет: соединения до него не доходят. То, что не доходит, никто не читает; сам сайт доступен по адресу, который дал зашифрованный запрос.
verdict-plain-not_seen = Перехват не замечен: для этого имени, на этом пути, в это время, за { $tries ->
        [one] { $tries } попытку
        [few] { $tries } попытки
       *[other] { $tries } попыток
    }.
verdict-plain-inconclusive = По этому измерению нельзя сказать, читает ли кто-нибудь соединение.
verdict-no-try = Ни одной попытки: ни одно рукопожатие с этим узлом не дошло до того места, где сервер подтверждает свой ключ, поэтому ничто здесь не говорит против перехвата.
# $word: a node and a state, such as `tls.mitm.ca_signed, blocked`
verdict-ooni = В словаре OONI: { $word }.
verdict-signer-unknown = неизвестно кто
verdict-why = Почему
verdict-against = Что говорит против
verdict-explains = Чем ещё это можно объяснить
verdict-not-checked = Не проверено
verdict-to-do = Что делать
verdict-proxy = Переменная { $variable } задана, но эта программа не пользуется прокси-сервером: она соединяется напрямую. Если из этой сети выходят только через него, то поэтому ничего и не пришло.
verdict-if-read = Не вводите паролей через это соединение. Покиньте эту сеть, затем смените пароли, которые вводили здесь, завершите открытые сеансы и обновите токены: блокировка ключа не отменяет того, что уже прочитано. Сайты, которые перехватывают, перестанут открываться, но безопаснее не станут.
verdict-if-consented = Вводите здесь пароли, только если тому, кто проверяет это соединение, можно их читать. Если вы на это не согласны, спросите владельца этой машины: `anchorwatch consent list` показывает согласие, а `anchorwatch consent withdraw` отзывает его.
verdict-if-untrusted = Не вводите здесь паролей. Не обходите предупреждение браузера на этой странице и не устанавливайте сертификат ради того, чтобы оно исчезло: тот, у кого ключ этого сертификата, сможет читать то, что вы отправляете. Попробуйте из другой сети и сравните, что пришло.
verdict-if-cut-off = Попробуйте из другой сети. Если там имя открывается, его блокирует эта сеть, и менять на этом компьютере ничего не нужно. Не устанавливайте сертификат, который кто-нибудь предложит как решение.
verdict-if-portal = Если вы знаете, чья это сеть, войдите на её странице и проверьте снова. Не устанавливайте сертификат, который предлагает эта страница: тот, у кого его ключ, сможет читать то, что вы отправляете.
verdict-if-misled = Включите зашифрованный DNS (в браузере: безопасный DNS или DNS через HTTPS) с сервером вне этой сети и попробуйте снова. Не обходите предупреждение браузера по адресу, куда вас увели, и не устанавливайте сертификат, который кто-нибудь предложит как решение.
verdict-from = Основание: { $connections ->
        [one] { $connections } соединение
        [few] { $connections } соединения
       *[other] { $connections } соединений
    }, { $time }; { $roots }; версия правил: { $rules }; { $evidence }.
verdict-evidence = запись { $evidence }
verdict-signed = Подписано: { $keys }. С момента подписи файлы не менялись.
verdict-signed-rest = Вместе с ними { $count ->
        [one] подписан ещё { $count } файл, и здесь его нет
        [few] подписано ещё { $count } файла, и здесь их нет, первый из них
       *[other] подписано ещё { $count } файлов, и здесь их нет, первый из них
    }: { $first }.
verdict-no-evidence = запись не сохранена; её сохранит --evidence ФАЙЛ
verdict-imported = из файла { $format }; корневые сертификаты измерявшей машины неизвестны
verdict-not-read = Не прочитано:
verdict-not-read-record = { $file }, запись { $record }: { $why }
verdict-not-read-more = { $count ->
    [one] и ещё { $count } запись
    [few] и ещё { $count } записи
   *[other] и ещё { $count } записей
    }
roots-machine = { $count ->
        [one] { $count } корневой сертификат из хранилищ этой машины, не публичный
        [few] { $count } корневых сертификата из хранилищ этой машины, не публичные
       *[other] { $count } корневых сертификатов из хранилищ этой машины, не публичных
    }
roots-given = { $count ->
        [one] { $count } местный корневой сертификат из { $source }
        [few] { $count } местных корневых сертификата из { $source }
       *[other] { $count } местных корневых сертификатов из { $source }
    }

## The certificates that came

chain-head = Что пришло
chain-own = Сертификат сервера:
chain-sent = Сертификат { $number } из { $count }, прислан вместе с ним:
chain-again = Сертификат { $number } из { $count }: снова сертификат { $first }.
chain-more = { $count ->
        [one] И ещё { $count } сертификат.
        [few] И ещё { $count } сертификата.
       *[other] И ещё { $count } сертификатов.
    }
chain-more-names = и ещё { $count }
chain-self-signed = { $issuer } (самоподписанный)
chain-validity = с { $from } до { $to }

label-subject = субъект
label-chain-names = имена
label-chain-issuer = издатель
label-chain-valid = действует
label-sha256 = SHA-256
label-not-read = не прочитан

## Before there is an answer

check-sending = отправляется: одно рукопожатие TLS для каждого из { $hosts }, { $to }. Только если за то, что придёт, не ручается публичный корневой сертификат или соединение оборвётся: ещё одно, и по одному с { $controls }. Кто наблюдает, видит адрес и имена
check-sending-deep = отправляется для каждого из { $hosts }: одно рукопожатие TLS { $to }, затем { $rounds ->
        [one] { $rounds } круг
        [few] { $rounds } круга
       *[other] { $rounds } кругов
    } с его именем и с { $controls } в случайном порядке. Если ответы не чисты, за ними следуют пакеты, которые могут пройти лишь ограниченное число маршрутизаторов. Кто наблюдает, видит адрес и имена и может узнать по ним эту программу.
check-sending-page = Запрашивается и первая страница без шифрования (HTTP, порт { $port }): не больше пяти запросов, туда, куда она ведёт, без cookie. Адреса имён, на которые она ведёт, запрашиваются у сервера имён этой машины.
check-sending-variants = В каждом круге туда отправляются и другие рукопожатия: с ClientHello из нескольких записей, только с TLS 1.2, только с TLS 1.3, со случайными байтами вместо зашифрованного имени (ECH) и без имени.
check-sending-variants-ech = В каждом круге туда отправляются и другие рукопожатия: с ClientHello из нескольких записей, только с TLS 1.2, только с TLS 1.3, со случайными байтами вместо зашифрованного имени (ECH), без имени и с именем, зашифрованным по указанной конфигурации.
check-sending-own = Те же имена отправляются на ваш сервер { $server }.
check-sending-quic = В каждом круге те же имена отправляются и по QUIC (UDP, тот же порт). Если сайт его не предлагает, ответа не будет; кто наблюдает, видит попытку.
check-sending-resolvers = Для каждого узла у этих серверов имён спрашиваются его адреса и запись HTTPS, а также { $canary }: { $resolvers }. После этого — соединения с адресами, которые они дадут, не больше { $connections } для каждого узла. Эти серверы узнают имена, а вопросы по udp и tcp можно прочитать в пути.
check-to-address = на адрес { $address }
check-to-resolved = на адрес, который даст сервер имён этой машины
check-look-up = узнаём адрес { $host } (не дольше { $seconds } с)
check-connect = соединяемся с { $address } для { $host } (не дольше { $seconds } с)
check-ask = спрашиваем { $host } у сервера имён { $address } (не дольше { $seconds } с)
check-handshake = ждём сертификат { $host } от { $address } (не дольше { $seconds } с)
check-page = запрашиваем у { $address } первую страницу { $host } (не дольше { $seconds } с)
check-quic = ждём сертификат { $host } от { $address } по QUIC (не дольше { $seconds } с)
check-evidence = запись: { $path }
check-signed = подпись: { $path }. Проверка: `anchorwatch verdict ФАЙЛ --note { $path } --signed-by { $key }`
probe-server-listens = принимаю соединения на { $address }; остановить — Ctrl-C
probe-server-address = Вместо ADDRESS подставьте адрес этой машины.
probe-server-next = В сети, которую нужно проверить, запустите, подставив проверяемое имя:
verdict-path-nameless = ?
verdict-path-first = вы ── ✗ узел { $hop } отвечает ···· { $target }
verdict-path-first-any = вы ── узел { $hop } отвечает
verdict-path-one = вы ── { $before } ── ✗ узел { $hop } отвечает ···· { $target }
verdict-path-one-any = вы ── { $before } ── узел { $hop } отвечает
verdict-path = вы ── … ещё { $routers } … ── { $before } ── ✗ узел { $hop } отвечает ···· { $target }
verdict-path-any = вы ── … ещё { $routers } … ── { $before } ── узел { $hop } отвечает
verdict-place = Ответ приходит с узла { $hop }{ $hop ->
        [1] : это первый маршрутизатор или программа на этой машине, например антивирус
       *[other] {""}
    }. На другие имена отвечают оттуда же: это сам сервер или тот, кто завершает там каждое соединение. Что именно, говорят сертификаты, а не узлы.
verdict-place-for-name = Ответ на это имя приходит с узла { $hop }{ $hop ->
        [1] {" "}(первый маршрутизатор или программа на этой машине, например антивирус)
       *[other] {""}
    }, а на другое имя — с узла { $control }: кто отвечает на это имя, тот ближе, чем сервер.
verdict-place-over-quic = Путь прослежен по QUIC (UDP).
verdict-arrival = Пакеты ответа приходят с TTL { $ttl }, пакеты ответа на другое имя — с TTL { $control }.
check-arrival = проверяю, приходит ли ответ { $address } ({ $host }) с TTL не меньше { $ttl }
check-trace = ищу, что отвечает на расстоянии { $hops } узлов на пути к { $address } ({ $host })
verdict-believed = Программы этого компьютера, которые верят этому сертификату: { $programs }. Остальные покажут ошибку.
verdict-believed-by-none = Ни одна из просмотренных программ этого компьютера не верит этому сертификату: они покажут ошибку.
