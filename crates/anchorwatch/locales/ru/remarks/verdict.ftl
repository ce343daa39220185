### Из чего складываются ответы check, verdict и verify. Носителю языка проверить прежде
### всего: «удостоверяет», «цепочка», «не вызывает доверия»; все сообщения: части предложения.

## What a rule saw, a clause each

remark-signed_by_interception_key = цепочка подписана ключом { $known_id }, который использовался или был создан для чтения трафика; его владелец: { $operator }
remark-signed_by_leaked_key = цепочка подписана ключом { $known_id }, закрытая часть которого общеизвестна; для публичных сайтов таким ключом не подписывают
remark-other_key_at_own_server = на вашем собственном сервере в { $other_key } из { $total } соединений с именем { $name } ответил чужой ключ, а в { $own_key } из { $controls } соединений с другими именами — ключ самого сервера: кто-то на пути смотрит на имя и отвечает вместо сервера
remark-other_keys_at_own_server = на вашем собственном сервере в { $other_key } из { $total } соединений ответил чужой ключ, а в { $own_key } — ключ самого сервера: часть соединений заканчивается в другом месте
remark-answers_differ = { $name } показал сертификат, который вызывает доверие (соединений: { $trusted }), и такой, который не вызывает (соединений: { $refused })
remark-own_server_not_reached = до вашего собственного сервера соединение не дошло: чужой ключ ответил в { $other_key } из { $total } соединений, а ключ самого сервера — ни в одном; так же выглядят неверный адрес или хеш, страница входа в сеть и перехват всех соединений
remark-own_server_untested = { $total ->
        [0] соединиться с вашим собственным сервером не удалось
       *[other] в соединениях с именем { $name } ({ $total }) ваш собственный сервер ни разу не подтвердил свой ключ
    }, так что там ничего не проверено: он не работает или кто-то на пути обрывает соединения с ним
remark-hello_changed_for_name = в { $changed } из { $total } соединений с именем { $name } ваш собственный сервер получил не тот ClientHello, который был отправлен, а в соединениях с другими именами — тот: кто-то на пути завершил соединение и открыл своё
remark-hello_changed = в { $changed } из { $total } соединений, и с другими именами тоже, ваш собственный сервер получил не тот ClientHello, который был отправлен: кто-то на пути завершил соединение и открыл своё
remark-copied_certificate = на другие имена этот сервер показал сертификат от { $genuine_issuer } в { $seen } из { $total } соединений, и за него ручается публичный корневой сертификат; на имя { $name } он показал копию этого сертификата от { $issuer } с другим ключом
remark-name_cut_off = соединения с именем { $name } ({ $tries }) оборвались до сертификата ({ $failure }), а на соединения с другими именами по тому же адресу ({ $controls }) пришёл ответ
remark-name_cut_off_over_quic = по QUIC рукопожатия с именем { $name } ({ $tries }) оборвались до сертификата ({ $failure }), а на рукопожатия с другими именами по тому же адресу ({ $controls }) пришёл ответ: программы, которые используют QUIC, переходят на TCP
remark-quic_silent = по QUIC не пришёл ответ ни на одно рукопожатие ({ $tries }), хотя DNS говорит, что { $name } предлагает HTTP/3: программы переходят на TCP. Многие сети отбрасывают UDP на этот порт, для чего бы он ни был
remark-name_cut_off_at_own_server = соединения с вашим собственным сервером с именем { $name } ({ $tries }) оборвались до сертификата ({ $failure }), а на соединения с другими именами ({ $controls }) пришёл ответ: кто-то на пути обрывает соединения с этим именем
remark-throttled = данные вашего собственного сервера в соединениях с именем { $name } ({ $tries }) шли со скоростью не выше { $fastest_kbit_s } кбит/с, а в соединениях с другими именами ({ $controls }) — не ниже { $slowest_kbit_s } кбит/с: кто-то на пути замедляет соединения с этим именем
remark-dns_leads_to_forgery = { $resolver ->
        [system] адрес, который дал для { $name } сервер имён этого компьютера, { $address },
       *[other] адрес, который пришёл для { $name } от имени { $resolver }, { $address },
    } ведёт к тому, кто выдаёт себя за это имя и за кого не ручается ни один публичный корневой сертификат; адрес, который дал { $sure } по зашифрованному соединению, ведёт на сайт
remark-dns_no_public_address = { $resolver ->
        [system] адрес, который дал для { $name } сервер имён этого компьютера, { $address },
       *[other] адрес, который пришёл для { $name } от имени { $resolver }, { $address },
    } не бывает у публичных сайтов; адрес, который дал { $sure } по зашифрованному соединению, ведёт на сайт
