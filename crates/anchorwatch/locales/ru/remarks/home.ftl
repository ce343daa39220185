### What is at a path, and why a file could not be read or changed. Clauses.
### Носителю языка: сначала node_file и home_changed.

remark-home_in_an_image = { $path } находится в образе, а образ никогда не изменяется
remark-home_other_run = после составления плана изменения внёс другой запуск ({ $path })
remark-home_wire = не удалось разобрать данные другого процесса этой программы
remark-home_because_of_system = { $what }: { $cause }
remark-home_because_of_content = { $what }: { $says }
remark-node_absent = ничего
remark-node_file = файл, { $bytes } байт, права { $mode }, владелец { $owner }
remark-node_link = ссылка на { $target }
remark-node_folder = папка, права { $mode }, владелец { $owner }
remark-node_other = не файл, не ссылка и не папка
remark-node_database = база данных
