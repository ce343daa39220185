### Первый экран `audit` и `--explain`. Носителю языка проверить прежде всего: слова
### ТРЕВОГА, РЕШИТЕ, К СВЕДЕНИЮ; причины screen-why-*; падежи после чисел.
### В строке 80 знаков: пишите коротко.

## The verdict, in one line

screen-alarms = { $count ->
        [one] Здесь { $count } корневой сертификат, с которым можно читать трафик или похожий на такой.
        [few] Здесь { $count } корневых сертификата, с которыми можно читать трафик или похожие на такие.
       *[other] Здесь { $count } корневых сертификатов, с которыми можно читать трафик или похожих на такие.
    }
screen-asks = { $count ->
        [one] { $count } находка требует вашего решения.
        [few] { $count } находки требуют вашего решения.
       *[other] { $count } находок требуют вашего решения.
    }
screen-blind = { $count ->
        [one] Не удалось прочитать { $count } место.
        [few] Не удалось прочитать { $count } места.
       *[other] Не удалось прочитать { $count } мест.
    }
screen-unknown = { $count ->
        [one] Ничего, что требует действий, не найдено, но { $count } место не удалось прочитать.
        [few] Ничего, что требует действий, не найдено, но { $count } места не удалось прочитать.
       *[other] Ничего, что требует действий, не найдено, но { $count } мест не удалось прочитать.
    }
screen-nothing = Ни один корневой сертификат и ни одна настройка здесь не требуют действий.
screen-nothing-open = { $count ->
        [one] То, что вы можете здесь прочитать, действий не требует; { $count } домашний каталог для вас закрыт.
        [few] То, что вы можете здесь прочитать, действий не требует; { $count } домашних каталога для вас закрыты.
       *[other] То, что вы можете здесь прочитать, действий не требует; { $count } домашних каталогов для вас закрыты.
    }

## What a group of findings asks of the reader; the word is coloured

screen-word-alarm = ТРЕВОГА
screen-word-ask = РЕШИТЕ
screen-word-note = К СВЕДЕНИЮ
screen-head-alarm = Действуйте. Команды лишь показывают план; выполнит его --apply.
screen-head-ask = Только владелец машины знает, всё ли здесь верно.
screen-head-note = Здесь ничего делать не нужно:

## Why: one reason, which fits beside its label

screen-why-leaked_key = его закрытый ключ общеизвестен: читать трафик может любой
screen-why-known_interception = с ним читали чужой трафик, или он для этого создан
screen-why-suspected_family = похож на сертификаты, с которыми читали трафик
screen-why-distrusted_by_list = запрещён подписанным списком, которому следует эта машина
screen-why-distrusted_by_program = браузеры удалили его после нарушений или взлома
screen-why-state_root = принадлежит государству, и браузеры его не включают
screen-why-public_program = это один из сертификатов Mozilla для веб-серверов
screen-why-retired_from_program = Mozilla сейчас не доверяет ему для веб-серверов
screen-why-inspection_product_name = назван как сертификат антивируса или шлюза
screen-why-unknown = он не публичный, и неизвестно, кто его добавил
screen-why-again = его ключ заблокирован, но что-то ему ещё доверяет
screen-why-unlisted = `block --unlisted` ограничивает его, но что-то здесь доверяет ему шире
screen-why-deceives = имя публичного сертификата, но ключ другой

# For roots with which traffic is read
screen-if-read = Покиньте эту сеть, затем смените пароли, которыми здесь пользовались, и завершите открытые сеансы: блокировка не отменит того, что уже прочитано.

## What is settled, counted or not read

screen-new = новый
screen-new-head = { $count ->
        [one] { $count } новый с прошлого раза корневой сертификат, не требующий действий:
        [few] { $count } новых с прошлого раза корневых сертификата, не требующих действий:
       *[other] { $count } новых с прошлого раза корневых сертификатов, не требующих действий:
    }
screen-accepted-head = { $count ->
        [one] { $count } тревога, которую вы указали как известную:
        [few] { $count } тревоги, которые вы указали как известные:
       *[other] { $count } тревог, которые вы указали как известные:
    }
# $root is the option --root with its folder, or nothing
screen-refused-head = { $count ->
        [one] { $count } корневой сертификат заблокирован (`anchorwatch status{ $root }`):
        [few] { $count } корневых сертификата заблокированы (`anchorwatch status{ $root }`):
       *[other] { $count } корневых сертификатов заблокировано (`anchorwatch status{ $root }`):
    }
screen-confined-head = { $count ->
        [one] { $count } корневой сертификат ограничен частными именами и вашими согласиями:
        [few] { $count } корневых сертификата ограничены частными именами и вашими согласиями:
       *[other] { $count } корневых сертификатов ограничено частными именами и вашими согласиями:
    }
screen-consented-head = { $count ->
        [one] { $count } корневой сертификат разрешён (`anchorwatch consent list{ $root }`):
        [few] { $count } корневых сертификата разрешены (`anchorwatch consent list{ $root }`):
       *[other] { $count } корневых сертификатов разрешено (`anchorwatch consent list{ $root }`):
    }
screen-removed = { $count ->
        [one] { $count } удалён браузерами по веской причине, но дистрибутив его поставляет
        [few] { $count } удалены браузерами по веской причине, но дистрибутив их поставляет
       *[other] { $count } удалено браузерами по веской причине, но дистрибутив их поставляет
    }
screen-retired = { $count ->
        [one] { $count } исключён Mozilla из доверенных для веб-серверов
        [few] { $count } исключены Mozilla из доверенных для веб-серверов
       *[other] { $count } исключено Mozilla из доверенных для веб-серверов
    }
screen-baseline = { $count ->
        [one] { $count } находка указана вами как известная
        [few] { $count } находки указаны вами как известные
       *[other] { $count } находок указано вами как известные
    }
screen-unread-head = { $count ->
        [one] Не проверено: { $count } место, где мог бы быть корневой сертификат:
        [few] Не проверено: { $count } места, где мог бы быть корневой сертификат:
       *[other] Не проверено: { $count } мест, где мог бы быть корневой сертификат:
    }
screen-left-out = … и ещё { $count }; --all показывает всё

## Where the rest is

screen-closed = Закрыто для вас домашних каталогов других пользователей: { $count }. Запустите от имени root, чтобы прочитать и их.
screen-read = Прочитано хранилищ: { $stores }. Эта версия не читает видов мест: { $kinds } (--all).
screen-more = Всё целиком: `anchorwatch audit{ $root } --all`. Один сертификат: --explain ID. Для программ: --format json.
screen-data = anchorwatch { $version }; известных ключей: { $known }, публичных: { $public }; { $time }
# $url is an address, $read the day on which it was read
screen-source = { $url } (прочитано { $read })
screen-explain-to-do = Если его вам навязали, эта команда покажет, что изменит блокировка:

label-why = почему
label-trusted-by = доверяют
label-to-do = команда
label-source = источник

## Without a command, and while stores are read

intro-what = Anchorwatch находит и блокирует корневые сертификаты для чтения вашего трафика.
intro-audit = НАЧНИТЕ ЗДЕСЬ: чему тут доверяют?
intro-identify = что за файл меня просят установить?
intro-check = перехватывают ли моё соединение?
intro-guide = убрать сертификат с телефона по шагам
intro-block = заблокировать; сначала показывает план
intro-fleet = тем, кто отвечает за много машин
intro-more = Меняют что-либо только block, remove, consent и undo. Все команды: --help
progress-reading = Чтение хранилищ сертификатов …
