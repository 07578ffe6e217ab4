-- What to repair at the source, most rows first, with one row as an example.
select
    raw_table,
    reason,
    count(*) as rejected_row_count,
    min(raw_text) as example

from {{ ref('rejected_rows') }}

group by 1, 2

order by 3 desc, 1, 2
