### What a change inside a file that others write too means. Clauses.
### Носителю языка: сначала item_row и item_revocation.

remark-item_certificate = сертификат { $certificate }
remark-item_keystore_entry = запись { $entry }
remark-item_blocked_certificate = заблокированный сертификат { $certificate }
remark-item_policy = политика { $policy }
remark-item_script_part = наша часть сценария
remark-item_exception = исключение для { $host }
remark-item_revocation = отзыв ключа { $key }
remark-item_revocation_of_one = отзыв сертификата с серийным номером { $serial }
remark-item_row = { $object } сертификата { $certificate }…
remark-item_row_without_certificate = { $object } сертификата, которого нет в базе данных
remark-item_other = { $name }
remark-value_absent = нет
remark-value_certificate = сертификат
remark-value_entry = запись
remark-value_revocation = отзыв
remark-value_trust = { $values }
remark-value_text = { $text }
