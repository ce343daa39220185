### What a change inside a file that others write too means. Clauses.
### Ана тілінде сөйлейтінге: алдымен item_row мен item_revocation.

remark-item_certificate = { $certificate } сертификаты
remark-item_keystore_entry = { $entry } жазбасы
remark-item_blocked_certificate = бұғатталған сертификат { $certificate }
remark-item_policy = { $policy } саясаты
remark-item_script_part = сценарийдегі біздің бөлік
remark-item_exception = { $host } үшін ерекше рұқсат
remark-item_revocation = { $key } кілтін қайтарып алу
remark-item_revocation_of_one = сериялық нөмірі { $serial } сертификатты қайтарып алу
remark-item_row = { $certificate }… сертификатының { $object } нысаны
remark-item_row_without_certificate = дерекқорда жоқ сертификаттың { $object } нысаны
remark-item_other = { $name }
remark-value_absent = жоқ
remark-value_certificate = сертификат бар
remark-value_entry = жазба бар
remark-value_revocation = қайтарып алу бар
remark-value_trust = { $values }
remark-value_text = { $text }