remark-dns_no_such_name = { $resolver ->
        [system] сервер имён этого компьютера говорит,
       *[other] ответ от имени { $resolver } говорит,
    } что { $name } не существует; адрес, который дал { $sure } по зашифрованному соединению, ведёт на сайт
remark-dns_leads_elsewhere = { $resolver ->
        [system] адрес, который дал для { $name } сервер имён этого компьютера, { $address },
       *[other] адрес, который пришёл для { $name } от имени { $resolver }, { $address },
    } ведёт на сервер с сертификатом для других имён; адрес, который дал { $sure } по зашифрованному соединению, ведёт на сайт
remark-dns_ech_missing = в ответе от имени { $resolver } нет ключа, которым браузеры скрывают имя { $name } в пути (Encrypted Client Hello), а в ответе { $sure } по зашифрованному соединению он есть
remark-dns_canary_denied = ответ от имени { $resolver } говорит, что { $canary } не существует: это просьба к браузерам не шифровать запросы имён, и тогда имена сайтов видны по пути
remark-refused_for_some_hellos = ответ на имя { $name } зависит от того, как о нём спросить. Сертификат, который не вызывает доверия, каждый раз приходил при таком запросе: { $refused }. Такой, который вызывает, — при таком: { $trusted }
remark-answered_for_some_hellos = на обычный ClientHello сертификат для { $name } не пришёл, а такой, который вызывает доверие, каждый раз приходил при таком запросе: { $trusted }
remark-ech_blocked_for_name = соединения с зашифрованным именем (ECH), в которых открыто видно имя { $outer } ({ $cut }), оборвались до сертификата ({ $failure }), а на соединения, где не было того и другого вместе ({ $answered }), пришёл ответ: что-то на пути обрывает именно это сочетание
remark-ech_blocked = соединения с зашифрованным именем (ECH) ({ $cut }) оборвались до сертификата ({ $failure }), а на соединения без него по тому же адресу ({ $answered }) пришёл ответ: зашифрованные имена обрывают
remark-ech_block_unclear = оборвалось { $cut } из { $total } соединений с зашифрованным именем (ECH), а остальные не показывают, в нём ли причина
remark-ech_rejected_by_added_root = на зашифрованное имя (ECH) ответил не { $outer }, чьё имя указано в конфигурации ECH: ответ подписан корневым сертификатом { $signer }, который кто-то добавил на эту машину или который известен чтением трафика
remark-ech_rejected_untrusted = зашифрованное имя (ECH) отклонено с сертификатом для { $outer }, который не вызывает доверия: { $refusal }
remark-led_to_root = на запрос { $name } без шифрования пришёл ответ, который ведёт на другой сайт, { $page }; он предлагает установить корневой сертификат: { $root }
remark-public_authority_offered = страница без шифрования для { $name } предлагает сертификат ({ $page }), но он не корневой: { $subject } подписан центром { $root }, которому устройства уже доверяют
remark-root_offered = страница { $name } без шифрования предлагает установить корневой сертификат ({ $page }): { $root }
remark-sign_in_page_came = похоже, сеть не пропускает к { $name }, пока вы не войдёте в неё: { $page }. Само по себе это не перехват; если вы знаете, чья это сеть, войдите и проверьте снова
remark-signed_by_added_root = цепочка подписана корневым сертификатом { $signer }, который кто-то добавил на эту машину, а имя { $name } публичное
remark-refused_here_alone = во всех соединениях ({ $tries }) пришёл сертификат для { $name } от { $issuer }, который не ведёт к публичному корневому, а по тому же адресу из другого места видели сертификат от { $notary_issuer }, который ведёт
remark-sent_elsewhere = во всех соединениях ({ $tries }) пришёл сертификат для { $name } от { $issuer }, который не ведёт к публичному корневому, и пришёл он с адреса, которого из другого места не видели; там пришёл сертификат от { $notary_issuer }, который ведёт к публичному корневому
remark-unlogged_certificate = сертификата для { $name } от { $issuer } нет ни в одном публичном журнале, а из другого места видели сертификат от { $notary_issuer } с другим ключом
remark-unlogged_new_authority = сертификата для { $name } от { $issuer } нет ни в одном публичном журнале, а когда это имя видели в прошлый раз ({ $time }), для него подписывал { $earlier_issuer }
remark-new_authority_here_alone = сертификат для { $name } от { $issuer } новее того, что видели раньше ({ $time }), когда для этого имени подписывал { $earlier_issuer }; из другого места по-прежнему виден сертификат от { $notary_issuer }
remark-unlogged_forbidden_authority = сертификата для { $name } от { $issuer } нет ни в одном публичном журнале, а запись CAA имени { $record } { $count ->
        [0] не разрешает подписывать никому
       *[other] разрешает подписывать только другим: { $allowed }
    }
