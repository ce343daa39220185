### Что `verify` говорит о цепочке, и что о ней говорят другие ответы. Носителю языка проверить
### прежде всего: «удостоверять имя», remark-refusal_*, подписи полей label-*.

## The page

decision-trusted = Можно доверять: { $root } может удостоверять имя { $name }.
decision-self_signed = сертификат сервера самоподписанный, его не подписал ни один удостоверяющий центр
decision-refused = Отказано для { $name }: { $refusal }.
decision-inconclusive-no_certificate = Неясно: нет сертификата, о котором можно решить.
decision-inconclusive-no_anchor = Неясно: нет корневого сертификата, который может удостоверять { $name }.
decision-by = На основании чего решено
decision-name-consent = Имя { $name } публичное, и владелец этой машины дал согласие на этот корневой сертификат для него.
decision-name-public = Имя { $name } публичное: удостоверять его могут только публичные корневые сертификаты.
decision-name-suffix = Имя { $name } частное: оно оканчивается на «{ $suffix }» ({ $source }), поэтому его могут удостоверять местные корневые сертификаты.
decision-name-label = Имя { $name } частное: оно из одной части и не домен верхнего уровня, поэтому его могут удостоверять местные корневые сертификаты.
decision-name-owner = На этой машине имя { $name } частное: так решил её владелец, поэтому его могут удостоверять местные корневые сертификаты.
decision-name-address = Адрес { $name } частный, поэтому его могут удостоверять местные корневые сертификаты.
decision-not-read = Не прочитано: { $why }.
decision-time = Время { $time }. Не отозван ли сертификат, не спрашивали.
decision-transparency = Публичные журналы (Certificate Transparency): { $transparency }.
decision-transparency-not-asked = Публичные журналы (Certificate Transparency) не спрашивали.
decision-scts = В сертификате { $count ->
        [one] { $count } отметка журнала (SCT)
        [few] { $count } отметки журналов (SCT)
       *[other] { $count } отметок журналов (SCT)
    }; засчитывается из них: { $valid }. Список журналов: { $list }.
decision-added-root = { $signer }, корневой сертификат, который кто-то добавил
decision-retired-root = { $signer }, корневой сертификат, который входит или входил в публичную программу, но не в её нынешний набор
decision-known-root = { $signer }, известный корневой сертификат
decision-other-time = цепочка действительна только в другое время, например { $time }
decision-name-of-known = это имя { $id }, корневого сертификата, с которым читают трафик; написать такое имя может кто угодно
decision-name-of-isca = так называются корневые сертификаты, созданные в Казахстане для чтения трафика; написать такое имя может кто угодно
decision-name-of-added = кто-то добавил корневой сертификат с таким именем, а такую подпись эта программа проверить не может
decision-name-of-product = это имя продукта { $product }, который намеренно читает трафик своего владельца; написать такое имя может кто угодно

label-rule = правило
label-says = кто говорит
label-path = путь
label-root = корень
label-named-issuer = издатель
label-suspected = подозрение
label-signed-by = подписал
label-known-as = известен как
label-looks-like = похож на
label-but = но
