### Страница команды `report`. Первым её читает испуганный человек: короткие предложения, ответ раньше причин.
### Носителям языка стоит прежде всего посмотреть на: report-answer-read, report-began-between, report-privacy.

report-reading = чтение и оценка измерений
report-written = страница: { $path }
report-written-tables = таблицы: { $path }
report-signed = Подписано: { $keys }. С момента подписи ни один из использованных здесь файлов не менялся.
report-maker = Anchorwatch · отчёт об измерениях
report-vantage-unnamed = место не названо
report-and-more = и ещё { $count }
report-count-of = { $count } / { $total }

## Ответ

report-badge-read = Читают
report-badge-suspected = Подозрение
report-badge-misled = Уводят
report-badge-cut = Обрывают
report-badge-slow = Замедляют
report-badge-portal = Вход в сеть
report-badge-consent = Проверяют с согласия
report-badge-fault = Ошибка сайта
report-badge-roots = Устаревший список
report-badge-clean = Не замечено
report-badge-open = Нет ответа
report-answer-read = { $count ->
    [one] Кто-то на пути мог читать { $count } сайт из { $total }.
    [few] Кто-то на пути мог читать { $count } сайта из { $total }.
   *[other] Кто-то на пути мог читать { $count } сайтов из { $total }.
}
report-answer-suspected = Есть признаки, что кто-то на пути читал сайты: { $count } из { $total }. Это не доказано.
report-answer-misled = Поиск адреса уводил от сайта; таких сайтов { $count } из { $total }. Чтение не замечено.
report-answer-cut = Соединения обрывали; таких сайтов { $count } из { $total }. Чтение не замечено.
report-answer-slow = Соединения замедляли; таких сайтов { $count } из { $total }. Чтение не замечено.
report-answer-portal = Сеть требовала сначала войти; таких сайтов { $count } из { $total }. Чтение не замечено.
report-answer-consent = Сайты, соединения с которыми проверяют на пути с согласия владельца компьютера: { $count } из { $total }. Кто проверяет, может их читать. Чтение кем-то другим не замечено.
report-answer-fault = Сайты с неисправным собственным сертификатом: { $count } из { $total }. Чтение не замечено.
report-answer-roots = Сайты, для которых у измерявшей программы устарел список корневых сертификатов или неверны часы: { $count } из { $total }. Чтение не замечено.
report-answer-clean = Чтение не замечено; сайтов без нарушений: { $count } из { $total }.
report-answer-open = По этим измерениям нельзя сказать, читает ли кто-нибудь.
report-answer-none = В том, что передано, нет ни одного измерения, которое удалось прочитать.
report-sites-open = Сайты, которые хотя бы из одного места не дали ответа: { $count }; читают ли их там, неизвестно.
report-since = Впервые замечено { $from }, в последний раз { $to } (UTC).
report-span = Измерено с { $from } по { $to } (UTC).
report-part-missing = Прочитано не всё, что дано. Чего нет, перечислено ниже, в разделе «Чего мы не знаем».
report-label-sure = Насколько это надёжно
report-number-sure = { $confidence } из 1 для самого ясного измерения
report-label-measurements = Сколько измерений это показывают
report-number-measurements = { $count } из { $total }
report-label-vantages = Сколько точек измерения это видели
report-number-vantages = { $count } из { $total }
report-label-tries = Меньше всего попыток для сайта
report-number-tries = { $tries }. Из 100 измерений с таким числом попыток { $missed } не заметят того, кто читает { $acts } соединений из 100, а { $missed_seldom } — того, кто читает { $acts_seldom } из 100.

## Что делать

