"""What the money of an award may pay for: its source and its kinds of restriction in words (R56)."""

from workflows.funding.models import FundingSource, Restriction

SOURCE_MEANINGS: dict[FundingSource, str] = {
    FundingSource.FEDERAL: "Federal money that the national office passes through; 2 CFR part 200 applies to it.",
    FundingSource.PRIVATE: "A private gift or grant; the agreement alone governs it.",
}
RESTRICTION_MEANINGS: dict[Restriction, str] = {
    Restriction.RESTRICTED: "Pays for the goals of this award in its period, and for no core costs.",
    Restriction.PARTLY_RESTRICTED: "The goals of this award come first; core costs in the budget are paid as well.",
    Restriction.UNRESTRICTED: "The affiliate decides what it is for; core costs are paid.",
}
