-- What accounts would pay under the policies that were not chosen, where that makes a difference to them.
{{ paying_periods(by_policy=true) }}
