### Remarks on settings. Clauses.
### Носителю языка: сначала unclear_*: перед каждым стоит строка из файла в кавычках и двоеточие.

remark-settings_unclear = «{ $what }»: { $why }
remark-settings_unread = { $why }
remark-settings_not_parsed = не удалось разобрать ({ $why })
remark-settings_open_end = кавычка, скобка или встроенный документ не закрыты; остальное не понято
remark-settings_script_limit = остальное не просмотрено: для одного сценария его слишком много
remark-settings_named_files_limit = здесь названо больше файлов, чем просматривается
remark-settings_python_bundle = набор сертификатов указан способом, который не понят
remark-settings_files_limit = файлов настроек больше { $max }
remark-settings_names_limit = имён больше { $max }
remark-settings_limit = настроек больше { $max }
remark-settings_bundles_limit = названо больше { $max } файлов с сертификатами
remark-settings_lines_limit = строк больше { $max }
remark-settings_places_limit = этому шаблону отвечает больше { $max } мест
remark-settings_search_limit = просмотрено файлов: { $max }, остальные нет
remark-settings_chain_limit = файлов, называющих другой файл, больше { $max }
remark-settings_search_path_limit = папок с программами больше, чем просматривается
remark-settings_folders_too_deep = папок, которые лежат глубже, чем ищутся настройки неизвестных программ: { $count }
remark-settings_texts_too_long = текстов, которые длиннее, чем просматривается для неизвестных программ: { $count }
remark-settings_started_too_deep = этот сценарий запускается слишком длинной цепочкой сценариев и не прочитан
remark-settings_whole_program = это целая программа; прочитаны только её простые присваивания
remark-settings_unknown_search_folder = «{ $what }» называет папку с программами, которая здесь неизвестна
remark-settings_writes_keys = «{ $what }» записывает ключи соединений в файл
remark-settings_plugins = здесь загружаются дополнения, они не прочитаны
remark-settings_installs_roots = при запуске отсюда устанавливаются сертификаты, они перечислены: «{ $what }»
remark-settings_before_systems_program = эта программа запускается вместо системной с тем же именем; что встроено в неё, не прочитано
remark-settings_isolated_programs = работающих программ, которые видят другие файлы (контейнеры, snap, Flatpak) и в которые не заглянули: { $count }
remark-settings_named_by_running = { $name } называет это место в окружении работающих программ: { $count }

## What a part of a file does: predicates

remark-unclear_place = названо место, которое здесь неизвестно
remark-unclear_value = значение здесь неизвестно
remark-unclear_proxy = прокси-сервер берётся из другого места
remark-unclear_profile = назван профиль, который здесь неизвестен
remark-unclear_configuration = названа конфигурация, которая здесь неизвестна
remark-unclear_destination = ведёт в место, которое здесь неизвестно
remark-unclear_switch = может отключать проверку сертификатов
remark-unclear_prompt = выполняется перед каждым приглашением оболочки и здесь неизвестно
remark-unclear_code = загружает код, который может изменить, чему доверяют программы
remark-unclear_preload = загружает код в каждую программу
remark-unclear_store_address = адрес хранилища, которое не читается
remark-unclear_openssl_code = загружает код в каждую программу, которая использует OpenSSL
remark-unclear_script = запускает сценарий, который может изменить, чему доверяют программы
remark-unclear_python_start = выполняется каждым запуском Python и может изменить, чему доверяют программы
remark-unclear_git_depth = вложенность глубже, чем допускает git
remark-unclear_count = их больше, чем просматривается
remark-unclear_sshd_depth = вложенность глубже, чем допускает sshd
remark-unclear_generated_environment = выводит окружение, которое известно только во время работы
remark-unclear_other_files = показывает своим программам другие файлы, они не прочитаны
remark-unclear_inclusion = подключается и не прочитано
remark-unclear_file_count = этому отвечает больше файлов, чем просматривается
remark-unclear_mention_count = упоминается чаще, чем просматривается
remark-unclear_mention = упоминается на языке, который не читается
remark-unclear_registries = это не список реестров
remark-unclear_syntax = записано способом, который здесь не разбирается
remark-unclear_script_as_program = это сценарий вместо программы
remark-unclear_code_first = ставит { $name } перед тем, что есть в самой программе
remark-unclear_source = подключает то, что здесь неизвестно
remark-unclear_depth = вложенность глубже, чем просматривается
remark-unclear_command = запускает то, что известно только во время работы
remark-unclear_export = задаёт переменные, которые здесь неизвестны
remark-unclear_replacement = подставляет вместо программы что-то другое
remark-unclear_function = это функция с именем программы
remark-unclear_installs_roots = так устанавливаются корневые сертификаты, которые здесь неизвестны
remark-unclear_input = заполняет переменную из другого места
