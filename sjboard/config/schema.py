"""The shape of config.yaml and of a policy pack: which keys, of which type, with which defaults.

Knows contract 4 and 5 key by key, and writes the JSON Schemas for editors. Does not know what the
values mean together (``resolve``, ``packs``), nor where they stand (``faults``).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sjboard.config import fields as f
from sjboard.config.fields import Read
from sjboard.config.typed import (
    GRADES_PATTERN,
    Classes,
    ClassName,
    ClassOrNumber,
    Count,
    Day,
    GradeKey,
    Grades,
    Id,
    Kinds,
    PackName,
    PastDay,
    Pattern,
    PlaceName,
    Section,
    SeverityName,
    Subjects,
    Text,
    Weekday,
    YesNo,
)
from sjboard.locale import LANGUAGES

# --- Policies (contract 4) ------------------------------------------------------------------------


class NthSection(Section):
    weekday: Weekday
    of_month: Annotated[
        int,
        Read(f.nth, {"enum": ["last", 1, 2, 3, 4, 5, "1", "2", "3", "4", "5"]}),
    ] = Field(description="当月第几个，或最后一个 last")


class LimitSection(Section):
    """一条上限"""

    id: Id
    grades: Grades = tuple(f.GRADES)
    days: Annotated[
        tuple[str, ...],
        Read(
            f.days,
            {
                "type": ["string", "array"],
                "items": {"enum": ["school-day", "weekend", "holiday", *f.WEEKDAYS]},
            },
        ),
    ] = Field(
        default=(), description="school-day 上学日、weekend 周末、holiday 假期、any，或几个星期几"
    )
    dates: list[Day] = Field(default_factory=list, description="只管这几天")
    nth: NthSection | None = Field(default=None, description="只管当月的第几个星期几")
    per: Annotated[
        str,
        Read(
            f.choice("day", "block", "week", "week-mean"),
            {"enum": ["day", "block", "week", "week-mean"]},
        ),
    ] = Field(default="day", description="每天、整个周末或假期、每周、每周平均到上学日")
    kinds: Kinds = Field(default="all", description="all 全部、written 算书面的，或几种类型")
    places: list[PlaceName] = Field(
        default_factory=lambda: ["home", "after-school", "in-school"], description="在哪里做的算"
    )
    subjects: Subjects = Field(default="all", description="all 全部，或几门学科")
    except_subjects: list[Text] = Field(default_factory=list, description="除了这几门学科")
    optional: Annotated[str, Read(f.choice("ignore", "count"), {"enum": ["ignore", "count"]})] = (
        Field(default="ignore", description="选做的算不算：ignore 不算，count 算")
    )
    minutes: Count | None = Field(default=None, description="最多几分钟；0 是一点也不留")
    items: Count | None = Field(default=None, description="最多几项")
    subjects_count: Count | None = Field(default=None, description="最多几门学科")
    severity: SeverityName = Field(default="error", description="error 不许公示，warning 只提醒")
    message: Text = Field(default="", description="超出时说什么")
    source: Text = Field(default="", description="写在哪份文件里")
    enabled: YesNo = Field(default=True, description="是否启用")


class RepeatSection(Section):
    verbs: list[Text] = Field(description="例如 抄写、默写")
    more_than: Count = Field(description="超过几遍")


class BanSection(Section):
    """一条禁止的说法"""

    id: Id
    patterns: list[Pattern] = Field(
        default_factory=list, description="正则表达式，碰上任何一条就算"
    )
    unless: list[Pattern] = Field(default_factory=list, description="碰上这些就不算")
    repeat: RepeatSection | None = Field(default=None, description="抄写、默写超过几遍")
    grades: Grades = tuple(f.GRADES)
    severity: SeverityName = "error"
    message: Text = Field(default="", description="碰上时说什么")
    source: Text = Field(default="", description="写在哪份文件里")
    enabled: YesNo = True


class SourceSection(Section):
    """写在哪份文件里"""

    title: Text = ""
    issuer: Text = ""
    date: PastDay | None = None


class PackFile(Section):
    """一份作业规定"""

    id: Id
    name: Text = ""
    source: SourceSection = SourceSection()
    limits: list[LimitSection] = Field(default_factory=list, description="上限")
    bans: list[BanSection] = Field(default_factory=list, description="禁止的说法")


# --- config.yaml (contract 5) -----------------------------------------------------------------------


class SchoolSection(Section):
    name: Text = Field(description="学校名称")
    phone: Text = Field(default="", description="对外的电话")
    office: Text = Field(default="", description="负责的处室")


class SiteSection(Section):
    url: Annotated[str, Read(f.address, {"type": "string", "pattern": "^(https?://.*)?$"})] = Field(
        default="", description="公示板的网址"
    )
    language: Annotated[str, Read(f.choice(*LANGUAGES), {"enum": list(LANGUAGES)})] = Field(
        default="zh-Hans", description="界面的文字"
    )


class TermSection(Section):
    """一个学期"""

    id: Id
    name: Text = ""
    first_monday: Day = Field(description="第 1 教学周的星期一")
    weeks: Annotated[int, Read(f.whole(1, 53), f.whole_json(1, 53))] = Field(
        description="一共几个教学周"
    )


class SubjectSection(Section):
    id: Id
    name: Text
    aliases: list[Text] = Field(default_factory=list)


class KindSection(Section):
    """一种作业类型；内置的类型可以不写名称"""

    id: Id
    name: Text = ""
    aliases: list[Text] | None = None
    written: YesNo | None = Field(default=None, description="是否算书面作业")


class TierSection(Section):
    id: Id
    name: Text
    aliases: list[Text] | None = None


class TiersSection(Section):
    mode: Annotated[str, Read(f.choice("choose", "ladder"), {"enum": ["choose", "ladder"]})] = (
        "choose"
    )
    pathway: Annotated[str, Read(f.choice("same", "any"), {"enum": ["same", "any"]})] = "same"
    names: list[TierSection] | None = None


class BreakSection(Section):
    """学校自己的假期"""

    name: Text
    first: Day = Field(alias="from", description="第一天")
    last: Day = Field(alias="to", description="最后一天")


class CalendarSection(Section):
    country: Text = Field(default="CN", description="国家或地区的两个字母；none 没有法定假日")
    breaks: list[BreakSection] = Field(default_factory=list)
    school_days: list[Day] = Field(default=[], description="补课的日子")


class PublicationSection(Section):
    weekday: Weekday = "friday"
    week: Annotated[str, Read(f.choice("previous", "same"), {"enum": ["previous", "same"]})] = (
        Field(default="previous", description="在前一周还是当周公示")
    )
    keep: Annotated[
        int | None,
        Read(f.keep, {"type": ["integer", "string"], "minimum": 1, "pattern": "^(all|[0-9]+)$"}),
    ] = Field(default=None, description="保留几周；all 全部")
    mode: Annotated[str, Read(f.choice("files", "releases"), {"enum": ["files", "releases"]})] = (
        "files"
    )


class PolicySection(Section):
    use: list[PackName] = Field(default=["cn-2021"], description="采用的规定，后面的盖过前面的")
    floor: list[PackName] = Field(default=["cn-2021"], description="谁也不能放宽的规定")
    limits: list[LimitSection] = Field(default_factory=list)
    bans: list[BanSection] = Field(default_factory=list)


class ApprovalSection(Section):
    chain: list[Text] = Field(default=[], description="依次由谁签字")
    weekend: list[Text] = Field(default=[], description="布置周末作业的，改由谁签字；不写同 chain")
    holiday: list[Text] = Field(default=[], description="布置假期作业的，改由谁签字；不写同 chain")
    people: dict[Text, list[Text]] = Field(default={}, description="每个角色有哪些人")


class PrivacySection(Section):
    teachers: Annotated[
        str,
        Read(f.choice("name", "surname", "none"), {"enum": ["name", "surname", "none"]}),
    ] = Field(default="surname", description="教师显示全名、姓（王老师），还是不显示")
    names: Annotated[
        str, Read(f.private_file, {"type": ["string", "array"], "items": {"type": "string"}})
    ] = Field(default="", description="一份不公开的名单文件")


class StaffSection(Section):
    """谁教什么"""

    teacher: Text
    subject: Text
    grades: Grades | None = None
    classes: list[ClassOrNumber] = Field(default_factory=list)


class WaiverSection(Section):
    """一次特批"""

    rule: Annotated[str, Read(f.rule_name, {"type": "string", "pattern": "^[a-z]+\\.[a-z0-9-]+$"})]
    class_: ClassName | None = Field(default=None, alias="class")
    week: Annotated[int, Read(f.whole(1, 53), f.whole_json(1, 53))] | None = None
    day: Day | None = None
    reason: Text
    by: Text = Field(description="谁同意的")
    until: Day


class CoverageSection(Section):
    """哪些年级每周应交哪些学科；几个平行班之间最多相差几分钟"""

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        json_schema_extra={"propertyNames": {"pattern": f"^divergence$|{GRADES_PATTERN}"}},
    )
    __pydantic_extra__: dict[str, list[Text]] = Field(init=False)

    divergence: Count | None = Field(
        default=None, description="平行班同一天的书面作业最多相差几分钟；不写不查"
    )


class ConfigFile(Section):
    """学校的设置"""

    school: SchoolSection
    site: SiteSection = SiteSection()
    terms: list[TermSection]
    grades: dict[GradeKey, Classes] = Field(description="每个年级有几个班")
    subjects: list[SubjectSection] = Field(description="学科；按公示板上的先后排列")
    kinds: list[KindSection] = Field(default=[], description="内置之外的作业类型")
    tiers: TiersSection = TiersSection()
    calendar: CalendarSection = CalendarSection()
    publication: PublicationSection = PublicationSection()
    policy: PolicySection = PolicySection()
    approval: ApprovalSection = ApprovalSection()
    coverage: CoverageSection = CoverageSection()
    privacy: PrivacySection = PrivacySection()
    staff: list[StaffSection] = Field(default_factory=list)
    waivers: list[WaiverSection] = Field(default_factory=list)


def config_schema() -> dict[str, Any]:
    """Give the JSON Schema (Draft 2020-12) of config.yaml, for editors."""
    return _schema(ConfigFile)


def policy_schema() -> dict[str, Any]:
    """Give the JSON Schema (Draft 2020-12) of a policy pack, for editors."""
    return _schema(PackFile)


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