report-do-whom = Это для тех, кто пользуется сетями, где это замечено.
report-do-log-in = Не входите на эти сайты и не отправляйте туда ничего личного. Приложения пользуются теми же сайтами, что и браузеры.
report-do-leave = Прежде чем делать что-то важное, покиньте эту сеть. Другим путём могут быть мобильная сеть, VPN, которому вы доверяете, или Tor; проверьте и там.
report-do-renew = Затем из сети, которую не читают, смените пароли, которыми пользовались, завершите открытые сеансы и обновите токены. Что прочитано раньше, остаётся прочитанным.
report-do-refuse = Заблокируйте ключ во всех программах компьютера: команда в разделе «Кто подписал». Тогда сайты перестанут открываться, но читать их не будут.
report-do-no-install = Не устанавливайте сертификат, который предлагают, чтобы ошибка исчезла.
report-do-compare = Измерьте ещё раз, в том числе из другой сети, и сравните.
report-do-elsewhere = Попробуйте другую сеть. Если сайт там открывается, его блокирует первая сеть, и на компьютере ничего менять не нужно.
report-do-consent = Входите на эти сайты, только если тому, кто проверяет соединения, можно читать то, что вы вводите. На компьютере работодателя или школы это обычно.
report-do-withdraw = Если вы об этом не знали, спросите владельца компьютера. «anchorwatch consent list» показывает согласие, а «anchorwatch consent withdraw» отзывает его.
report-do-fault = Подождите, пока сайт исправят: это должен сделать тот, кто за него отвечает. Не обходите предупреждение браузера.
report-do-roots = Установите часы устройства, которое измеряло, обновите его список корневых сертификатов и измерьте снова.
report-do-nothing = Из-за этих измерений ничего делать не нужно.
report-do-repeat = Если сеть изменится, измерьте снова: эта страница говорит только об этих сайтах, местах и времени.
report-do-measure = Измерьте ещё раз. Причины перечислены ниже, в разделе «Чего мы не знаем».

## Имена

report-names = Сайты
report-names-caption = Сначала худшие. «Первое» и «последнее» — среди измерений, которые дают этот ответ. Всё время указано по UTC.
report-names-more = И ещё сайты: { $count }. Все они в таблице names.csv.
report-column-name = Сайт
report-column-answer = Ответ
report-column-first = Первое
report-column-last = Последнее
report-column-vantages = Точки измерения
report-column-measurements = Измерения

## Одно имя

report-details = По каждому сайту
report-details-more = Сайтов без своего раздела: { $count }. Они есть в таблицах.
report-witness = Самое ясное измерение: { $place }, время { $time }.
report-times-caption = Когда это видели. Чем выше столбик, тем хуже; пропуск — время без измерений.
report-times-title = Что видно из точки { $vantage }
report-lanes-more = Точек измерения без своей полосы: { $count }. Они есть в таблице.
report-lane-read = Читали: { $count } из { $total } измерений.
report-lane-suspected = Подозрение: { $count } из { $total } измерений.
report-lane-misled = Поиск адреса уводил от сайта: { $count } из { $total } измерений.
report-lane-cut = Обрывали: { $count } из { $total } измерений.
report-lane-slow = Замедляли: { $count } из { $total } измерений.
report-lane-portal = Сеть требовала сначала войти: { $count } из { $total } измерений.
report-lane-consent = Проверяли с согласия владельца в измерениях: { $count } из { $total }.
report-lane-fault = Ошибка самого сайта в измерениях: { $count } из { $total }.
report-lane-roots = Устаревший список корневых сертификатов или неверные часы в измерениях: { $count } из { $total }.
report-lane-open = Ответ дают { $count } из { $total } измерений.
report-lane-few = Ничего не замечено: { $count } из { $total } измерений; этого мало, чтобы сказать больше.
report-lane-clean = Ничего не замечено: { $count } из { $total } измерений.
report-lane-alone = Никакие два из них не стоят достаточно близко, чтобы сказать, с какого времени и до какого.
report-began-between = Началось между { $before } и { $first }.
report-began-before = Так было уже при первом измерении, которое это показывает, { $first }.
report-ended-between = Кончилось между { $last } и { $after }.
report-still-read = В последний раз это видели { $last }, и конца не видно.
report-episodes-more = И ещё периоды: { $count }. Все они в таблице episodes.csv.

## Путь

