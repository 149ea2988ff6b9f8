"""Units and people of the samples. Units are made up, with codes from a range nobody was given (``YY……``) that pass both checks;
a few universities are real, with their public codes. People are plainly made up (样本, 示例, 演示, 范例)."""

from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_AUTHORITY = {
    "enterprise": "91",
    "finance": "91",
    "testing": "91",
    "key_user": "91",
    "agency": "91",
    "marketing": "91",
    "ip_service": "91",
    "association": "51",
}


def stable_id(*parts: str) -> str:
    """The same id every time the samples are made."""
    return str(uuid5(NAMESPACE_URL, "/".join(("alliance-desk-samples", *parts))))


def unit_code(kind: str, division: str, number: int, *, outer_slip: bool = False) -> str:
    """A valid code of GB 32100 around a valid code of GB 11714. outer_slip: with a wrong last character, as some real ones have."""
    body = f"YY{number:06d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11
    code = _AUTHORITY.get(kind, "12") + division + body + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(_SYMBOLS.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    check = (31 - total % 31) % 31
    return code + _SYMBOLS[(check + 1) % 31 if outer_slip else check]


@dataclass(frozen=True)
class Unit:
    """One member of a sample. short: what its files are called. number: makes its code; 0 where ``code`` is given."""

    name: str
    short: str
    kind: str
    division: str
    person: str
    industry: str
    tasks: str
    number: int = 0
    role: str = "ordinary"
    code: str = ""
    seated: str = ""
    flags: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    founded: str = "2009-04-16"
    outer_slip: bool = False

    @property
    def unit_code(self) -> str:
        return self.code or unit_code(self.kind, self.division, self.number, outer_slip=self.outer_slip)

    @property
    def company(self) -> bool:
        """Whether it has a business licence and yearly figures; the others have a certificate of legal person."""
        return self.unit_code.startswith("91")

    def as_core(self) -> "Unit":
        return replace(self, role="core")
