-- When and by how much accounts' MRR would change under the policies that were not chosen, and under single rules.
{{ mrr_changes(by_policy=true) }}
