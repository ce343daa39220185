### Why a container image cannot be read. Clauses.
### Носителю языка: сначала «образ», «слой», «разреженный файл».

remark-image_io = ошибка системы: { $why }
remark-image_not_an_image = это не архив OCI и не вывод docker save
remark-image_damaged = повреждено ({ $part }): { $why }
remark-image_missing = в файле не хватает части: { $part }
remark-image_mismatch = не тот SHA-256 или размер, который назван в образе: { $part }
remark-image_unsupported = не читается ({ $part }): { $form }
remark-image_too_large = { $unit ->
        [parts] частей больше { $max } ({ $part })
        [images] образов больше { $max } ({ $part })
        [levels] вложенность больше { $max } ({ $part })
        [layers] слоёв больше { $max } ({ $part })
       *[bytes] размер больше { $max } байт ({ $part })
    }
remark-image_format = не удалось разобрать ({ $part }): { $why }
remark-image_entry = запись { $path } не может быть файлом контейнера ({ $part }): { $why }
remark-image_several = в файле несколько образов
remark-image_none_chosen = в файле нет образа с таким именем, хешем или платформой
remark-image_part_file = весь файл
remark-image_part_sparse_file = разреженный файл
remark-image_part_named = часть { $name }
remark-image_damage_ends_early = архив обрывается посреди записи
remark-image_damage_long_headers = слишком длинные заголовки
remark-image_damage_long_entry = слишком длинная запись
remark-image_damage_not_tar = заголовок не от архива tar
remark-image_damage_packing = сжатые данные не читаются
remark-image_damage_fills_disk = он заполнил бы диск
remark-image_damage_piece_outside = фрагмент лежит за его пределами
remark-image_form_compressed = сжато способом { $with }
remark-image_form_unpacks = распаковывается более чем в { $times } раз или заполнило бы диск
remark-image_form_digest = это не SHA-256 части
remark-image_form_system = образ для { $name }
remark-image_entry_name = ни одна файловая система не допускает такого имени
remark-image_entry_not_a_folder = путь проходит через то, что не является папкой
remark-image_entry_loop = путь проходит через слишком много ссылок
remark-image_entry_hard_link = это жёсткая ссылка на то, чего нет, или на папку
remark-image_entry_root = корень образа — папка
remark-image_entry_too_many = в образе больше { $max } записей
remark-image_entry_too_long = имена в образе занимают больше { $max } байт