remark-new_forbidden_authority = сертификат для { $name } от { $issuer } новее того, что видели раньше ({ $time }), когда для этого имени подписывал { $earlier_issuer }, а запись CAA имени { $record } { $count ->
        [0] не разрешает подписывать никому
       *[other] разрешает подписывать только другим: { $allowed }
    }
remark-misissued_key = у сервера ключ { $known_id }: на него публичный удостоверяющий центр выдал сертификат, которого владелец имён не заказывал; заказал его { $operator }. Этот ключ отвечает на имя { $name }
remark-sites_own_certificate = во всех соединениях, и с другими именами тоже, один и тот же ключ, и публичный удостоверяющий центр подтвердил его для { $name } ({ $issuer }); сертификат всё же не принят: { $refusal }
remark-refused_by_old_roots = имя { $name } удостоверяет публичный корневой сертификат { $root }, а измерявшая программа сообщила: { $failure }
remark-refused_under_known_root = сертификат для { $name } ведёт к { $root }: программы корневых сертификатов знают его или знали, а среди публичных корней этой программы его нет; измерявшая программа сообщила: { $failure }
remark-refused_though_logged = сертификат для { $name } от { $issuer } видели публичные журналы разных операторов (столько операторов: { $operators }), а измерявшая программа сообщила: { $failure }
remark-consented_root_vouches = публичное имя { $name } удостоверяет { $root }, корневой сертификат, который кто-то добавил на эту машину, и владелец этой машины дал на это согласие до { $until }
remark-signer_looks_known = подписавший цепочку корневой сертификат { $signer } похож на очередной сертификат известного владельца
remark-sent_looks_known = присланный сертификат { $subject } похож на очередной сертификат известного владельца
remark-unchecked_added_root = издателем в сертификате назван { $issuer }, корневой сертификат, который кто-то добавил на эту машину, а имя { $name } публичное; такую подпись эта программа проверить не может, а другие могут
remark-named_like_leaked_root = издателем в сертификате назван { $issuer }: это имя корневого сертификата { $known_id }, закрытый ключ которого общеизвестен
remark-named_like_interception_root = издателем в сертификате назван { $issuer }: это имя корневого сертификата { $known_id }, с которым читают трафик; его владелец: { $operator }
remark-named_almost_like_interception_root = издателем в сертификате назван { $issuer }: это похоже на имя корневого сертификата { $known_id } ({ $title }), с которым читают трафик, но написано иначе; владелец того корневого сертификата: { $operator }
remark-named_like_isca = издателем в сертификате назван { $issuer }: так называются корневые сертификаты, созданные в Казахстане для чтения трафика
remark-named_like_state_root = издателем в сертификате назван { $issuer }: это имя { $root }, государственного корневого сертификата или промежуточного под ним ({ $country })
remark-named_like_product = издателем в сертификате назван { $issuer }: это имя продукта { $product }, который намеренно читает зашифрованный трафик своего владельца; его корневого сертификата нет там, где ищет эта программа
remark-public_root_vouches = публичный корневой сертификат { $root } удостоверяет имя { $name }, и сервер доказал, что ключ у него
remark-added_root_vouches = имя { $name } частное, и корневой сертификат { $root }, который кто-то добавил на эту машину, может его удостоверять
remark-self_signed = сертификат сервера для { $name } самоподписанный: его не подписал ни один удостоверяющий центр
remark-not_trusted = сертификат сервера для { $name } не вызывает доверия: { $refusal }
remark-key_not_proven = пришла цепочка под корневым сертификатом { $root }, но { $server_key }
remark-no_certificate_came = соединение с { $host } установлено, но сертификат не пришёл: { $failure }
remark-no_certificate_recorded = сертификат { $host } не записан: { $failure }
remark-not_connected = соединиться с { $host } не удалось: { $failure }
remark-not_looked_up = узнать адрес { $host } не удалось: { $failure }
remark-too_much_to_judge = в измерении { $name } больше, чем оценивается в одном измерении; пропущено цепочек, ответов и подписей: { $left_out }, и что они показывают, неизвестно
remark-nothing_to_judge = судить не о чем: { $inconclusive }

## What a rule adds to that, a clause each

