"""By which rule a buyer can be asked what, and when the answer is due: data, each with its source.

A rule stands here only where its source was read. Others are a person's own, in config.toml (see docs/losing.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from bidtracker.domain.errors import FieldError
from bidtracker.domain.message import label as _
from bidtracker.domain.message import listed
from bidtracker.domain.records import FrozenValue
from bidtracker.domain.vocabulary import InquiryKind

DEBRIEF, SUMMARY, CONTRACT = InquiryKind.DEBRIEF, InquiryKind.ASSESSMENT_SUMMARY, InquiryKind.CONTRACT
PERFORMANCE, PAYMENTS = InquiryKind.PERFORMANCE, InquiryKind.PAYMENTS
UNION = (
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU"),
    *("MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
)


class InquiryRule(FrozenValue, frozen=True, kw_only=True):
    """One rule: what it lets be asked in which countries (ISO 3166-1; none: in all), where it is written.

    The answer is due `days` after the request arrives (None: no time is set), counted in working days where `working`;
    where it `rolls`, a last day on which offices are closed moves to the next on which they work. `within` is the days
    after the award is told in which the request must arrive (None: any time). `since` is the day from which
    competitions stand under it. A `last_resort` may be felt as hostile: a friendly question goes first.
    """

    label: str
    kinds: tuple[InquiryKind, ...]
    source: str
    countries: tuple[str, ...] = ()
    days: int | None = None
    working: bool = False
    rolls: bool = False
    within: int | None = None
    since: date | None = None
    last_resort: bool = False

    def holds(self, kind: InquiryKind | None, country: str, begun: date | None = None) -> bool:
        """Whether it lets that be asked (None: anything) in a country, of a competition begun on a day."""
        old = self.since is not None and begun is not None and begun < self.since
        return (kind is None or kind in self.kinds) and country in (self.countries or (country,)) and not old

    def ask_until(self, awarded: date | None) -> date | None:
        """The last day on which the request must have arrived, None where there is none or the award has no day."""
        return awarded + timedelta(days=self.within) if awarded is not None and self.within is not None else None


# Competitions that began before stand under the regulations of 2015: SI 2024/716 as amended, regulation 5.
PROCUREMENT_ACT = date(2025, 2, 24)
RULES: dict[str, InquiryRule] = {
    # Section 50(3) to (5): to each supplier whose tender was assessed, on its own and the most advantageous tender.
    "uk-pa23-50": InquiryRule(
        label=_("Procurement Act 2023, section 50(3): an assessment summary before the award notice"),
        kinds=(SUMMARY, DEBRIEF),
        countries=("GB",),
        since=PROCUREMENT_ACT,
        source="https://www.legislation.gov.uk/ukpga/2023/54/section/50",
    ),
    # Sections 52 and 71(2); in force since 1 January 2026 by SI 2025/1316, for Wales since 1 April 2026.
    "uk-pa23-71": InquiryRule(
        label=_(
            "Procurement Act 2023, section 71: performance against the KPIs of a contract above £5 million, published"
            " at least every 12 months"
        ),
        kinds=(PERFORMANCE,),
        countries=("GB",),
        since=PROCUREMENT_ACT,
        source="https://www.legislation.gov.uk/ukpga/2023/54/section/71",
    ),
    # In force since 1 April 2026 by SI 2025/1316, but for what the Welsh Ministers regulate.
    "uk-pa23-70": InquiryRule(
        label=_("Procurement Act 2023, section 70: payments above £30,000, published each quarter"),
        kinds=(PAYMENTS,),
        countries=("GB",),
        since=PROCUREMENT_ACT,
        source="https://www.legislation.gov.uk/ukpga/2023/54/section/70",
    ),
    "uk-sct-56": InquiryRule(
        label=_(
            "Public Contracts (Scotland) Regulations 2015, regulation 56(3), for Scottish buyers: reasons within 15"
            " days of a written request"
        ),
        kinds=(DEBRIEF,),
        countries=("GB",),
        days=15,
        source="https://www.legislation.gov.uk/ssi/2015/446/regulation/56",
    ),
    # Section 10(1) and (6). Scotland's own Act (2002 asp 13, sections 10 and 73) has the same 20 days and fewer
    # holidays, and environmental information the same 20 by SI 2004/3391, regulation 5(2).
    "uk-foi": InquiryRule(
        label=_("Freedom of Information Act 2000, section 10, in Scotland that of 2002: 20 working days"),
        kinds=(CONTRACT, PERFORMANCE, PAYMENTS),
        countries=("GB",),
        days=20,
        working=True,
        last_resort=True,
        source="https://www.legislation.gov.uk/ukpga/2000/36/section/10",
    ),
    # The last day moves off weekends and holidays by Regulation (EEC, Euratom) 1182/71, article 3(4).
    "eu-55": InquiryRule(
        label=_("Directive 2014/24/EU, article 55(2): reasons within 15 days of a written request"),
        kinds=(DEBRIEF,),
        countries=UNION,
        days=15,
        rolls=True,
        source="https://eur-lex.europa.eu/eli/dir/2014/24/oj",
    ),
    # The statutes stand while FAR part 15, whose 15.506 says the same, is being rewritten. Competitive proposals only.
    "us-debrief": InquiryRule(
        label=_(
            "10 U.S.C. 3304 and 41 U.S.C. 3704: a debriefing asked for within 3 days of the notice of award, held"
            " within 5 where practicable"
        ),
        kinds=(DEBRIEF,),
        countries=("US",),
        days=5,
        within=3,
        source="https://www.law.cornell.edu/uscode/text/10/3304",
    ),
    # The days begin when the right office of the agency has it, at the latest ten days after it came in.
    "us-foia": InquiryRule(
        label=_("Freedom of Information Act, 5 U.S.C. 552(a)(6)(A), federal agencies: decided in 20 working days"),
        kinds=(CONTRACT, PERFORMANCE, PAYMENTS),
        countries=("US",),
        days=20,
        working=True,
        last_resort=True,
        source="https://www.law.cornell.edu/uscode/text/5/552",
    ),
}

Rules = Mapping[str, InquiryRule]


def rules_for(
    kind: InquiryKind | None, country: str, begun: date | None = None, rules: Rules = RULES
) -> dict[str, InquiryRule]:
    """The rules by which that can be asked there, those that are no last resort first."""
    fitting = ((code, rule) for code, rule in rules.items() if rule.holds(kind, country, begun))
    return dict(sorted(fitting, key=lambda each: each[1].last_resort))


def rule_of(code: str, rules: Rules) -> InquiryRule:
    """The rule of a code. Raises FieldError, which names those that there are."""
    if code not in rules:
        wrong = "there is no rule {code}; there are {codes}, and config.toml takes your own"
        raise FieldError("rule", wrong, code=repr(code), codes=listed(rules))
    return rules[code]


def faults(rules: Mapping[str, InquiryRule]) -> Iterable[str]:
    """The codes of rules that cannot be: of no kind, without a source, or with days below zero."""
    for code, rule in rules.items():
        if not rule.kinds or not rule.source.strip() or min(rule.days or 0, rule.within or 0) < 0:
            yield code
