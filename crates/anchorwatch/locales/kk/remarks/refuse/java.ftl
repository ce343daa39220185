### Messages about a refusal in Java's keystores and lists. Clauses.
### Ана тілінде сөйлейтінге: алдымен keystore_* хабарларындағы «жазба» (entry).

remark-blocked_certs_writable = { $path } файлына root-тан басқалар да жаза алады, сондықтан оған сертификат қосылмайды
remark-blocked_certs_missing = { $path } ішінде бұғатталған сертификаттар тізімі жоқ
remark-blocked_certs_of_package = { $path } — бір пакеттің баптау файлы: пакет жаңартылғанда dpkg ол туралы сұрауы мүмкін; орнатылған нұсқасын қалдырыңыз
remark-blocked_certs_replaced_by_upgrade = Java жаңартылғанда { $path } қосылған сертификаттарсыз ауыстырылуы мүмкін
remark-blocked_certs_unreadable = Java оны оқымайды: { $why }
remark-blocked_certs_open_end = соңғы жолынан кейін ештеңе қосу мүмкін емес
remark-blocked_certs_would_change = қосылған жолдарсыз оның мағынасы басқаша да өзгерер еді
remark-blocked_certs_bad_item = түбіртектегі бір жазба қосылған баспа емес
remark-keystore_read_at_start = қазір істеп тұрған Java бағдарламалары кілт қоймасын оқып қойған: олар кілттерді қайта іске қосылғаннан кейін ғана бұғаттайды
remark-keystore_not_read = { $path } ({ $node }) қаралмады
remark-keystore_entry_unreadable = "{ $entry }" жазбасын оқу мүмкін емес: { $why }
remark-keystore_nameless_entry_unreadable = атаусыз жазбаны оқу мүмкін емес: { $why }
remark-keystore_private_key_stays = "{ $entry }" жабық кілтінің өз сертификаты бұғатталған, бірақ ол қалады
remark-keystore_some_private_key_stays = бір жабық кілттің өз сертификаты бұғатталған, бірақ ол қалады
remark-keystore_password_unknown = кілт қоймасының құпиясөзі белгілілердің бірі емес, сондықтан оны қайта бекіту мүмкін болмас еді және ол өзгертілмейді
remark-keystore_left = ол өзгертілмейді: { $why }
remark-keystore_still_shows_refused = бұғатталған сертификат алынғаннан кейін де онда көрінеді
remark-keystore_bad_item = алынған жазба туралы белгіні оқу мүмкін емес
remark-keystore_item_not_trusted = алынған жазба туралы белгі сенімді сертификат емес
remark-keystore_other_format = { $format } пішіміндегі жазба алынғаннан бері кілт қоймасының пішімі өзгерген
remark-keystore_name_taken = кілт қоймасында "{ $entry }" атауы қазір басқа сертификатта
remark-keystore_nameless_taken = атаусыз жазбаның орнында басқа сертификат тұр
