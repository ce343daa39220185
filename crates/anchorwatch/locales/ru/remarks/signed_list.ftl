### Why a signed distrust list, or a change of it, cannot be used. Clauses.
### Носителю языка: сначала «изменение» (delta), «быстрый список» (quick list) и
### «утверждённый список» (approved list).

## Why a signed list cannot be read

remark-signed_list_too_large = в подписанном списке больше { $max } байт
remark-signed_list_other_file = это не подписанный список, или его версия новее
remark-signed_list_cut_short = подписанный список обрывается внутри элемента, байт { $offset }
remark-signed_list_left_over = в подписанном списке что-то есть после конца элемента, байт { $offset }
remark-signed_list_number = число в подписанном списке слишком велико или записано не кратчайшим образом, байт { $offset }
remark-signed_list_order = в подписанном списке нарушен порядок, или что-то повторяется, байт { $offset }
remark-signed_list_value = в подписанном списке недопустимое значение, байт { $offset }
remark-signed_list_too_many = в подписанном списке больше { $max } записей
remark-signed_list_not_quick = в быстром списке есть записи, которые могут быть только в утверждённом, байт { $offset }
remark-signed_list_critical = в подписанном списке есть записи вида { $kind }, с которыми работает только более новая версия программы

## Why a change of a signed list cannot be applied

remark-signed_list_delta_form = изменение подписанного списка не читается: { $why }
remark-signed_list_delta_base = изменение относится не к тому списку, который здесь хранится
remark-signed_list_delta_removes = изменение убирает запись, которой нет в списке
remark-signed_list_delta_adds = изменение добавляет запись, которая уже есть в списке
remark-signed_list_delta_result = изменение приводит не к тому списку, который в нём назван
