"""Korea's online procurement (KONEPS, G2B): notices, results and contracts, as the open data portal gives them.

https://www.data.go.kr (조달청 나라장터 입찰공고정보서비스, 낙찰정보서비스, 계약정보서비스, and all three once more
under the names of 공공데이터개방표준서비스). All amounts are KRW, all times Korean. A result and a contract name the
notice that they follow from, by which all three meet. Of the bidders that the standard names one a row only the winner
is read, and who came first when bids were opened has not won yet. Each issue of a notice is a record of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bidtracker.domain.dates import PublishedTime
from bidtracker.domain.money import Money
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import Method, Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.values import after, count, inner_records, start_of
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, text

METHODS = (("일반", Method.OPEN), ("제한", Method.SELECTIVE), ("지명", Method.SELECTIVE), ("수의", Method.LIMITED))
URLS = ("bidNtceDtlUrl", "bidNtceUrl", "cntrctDtlInfoUrl", "cntrctInfoUrl")
TITLES = ("bidNtceNm", "cntrctNm", "cnstwkNm")
CANCELLED, OPENED, FAILED = "취소", "개찰완료", "유찰"
ISSUED = ("chgDt", "rgstDt", "inptDt", "bidNtceDt", "bidNtceDate", "opengDt", "cntrctCnclsDate")
CLOCKS = {"bidNtceDate": "bidNtceBgn", "bidClseDate": "bidClseTm"}  # a day, and the time of it in a column of its own
WINNERS = ("bidwinnrNm", "sucsfBidderNm", "fnlSucsfCorpNm")
_NOTICE_NUMBER = re.compile(r"R\d\d[A-Z]{2}\d{8}|\d{11}")  # what follows is the number of its issue
_COMPANY = re.compile(r"\[([^\]]*)\]")  # [1^단독^^name^head^country^share^…^…^business number]
_MONTHS, _DAYS = re.compile(r"(\d{1,3})\s*개월"), re.compile(r"(\d{1,4})\s*일")
_DAY = re.compile(r"(\d{4})[-./]?(\d\d)[-./]?(\d\d)")


class G2bReader(RecordReader):
    """Reads notices, results and contracts."""

    name = "g2b"
    label = "KONEPS (Korea)"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a notice, a result, a contract, or an answer with several."""
        if "bidNtceNo" in record or ("untyCntrctNo" in record and ("corpList" in record or "rprsntCorpNm" in record)):
            return True
        response = record.get("response")
        body = response.get("body") if isinstance(response, Mapping) else None
        return isinstance(body, Mapping) and any(cls.looks(item) for item in inner_records(body.get("items"))[:5])

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notice of one notice, result or contract."""
        if "response" in record:
            for n, inner in enumerate(inner_records(obj(obj(record["response"]).get("body")).get("items"))):
                yield from self.notices(number, inner, bytes(raw) + str(n).encode())
            return
        notice = _notice_number(text(record.get("bidNtceNo")) or text(record.get("ntceNo")))
        own = notice or text(record.get("untyCntrctNo"))
        published = self._time(record, "bidNtceDt", "bidNtceDate", "rgstDt")
        deadline = self._time(record, "bidClseDt", "bidClseDate")
        contract, awards = "untyCntrctNo" in record, tuple(self._awards(record))
        off = CANCELLED in text(record.get("ntceKindNm")) + text(record.get("bidNtceSttusNm"))
        opened, failed = (text(record.get("progrsDivCdNm")) == word for word in (OPENED, FAILED))
        issued = self._time(record, *ISSUED)
        yield Notice(
            key=own,
            list=self._list or self.name,
            format=self.name,
            digest=digest(raw),
            record=number,
            released=issued.at or start_of(issued.day) if issued else None,
            url=first(text(record.get(key)) for key in URLS),
            reference=own[:LONGEST_NAME],
            title=first(text(record.get(key)) for key in TITLES)[:LONGEST_NAME],
            buyer=_buyer(record),
            country="KR",
            value=None if contract else self._won(record, "presmptPrce", "asignBdgtAmt", "bdgtAmt"),
            published=published.day if published and not awards else None,
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            stage=Stage.CLOSED if awards or off or failed else Stage.EVALUATION if opened else None,
            method=_method(text(record.get("cntrctCnclsMthdNm")) or text(record.get("cntrctMthdNm"))),
            offers=count(record.get("prtcptCnum")) or count(record.get("bidprcPrtcptCnt")),
            awards=awards,
            cancelled=off or failed,
            reopened=opened or bool(awards),
        )

    def _awards(self, record: Object) -> Iterable[NoticeAward]:
        """Who won, or who holds the contract, for how much and until when."""
        if winner := first(text(record.get(key)) for key in WINNERS):
            on = self._time(record, "fnlSucsfDate", "rlOpengDt", "opengDt", "opengDate")
            number = text(record.get("bidwinnrBizno")) or text(record.get("fnlSucsfCorpBizrno"))
            party = _company(winner, number)
            value = self._won(record, "sucsfbidAmt", "sucsfBidAmt", "fnlSucsfAmt")
            yield NoticeAward(key=_key(party), suppliers=(party,), value=value, awarded=on.day if on else None)
        holders = tuple(_companies(text(record.get("corpList"))))
        if not holders and (name := text(record.get("rprsntCorpNm"))):
            holders = (_company(name, text(record.get("rprsntCorpBizrno"))),)
        if not holders:
            return
        signed = self._time(record, "cntrctCnclsDate", "cntrctDate")
        begin = self._time(record, "cntrctBgnDate", "wkBgnDate", "stDate") or signed
        until = self._time(record, "cntrctEndDate", "ttalScmpltDate", "wkPrdEndDate", "endDate")
        start, length = begin.day if begin else None, text(record.get("cntrctPrd"))
        end = until.day if until else _end(length, start)
        yield NoticeAward(
            key=_key(holders[0]),
            suppliers=holders,
            value=self._won(record, "totCntrctAmt", "ttalCntrctAmt", "thtmCntrctAmt", "cntrctAmt"),
            awarded=signed.day if signed else None,
            start=start,
            end=end,
            end_derived=until is None and end is not None,
        )

    def _won(self, record: Object, *keys: str) -> Money | None:
        amounts = (self._loose.money({"amount": record.get(key), "currency": "KRW"}, key) for key in keys)
        return next(filter(None, amounts), None)

    def _time(self, record: Object, *keys: str) -> PublishedTime | None:
        """A day, or a moment in Korea's time."""
        for key in keys:
            written = text(record.get(key))
            if match := _DAY.match(written):
                clock = (written[match.end() :].strip() or text(record.get(CLOCKS.get(key, "")))).replace("T", "")
                clock = f"{clock[:2]}:{clock[2:4]}" if clock.isdigit() and len(clock) == 4 else clock
                day = "-".join(match.groups())
                return self._loose.published(f"{day}T{clock}+09:00" if ":" in clock else day, key)
        return None


