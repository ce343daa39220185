### Что говорит `measure`. Носителю языка проверить прежде всего: measure-sending-*: ясно ли, что
### и кому отправляется; слово «цель».

## What will be sent

# $first: some of the targets
measure-sending = Отправляется на { $targets ->
        [one] { $targets } цель
        [few] { $targets } цели
       *[other] { $targets } целей
    }: { $hosts ->
        [one] { $hosts } узел, адрес которого даст сервер имён этой машины
        [few] { $hosts } узла, адреса которых даст сервер имён этой машины
       *[other] { $hosts } узлов, адреса которых даст сервер имён этой машины
    }, и { $addresses ->
        [one] { $addresses } адрес
        [few] { $addresses } адреса
       *[other] { $addresses } адресов
    }. Список начинается с { $first }.
measure-sending-own = Каждой — одно рукопожатие TLS с её собственным именем. Только если за то, что придёт, не ручается публичный корневой сертификат или соединение оборвётся, следуют другие, также с { $controls }: не больше { $most } соединений с одной целью за круг.
measure-sending-names = Каждой — по одному рукопожатию TLS с каждым из имён { $names } и одно с { $controls } для сравнения, в случайном порядке: не больше { $most } соединений с одной целью за круг.
measure-pace = За секунду начинается не больше { $rate } соединений, а с одним адресом — по одному, через { $pause } мс после начала предыдущего. Круг длится { $least } или дольше.
measure-back-off = Каждая неудача удваивает эту паузу для адреса, но не больше чем до минуты. После стольких неудач подряд на адрес в этом круге больше ничего не отправляется: { $failures }.
measure-rounds = Всего кругов: { $rounds }; каждый начинается через { $every } после начала предыдущего.
measure-seen-by = После рукопожатия ничего не отправляется. Цели и всякий, кто наблюдает, видят адреса и имена и могут узнать по ним эту программу.
measure-left-out = Пропущено записей: повторных { $repeated }, исключённых { $excluded }, отказавшихся { $opted_out }, нечитаемых { $unreadable }; других проверок из описания: { $tests }.
measure-left-out-first = Ничего не отправляется на: { $first }.
measure-bad-line = { $file }, запись { $line }: { $why }
measure-bad-lines-more = и ещё записей, которые не удалось прочитать: { $count }

## While it runs

# $bar: # and . characters; $left: hours:minutes:seconds
measure-progress = [{ $bar }] { $done } из { $total }, { $rate } в секунду, осталось { $left }; перехвачено { $intercepted }, подозрительно { $suspected }, оборвано { $cut }

## The answer

measure-measured = { $measured ->
        [one] { $measured } измерение
        [few] { $measured } измерения
       *[other] { $measured } измерений
    } для { $targets ->
        [one] { $targets } цели
       *[other] { $targets } целей
    } по правилам версии { $rules }:
measure-recorded = { $measured ->
        [one] { $measured } измерение
        [few] { $measured } измерения
       *[other] { $measured } измерений
    } записано без оценки. Целей: { $targets }.
measure-excluded = { $count ->
        [one] { $count } цель не посещена
        [few] { $count } цели не посещены
       *[other] { $count } целей не посещено
    }, потому что все адреса исключены.
measure-opted-out = { $count ->
        [one] { $count } цель не посещена
        [few] { $count } цели не посещены
       *[other] { $count } целей не посещено
    }, потому что они в списке отказавшихся.
measure-backed-off = Измерений, для которых ничего не отправлено, потому что адрес в этом круге слишком часто не отвечал: { $count }.
measure-missing = { $count ->
        [one] { $count } цель не записана
        [few] { $count } цели не записаны
       *[other] { $count } целей не записано
    }.
measure-unreadable = { $count ->
        [one] Не удалось прочитать { $count } строку списков
        [few] Не удалось прочитать { $count } строки списков
       *[other] Не удалось прочитать { $count } строк списков
    }; то, что в них указано, не измерено.
measure-found = Найденное: первые { $named } из { $count }
measure-found-one = { $name }, адрес { $address }: { $verdict }, подписал { $signer }, { $time }
measure-next = Что дальше
measure-next-resume = Измерить недостающее: anchorwatch measure --resume { $folder }
measure-next-found = Узнать почему и что говорит против: anchorwatch verdict { $folder }/*.jsonl
measure-next-unclear = Измерений, которые не говорят, читает ли кто-то соединение: { $count } из { $measured }. В остальных не видно ни перехвата, ни блокировки: отсюда, в это время и с этих попыток. Узнать почему: anchorwatch verdict { $folder }/*.jsonl
measure-next-none = Ни перехвата, ни блокировки не видно: отсюда, в это время и с этих попыток. Запись можно оценить снова: anchorwatch verdict { $folder }/*.jsonl
measure-next-all-unclear = Ни одно измерение не говорит, читает ли кто-то соединение. Узнать почему: anchorwatch verdict { $folder }/*.jsonl
measure-next-not-judged = Оценить их: anchorwatch report { $folder } или anchorwatch verdict { $folder }/*.jsonl
measure-next-nothing = Ничего не измерено, поэтому об этих целях ничего не известно.
measure-signed = Подпись: { $folder }/run.note. Проверка: anchorwatch report { $folder } --signed-by { $key }
measure-signed-before = Подпись { $folder }/run.note сделана раньше: измеренное после неё не подписано. Подписать и его: anchorwatch measure --resume { $folder } --sign КЛЮЧ --sign-as ИМЯ
measure-not-signed = { $count ->
        [one] { $count } файл записан не этим запуском и не подписан:
        [few] { $count } файла записаны не этим запуском и не подписаны, первый из них:
       *[other] { $count } файлов записаны не этим запуском и не подписаны, первый из них:
    } { $first }.
