-- From when to when accounts would pay under the policies that were not chosen.
{{ paying_intervals(by_policy=true) }}