remark-root_not_in_logs = ни один публичный журнал Certificate Transparency не примет сертификат от этого корневого центра (по состоянию на { $as_of })
remark-holds_only_at = цепочка действительна только в другое время ({ $time }), поэтому браузер показывает ошибку вместо сайта
remark-failed_after = это случилось { $stage }
remark-stage_connect = после установки соединения, до отправки ClientHello
remark-stage_client_hello = после ClientHello, прежде чем что-либо пришло
remark-stage_server_hello = после начала ответа, прежде чем пришёл сертификат
remark-stage_certificate = после сертификата
remark-own_server_unchanged = ваш собственный сервер получил { $unchanged } из { $total } соединений такими, как они были отправлены
remark-quic_agrees = по QUIC тоже пришёл сертификат, который вызывает доверие, рукопожатий: { $count }
remark-notaries_agree = тот же ключ видели из другого места (всего таких мест: { $count })
remark-authority_signed_before = тот же центр или ключ видели для этого имени и раньше (сравнено измерений: { $count })
remark-records_forbid_authority_too = запись CAA имени { $record } { $count ->
        [0] не разрешает подписывать никому
       *[other] разрешает подписывать только другим: { $allowed }
    }
remark-hello_of_known_interceptor = ClientHello, который получил сервер, — такой же, как у известного перехватчика: { $product }
remark-hello_fingerprints = JA4 отправленного: { $sent }; полученного сервером: { $received }
remark-hello_differences = отличаются, в частности: { $differences }
remark-hello_random_differs = случайное число
remark-hello_key_shares_differ = ключи для обмена ключами (группы: отправлены { $sent }, получены { $received })
remark-hello_session_id_differs = идентификатор сеанса
remark-hello_suites_differ = наборы шифров (нет: { $missing }; добавлены: { $added })
remark-hello_suites_reordered = порядок наборов шифров
remark-hello_extensions_differ = расширения (нет: { $missing }; добавлены: { $added })
remark-hello_extensions_reordered = порядок расширений
remark-hello_versions_differ = версии TLS (отправлены { $sent }, получены { $received })
remark-hello_legacy_version_differs = версия в заголовке (отправлена { $sent }, получена { $received })
remark-hello_server_name_differs = имя сервера (отправлено { $sent }, получено { $received })
remark-hello_extension_bodies_differ = содержимое расширений { $extensions }
remark-hello_compression_differs = методы сжатия
remark-hello_empty_extensions_differ = пустой список расширений
remark-hello_records_differ = записи (отправлено { $sent_count }, получено { $received_count })
remark-server_hello_differs = первое сообщение сервера на это имя (JA3S { $name }) не такое, как на другие имена по тому же адресу (JA3S { $control }), словно отвечает другая программа; но так бывает и тогда, когда за одним адресом несколько машин
remark-consent_covers = согласие дано для { $scope }
remark-consent_covers_all_names = согласие дано для всех имён
remark-hello_kind_usual = обычный ClientHello
remark-hello_kind_no_name = без имени
remark-hello_kind_split = ClientHello из нескольких записей
remark-hello_kind_tls12 = только TLS 1.2
remark-hello_kind_tls13 = только TLS 1.3
remark-hello_kind_grease_ech = случайные байты вместо зашифрованного имени
remark-hello_kind_ech = имя зашифровано (ECH)
remark-hello_kind_quic = по QUIC
remark-ech_switched_off = другой конфигурации ECH с ним не пришло, поэтому программа, которая доверяет этому корневому сертификату, может продолжить без ECH и отправить имя открыто
remark-offered_root_signed = этот корневой сертификат подписал то, что пришло на это имя
remark-page_says_install = на странице есть слова об установке сертификата
remark-signers_key = ключ сертификата — это ключ самого центра, который его подписал: значит, тот, кто отвечает, может подписать сертификат для любого имени
remark-dates_copied = срок действия копии — тот же, что у сертификата самого сервера
remark-dns_answers_raced = на этот один вопрос пришли разные ответы ({ $answers }), а сервер имён даёт один: возможно, первым ответил кто-то на пути
remark-dates_earlier = срок действия копии — тот же, что у сертификата самого сервера, но раньше на { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
       *[other] { $hours } часов
    }
remark-dates_later = срок действия копии — тот же, что у сертификата самого сервера, но позже на { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
       *[other] { $hours } часов
    }
