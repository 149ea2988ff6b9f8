"""Every class of fault in what a pack says of the life after recognition: named with its line, its key and what to write instead."""

from pathlib import Path

import pytest

from alliance_desk.policy.lint import faults
from alliance_desk.policy.load import load_pack

HELPERS = Path(__file__).parent.parent / "helpers"
WHOLE = "".join((HELPERS / name).read_text(encoding="utf8") for name in ("trial.toml", "life.toml"))
"""A policy with every kind of procedure, and sound."""

ASSESS = (
    '[procedure.assess]\nkind = "assessment"\nname = "年度考核"\nby = "recommender"\nyearly = true\nladder = "yearly"\n'
)
YEARLY = '[procedure.yearly]\nkind = "report"\nname = "年度材料"\nby = "recommender"\nyearly = true\n'
DUTY = '[duty.yearly]\nkind = "annual"\nname = "年度材料"\nprocedure = "yearly"\nmonth = 12\n'
GOOD = '[grade.good]\nladder = "yearly"\nname = "良好"\nrank = 1\nmin = 60\n'
POOR = '[grade.poor]\nladder = "yearly"\nname = "较差"\nrank = 2\nmin = 0\n'
SEEN = 'when = "grade"\nprocedure = "assess"\ngrades = ["poor"]\nmeasures = ["rectify"]\n'
TWICE = 'count = 2\nrun = "years"\n'
RECTIFY = '[measure.rectify]\nname = "限期整改"\nprocedure = "rectify"\nsanction = "限期整改"\nperiod = "rectify"\n'
CANCEL = '[measure.cancel]\nname = "取消资格"\nprocedure = "exit"\nground = "poor-twice"\n'
GROUND = '[ground.poor-twice]\nname = "连续两年考核较差"\nleaves = "取消"\nprocedure = "exit"\n'
CHANGE = '[change.name]\nname = "联盟名称"\nprocedure = "change"\nwhat = "name"\n'
FAIR = '[activity.fair]\nname = "成果对接会"\nprocedure = "activity"\n'
SUBSIDY = '[support.subsidy]\nname = "运行补贴"\nprocedure = "subsidy"\nleast = 10000000\nmost = 50000000\n'
EQUAL = '[procedure.equal]\nkind = "entry"\nname = "等同"\nby = "recommender"\nact = "等同"\n'
AGAIN = 'again = ["members", "level"]\n'
OPINION = 'kind = "opinion"\nactor = "recommender"\nafter = ["yearly-received"]\n'
MEETING = 'kind = "meeting"\nactor = "decider"\nafter = ["visit"]\n'
GRANT = '[stage.subsidy-grant]\nof = "subsidy"\nname = "给予补贴"\nkind = "support"\nactor = "decider"\n'
RECORD = '[stage.activity-record]\nof = "activity"\nname = "登记活动"\nkind = "record"\nactor = "recommender"\n'
PAPERS = '[check.yearly-papers]\nof = "yearly"\nkind = "papers"\ntitle = "年度材料齐全"\n'
SUMMARY = '[paper.yearly-summary]\nof = "yearly"\nname = "年度工作总结"\n'
PLANS = '[score.assess-plans]\nof = "assess"\nname = "计划完成"\n'
LENGTH = '[reading.length]\nquestion = "x"\noptions = { 6 = "a", soon = "b" }\ndefault = "6"\nbasis = "x"\n'
PERIOD = '[period.p]\nn = 1\nunit = "月"\ngiven = "length"\nbasis = "x"\n'


def added(table: str, more: str) -> tuple[str, str]:
    """A table at the end of the policy."""
    return "", f'[{table}]\nname = "x"\nbasis = "x"\n{more}\n'


def check(kind: str, more: str) -> tuple[str, str]:
    """A condition at the end of the policy."""
    return "", f'[check.c]\nkind = "{kind}"\ntitle = "c"\nbasis = "x"\n{more}\n'


def instead(text: str, old: str, new: str) -> tuple[str, str]:
    """A change within one item, whose text stands once in the policy."""
    assert old in text
    return text, text.replace(old, new, 1)


