"""Pages of the annual evaluation on a county's host."""

from django.urls import path

from evaluation.cycles.pages import cycle, evaluation, fact, manage, review, self_eval, township

app_name = "cycles"
ONE = "evaluations/<uuid:uuid>/"

urlpatterns = [
    path("cycles/", cycle.cycle_list, name="cycles"),
    path("cycles/<uuid:uuid>/<slug:act>/", cycle.act_on_cycle, name="cycle_act"),
    path("evaluations/", evaluation.evaluation_list, name="evaluations"),
    path(ONE, evaluation.evaluation_detail, name="evaluation"),
    path(f"{ONE}facts/<slug:indicator>/", fact.fact_records, name="facts"),
    path(f"{ONE}self/", self_eval.self_eval, name="self_eval"),
    path(f"{ONE}self/hand-in/", self_eval.hand_in, name="hand_in"),
    path(f"{ONE}self/<slug:indicator>/", self_eval.clause, name="clause"),
    path(f"{ONE}self/<slug:indicator>/evidence/", self_eval.upload_evidence, name="evidence"),
    path(f"{ONE}files/<uuid:evidence>/", self_eval.download_evidence, name="file"),
    path(f"{ONE}files/<uuid:evidence>/remove/", self_eval.take_evidence_away, name="file_remove"),
    path(f"{ONE}township/", township.township, name="township"),
    path(f"{ONE}review/", review.review, name="review"),
    path(f"{ONE}review/<slug:indicator>/", review.review_clause, name="grade"),
    path(f"{ONE}manage/", manage.manage, name="manage"),
]