remark-serial_copied = серийный номер копии начинается с тех же битов (совпадают { $bits })
remark-exponent_small = ключ копии — RSA с экспонентой 3, как у копий 2019 года, а у самого сервера не такой; публичные удостоверяющие центры почти не подписывают таких ключей
remark-extensions_lost = у копии нет расширений, кроме имён, а в сертификате самого сервера есть и другие: { $count }
remark-seen_again = другое измерение этого имени, на две минуты или более раньше или позже, показывает того же издателя или тот же ключ
remark-seen_at_one_time = это одно измерение; ни одно, сделанное на две минуты или более раньше или позже, не показывает того же, поэтому уверенность немного меньше
remark-few_other_names = собственный сертификат сервера получили другие имена (столько: { $count }); с тремя уверенность была бы немного больше
remark-same_issuer_elsewhere = в тех же файлах этот издатель подписал и имена других доменов (столько доменов: { $count })
remark-seen_elsewhere = и из другого места для этого имени виден тот же издатель или тот же ключ
remark-no_other_vantage = ни из какого другого места не известно, видно ли там то же (`--notary ФАЙЛ`)
remark-family_isca_name = он носит имя корневых сертификатов 2020 и 2021 годов, с которыми в Казахстане перехватывали трафик
remark-family_isca_generator_mark = его серийный номер и идентификаторы ключа составлены так же, как у восьми корневых сертификатов для перехвата от 28 февраля 2020 года
remark-family_known_key_other_name = это известный ключ перехвата под именем, с которым его раньше не видели
remark-family_known_name_new_key = он носит в точности имя корневого сертификата, с которым читают чужой трафик, но ключ у него другой
remark-family_look_alike_name = его имя похоже на { $known_id } ({ $title }), корневой сертификат, с которым читают чужой трафик, но написано иначе
remark-family_signed_by_known_key = он подписан известным ключом

## What speaks against it, a clause each

remark-public_roots_were_given = публичные корневые сертификаты здесь не те, что поставляются с этой программой: их выбрал тот, кто измерял
remark-anyone_can_answer_in_clear = на запрос без шифрования может ответить кто угодно на пути, а значит, и прислать такую страницу
remark-authority_can_be_made_to_sign = публичный удостоверяющий центр могут заставить подписать сертификат для перехвата
remark-not_logged = { $transparency }
remark-few_connections = { $tries ->
        [one] { $tries } соединение
        [few] { $tries } соединения
       *[other] { $tries } соединений
    } в одно время: { $missed } из 100 таких проверок не заметят перехват 8 из 20 соединений, как у одного продукта, а { $missed_seldom } из 100 — перехват каждого десятого; при числе соединений { $enough } и { $enough_seldom } не заметила бы 1 из 100. Перехвата других имён, или того, кто пропускает эту программу, не заметит ни одна
remark-anyone_can_name_a_product = написать имя может кто угодно: тот ли это продукт, скажет только его владелец или тот, кто отвечает за эту сеть
remark-anyone_can_name_a_state = написать имя может кто угодно: ни один известный ключ этого государства не подписывал; это может быть сайт этого государства, чьего корневого сертификата нет в программах браузеров, или кто-то, кто лишь взял его имя
remark-anyone_can_write_a_name = написать имя может кто угодно: сертификат самого издателя не пришёл и не установлен, и ни один из известных ключей с этим именем не подписывал
remark-name_is_no_signature = имя не подпись: подписать мог и другой корневой сертификат с таким именем
remark-owner_may_have_added_it = владелец этой машины мог добавить корневой сертификат намеренно: так же выглядят антивирус, проверка трафика в компании и собственный сайт компании под её корневым сертификатом
remark-consent_is_of_this_machine = согласие дал владелец машины, которая измеряла; другие, кто ею пользуется, могли и не соглашаться
remark-program_here_may_have_signed = подписать могла программа на этом устройстве, а не кто-то в пути
remark-key_may_be_stolen = то же самое может показать тот, кто украл ключ сайта
remark-user_is_not_known = известно, как появился этот сертификат, но не кто пользуется им здесь
remark-notary_can_be_made_up = написать, что видели из другого места, может кто угодно: сертификаты общедоступны
remark-scts_in_the_handshake = обещания журналов могут прийти и в рукопожатии, куда эта программа не смотрит
remark-arrival_ttls_say_otherwise = TTL, с которыми пришли ответы, говорят не то, что узлы: { $name } для этого имени, { $control } для другого. Устройство может само выбрать TTL своих пакетов, а обратные пути бывают разной длины
remark-two_certificates = так же выглядит сервер, у которого два сертификата на одни и те же имена
remark-authority_changed = так же выглядит сайт, который меняет удостоверяющий центр
remark-records_may_be_newer = удостоверяющие центры смотрят на записи CAA, когда подписывают, а владельцы их меняют: тогда это могло быть разрешено
remark-records_forbid_authority = запись CAA имени { $record } { $count ->
        [0] не разрешает подписывать никому
       *[other] разрешает подписывать только другим: { $allowed }
    }, а не { $issuer }. Владельцы меняют записи и после выпуска сертификата, но так же выглядит и тот, кто обманул удостоверяющий центр
