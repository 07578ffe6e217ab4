"""Published examples whose source differs from our default."""

from __future__ import annotations

# Where the source differs from our default: why, and the policy under which its number comes out.
UNDER_POLICY = {
    "ccr-butter-basic": ("maxio", "churn inside the month counts, over those at its start"),
    "ccr-butter-stripe": ("stripe", "churn inside the month counts, over those at its start and new ones"),
    "ltv-cm-02": ("chartmogul", "LTV without churn is 0, by default null"),
    "ltv-stripe-zero": ("stripe", "LTV without churn takes 1.67 %, by default it is null"),
}
