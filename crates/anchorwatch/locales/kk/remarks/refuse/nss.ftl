### Messages about a refusal in an NSS database, and why one cannot be changed. Clauses.
### Ана тілінде сөйлейтінге: алдымен nss_primary_password.

remark-nss_not_changed = { $path } ішіндегі сенімді өзгерту мүмкін емес: { $why }
remark-nss_finished_first = { $path }: алдыңғы іске қосылу осы дерекқорды өзгертіп жатқанда тоқтатылған; алдымен сол өзгеріс аяқталады
remark-nss_in_use = { $path } пайдаланатын бағдарлама істеп тұрған сияқты: ол қайта іске қосылғаннан кейін бағынады
remark-nss_old_form = { $path } NSS-тің ескі пішінінде (2018 жылға дейінгі), ол қаралмайды; бағдарлама іске қосылғанда ондағының бәрін жаңасына көшіреді
remark-nss_primary_password = { $path } басты құпиясөзбен қорғалған: бұғатталған кілтке сенім алынады, бірақ сенімсіздікке қол қою мүмкін емес, сондықтан сертификатты модуль не саясат әлі де әкелуі мүмкін
remark-nss_rows_without_number = { $count } жолда NSS оларды табатын нөмір жоқ
remark-nss_certificate_unreadable = сертификат жолы: { $why }
remark-nss_row_changed_since = { $name } қалдырылған күйінде емес: { $now }
remark-nss_link = { $path } — сілтеме, ол бойынша өтілмейді
remark-nss_not_seen = { $path } қарау мүмкін болмады: { $why }
remark-nss_locked = оны басқа бағдарлама құлыптап тұр; браузерді жауып, қайталап көріңіз
remark-nss_read_only = оған, қалтасына не файлдық жүйесіне жазуға болмайды
remark-nss_disk_full = файлдық жүйеде орын қалмаған
remark-nss_damaged = ол бүлінген
remark-nss_table_not_plain = ондағы { $name } жай кесте емес
remark-nss_foreign_object = ондағы { $name } ({ $kind }) NSS жасаған нысан емес
remark-nss_foreign_column = кестесінде NSS жасамайтын { $column } бағаны бар
remark-nss_column_missing = кестесінде { $column } бағаны жоқ
remark-nss_number_twice = екі нысанның нөмірі бірдей: { $number }
remark-nss_foreign_journal = жанындағы журналда басқа файл аталған: «{ $name }»
remark-nss_unreadable = оны оқу мүмкін емес: { $why }
remark-nss_unclear = { $why }; оны пайдаланатын бағдарламаны іске қосып, жауып, қайталап көріңіз
remark-nss_sqlite_failed = SQLite қатесі: { $why }
remark-nss_bad_item = «{ $name }» өзгеріс жазбасы емес
remark-nss_row_changed = { $name } бұрынғы күйінде емес: { $now }
remark-nss_password_changed = содан бері құпиясөзі өзгерген, сондықтан бұл бағдарлама { $name } сенімінің қолтаңбасын жасай алмайды; оны браузермен не certutil арқылы орнатыңыз
