### Messages about planned changes: `block`, `remove`, `consent`, `refilter`. Clauses.
### Носителю языка: сначала слова «фильтр» и «наблюдение» и сообщения consequence_*.

remark-at_path = { $path }: { $why }
remark-sentence = { $says }
remark-name = { $name }
remark-name_of_nameless_root = корневой сертификат без имени, ключ { $key }
remark-names_left_out = и ещё { $count }
remark-change_not_undoable = { $path } ({ $node }): вернуть его в такое состояние было бы нельзя, поэтому он не изменяется
remark-change_not_brought_back = { $path } (было: { $node }): он не будет возвращён
remark-left_unattended = { $path } не изменён: файлы его владельца больше, чем сохраняет ежечасный запуск; запустите `anchorwatch block` сами
remark-too_many_unattended = ежечасные запуски оставили записей: { $count }, поэтому больше ничего не меняют: посмотрите `anchorwatch status` и запустите `anchorwatch block` сами
remark-consequence_public = { $count ->
        [one] { $count } из ключей публичный: перестанут работать многие сайты ({ $names })
       *[other] { $count } из ключей публичные: перестанут работать многие сайты ({ $names })
    }
remark-consequence_state = { $count ->
        [one] { $count } из ключей принадлежит государству: перестанут работать его службы, которые полагаются только на этот ключ ({ $names })
       *[other] { $count } из ключей принадлежат государству: перестанут работать его службы, которые полагаются только на эти ключи ({ $names })
    }
remark-consequence_removed = { $count ->
        [one] { $count } из ключей принадлежит центрам, которые браузеры удалили по веской причине: сайты, которые ещё полагаются на него, перестанут работать и в других программах ({ $names })
       *[other] { $count } из ключей принадлежат центрам, которые браузеры удалили по веской причине: сайты, которые ещё полагаются на них, перестанут работать и в других программах ({ $names })
    }
remark-consequence_unknown = { $count ->
        [one] { $count } из ключей нет в реестре: перестанет работать то, что полагается только на него, например устройство или всё в сети, которую проверяет компания ({ $names })
       *[other] { $count } из ключей нет в реестре: перестанет работать то, что полагается только на них, например устройство или всё в сети, которую проверяет компания ({ $names })
    }
remark-still_trusted_in_store = в { $path } тоже есть заблокированный ключ, и это хранилище не изменяется; ему по-прежнему доверяют: { $clients }
remark-unlisted_root_still_trusted = в { $path } есть { $name }: он не из дистрибутива, не публичный и не разрешён вами; ему по-прежнему доверяют: { $clients }
remark-unlisted_roots_still_trusted = в { $path } есть { $name } и ещё { $count }: они не из дистрибутива, не публичные и не разрешены вами; им по-прежнему доверяют: { $clients }
remark-others_can_write = в { $path } есть заблокированный ключ, но туда может писать не только root, поэтому он не изменяется
remark-others_can_write_in_home_of_root = { $path } находится в домашней папке root, но туда может писать не только root, поэтому он не изменяется
remark-link_out_of_home = { $path } — ссылка на { $target }, вне домашней папки: он не изменяется
remark-outside_home = { $path } вне домашней папки своего пользователя и не изменяется
remark-still_shows_refused_key = в { $path } всё ещё виден заблокированный ключ
remark-content_unreadable = в { $path } есть то, что не удаётся прочитать
remark-unreadable_withheld = { $why }; оно не допускается, потому что другие программы могут его прочитать
remark-file_emptied = файл, где есть только заблокированные корневые сертификаты, станет пустым: { $path }; { $clients } не будет доверять ни одному сайту (curl: ошибка 77), пока не убрана настройка, которая называет этот файл
remark-file_emptied_of_unknown_programs = файл, где есть только заблокированные корневые сертификаты, станет пустым: { $path }; программы, настроенные на него, не будут доверять ни одному сайту (curl: ошибка 77), пока не убрана настройка, которая называет этот файл
remark-consent_to_refused_key = { $path } блокирует этот ключ: он останется заблокированным, несмотря на согласие
remark-consent_admits_at_update = в системное хранилище не допускается то, что не разрешено: этот корневой сертификат попадёт туда при следующем обновлении, `update-ca-certificates`
remark-consent_withholds_at_update = в системное хранилище не допускается то, что не разрешено: этот корневой сертификат будет убран оттуда при следующем обновлении, `update-ca-certificates`
remark-consent_confines = системное хранилище ограничивает этот корневой сертификат частными именами и этими; Java его не принимает
remark-consent_lets_read = владелец ключа этого сертификата может читать и изменять то, чем эта машина обменивается с этими именами
remark-consent_withdrawn_confines = отныне системное хранилище ограничивает этот корневой сертификат частными именами
remark-consent_for_all_names = отныне системное хранилище доверяет этому корневому сертификату для любого имени
remark-consent_holds_for_every_name = хранилище не может ограничить корневой сертификат именами: программы, которые им пользуются, будут доверять ему для любого имени
remark-consent_unknown_to_browsers = браузеры, в которых сертификат был при последней блокировке, учтут согласие сами (Firefox и Thunderbird — при следующем запуске); для остальных запустите `anchorwatch block --unlisted` ещё раз
remark-worker_plan_failed = { $path }: планирование с правами { $user } не удалось: { $why }
remark-worker_plan_too_large = его план занимает больше { $max } байт квитанции
remark-worker_too_many_databases = названо больше { $max } баз данных вне домашней папки; остальные не просмотрены
remark-worker_further_remarks = и ещё замечания процесса этого пользователя: { $count }
remark-worker_answer_cut = его ответ неполон
remark-worker_answer_about_another_path = его ответ о другом пути
remark-worker_answer_to_another_question = его ответ на другой вопрос
remark-worker_document_malformed = данные обмена с ним не удаётся разобрать: { $why }
remark-worker_out_of_time = не предпринималось, потому что другие изменения этого пользователя заняли { $seconds } с
