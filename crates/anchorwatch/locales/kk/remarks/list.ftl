### Why a distrust list, or a record of it, cannot be used. Clauses.
### Ана тілінде сөйлейтінге: алдымен «құрамдас» (component), «ата кілт» (parent of a CRLSet)
### және «жазба» (record, entry) сөздері.

## Why a list cannot be read

remark-list_too_large = тізімде { $got } байт бар; ең көбі { $max } оқылады
remark-list_too_many_records = тізімде { $max } жазбадан көп
remark-list_unknown_format = бұл белгілі түрдегі тізім емес
# $part: one of the parts below
remark-list_cut_short = файл аяғына дейін емес: { $part } ({ $offset }-байт): { $need } байт керек, { $left } қалды
# $says: the parser's words, always in English
remark-list_json = JSON қатесі, { $line }-жол, { $column }-баған ({ $part }): { $why }
remark-list_header_field = CRLSet тақырыбындағы { $field } өрісі { $why }
remark-list_too_many_serials = { $offset }-байттағы ата кілт { $got } сериялық нөмір дейді; ең көбі { $max } қабылданады
remark-list_component_version = құрамдастың нұсқасы { $version }; тек 3-нұсқа оқылады
remark-list_component_header = құрамдас тақырыбының { $offset }-байтында қате: { $why }
remark-list_signature_invalid = құрамдастың { $index }-қолтаңбасы ({ $key } кілтімен) жарамсыз
remark-list_other_component = бұл CRLSet тізімінің құрамдасы емес
remark-list_component_key_missing = құрамдасқа CRLSet кілтімен қол қойылмаған
remark-list_publisher_key_missing = құрамдасқа жариялаушы қол қоймаған
remark-list_chain = қол қойған тараптың тізбегі ештеңені дәлелдемейді: { $why }
remark-list_content_signature_invalid = жинақтың бірде-бір қолтаңбасы жарамды емес
remark-list_other_collection = бұл Mozilla-ның OneCRL емес, басқа жинағы
remark-list_not_canonical = уақыт белгісі жоқ немесе бір санды әртүрлі жазуға болады, сондықтан неге қол қойылғаны белгісіз
remark-list_archive = құрамдастағы мұрағатты оқу мүмкін болмады: { $why }
remark-list_no_usable_record = { $count } жазбаның ешқайсысы OneCRL жазбасы емес; біріншісі: { $why }
remark-list_properties_escape = { $offset }-байтта \u және төрт он алтылық цифр болуы керек
remark-list_algorithm = баспалардың түрі «{ $got }»; тек SHA-256 салыстырылады
remark-list_entry = { $index }-жазбада қате: { $why }

## Parts of a list's file, a noun each

remark-list_part_crlset_header_length = CRLSet тақырыбының ұзындығы
remark-list_part_crlset_header = CRLSet тақырыбы
remark-list_part_parent = ата кілт
remark-list_part_serial_count = ата кілттің сериялық нөмірлерінің саны
remark-list_part_serial_length = сериялық нөмірдің ұзындығы
remark-list_part_serial = сериялық нөмір
remark-list_part_component_start = құрамдастың басы
remark-list_part_component_header = құрамдастың тақырыбы
remark-list_part_component_field = құрамдас тақырыбының өрісі
remark-list_part_archive_directory = мұрағаттың мазмұны
remark-list_part_directory_entry = мұрағат мазмұнының жолы
remark-list_part_archive_entry = мұрағаттағы файл
remark-list_part_records = жазбалар тізімі
remark-list_part_entries = Anchorwatch жазбаларының тізімі

## What is wrong with a field of a CRLSet's header: goes on after «the field X»

remark-list_field_not_crlset = «CRLSet» емес
remark-list_field_not_zero = 0 емес
remark-list_field_not_an_integer = жоқ немесе 32 биттік бүтін сан емес
remark-list_field_before_1970 = 1970 жылға дейінгі уақытты көрсетеді
remark-list_field_not_a_list = тізім емес
remark-list_field_not_base64 = base64 емес нәрсені қамтиды
remark-list_field_not_an_object = нысан емес
remark-list_field_name_not_base64 = base64 емес атауды қамтиды
remark-list_field_value_not_a_list = тізім емес мәнді қамтиды

## What is wrong with a component's header

remark-list_component_too_long = ол тым ұзын
remark-list_component_too_many_fields = онда өріс тым көп
remark-list_component_wire_type = онда түрі белгісіз өріс бар
remark-list_component_long_number = сан 64 биттен ұзын

## What is wrong with the chain of a collection's signer

remark-list_chain_unreadable = оны сертификат ретінде оқу мүмкін емес
remark-list_chain_too_long = файл { $max } байттан ұзын
remark-list_chain_too_many = онда { $max } сертификаттан көп
remark-list_chain_other_root = онда Mozilla түбірі жоқ
remark-list_chain_out_of_date = оның бір сертификаты қазір жарамсыз
remark-list_chain_purpose = қол қойған тараптың сертификаты кодқа қол қоюға арналмаған
remark-list_chain_other_name = қол қойған тараптың аты бұл тізімдікі емес
remark-list_chain_no_path = қол қойған тараптан түбірге ештеңе апармайды

## Why nobody vouches for a list

remark-list_without_signature = оның қолтаңбасы жоқ
remark-list_chain_not_given = оның қолтаңбасы бар; тексеру үшін қол қойған тараптың тізбегін беріңіз

## Why entries are not in a list that was written

