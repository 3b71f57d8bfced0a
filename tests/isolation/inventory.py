"""Everything that runs, keeps or locks something, and how it keeps counties apart.

A task, kind of job, command, cache, lock or way around the guard that is not listed here fails
test_inventory.py: whoever adds one says here what it does with several counties.
"""

# What stands in one county and must leave every other one as it was ("COUNTY"), goes from
# county to county ("EACH"), or works in public, on the installation or on nothing ("PUBLIC").
COUNTY, EACH, PUBLIC = "COUNTY", "EACH", "PUBLIC"

TASKS = {
    "kernel.jobs.run": COUNTY,
    "kernel.audit.seal": EACH,
    "kernel.files.sweep": COUNTY,
    "kernel.files.sweep_all": PUBLIC,
    "kernel.wakeups.sweep": PUBLIC,
    "tenants.keep_spares": PUBLIC,
    "evaluation.rollup.push": PUBLIC,
    "stations.casework.keep_all_archives": PUBLIC,
    "stations.casework.keep_archives": COUNTY,
}

JOB_KINDS = {
    "files.drop_content": COUNTY,
    "rollup.count": COUNTY,
    "tenants.add_province": PUBLIC,
    "tenants.export": PUBLIC,
    "tenants.restore": PUBLIC,
    "tenants.ask_erasure": PUBLIC,
    "tenants.remove_copy": PUBLIC,
    "tenants.erase": PUBLIC,
    "tenants.migrate": EACH,
    "tenants.change_divisions": EACH,
    "tenants.preview_divisions": EACH,
}

COMMANDS = {
    "verify_audit": COUNTY,
    "verify_rollups": COUNTY,
    "keep_archives": COUNTY,
    "admit_member": COUNTY,
    "add_county": PUBLIC,
    "add_province": PUBLIC,
    "export_county": PUBLIC,
    "restore_county": PUBLIC,
    "verify_archive": PUBLIC,
    "suspend_county": PUBLIC,
    "resume_county": PUBLIC,
    "leave_county": PUBLIC,
    "erase_county": PUBLIC,
    "verify_erasure": PUBLIC,
    "remove_copy": PUBLIC,
    "load_divisions": PUBLIC,
    "migrate_counties": EACH,
    "lint_migrations": PUBLIC,
    "citus_prepare": PUBLIC,
    "register_cell": PUBLIC,
    "push_cell": PUBLIC,
    "show_cell": PUBLIC,
    "verify_cell": PUBLIC,
    "publish_rubric": PUBLIC,
    "score_cases": PUBLIC,
    "compile_labels": PUBLIC,
}

# module.name: what it is keyed by, or why it may be the same for all counties.
CACHES = {
    "kernel.tenancy.hosts._kept": "host name",
    "kernel.crypto.keys._unwrap": "the county's own wrapped key",
    "kernel.crypto.keys._derive": "the county's own secret",
    "kernel.insert._fields": "code, not data",
    "kernel.insert.columns_of": "code, not data",
    "kernel.jobs.registry._handlers": "code, not data",
    "kernel.jobs.registry._labels": "code, not data",
    "kernel.pdf._compiler": "code, not data: data comes in with each call",
    "kernel.phone._form": "code, not data",
    "kernel.phone.phone_rules": "code, not data",
    "kernel.web.news._news": "code, not data",
    "kernel.web.nav._entries": "code, not data",
    "kernel.workdays.queries.workday.cache": "public table of holidays",
    "stations.casework.consent_texts.load_consent": "code, not data",
    "stations.network.domain.member.scope_of": "code, not data",
    "stations.community.catalogue.flows": "code, not data",
    "stations.community.catalogue.map_choices": "code, not data",
    "stations.community.catalogue.maps_of_persons": "code, not data",
    "stations.casework.catalogue.service_fields": "code, not data",
    "stations.casework.catalogue.services": "code, not data",
    "stations.casework.gates.all_gates": "code, not data",
    "stations.casework.sections.sections_of": "code, not data",
    "stations.casework.standards.families": "code, not data",
    "stations.casework.standards.person_groups": "code, not data",
    "stations.casework.standards.targets": "code, not data",
    "stations.casework.data_file.read_data": "code, not data",
    "stations.casework.held.all_tables": "code, not data",
    "stations.network.numbers.numbers": "code, not data",
    "stations.network.tabs._tabs": "code, not data",
    "stations.casework.visit_templates.visit_templates": "code, not data",
    "stations.casework.companions.companions": "code, not data",
    "stations.casework.pages.home._digest": "code, not data",
    "stations.people.numbers.numbers": "code, not data",
    "stations.projects.catalogue.agreed": "code, not data",
    "stations.projects.catalogue.measures": "code, not data",
    "stations.records.domain._earliest_days": "code, not data",
    "stations.records.drafts.draft_days": "code, not data",
    "stations.records.export._titles": "code, not data",
    "stations.records.forms.longest": "code, not data",
    "stations.records.last.offered_fields": "code, not data",
    "tenants.domain.erase.cache": "cleared as a whole when a county is erased",
    "tenants.domain.copy.cache": "cleared as a whole when a copy is removed",
    "tenants.archive.passphrase.stretch": "the archive's passphrase and salt",
    "tenants.terms.current_terms": "code, not data",
    "tenants.boundary.boundaries": "code, not data",
    "tenants.provisioning.ddl._read": "schema and digest of its history",
    "tenants.provisioning.template.last_migrations": "code, not data",
    "evaluation.facts.definitions.load_definitions": "code, not data",
    "evaluation.rubrics.cases._rubric": "code, not data",
    "evaluation.cycles.queries.sheet._read_rubric": "digest, compared with the content",
    "evaluation.scoring.codec._schema": "code, not data",
    "evaluation.scoring.na._factor": "digest of the rubric",
    "evaluation.scoring.numbers._decimal_text": "numbers",
    "evaluation.scoring.read._answers": "all that the answer follows from: indicator and inputs",
    "evaluation.scoring.read._seen_once": "hashes of the same",
    "evaluation.scoring.ready._ready_indicator": "content of the indicator",
    "evaluation.scoring.ready.ready_rubric": "digest of the rubric",
}

# Statement as it stands in the code: what it holds.
LOCKS = {
    "config/scheduler.py: SELECT pg_try_advisory_lock(%s)": "the one scheduler",
    "evaluation/rollup/domain/mirror.py: SELECT pg_advisory_xact_lock(%s, %s)": "one county's rows",
    "kernel/files/domain/stored_file.py: "
    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))": "one content of a county",
    "stations/casework/domain/roster_list.py: "
    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))": "one list of a county's station",
    "tenants/archive/stage.py: SELECT pg_try_advisory_lock(%s, %s)": "one county's archive work",
    "tenants/domain/division_change.py: SELECT pg_advisory_xact_lock(%s, 0)": "public divisions",
    "tenants/provisioning/spare.py: SELECT pg_try_advisory_xact_lock(%s)": "the one keeper",
    "tenants/provisioning/spare.py: "
    "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))": "one spare by name",
    "tenants/provisioning/template.py: SELECT pg_advisory_xact_lock(%s)": "the one template",
}

# Connections that do not pass the guard's cursor: each stands in public or sets its own path.
RAW = {
    "config/scheduler.py": "a lock, no table",
    "kernel/tenancy/pooler.py": "the check of the pooler, no table",
}

# Where files are opened below FILES_ROOT: by county.
FILES = {
    "kernel/files/domain/stored_file.py": "a folder a county",
    "tenants/archive/files.py": "a folder a county",
}