# what is changed in the policy · code · key · what stands in the faulty line · in the remedy
CASES: list[tuple[str, str, str, str, str, str]] = [
    (*instead(ASSESS, '"assessment"', '"exam"'), "not-allowed", "procedure.assess.kind", '"exam"', "assessment"),
    (*instead(YEARLY, "yearly = true", "early = true"), "unknown-key", "procedure.yearly.early", "early", "yearly"),
    (*instead(YEARLY, '"年度材料"', '" "'), "empty", "procedure.yearly.name", 'name = " "', "补上"),
    (*instead(YEARLY, '"recommender"', '"county"'), "unknown-id", "procedure.yearly.by", "county", "decider"),
    (*instead(YEARLY, '"recommender"', '""'), "empty", "procedure.yearly.by", "by", "补上"),
    (*instead(YEARLY, '"report"', '"upward"'), "procedure-needs", "procedure.yearly", "[procedure.yearly]", "of"),
    (*instead(GRANT, 'of = "subsidy"', 'of = "exit"'), "procedure-needs", "procedure.subsidy", "[procedure.subsidy]", "of"),
    (*instead(GRANT, "[stage.subsidy-grant]", '[stage.two]\nof = "subsidy"\nname = "y"\nkind = "support"\nactor = "decider"\nbasis = "x"\n[stage.subsidy-grant]'),
     "procedure-needs", "procedure.subsidy", "[procedure.subsidy]", "只留一个"),
    (*instead(GRANT, 'of = "subsidy"', 'of = "grant"'), "unknown-id", "stage.subsidy-grant.of", "grant", "subsidy"),
    (*instead(ASSESS, 'ladder = "yearly"', 'ladder = "weekly"'), "unknown-ladder", "procedure.assess.ladder", "weekly", "yearly"),
    (*instead(ASSESS, 'ladder = "yearly"\n', ""), "ladder-of-assessment", "procedure.assess.ladder", "[procedure.assess]", "ladder"),
    (*instead(YEARLY, "yearly = true", 'ladder = "yearly"\nyearly = true'), "ladder-of-assessment", "procedure.yearly.ladder", "ladder", "删去"),
    (*instead(YEARLY, "yearly = true", 'act = "等同"\nyearly = true'), "act-of-entry", "procedure.yearly.act", "act", "entry"),
    (*instead(AGAIN, '"level"', '"levels"'), "not-allowed", "procedure.change.again", "again", "level"),
    (*instead(AGAIN, '"level"', '"yearly-papers"'), "not-allowed", "procedure.change.again", "again", "members"),
    (*instead(AGAIN, '"level"', '"members"'), "twice", "procedure.change.again", "again", "重复"),
    (*instead(AGAIN, "again", 'severity = "人工"\nagain'), "severity", "procedure.change.severity", "人工", "核实"),
    (*instead(EQUAL, 'by = "recommender"', 'by = "recommender"\nnumbered = "replies"'), "unknown-id", "procedure.equal.numbered", "replies", "certificate"),
    (*instead(EQUAL, 'by = "recommender"', 'by = "recommender"\nnot_for = ["等司"]'), "not-allowed", "procedure.equal.not_for", "等司", "等同"),
    (*instead(DUTY, 'procedure = "yearly"', 'procedure = "weekly"'), "unknown-id", "duty.yearly.procedure", "weekly", "yearly"),
    (*instead(DUTY, 'procedure = "yearly"\n', ""), "empty", "duty.yearly.procedure", "[duty.yearly]", "补上"),
    (*instead(DUTY, 'procedure = "yearly"', 'procedure = "change"'), "duty-not-yearly", "duty.yearly.procedure", '"change"', "yearly = true"),
    (*instead(DUTY, "month = 12", "month = 13"), "out-of-bounds", "duty.yearly.month", "13", "0–12"),
    (*instead(DUTY, "month = 12", "month = 12\nday = 32"), "out-of-bounds", "duty.yearly.day", "32", "1–31"),
    (*instead(DUTY, "month = 12", 'month = 12\nsubject = "next_year"'), "not-allowed", "duty.yearly.subject", "next_year", "previous_year"),
    (*instead(DUTY, "month = 12", 'month = 12\nroll = "maybe"'), "unknown-id", "duty.yearly.roll", "maybe", "[reading.maybe]"),
    (*instead(DUTY, "month = 12", 'month = 12\nfirst_year = "panel-size"'), "reading-options", "reading.panel-size.options", "options", "no、yes"),
    (*instead(DUTY, "month = 12", 'month = 12\ninvited = ["等司"]'), "not-allowed", "duty.yearly.invited", "等司", "等同"),
    (*instead(DUTY, "month = 12", 'month = 12\nnot_for = ["等司"]'), "not-allowed", "duty.yearly.not_for", "等司", "认定"),
    (*instead(DUTY, '"annual"', '"weekly"'), "not-allowed", "duty.yearly.kind", "weekly", "annual"),
    (*added("duty.d", 'kind = "activity"\nactivity = "fairs"'), "unknown-id", "duty.d.activity", "fairs", "fair"),
    (*added("duty.d", 'kind = "activity"\nactivity = ""'), "empty", "duty.d.activity", "activity", "补上"),
    (*added("duty.d", 'kind = "activity"\nactivity = "fair"\nn = 0'), "out-of-bounds", "duty.d.n", "n = 0", "≥ 1"),
    (*added("duty.d", 'kind = "nth_year"\nprocedure = "assess"\nn = 0'), "out-of-bounds", "duty.d.n", "n = 0", "1–99"),
    (*added("duty.d", 'kind = "nth_year"\nprocedure = "assess"\nn = 3\nwindow = "month"'), "unknown-id", "duty.d.window", "month", "panel-size"),
    (*added("duty.d", 'kind = "nth_year"\nprocedure = "assess"\nn = 3\nwindow = "panel-size"'), "reading-options", "reading.panel-size.options", "options", "calendar、date"),
    (*added("duty.d", 'kind = "every"\nprocedure = "assess"\nleast = 3\nmost = 2'), "min-over-max", "duty.d.least", "least = 3", "对调"),
    (*added("duty.d", 'kind = "every"\nprocedure = "assess"\nleast = 0\nmost = 2'), "out-of-bounds", "duty.d.least", "least = 0", "1–99"),
    (*added("duty.d", 'kind = "every"\nleast = 1\nmost = 2'), "empty", "duty.d.procedure", "[duty.d]", "补上"),
    (*added("duty.d", 'kind = "office"\nmonth = -1'), "out-of-bounds", "duty.d.month", "-1", "0–12"),
    (*instead(GOOD, "rank = 1", "rank = 0"), "out-of-bounds", "grade.good.rank", "rank = 0", "≥ 1"),
    (*instead(GOOD, "rank = 1", "rank = 2"), "same-value", "grade.poor.rank", "rank = 2", "不同"),
    (*instead(GOOD, "min = 60", "min = 101"), "out-of-bounds", "grade.good.min", "101", "-1–100"),
    (*instead(GOOD, "min = 60", "min = 0"), "same-value", "grade.poor.min", "min = 0", "不同"),
    (*instead(GOOD, '"良好"', '"较差"'), "same-name", "grade.poor.name", "较差", "不同"),
    (*instead(GOOD, "min = 60\n", ""), "grade-without-band", "grade.good.min", "[grade.good]", "min"),
    (*instead(POOR, "min = 0", "min = 61"), "grades-crossed", "grade.good.min", "min = 60", "对调"),
    (*instead(POOR, "min = 0", "min = 10"), "band-gap", "grade.poor.min", "min = 10", "min = 0"),
    (*instead(SEEN, '"grade"', '"graded"'), "not-allowed", "consequence.poor.when", "graded", "absent"),
    (*instead(SEEN, '"grade"', '"absent"'), "consequence-field", "consequence.poor.grades", "grades", "duty"),
    (*instead(SEEN, 'grades = ["poor"]\n', ""), "consequence-field", "consequence.poor.grades", "[consequence.poor]", "grades"),
    (*instead(SEEN, 'grades = ["poor"]', 'grades = ["bad"]'), "not-allowed", "consequence.poor.grades", "bad", "poor"),
    (*instead(SEEN, 'measures = ["rectify"]', 'measures = ["rectify"]\nduty = "yearly"'), "consequence-field", "consequence.poor.duty", "duty", "missed"),
    (*instead(SEEN, 'when = "grade"\nprocedure = "assess"\ngrades = ["poor"]', 'when = "missed"'), "consequence-field", "consequence.poor.duty", "[consequence.poor]", "duty"),
    (*instead(SEEN, 'when = "grade"\nprocedure = "assess"\ngrades = ["poor"]', 'when = "missed"\nduty = "weekly"'), "unknown-id", "consequence.poor.duty", "weekly", "yearly"),
    (*instead(SEEN, 'procedure = "assess"\n', ""), "empty", "consequence.poor.procedure", "[consequence.poor]", "补上"),
    (*instead(SEEN, '"assess"', '"yearly"'), "procedure-kind", "consequence.poor.procedure", "yearly", "assessment"),
    (*instead(SEEN, 'when = "grade"\nprocedure = "assess"\ngrades = ["poor"]', 'when = "failed"\nprocedure = "assess"'), "procedure-kind", "consequence.poor.procedure", "assess", "rectification"),
    (*instead(SEEN, 'when = "grade"', 'when = "found"'), "consequence-field", "consequence.poor.activity", "[consequence.poor]", "activity"),
    (*instead(SEEN, 'measures = ["rectify"]', "measures = []"), "empty", "consequence.poor.measures", "measures", "补上"),
    (*instead(SEEN, 'measures = ["rectify"]', 'measures = ["scold"]'), "not-allowed", "consequence.poor.measures", "scold", "rectify"),
    (*instead(SEEN, '["poor"]', '["poor", "fail"]'), "grade-of-other-ladder", "consequence.poor.grades", "fail", "阶梯"),
    (*instead(TWICE, "count = 2", "count = 0"), "out-of-bounds", "consequence.poor-twice.count", "count = 0", "1–99"),
    (*instead(TWICE, '"years"', '"months"'), "not-allowed", "consequence.poor-twice.run", "months", "rounds"),
    ('kind = "acceptance"', 'kind = "publication"', "flag-never-closes", "measure.rectify.procedure", 'procedure = "rectify"', "acceptance"),
    (*instead(RECTIFY, 'procedure = "rectify"', 'procedure = "exit"'), "procedure-kind", "measure.rectify.procedure", "exit", "rectification"),
    (*instead(RECTIFY, 'procedure = "rectify"', 'procedure = ""'), "empty", "measure.rectify.procedure", "procedure", "补上"),
    (*instead(RECTIFY, 'sanction = "限期整改"', 'sanction = "红牌"'), "not-allowed", "measure.rectify.sanction", "红牌", "黄牌"),
    (*instead(RECTIFY, 'period = "rectify"', 'period = "soon"'), "unknown-id", "measure.rectify.period", "soon", "[period.soon]"),
    (*instead(RECTIFY, 'period = "rectify"', 'ground = "poor-twice"'), "sanction-with-ground", "measure.rectify.ground", "ground", "删去"),
    (*instead(CANCEL, 'ground = "poor-twice"\n', ""), "exit-without-ground", "measure.cancel.ground", "[measure.cancel]", "sanction"),
    (*instead(CANCEL, '"poor-twice"', '"bad"'), "unknown-id", "measure.cancel.ground", "bad", "[ground.bad]"),
    (*instead(CANCEL, 'procedure = "exit"', 'procedure = "rectify"'), "procedure-kind", "measure.cancel.procedure", "rectify", "exit"),
    (*instead(CANCEL, 'procedure = "exit"', 'procedure = "rectify"'), "ground-elsewhere", "measure.cancel.procedure", "rectify", "同一个"),
    (*instead(TWICE + 'measures = ["cancel"]', '"cancel"', '"rectify"'), "measure-unused", "measure.cancel", "[measure.cancel]", "measures"),
    (*instead(GROUND, 'procedure = "exit"', 'procedure = "rectify"'), "procedure-kind", "ground.poor-twice.procedure", "rectify", "exit"),
    (*instead(GROUND, 'leaves = "取消"', 'leaves = "退休"'), "not-allowed", "ground.poor-twice.leaves", "退休", "视为自动放弃"),
    (*instead(CHANGE, 'procedure = "change"', 'procedure = "exit"'), "procedure-kind", "change.name.procedure", "exit", "change、event"),
    (*instead(CHANGE, 'what = "name"', 'what = "title"'), "not-allowed", "change.name.what", "title", "member_in"),
    (*instead(FAIR, 'procedure = "activity"', 'procedure = "activity"\nletter = "recipt"'), "not-allowed", "activity.fair.letter", "recipt", "receipt"),
    (*instead(FAIR, 'procedure = "activity"', 'procedure = "change"'), "procedure-kind", "activity.fair.procedure", '"change"', "event"),
    (*instead(SUBSIDY, 'procedure = "subsidy"', 'procedure = "exit"'), "procedure-kind", "support.subsidy.procedure", "exit", "support"),
    (*instead(SUBSIDY, "most = 50000000", "most = 5000000"), "min-over-max", "support.subsidy.least", "least", "对调"),
    (*instead(SUBSIDY, "least = 10000000", "least = -1"), "out-of-bounds", "support.subsidy.least", "-1", "≥ 0"),
    (*instead(SUBSIDY, "most = 50000000", 'most = 50000000\ngrades = ["best"]'), "not-allowed", "support.subsidy.grades", "best", "good"),
    ("", '[unknown.fees]\nquestion = " "\nbasis = "x"', "empty", "unknown.fees.question", "question", "补上"),
    (*instead(SUMMARY, 'of = "yearly"', 'of = "weekly"'), "unknown-id", "paper.yearly-summary.of", "weekly", "yearly"),
    (*instead(PLANS, 'of = "assess"', 'of = "weekly"'), "unknown-id", "score.assess-plans.of", "weekly", "assess"),
    (*instead(PAPERS, 'of = "yearly"', 'of = "weekly"'), "unknown-id", "check.yearly-papers.of", "weekly", "yearly"),
    (*instead(PAPERS, 'of = "yearly"', 'of = "yearly"\nwhen = ["fire"]'), "not-allowed", "check.yearly-papers.when", "fire", "poor-twice"),
    (*instead(OPINION, '"opinion"', '"intake"'), "stage-of-application", "stage.yearly-opinion.kind", "intake", "of"),
    (*instead(OPINION, '"opinion"', '"recognition"'), "stage-of-application", "stage.yearly-opinion.kind", "recognition", "of"),
    (*instead(MEETING, '"meeting"', '"grading"'), "stage-of-procedure", "stage.meeting.kind", "grading", "of"),
    (*instead(GRANT, '"decider"', '"recommender"'), "stage-of-decider", "stage.subsidy-grant.actor", "recommender", "decider"),
    (*instead(OPINION, '"yearly-received"', '"assess-papers"'), "not-allowed", "stage.yearly-opinion.after", "assess-papers", "yearly-received"),
    (*instead(MEETING, '"visit"', '"exit-hear"'), "not-allowed", "stage.meeting.after", "exit-hear", "visit"),
    (*instead('name = "收到材料"\nkind = "submission"\nactor = "recommender"\n', 'actor', 'after = ["yearly-opinion"]\nactor'),
     "circle", "stage.yearly-received.after", "after", "after"),
    (*instead(OPINION, 'kind = "opinion"', 'kind = "opinion"\nperiod = "notice"'), "stage-field", "stage.yearly-opinion.period", "period", "public_notice"),
    (*instead(RECORD, '"record"', '"public_notice"'), "stage-needs", "stage.activity-record", "[stage.activity-record]", "period"),
    ("", PERIOD + LENGTH, "panel-size", "period.p.given", "given", "正整数"),
    ("", PERIOD, "unknown-id", "period.p.given", "given", "[reading.length]"),
    ('effective = "2024-01-01"', 'effective = "2024-01-01"\ncloses = "2024-02-30"', "no-such-date", "pack.closes", "02-30", "2023-01-21"),
    (*check("window", 'opens = "2023-08-07"\ncloses = "2023-08-32"'), "no-such-date", "check.c.closes", "08-32", "2023-01-21"),
    (*check("window", 'opens = "2023-08-11"\ncloses = "2023-08-07"'), "min-over-max", "check.c.opens", "opens", "对调"),
    (*check("before", 'path = "alliance.founded"\nday = "2016-8-23"'), "no-such-date", "check.c.day", "2016-8-23", "2023-01-21"),
    (*check("before", 'path = "alliance.name"\nday = "2016-08-23"'), "not-a-date-path", "check.c.path", "path", "alliance.founded"),
    (*check("before", 'path = "members.*.founded"\nday = "2016-08-23"'), "path-of-many", "check.c.path", "path", "matter.on"),
    (*check("before", 'path = "lead.founded"\nday = "2016-08-23"'), "path-of-many", "check.c.path", "path", "alliance.founded"),
    (*check("before", 'path = "alliance.born"\nday = "2016-08-23"'), "unknown-path", "check.c.path", "path", "alliance.name"),
    (*check("elapsed", 'path = "members.*.founded"'), "path-of-many", "check.c.path", "path", "alliance.founded"),
    (*check("number_range", 'path = "matter.amount"'), "no-bound", "check.c", "[check.c]", "max"),
    (*check("number_range", 'path = "matter.amount"\nmin = 2\nmax = 1'), "min-over-max", "check.c.min", "min = 2", "对调"),
    (*check("number_range", 'path = "matter.on"\nmin = 2'), "not-a-number-path", "check.c.path", "path", "matter.amount"),
    (*check("listed", 'path = "matter.on"\ntable = "field"'), "not-a-text-path", "check.c.path", "path", "alliance.field"),
    (*check("no_duplicate", 'by = "colour"'), "not-allowed", "check.c.by", "colour", "lead"),
]  # fmt: skip

