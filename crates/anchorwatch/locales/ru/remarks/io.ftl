### Why the operating system did not do something. Clauses, inside other messages.
### Носителю языка: сначала io_read_only и io_link_loop.

remark-io_not_found = нет такого файла или папки
remark-io_permission_denied = у вас нет на это прав
remark-io_read_only = файловая система подключена только для чтения
remark-io_no_space = не осталось свободного места
remark-io_not_a_folder = это не папка
remark-io_is_a_folder = это папка, а не файл
remark-io_link_loop = символические ссылки образуют петлю
# $says is a number or a code of the operating system
remark-io_other = сообщение операционной системы: { $says }
remark-io_device = диск или устройство сообщает об ошибке
remark-io_busy = его использует другая программа
remark-io_name_too_long = имя или путь слишком длинные
remark-io_too_many_open = открыто слишком много файлов
