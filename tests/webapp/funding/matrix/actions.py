"""The matrix: every request of review and funding, its permission, who knows of the record and who may."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.webapp.funding.matrix.people import (
    ASSESSES,
    COACHES,
    COHORT,
    CONFIRMS,
    DATA,
    DECIDES,
    DECIDES_CHANGE,
    EVERYBODY,
    FINANCE,
    FUNDING,
    KEEPS_DATA,
    LEADS,
    MANAGERS,
    MONEY,
    OWN_SIDE,
    PROPOSAL,
    READS_ALL,
    REVIEWS,
    SECOND,
    STAFF,
    YEAR,
)
from workflows.permissions import Permission

P = Permission


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the matrix: the request, its permission, who knows of the record, who may, and what these hear.

    Who may not but knows of the record hears 403 with a sentence, everybody else 404. `but` names who hears otherwise.
    `types` is sent with a POST; it may name numbers of the world.
    """

    method: str
    path: str
    needs: Permission
    known_to: frozenset[str]
    may: frozenset[str]
    hears: int
    but: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    def expected(self, who: str) -> int:
        refused = 403 if who in self.known_to else 404
        return self.but.get(who, self.hears if who in self.may else refused)


LISTS = STAFF | COACHES
_TO_OWN_PAGE = dict.fromkeys((*OWN_SIDE, "another director"), 303)
SIGNS = frozenset({"director"})
SENDS = MANAGERS | LEADS
WRITES = MANAGERS | OWN_SIDE | {"coach"}
COACHING = frozenset({"coach", "manager who coaches"})
READS_RISK = STAFF | {"coach"}
PAYMENT, REVERSAL, CONDITION = "/funding/payments", "/funding/reversals/{reversal}", "/funding/conditions/{condition}"
ABOUT, KEPT, ANNOUNCED = "/reviews/proposals/{proposal}", "/reviews/staged/{staged}", "/reviews/cohorts/{cohort}"
CHANGE, CHANGES = "/amendments/{amendment}", "/amendments/award"
DATA_OF, AGREED = "/data-sharing/of/{running_year}", "/data-sharing/{data_agreement}"

