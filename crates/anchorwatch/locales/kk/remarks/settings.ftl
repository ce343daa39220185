### Remarks on settings. Clauses.
### Ана тілінде сөйлейтінге: алдымен unclear_*: әрқайсысының алдында файлдағы жол мен қос нүкте тұрады.

remark-settings_unclear = «{ $what }»: { $why }
remark-settings_unread = { $why }
remark-settings_not_parsed = мазмұнын талдау мүмкін болмады ({ $why })
remark-settings_open_end = тырнақша, жақша не кірістірілген құжат жабылмаған; одан кейінгісі түсініксіз
remark-settings_script_limit = қалғаны қаралмады: бір сценарий үшін ол тым көп
remark-settings_named_files_limit = мұнда қаралатыннан көп файл аталған
remark-settings_python_bundle = сертификаттар жиыны түсініксіз тәсілмен көрсетілген
remark-settings_files_limit = баптау файлдары { $max } файлдан көп
remark-settings_names_limit = атаулар { $max } атаудан көп
remark-settings_limit = баптаулар { $max } баптаудан көп
remark-settings_bundles_limit = сертификаттары бар { $max } файлдан көбі аталған
remark-settings_lines_limit = жолдар { $max } жолдан көп
remark-settings_places_limit = бұл үлгіге { $max } орыннан көбі сәйкес келеді
remark-settings_search_limit = мұнда { $max } файл ғана қаралды
remark-settings_chain_limit = басқа файлды атайтын файлдар { $max } файлдан көп
remark-settings_search_path_limit = бағдарламалар қалталары қаралатыннан көп
remark-settings_folders_too_deep = белгісіз бағдарламалардың баптаулары ізделетіннен тереңірек жатқан қалталар: { $count }
remark-settings_texts_too_long = белгісіз бағдарламалар үшін қаралатыннан ұзынырақ мәтіндер: { $count }
remark-settings_started_too_deep = бұл скриптті тым ұзын скрипттер тізбегі іске қосады, ол оқылмады
remark-settings_whole_program = бұл тұтас бағдарлама; оның қарапайым меншіктеулері ғана оқылды
remark-settings_unknown_search_folder = «{ $what }» мұнда белгісіз бағдарламалар қалтасын атайды
remark-settings_writes_keys = «{ $what }» қосылымдардың кілттерін файлға жазады
remark-settings_plugins = мұнда қосымшалар жүктеледі, олар оқылмады
remark-settings_installs_roots = іске қосылғанда осы жерден сертификаттар орнатылады, олар тізімде бар: «{ $what }»
remark-settings_before_systems_program = ол аттас жүйелік бағдарламаның орнына іске қосылады; оның ішіне салынғаны оқылмады
remark-settings_isolated_programs = басқа файлдарды көретін (контейнерлер, snap, Flatpak) және ішіне қаралмаған іске қосулы бағдарламалар: { $count }
remark-settings_named_by_running = іске қосулы бағдарламалардың ортасында оны { $name } атайды: { $count }

## What a part of a file does: predicates

remark-unclear_place = мұнда белгісіз орын аталған
remark-unclear_value = мәні мұнда белгісіз
remark-unclear_proxy = прокси-сервер басқа жерден алынады
remark-unclear_profile = мұнда белгісіз профиль аталған
remark-unclear_configuration = мұнда белгісіз конфигурация аталған
remark-unclear_destination = мұнда белгісіз орынға апарады
remark-unclear_switch = сертификаттарды тексеруді өшіруі мүмкін
remark-unclear_prompt = қабықтың әр шақыруы алдында орындалады және мұнда белгісіз
remark-unclear_code = бағдарламалардың неге сенетінін өзгерте алатын код жүктейді
remark-unclear_preload = әр бағдарламаға код жүктейді
remark-unclear_store_address = оқылмайтын қойманың мекенжайы
remark-unclear_openssl_code = OpenSSL пайдаланатын әр бағдарламаға код жүктейді
remark-unclear_script = бағдарламалардың неге сенетінін өзгерте алатын сценарий іске қосады
remark-unclear_python_start = Python әр іске қосылғанда орындалады және неге сенетінін өзгерте алады
remark-unclear_git_depth = git рұқсат ететіннен терең кірістірілген
remark-unclear_count = олар қаралатыннан көп
remark-unclear_sshd_depth = sshd рұқсат ететіннен терең кірістірілген
remark-unclear_generated_environment = іске қосылғанда ғана белгілі болатын ортаны шығарады
remark-unclear_other_files = өз бағдарламаларына басқа файлдарды көрсетеді, олар оқылмады
remark-unclear_inclusion = қосып алынған, бірақ оқылмады
remark-unclear_file_count = бұған қаралатыннан көп файл сәйкес келеді
remark-unclear_mention_count = қаралатыннан жиі аталады
remark-unclear_mention = оқылмайтын тілде аталған
remark-unclear_registries = бұл тізілімдер тізімі емес
remark-unclear_syntax = мұнда талданбайтын тәсілмен жазылған
remark-unclear_script_as_program = бұл бағдарламаның орнындағы сценарий
remark-unclear_code_first = { $name } бағдарламаның өз құрамынан бұрын қойылады
remark-unclear_source = мұнда белгісіз нәрсені қосып алады
remark-unclear_depth = қаралатыннан терең кірістірілген
remark-unclear_command = іске қосылғанда ғана белгілі болатын нәрсені орындайды
remark-unclear_export = мұнда белгісіз айнымалыларды орнатады
remark-unclear_replacement = бағдарламаның орнына басқа нәрсе қояды
remark-unclear_function = бұл бағдарламамен аттас функция
remark-unclear_installs_roots = мұнда белгісіз түбірлік сертификаттарды орнатады
remark-unclear_input = айнымалыны басқа жерден толтырады
