"""The shape of an OCDS release: what is read of it. Most releases have it, and decoding them straight into it takes
half the time of dicts; any other JSON is fitted into it.

https://standard.open-contracting.org/1.1/en/schema/reference/
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct, ValidationError, convert

from bidtracker.intake.open.lenient_json import Object, obj, objs, text


class Shape(Struct, gc=False, omit_defaults=True):
    """A part of a release. What it does not hold, and what is null, is None; Any is read where it is needed."""


class OcdsValue(Shape):
    amount: Any = None
    currency: Any = None
    amountGross: Any = None


class OcdsPeriod(Shape):
    startDate: Any = None
    endDate: Any = None
    maxExtentDate: Any = None
    durationInDays: Any = None
    durationInMonths: Any = None


class Classification(Shape):
    scheme: Any = None
    id: Any = None


class OcdsItem(Shape):
    id: Any = None
    classification: Classification | None = None
    additionalClassifications: list[Classification] | None = None


class OcdsDocument(Shape):
    id: Any = None
    documentType: str | None = None
    url: str | None = None
    datePublished: Any = None
    noticeType: Any = None


class Register(Shape):
    """An organisation's number in a register (OCDS: Identifier)."""

    scheme: str | None = None
    id: Any = None
    legalName: str | None = None


class OcdsAddress(Shape):
    country: str | None = None
    countryName: str | None = None


class Details(Shape):
    url: str | None = None


class OcdsOrganization(Shape):
    """A party, or a reference to one."""

    id: Any = None
    name: str | None = None
    identifier: Register | None = None
    additionalIdentifiers: list[Register] | None = None
    address: OcdsAddress | None = None
    details: Details | None = None
    roles: list[str] | None = None
    legalName: str | None = None


class OcdsLot(Shape):
    id: Any = None
    title: str | None = None
    status: str | None = None
    value: OcdsValue | None = None
    tenderPeriod: OcdsPeriod | None = None
    contractPeriod: OcdsPeriod | None = None


class OcdsTender(Shape):
    id: Any = None
    title: str | None = None
    description: str | None = None
    status: str | None = None
    classification: Classification | None = None
    additionalClassifications: list[Classification] | None = None
    items: list[OcdsItem] | None = None
    minValue: OcdsValue | None = None
    value: OcdsValue | None = None
    maxValue: OcdsValue | None = None
    procurementMethod: str | None = None
    procuringEntity: OcdsOrganization | None = None
    datePublished: Any = None
    enquiryPeriod: OcdsPeriod | None = None
    tenderPeriod: OcdsPeriod | None = None
    expressionOfInterestDeadline: Any = None
    awardPeriod: OcdsPeriod | None = None
    standstillPeriod: OcdsPeriod | None = None
    contractPeriod: OcdsPeriod | None = None
    numberOfTenderers: Any = None
    tenderers: list[OcdsOrganization] | None = None
    lots: list[OcdsLot] | None = None
    techniques: Any = None
    documents: list[OcdsDocument] | None = None
    url: Any = None


class OcdsAward(Shape):
    id: Any = None
    title: str | None = None
    status: str | None = None
    statusDetails: str | None = None
    date: Any = None
    value: OcdsValue | None = None
    suppliers: list[OcdsOrganization] | None = None
    items: list[OcdsItem] | None = None
    relatedLots: Any = None
    contractPeriod: OcdsPeriod | None = None
    standstillPeriod: OcdsPeriod | None = None
    documents: list[OcdsDocument] | None = None
    url: Any = None
    complaints: Any = None


class OcdsContract(Shape):
    id: Any = None
    awardID: Any = None
    title: str | None = None
    status: str | None = None
    dateSigned: Any = None
    period: OcdsPeriod | None = None
    value: OcdsValue | None = None
    suppliers: list[OcdsOrganization] | None = None
    items: list[OcdsItem] | None = None
    documents: list[OcdsDocument] | None = None
    url: Any = None
    amended: bool | None = None  # ours: a release of an amendment told its value
    # How it goes and how it ended; see `performance`.
    implementation: Any = None
    milestones: Any = None
    amendments: Any = None
    amendment: Any = None
    agreedMetrics: Any = None
    metrics: Any = None
    performanceFailures: Any = None
    complaints: Any = None
    statusDetails: Any = None
    finalStatus: Any = None
    finalStatusDetails: Any = None
    dateTerminated: Any = None
    terminationDetails: Any = None
    terminationReason: Any = None
    terminationRationale: Any = None
    terminationRationaleClassification: Any = None
    terminationRationaleClassifications: Any = None


class OcdsRelease(Shape):
    ocid: str
    date: Any = None
    tag: list[str] | None = None
    title: Any = None
    description: Any = None
    url: Any = None
    buyer: OcdsOrganization | None = None
    buyers: list[OcdsOrganization] | None = None
    parties: list[OcdsOrganization] | None = None
    planning: Any = None
    tender: OcdsTender | None = None
    bids: Any = None
    awards: list[OcdsAward] | None = None
    contracts: list[OcdsContract] | None = None
    links: Any = None
    relatedProcesses: Any = None
    published: Any = None  # ours: the date of the last release before anything was awarded
    # What has these is a record or a package, and does not decode into a release.
    releases: None = None
    records: None = None
    compiledRelease: None = None
    versionedRelease: None = None


S = TypeVar("S", bound=Shape)


def fitted(kind: type[S], value: Object) -> S:
    """`value` in this shape: a list where an object belongs is its first, an object where a list belongs the only one,
    a number where text belongs its digits."""
    try:
        return convert(value, kind)
    except ValidationError:  # somewhere in it; what is sound in it is still converted as a whole
        plan = _plan(kind)
    return kind(**{key: plan[key](given) for key, given in value.items() if key in plan and given is not None})


@lru_cache(32)
def _plan(kind: type[Shape]) -> dict[str, Callable[[Any], Any]]:
    return {key: _fit(hint) for key, hint in get_type_hints(kind).items() if hint is not type(None)}


def _fit(hint: Any) -> Callable[[Any], Any]:
    """How any JSON is fitted into a field of this type."""
    if isinstance(hint, UnionType):
        hint = get_args(hint)[0]
    if hint is str:
        return text
    if hint is Any:
        return lambda given: given
    if get_origin(hint) is not list:
        return lambda given: fitted(hint, inner) if (inner := obj(given)) else None
    (inner,) = get_args(hint)
    if inner is str:
        return lambda given: [text(each) for each in given] if isinstance(given, list) else [text(given)]
    return lambda given: [fitted(inner, each) for each in objs(given)]
