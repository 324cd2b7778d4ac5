"""From the parts of config.yaml to one Config: names to ids, weeks to dates.

Knows the order of the steps. Each looks only at parts that could be read, so that one fault does not
raise a second.
"""

from __future__ import annotations

from collections.abc import Mapping

from sjboard.config import duties, named, policies
from sjboard.config import terms as years
from sjboard.config.faults import Draft, example
from sjboard.config.looser import Known
from sjboard.config.names import spellings
from sjboard.config.packs import Vocabulary
from sjboard.config.reading import Reading
from sjboard.config.schema import ConfigFile
from sjboard.config.sense import Setting
from sjboard.config.values import Config, School
from sjboard.diagnostics import Diagnostic, has_errors
from sjboard.model import Pathway, TierMode


def resolve(
    draft: Draft[ConfigFile], packs: Mapping[str, bytes]
) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Look at the parts together; None where anything is wrong, here or in the draft."""
    reading = Reading(draft)
    _not_empty(reading)
    subjects, subject_names = named.subjects(reading)
    kinds, kind_names = named.kinds(reading)
    tiers = named.tiers(reading, kind_names)
    terms = years.terms(reading)
    vocabulary = Vocabulary(
        kinds=kind_names if reading.whole("kinds") else None,
        subjects=subject_names if reading.whole("subjects") else None,
        kind_words=spellings(kinds.values()),
        subject_words=spellings(subjects.values()),
    )
    setting = Setting(
        known=Known(kinds, subjects),
        terms=terms if reading.whole("terms") and reading.whole("calendar") else {},
        grades=frozenset(reading.file.grades) if reading.whole("grades") else frozenset(),
    )
    in_force = policies.policies(reading, packs, vocabulary, setting)
    waivers = policies.waivers(reading, in_force, terms)
    coverage = duties.coverage(reading, vocabulary)
    staff = duties.staff(reading, vocabulary)
    duties.approval(reading)
    findings = tuple(reading.findings)
    if has_errors(findings) or draft.broken:
        return None, findings
    file = draft.value
    config = Config(
        school=School(file.school.name, file.school.phone, file.school.office),
        site_url=file.site.url,
        language=file.site.language,
        terms=terms,
        grades=file.grades,
        subjects=subjects,
        kinds=kinds,
        tiers=tiers,
        tier_mode=TierMode(file.tiers.mode),
        pathway=Pathway(file.tiers.pathway),
        limits=in_force.limits,
        bans=in_force.bans,
        packs=in_force.packs,
        approval_chain=tuple(file.approval.chain),
        approval_people={role: tuple(who) for role, who in file.approval.people.items()},
        coverage=coverage,
        teachers_shown=file.privacy.teachers,
        private_names=file.privacy.names,
        publication_keep=file.publication.keep,
        publication_mode=file.publication.mode,
        staff=staff,
        waivers=waivers,
        divergence=file.coverage.divergence,
        approval_weekend=tuple(file.approval.weekend),
        approval_holiday=tuple(file.approval.holiday),
    )
    return config, findings


def _not_empty(reading: Reading) -> None:
    """A school has at least one term, grade and subject."""
    for key in ("terms", "grades", "subjects"):
        if not getattr(reading.file, key) and reading.whole(key):
            reading.fault(reading.span(key), "empty", field=key, example=example(key))
