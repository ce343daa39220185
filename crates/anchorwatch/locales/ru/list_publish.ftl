### Что говорят команды издателя в `list`.
### Носителю языка: сначала «предложение» (proposal), «кворум издателей» (quorum of publishers) и «изъять» (take back).

list-key-made = Закрытый ключ записан в { $path }. Кто владеет этим файлом, подписывает от вашего имени. То, что он подписал последним, — в файле рядом, имя которого кончается на .signed: без него ключ ничего не подпишет. Храните оба вне сети и сделайте копию.
list-log-key-made = Закрытый ключ журнала записан в { $path }. То, что он подписал последним, — в файле рядом, имя которого кончается на .signed. Храните оба вместе: со старой копией второго можно было бы создать два журнала.
list-proposed = { $count ->
        [one] В { $path } { $count } запись
        [few] В { $path } { $count } записи
       *[many] В { $path } { $count } записей
    }, новых: { $new }. Прочтите предложение и дайте его на проверку.
list-verified-component = подписан как компонент Chromium
list-verified-collection = подписан как коллекция Mozilla
list-reviewed = { $count ->
        [one] Предложена { $count } запись.
        [few] Предложены { $count } записи.
       *[many] Предложено { $count } записей.
    } { $against ->
        [0] Возражений не известно.
        [one] Возражения есть против { $against } записи.
       *[many] Возражения есть против { $against } записей.
    }
list-prepared = Список записан в { $path }. Его ещё никто не подписал.
list-not-signed-yet = Ничего не подписано. Если вы согласны с тем, что ниже, подпишите: --key FILE --out FILE --hash { $hash }
list-sign-done = Ваша подпись записана в { $path }. Отправьте её тому, кто публикует список.
list-published = Список опубликован в { $path }.
list-set-published = Следующий состав издателей записан в { $path }. Клиенты перейдут к нему с первым списком, который он подпишет.
list-renewed = Доказательства в { $path } обновлены.
list-about-set = Состав издателей { $origin } номер { $epoch }
list-set-publishers = { $publishers }: утверждённый список подписывают { $approved } из { $count }, быстрый — { $quick }
list-set-delay = { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }
list-set-added = Новые ключи ({ $count })
list-set-removed = Уходящие ключи ({ $count })
list-set-read-it = Прочтите и весь текст: в нём сказано, какие издатели должны подписывать вместе и каких журналов и свидетелей требуют клиенты.
list-about-log = { $origin }: записей { $size }, из них новых { $added }
list-witness-cosigned = { $witness } подписал
list-witness-fault = { $witness } не подписал: { $why }
list-audit-right = Журнал { $origin } — тот, что подтвердили его свидетели, и записи в нём идут по порядку.
list-audit-wrong = { $count ->
        [one] С журналом { $origin } или с этой его копией не в порядке { $count } вещь:
        [few] С журналом { $origin } или с этой его копией не в порядке { $count } вещи:
       *[many] С журналом { $origin } или с этой его копией не в порядке { $count } вещей:
    }
list-audit-unclear = Журнал { $origin } — тот, что подтвердили его свидетели. Все ли записи в нём верны, по нему не узнать:
list-audit-log = Журнал { $origin }
list-audit-entries = утверждённых списков: { $approved }; быстрых списков: { $quick }; составов издателей: { $sets }
list-audit-cosigned = { $witness }, { $time }
list-audit-not-checked = Кто подписал списки: в журнале нет подписей. Что показывают зеркала, которые не названы в --mirror. Какой утверждённый список дополняет быстрый: в записи о нём этого нет.
list-monitored = { $count ->
        [0] Ни в одном списке нет записей о них.
        [one] В списках { $count } запись о них.
        [few] В списках { $count } записи о них.
       *[many] В списках { $count } записей о них.
    }
list-since-approved = В утверждённом списке, не позже чем с номера { $sequence }
list-since-quick = В быстром списке номер { $sequence }
list-review-not-checked = Правдивы ли пояснения и не подписал ли публичный корневой сертификат ключ, которого нет в реестре. Какие журналы Certificate Transparency принимают корневой сертификат, известно только о ключах из реестра.
list-needs-quorum = кворум издателей
list-quick-suffices = столько, сколько нужно быстрому списку
list-about-approved = Утверждённый список { $origin }
list-about-quick = Быстрый список { $origin }
list-about-number = { $sequence }, издан { $issued }, истекает { $expires }; { $entries ->
        [one] { $entries } запись
        [few] { $entries } записи
       *[many] { $entries } записей
    }
list-about-signers = { $signed ->
        [0] никто
       *[other] { $signers }
    } (нужно не меньше { $needed })
list-entry-reach = { $what }; { $public ->
        [yes] запрещает все пути
       *[no] запрещает только пути к местному корневому сертификату
    }{ $limited ->
        [yes] , с ограничениями
       *[no] { "" }
    }
list-changed-from = { $now }. Прежде: { $before }
list-no-change = Ни одна запись не добавлена и не убрана.
list-other-changes = { $count ->
        [one] Добавлена или убрана { $count } запись, которую эта программа не может показать. Подписывайте, только если знаете её.
        [few] Добавлены или убраны { $count } записи, которые эта программа не может показать. Подписывайте, только если знаете их.
       *[many] Добавлено или убрано { $count } записей, которые эта программа не может показать. Подписывайте, только если знаете их.
    }
list-published-deltas = { $count ->
        [one] Клиенты получат его одним изменением прежнего списка ({ $count }) или целиком.
       *[many] Клиенты получат его одним из изменений прежних списков ({ $count }) или целиком.
    }
list-action-add = Добавить
list-action-remove = Убрать
list-action-withdraw = Изъять из быстрого списка
list-change-added = Добавлено ({ $count })
list-change-widened = Запрещает больше, чем прежде ({ $count })
list-change-narrowed = Запрещает меньше, чем прежде ({ $count })
list-change-altered = Запрещает другие пути, чем прежде ({ $count })
list-change-removed = Убрано ({ $count })
list-change-withdrawn = Изъято из быстрого списка ({ $count })
label-set-line = для состава
label-set-publishers = издатели
label-set-delay = отсрочка
label-set-logs = публичные журналы
label-set-expires = действует до
label-log-size = размер
label-log-entries = записи
label-log-cosigned = подтвердил
label-list-number = номер
label-list-hash = хеш
label-list-signed-by = подписывает
label-known-about = известно
label-against = против

## What witnesses saw

list-seen-log = Журнал { $origin }: на зеркале записей { $size }
list-witness-shows = { $witness } показывает: { $view }
list-witness-silent = { $witness } не отвечает: { $why }