remark-authority_is_new = { $issuer } не подписывал для этого имени, когда его видели в прошлый раз ({ $time }): подписывал { $earlier_issuer }. Сайты меняют удостоверяющие центры, но так же выглядит и тот, кто может получить сертификат на это имя
remark-address_may_be_old = сервер имён мог сохранить адрес, который был у сайта раньше или который скрыт за его собственным фасадом
remark-other_answers_inside = внутри сети организации у имени могут быть другие адреса или не быть никаких
remark-resolver_may_filter = сервер имён может не отдавать имена по желанию своего владельца, как делают фильтры для семей, организаций и от вредоносных программ
remark-resolver_may_not_know_type = сервер имён может быть слишком старым для таких ответов или хранить ответ, который был до появления ключа
remark-several_machines = так же выглядит служба из нескольких машин, у одной из которых другой ключ или неверная настройка
remark-routed_by_name = то, что отвечает по этому адресу, передаёт соединения с этим именем на сам проверяемый сервер: его сертификат — тот же
remark-own_servers_front_end = так же выглядит то, что завершает TLS перед вашим собственным сервером, например обратный прокси
remark-connections_are_limited = устройство, которое обрывает некоторые соединения независимо от имени, случайно может выглядеть так же
remark-speed_varies = скорость линии меняется, и случайно это может выглядеть так же
remark-server_may_refuse_the_name = возможно, сервер сам не принимает это имя; ваш собственный сервер покажет разницу
remark-server_may_refuse_ech = возможно, сервер сам не принимает зашифрованные имена (ECH); та же проверка из другой сети покажет разницу
remark-old_ech_configuration = так же отвечает сервер, если конфигурация ECH устарела или взята у другого сервера
remark-root_offered_openly = компания, школа или гостиница могут открыто предлагать свой корневой сертификат, а сайт — собственный; не устанавливайте его, если не знаете, чей он и зачем
remark-pattern_can_be_imitated = имена и закономерности в номерах может подделать кто угодно
remark-holder_reads_private_names = владелец ключа этого корневого сертификата может читать и соединения с частными именами
remark-recorded_chain = { $server_key }; кто-то мог повторить записанную ранее цепочку
remark-not_renewed_or_wrong_clock = так же выглядят сервер, на котором не обновили сертификаты, и неверные часы: { $subject } действовал до { $until }, а часы при измерении показывали { $now }
remark-wrong_clock = так же выглядят неверные часы: { $subject } действует с { $from }, а часы при измерении показывали { $now }
remark-sign_in_page = так же выглядят страница входа в сеть и неправильно настроенный сервер: сравните имена ниже с тем, что запрашивалось
remark-device_certificate = такой собственный сертификат показывают роутер, принтер или другое устройство
remark-own_authority = так же выглядит собственный удостоверяющий центр компании или дома: { $subject } пришёл вместе с сертификатом, и здесь ему никто не доверяет
remark-issuer_not_sent = так же выглядит сервер, который не присылает сертификат своего издателя: сертификат { $issuer } не пришёл

## Whether the server has the key of its certificate, a clause each

remark-server_key_proven = сервер доказал, что у него есть ключ его сертификата
remark-server_key_refuted = сервер не доказал, что у него есть ключ его сертификата: его подпись под рукопожатием неверна
remark-server_key_not_checkable = проверить здесь, есть ли у сервера ключ его сертификата, нельзя: ключ или подпись такого вида этой программе неизвестны
remark-server_key_not_reached = рукопожатие закончилось раньше, чем сервер доказал, что у него есть ключ его сертификата
remark-server_key_not_recorded = измерявшая программа не говорит, доказал ли сервер, что у него есть ключ его сертификата

## Why what another vantage point saw cannot be compared, a clause each

remark-notary_key_not_proven = там пришла хорошая цепочка, но нигде не сказано, что сервер доказал свой ключ
remark-notary_no_public_chain = цепочки, за которую ручается публичный корневой сертификат, там не пришло
remark-notary_other_time = там измеряли больше чем на день раньше или позже
remark-notary_same_measurement = это то же самое измерение
remark-notary_other_target = там измеряли другие имена или порты

## How a step failed, a clause each

