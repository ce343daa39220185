### Messages about an undo. Clauses.
### Ана тілінде сөйлейтінге: алдымен undo_home_not_mounted.

remark-undo_folder_stays = { $path } қалады: ішінде басқа файлдар бар
remark-undo_file_gone = { $path } жоқ, онымен бірге өзгерістер де жойылған
remark-undo_file_rewritten = { $path } содан бері басқа біреу жазған; файл сол күйі қалады
remark-undo_home_not_mounted = { $path } жоқ, { $home } ішінде де ештеңе жоқ: оны қосып, `undo` пәрменін қайталаңыз
remark-undo_path_is_now = { $path } қазір: { $node }
remark-undo_path_not_as_before = { $path } бұрынғы күйінде емес
remark-undo_journal_gone = бұғат орнатылған, бірақ ол туралы түбіртек жоқ: { $path } ішіндегі журналы жоғалған
remark-undo_list_unreadable = не бұғаттаулы қалатыны белгісіз болғандықтан, пайдаланушылардың профильдері қаралмайды: { $why }
remark-undo_receipt_without_edit = жазбада не өзгергені айтылмаған
remark-undo_unknown_database = дерекқордың пішіні белгісіз
remark-undo_edited_in_place = { $format } орнында өзгертіледі
remark-undo_unknown_format = { $format } түрінде ешбір файл өзгертілмейді
remark-undo_item_without_before = жазбада бұрын болмаған бірдеңе бар
remark-undo_item_not_a_certificate = жазбада сертификат емес бірдеңе бар: { $why }
