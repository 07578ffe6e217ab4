{# Every account's changes up to the end of every month add up to its closing MRR; the failing rows say where not. #}
{% test changes_explain_movements(model) %}
    with

    changes as (

        select
            account_id,
            month_start,
            sum(mrr_change) as mrr_change

        from {{ model }}

        group by 1, 2

    ),

    movements as (

        -- The months in which something changed; unfolding all of them would cost a large company more than the build.
        select
            account_id,
            month_start,
            closing_mrr - opening_mrr as mrr_change

        from {{ ref('int_account_mrr_movements') }}

    )

    select
        coalesce(changes.account_id, movements.account_id) as account_id,
        coalesce(changes.month_start, movements.month_start) as month_start,
        changes.mrr_change as mrr_change_of_items,
        movements.mrr_change as mrr_change_of_account

    from changes

    full outer join movements
        on changes.account_id = movements.account_id
        and changes.month_start = movements.month_start

    where coalesce(changes.mrr_change, 0) != coalesce(movements.mrr_change, 0)
{% endtest %}
