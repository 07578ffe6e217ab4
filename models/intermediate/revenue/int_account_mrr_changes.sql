-- When and by how much each account's MRR changes under the chosen policy. The rules: macros/revenue/mrr_changes.sql.
{{ mrr_changes() }}
