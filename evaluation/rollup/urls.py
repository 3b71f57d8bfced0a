"""The province host's pages."""

from django.urls import path

from evaluation.rollup.pages.board import show_board
from evaluation.rollup.pages.coverage import show_coverage
from evaluation.rollup.pages.evaluation import show_evaluations
from evaluation.rollup.pages.record import show_records
from evaluation.rollup.pages.target import export_targets, show_targets

app_name = "rollup"
urlpatterns = [
    path("", show_board, name="board"),
    path("targets/", show_targets, name="targets"),
    path("targets/export/", export_targets, name="target_export"),
    path("coverage/", show_coverage, name="coverage"),
    path("evaluations/", show_evaluations, name="evaluations"),
    path("records/", show_records, name="records"),
]
