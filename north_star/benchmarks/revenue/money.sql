-- Money as the marts work it out, for the spine: only the way of joining shall differ.

-- A monthly amount at a rate of exchange, rounded half up to six decimals: the arithmetic of the marts (see
-- macros/money/rounded_quotient.sql), so that only the way of joining differs.
create macro near_quotient(dividend, divisor) as
cast(floor(cast(dividend as double) / cast(divisor as double)) as hugeint);

create macro quotient(dividend, divisor) as
case
    when cast(dividend as double) / cast(divisor as double) > 4000000000000000 then dividend // divisor
    when dividend < near_quotient(dividend, divisor) * divisor then near_quotient(dividend, divisor) - 1
    when dividend >= (near_quotient(dividend, divisor) + 1) * divisor then near_quotient(dividend, divisor) + 1
    else near_quotient(dividend, divisor)
end;

create macro at_rate(numerator, denominator, rate_units) as
cast(
    quotient(
        2 * numerator * rate_units + cast(denominator as hugeint) * 10000000000,
        cast(denominator as hugeint) * 20000000000
    ) as decimal(32, 0)
) * cast(0.000001 as decimal(6, 6));