OTHER = '[grade.fail]\nladder = "final"\nname = "不合格"\nrank = 1\nbasis = "x"\n'


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "line", "remedy"), CASES, ids=[f"{case[2]}-{case[3]}" for case in CASES]
)
def test_a_fault_is_named_with_line_key_and_remedy(
    old: str, new: str, code: str, key: str, line: str, remedy: str
) -> None:
    text = f"{WHOLE}\n{OTHER if code == 'grade-of-other-ladder' else ''}"
    assert WHOLE.count(old) == 1 or not old
    text = text.replace(old, new) if old else f"{text}\n{new}"
    found = faults(text, "whole.toml")
    fault = next((f for f in found if (f.code, f.key) == (code, key)), None)
    assert fault is not None, [f.text() for f in found]
    assert line in text.splitlines()[fault.line - 1]
    assert remedy in fault.remedy()
    assert fault.what() in fault.text()
    assert fault.text("en").startswith(f"whole.toml line {fault.line}")


def test_the_policy_they_are_planted_in_is_sound() -> None:
    assert faults(WHOLE, "whole.toml") == []
    assert set(load_pack(WHOLE, "whole.toml").procedure) >= {"yearly", "assess", "exit", "history"}


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (GOOD, "grade.good.rank"),
        (ASSESS, "procedure.assess.yearly"),
        (DUTY, "duty.yearly.month"),
        (CANCEL, "measure.cancel.ground"),
        (GROUND, "ground.poor-twice.leaves"),
        (GRANT, "stage.subsidy-grant.kind"),
        (SEEN, "consequence.poor.when"),
        (RECTIFY, "measure.rectify.sanction"),
    ],
)
def test_a_misshapen_item_is_one_fault_and_what_refers_to_it_is_none(item: str, key: str) -> None:
    last = key.rpartition(".")[2]
    text = WHOLE.replace(
        item, "\n".join(f"{last} = [1]" if one.startswith(f"{last} =") else one for one in item.split("\n"))
    )
    found = faults(text, "whole.toml")
    assert {fault.key for fault in found} == {key}, [fault.text() for fault in found]


def test_two_procedures_may_use_the_same_names_for_their_stages_conditions_and_papers() -> None:
    same = WHOLE.replace('name = "自评材料"', 'name = "收到材料"').replace('name = "评定等次"', 'name = "受理"')
    assert same != WHOLE
    assert faults(same, "whole.toml") == []
    twice = WHOLE.replace('name = "专家评价"', 'name = "评定等次"')
    assert [(fault.code, fault.key) for fault in faults(twice, "whole.toml")] == [
        ("same-name", "stage.assess-grade.name")
    ]


def test_a_ladder_without_points_is_sound_where_a_person_chooses() -> None:
    text = WHOLE.replace("min = 60\n", "").replace("min = 0\npassed", "passed")
    assert faults(text, "whole.toml") == []


def test_a_warning_needs_nothing_that_proposes_it() -> None:
    warning = '[measure.warn]\nname = "告诫"\nprocedure = "rectify"\nsanction = "告诫"\nbasis = "x"\n'
    assert faults(f"{WHOLE}\n{warning}", "whole.toml") == []
