### Что говорит `list update`.
### Носителю языка: сначала «держатся» (are held) и «подтверждал» (confirmed).

list-update-unchanged = Ничего не изменилось.
list-update-changed = Теперь здесь более новые списки.
list-update-would-change = Есть более новые списки. Ничего не записано.
list-update-fork = Кому-то показывают другой список: у двух источников, или у этой машины прежде и у источника теперь, разные списки с одним номером.
list-update-refused = Соединение с зеркалом перехвачено, или его сертификат неверен. Списки всё же получены, потому что они подтверждают себя сами. С --evidence FILE сертификаты сохраняются; что они значат, скажет `anchorwatch verdict FILE`.
list-update-nothing = Здесь ещё нет ни одного списка.
list-update-current = Списки свежие.
list-update-unconfirmed = С { $time } никто не подтверждал, что это самые новые списки. Возможно, кто-то удерживает более новые.
list-update-ageing = К этому времени должны были прийти более новые списки. Срок этих истекает { $time }.
list-update-stale = Срок списков истёк { $time }. Они по-прежнему запрещают то, что в них есть; отсутствие записи в них ничего не значит.
list-update-unseen = { $count ->
        [one] В публичном журнале есть { $count } более новая запись, которую не показал ни один источник.
        [few] В публичном журнале есть { $count } более новые записи, которых не показал ни один источник.
       *[many] В публичном журнале есть { $count } более новых записей, которых не показал ни один источник.
    }
list-update-added = { $count ->
        [one] { $count } новая запись в списках:
        [few] { $count } новые записи в списках:
       *[many] { $count } новых записей в списках:
    }
list-update-removed = { $count ->
        [one] { $count } запись больше ничего не запрещает:
        [few] { $count } записи больше ничего не запрещают:
       *[many] { $count } записей больше ничего не запрещают:
    }
list-update-held = Что здесь есть из { $origin }
list-update-none = нет
list-update-number = номер { $sequence }, издан { $issued }, истекает { $expires }
list-update-in-force = { $entries }; из них пока не запрещают публичные сайты: { $waiting }, убраны из списков и остаются на время: { $retained }, таких видов, которыми эта программа не пользуется: { $unused }
list-update-epoch = состав номер { $epoch }
list-update-not-checked = Как решают `audit`, `check`, `verify` и заблокированные программы: эти списки они ещё не читают.
label-approved-list = утверждённый список
label-quick-list = быстрый список
label-in-force = записи
label-publishers = издатели
label-came-over = получено через
label-problem = не взято
list-channel-verified = зашифрованное соединение с самим зеркалом
list-channel-refused = зашифрованное соединение, сертификат которого отвергнут
list-channel-plain = соединение без шифрования
list-channel-local = файл или папку этой машины
list-channel-nothing = ответа не было