remark-list_left_out_kind = пішімде жоқ түрдегі жазбалар: { $count }
remark-list_left_out_limited = тек кейбір аттарға не күндерге қатысты жазбалар: { $count }; пішімде мұндай шектеу жоқ
remark-list_left_out_local = тек жергілікті түбірлер астында бұғаттайтын жазбалар: { $count }; файл барлық жерде бұғаттар еді
remark-list_left_out_name = аты тек хэш түрінде белгілі жазбалар: { $count }; аттарды --names береді

## Why a list cannot be written

remark-list_export_too_long = файлдың { $max } байт сыятын бөлігінде { $got } байт болар еді

## What is wrong with a component's archive

remark-list_archive_repeated = тізім онда екі рет бар
remark-list_archive_no_crl_set = онда тізім жоқ
remark-list_archive_too_large = ондағы тізім тым үлкен
remark-list_archive_method = ондағы тізім белгісіз тәсілмен сығылған
remark-list_archive_damaged = ондағы тізім ашылмайды
remark-list_archive_size = ондағы тізімнің көлемі көрсетілгендей емес
remark-list_archive_too_short = ол тым қысқа
remark-list_archive_no_end = оның соңы жоқ немесе түсіндірмесі бар
remark-list_archive_end_record = оның соңы шағын мұрағаттікіндей емес
remark-list_archive_directory_gap = мазмұны мұрағаттың соңына жетпейді
remark-list_archive_directory_surplus = мазмұны жолдарынан ұзын
remark-list_archive_directory_foreign = мазмұнында файлдардан басқа нәрсе бар
remark-list_archive_encrypted = ондағы файл шифрланған
remark-list_archive_no_entry = мазмұны файл емес жерді көрсетеді
remark-list_archive_other_name = файлдың атауы мазмұндағыдай емес

## What is wrong with an entry

remark-list_entry_match = нені салыстыратыны белгісіз
remark-list_entry_member_missing = қажетті өріс жоқ немесе қате
remark-list_entry_member_surplus = онда артық өрістер бар немесе олар жалғыз рұқсат етілген түрде жазылмаған
remark-list_entry_threshold = оның шегі белгісіз
remark-list_entry_two_lists = шектеулерінде екі атаулар тізімі бар
remark-list_entry_empty_limits = шектеулері бос
remark-list_entry_suffix_count = шектеулерінде жұрнақ жоқ немесе тым көп
remark-list_entry_suffix = шектеулерінде кіші әріппен жазылған DNS атауы емес жұрнақ бар
remark-list_entry_time = ондағы уақыт RFC 3339, UTC, бүтін секунд түрінде емес
remark-list_entry_not_in_registry = оның дереккөзі белгілі кілттер тізілімінде жоқ
remark-list_entry_source = оның дереккөзі белгісіз
remark-list_entry_says = дереккөзінде болмайтын сипаттама бар
remark-list_entry_known_interception = ұстаумен белгілі кілт хеш емес
remark-list_entry_made_from = неден жасалғаны қате көрсетілген

## Which record cannot be used, a noun each

remark-list_record = { $index }-жазба
remark-list_record_with_id = { $index }-жазба, { $id }
remark-list_record_hash = { $field }, { $index }-хеш
remark-list_record_name = { $field }, { $index }-атау
remark-list_record_serial = { $offset }-байттағы сериялық нөмір
remark-list_record_parent_count = ата кілттердің саны
remark-list_record_fingerprint = { $index }-баспа, «{ $text }»

## Why a record cannot be used

remark-list_record_hash_length = ұзындығы { $octets } байт, ал SHA-256 — 32, сондықтан ешнәрсеге сәйкес келмейді
remark-list_record_serial_form = ол бос немесе нөлдік байттан басталады, сондықтан бірде-бір сертификатқа сәйкес келмейді
remark-list_record_parents_differ = тақырыпта { $stated } көрсетілген, ал бары { $count }
remark-list_record_lower_case = ол бас әріптермен жазылмаған, сондықтан Java оны ешқашан таппайды
remark-list_record_not_a_fingerprint = бұл қос нүктесіз 64 он алтылық цифр емес
# $says: the parser's words, always in English
remark-list_record_json = JSON қатесі: { $why }
remark-list_record_serial_length = serialNumber ұзындығы — { $octets } байт
remark-list_record_key_length = pubKeyHash ұзындығы — { $octets } байт, 32 емес
remark-list_record_name_length = { $member } сертификаттағы атау болуы мүмкін ұзындықтан асады: { $max } байттан көп
remark-list_record_not_base64 = { $member } { $offset }-таңбадан бастап base64 емес
remark-list_record_neither = онда шығарушы мен сериялық нөмір де, иесі мен кілт те жоқ

## Сертификатқа қай қол қойылған тізім тыйым салады

remark-said_by_approved_list = { $origin }: { $sequence } нөмірлі мақұлданған тізім, оған { $publisher_count } баспагердің кемінде { $signers_needed } қол қойған ({ $epoch } нөмірлі құрам)
remark-said_by_quick_list = { $origin }: { $sequence } нөмірлі жылдам тізім, оған { $publisher_count } баспагердің кемінде { $signers_needed } қол қойған ({ $epoch } нөмірлі құрам)
remark-said_by_earlier_list = { $origin }: бұрынғы тізім; { $publisher_count } баспагердің кемінде { $signers_needed } қол қойған { $sequence } нөмірлі тізімде ({ $epoch } нөмірлі құрам) бұл жазба енді жоқ, бірақ баспагерлер белгілеген мерзім біткенше күшінде қалады
