### Why a file or folder was not read, or not as a whole, and what was not looked at. Clauses.
### Носителю языка: сначала read_failed и limit_*: перед ними стоит путь и двоеточие.

## A file or folder

remark-read_failed = { $action ->
        [read] не удалось прочитать { $path }: { $why }
        [list_the_folder] не удалось прочитать содержимое папки { $path }: { $why }
        [open_the_folder] не удалось открыть папку { $path }: { $why }
        [read_the_link] не удалось прочитать ссылку { $path }: { $why }
        [find] не удалось найти { $path }: { $why }
       *[other] не удалось обратиться к { $path }: { $why }
    }
remark-read_too_large = { $path } больше { $max } байт
remark-read_not_a_regular_file = { $path } — не обычный файл
remark-read_not_owned = { $path } мог записать кто-то, кроме владельца системы (владелец { $uid }, права { $mode })
remark-read_while_it_changes = { $path } меняется во время чтения
remark-read_otherwise_failed = { $why }

## More than is looked at

remark-limit_names = просмотрено имён: { $max } из { $count }
remark-limit_first_files = файлов отсюда не прочитано: { $count }
remark-limit_files = файлов больше { $max }; остальные не прочитаны
remark-limit_files_or_folders = здесь больше файлов или папок, чем просматривается
remark-limit_profiles = профилей больше { $max }; остальные не прочитаны
remark-limit_sandboxes = просмотрено папок snap и Flatpak: { $max }, остальные нет
remark-limit_mozilla_copies = программ на основе Mozilla здесь и в других местах больше { $max }; остальные не прочитаны
remark-limit_homes = домашними названо больше { $max } папок
remark-limit_users = пользователей больше { $max }; программы остальных не опрошены
remark-limit_installations = имён больше { $names } или мест больше { $places }; установки Java, Python и браузеров за ними не найдены
remark-limit_closed_folders = { $why }; и ещё папок: { $count }
remark-limit_running_programs = работающих программ пользователя { $uid }, в которые нельзя заглянуть: { $count }
remark-limit_java_option = здесь названо хранилище ключей или файл параметров, место которого известно только во время работы программы: { $value }
remark-seen_differently = программы, которые распаковывают образы, видят это по-разному: слой заменяет это через ссылку нижнего слоя или метками overlayfs

## What was not looked at

remark-unseen_place = { $path }
remark-unseen_part = часть { $path }
remark-unseen_installations = установки Java, Python и браузеров, а также профили глубже шести папок, за ссылками, на других томах, в кешах или в архивах zip
remark-unseen_computed_settings = что вычисляет сценарий запуска, и настройки в проектах глубже шести папок
remark-unseen_bundles = наборы внутри других программ
remark-unseen_chromium_policies = что политики Chromium отнимают внутри snap и Flatpak и какими именами они ограничивают корневой сертификат
remark-unseen_dconf = база настроек GNOME (dconf)
remark-unseen_nss_signatures = подписи значений доверия в базах NSS с основным паролем

## Why it was not looked at

remark-not_read_outside_the_search = их ищут в /usr/lib, /usr/local, /opt, /srv и в домашних папках
remark-not_read_to_its_end = сценарий нельзя прочитать до конца; то, что в нём может быть важно и не понято, названо
remark-not_read_by_this_version = эта версия их не читает
remark-not_read_beyond_the_store = каждый корневой сертификат назван как есть
remark-not_read_without_password = без него их не проверить; значения принимаются как есть
remark-not_read_since_empty = здесь ничего нет; диск подключён?

## A process with a user's rights, and a program that was asked

remark-worker_failed = чтение с правами пользователя { $user } не удалось: { $why }
remark-worker_without_root = не удалось передать корневую папку дерева: { $why }
remark-worker_not_started = не удалось запустить процесс: { $why }
remark-worker_ended = процесс завершился с ошибкой ({ $status })
remark-worker_without_output = ответ процесса нельзя прочитать
remark-worker_late = ответа нет дольше отведённого времени (в секундах: { $seconds })
remark-worker_answer_unread = не удалось прочитать ответ процесса: { $why }
remark-worker_answer_too_large = ответ процесса больше { $max } байт
remark-worker_answer_not_understood = ответ процесса не понят: { $why }
remark-ask_other_roots = корневые сертификаты берутся из { $path }, а в прочитанных настройках это место не названо
remark-ask_other_setting = { $literal }: в прочитанных настройках этого нет
remark-ask_system_roots = программа доверяет корневым сертификатам системы, а в прочитанных настройках об этом ничего нет
remark-ask_failed = на вопрос программа завершилась с ошибкой
remark-ask_no_environment = на вопрос программа не вывела своё окружение
remark-ask_tool_missing = чтобы спросить без сети, нужна программа { $program }, а её нет
remark-ask_not_started = не удалось запустить: { $why }
remark-ask_late = ответа нет дольше отведённого времени (в секундах: { $seconds })
remark-ask_answer_too_large = ответ больше { $max } байт
remark-ask_not_isolated = не удалось спросить без сети: { $says }
remark-ask_no_socket = нет сокета для вопроса: { $why }

## Why what another process of this program says is not understood

remark-answer_text = { $why }
remark-answer_changes = { $why }
remark-answer_list = { $why }
remark-answer_unknown_word = в нём неизвестное слово { $word }
remark-answer_unknown_remark = в нём неизвестное замечание { $remark }
remark-answer_not_base64 = в нём есть что-то, что не base64
remark-answer_certificate = в нём есть сертификат, который нельзя прочитать: { $why }
