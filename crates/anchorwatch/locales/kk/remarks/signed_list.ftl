### Why a signed distrust list, or a change of it, cannot be used. Clauses.
### Ана тілінде сөйлейтінге: алдымен «өзгеріс» (delta), «жедел тізім» (quick list) және
### «бекітілген тізім» (approved list).

## Why a signed list cannot be read

remark-signed_list_too_large = қол қойылған тізімде { $max } байттан көп
remark-signed_list_other_file = бұл қол қойылған тізім емес немесе оның нұсқасы жаңарақ
remark-signed_list_cut_short = қол қойылған тізім элементтің ішінде үзіледі, { $offset }-байт
remark-signed_list_left_over = қол қойылған тізімде элемент соңынан кейін бірдеңе бар, { $offset }-байт
remark-signed_list_number = қол қойылған тізімдегі сан тым үлкен немесе ең қысқа түрде жазылмаған, { $offset }-байт
remark-signed_list_order = қол қойылған тізімде рет бұзылған немесе бірдеңе қайталанады, { $offset }-байт
remark-signed_list_value = қол қойылған тізімде рұқсат етілмеген мән бар, { $offset }-байт
remark-signed_list_too_many = қол қойылған тізімде { $max } жазбадан көп
remark-signed_list_not_quick = жедел тізімде тек бекітілген тізімде болуы мүмкін жазбалар бар, { $offset }-байт
remark-signed_list_critical = қол қойылған тізімде бағдарламаның тек жаңарақ нұсқасы қолдана алатын { $kind } түріндегі жазбалар бар

## Why a change of a signed list cannot be applied

remark-signed_list_delta_form = қол қойылған тізімнің өзгерісі оқылмайды: { $why }
remark-signed_list_delta_base = өзгеріс мұнда сақталған тізімге емес, басқа тізімге арналған
remark-signed_list_delta_removes = өзгеріс тізімде жоқ жазбаны алып тастайды
remark-signed_list_delta_adds = өзгеріс тізімде бұрыннан бар жазбаны қосады
remark-signed_list_delta_result = өзгеріс өзі атаған тізімге әкелмейді
