### What the program anchorwatch-witness says. Remarks are clauses.
### Носителю языка: сначала слова «память» (memory) и «соподпись» (cosignature).

witness-error = anchorwatch-witness: ошибка: { $what }
witness-key-made = Закрытый ключ записан в { $key }; храните его в тайне. Его память — { $database }: если она пропадёт, создайте новый ключ.
witness-listens = принимаю соединения на { $address }; остановить — Ctrl-C

## What went wrong

remark-witness_exists_already = { $path } уже существует
remark-witness_no_key_name = это не может быть именем ключа
remark-witness_no_key_made = ключ не создан
remark-witness_not_written = { $path } не записан
remark-witness_cannot_read = не удаётся прочитать { $path }
remark-witness_key_unusable = закрытый ключ в { $path } использовать нельзя
remark-witness_memory_unusable = базу данных { $path } использовать нельзя
remark-witness_logs_unusable = политику { $path } использовать нельзя
remark-witness_no_log = в ней нет ни одного журнала
remark-witness_cannot_listen = не удаётся принимать соединения на { $address }
remark-witness_not_said = вывод никто не принимает

## What is wrong with the database

remark-witness_memory_missing = её нет
remark-witness_memory_exists = она уже существует
remark-witness_memory_io = её нельзя открыть, прочитать или записать, или диск заполнен
remark-witness_memory_locked = её использует другая программа
remark-witness_memory_other = это не база данных свидетеля, или её версия новее
remark-witness_memory_damaged = она повреждена
remark-witness_memory_not_durable = SQLite не может записать в неё так, чтобы при отключении питания ничего не пропало
remark-witness_memory_unknown_key = это не память этого ключа
remark-witness_memory_later = в ней есть большее дерево этого журнала
remark-witness_clock = часы сильно отстают от последней соподписи для этого журнала ({ $last } секунд после 1970 года)

## What to do

remark-witness_hint_new_file = укажите файл, которого ещё нет
remark-witness_hint_name = напишите, например, witness.example/w1, без пробелов и плюсов
remark-witness_hint_again = попробуйте ещё раз
remark-witness_hint_path = проверьте путь, права на него и свободное место
remark-witness_hint_new_key = свидетелю, потерявшему память, нужен новый ключ; создайте его командой `anchorwatch-witness new-key` и сообщите журналам
remark-witness_hint_own_key = укажите ключ, который `anchorwatch-witness new-key` создал вместе с этой базой данных
remark-witness_hint_one = остановите другую программу; каждому свидетелю нужна своя база данных
remark-witness_hint_logs = напишите для каждого журнала строку `log NAME+ID+KEY`, а в конце `quorum none`
remark-witness_hint_listen = выберите адрес этой машины и свободный порт; для портов ниже 1024 нужны права root
