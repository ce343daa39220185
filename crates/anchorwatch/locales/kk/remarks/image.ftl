### Why a container image cannot be read. Clauses.
### Ана тілінде сөйлейтінге: алдымен «образ», «қабат», «сирек файл».

remark-image_io = жүйе қатесі: { $why }
remark-image_not_an_image = бұл OCI архиві де, docker save нәтижесі де емес
remark-image_damaged = бүлінген ({ $part }): { $why }
remark-image_missing = файлда бір бөлік жоқ: { $part }
remark-image_mismatch = SHA-256 хеші немесе өлшемі образда көрсетілгенге сай емес: { $part }
remark-image_unsupported = оқылмайды ({ $part }): { $form }
remark-image_too_large = { $unit ->
        [parts] бөліктер { $max } санынан көп ({ $part })
        [images] образдар { $max } санынан көп ({ $part })
        [levels] { $max } деңгейден терең ({ $part })
        [layers] қабаттар { $max } санынан көп ({ $part })
       *[bytes] { $max } байттан үлкен ({ $part })
    }
remark-image_format = талданбады ({ $part }): { $why }
remark-image_entry = { $path } жазбасы контейнер файлы бола алмайды ({ $part }): { $why }
remark-image_several = файлда бірнеше образ бар
remark-image_none_chosen = файлда мұндай аты, хеші немесе платформасы бар образ жоқ
remark-image_part_file = бүкіл файл
remark-image_part_sparse_file = сирек файл
remark-image_part_named = { $name } бөлігі
remark-image_damage_ends_early = архив жазбаның ортасында үзіліп қалған
remark-image_damage_long_headers = тақырыптары тым ұзын
remark-image_damage_long_entry = жазба тым ұзын
remark-image_damage_not_tar = тақырып tar архивінікі емес
remark-image_damage_packing = сығылған деректер оқылмады
remark-image_damage_fills_disk = ол дискіні толтырар еді
remark-image_damage_piece_outside = бір бөлігі оның сыртында жатыр
remark-image_form_compressed = { $with } арқылы сығылған
remark-image_form_unpacks = { $times } еседен артық көлемге жайылады немесе дискіні толтырар еді
remark-image_form_digest = бұл бөліктің SHA-256 хеші емес
remark-image_form_system = образ { $name } жүйесіне арналған
remark-image_entry_name = ешбір файлдық жүйеде мұндай атау болмайды
remark-image_entry_not_a_folder = жол қалта емес нәрсе арқылы өтеді
remark-image_entry_loop = жол тым көп сілтеме арқылы өтеді
remark-image_entry_hard_link = бұл жоқ нәрсеге немесе қалтаға қатты сілтеме
remark-image_entry_root = образдың түбірі — қалта
remark-image_entry_too_many = образда { $max } жазбадан көп
remark-image_entry_too_long = образдағы атаулар { $max } байттан көп