remark-failure_connection_refused = там никто не принимает соединений, или что-то отказывает вместо него
remark-failure_connection_reset = соединение было сброшено
remark-failure_eof_error = другая сторона закрыла соединение
remark-failure_generic_timeout_error = ответ не пришёл вовремя
remark-failure_host_unreachable = узел отсюда недоступен
remark-failure_network_unreachable = сеть отсюда недоступна
remark-failure_dns_nxdomain_error = по словам сервера имён, такого имени нет
remark-failure_dns_no_answer = сервер имён не дал адреса
remark-failure_ssl_failed_handshake = ответивший не понимает TLS, или стороны не смогли договориться
remark-failure_plain_http_response = ответивший говорит по HTTP без шифрования, как портал, который требует входа
remark-failure_ech_rejected = сервер отклонил зашифрованное имя (ECH) и прислал другую конфигурацию
remark-failure_ech_disabled = сервер отклонил зашифрованное имя (ECH) и не прислал другой конфигурации
remark-failure_quic_incompatible_version = у сторон нет общей версии QUIC
remark-failure_backed_off = на этот адрес больше ничего не отправлялось, потому что он слишком часто не отвечал
remark-failure_connection_aborted = соединение было прервано
remark-failure_connection_already_closed = измерявшая программа сама закрыла соединение
remark-failure_network_down = сети нет
remark-failure_network_reset = сеть оборвала соединение
remark-failure_interrupted = измерение было остановлено
remark-failure_dns_refused_error = сервер имён отказался отвечать
remark-failure_dns_servfail_error = сервер имён не смог узнать адрес
remark-failure_dns_server_misbehaving = сервер имён не дал пригодного ответа
remark-failure_dns_temporary_failure = пока имя найти не удалось
remark-failure_dns_non_recoverable_failure = найти имя нельзя
remark-failure_dns_reply_with_wrong_query_id = пришёл ответ на другой вопрос
remark-failure_dns_bogon_error = адрес, который дал сервер имён, не может принадлежать публичному узлу
remark-failure_android_dns_cache_no_data = Android не смог найти имя и не говорит почему
remark-failure_ssl_unknown_authority = измерявшая программа не знает центра, который удостоверяет сертификат
remark-failure_ssl_invalid_hostname = измерявшая программа сочла, что сертификат выдан для других имён
remark-failure_ssl_invalid_certificate = измерявшая программа не приняла сертификат: возможно, он просрочен
remark-failure_unknown_failure = система сообщает: { $text }

## Why a chain is refused, a clause each

remark-refusal_malformed_certificate = один из сертификатов цепочки нельзя прочитать
remark-refusal_distrusted_key = цепочка держится на ключе, которому не доверяют
remark-refusal_distrusted_certificate = цепочка держится на сертификате, которому не доверяют
remark-refusal_local_anchor_for_public_name = имя публичное, а удостоверяет его только корневой сертификат не из публичного набора
remark-refusal_unknown_issuer = цепочка не ведёт ни к одному доверенному корневому сертификату
remark-refusal_certificate_expired = срок действия одного из сертификатов истёк
remark-refusal_certificate_not_yet_valid = срок действия одного из сертификатов ещё не начался
remark-refusal_invalid_signature = одна из подписей неверна
remark-refusal_name_mismatch = сертификат сервера выдан для других имён
remark-refusal_constraint_violated = один из сертификатов применён не для того, для чего выдан, или подписан неприемлемым способом
remark-refusal_not_transparent = не видно, что сертификат есть в публичных журналах, а это требуется

## Why nothing could be decided, a clause each

remark-inconclusive_no_certificate = нет сертификата, о котором можно решить
remark-inconclusive_no_anchor = нет корневого сертификата, который может удостоверять это имя

## What the public logs say, a clause each

remark-transparency_compliant = достаточно публичных журналов обещали показать этот сертификат
remark-transparency_malformed_certificate = сертификат не того вида, какие подписывают журналы
remark-transparency_repeated_extension = отметки журналов (SCT) перечислены в сертификате дважды
remark-transparency_critical_extension = отметки журналов (SCT) помечены в сертификате как критические, а это не допускается
remark-transparency_malformed_list = список отметок журналов (SCT) в сертификате нельзя прочитать
remark-transparency_no_valid_sct = ни одна из отметок журналов (SCT) в сертификате не засчитывается
remark-transparency_only_retired_logs = сертификат подписали только журналы, которые больше не ведутся
remark-transparency_too_few_logs = для сертификата с таким долгим сроком его подписало слишком мало журналов
remark-transparency_one_operator = у всех журналов, подписавших сертификат, был один владелец
remark-transparency_no_scts = ни один публичный журнал не обещал показать этот сертификат
remark-transparency_list_too_old = наш список журналов слишком стар, чтобы по нему судить
remark-transparency_off = по выбору владельца на журналы не смотрят
remark-transparency_anchor_not_public = цепочка заканчивается не публичным корневым сертификатом

## Why a file of evidence cannot be read

