"""Closed sets of ids that documents and packs use; their Chinese labels stand in ``words/zh_CN/vocabulary.toml``."""

MEMBER_KINDS = (
    "enterprise",
    "university",
    "institute",
    "hospital",
    "finance",
    "agency",
    "marketing",
    "testing",
    "key_user",
    "ip_service",
    "association",
    "government",
    "other",
)
MEMBER_ROLES = (
    "lead",
    "core",
    "ordinary",
    "chair",
    "vice_chair",
    "secretary",
    "participant",
    "cooperator",
    "cobuilder",
)
FLAGS = ("above_scale", "high_tech", "leading", "chain_leader", "specialised", "listing", "double_first")
EXPERT_KINDS = ("technical", "management", "finance")
LEVELS = ("省", "市", "县", "开发区", "省直")
"""Levels of offices, as a pack's author types them; 省直 is a department of the province that recommends."""
REVIEW_MODES = ("own", "third_party")
EVENTS = ("filed", "signed", "effective")
"""Days an agreement's term may be counted from."""
DIMENSIONS = ("city", "county", "kind", "industry")
CHANGES = (
    "name",
    "lead",
    "host",
    "liable_body",
    "persons",
    "office",
    "field",
    "charter",
    "member_in",
    "member_out",
    "member_renamed",
    "agreement_end",
    "other",
)
"""What of a recognised alliance may change."""
EVENT_LETTERS = ("receipt", "guidance", "minutes")
"""What may be written of a recorded activity: 收件回执, 指导意见, 座谈会记录."""
INTERNAL = "本局内部环节"
"""What an author writes as the basis of a step that no article asks for."""
FIGURES = ("rd", "revenue")
SCOPES = ("alliance", "lead", "member")
FORM_ONLY = (
    *(f"contacts.{field}" for field in ("name", "phone", "mobile", "email")),
    *(f"people.{field}" for field in ("body", "name", "unit", "post", "full_time")),
    "clauses.found",
    *(f"papers.{field}" for field in ("file", "copies", "sealed")),
)
"""Fields of the application workbook that are no single path of the open document."""