# 200 a page, 303 done, 422 the form with what is missing, 409 changed meanwhile: all four passed the gate. Whoever
# changes something by it leaves what the later lines of the same person need: a draft is offered again.
_PAYMENTS: dict[str, Action] = {
    "list awards": Action("GET", "/funding/", P.SEE_FUNDING, EVERYBODY, LISTS, 200,
                          {**_TO_OWN_PAGE, "partner’s director": 200}),
    "see the portfolio": Action("GET", "/funding/portfolio", P.SEE_PORTFOLIO, EVERYBODY, STAFF, 200),
    "see what waits": Action("GET", "/funding/portfolio/waiting", P.SEE_PORTFOLIO, EVERYBODY, STAFF, 200),
    "download what waits": Action("GET", "/funding/portfolio/waiting.csv", P.SEE_PORTFOLIO, EVERYBODY, STAFF, 200),
    "see an award": Action("GET", "/funding/of/{running_year}", P.SEE_FUNDING, YEAR, FUNDING, 200),
    "see a fresh award": Action("GET", "/funding/of/{fresh_year}", P.SEE_FUNDING, YEAR, FUNDING, 200),
    "sign for the affiliate": Action("POST", "/funding/{fresh}/sign-for-affiliate", P.SIGN_FOR_AFFILIATE,
                                     FUNDING, SIGNS, 422),
    "sign for the network": Action("POST", "/funding/{fresh}/sign-for-network", P.SIGN_FOR_NETWORK,
                                   FUNDING, MANAGERS, 422),
    "schedule": Action("POST", "/funding/{running}/schedule", P.REQUEST_PAYMENT, FUNDING, FINANCE, 422,
                       types={"version": "{edition}", "lines-0-label": "One more"}),
    "schedule as suggested": Action("POST", "/funding/{fresh}/suggested", P.REQUEST_PAYMENT, FUNDING, FINANCE, 303),
    "cancel": Action("POST", PAYMENT + "/{scheduled}/cancel", P.REQUEST_PAYMENT, FUNDING, FINANCE, 422),
    "request": Action("POST", PAYMENT + "/{scheduled}/request", P.REQUEST_PAYMENT, FUNDING, FINANCE, 303),
    "return": Action("POST", PAYMENT + "/{requested}/return", P.APPROVE_PAYMENT, FUNDING, SECOND, 422),
    "approve a payment": Action("POST", PAYMENT + "/{requested}/approve", P.APPROVE_PAYMENT, FUNDING, SECOND, 303),
    "record as paid": Action("POST", PAYMENT + "/{approved}/paid", P.RECORD_PAYMENT, FUNDING, FINANCE, 422),
    "read the rules of holds": Action("GET", "/funding/hold-rules", P.SEE_FUNDING, EVERYBODY,
                                      LISTS | OWN_SIDE | {"partner’s director", "another director"}, 200),
    "hold": Action("POST", "/funding/{running}/hold", P.HOLD_PAYMENT, FUNDING, MONEY, 422),
    "release": Action("POST", "/funding/holds/{hold}/release", P.HOLD_PAYMENT, FUNDING, MONEY, 422),
    "ask a payment back": Action("POST", PAYMENT + "/{paid}/reverse", P.REVERSE_PAYMENT, FUNDING, FINANCE, 422),
    "confirm a reversal": Action("POST", REVERSAL + "/confirm", P.CONFIRM_REVERSAL, FUNDING, SECOND, 422),
    "refuse a reversal": Action("POST", REVERSAL + "/refuse", P.CONFIRM_REVERSAL, FUNDING, SECOND, 422),
    "read the ledger": Action("GET", "/funding/{running}/ledger", P.SEE_FUNDING, FUNDING, FUNDING, 200),
    "download the sums": Action("GET", "/funding/{running}/ledger.csv", P.SEE_FUNDING, FUNDING, FUNDING, 200),
    "download the entries": Action("GET", "/funding/{running}/entries.csv", P.SEE_FUNDING, FUNDING, FUNDING, 200),
    "correct the spending": Action("POST", "/funding/{running}/correct", P.CORRECT_SPENDING, FUNDING, FINANCE, 422),
}  # fmt: skip  # one action a line
_AWARDS: dict[str, Action] = {
    "add a condition": Action("POST", "/funding/{fresh}/conditions/new", P.MANAGE_AWARD, FUNDING, MANAGERS, 422),
    "reword a condition": Action("POST", CONDITION + "/change", P.MANAGE_AWARD, FUNDING, MANAGERS, 422,
                                 types={"text": ""}),
    "lift a condition": Action("POST", CONDITION + "/lift", P.MANAGE_AWARD, FUNDING, MANAGERS, 422),
    "state federal elements": Action("POST", "/funding/{fresh}/federal", P.KEEP_FEDERAL, FUNDING, MONEY, 422),
    "check for exclusions": Action("POST", "/funding/{fresh}/exclusion", P.KEEP_FEDERAL, FUNDING, MONEY, 422),
    "read the risk": Action("GET", "/funding/risk/{fresh_year}", P.SEE_RISK, YEAR, READS_RISK, 200),
    "assess the risk": Action("POST", "/funding/risk/{fresh_year}/assess", P.ASSESS_RISK, YEAR, ASSESSES, 422),
    "read a certificate": Action("GET", "/signatures/{signed}", P.SEE_DOCUMENTS, FUNDING, FUNDING, 200),
}  # fmt: skip  # one action a line
_DECISIONS: dict[str, Action] = {
    "approve the proposal": Action("POST", ABOUT + "/approve", P.DECIDE_PROPOSAL, PROPOSAL, DECIDES, 422,
                                   types={"amount": ""}),
    "ask for changes": Action("POST", ABOUT + "/changes", P.DECIDE_PROPOSAL, PROPOSAL, DECIDES, 422),
    "decline": Action("POST", ABOUT + "/decline", P.DECIDE_PROPOSAL, PROPOSAL, DECIDES, 422, types={"feedback": ""}),
    "read a kept decision": Action("GET", KEPT, P.SEE_REVIEWS, REVIEWS, REVIEWS, 200),
    "list what is kept": Action("GET", ANNOUNCED + "/announcement", P.SEE_REVIEWS, COHORT, READS_ALL, 200),
    "read every letter": Action("GET", ANNOUNCED + "/letters", P.SEE_REVIEWS, COHORT, READS_ALL, 200),
    "announce": Action("POST", ANNOUNCED + "/announcement", P.DECIDE_PROPOSAL, COHORT, MANAGERS, 422),
    "take it back": Action("POST", KEPT + "/take-back", P.DECIDE_PROPOSAL, REVIEWS, DECIDES, 409,
                           types={"version": "77"}),
    "send it back": Action("POST", KEPT + "/send-back", P.CONFIRM_DECISION, REVIEWS, CONFIRMS, 422),
    "confirm it": Action("POST", KEPT + "/confirm", P.CONFIRM_DECISION, REVIEWS, CONFIRMS, 303,
                         {"manager who scores": 422}, {"version": "1"}),
}  # fmt: skip  # one action a line
_AMENDMENTS: dict[str, Action] = {
    "list amendments": Action("GET", "/amendments/of/{running_year}", P.SEE_FUNDING, YEAR, FUNDING, 200),
    "read an amendment": Action("GET", CHANGE, P.SEE_FUNDING, FUNDING, FUNDING, 200),
    "choose a change": Action("GET", CHANGES + "/{running}/new", P.WRITE_AMENDMENT, FUNDING, WRITES, 200),
    "begin one that is open": Action("POST", CHANGES + "/{running}/new/scope", P.WRITE_AMENDMENT,
                                     FUNDING, WRITES, 422),
    "begin an amendment": Action("POST", CHANGES + "/{running}/new/partner", P.WRITE_AMENDMENT, FUNDING, WRITES, 303),
    "write an amendment": Action("POST", CHANGE + "/edit", P.WRITE_AMENDMENT, FUNDING, WRITES, 422),
    "send an amendment": Action("POST", CHANGE + "/send", P.SUBMIT_AMENDMENT, FUNDING, SENDS, 422,
                                types={"version": "1"}),
    "recommend": Action("POST", CHANGE + "/recommend", P.RECOMMEND_AMENDMENT, FUNDING, COACHING, 422),
    "decide on a change": Action("POST", CHANGE + "/decide", P.DECIDE_AMENDMENT, FUNDING, DECIDES_CHANGE, 422),
    "withdraw an amendment": Action("POST", CHANGE + "/withdraw", P.WRITE_AMENDMENT, FUNDING, WRITES, 422),
    "sign a change for the affiliate": Action("POST", CHANGE + "/sign-for-affiliate", P.SIGN_FOR_AFFILIATE,
                                              FUNDING, SIGNS, 422),
    "sign a change for the network": Action("POST", CHANGE + "/sign-for-network", P.SIGN_FOR_NETWORK,
                                            FUNDING, MANAGERS, 422),
    "suspend the year": Action("POST", CHANGES + "/{running}/suspend", P.CLOSE_AWARD, FUNDING, MANAGERS, 422),
    "resume the year": Action("POST", CHANGES + "/{resting}/resume", P.CLOSE_AWARD, FUNDING, MANAGERS, 422),
}  # fmt: skip  # one action a line
_DATA_SHARING: dict[str, Action] = {
    "see the data agreement": Action("GET", DATA_OF, P.SEE_DATA_AGREEMENT, YEAR, DATA, 200),
    "draft a data agreement": Action("POST", DATA_OF + "/draft", P.MANAGE_DATA_AGREEMENT, YEAR, KEEPS_DATA, 303),
    "change its terms": Action("POST", AGREED + "/terms", P.MANAGE_DATA_AGREEMENT, DATA, KEEPS_DATA, 422),
    "sign it for the affiliate": Action("POST", AGREED + "/sign-for-affiliate", P.SIGN_FOR_AFFILIATE,
                                        DATA, SIGNS, 422),
    "sign it for the network": Action("POST", AGREED + "/sign-for-network", P.SIGN_DATA_AGREEMENT,
                                      DATA, KEEPS_DATA, 422),
    "make it a draft again": Action("POST", AGREED + "/take-back", P.MANAGE_DATA_AGREEMENT, DATA, KEEPS_DATA, 303),
    "offer it": Action("POST", AGREED + "/offer", P.MANAGE_DATA_AGREEMENT, DATA, KEEPS_DATA, 303),
    "renew it": Action("POST", AGREED + "/renew", P.MANAGE_DATA_AGREEMENT, DATA, KEEPS_DATA, 303),
    "read its certificate": Action("GET", "/signatures/{sealed}", P.SEE_DOCUMENTS, DATA, DATA, 200),
    "end it": Action("POST", AGREED + "/end", P.END_DATA_AGREEMENT, DATA, KEEPS_DATA | SIGNS, 422),
    "add a database": Action("POST", DATA_OF + "/source", P.RECORD_SOURCE_TERMS, YEAR, KEEPS_DATA | LEADS, 422),
    "read its contract anew": Action("POST", DATA_OF + "/sources/{source}", P.RECORD_SOURCE_TERMS,
                                     DATA, KEEPS_DATA | LEADS, 422, {"coach": 404}, {"allows": ""}),
}  # fmt: skip  # one action a line

ACTIONS: dict[str, Action] = {**_PAYMENTS, **_AWARDS, **_DECISIONS, **_AMENDMENTS, **_DATA_SHARING}