def _notice_number(written: str) -> str:
    """A notice's number without that of its issue: R26BK00000001-000 and R26BK00000001000 are R26BK00000001."""
    number = _NOTICE_NUMBER.match(written)
    return number[0] if number else written.partition("-")[0]


def _buyer(record: Object) -> Party | None:
    """Who uses what is bought; else who announces it, or concludes the contract."""
    demand = next(iter(_COMPANY.findall(text(record.get("dminsttList")))), "").split("^")
    names = [text(record.get("dminsttNm")) or text(record.get("dmndInsttNm")), demand[2] if len(demand) > 2 else ""]
    names += [text(record.get(key)) for key in ("ntceInsttNm", "cntrctInsttNm")]
    codes = [text(record.get("dminsttCd")) or text(record.get("dmndInsttCd")), demand[1] if len(demand) > 1 else ""]
    codes += [text(record.get(key)) for key in ("ntceInsttCd", "cntrctInsttCd")]
    for name, code in zip(names, codes, strict=True):
        if name:
            own = identifier("KR-G2B-ORG", code) if code else None
            return Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else (), country="KR")
    return None


def _companies(written: str) -> Iterable[Party]:
    for block in _COMPANY.findall(written):
        cells = [cell.strip() for cell in block.split("^")]
        if len(cells) > 3 and cells[3]:
            yield _company(cells[3], cells[-1] if len(cells) > 9 else "")


def _company(name: str, number: str) -> Party:
    own = identifier("KR-BRN", number.replace("-", "")) if number else None
    name = name.removesuffix("()").strip()  # the names of others stand in these where there are any
    return Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else (), country="KR")


def _key(party: Party) -> str:
    return party.identifiers[0].id if party.identifiers else party.name


def _end(length: str, start: date | None) -> date | None:
    """The end of "계약체결일로부터 12개월" or "90일"; of a period of two days the second."""
    days = list(_DAY.finditer(length))
    if len(days) == 2:
        try:
            return date(*map(int, days[1].groups()))
        except ValueError:
            return None
    if months := _MONTHS.search(length):
        return after(start, months=int(months[1]))
    return after(start, days=int(n[1])) if (n := _DAYS.search(length)) else None


def _method(words: str) -> Method | None:
    return next((method for start, method in METHODS if words.startswith(start)), None)


FORMAT = G2bReader