remark-evidence_text = это не документ с данными измерений: { $why }
remark-evidence_schema = его схема — `{ $got }`, а читается `{ $read }`
remark-evidence_time = в измерении { $index } время, которое нельзя прочитать
remark-evidence_root = в измерении { $index } корневой сертификат, который нельзя прочитать: { $why }
remark-evidence_contradicts_itself = в измерении { $index } даны публичные корневые сертификаты и сказано, что они не использовались
remark-evidence_not_base64 = в измерении { $index } сертификат — не base64
remark-evidence_hash = у сертификата не тот хеш, что указан в его строке: { $sha256 }
remark-evidence_chains_too_large = цепочки всех измерений вместе больше { $max } байт
remark-evidence_certificates_too_large = сертификаты всех цепочек вместе больше { $max } байт
remark-evidence_line_too_long = строка { $line } длиннее { $max } байт
remark-evidence_certificate_missing = измерение { $index } называет сертификат { $sha256 }, которого нет ни в одной строке до него
remark-evidence_value = в измерении { $index } есть значение { $key }, которого эта версия не знает

## Why others' measurements cannot be read

remark-import_unknown_format = его формат неизвестен
remark-import_unreadable = в нём ничего нельзя прочитать: { $why }

## Why a record of others' measurements cannot be used, a clause each

remark-record_too_long = в ней больше { $max } байт
remark-record_not_json = это не JSON, или значения вложены слишком глубоко
remark-record_key_twice = ключ `{ $key }` встречается в ней дважды
remark-record_too_many = в ней элементов больше, чем { $max }, а столько не читается
remark-record_other_kind = это не измерение в формате файла
remark-record_without_tls = в ней нет ни рукопожатия TLS, ни неудачного шага, из-за которого до него не дошло
remark-record_value = значение `{ $key }` не того вида, какой ожидается
remark-record_over_limit = в файле измерений больше, чем { $max }

## Подписанные записи

remark-note_key_name = имя пусто, слишком длинно или содержит пробел, плюс или управляющий символ
remark-note_key_form = он записан не как ИМЯ+ID+КЛЮЧ
remark-note_key_kind = это ключ вида { $kind }, а известен только Ed25519, вид 1
remark-note_key_id = его ID не соответствует имени и ключу
remark-note_private_key = это не ключ Ed25519 в PKCS #8
remark-note_key_not_made = криптографическая библиотека не создала новый ключ
remark-note_too_long = в ней больше { $max } байт
remark-note_form = это не подписанная записка (signed note)
remark-note_too_many_signatures = в ней больше { $max } подписей
remark-note_unknown_signer = её не подписал ни один из указанных ключей
remark-note_signature = подпись { $key } неверна: изменён текст или сама подпись
remark-bundle_form = в подписанном тексте нет списка файлов с записями
remark-bundle_too_many_files = в подписанном тексте больше { $max } файлов
remark-bundle_name = имя файла { $name } нельзя записать в подписанную записку
remark-bundle_other_file = { $name } не входит в число подписанных файлов или с тех пор изменён
remark-bundle_missing_file = { $name } входит в число подписанных файлов, но его нет

## Why another vantage point did not say what it sees

remark-vantage_program_missing = программа { $program } здесь не установлена
remark-vantage_not_started = { $program } здесь не запускается: { $why }
remark-vantage_late = за { $seconds } с целого ответа не пришло
remark-vantage_too_much = оттуда пришло больше { $most } байт
remark-vantage_not_reached = ssh не дошёл туда или получил отказ: { $says }
remark-vantage_not_installed = оболочка там не находит `anchorwatch`: { $says }
remark-vantage_failed = программа там завершилась с кодом { $status }: { $says }
remark-vantage_ended = ssh завершён сигналом { $signal }
remark-vantage_silent = программа там завершилась без ошибки, но измерения не прислала
remark-vantage_nothing_of_host = там измерили другие узлы, а этот нет
remark-vantage_unreadable = присланное не является целой записью: { $why }
remark-vantage_not_connected = соединиться с ним по TLS не удалось: { $failure }
remark-vantage_does_not_look = кто отвечает там, ни для кого не смотрит: серверу `probe-server` нужен --look-key
remark-vantage_other_key = оттуда отвечают, что ключ не тот, или вопрос изменили в пути
remark-vantage_no_name = он смотрит только на имена, а этот узел не имя, которое передаётся в TLS
remark-vantage_port_not_allowed = на этот порт он не смотрит: разрешает `probe-server --look-port`
remark-vantage_address_not_allowed = оттуда имя не ведёт ни к одному общедоступному адресу: другие разрешает `probe-server --look-private`
remark-vantage_busy = он смотрит для кого-то другого, или смотреть пришлось слишком долго
remark-vantage_forged = ответ не от того, у кого есть ключ: его изменили в пути
remark-vantage_cut = соединение закончилось, прежде чем пришёл целый ответ
