-- What type of movement each change of an account's MRR is, under the chosen policy; mrr_movements expands it to all
-- months. The rules: macros/revenue/mrr_movements.sql.
{{ mrr_movements() }}
