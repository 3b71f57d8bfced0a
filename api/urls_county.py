"""The API on a county's host."""

from django.urls import path

from api.urls_all import urlpatterns as shared
from api.v1 import (
    beneficiary,
    beneficiary_acts,
    case,
    cycle,
    evaluation,
    member,
    member_proposal,
    outreach,
    project,
    protection_receipt,
    purge,
    record,
    rights,
    service_certificate,
    service_year,
    station,
    station_map,
    terms,
    visit,
    visit_batch,
    void,
)

urlpatterns = [
    *shared,
    path("api/v1/stations", station.list_view, name="stations"),
    path("api/v1/stations/<str:code>", station.detail_view, name="station"),
    *case.urlpatterns,
    *evaluation.urlpatterns,
    *member.urlpatterns,
    *member_proposal.urlpatterns,
    *cycle.urlpatterns,
    *visit.urlpatterns,
    *visit_batch.urlpatterns,
    *void.urlpatterns,
    *beneficiary.urlpatterns,
    *beneficiary_acts.urlpatterns,
    *outreach.urlpatterns,
    *project.urlpatterns,
    *protection_receipt.urlpatterns,
    *purge.urlpatterns,
    *record.urlpatterns,
    *rights.urlpatterns,
    *service_certificate.urlpatterns,
    *service_year.urlpatterns,
    *station_map.urlpatterns,
    *terms.urlpatterns,
]
