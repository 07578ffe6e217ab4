-- Each measure of the chain is a quotient of two sums over accounts; this is what it and its standard error need, by
-- tercile, cohort, and altogether. Sums are of decimals, so that their order does not matter.
with

accounts as (

    select * from {{ ref('int_value_chain_accounts') }}

),

by_measure as (

    {% for measure, over, under in [
        ('attainment', 'met_count', 'window_count'),
        ('nps', '100 * net_promoter_count', 'response_count'),
        ('monthly_churn_rate', 'churn_count', 'churn_base_count'),
        ('monthly_nrr', 'kept_mrr', 'opening_mrr'),
        ('months_since_start', 'month_count', '1'),
        ('realised_ltv', 'realised_ltv', '1'),
        ('ltv_at_start', 'ltv_at_start', '1'),
        ('ltv_of_churn', 'ltv_of_churn', '1'),
        ('ltv_of_growth', 'ltv_of_growth', '1'),
    ] %}
        select
            cohort,
            tercile,
            '{{ measure }}' as measure,
            cast({{ over }} as double) as s,
            cast({{ under }} as double) as n
        from accounts
        where {{ under }} > 0
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

cells as (

    select
        cohort,
        tercile,
        measure,
        count(*) as account_count,
        sum(cast(s as decimal(38, 6))) as s,
        sum(cast(n as decimal(38, 6))) as n,
        sum(cast(s * s as decimal(38, 6))) as ss,
        sum(cast(s * n as decimal(38, 6))) as sn,
        sum(cast(n * n as decimal(38, 6))) as nn

    from by_measure

    group by 1, 2, 3

),

of_all_terciles as (

    select
        cohort,
        tercile,
        measure,
        account_count,
        s,
        n,
        ss,
        sn,
        nn
    from cells

    union all

    select
        cohort,
        'all' as tercile,
        measure,
        account_count,
        s,
        n,
        ss,
        sn,
        nn
    from cells

),

of_all_cohorts as (

    select
        cohort,
        tercile,
        measure,
        account_count,
        s,
        n,
        ss,
        sn,
        nn
    from of_all_terciles

    union all

    select
        'all' as cohort,
        tercile,
        measure,
        account_count,
        s,
        n,
        ss,
        sn,
        nn
    from of_all_terciles

)

select
    cohort,
    tercile,
    measure,
    cast(sum(account_count) as bigint) as account_count,
    cast(sum(s) as double) as s,
    cast(sum(n) as double) as n,
    cast(sum(ss) as double) as ss,
    cast(sum(sn) as double) as sn,
    cast(sum(nn) as double) as nn

from of_all_cohorts

group by 1, 2, 3
