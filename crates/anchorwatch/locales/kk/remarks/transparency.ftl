### Why something of a public log is refused: a key, a checkpoint, a policy, a proof, a request. Clauses.
### Ана тілінде сөйлейтінге: алдымен «бақылау нүктесі» (checkpoint), «қосалқы қолтаңба»
### (cosignature), «куәгер» (witness) және «кворум» (quorum) сөздері.

## Keys of logs and cosigners

remark-checkpoint_key_name = атауы бос, тым ұзын немесе ішінде бос орын, плюс не басқару таңбасы бар
remark-checkpoint_key_form = кілт NAME+ID+KEY түрінде жазылмаған немесе ұзындығы түріне сай емес
remark-checkpoint_key_kind = бұл { $kind } түріндегі кілт, ал белгілі түрлер тек 1, 4 және 6
remark-checkpoint_key_id = идентификаторы атауы мен кілтіне сай емес
remark-checkpoint_key_weak = бұл кілттің атынан кез келген адам қол қоя алады
remark-checkpoint_key_private = бұл PKCS #8 пішініндегі осы түрдегі құпия кілт емес
remark-checkpoint_key_not_made = кілт жасау мүмкін болмады

## Checkpoints

remark-checkpoint_note = бұл қол қойылған бақылау нүктесі емес: { $why }
remark-checkpoint_form = бұл журналдың атауы, көлемі және түбірі емес
remark-checkpoint_unknown_log = { $origin } журналы белгісіз
remark-checkpoint_unsigned = { $origin } журналы оған қол қоймаған
remark-checkpoint_signature = { $key } кілтінің қолтаңбасы қате: бақылау нүктесі немесе қолтаңба өзгертілген
remark-checkpoint_extension = онда журнал қол қоймаған тағы жолдар бар
remark-checkpoint_empty_tree = ағашы бос, ал түбірі басқа ағаштікі
remark-checkpoint_quorum = қосалқы қолтаңбалар тым аз: { $cosigners }
remark-checkpoint_time = қол қою уақыты 0 немесе ең үлкен мәннен асады
remark-checkpoint_not_signed = кітапхана бұл кілтпен қол қоймайды

## Policies

remark-log_policy_too_long = саясатта { $max } байттан көп
remark-log_policy_octet = { $line }-жолда саясатта болмайтын таңба бар
remark-log_policy_unterminated = { $line }-жол аяқталмаған
remark-log_policy_keyword = { $line }-жол { $keyword } сөзінен басталады, ал log, witness, group немесе quorum керек
remark-log_policy_items = { $line }-жолда бөліктер тым аз немесе тым көп
remark-log_policy_key = { $line }-жолдағы кілт жарамайды: { $why }
remark-log_policy_key_role = { $line }-жолдағы кілт журналға немесе куәгерге жарамайды
remark-log_policy_key_twice = { $line }-жолдағы кілт осы не басқа атаумен бұрыннан бар
remark-log_policy_name_taken = { $line }-жолдағы { $name } атауы бос емес
remark-log_policy_unknown_name = { $line }-жолдағы { $name } атауы бұрын анықталмаған
remark-log_policy_member_twice = { $line }-жолдағы { $name } бұрыннан топ мүшесі, екі рет саналар еді
remark-log_policy_threshold = { $line }-жолдағы топ ешкімді талап етпейді немесе мүшелерінен көбін талап етеді
remark-log_policy_quorum_twice = { $line }-жол екінші кворумды береді
remark-log_policy_no_quorum = саясат { $line }-жолда кворумсыз аяқталады
remark-log_policy_too_many = { $line }-жол артық: ең көбі { $max } журнал, куәгер немесе топ оқылады

## Proofs

remark-log_proof_too_long = дәлелде { $max } байттан көп
remark-log_proof_form = бұл жазбаның журналда бар екенінің дәлелі емес
remark-log_proof_checkpoint = оның бақылау нүктесі қабылданбады: { $why }
remark-log_proof_index = журналда { $size } жазба бар, ал { $index } нөмірлі жазба жоқ
remark-log_proof_inclusion = хештер бұл жазбадан журналдың түбіріне апармайды
remark-log_proof_other_log = { $origin } — бұрынғы журнал емес
remark-log_proof_shrunk = журналда { $old } жазба болған, кейін тек { $new } қалған
remark-log_proof_forked = журнал әрқайсысында { $size } жазбасы бар екі түрлі ағаш көрсетеді
remark-log_proof_consistency = хештер журналдың тек өскенін көрсетпейді
remark-log_proof_no_fork = екі ағаш та бірдей жазбалардан басталады, сондықтан бұл журналдың екіге бөлінгенін көрсетпейді
remark-log_proof_tile = журналдың бөлігі жарамайды: { $why }

## Parts of a log

remark-log_tile_path = бұл жол журналдың бөлігіне апармайды
remark-log_tile_missing = ол жоқ
remark-log_tile_length = оның ұзындығы хештеріне сай емес
remark-log_tile_bundle = ондағы жазбалар керегінен көп немесе аз
remark-log_tile_entry = жазба тым ұзын немесе журнал толы
remark-log_tile_other_tree = ол басқа ағаштан

## Witnesses

remark-witness_too_long = сұрауда { $max } байттан көп
remark-witness_form = бұл қосалқы қолтаңба сұрауы емес
remark-witness_checkpoint = оның бақылау нүктесі қабылданбады: { $why }
remark-witness_extension = оның бақылау нүктесінде тағы жолдар бар, ал куәгер оларға қол қоймайды
remark-witness_old_size = журналда { $old } жазба болған, ал қазір тек { $new }
remark-witness_conflict = куәгер бұл журналға онда { $size } жазба болған кезде қол қойған
remark-witness_proof = журнал куәгер қол қойған күйінен өспеген: { $why }
remark-witness_record = куәгердің осы журнал туралы сақтағанына ол қол қоймаған немесе ол басқа журналдан
remark-witness_key = { $key } кілтінің түрі дұрыс емес немесе ол екі рет берілген
remark-witness_no_key = куәгерде кілт жоқ
remark-witness_answer = жауапта жарамды қолтаңба жоқ

## What a witness shows, beside a mirror

remark-witness_view_same = сол { $size } жазбаның өзі
remark-witness_view_earlier = { $size } жазба, айнадағы { $shown } жазба солардан басталады
remark-witness_view_later = { $size } жазба, ал айнада тек { $shown }: ол кешігіп тұр немесе бір бөлігін жасырады
remark-witness_view_forked = { $size } жазба, бірақ басқа жерде көрсетілген { $shown } жазба олардан басталмайды: журнал екі түрлі ағашқа қол қойған
remark-witness_view_unproven = { $size } жазба, ал айнаның файлдары оның жазбалары солардан басталатынын дәлелдемейді: { $why }
remark-witness_view_refused = журнал мен осы куәгер қол қоймаған нәрсе: { $why }
remark-witness_view_nothing = ештеңе: ол бұл журналға ешқашан қол қойған емеспін дейді
