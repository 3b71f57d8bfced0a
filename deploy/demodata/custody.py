"""Archives, minors' files, requests about personal data, and the register of processing.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.rights import fill_rights
from deploy.demodata.times import received
from kernel.access.actor import Actor
from kernel.access.models import Membership
from stations.casework.consent_texts import guardian_notice_versions
from stations.casework.custody_enums import RetentionRule, RuleTopic
from stations.casework.custody_rules import keep_case, load_custody
from stations.casework.domain import bulk_custody as bulk
from stations.casework.domain.archive import list_papers
from stations.casework.domain.county_rule import set_county_rule
from stations.casework.enums import NoticeAnswer
from stations.casework.models import ArchiveVolume, Beneficiary, Case
from stations.casework.visit_templates import HIDDEN, OFFERED, visit_templates
from stations.network.models import Station

REPORT = (
    "必要性：仅收集服务所需的最少信息。风险：设备遗失、无关人员查看、名册外传。"
    "措施：字段加密、姓名脱敏、按岗位授权、查看留痕、导出加水印。结论：风险可控，可以开展。"
)
CHILDREN = ("left_behind.CHILD", "child.IN_NEED")
ACTIVITIES = (
    (
        "困难群众建档与走访",
        "为救助对象和特殊困难群体提供社会工作服务",
        "姓名、身份证件号码、联系方式、住址、家庭经济与健康状况",
        "CONSENT",
        "县民政局",
        "结束服务后三年，个案卷宗十年",
        True,
    ),
    (
        "社会救助申请协办",
        "协助申请低保、特困、临时救助等",
        "身份证件号码、家庭成员、收入与财产状况",
        "DUTY",
        "县民政局、乡镇（街道）",
        "依社会救助档案规定",
        True,
    ),
    (
        "社会工作者管理",
        "人员聘用、培训、督导与考核",
        "姓名、身份证件号码、职业资格",
        "STAFF",
        "县级总站",
        "离职后五年",
        False,
    ),
    (
        "志愿者登记与时长记录",
        "组织志愿服务并出具证明",
        "姓名、联系方式、服务时长",
        "CONSENT",
        "全国志愿服务信息系统",
        "退出后三年",
        False,
    ),
)
# Templates of a visit that a county hides, and by which decision.
HIDING = {"510421": ("VETERAN",)}
DECISION = "局务会纪要〔2026〕第7号：军休与优抚对象由退役军人事务局走访"
BORROWERS = (("李督导", "案例督导研讨"), ("站长", "年度评估备查"), ("县级总站", "优秀案例汇编"))


def fill_custody(system: Actor, stations: list[Station], until: date) -> None:
    """What a county's stations keep and answer for; call it after casework is filled."""
    hub = Station.objects.get(level="HUB")
    _hide_templates(system, hub)
    activities = list(_activities(hub, until))
    made = bulk.bulk_insert_activities(activities)
    bulk.bulk_insert_assessments(
        {
            "activity_id": activity,
            "assessed_on": row["assessed_on"],
            "assessed_by": row["assessed_by"],
            "report": f"处理目的：{row['purpose']}。{REPORT}",
            "received_at": row["received_at"],
        }
        for activity, row in zip(made, activities, strict=True)
        if row["assessed_on"]
    )
    for station in stations:
        random = Random(f"custody {station.code}")
        places = [station, *Station.objects.filter(parent=station).order_by("code")]
        _note_minors(station, places, random, until)
        for place in places:
            bulk.bulk_insert_volumes(_volumes(place))
        bulk.bulk_insert_loans(_loans(station, random, until))
        fill_rights(station, places, system, until)


def _hide_templates(system: Actor, hub: Station) -> None:
    """A county whose veterans are visited by another bureau hides their template."""
    if hidden := HIDING.get(hub.division_code[:6]):
        content = {each.key: OFFERED for each in visit_templates()}
        content |= dict.fromkeys(hidden, HIDDEN)
        set_county_rule(
            actor=system, station=hub, topic=RuleTopic.TEMPLATES, decision=DECISION, **content
        )


def _activities(hub: Station, until: date) -> Iterator[dict[str, Any]]:
    started = date(until.year - 1, 3, 1)
    for name, purpose, kinds, basis, recipients, retention, sensitive in ACTIVITIES:
        assessed = started - timedelta(10) if sensitive else None
        review = timedelta(load_custody()["assessment_review_days"])
        yield {
            "station_id": hub.pk,
            "name": name,
            "purpose": purpose,
            "data_kinds": kinds,
            "is_sensitive": sensitive,
            "legal_basis": basis,
            "recipients": recipients,
            "retention": retention,
            "started_on": started,
            "assessed_on": assessed,
            "assessed_by": "县民政局政策法规股" if assessed else "",
            "next_review_on": assessed + review if assessed else None,
            "received_at": received(started, 2),
        }


def _note_minors(station: Station, places: list[Station], random: Random, until: date) -> None:
    """Of children by kind the day of birth is known; the station's worker is responsible."""
    worker = Membership.objects.filter(scope_code=station.code, role="WORKER").first()
    children = list(
        Beneficiary.objects.filter(station__in=places, categories__category__in=CHILDREN).distinct()
    )
    for child in children:
        told = date(until.year - random.randint(7, 15), random.randint(1, 12), 9)
        child.born_on = child.born_on or told
        child.guardian_notice_version = guardian_notice_versions()[-1]
        child.guardian_notice_on = child.filed_on
        child.guardian_answer = NoticeAnswer.ACCEPTED
        if worker is not None:
            child.responsible_uuid, child.responsible_name = worker.user_uuid, worker.user_name
    bulk.bulk_note_minors(children)


def _volumes(place: Station) -> Iterator[dict[str, Any]]:
    """A volume on the day of each closure, numbered by year."""
    closed = Case.objects.filter(station=place, closed_on__isnull=False)
    numbers: dict[int, int] = {}
    for case in closed.select_related("beneficiary").order_by("closed_on", "id"):
        day = case.closed_on
        assert day is not None
        number = numbers[day.year] = numbers.get(day.year, 0) + 1
        keeping, papers = keep_case(day, case.beneficiary.born_on), list_papers(case)
        kind = "minor" if keeping.rule == RetentionRule.MINOR else "adult"
        yield {
            "station_id": place.pk,
            "case_id": case.pk,
            "round": case.round,
            "number": f"{place.code}-{day.year}-{number:04}",
            "filed_on": day,
            "pages": len(papers),
            "contents": papers,
            "secrecy": load_custody()[f"secrecy_of_{kind}"],
            "retention_rule": keeping.rule,
            "destroy_after": keeping.until,
            "storage_place": f"档案室{number % 3 + 1}号柜",
            "received_at": received(day, 0),
        }


def _loans(station: Station, random: Random, until: date) -> Iterator[dict[str, Any]]:
    """Two that came back, one that is overdue."""
    volumes = list(ArchiveVolume.objects.filter(station=station, filed_on__lt=until)[:3])
    for number, volume in enumerate(volumes):
        borrower, purpose = random.choice(BORROWERS)
        lent = min(volume.filed_on + timedelta(30), until)
        back = lent + timedelta(random.randint(2, 12))
        yield {
            "station_id": station.pk,
            "volume_id": volume.pk,
            "borrower": borrower,
            "purpose": purpose,
            "lent_on": lent,
            "due_on": lent + timedelta(15),
            "returned_on": None if number == 0 or back > until else back,
            "received_at": received(lent, 0),
        }