report-path-caption = Откуда на пути приходит ответ
report-path-hop = узел { $hop }
report-path-you = Измерявшее устройство
report-path-routers = { $count ->
    [one] { $count } маршрутизатор
    [few] { $count } маршрутизатора
   *[other] { $count } маршрутизаторов
}
report-path-nameless = Маршрутизатор без имени
report-path-private = Маршрутизатор внутренней сети
report-path-reader = Здесь отвечает кто-то другой
report-path-answer = Отсюда приходит ответ
report-path-server = Настоящий сервер

## Сертификаты

report-pair-caption = Собственный сертификат сайта и тот, что пришёл вместо него
report-pair-caption-other = Что сервер показывает другим именам и что пришло для этого имени
report-pair-field = Поле
report-pair-genuine = Настоящий
report-pair-forged = Что пришло
report-pair-compared = Сравнение
report-pair-serial = серийный номер
report-pair-key = ключ (SHA-256)
report-pair-exponent = экспонента (RSA)
report-pair-no-exponent = ключ не RSA
report-pair-extensions = расширения, кроме имён
report-as-in-2019 = как у копий 2019 года
report-all-lost = опущены все
report-same = то же
report-different = другое
report-shifted = обе даты сдвинуты, часов: { $hours }
report-same-bits = совпадают первые биты: { $bits }

## Кто подписал

report-signers = Кто подписал
report-signers-more = И ещё { $count }.
report-signer-names = Подписано сайтов: { $count }; доменов: { $domains }.
report-signer-known = Известный ключ перехвата ({ $id }): { $operator }.
report-signer-unknown = Этого ключа нет ни в одном списке. Имя в сертификате — лишь то, что написал его создатель: оно не доказывает, кто это.
report-signer-refuse = Чтобы заблокировать этот ключ во всех программах компьютера:
report-signer-no-key = Ни одна подпись не показывает, чей это ключ, поэтому по ключу его не заблокировать.

## Чего мы не знаем

report-unknown = Чего мы не знаем
report-nothing-unknown = Прочитаны все файлы .jsonl и .json, и на каждое измерение есть ответ.
report-unread-files = Файлы, которые не удалось прочитать
report-unfinished = Файлы незавершённого измерения; они не прочитаны
report-skipped = Слишком глубокие папки; в них ничего не прочитано. Укажите их как аргументы
report-unread-records = Записи, которые нельзя использовать
report-left-out = Не вошло
report-left-out-count = Измерений не вошло: { $count }; сайтов или измерений слишком много для одной страницы
report-unanswered = Измерения без ответа и причины
report-unanswered-why = { $count } ×: { $why } (первое: { $place })
report-not-checked-in = { $what }: { $why } ({ $count } ×)

## Как сделана эта страница

report-method = Как сделана эта страница и каковы её пределы
report-method-judged = Каждое измерение оценено само по себе, с корневыми сертификатами этой программы и по правилам команды «verdict». У кого есть измерения, тот получит те же ответы.
report-method-counted = Сайт считается прочитанным, если это доказывает хотя бы одно измерение; чего это стоит, говорят числа измерений и точек.
report-method-dated = Два измерения подряд, которые это показывают, начинают период, восемь подряд без этого — кончают его. Время дано измерениями до и после.
report-method-confidence = Уверенность — оценка правил, а не измеренная доля ошибок.
report-method-limits = «Не замечено» значит: для этих сайтов, на этих путях, в это время. Тот, кто измерял, мог подделать измерения, а часы могли идти неверно.
report-method-rules = Версия правил: { $rules }.
report-privacy = В этом файле имена сайтов, время, имена точек измерения и файлов, содержание сертификатов, адреса публичных маршрутизаторов и больше ничего из измерений: адресов измерявших устройств нет. Он ничего не загружает и не запускает программ. Кто найдёт его на вашем устройстве, узнает, что он у вас есть.
report-data = Числа в таблицах
report-data-intro = Те же числа для электронных таблиц и программ (CSV).
report-table-save = Сохранить { $file }
report-table-too-long = Таблица слишком длинна для этой страницы. Её запишет «report --csv ПАПКА».
