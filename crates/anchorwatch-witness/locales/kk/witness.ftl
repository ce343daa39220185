### What the program anchorwatch-witness says. Remarks are clauses.
### Ана тілінде сөйлейтінге: алдымен «жады» (memory) және «қосалқы қолтаңба» (cosignature) сөздері.

witness-error = anchorwatch-witness: қате: { $what }
witness-key-made = Құпия кілт { $key } файлында; оны құпия сақтаңыз. Оның жады — { $database }: ол жоғалса, жаңа кілт жасаңыз.
witness-listens = { $address } мекенжайында қосылымдарды қабылдап тұрмын; тоқтату — Ctrl-C

## What went wrong

remark-witness_exists_already = { $path } бұрыннан бар
remark-witness_no_key_name = бұл кілттің атауы бола алмайды
remark-witness_no_key_made = кілт жасалмады
remark-witness_not_written = { $path } жазылмады
remark-witness_cannot_read = { $path } оқылмады
remark-witness_key_unusable = { $path } ішіндегі құпия кілтті қолдануға болмайды
remark-witness_memory_unusable = { $path } дерекқорын қолдануға болмайды
remark-witness_logs_unusable = { $path } саясатын қолдануға болмайды
remark-witness_no_log = онда бірде-бір журнал жоқ
remark-witness_cannot_listen = { $address } мекенжайында қосылымдарды қабылдау мүмкін емес
remark-witness_not_said = шығысты ешкім қабылдамайды

## What is wrong with the database

remark-witness_memory_missing = ол жоқ
remark-witness_memory_exists = ол бұрыннан бар
remark-witness_memory_io = оны ашу, оқу не жазу мүмкін емес немесе диск толған
remark-witness_memory_locked = оны басқа бағдарлама пайдаланып тұр
remark-witness_memory_other = бұл куәгердің дерекқоры емес немесе нұсқасы жаңарақ
remark-witness_memory_damaged = ол бүлінген
remark-witness_memory_not_durable = SQLite қуат өшкенде ештеңе жоғалмайтындай етіп жаза алмайды
remark-witness_memory_unknown_key = бұл осы кілттің жады емес
remark-witness_memory_later = онда осы журналдың үлкенірек ағашы бар
remark-witness_clock = сағат осы журналға қойылған соңғы қосалқы қолтаңбадан көп қалып қойған (1970 жылдан кейін { $last } секунд)

## What to do

remark-witness_hint_new_file = әлі жоқ файлды көрсетіңіз
remark-witness_hint_name = мысалы, witness.example/w1 деп жазыңыз, бос орынсыз және плюссіз
remark-witness_hint_again = қайталап көріңіз
remark-witness_hint_path = жолды, оған құқықтарды және бос орынды тексеріңіз
remark-witness_hint_new_key = жадын жоғалтқан куәгерге жаңа кілт керек; оны `anchorwatch-witness new-key` пәрменімен жасап, журналдарға хабарлаңыз
remark-witness_hint_own_key = `anchorwatch-witness new-key` осы дерекқормен бірге жасаған кілтті көрсетіңіз
remark-witness_hint_one = басқа бағдарламаны тоқтатыңыз; әр куәгерге өз дерекқоры керек
remark-witness_hint_logs = әр журналға `log NAME+ID+KEY` жолын, ал соңында `quorum none` деп жазыңыз
remark-witness_hint_listen = осы машинаның мекенжайын және бос портты таңдаңыз; 1024-тен төмен порттарға root құқықтары керек
