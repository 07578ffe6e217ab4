-- What type of movement each change would be under the policies that were not chosen.
{{ mrr_movements(by_policy=true) }}
